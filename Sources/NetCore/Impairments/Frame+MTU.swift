import WireFormats

extension Frame {
    /// Whether its packet is no longer than an MTU: the frame then has 14 bytes more, and 4 for each tag.
    ///
    /// - Parameters:
    ///   - mtu: Bytes of the longest IP packet.
    ///   - headerByteCount: Bytes that stand before the Ethernet frame.
    public func fits(mtu: Int, behind headerByteCount: Int = 0) -> Bool {
        let (limit, isPast) = mtu.addingReportingOverflow(EthernetHeader.untaggedByteCount)
        let length = byteCount - headerByteCount
        return isPast || length <= limit || length - VLANTag.byteCount * tagCount(behind: headerByteCount) <= limit
    }

    private func tagCount(behind headerByteCount: Int) -> Int {
        let bytes = bytes
        var offset = headerByteCount + 2 * MACAddress.byteCount
        var count = 0
        while offset + 2 <= bytes.byteCount {
            let type = EtherType(rawValue: bytes.bigEndian(UInt16.self, at: offset))
            guard type == .vlan || type == .qinq else { break }
            count += 1
            offset += VLANTag.byteCount
        }
        return count
    }
}
