/// CRC-32 as Ethernet uses it (IEEE 802.3 3.2.9), in the two forms that emulated NICs need.
///
/// Both take the bits of each byte lowest first, start with all ones and leave out the final complement, as QEMU's two
/// helpers do. They hold the same remainder, one with its bits in the other order.
public enum CRC32 {
    /// The remainder with the first bit of the wire at the top: QEMU's `net_crc32`.
    ///
    /// NICs index their multicast filters by its top bits. A loop over bits: an address has six bytes.
    public static func mostSignificantFirst(_ bytes: RawSpan) -> UInt32 {
        var remainder = UInt32.max
        for offset in bytes.byteOffsets {
            var byte = UInt32(bytes.byte(at: offset))
            for _ in 0..<8 {
                let carry = remainder >> 31 ^ byte & 1
                remainder <<= 1
                if carry == 1 { remainder = (remainder ^ 0x04c1_1db6) | 1 }
                byte >>= 1
            }
        }
        return remainder
    }

    /// The remainder with the first bit of the wire at the bottom: QEMU's `net_crc32_le`.
    ///
    /// Its complement is the checksum that other tools call CRC-32.
    public static func leastSignificantFirst(_ bytes: RawSpan) -> UInt32 {
        var remainder = UInt32.max
        for offset in bytes.byteOffsets {
            let slot = Int(truncatingIfNeeded: UInt8(truncatingIfNeeded: remainder) ^ bytes.byte(at: offset))
            remainder = remainder >> 8 ^ table[slot]
        }
        return remainder
    }

    /// The effect of each byte on the remainder, for the reflected polynomial.
    private static let table: [256 of UInt32] = .init { slot in
        var remainder = UInt32(slot)
        for _ in 0..<8 { remainder = remainder >> 1 ^ (remainder & 1 == 1 ? 0xedb8_8320 : 0) }
        return remainder
    }
}
