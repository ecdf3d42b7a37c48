import Testing
import Tunnels

/// Bytes from hex digits; spaces are free.
func hex(_ text: String) throws -> [UInt8] {
    let digits = try text.filter { $0 != " " }.map { try #require($0.hexDigitValue) }
    try #require(digits.count.isMultiple(of: 2))
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

extension L2TPv3Transmitter {
    /// The header of the k-th next datagram.
    func header(ahead k: Int = 0) -> [UInt8] {
        [UInt8](capacity: headerByteCount) { output in
            writeHeader(ahead: k, into: &output)
        }
    }
}

extension [UInt8] {
    /// Bytes appended to an output span of exactly this capacity: one byte too many traps, one too few is missing.
    init(capacity: Int, _ write: (inout OutputRawSpan) -> Void) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 1)
        defer { buffer.deallocate() }
        var output = OutputRawSpan(buffer: buffer, initializedCount: 0)
        write(&output)
        let count = output.finalize(for: buffer)
        self = [UInt8](buffer.prefix(count))
    }
}

extension L2TPv3Receiver {
    mutating func check(_ bytes: [UInt8], at now: Int64 = 0) -> L2TPv3Verdict {
        check(bytes.span.bytes, at: now)
    }
}

extension L2TPv3Configuration {
    /// Every combination of header parts.
    static let everyShape: [L2TPv3Configuration] = {
        let cookies: [L2TPv3Cookie] = [.none, .bits32(0xA1B2_C3D4), .bits64(0x0102_0304_0506_0708)]
        let sublayers: [L2TPv3Sublayer] = [.none, .counter, .pinned, .default]
        var shapes: [L2TPv3Configuration] = []
        for encapsulation in [L2TPv3Encapsulation.udp, .ip] {
            for txCookie in cookies {
                for rxCookie in cookies {
                    for sublayer in sublayers {
                        for (offset, sequencing) in [(UInt16(0), L2TPv3Sequencing.off), (5, .check)] {
                            shapes.append(
                                L2TPv3Configuration(
                                    encapsulation: encapsulation, localSession: 0x1111_2222,
                                    remoteSession: 0x3333_4444, txCookie: txCookie, rxCookie: rxCookie,
                                    sublayer: sublayer, offset: offset, sequencing: sequencing))
                        }
                    }
                }
            }
        }
        return shapes
    }()
}
