import Testing

@testable import WireFormats

/// The bytes that a string of hexadecimal digits says; spaces are free.
func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = hexadecimal.utf8.compactMap(\.hexadecimalDigitValue)
    precondition(digits.count % 2 == 0, "half a byte")
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}

/// What a writer appends to an output span of exactly this capacity.
func written(capacity: Int = 2048, _ body: (inout OutputRawSpan) -> Void) -> [UInt8] {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 1)
    defer { buffer.deallocate() }
    var output = OutputRawSpan(buffer: buffer, initializedCount: 0)
    body(&output)
    let count = output.finalize(for: buffer)
    return Array(buffer[..<count])
}

extension Array where Element == UInt8 {
    /// The bytes with those at `offset` replaced.
    func replacing(at offset: Int, with replacement: [UInt8]) -> [UInt8] {
        var changed = self
        changed.replaceSubrange(offset..<(offset + replacement.count), with: replacement)
        return changed
    }
}

extension RawSpan {
    /// A copy, for comparisons.
    var array: [UInt8] { byteOffsets.map { byte(at: $0) } }
}

/// The stations of most tests: the first two MAC addresses that QEMU hands out, and addresses that belong to them.
enum Station {
    static let leftMAC = MACAddress(truncating: 0x5254_0012_3456)
    static let rightMAC = MACAddress(truncating: 0x5254_0012_3457)
    static let left = IPv4Address(10, 0, 0, 1)
    static let right = IPv4Address(10, 0, 0, 2)
    static let left6 = IPv6Address(linkLocalFor: leftMAC)
    static let right6 = IPv6Address(linkLocalFor: rightMAC)
    static let pseudoHeader = PseudoHeader(source: left, destination: right)
    static let pseudoHeader6 = PseudoHeader(source: left6, destination: right6)
    /// A solicitation goes to the group of its target.
    static let solicitationPseudoHeader = PseudoHeader(source: left6, destination: right6.solicitedNode)
}
