/// `HOST:PORT`, `:PORT` and `[V6]:PORT`, as the keys of a socket netdev have them.
enum HostPortText {
    /// Reads a key's value; the host is empty if none was written.
    static func read(_ key: NetdevKey, _ reader: OptionReader) throws(OptionError) -> InetEndpoint {
        let text = reader.text(key) ?? ""
        do throws(HostText.Refusal) {
            return try parse(text)
        } catch {
            throw OptionError(
                "\(key.name): \(error.problem)", at: reader.valuePosition(of: key), suggestion: error.suggestion,
                rule: error.rule, remedy: error.remedy)
        }
    }

    /// Reads a text.
    static func parse(_ text: String) throws(HostText.Refusal) -> InetEndpoint {
        let scalars = text.unicodeScalars
        if scalars.first == "[" {
            guard let end = scalars.firstIndex(of: "]") else {
                throw HostText.Refusal(problem: "'\(text)' has no ] behind its address", suggestion: nil)
            }
            let host = String(scalars[scalars.index(after: scalars.startIndex)..<end])
            guard case .ipv6? = try? HostText(host) else {
                throw HostText.Refusal(problem: "'\(host)' is not an IPv6 address")
            }
            let rest = scalars[scalars.index(after: end)...]
            guard rest.first == ":" else { throw portMissing(text) }
            return InetEndpoint(host: host, port: try port(String(rest.dropFirst())))
        }
        guard let colon = scalars.firstIndex(of: ":") else { throw portMissing(text) }
        let host = String(scalars[..<colon])
        let port = String(scalars[scalars.index(after: colon)...])
        guard !port.utf8.contains(UInt8(ascii: ":")) else { throw withoutBrackets(text) }
        if !host.isEmpty { _ = try HostText(host) }
        return InetEndpoint(host: host, port: try self.port(port))
    }

    private static func port(_ text: String) throws(HostText.Refusal) -> UInt16 {
        // Digits alone: `UInt16("+5")` would pass, and `05` means another port to C readers.
        let isPlain = text.utf8.allSatisfy { (0x30...0x39).contains($0) } && text.utf8.first != 0x30
        guard isPlain, let port = UInt16(text) else {
            throw HostText.Refusal(
                problem: "'\(text)' is not a port number in 1...65535",
                rule: "plain decimal; QEMU would take 99999 for 34463 and 80x for 80")
        }
        return port
    }

    private static func portMissing(_ text: String) -> HostText.Refusal {
        HostText.Refusal(
            problem: "'\(text)' has no port",
            rule: "QEMU: host address '\(text)' doesn't contain ':' separating host from port",
            remedy: "write HOST:PORT")
    }

    /// An IPv6 address takes brackets, or its last part would be the port (RFC 3986 3.2.2).
    private static func withoutBrackets(_ text: String) -> HostText.Refusal {
        let scalars = text.unicodeScalars
        let colon = scalars.lastIndex(of: ":") ?? scalars.startIndex
        let host = String(scalars[..<colon])
        let port = String(scalars[scalars.index(after: colon)...])
        var suggestion: String?
        if case .ipv6? = try? HostText(host), (try? self.port(port)) != nil { suggestion = "[\(host)]:\(port)" }
        return HostText.Refusal(
            problem: "'\(text)' is neither HOST:PORT nor [ADDRESS]:PORT", suggestion: suggestion,
            rule: "an IPv6 address stands in brackets before its port (RFC 3986 3.2.2)")
    }
}

extension InetEndpoint {
    /// `HOST:PORT`, an IPv6 address in brackets.
    var hostAndPort: String { host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)" }

    var isIPv6: Bool {
        if case .ipv6? = try? HostText(host) { true } else { false }
    }
}
