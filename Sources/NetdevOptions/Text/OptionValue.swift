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
        do throws(Refusal) {
            if entry.isBare, key.kind != .flag { throw Self.missing(key.kind) }
            self = try Self.read(entry.value, as: key)
        } catch {
            throw OptionError(
                "\(key.name): \(error.problem)", at: entry.valuePosition, suggestion: error.suggestion,
                rule: error.rule ?? (error.isOfKey ? key.rule : nil), remedy: error.remedy)
        }
    }

    /// Why a text is no value of its kind; what is not said is the key's.
    private struct Refusal: Error {
        let problem: String
        let suggestion: String?
        let rule: String?
        let remedy: String?
        /// Whether it has to do with the key; what is no host breaks no key's rule.
        let isOfKey: Bool

        init(
            _ problem: String, suggestion: String? = nil, rule: String? = nil, remedy: String? = nil,
            isOfKey: Bool = true
        ) {
            self.problem = problem
            self.suggestion = suggestion
            self.rule = rule
            self.remedy = remedy
            self.isOfKey = isOfKey
        }
    }

    private static func read(_ text: String, as key: NetdevKey) throws(Refusal) -> OptionValue {
        let kind = key.kind
        guard !text.isEmpty else { throw missing(kind) }
        switch kind {
        case .text: return .text(text)
        case .host:
            try checkHost(text)
            return .text(text)
        case .socketPath:
            try checkSocketPath(text)
            return .text(text)
        case .descriptor:
            guard let number = plainDecimal(text, as: Int32.self) else {
                throw Refusal("'\(text)' is not a descriptor's number in 0...\(Int32.max)")
            }
            return .integer(UInt64(number))
        case .identifier:
            guard isIdentifier(text) else { throw Refusal("'\(text)' is not an identifier") }
            return .text(text)
        case .flag:
            guard let flag = flag(text) else {
                throw Refusal("'\(text)' is neither on nor off", suggestion: nearestFlag(text))
            }
            return .flag(flag)
        case .integer(let range):
            return .integer(try integer(text, in: range, kind))
        case .port(let range):
            guard let port = plainDecimal(text, as: UInt16.self), range.contains(port) else {
                throw Refusal("'\(text)' is not a port number in \(kind)")
            }
            return .integer(UInt64(port))
        case .mode:
            return .integer(UInt64(try mode(text)))
        case .choice(let words):
            if let refused = key.refusedWords.first(where: { $0.name == text }) {
                throw Refusal(
                    "'\(text)' is not supported", rule: refused.reason, remedy: "it is \(words.listed(with: "or"))")
            }
            guard words.contains(text) else {
                throw Refusal(
                    "'\(text)' is none of \(words.joined(separator: ", "))",
                    suggestion: NearestWord.nearest(to: text, among: words))
            }
            return .text(text)
        }
    }

    private static func missing(_ kind: OptionValueKind) -> Refusal {
        if case .integer = kind { return Refusal("needs a value, \(kind)", isOfKey: false) }
        return Refusal("needs a value, \(kind)")
    }

    private static func integer(
        _ text: String, in range: ClosedRange<UInt64>, _ kind: OptionValueKind
    ) throws(Refusal) -> UInt64 {
        switch OptionInteger(parsing: text) {
        case .value(let value) where range.contains(value): return value
        case .value(let value) where value < range.lowerBound: throw Refusal("\(text) is not in \(kind)")
        // What the rule of such a key explains is where its range begins.
        case .value, .tooLarge: throw Refusal("\(text) is not in \(kind)", isOfKey: false)
        case .leadingZero(let decimal):
            throw Refusal(
                "'\(text)' has a leading zero, which QEMU reads as octal", suggestion: decimal, isOfKey: false)
        case .notANumber:
            throw Refusal("'\(text)' is not a number in \(kind)", rule: "decimal, or hexadecimal digits behind 0x")
        }
    }

    /// Octal digits, whatever stands before them; `UInt16("+7", radix: 8)` would pass.
    private static func mode(_ text: String) throws(Refusal) -> UInt16 {
        if let digit = text.unicodeScalars.first(where: { $0 == "8" || $0 == "9" }) {
            throw Refusal("'\(text)' has \(digit) in it, which is no octal digit")
        }
        guard text.utf8.allSatisfy({ (0x30...0x37).contains($0) }) else {
            throw Refusal("'\(text)' is no octal number")
        }
        guard let mode = UInt16(text, radix: 8), mode <= 0o777 else {
            throw Refusal("\(text) is not in 0...0777", rule: "chmod(1): three octal digits for user, group and others")
        }
        return mode
    }

    private static func checkHost(_ text: String) throws(Refusal) {
        do throws(HostText.Refusal) {
            _ = try HostText(text)
        } catch {
            throw Refusal(
                error.problem, suggestion: error.suggestion, rule: error.rule, remedy: error.remedy, isOfKey: false)
        }
    }

    /// unix(7): `sun_path` has 108 bytes, and a NUL ends the path.
    private static let longestSocketPath = 107

    private static func checkSocketPath(_ text: String) throws(Refusal) {
        let count = text.utf8.count
        guard count <= longestSocketPath else {
            throw Refusal(
                "a path of \(count) bytes; a unix socket's has at most \(longestSocketPath)",
                rule: "unix(7): sun_path has 108 bytes, of which one ends it",
                remedy: "use a shorter directory, or a path from the working directory")
        }
        guard !text.utf8.contains(0) else { throw Refusal("a path with a NUL in it") }
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
        default: NearestWord.nearest(to: text, among: ["off", "on", "yes", "no", "true", "false"])
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
    private static func plainDecimal<T: FixedWidthInteger>(_ text: String, as: T.Type) -> T? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), text == "0" || text.utf8.first != 0x30 else {
            return nil
        }
        return T(text)
    }
}
