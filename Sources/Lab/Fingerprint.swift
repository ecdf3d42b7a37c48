import NetCore

/// One number for all that happened in a virtual run: time, port, event and bytes of every arrival and every drop.
///
/// The same file and seed give the same fingerprint on any machine; ports count in the order in which the file makes
/// them.
struct Fingerprint {
    private var hash = SipHash128(key0: 0x5769_7265_776f_726b, key1: 1)

    private static let arrival: UInt64 = 1
    private static let firstDrop: UInt64 = 2

    mutating func add(_ frame: Frame, arrivedAt port: Port) {
        add(frame, port, event: Self.arrival)
    }

    mutating func add(_ frame: Frame, droppedAt port: Port, _ reason: DropReason) {
        add(frame, port, event: Self.firstDrop + UInt64(reason.rawValue))
    }

    private mutating func add(_ frame: Frame, _ port: Port, event: UInt64) {
        hash.add(UInt64(bitPattern: port.now))
        hash.add(UInt64(port.number) << 32 | event)
        hash.add(UInt64(frame.byteCount))
        hash.add(frame.bytes)
    }

    /// 32 hexadecimal digits.
    var text: String { Self.text([halves.0, halves.1].map(\.byteSwapped)) }

    /// Both halves, each to be written with its low byte first.
    var halves: (UInt64, UInt64) { hash.finish() }

    /// Words, each to be written with its high byte first.
    static func text(_ words: [UInt64]) -> String {
        words.map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
