/// An ARP message for IPv4 in an Ethernet frame (RFC 826), without padding: a question and what a kernel answers.
struct ARPFrame {
    /// Who asks, by default of no manufacturer.
    var station: [UInt8] = [2, 0, 0, 0, 0, 1]
    let sender: [UInt8]
    let target: [UInt8]

    /// The question to everybody: who has `target`.
    var request: [UInt8] {
        Array(repeating: 0xff, count: 6) + station + Self.message(1, station, sender) + [0, 0, 0, 0, 0, 0] + target
    }

    /// What `other`, who has `target`, says to that.
    func reply(of other: [UInt8]) -> [UInt8] {
        station + other + Self.message(2, other, target) + station + sender
    }

    /// EtherType, Ethernet, IPv4, the lengths of both, the operation, and the sender.
    private static func message(_ operation: UInt8, _ station: [UInt8], _ address: [UInt8]) -> [UInt8] {
        [0x08, 0x06, 0, 1, 0x08, 0, 6, 4, 0, operation] + station + address
    }
}

extension Station {
    /// Sends a frame, and there has to be room for it.
    func put(_ frame: [UInt8]) throws {
        guard try send(frame) else { throw Failure("no room for a frame, at \(account)") }
    }

    /// The next frame, or nil if none comes within so many seconds.
    func take(within seconds: Double = 5) throws -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: Self.bufferByteCount)
        let deadline = secondsNow() + seconds
        while true {
            if let count = try buffer.withUnsafeMutableBytes({ try receive(into: $0) }) {
                return Array(buffer[..<count])
            }
            let left = deadline - secondsNow()
            guard left > 0 else { return nil }
            _ = Self.wait(for: [self], blocked: [false], milliseconds: Int32(left * 1000) + 1)
        }
    }
}
