// QEMU's option string (qemu-options, "-netdev"): items separated by commas; in a value two commas are one literal
// comma; the first item may be the bare type. QEMU's `nokey` for `key=off` is deprecated there and not read here.

extension OptionTree {
    /// Reads QEMU's option string, such as `l2tpv3,id=n1,src=127.0.0.1,dst=127.0.0.2,udp=on`.
    ///
    /// A first item without `=` is the value of `type`; every other bare `key` means `key=on`. One comma at the end is
    /// accepted, as in QEMU.
    ///
    /// - Parameters:
    ///   - text: The option string.
    ///   - position: Where its first scalar stands.
    /// - Throws: ``OptionError`` for an item without a name and for a key that stands twice.
    public init(parsing text: String, at position: OptionPosition = .start) throws(OptionError) {
        var scanner = OptionScanner(text, at: position)
        var entries: [OptionEntry] = []
        while !scanner.isAtEnd {
            entries.append(try scanner.nextEntry(mayBeType: entries.isEmpty))
        }
        try self.init(entries: entries, at: position)
    }
}

/// Walks over an option string by Unicode scalars, so that columns are counted and combining marks cannot hide a comma.
private struct OptionScanner {
    private let scalars: String.UnicodeScalarView
    private var index: String.UnicodeScalarView.Index
    private var position: OptionPosition

    init(_ text: String, at position: OptionPosition) {
        scalars = text.unicodeScalars
        index = scalars.startIndex
        self.position = position
    }

    var isAtEnd: Bool { index == scalars.endIndex }

    /// One item and the comma behind it.
    mutating func nextEntry(mayBeType: Bool) throws(OptionError) -> OptionEntry {
        let keyPosition = position
        let key = scanKey()
        guard !key.isEmpty else {
            throw OptionError(
                "an option without a name", at: keyPosition, rule: "',,' is a literal comma inside a value only")
        }
        if skip("=") {
            let valuePosition = position
            return OptionEntry(key: key, value: scanValue(), keyPosition: keyPosition, valuePosition: valuePosition)
        }
        _ = skip(",")
        let (implied, value) = mayBeType ? ("type", key) : (key, "on")
        return OptionEntry(key: implied, value: value, keyPosition: keyPosition, valuePosition: keyPosition)
    }

    private mutating func scanKey() -> String {
        var key = String.UnicodeScalarView()
        while let scalar = peek(), scalar != "=", scalar != "," {
            key.append(scalar)
            advance()
        }
        return String(key)
    }

    /// A value and the single comma that ends it.
    private mutating func scanValue() -> String {
        var value = String.UnicodeScalarView()
        while let scalar = peek() {
            advance()
            if scalar == ",", !skip(",") { break }
            value.append(scalar)
        }
        return String(value)
    }

    private func peek() -> Unicode.Scalar? {
        isAtEnd ? nil : scalars[index]
    }

    private mutating func advance() {
        index = scalars.index(after: index)
        position = position.advanced(by: 1)
    }

    private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard peek() == scalar else { return false }
        advance()
        return true
    }
}
