import WireFormats

/// One Ethernet frame, as long as the dispatch lasts: a view that nobody can store.
///
/// In a link direction, between an encoder and a decoder, the same views carry datagrams.
@safe
public struct Frame: ~Escapable {
    @usableFromInline let record: FrameRecord

    @inlinable
    @inline(__always)
    @_lifetime(copy burst)
    init(_ record: FrameRecord, of burst: Burst) {
        self.record = record
    }

    @inline(__always)
    @_lifetime(copy frame)
    private init(_ record: FrameRecord, of frame: Frame) {
        self.record = record
    }

    /// A view whose bytes the caller knows to live until the dispatch ends.
    @unsafe
    @_lifetime(immortal)
    init(unsafe record: FrameRecord) {
        self.record = record
    }

    /// The longest frame there is: 65535 bytes of payload behind an Ethernet header with one VLAN tag.
    public static let byteLimit = 65553

    /// Flow and number, or nil for a frame that no flow has made.
    public var id: FrameID? { FrameID(rawValue: record.id) }

    /// When the sender's NIC took it, in nanoseconds of the loop's clock.
    public var time: Int64 { record.time }

    /// How many forwarders it has passed.
    public var hops: Int { Int(record.hops) }

    /// From the destination address to the last byte of the payload; no FCS.
    @inlinable public var byteCount: Int { Int(record.length) }

    /// The bytes.
    public var bytes: RawSpan {
        @inlinable
        @inline(__always)
        @_lifetime(copy self)
        get {
            // SAFETY: the record's bytes live until the dispatch ends, and so does every Frame: it cannot escape the
            // call that lent it.
            unsafe _overrideLifetime(
                RawSpan(_unsafeStart: record.base, byteCount: Int(record.length)), copying: self)
        }
    }

    /// Where the bytes lie, for a system call within the dispatch.
    @unsafe
    @inlinable
    public var address: UnsafeRawPointer { unsafe UnsafeRawPointer(record.base) }

    /// The frame behind a header: the same bytes, seen from `count` on.
    ///
    /// - Precondition: `count` is at most ``byteCount`` and at most 4096.
    @_lifetime(copy self)
    public func droppingFirst(_ count: Int) -> Frame {
        precondition(count >= 0 && count <= byteCount && count <= 4096)
        return Frame(record.droppingFirst(count), of: self)
    }
}

/// Frames that travel together, oldest first.
@safe
public struct Burst: ~Escapable {
    @usableFromInline let records: UnsafePointer<FrameRecord>

    /// How many: 1 to ``maximumCount``.
    public let count: Int

    /// A client is never handed more at once; it bounds what a client must be ready to take.
    public static let maximumCount = 256

    @inline(__always)
    @unsafe
    @_lifetime(immortal)
    init(unsafe records: UnsafePointer<FrameRecord>, count: Int) {
        unsafe self.records = records
        self.count = count
    }

    /// The frame at a position.
    ///
    /// - Precondition: `position` is in `0..<count`.
    public subscript(position: Int) -> Frame {
        @inlinable
        @inline(__always)
        @_lifetime(copy self)
        get {
            precondition(position >= 0 && position < count)
            return unsafe Frame(records[position], of: self)
        }
    }
}
