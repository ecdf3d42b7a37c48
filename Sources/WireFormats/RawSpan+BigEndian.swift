// The one file that knows how an integer is loaded from, and appended to, wire bytes.
//
// Everything on these wires is big-endian ("network byte order", RFC 1700), so the accessors say so in their name and
// no caller swaps bytes by itself; capture files, which have both orders, turn around what these give. For parts of a span the standard library has what is needed: `extracting(first:)`
// and `extracting(droppingFirst:)` end at the span's end and never trap on a length that is too large.

extension RawSpan {
    /// The big-endian integer whose first byte stands at `offset`.
    ///
    /// - Precondition: `offset >= 0` and the integer lies inside the span; the standard library checks it. A parser
    ///   compares lengths first and throws, so that no bytes from a network can get here and trap.
    @inlinable
    @inline(__always)
    package func bigEndian<T: FixedWidthInteger & BitwiseCopyable>(_: T.Type, at offset: Int) -> T {
        // SAFETY: bounds are checked by the standard library, and every bit pattern of an integer is valid.
        unsafe T(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: T.self))
    }

    /// The byte at `offset`.
    ///
    /// - Precondition: `offset` lies inside the span.
    @inlinable
    @inline(__always)
    package func byte(at offset: Int) -> UInt8 {
        // SAFETY: as above.
        unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }

    /// Throws unless the span holds at least `byteCount` bytes: the first line of every parser.
    @inlinable
    @inline(__always)
    package func require(_ needed: Int) throws(WireError) {
        guard byteCount >= needed else { throw .truncated(needed: needed, available: byteCount) }
    }
}

extension OutputRawSpan {
    /// Appends an integer in network byte order.
    ///
    /// - Precondition: there is room for it; writers are given spans that they have sized themselves.
    @inlinable
    @inline(__always)
    package mutating func append<T: FixedWidthInteger & BitwiseCopyable>(bigEndian value: T) {
        // SAFETY: integers have no padding, and the standard library checks the capacity.
        unsafe append(value.bigEndian, as: T.self)
    }

    /// Appends the bytes of a span, in one copy.
    ///
    /// - Precondition: there is room for all of them.
    @inlinable
    package mutating func append(contentsOf bytes: RawSpan) {
        precondition(bytes.byteCount <= freeCapacity, "no room for the bytes")
        // SAFETY: the room was checked above; the regions cannot overlap, since `bytes` is readable while this span is
        // held exclusively; as many bytes as are counted have been initialized.
        unsafe withUnsafeMutableBytes { buffer, initializedCount in
            unsafe bytes.withUnsafeBytes { source in
                unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[initializedCount...]).copyMemory(from: source)
                initializedCount += source.count
            }
        }
    }

    /// Appends `count` zero bytes: padding, and fields that mean nothing.
    ///
    /// - Precondition: there is room for them.
    @inlinable
    package mutating func append(zeros count: Int) {
        // SAFETY: a byte has no padding, and the standard library checks the capacity.
        unsafe append(repeating: 0, count: count, as: UInt8.self)
    }

    /// Overwrites two bytes that were appended before: a checksum or a length known only now.
    ///
    /// - Precondition: both bytes were appended.
    @inlinable
    package mutating func store(bigEndian value: UInt16, at offset: Int) {
        var written = mutableBytes
        written.storeBytes(of: value.bigEndian, toByteOffset: offset, as: UInt16.self)
    }

    /// Overwrites four bytes that were appended before.
    ///
    /// - Precondition: all of them were appended.
    @inlinable
    package mutating func store(bigEndian value: UInt32, at offset: Int) {
        var written = mutableBytes
        written.storeBytes(of: value.bigEndian, toByteOffset: offset, as: UInt32.self)
    }
}
