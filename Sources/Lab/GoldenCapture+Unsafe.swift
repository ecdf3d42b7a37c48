import WireFormats

/// What arrived at a place, as a pcapng file: the same bytes for the same frames at the same times.
enum GoldenCapture {
    /// - Parameters:
    ///   - arrivals: In the order in which they came.
    ///   - interfaces: The names of the interfaces, by number.
    ///   - zero: The loop's time that is zero in the file.
    static func bytes(_ arrivals: [PcapWatch.Arrival], interfaces: [String], zero: Int64) -> [UInt8] {
        // No version: a newer program that sees the same frames writes the same file.
        let section = PcapNGSection(application: "wirework")
        let blocks = interfaces.map { PcapNGInterface(name: $0) }
        let count = arrivals.reduce(section.byteCount + blocks.reduce(0) { $0 + $1.byteCount }) {
            $0 + PcapNGPacket.byteCount(captured: $1.bytes.count)
        }
        // SAFETY: as many bytes as are counted are initialized, and none behind the buffer: the writers check the room.
        return unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initializedCount in
            let memory = UnsafeMutableRawBufferPointer(buffer)
            var output = unsafe OutputRawSpan(buffer: memory, initializedCount: 0)
            section.write(into: &output)
            for block in blocks { block.write(into: &output) }
            for arrival in arrivals {
                // SAFETY: a byte has no padding, so all of the array's memory is initialized.
                let bytes = unsafe arrival.bytes.span.bytes
                PcapNGPacket.write(
                    into: &output, interface: UInt32(arrival.interface), time: UInt64(max(0, arrival.time - zero)),
                    direction: .inbound, originalByteCount: bytes.byteCount, bytes: bytes)
            }
            initializedCount = unsafe output.finalize(for: memory)
        }
    }
}
