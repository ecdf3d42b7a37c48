/// What Linux takes as the name of a network interface (`dev_valid_name`).
enum InterfaceName {
    /// `IFNAMSIZ` without the NUL at its end.
    private static let byteLimit = 15

    /// The name that was written for a key; nil if none was.
    ///
    /// - Parameter mayCount: Whether one `%d` may stand for a number that the kernel finds.
    static func read(
        _ key: NetdevKey, _ reader: OptionReader, mayCount: Bool = false
    ) throws(OptionError) -> String? {
        guard let name = reader.text(key) else { return nil }
        if let problem = problem(name, mayCount: mayCount) {
            throw OptionError(
                "\(key.name): '\(name)' \(problem)", at: reader.valuePosition(of: key),
                rule: "Linux: an interface's name has 1 to \(byteLimit) bytes, without blanks, '/' and ':'")
        }
        return name
    }

    private static func problem(_ name: String, mayCount: Bool) -> String? {
        let bytes = name.utf8
        guard bytes.count <= byteLimit else { return "has \(bytes.count) bytes" }
        guard name != ".", name != ".." else { return "is a folder's name" }
        // A blank, a control character, '/' and ':'.
        guard !bytes.contains(where: { $0 <= 0x20 || $0 == 0x7F || $0 == 0x2F || $0 == 0x3A }) else {
            return "is no name of an interface"
        }
        let parts = name.split(separator: "%", omittingEmptySubsequences: false)
        guard parts.count > 1 else { return nil }
        guard mayCount else { return "has a '%' in it" }
        return parts.count == 2 && parts[1].hasPrefix("d") ? nil : "has a '%' that is not its only %d"
    }
}
