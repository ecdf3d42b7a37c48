/// An option's value, read by its kind.
enum OptionValue: Hashable, Sendable {
    case text(String)
    case flag(Bool)
    case integer(UInt64)
}

extension OptionValue {
    /// Reads what was written for a key.
    ///
    /// - Throws: ``OptionError`` at the value, with the key's own rule.
    init(reading entry: OptionEntry, as key: NetdevKey) throws(OptionError) {
        let kind = key.kind
        func refusal(_ problem: String, suggestion: String? = nil) -> OptionError {
            OptionError(
                "\(key.name): \(problem)", at: entry.valuePosition, suggestion: suggestion, rule: key.rule)
        }
        if entry.isBare, kind != .flag { throw refusal("needs a value, \(kind)") }
        let text = entry.value
        switch kind {
        case .text:
            guard !text.isEmpty else { throw refusal("needs a value, \(kind)") }
            self = .text(text)
        case .identifier:
            guard Self.isIdentifier(text) else { throw refusal("'\(text)' is not an identifier") }
            self = .text(text)
        case .flag:
            guard let flag = Self.flag(text) else {
                throw refusal("'\(text)' is neither on nor off", suggestion: Self.nearestFlag(text))
            }
            self = .flag(flag)
        case .integer(let range):
            switch OptionInteger(parsing: text) {
            case .value(let value) where range.contains(value): self = .integer(value)
            case .value, .tooLarge: throw refusal("\(text) is not in \(kind)")
            case .leadingZero(let decimal):
                throw refusal("'\(text)' has a leading zero, which QEMU reads as octal", suggestion: decimal)
            case .notANumber: throw refusal("'\(text)' is not a number in \(kind)")
            }
        case .port(let range):
            guard let port = Self.port(text), range.contains(port) else {
                throw refusal("'\(text)' is not a port number in \(kind)")
            }
            self = .integer(UInt64(port))
        case .choice(let words):
            guard words.contains(text) else {
                throw refusal(
                    "'\(text)' is none of \(words.joined(separator: ", "))",
                    suggestion: NearestWord.nearest(to: text, among: words))
            }
            self = .text(text)
        }
    }

    private static func flag(_ text: String) -> Bool? {
        switch text {
        case "on", "yes", "true", "y": true
        case "off", "no", "false", "n": false
        default: nil
        }
    }

    private static func nearestFlag(_ text: String) -> String? {
        switch text {
        case "1": "on"
        case "0": "off"
        default: NearestWord.nearest(to: text, among: ["on", "off", "yes", "no", "true", "false"])
        }
    }

    /// QEMU's `id_wellformed`: ASCII only.
    private static func isIdentifier(_ text: String) -> Bool {
        func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
        guard let first = text.utf8.first, isLetter(first) else { return false }
        return text.utf8.allSatisfy { byte in
            isLetter(byte) || (0x30...0x39).contains(byte) || [0x2D, 0x2E, 0x5F].contains(byte)  // - . _
        }
    }

    /// Digits alone: `UInt16("+5")` would pass, and `05` means another port to C readers.
    private static func port(_ text: String) -> UInt16? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), text == "0" || text.utf8.first != 0x30 else {
            return nil
        }
        return UInt16(text)
    }
}
