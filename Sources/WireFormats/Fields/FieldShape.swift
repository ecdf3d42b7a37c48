/// Where a field stands in its layer, and how it is read.
struct FieldShape: Sendable, BitwiseCopyable {
    let layer: FrameLayers.Layer
    let kind: FrameField.Kind
    /// The offset in the layer.
    var offset = 0
    /// The offset of a second value, of fields for both ends (`ip.addr`).
    var secondOffset: Int?
    /// The number of bytes that hold it: 1...4 of a number.
    var byteCount = 0
    /// The bits below and of the number in these bytes.
    var shift = 0
    var bits = 0
    /// What the number counts: a header length counts words of four bytes.
    var unit: UInt64 = 1
    /// Whether the layer repeats every so many bytes (tags); 0: it does not.
    var stride = 0
    /// Whether it is only there as a type, and not as the length of an 802.3 frame.
    var isType = false

    /// How often the field may stand in a layer.
    @inline(__always)
    func places(in extent: FrameLayers.Extent) -> Int {
        // A frame of no bytes has a length nevertheless.
        guard !extent.isEmpty || layer == .frame else { return 0 }
        if stride > 0 { return (extent.byteCount + stride - 1) / stride }
        return secondOffset == nil ? 1 : 2
    }

    /// Where a place begins in the layer.
    @inline(__always)
    func relativeOffset(_ place: Int) -> Int {
        stride > 0 ? offset + place * stride : place == 0 ? offset : secondOffset ?? offset
    }

    /// The value at a place, as an unsigned number of so many bytes; nil where the frame has been cut off.
    @inline(__always)
    func bits(of frame: RawSpan, in extent: FrameLayers.Extent, place: Int) -> UInt128? {
        let relative = relativeOffset(place)
        guard extent.byteCount >= relative + byteCount else { return nil }
        let start = Int(extent.start) + relative
        switch kind {
        case .layer, .bytes: return nil
        case .mac: return UInt128(MACAddress(parsing: frame, at: start).rawValue)
        case .ipv4: return UInt128(frame.bigEndian(UInt32.self, at: start))
        case .ipv6:
            let high = UInt128(frame.bigEndian(UInt64.self, at: start))
            return high << 64 | UInt128(frame.bigEndian(UInt64.self, at: start + 8))
        case .number, .flag:
            guard layer != .frame else { return UInt128(frame.byteCount) }
            var number: UInt64 = 0
            for index in start..<start + byteCount { number = number << 8 | UInt64(frame.byte(at: index)) }
            number = number >> UInt64(shift) & (1 << UInt64(bits) - 1)
            if isType, EtherType(rawValue: UInt16(truncatingIfNeeded: number)).isLength { return nil }
            return UInt128(number * unit)
        }
    }

    /// The largest number that can stand there.
    var largest: UInt64 { layer == .frame ? UInt64(UInt32.max) : (1 << UInt64(bits) - 1) * unit }
}
