extension L2TPv3Options {
    /// The options in the table's order: what differs from its default, and `rxsession` always, so that the two ends of
    /// a tunnel can be compared line by line.
    ///
    /// `cookie64=off` is never written: QEMU takes its mere presence for 64 bits.
    func rendered(for reader: OptionReadership) -> [RenderedOption] {
        var options = [RenderedOption(Key.src, src), RenderedOption(Key.dst, dst)]
        if let srcport { options.append(RenderedOption(Key.srcport, String(srcport))) }
        if let dstport { options.append(RenderedOption(Key.dstport, String(dstport))) }
        if ipv6 { options.append(RenderedOption(Key.ipv6, true)) }
        if udp { options.append(RenderedOption(Key.udp, true)) }
        options.append(RenderedOption(Key.txsession, hexadecimal: txsession))
        options.append(RenderedOption(Key.rxsession, hexadecimal: rxsession))
        options += renderedCookies(for: reader)
        options += renderedCounter(for: reader)
        if offset != 0 { options.append(RenderedOption(Key.offset, String(offset))) }
        if let bits = writtenCookieBits.tx { options.append(RenderedOption(Key.txcookieBits, String(bits))) }
        if let bits = writtenCookieBits.rx { options.append(RenderedOption(Key.rxcookieBits, String(bits))) }
        if sublayer == .default { options.append(RenderedOption(Key.sublayer, sublayer.rawValue)) }
        if sequence != .off { options.append(RenderedOption(Key.sequence, sequence.rawValue)) }
        if strictPeer { options.append(RenderedOption(Key.strictPeer, true)) }
        if !fragment { options.append(RenderedOption(Key.fragment, false)) }
        return options
    }

    /// The cookies and their length.
    ///
    /// QEMU has one length for both and none without the other. Where they differ, no option string of it is right both
    /// ways; the nearest has 64 bits if one of them has, and a missing one as 0.
    private func renderedCookies(for reader: OptionReadership) -> [RenderedOption] {
        var (tx, rx) = (txcookie, rxcookie)
        var is64 = cookie64
        if reader == .qemu, tx != nil || rx != nil {
            (tx, rx) = (tx ?? 0, rx ?? 0)
            is64 = txcookieBits == 64 || rxcookieBits == 64
        }
        var options: [RenderedOption] = []
        if is64 { options.append(RenderedOption(Key.cookie64, true)) }
        if let tx { options.append(RenderedOption(Key.txcookie, hexadecimal: tx)) }
        if let rx { options.append(RenderedOption(Key.rxcookie, hexadecimal: rx)) }
        return options
    }

    /// The keys of the counter field.
    ///
    /// QEMU has no field without `counter=on`, so a pinned one needs both keys. It cannot number as RFC 3931 does; a
    /// pinned counter is the nearest to `sublayer=default`: a header of the same length whose S bit is never set.
    private func renderedCounter(for reader: OptionReadership) -> [RenderedOption] {
        let counter = RenderedOption(Key.counter, true)
        switch (sublayer, reader) {
        case (.none, _), (.default, .wirework): return []
        case (.counter, _): return [counter]
        case (.pinned, _), (.default, .qemu): return [counter, RenderedOption(Key.pincounter, true)]
        }
    }
}

private typealias Key = NetdevType.L2TPv3Key
