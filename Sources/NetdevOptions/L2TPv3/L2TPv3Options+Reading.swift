// The rules that join several keys of an l2tpv3 netdev, one function each.

extension L2TPv3Options {
    /// Makes options from what the table has accepted key by key.
    ///
    /// - Throws: ``OptionError`` for the first rule that does not hold.
    init(_ reader: OptionReader) throws(OptionError) {
        guard let src = reader.text(Key.src), let dst = reader.text(Key.dst),
            let txsession: UInt32 = reader.integer(Key.txsession)
        else {
            throw OptionError("src, dst and txsession are mandatory", at: reader.position(of: .type))
        }
        self.src = src
        self.dst = dst
        self.txsession = txsession
        rxsession = reader.integer(Key.rxsession) ?? txsession
        ipv6 = reader.flag(Key.ipv6) ?? false
        offset = reader.integer(Key.offset) ?? 0
        strictPeer = reader.flag(Key.strictPeer) ?? false
        fragment = reader.flag(Key.fragment) ?? true
        try checkAddresses(reader)
        try readPorts(reader)
        try readCookies(reader)
        sublayer = try Self.sublayer(reader)
        try readSequence(reader)
    }

    /// An address says by its text which IP it is; what a name has is the resolver's to say.
    private func checkAddresses(_ reader: OptionReader) throws(OptionError) {
        for (key, host) in [(Key.src, src), (Key.dst, dst)] {
            switch try? HostText(host) {
            case .ipv6? where !ipv6:
                throw OptionError(
                    "\(key.name)=\(host) is an IPv6 address and ipv6=on is not set", at: reader.valuePosition(of: key),
                    suggestion: "ipv6=on", rule: "without ipv6=on addresses are IPv4, as in QEMU")
            case .ipv4? where ipv6:
                throw OptionError(
                    "\(key.name)=\(host) is an IPv4 address and ipv6=on is set", at: reader.valuePosition(of: key),
                    suggestion: "ipv6=off", rule: "with ipv6=on addresses are IPv6, as in QEMU")
            default: break
            }
        }
    }

    private mutating func readPorts(_ reader: OptionReader) throws(OptionError) {
        udp = reader.flag(Key.udp) ?? false
        srcport = reader.integer(Key.srcport)
        dstport = reader.integer(Key.dstport)
        guard udp else {
            guard srcport == nil, dstport == nil else {
                let key = srcport == nil ? Key.dstport : Key.srcport
                throw OptionError(
                    "\(key.name) is only for udp=on", at: reader.position(of: key), suggestion: "udp=on",
                    rule: "RFC 3931 4.1.1: over IP there are no ports")
            }
            return
        }
        guard srcport != nil, dstport != nil else {
            throw OptionError(
                "udp=on needs srcport and dstport", at: reader.position(of: Key.udp),
                rule: "QEMU: need both src and dst port for udp")
        }
    }

    private mutating func readCookies(_ reader: OptionReader) throws(OptionError) {
        cookie64 = reader.flag(Key.cookie64) ?? false
        txcookie = reader.integer(Key.txcookie)
        rxcookie = reader.integer(Key.rxcookie)
        let bits = (
            tx: try Self.cookieBits(Key.txcookieBits, txcookie, Key.txcookie, reader),
            rx: try Self.cookieBits(Key.rxcookieBits, rxcookie, Key.rxcookie, reader)
        )
        if let tx = bits.tx, tx > 0 { txcookie64 = tx == 64 }
        if let rx = bits.rx, rx > 0 { rxcookie64 = rx == 64 }
        // The length of a cookie that is not there says nothing; so it differs from nothing.
        if txcookie == nil { txcookie64 = rxcookie64 }
        if rxcookie == nil { rxcookie64 = txcookie64 }
        try checkPair(reader, isLone: bits.tx == 0 || bits.rx == 0)
        try Self.checkWidth(txcookie, txcookie64, Key.txcookie, Key.txcookieBits, reader)
        try Self.checkWidth(rxcookie, rxcookie64, Key.rxcookie, Key.rxcookieBits, reader)
    }

