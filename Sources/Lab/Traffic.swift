import Hosts
import NetCore
import ScenarioFile
import WireFormats

/// Who hears of frames: hosts tell what they took, the loop tells what arrived and what was dropped.
final class Traffic: HostDelegate, LoopObserver {
    let ledgers: [FlowLedger]
    private unowned let loop: Loop
    /// In virtual time.
    private(set) var fingerprint: Fingerprint?
    /// What is looked at on the way; nil before time zero, so that warm-ups are not seen.
    private var watches: Watches?
    private var paths: PathRecorder?
    /// Hosts by flow: where a message of the flow counts as delivered.
    private var receivers: [Host?] = []
    /// Flows that wait for a NIC, by host.
    private var waiting: [ObjectIdentifier: WaitingRunners] = [:]
    /// What became of the echoes before time zero.
    var warmUps = WarmUps()
    /// By port number: bytes of the link's headers before the frames that end there.
    private var headerByteCounts: [Int] = []
    /// When a flow's frame was last sent or taken.
    private(set) var lastActivity: Int64 = 0
    /// Flows of which a frame may be on its way, as far as is known.
    private(set) var unsettledFlows: Int
    /// Called when a flow has sent its last frame, or will send none.
    var flowEnded: (Int) -> Void = { _ in }

    /// Warm-up echoes carry the flow's id with this bit set.
    static let warmupBit: UInt32 = 0x80_0000

    init(_ scenario: Scenario, loop: Loop, isVirtual: Bool) {
        self.loop = loop
        var isWindowed = Array(repeating: false, count: scenario.flows.count)
        for expectation in scenario.expectations where expectation.window != .whole {
            if case .flow(let flow) = expectation.kind { for index in flow.flows { isWindowed[index] = true } }
        }
        ledgers = scenario.flows.enumerated().map {
            FlowLedger(plan: $1, id: UInt32($0 + 1), keepsCopies: isWindowed[$0])
        }
        unsettledFlows = ledgers.count
        fingerprint = isVirtual ? Fingerprint() : nil
    }

    /// - Parameters:
    ///   - receivers: For each flow, the host whose taking of a message is its delivery.
    ///   - links: Those on which frames may end behind headers.
    func begin(receivers: [Host?], links: [Topology.Link]) {
        self.receivers = receivers
        for end in links.flatMap({ [$0.ends.a, $0.ends.b] }) {
            guard let stage = end.stage, end.headerByteCount > 0 else { continue }
            for port in [stage.near, stage.far] {
                while headerByteCounts.count <= port.number { headerByteCounts.append(0) }
                headerByteCounts[port.number] = end.headerByteCount
            }
        }
    }

    /// Time zero: from here on frames are looked at.
    func begin(watches: Watches, paths: PathRecorder?) {
        self.watches = watches
        self.paths = paths
    }

    func noteActivity(_ time: Int64) { lastActivity = max(lastActivity, time) }

    // MARK: Hosts

    func host(_ host: Host, received message: StampedMessage) {
        // A request that reaches the far host is half of a ping; it counts when the reply is back.
        if message.kind == .echoRequest { return }
        let flow = message.stamp.flow
        if flow & Self.warmupBit != 0 {
            warmUps.back += 1
            return
        }
        let index = Int(flow) - 1
        guard ledgers.indices.contains(index), receivers[index] === host, let port = host.nics.first?.port else {
            return
        }
        arrive(index, message.stamp.sequence, at: port.now)
    }

    private func arrive(_ index: Int, _ number: UInt64, at time: Int64) {
        let ledger = ledgers[index]
        let wasSettled = ledger.isSettled
        ledger.arrive(number, at: time)
        if !wasSettled && ledger.isSettled { unsettledFlows -= 1 }
        noteActivity(time)
    }

    /// A flow waits until a NIC has room: behind those that wait already, so that each has its turn.
    func wait(_ runner: FlowRunner, for host: Host, on nic: Int) {
        let key = ObjectIdentifier(host)
        let queue = waiting[key] ?? WaitingRunners()
        if waiting[key] == nil { waiting[key] = queue }
        queue.append(runner, nic)
    }

    func hostHasTransmitRoom(_ host: Host) {
        guard let queue = waiting[ObjectIdentifier(host)] else { return }
        for nic in host.nics.indices {
            // Not more than wait now: who fills the NIC again stands at the end.
            var turns = queue.count(nic)
            while turns > 0, !host.isTransmitPaused(on: nic), let runner = queue.removeFirst(nic) {
                runner.resume()
                turns -= 1
            }
        }
    }

