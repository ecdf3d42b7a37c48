/// What an owner wants to hear about its descriptor.
public struct Interest: OptionSet, Hashable, Sendable {
    /// The set as bits.
    public let rawValue: UInt8

    /// A set from bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// There is something to read.
    public static let read = Interest(rawValue: 1)
    /// There is room to write.
    public static let write = Interest(rawValue: 2)
}

/// What a descriptor is ready for.
public struct Readiness: OptionSet, Hashable, Sendable {
    /// The set as bits.
    public let rawValue: UInt8

    /// A set from bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// A read will not block.
    public static let readable = Readiness(rawValue: 1)
    /// A write will not block.
    public static let writable = Readiness(rawValue: 2)
    /// An error is pending: for a UDP socket, its error queue is not empty.
    public static let error = Readiness(rawValue: 4)
    /// The peer has closed, or shut down its writing half.
    public static let hangup = Readiness(rawValue: 8)
}

/// One registration of one descriptor, as a token.
///
/// The kernel hands descriptor numbers out again at once, so the number is not enough: an event that was collected for the
/// descriptor's former owner would reach the next one. The generation tells them apart.
public struct Registration: Hashable, Sendable {
    /// The descriptor's number when it was registered.
    public let descriptor: Int32
    /// How often this number has been registered.
    public let generation: UInt32

    init(descriptor: Int32, generation: UInt32) {
        self.descriptor = descriptor
        self.generation = generation
    }

    /// As it travels in `epoll_data.u64`.
    init(packed: UInt64) {
        descriptor = Int32(truncatingIfNeeded: packed)
        generation = UInt32(truncatingIfNeeded: packed >> 32)
    }

    var packed: UInt64 { UInt64(generation) << 32 | UInt64(UInt32(bitPattern: descriptor)) }
}

/// One thing that ended a wait.
public enum PollEvent: Equatable, Sendable {
    /// A registered descriptor is ready.
    case ready(Registration, Readiness)
    /// The deadline of this wait has passed, or that of an earlier wait which something else had ended.
    case deadline
    /// A watched signal has come: its number.
    case signal(Int32)
}