    /// The length of one direction's cookie, if it is written, which has to go with the cookie.
    private static func cookieBits(
        _ key: NetdevKey, _ cookie: UInt64?, _ cookieKey: NetdevKey, _ reader: OptionReader
    ) throws(OptionError) -> Int? {
        guard let bits = reader.text(key).flatMap({ Int($0) }) else { return nil }
        guard (bits > 0) == (cookie != nil) else {
            let words = cookie == nil ? "without" : "contradicts"
            throw OptionError(
                "\(key.name)=\(bits) \(words) \(cookieKey.name)", at: reader.position(of: key), rule: key.rule)
        }
        return bits
    }

    /// QEMU's rule, unless it is written that one direction has none.
    private func checkPair(_ reader: OptionReader, isLone: Bool) throws(OptionError) {
        guard (txcookie == nil) != (rxcookie == nil), !isLone else { return }
        let (given, missing, bits) =
            txcookie == nil
            ? (Key.rxcookie, Key.txcookie, Key.txcookieBits) : (Key.txcookie, Key.rxcookie, Key.rxcookieBits)
        throw OptionError(
            "\(given.name) without \(missing.name)", at: reader.position(of: given), suggestion: "\(bits.name)=0",
            rule: "QEMU: require both 'rxcookie' and 'txcookie' or neither")
    }

    /// QEMU sends the low half of a wide txcookie, and never finds a wide rxcookie in what arrives.
    private static func checkWidth(
        _ cookie: UInt64?, _ is64: Bool, _ key: NetdevKey, _ bits: NetdevKey, _ reader: OptionReader
    ) throws(OptionError) {
        guard let cookie, !is64, cookie > UInt32.max else { return }
        let text = "\(key.name) 0x\(String(cookie, radix: 16)) has more than 32 bits"
        guard reader.text(bits) == nil else {
            throw OptionError(
                "\(text) and \(bits.name) is 32", at: reader.position(of: key), suggestion: "\(bits.name)=64",
                rule: bits.rule)
        }
        throw OptionError(
            "\(text) and cookie64=on is not set", at: reader.position(of: key), suggestion: "cookie64=on",
            rule: "a cookie has 32 bits, with cookie64=on 64")
    }

    /// The sublayer, from its own key or from QEMU's two, which must say the same where both are written.
    private static func sublayer(_ reader: OptionReader) throws(OptionError) -> Sublayer {
        let counter = reader.flag(Key.counter)
        let pincounter = reader.flag(Key.pincounter)
        guard let sublayer: Sublayer = reader.choice(Key.sublayer) else {
            guard pincounter == true else { return counter == true ? .counter : .none }
            guard counter != false else {
                throw OptionError(
                    "pincounter=on contradicts counter=off", at: reader.position(of: Key.pincounter),
                    rule: "pincounter=on is a counter field that is always zero")
            }
            return .pinned
        }
        let hasCounter = sublayer == .counter || sublayer == .pinned
        let isPinned = sublayer == .pinned
        for (key, written, implied) in [(Key.counter, counter, hasCounter), (Key.pincounter, pincounter, isPinned)] {
            guard let written, written != implied else { continue }
            throw OptionError(
                "\(key.name)=\(written ? "on" : "off") contradicts sublayer=\(sublayer.rawValue)",
                at: reader.position(of: key),
                rule: "counter=on is sublayer=counter, with pincounter=on sublayer=pinned")
        }
        return sublayer
    }

    private mutating func readSequence(_ reader: OptionReader) throws(OptionError) {
        sequence = reader.choice(Key.sequence) ?? .off
        guard sequence == .off || sublayer == .counter || sublayer == .default else {
            throw OptionError(
                "sequence=\(sequence.rawValue) needs numbers, and there are none with sublayer=\(sublayer.rawValue)",
                at: reader.position(of: Key.sequence), suggestion: "sublayer=default",
                rule: "only the sublayers counter and default carry numbers")
        }
    }
}

private typealias Key = NetdevType.L2TPv3Key
