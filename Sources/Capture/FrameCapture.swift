public import NetCore
public import SystemPackage
public import WireFormats

/// Writes what goes through ports of a running loop into a pcapng file.
///
/// Each watched port is an interface of the file, seen by default as the network sees it: what the port's owner sends into
/// the network is *inbound*, what the network hands to the owner is *outbound*. For a netdev the owner is the world outside.
/// ``Perspective/owner`` turns that round, as `tcpdump` on a host sees that host's interface.
///
///     netdev ── port ══ peer ── switch       taken by the peer: inbound; taken by the port: outbound
///
/// - What goes through the port of a tunnel's end are messages; with ``DatagramEnvelopes`` they stand in the file as packets.
/// - A frame stands in the file once for each interface and direction. A link whose two ports are both watched shows it
///   twice, at either end.
/// - A frame that ends has the comment `dropped: ` and the reason, and stands in the file once, at the port where it
///   ended or, if that is not watched, at the peer. One that its owner had kept and ends later is there a second time.
/// - What has never been a frame of this network (a datagram that a tunnel refuses) is only counted, in `isb_ifdrop`.
/// - Times are those of the dispatch. Frames are in the order in which they were taken; one that could not be sent on
///   stands before the burst from which it came, at the same time.
///
/// Nothing is allocated for a frame: blocks gather in 256 KiB of memory, which goes out when it is full, a quarter of a
/// second after something came, with ``flush()`` and at the end. The first error of writing ends the capture and nothing
/// else: the loop goes on, and the frames that are missing are counted. A blocking descriptor holds up the loop for as
/// long as the kernel takes; a non-blocking one loses frames of the capture instead, and ``Room``
/// decides how long a reader is waited for.
///
/// - Important: the program ignores SIGPIPE, or a reader that goes away ends it (pipe(7)).
public final class FrameCapture: LoopObserver, TimerClient {
    /// Longer than any frame.
    public static let defaultSnapLength = 262_144
    /// Nanoseconds from the first frame in an empty buffer to its being written out: soon enough to watch.
    public static let defaultFlushInterval: Int64 = 250_000_000

    /// Who looks at the interfaces.
    public enum Perspective: Sendable {
        /// What a port's owner sends comes in, what it takes goes out.
        case network
        /// What a port's owner sends goes out, what it takes comes in.
        case owner
    }

    /// How the capture waits for a reader that takes no more at the moment.
    public struct Room {
        let byteCount: Int
        let wait: (_ isLast: Bool) -> Bool

        /// Room in a descriptor.
        ///
        /// - Parameters:
        ///   - byteCount: The most bytes to write after a wait.
        ///   - wait: Waits until they can be written; false ends the capture with `EAGAIN`. Its parameter says that this is
        ///     about the end of the file.
        public init(byteCount: Int, wait: @escaping (_ isLast: Bool) -> Bool) {
            self.byteCount = byteCount
            self.wait = wait
        }
    }

    private unowned let loop: Loop
    private let descriptor: FileDescriptor
    private let closesDescriptor: Bool
    private let epoch: Int64
    private let section: PcapNGSection
    private let flushInterval: Int64?
    private var file: CaptureFile
    private var timer: LoopTimer?
    /// Who was told before, and still is.
    private var next: (any LoopObserver)?
    private var isFinished = false

    /// A capture that has not begun.
    ///
    /// - Parameters:
    ///   - loop: Whose ports are watched; it lives until ``finish()``.
    ///   - descriptor: Open for writing; a pipe will do.
    ///   - closesDescriptor: Whether the capture closes it at the end; else it is lent.
    ///   - room: How to wait for a reader; nil leaves that to write(2).
    ///   - epoch: Nanoseconds since 1970 of the loop's time 0; 0 in virtual time.
    ///   - snapLength: The most bytes that are kept of a frame.
    ///   - flushInterval: Nanoseconds; nil arms no timer. In virtual time a timer would be an event of its own.
    ///   - perspective: Which way is in.
    ///   - section: What the file says of its making.
    /// - Precondition: `snapLength` is in `1...defaultSnapLength`.
    public init(
        loop: Loop, to descriptor: FileDescriptor, closesDescriptor: Bool = true, room: Room? = nil,
        epoch: Int64, snapLength: Int = defaultSnapLength, flushInterval: Int64? = defaultFlushInterval,
        perspective: Perspective = .network, section: PcapNGSection = .wirework
    ) {
        precondition((1...Self.defaultSnapLength).contains(snapLength), "no frame is that long")
        self.loop = loop
        self.descriptor = descriptor
        self.closesDescriptor = closesDescriptor
        self.epoch = epoch
        self.flushInterval = flushInterval
        self.section = section
        file = CaptureFile(descriptor: descriptor, room: room, snapLength: snapLength, perspective: perspective)
    }

