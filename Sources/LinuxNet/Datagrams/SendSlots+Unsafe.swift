public import CLinuxNet
import Glibc

/// The room in which a batch of datagrams is put together: one for a loop, lent to each of its senders in turn.
///
///     prepare(count, template) ─▶ patch header(at:) ─▶ stage(payload) ─▶ DatagramSender.send
///
/// Headers are written from the sender's template when a slot last served another one; a sender that sends again finds them
/// still there and patches its counter. Payloads stay where they are until they are sent; then short datagrams are copied one
/// behind the other, and long ones gathered. Everything is allocated once.
///
/// Confined to the thread of its loop. A header is a view that borrows the reference it came from, so who keeps the slots in
/// a property takes them into a local constant first.
@safe
public final class SendSlots {
    /// The most datagrams in a batch.
    public static let datagramLimit = 256

    @usableFromInline static let vectorsPerDatagram = 2
    private static let controlStride = 32
    private static let nameByteCount = MemoryLayout<sockaddr_in6>.size

    /// What changes while slots are filled; behind a pointer, so that no access is checked for exclusivity at run time.
    @usableFromInline
    struct State {
        var identity: UInt64 = 0
        @usableFromInline var prepared = 0
        @usableFromInline var headerByteCount = 0
        @usableFromInline var headerStride = 0
    }

    @usableFromInline let state: UnsafeMutablePointer<State>
    /// One header for each datagram, `headerStride` apart.
    @usableFromInline let headers: UnsafeMutableRawPointer
    /// For each datagram: its header, its payload.
    @usableFromInline let vectors: UnsafeMutablePointer<iovec>
    /// What `sendmmsg(2)` is given.
    let messages: UnsafeMutablePointer<clinuxnet_mmsghdr>
    /// How many datagrams each message carries.
    private let runs: UnsafeMutablePointer<Int>
    /// Where short datagrams are put one behind the other, and a vector for each message of them.
    private let copies: UnsafeMutableRawPointer
    private let copyVectors: UnsafeMutablePointer<iovec>
    private let controls: UnsafeMutableRawPointer
    private let name: UnsafeMutableRawPointer

    /// The longest datagram that is copied.
    ///
    /// The kernel pays for each vector it walks more than a copy of a short datagram costs: with 64 bytes behind a header of 20,
    /// a run that is one vector takes half the time of one with two for each datagram. With 1500 bytes there is still some
    /// gain.
    private static let copyByteLimit = 2048
    /// Headers up to this long are copied as so many bytes, in two registers: what is too much lies where the payload goes next.
    private static let shortHeader = 32

    /// Allocates the room: about 630 KiB, of which only what is used is touched.
    public init() {
        let count = Self.datagramLimit
        // SAFETY: freed in `deinit` alone; alignments are those of the types stored.
        unsafe state = .allocate(capacity: 1)
        unsafe state.initialize(to: State())
        unsafe headers = .allocate(byteCount: count * HeaderTemplate.byteLimit, alignment: 64)
        unsafe headers.initializeMemory(as: UInt8.self, repeating: 0, count: count * HeaderTemplate.byteLimit)
        unsafe vectors = .allocate(capacity: count * Self.vectorsPerDatagram)
        unsafe vectors.initialize(repeating: iovec(), count: count * Self.vectorsPerDatagram)
        unsafe messages = .allocate(capacity: count)
        unsafe messages.initialize(repeating: clinuxnet_mmsghdr(), count: count)
        unsafe runs = .allocate(capacity: count)
        unsafe runs.initialize(repeating: 0, count: count)
        unsafe copies = .allocate(byteCount: count * Self.copyByteLimit + Self.shortHeader, alignment: 4096)
        unsafe copyVectors = .allocate(capacity: count)
        unsafe copyVectors.initialize(repeating: iovec(), count: count)
        unsafe controls = .allocate(byteCount: count * Self.controlStride, alignment: 16)
        unsafe name = .allocate(byteCount: Self.nameByteCount, alignment: 8)
    }

