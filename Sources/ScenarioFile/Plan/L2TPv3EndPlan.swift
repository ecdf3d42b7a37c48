import NetdevOptions

/// One end of an L2TPv3 link: everything is decided but the addresses and ports that the runner picks.
public struct L2TPv3EndPlan: Sendable, Hashable {
    /// The local address, if the file says one.
    public let src: String?
    /// The far end's address, if the file says one; otherwise it is the address that the far end was given.
    public let dst: String?
    /// The local UDP port; nil over IP, and where the runner picks it.
    public let srcport: UInt16?
    /// The far end's UDP port; nil over IP, and where it is the port that the far end was given.
    public let dstport: UInt16?
    /// The options; addresses and ports in it that the file does not say are placeholders.
    private let template: L2TPv3Options

    init(_ options: L2TPv3Options, isWritten: (String) -> Bool) {
        template = options
        src = isWritten("src") ? options.src : nil
        dst = isWritten("dst") ? options.dst : nil
        srcport = isWritten("srcport") ? options.srcport : nil
        dstport = isWritten("dstport") ? options.dstport : nil
    }

    /// Whether it speaks over UDP; otherwise over IP protocol 115.
    public var udp: Bool { template.udp }
    /// Whether its addresses are IPv6.
    public var ipv6: Bool { template.ipv6 }
    /// Whether a cookie stands in what it sends.
    var sendsCookie: Bool { template.txcookie != nil }
    /// What stands between cookie and frame.
    var sublayer: L2TPv3Options.Sublayer { template.sublayer }

    /// Whether it looks at the numbers of what it receives.
    public var looksAtNumbers: Bool {
        template.sequence != .off && (sublayer == .counter || sublayer == .default)
    }

    /// The session that the end receives.
    public var rxsession: UInt32 { template.rxsession }

    /// The options with what the runner picked; what the file says stays.
    ///
    /// - Parameters:
    ///   - local: the address and port of this end.
    ///   - remote: the address and port of the far end.
    /// - Returns: options that lack nothing. Over IP the ports are left out.
    public func options(
        local: (address: String, port: UInt16), remote: (address: String, port: UInt16)
    ) -> L2TPv3Options {
        var options = template
        options.src = src ?? local.address
        options.dst = dst ?? remote.address
        options.srcport = udp ? srcport ?? local.port : nil
        options.dstport = udp ? dstport ?? remote.port : nil
        return options
    }

    /// The options as they are written in a scenario; what the runner picks is left out, all else is said.
    var written: [(key: String, value: String)] {
        func flag(_ value: Bool) -> String { value ? "on" : "off" }
        func hex(_ value: some BinaryInteger) -> String { "0x" + String(value, radix: 16) }
        let bits = template.writtenCookieBits
        let all: [(String, String?)] = [
            ("src", src), ("dst", dst), ("srcport", srcport.map { String($0) }),
            ("dstport", dstport.map { String($0) }),
            ("ipv6", flag(ipv6)), ("udp", flag(udp)), ("txsession", hex(template.txsession)),
            ("rxsession", hex(template.rxsession)), ("cookie64", flag(template.cookie64)),
            ("txcookie", template.txcookie.map { hex($0) }), ("rxcookie", template.rxcookie.map { hex($0) }),
            ("txcookie-bits", bits.tx.map { String($0) }), ("rxcookie-bits", bits.rx.map { String($0) }),
            ("sublayer", template.sublayer.rawValue), ("offset", String(template.offset)),
            ("sequence", template.sequence.rawValue), ("strict-peer", flag(template.strictPeer)),
            ("fragment", template.fragment ? nil : flag(false)),
        ]
        return all.compactMap { key, value in value.map { (key, $0) } }
    }
}