    deinit {
        if closesDescriptor && !isFinished { try? descriptor.close() }
    }

    /// Watches a port.
    ///
    /// Interfaces are numbered in the order of the calls. A port that is watched already stays what it is. While the
    /// capture runs a port may be added too.
    ///
    /// - Parameters:
    ///   - port: Of the capture's loop.
    ///   - name: `if_name`; nil: the port's own.
    ///   - description: `if_description`, such as the options of a netdev.
    ///   - envelopes: What stands around the messages of a tunnel; then the interface is one of IP packets, which are
    ///     never cut.
    ///   - inlet: A port of the same owner, at which frames may end on their way to this one: they are shown as if this one
    ///     had sent them, in the state in which they ended.
    public func add(
        _ port: Port, name: String? = nil, description: String? = nil, envelopes: DatagramEnvelopes? = nil,
        inlet: Port? = nil
    ) {
        file.add(
            port, name: name ?? loop.name(of: port), description: description, envelopes: envelopes, inlet: inlet)
    }

    /// Begins: writes the head of the file, and listens to the loop along with whoever did before.
    ///
    /// An error is in ``summary`` from here on.
    public func start() {
        guard !isFinished, !file.isOpen, file.summary.error == nil else { return }
        file.open(section, time: stamp)
        next = loop.observer
        loop.observer = self
        if flushInterval != nil { timer = loop.makeTimer(for: self) }
    }

    /// Writes out what has gathered.
    public func flush() { file.flush() }

    /// Frames, bytes and error so far; frames count when they have been written out.
    public var summary: CaptureSummary { file.summary }

    /// Writes the statistics and what is left, closes the descriptor if it is the capture's, and leaves the loop.
    ///
    /// A second call changes nothing.
    @discardableResult
    public func finish() -> CaptureSummary {
        guard !isFinished else { return summary }
        isFinished = true
        timer?.cancel()
        file.close(time: stamp)
        if closesDescriptor {
            do {
                try descriptor.close()
            } catch {
                file.note(error as? Errno ?? .ioError)
            }
        }
        // An observer that came later goes on telling this one, which then only passes on.
        if loop.observer === self { loop.observer = next }
        return summary
    }

    // MARK: The loop

    /// Captures what was taken.
    public func received(_ burst: Burst, first count: Int, on port: Port) {
        if !isFinished {
            file.received(burst, first: count, on: port, time: stamp)
            flushLater()
        }
        next?.received(burst, first: count, on: port)
    }

    /// Captures what ended.
    public func dropped(_ frame: Frame, reason: DropReason, at place: DropPlace, on port: Port) {
        if !isFinished {
            file.dropped(frame, reason, at: place, on: port, time: stamp)
            flushLater()
        }
        next?.dropped(frame, reason: reason, at: place, on: port)
    }

    /// Writes out what has gathered since the first frame.
    public func timerFired(_ timer: LoopTimer) { file.flush() }

    private func flushLater() {
        guard let flushInterval, let timer, file.hasUnwritten, !timer.isArmed else { return }
        timer.arm(at: loop.now + flushInterval)
    }

    /// The stamp of a time of the loop, in nanoseconds since 1970.
    public func stamp(of time: Int64) -> Int64 { time.addingReportingOverflow(epoch).partialValue }

    /// Now; the format has no time before 1970.
    private var stamp: UInt64 { UInt64(clamping: stamp(of: loop.now)) }
}

extension PcapNGSection {
    /// Written by Wirework on this kind of machine.
    public static let wirework = PcapNGSection(
        hardware: hardwareName, operatingSystem: "Linux", application: "Wirework")

    private static var hardwareName: String? {
        #if arch(x86_64)
        "x86_64"
        #elseif arch(arm64)
        "aarch64"
        #else
        nil
        #endif
    }
}
