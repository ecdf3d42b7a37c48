/// What travels: 32 bytes, plain bits, owned by nobody.
///
/// Internal to NetCore, so that no client can store one; clients see ``Frame``, which cannot escape.
///
/// The bytes lie in one of two places. *Borrowed* bytes belong to the loop's arena or to a receive slab, and are good
/// until the dispatch ends that made them. Bytes *in a block* belong to a counted block of ``BlockPool``; an entry of
/// a queue that is `.kept` owns one count of it.
@safe
@usableFromInline
struct FrameRecord: BitwiseCopyable {
    /// The first byte.
    @usableFromInline var base: UnsafeMutableRawPointer
    @usableFromInline var length: UInt32
    /// With `.inBlock`: from the block's header to `base`.
    ///
    /// It grows when a decoder strips a header.
    @usableFromInline var blockOffset: UInt16
    @usableFromInline var flags: Flags
    /// Forwarders passed.
    ///
    /// A frame that has passed 255 is dropped by the next as `loop`.
    @usableFromInline var hops: UInt8
    /// See ``FrameID``; 0: came from outside.
    @usableFromInline var id: UInt64
    /// Nanoseconds of the loop's clock when the sender's NIC took it.
    @usableFromInline var time: Int64

    @usableFromInline
    struct Flags: OptionSet, BitwiseCopyable, Sendable {
        @usableFromInline let rawValue: UInt8

        @inlinable
        init(rawValue: UInt8) { self.rawValue = rawValue }

        /// The bytes lie in a counted block.
        static let inBlock = Flags(rawValue: 1)
        /// This record owns one count of its block.
        ///
        /// Never without `.inBlock`.
        static let kept = Flags(rawValue: 2)
    }

    @inlinable
    @inline(__always)
    init(base: UnsafeMutableRawPointer, length: Int, id: UInt64, time: Int64) {
        unsafe self.base = base
        self.length = UInt32(truncatingIfNeeded: length)
        blockOffset = 0
        flags = []
        hops = 0
        self.id = id
        self.time = time
    }

    /// The same bytes without a count of their own, for as long as the dispatch lasts.
    @inline(__always)
    var borrowed: FrameRecord {
        var record = self
        record.flags.remove(.kept)
        return record
    }

    /// The record without its first `count` bytes.
    func droppingFirst(_ count: Int) -> FrameRecord {
        var record = self
        unsafe record.base += count
        record.length -= UInt32(count)
        record.blockOffset += UInt16(count)
        return record
    }
}

/// The identity of a generated frame: which flow, and which of its frames.
///
/// It travels in the descriptor beside the bytes, so that a frame keeps it through hubs, switches, delays and tunnels
/// inside the process. Zero is a frame that no flow has made.
public struct FrameID: Hashable, Sendable, BitwiseCopyable {
    /// 1 to 2^24 - 1.
    public let flow: UInt32
    /// From 0, below 2^40.
    public let number: UInt64

    /// The identity of frame `number` of a flow.
    ///
    /// - Precondition: `flow` has 24 bits and is not zero, `number` has 40 bits.
    public init(flow: UInt32, number: UInt64) {
        precondition(flow > 0 && flow < 1 << 24 && number < 1 << 40)
        self.flow = flow
        self.number = number
    }

    /// From the packed form; nil for zero and for no flow.
    public init?(rawValue: UInt64) {
        guard rawValue >> 40 != 0 else { return nil }
        flow = UInt32(rawValue >> 40)
        number = rawValue & (1 << 40 - 1)
    }

    /// Packed: 24 bits of flow above 40 bits of number.
    public var rawValue: UInt64 { UInt64(flow) << 40 | number }
}