    /// Whether a frame belongs to a flow.
    func awaits(_ frame: Frame) -> Bool {
        guard let id = FrameID.of(frame) else { return watches?.isOfFlow(frame) ?? false }
        return !id.isWarmUp && ledgers.indices.contains(Int(id.flow) - 1)
    }

    // MARK: The loop

    func received(_ burst: Burst, first count: Int, on port: Port) {
        if fingerprint != nil { for position in 0..<count { fingerprint?.add(burst[position], arrivedAt: port) } }
        guard let watches else { return }
        let watch = watches.ports.indices.contains(port.number) ? watches.ports[port.number] : nil
        guard watch != nil || paths != nil else { return }
        for position in 0..<count { look(burst[position], at: port, watch, watches) }
    }

    private func look(_ frame: Frame, at port: Port, _ watch: PortWatch?, _ watches: Watches) {
        var id = FrameID.of(frame)
        if let id, id.isWarmUp { return }
        if let watch {
            if let id {
                let index = Int(id.flow) - 1
                if watch.deliveries.contains(where: { $0.index == index }) { arrive(index, id.number, at: port.now) }
            } else if !watch.deliveries.isEmpty {
                id = deliver(frame, to: watch.deliveries, at: port.now)
            }
            watch.see(frame, id: id, at: port.now) { watches.isExpected(frame, id: id) }
        }
        if let paths, let id = id ?? paths.identify(frame) { paths.arrive(id, at: port.number) }
    }

    /// A frame without a name has arrived: of flows with the same bytes, one that still waits for them, or else the copy
    /// of one that does not.
    private func deliver(_ frame: Frame, to contents: [FrameContents], at time: Int64) -> FrameID? {
        let hashes = FrameHashes(frame)
        func sent(_ content: FrameContents) -> Int { ledgers[content.index].sentTimes.count }
        guard
            let content = contents.first(where: { $0.awaits(hashes, sent: sent($0)) })
                ?? contents.first(where: { $0.contains(hashes) }),
            let number = content.arrive(hashes, sent: sent(content))
        else { return nil }
        arrive(content.index, number, at: time)
        return ledgers[content.index].frameID(Int64(clamping: number))
    }

    func dropped(_ frame: Frame, reason: DropReason, on port: Port) {
        fingerprint?.add(frame, droppedAt: port, reason)
        guard let id = name(of: frame, at: port), !id.isWarmUp else { return }
        let index = Int(id.flow) - 1
        guard ledgers.indices.contains(index) else { return }
        let ledger = ledgers[index]
        // A name that stands in the bytes alone may be anybody's: what was not sent cannot end.
        guard frame.id != nil || id.number < UInt64(ledger.sentTimes.count) else { return }
        let wasSettled = ledger.isSettled
        ledger.lose(id.number, reason, at: port.number)
        if !wasSettled && ledger.isSettled { unsettledFlows -= 1 }
    }
    /// Which frame of which flow ended at a port.
    private func name(of frame: Frame, at port: Port) -> FrameID? {
        if let id = frame.id { return id }
        let header = headerByteCounts.indices.contains(port.number) ? headerByteCounts[port.number] : 0
        return frame.byteCount > header ? FrameID.of(frame.droppingFirst(header)) : nil
    }
}

/// Echoes before time zero.
struct WarmUps {
    /// Begun.
    var asked = 0
    /// Those whose next hop nobody knows.
    var refused = 0
    /// Replies.
    var back = 0

    var areOver: Bool { back + refused >= asked }

    /// For people, if not all went well.
    var remark: String? {
        let cold = asked - min(back, asked)
        guard cold > 0 else { return nil }
        return "\(cold) of \(asked) warm-ups were not answered: their flows begin cold"
    }
}

/// Flows of one host that wait for its NICs, each in the order in which they began to wait.
final class WaitingRunners {
    private var queues: [(runners: [FlowRunner], taken: Int)] = []

    func append(_ runner: FlowRunner, _ nic: Int) {
        while queues.count <= nic { queues.append(([], 0)) }
        queues[nic].runners.append(runner)
    }

    func count(_ nic: Int) -> Int {
        queues.indices.contains(nic) ? queues[nic].runners.count - queues[nic].taken : 0
    }

    func removeFirst(_ nic: Int) -> FlowRunner? {
        guard count(nic) > 0 else { return nil }
        let runner = queues[nic].runners[queues[nic].taken]
        queues[nic].taken += 1
        if queues[nic].taken > queues[nic].runners.count / 2 {
            queues[nic].runners.removeFirst(queues[nic].taken)
            queues[nic].taken = 0
        }
        return runner
    }
}
