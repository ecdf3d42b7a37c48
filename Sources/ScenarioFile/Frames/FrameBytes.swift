import WireFormats

/// The bytes of a frame, put together from the inside: what a layer says of the next one is known when it is written.
///
/// The header types of WireFormats hold only what can be true. Here every field may be written, and be wrong.
struct FrameBytes {
    private(set) var bytes: [UInt8]

    init(payload: [UInt8]) {
        bytes = payload
    }

    var count: Int { bytes.count }

    /// Puts a header before what is there.
    mutating func prepend(_ write: (inout FrameBytes) -> Void) {
        var header = FrameBytes(payload: [])
        write(&header)
        bytes = header.bytes + bytes
    }

    mutating func append<Integer: FixedWidthInteger & UnsignedInteger>(_ value: Integer) {
        for shift in stride(from: Integer.bitWidth - 8, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> Integer(shift)))
        }
    }

    mutating func append(_ address: MACAddress) {
        append(UInt16(truncatingIfNeeded: address.rawValue >> 32))
        append(UInt32(truncatingIfNeeded: address.rawValue))
    }

    mutating func append(_ address: IPv6Address) {
        append(address.high)
        append(address.low)
    }

    mutating func store(_ value: UInt16, at offset: Int) {
        bytes[offset] = UInt8(value >> 8)
        bytes[offset + 1] = UInt8(truncatingIfNeeded: value)
    }

    /// The checksum of all that is there, its own field being zero; `seed` has taken in a pseudo-header.
    func checksum(_ seed: InternetChecksum = InternetChecksum()) -> UInt16 {
        var checksum = seed
        // SAFETY: bytes have no padding; the span does not outlive the call.
        checksum.add(unsafe bytes.span.bytes)
        return checksum.value
    }
}