    deinit {
        // SAFETY: allocated in `init`; trivial types need no deinitialisation.
        unsafe state.deallocate()
        unsafe headers.deallocate()
        unsafe vectors.deallocate()
        unsafe messages.deallocate()
        unsafe runs.deallocate()
        unsafe copies.deallocate()
        unsafe copyVectors.deallocate()
        unsafe controls.deallocate()
        unsafe name.deallocate()
    }

    // MARK: Filling

    /// Makes the first `count` slots begin with a template's bytes.
    ///
    /// A slot that served this template last is left as it is, patches included.
    ///
    /// - Precondition: `count` is at most ``datagramLimit``.
    public func prepare(_ count: Int, with template: HeaderTemplate) {
        precondition(count >= 0 && count <= Self.datagramLimit, "more datagrams than slots")
        // SAFETY: `state` lives as long as this object, which one thread uses.
        if unsafe state.pointee.identity != template.identity {
            // Short headers lie close together: a batch of them touches few cache lines.
            let stride = (template.byteCount + 15) & ~15
            unsafe state.pointee = State(
                identity: template.identity, headerByteCount: template.byteCount, headerStride: stride)
        }
        while unsafe state.pointee.prepared < count {
            let slot = unsafe state.pointee.prepared
            // SAFETY: `slot < datagramLimit`, and no stride is over the longest header's, so the slot lies in the
            // allocation; a template has no more bytes than its stride.
            let header = unsafe headers + slot * state.pointee.headerStride
            unsafe template.bytes.withUnsafeBytes { bytes in
                unsafe UnsafeMutableRawBufferPointer(start: header, count: bytes.count).copyMemory(from: bytes)
            }
            unsafe vectors[slot * Self.vectorsPerDatagram] = iovec(iov_base: header, iov_len: template.byteCount)
            unsafe state.pointee.prepared = slot + 1
        }
    }

    /// The header of one datagram, to patch what differs from the template.
    ///
    /// - Precondition: The slot has been prepared.
    @inlinable
    @_lifetime(borrow self)
    public func header(at index: Int) -> MutableRawSpan {
        // SAFETY: a prepared slot has a whole header, which lives as long as this object.
        unsafe precondition(index >= 0 && index < state.pointee.prepared, "the slot is not prepared")
        let start = unsafe headers + index &* state.pointee.headerStride
        let span = unsafe MutableRawSpan(_unsafeStart: start, byteCount: state.pointee.headerByteCount)
        return unsafe _overrideLifetime(span, borrowing: self)
    }

    /// Says where the payload of one datagram is; it is read by the next send, not before.
    ///
    /// - Parameters:
    ///   - index: A prepared slot.
    ///   - payload: The bytes after the header; they must stay until the send has returned.
    ///   - byteCount: The number of bytes, which may be 0.
    @inlinable
    @unsafe
    public func stage(_ index: Int, payload: UnsafeRawPointer, byteCount: Int) {
        // SAFETY: a prepared slot has its two vectors.
        unsafe precondition(index >= 0 && index < state.pointee.prepared, "the slot is not prepared")
        precondition(byteCount >= 0, "a payload of less than no bytes")
        unsafe vectors[index &* Self.vectorsPerDatagram &+ 1] = iovec(
            iov_base: UnsafeMutableRawPointer(mutating: payload), iov_len: byteCount)
    }

    // MARK: Planning

    /// What may travel together.
    struct RunLimits {
        /// The most datagrams in a message.
        var segments: Int
        /// The shortest datagram whose runs this destination has refused.
        var refusedByteCount: Int
    }

