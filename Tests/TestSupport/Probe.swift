import NetCore
import WireFormats

/// A client for tests: writes down what arrives, takes as much as it is told to, and calls back.
public final class Probe: NetClient {
    /// What arrived, oldest first.
    public private(set) var frames: [[UInt8]] = []
    /// The identities of what arrived.
    public private(set) var ids: [FrameID?] = []
    /// Sizes of the bursts it was handed.
    public private(set) var bursts: [Int] = []
    /// How many frames it still takes; nil: all.
    public var quota: Int?
    /// Called inside `receive`, before anything is taken.
    public var whenReceiving: ((Burst, Port) -> Void)?
    /// Called inside `linkChanged`, after the change was written down.
    public var whenLinkChanges: ((Port) -> Void)?
    /// Called inside `peerHasRoom`.
    public var whenThereIsRoom: ((Port) -> Void)?
    /// How often it was told that there is room.
    public private(set) var roomCalls = 0
    /// Carrier at each change that it was told of.
    public private(set) var carriers: [Bool] = []
    /// Whether it is inside `receive`; a second entry would be the re-entry that the loop rules out.
    public private(set) var isReceiving = false
    private let keepsBytes: Bool
    /// How many frames it took.
    public private(set) var count: UInt64 = 0

    /// A probe that takes everything.
    public init(quota: Int? = nil, keepsBytes: Bool = true) {
        self.quota = quota
        self.keepsBytes = keepsBytes
    }

    /// What it took.
    public var account: ElementAccount { ElementAccount(consumed: count) }

    /// Writes down, and takes what its quota allows.
    public func receive(_ burst: Burst, on port: Port) -> Int {
        precondition(!isReceiving, "the loop entered a client twice")
        isReceiving = true
        defer { isReceiving = false }
        bursts.append(burst.count)
        whenReceiving?(burst, port)
        let taken = min(burst.count, quota ?? burst.count)
        for position in 0..<taken where keepsBytes {
            frames.append(burst[position].copied)
            ids.append(burst[position].id)
        }
        count += UInt64(taken)
        if let left = quota { quota = left - taken }
        return taken
    }

    /// Forgets what arrived.
    public func clear() {
        frames = []
        ids = []
        bursts = []
    }

    /// Counts.
    public func peerHasRoom(on port: Port) {
        roomCalls += 1
        whenThereIsRoom?(port)
    }

    /// Writes down.
    public func linkChanged(on port: Port) {
        carriers.append(port.hasCarrier)
        whenLinkChanges?(port)
    }
}

extension Frame {
    /// The bytes, to keep.
    public var copied: [UInt8] { bytes.withUnsafeBytes { Array($0) } }
}

extension Port {
    /// Composes a frame from an array.
    @discardableResult
    public func send(_ bytes: [UInt8], id: FrameID? = nil) -> SendResult {
        send(atMost: bytes.count, id: id) { output in
            output.withUnsafeMutableBytes { buffer, count in
                buffer.copyBytes(from: bytes)
                count = bytes.count
            }
        }
    }
}

/// Frames for tests.
public enum Sample {
    /// An Ethernet frame of a station to a station: addresses 02:00:00:00:00:XX, type 0x88b5 (local experiments), then
    /// the payload.
    public static func frame(to: UInt8, from: UInt8, _ payload: [UInt8] = []) -> [UInt8] {
        [2, 0, 0, 0, 0, to, 2, 0, 0, 0, 0, from, 0x88, 0xb5] + payload
    }

    /// A broadcast.
    public static func broadcast(from: UInt8, _ payload: [UInt8] = []) -> [UInt8] {
        [UInt8](repeating: 0xff, count: 6) + [2, 0, 0, 0, 0, from, 0x88, 0xb5] + payload
    }

    /// The payload that says a number.
    public static func number(_ value: Int) -> [UInt8] {
        [UInt8(value >> 24 & 0xff), UInt8(value >> 16 & 0xff), UInt8(value >> 8 & 0xff), UInt8(value & 0xff)]
    }

    /// The number that ``number(_:)`` put at the end of a frame.
    public static func number(in frame: [UInt8]) -> Int {
        frame.suffix(4).reduce(0) { $0 << 8 | Int($1) }
    }
}

extension Loop {
    /// Two probes plugged into each other.
    public func makePair(
        pausable: Bool = false, _ left: Probe = Probe(), _ right: Probe = Probe()
    ) throws -> (left: Port, right: Port) {
        let leftPort = makePort(for: left, name: "left", pausable: pausable)
        let rightPort = makePort(for: right, name: "right")
        try leftPort.connect(to: rightPort)
        settle()
        return (leftPort, rightPort)
    }

    /// Runs until nothing is ready, without moving the clock.
    public func settle() {
        while runTurn() {}
    }
}
