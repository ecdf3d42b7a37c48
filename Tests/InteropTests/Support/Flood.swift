/// Filler from several stations at the same time, as much as there is room for.
enum Flood {
    /// No probe's mark.
    static let mark: UInt8 = 255

    /// Sends for so many seconds, and takes what arrives: most of it is lost on the way.
    static func run(_ stations: [Station], seconds: Double) throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Station.bufferByteCount, alignment: 16)
        defer { buffer.deallocate() }
        let frame = Filler.frame(mark)
        let end = secondsNow() + seconds
        while secondsNow() < end {
            for station in stations {
                for _ in 0..<64 where try !station.send(frame) { break }
                while try station.receive(into: buffer) != nil {}
            }
        }
    }
}

extension Station {
    /// Sends filler that nobody may be there to receive.
    ///
    /// - Returns: How many frames there was room for.
    @discardableResult
    func sendFiller(_ count: Int) throws -> Int {
        let frame = Filler.frame(Flood.mark)
        var sent = 0
        for _ in 0..<count where try send(frame) { sent += 1 }
        return sent
    }

    /// Takes everything that has arrived.
    func drain() throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.bufferByteCount, alignment: 16)
        defer { buffer.deallocate() }
        while try receive(into: buffer) != nil {}
    }
}
