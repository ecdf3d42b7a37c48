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
        if cookie64 { options.append(RenderedOption(Key.cookie64, true)) }
        if let txcookie { options.append(RenderedOption(Key.txcookie, hexadecimal: txcookie)) }
        if let rxcookie { options.append(RenderedOption(Key.rxcookie, hexadecimal: rxcookie)) }
        options += renderedCounter(for: reader)
        if offset != 0 { options.append(RenderedOption(Key.offset, String(offset))) }
        if sublayer == .default { options.append(RenderedOption(Key.sublayer, sublayer.rawValue)) }
        if sequence != .off { options.append(RenderedOption(Key.sequence, sequence.rawValue)) }
        if strictPeer { options.append(RenderedOption(Key.strictPeer, true)) }
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
