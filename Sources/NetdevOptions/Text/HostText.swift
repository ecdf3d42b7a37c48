import WireFormats

/// What a host is, judged by its text alone: nobody is asked for an address.
enum HostText: Hashable, Sendable {
    case ipv4(IPv4Address)
    /// The address without its zone (`%eth0`).
    case ipv6(IPv6Address)
    case name

    /// Whether it is a group's address (RFC 5771, RFC 4291 2.7); a name is not looked up.
    var isMulticast: Bool {
        switch self {
        case .ipv4(let address): address.isMulticast
        case .ipv6(let address): address.isMulticast
        case .name: false
        }
    }

    /// Whether it is a group that each link, or each host, has for itself: ff01::/16 and ff02::/16, whatever the flags
    /// (RFC 4291 2.7).
    var isGroupOfOneLink: Bool {
        if case .ipv6(let address) = self { isMulticast && (1...2).contains(address.high >> 48 & 0xF) } else { false }
    }

    /// Whether it is 0.0.0.0 or ::.
    var isUnspecified: Bool {
        switch self {
        case .ipv4(let address): address.isUnspecified
        case .ipv6(let address): address.isUnspecified
        case .name: false
        }
    }
}

extension HostText {
    /// Why a text is no host.
    struct Refusal: Error, Hashable {
        let problem: String
        var suggestion: String?
        var rule: String?
        var remedy: String?
    }

    /// Reads an address or a name.
    ///
    /// Digits and dots alone are an address or a mistake: resolvers take `127.1` and `010.0.0.1` for addresses that
    /// nobody meant (RFC 6943 3.1.1).
    init(_ text: String) throws(Refusal) {
        if let address = IPv4Address(text) {
            self = .ipv4(address)
        } else if let address = IPv6Address(Self.withoutZone(text)) {
            self = .ipv6(address)
        } else if text.utf8.allSatisfy({ Self.isDigit($0) || $0 == UInt8(ascii: ".") }) {
            throw Refusal(
                problem: "'\(text)' is not an IPv4 address",
                rule: "QEMU: host address '\(text)' is not a valid IPv4 address")
        } else if text.utf8.contains(UInt8(ascii: ":")) {
            throw Self.refusal(ofColonsIn: text)
        } else if text.utf8.allSatisfy(Self.mayStandInName) {
            self = .name
        } else {
            throw Refusal(problem: "'\(text)' is neither an address nor a host's name")
        }
    }

    /// `[::1]` and `host:port`, as URLs and other options have them.
    private static func refusal(ofColonsIn text: String) -> Refusal {
        let inner = text.utf8.first == UInt8(ascii: "[") ? String(text.dropFirst().prefix { $0 != "]" }) : text
        if inner != text, IPv6Address(withoutZone(inner)) != nil {
            return Refusal(problem: "'\(text)' has more than an address in it", suggestion: inner)
        }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        if parts.count == 2, !parts[0].isEmpty, UInt16(parts[1]) != nil, (try? HostText(parts[0])) != nil {
            return Refusal(
                problem: "'\(text)' has more than a host in it", suggestion: parts[0],
                remedy: "the port has a key of its own")
        }
        return Refusal(problem: "'\(text)' is not an IPv6 address")
    }

    private static func withoutZone(_ text: String) -> String {
        guard let percent = text.utf8.firstIndex(of: UInt8(ascii: "%")) else { return text }
        let zone = text[percent...].dropFirst()
        // A zone is an interface's name or number (RFC 4007 11.2): one without text is none.
        return zone.isEmpty || !zone.utf8.allSatisfy(mayStandInName) ? text : String(text[..<percent])
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// RFC 1123 2.1, and the underscore, which local names do have.
    private static func mayStandInName(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x61...0x7A).contains(byte | 0x20) || [0x2D, 0x2E, 0x5F].contains(byte)  // - . _
    }
}