    /// Arranges datagrams into messages, in order: a run of equal lengths, which a shorter one may close, is one message.
    ///
    /// - Returns: The number of messages.
    func plan(_ datagrams: Range<Int>, to destination: SocketAddress?, limits: RunLimits) -> Int {
        // SAFETY: the caller has checked that all of `datagrams` are prepared, and there are no more messages than datagrams.
        unsafe precondition(datagrams.lowerBound >= 0 && datagrams.upperBound <= state.pointee.prepared)
        let nameByteCount = unsafe destination?.write(to: name) ?? 0
        var count = 0
        var copied = 0
        var next = datagrams.lowerBound
        while next < datagrams.upperBound {
            let run = runLength(next..<datagrams.upperBound, limits)
            unsafe messages[count].msg_hdr.msg_name = nameByteCount == 0 ? nil : name
            unsafe messages[count].msg_hdr.msg_namelen = nameByteCount
            unsafe runs[count] = run
            // The first of a run is its longest.
            if byteCount(of: next) <= Self.copyByteLimit {
                let byteCount = unsafe copy(next..<next + run, to: copies + copied)
                unsafe copyVectors[count] = iovec(iov_base: copies + copied, iov_len: byteCount)
                copied += byteCount
                unsafe messages[count].msg_hdr.msg_iov = copyVectors + count
                unsafe messages[count].msg_hdr.msg_iovlen = 1
            } else {
                unsafe messages[count].msg_hdr.msg_iov = vectors + next * Self.vectorsPerDatagram
                unsafe messages[count].msg_hdr.msg_iovlen = run * Self.vectorsPerDatagram
            }
            if run > 1 {
                let control = unsafe controls + count * Self.controlStride
                unsafe clinuxnet_write_segment_control(control, UInt16(truncatingIfNeeded: byteCount(of: next)))
                unsafe messages[count].msg_hdr.msg_control = control
                unsafe messages[count].msg_hdr.msg_controllen = clinuxnet_segment_control_space
            } else {
                unsafe messages[count].msg_hdr.msg_control = nil
                unsafe messages[count].msg_hdr.msg_controllen = 0
            }
            next += run
            count += 1
        }
        return count
    }

    /// How many datagrams a planned message carries.
    func datagramCount(ofMessage index: Int) -> Int {
        // SAFETY: the caller got the number of messages from `plan`.
        unsafe runs[index]
    }

    /// Copies datagrams one behind the other.
    ///
    /// - Returns: Their bytes.
    private func copy(_ datagrams: Range<Int>, to start: UnsafeMutableRawPointer) -> Int {
        // SAFETY: all of them are prepared and staged, and each, of at most `copyByteLimit` bytes, has its part of the room. A
        // short header is read and written past its end, within `headers`, which has room for longer ones, and within
        // `copies`, which is longer by as much than all datagrams.
        var end = unsafe start
        let isShort = unsafe state.pointee.headerByteCount <= Self.shortHeader
        for datagram in datagrams {
            let header = unsafe vectors + datagram &* Self.vectorsPerDatagram
            let payload = unsafe header + 1
            if isShort, let bytes = unsafe header.pointee.iov_base {
                unsafe end.storeBytes(of: bytes.loadUnaligned(as: SIMD16<UInt8>.self), as: SIMD16<UInt8>.self)
                unsafe end.storeBytes(
                    of: bytes.loadUnaligned(fromByteOffset: 16, as: SIMD16<UInt8>.self), toByteOffset: 16,
                    as: SIMD16<UInt8>.self)
            } else {
                unsafe memcpy(end, header.pointee.iov_base, header.pointee.iov_len)
            }
            unsafe end += header.pointee.iov_len
            unsafe memcpy(end, payload.pointee.iov_base, payload.pointee.iov_len)
            unsafe end += payload.pointee.iov_len
        }
        return unsafe end - start
    }

    /// Header and payload of one datagram.
    func byteCount(of datagram: Int) -> Int {
        // SAFETY: as in `plan`.
        let first = unsafe vectors + datagram &* Self.vectorsPerDatagram
        return unsafe first[0].iov_len &+ first[1].iov_len
    }

    /// Keeps a run, with the headers of IP and UDP, under the 65535 bytes of one packet, whatever the options in it.
    private static let runByteLimit = 65_000

    private func runLength(_ datagrams: Range<Int>, _ limits: RunLimits) -> Int {
        let segment = byteCount(of: datagrams.lowerBound)
        guard segment > 0, segment < limits.refusedByteCount else { return 1 }
        let most = min(limits.segments, Self.runByteLimit / segment, datagrams.count)
        var length = 1
        while length < most {
            let next = byteCount(of: datagrams.lowerBound + length)
            // An empty datagram cannot close a run: no byte would be left to make it from.
            guard next <= segment, next > 0 else { break }
            length += 1
            guard next == segment else { break }
        }
        return length
    }
}
