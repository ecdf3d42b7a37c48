import Hosts
import NetCore
import ScenarioFile
import WireFormats

/// Who hears of frames: hosts tell what they took, the loop tells what arrived and what was dropped.
final class Traffic: HostDelegate, LoopObserver {
    let ledgers: [FlowLedger]
    /// In virtual time.
    private(set) var fingerprint: Fingerprint?
    /// Hosts by flow: where a message of the flow counts as delivered.
    private var receivers: [Host?] = []
    private var runners: [FlowRunner] = []
    private var roomCalls = 0
    /// Warm-ups whose echo is back.
    private(set) var warmedUp = 0
    /// When a flow's frame was last sent or taken.
    private(set) var lastActivity: Int64 = 0

    /// Warm-up echoes carry the flow's id with this bit set.
    static let warmupBit: UInt32 = 0x80_0000

    init(flows: [Scenario.Flow], isVirtual: Bool) {
        ledgers = flows.enumerated().map { FlowLedger(plan: $1, id: UInt32($0 + 1)) }
        fingerprint = isVirtual ? Fingerprint() : nil
    }

    /// - Parameters:
    ///   - runners: One a flow.
    ///   - receivers: For each flow, the host whose taking of a message is its delivery.
    func begin(runners: [FlowRunner], receivers: [Host?]) {
        self.runners = runners
        self.receivers = receivers
    }

    func noteActivity(_ time: Int64) { lastActivity = max(lastActivity, time) }

    // MARK: Hosts

    func host(_ host: Host, received message: StampedMessage) {
        // A request that reaches the far host is half of a ping; it counts when the reply is back.
        if message.kind == .echoRequest { return }
        let flow = message.stamp.flow
        if flow & Self.warmupBit != 0 {
            warmedUp += 1
            return
        }
        let index = Int(flow) - 1
        guard ledgers.indices.contains(index), receivers[index] === host else { return }
        let now = host.nics[0].port.now
        ledgers[index].arrive(message.stamp.sequence, at: now)
        noteActivity(now)
    }

    func hostHasTransmitRoom(_ host: Host) {
        // Another one goes first each time, or the first flow of a host would starve the others.
        roomCalls &+= 1
        for index in runners.indices {
            let runner = runners[(index + roomCalls) % runners.count]
            if runner.host === host { runner.resume() }
        }
    }

    // MARK: The loop

    func received(_ burst: Burst, first count: Int, on port: Port) {
        guard fingerprint != nil else { return }
        for position in 0..<count { fingerprint?.add(burst[position], arrivedAt: port) }
    }

    func dropped(_ frame: Frame, reason: DropReason, on port: Port) {
        fingerprint?.add(frame, droppedAt: port, reason)
        guard let id = frame.id ?? Self.identify(frame), !reason.isBenign else { return }
        let index = Int(id.flow) - 1
        guard ledgers.indices.contains(index) else { return }
        ledgers[index].lose(id.number, reason, at: port.number)
    }

    /// Frames that came through a socket have lost their descriptor; their payload still says whose they are.
    private static func identify(_ frame: Frame) -> FrameID? {
        let bytes = frame.bytes
        let payloadOffset = Host.headerByteCount(version: 4)
        guard bytes.byteCount >= payloadOffset + FlowStamp.byteCount,
            let stamp = FlowStamp(parsing: bytes.extracting(droppingFirst: payloadOffset)), stamp.flow != 0,
            stamp.flow & warmupBit == 0
        else { return nil }
        return FrameID(flow: stamp.flow, number: stamp.sequence)
    }
}

extension DropReason {
    /// A copy of a flooded frame that ends at a station which it was not for: no loss to the flow.
    fileprivate var isBenign: Bool { self == .filtered || self == .notForMe || self == .noPeer }
}
