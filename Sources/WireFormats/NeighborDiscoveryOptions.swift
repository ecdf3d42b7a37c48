/// The options behind a neighbor discovery message (RFC 4861 section 4.6): type, length in units of eight bytes, data.
enum NeighborDiscoveryOptions {
    /// The option types used here.
    enum Kind: UInt8 {
        /// The sender's MAC address.
        case sourceLinkLayerAddress = 1
        /// The target's MAC address.
        case targetLinkLayerAddress = 2
    }

    /// A link-layer address option for Ethernet: type, length 1, six bytes (RFC 2464 section 6).
    static let linkLayerAddressByteCount = 8

    private static let unit = 8

    /// The first link-layer address of that kind, nil when there is none.
    ///
    /// Options of other types are skipped.
    /// Every option is checked, also behind the one that is sought: RFC 4861 sections 7.1.1 and 7.1.2 discard the whole
    /// message for one option of length zero.
    static func linkLayerAddress(_ kind: Kind, in options: RawSpan) throws(WireError) -> MACAddress? {
        var found: MACAddress?
        var offset = 0
        while offset < options.byteCount {
            try options.require(offset + 2)
            let units = options.byte(at: offset + 1)
            guard units > 0 else { throw .invalid("neighbor discovery option length", units) }
            let end = offset + Int(units) * unit
            try options.require(end)
            if options.byte(at: offset) == kind.rawValue {
                guard units == 1 else { throw .invalid("link-layer address option length", units) }
                found = found ?? MACAddress(parsing: options, at: offset + 2)
            }
            offset = end
        }
        return found
    }

    /// Appends a link-layer address option.
    static func write(_ kind: Kind, _ address: MACAddress, into output: inout OutputRawSpan) {
        output.append(kind.rawValue)
        output.append(1)
        address.write(into: &output)
    }
}
