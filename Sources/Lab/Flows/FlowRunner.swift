import Hosts
import NetCore
import ScenarioFile
import WireFormats

/// Sends a flow: resolves its next hop, then sends each frame when it is due.
///
/// In virtual time frames leave exactly at their times. In real time the clock may be late; then all that are due are
/// sent at once, never fewer, and the ledger remembers by how much.
final class FlowRunner: TimerClient {
    private let host: Host
    private let ledger: FlowLedger
    private unowned let traffic: Traffic
    private let agenda: Agenda
    private let timer: LoopTimer
    private let frameLimit: Int64
    private var sizes: FrameSizes?
    private var state = State.waiting
    /// When it was to begin, and when its first frame is due: if the next hop is known at once, that is the same, even
    /// where a busy host comes to it late.
    private var beginning: Int64 = 0
    private var paceStart: Int64 = 0
    private var isAsking = false
    private var next: Int64 = 0
    /// The NIC that its frames leave by; nil while there is no way.
    private var egress: Int?
    private var isPaused = false
    /// How much had happened to the network when the next hop was last asked for.
    private var resolvedAt: UInt64 = 0

    private enum State: Equatable {
        case waiting, resolving, sending, resolvingAgain, done
        case givingUp(DropReason)
        /// What is due until a time, while there was no way.
        case skipping(DropReason, until: Int64)
    }

    /// Frames that end in one dispatch, when there is no way to send them: signals are looked at in between.
    private static let givenUpAtOnce: Int64 = 1024

    /// Bytes of an ICMP echo payload, as ping(8) has by default.
    private static let pingPayload = 56

    /// - Parameters:
    ///   - agenda: What happens to the network at times: nothing that is due behind it is sent before it.
    ///   - scenario: Its `limit`: no more frames than this are given up one by one; its seed.
    init(loop: Loop, host: Host, ledger: FlowLedger, traffic: Traffic, agenda: Agenda, scenario: Scenario) {
        self.host = host
        self.ledger = ledger
        self.traffic = traffic
        self.agenda = agenda
        frameLimit = scenario.frameLimit
        if case .udp(let pair, let udp) = ledger.plan.kind {
            sizes = FrameSizes(
                udp.size, version: pair.destination.version,
                stream: RandomStream(seed: scenario.streamSeed, name: ledger.plan.name))
        }
        timer = loop.makeTimer()
        loop.attach(self, to: timer)
    }

    func begin(at time: Int64) {
        beginning = time
        ledger.begin(at: time)
        timer.arm(at: time)
    }

    func timerFired(_ timer: LoopTimer) {
        switch state {
        case .waiting: resolve()
        case .sending: sendDue()
        case .givingUp(let reason): giveUp(reason)
        case .skipping(let reason, let time): skipDue(reason, until: time)
        case .resolving, .resolvingAgain, .done: break
        }
    }

    /// The NIC has room again.
    func resume() {
        guard isPaused else { return }
        isPaused = false
        sendDue()
    }

    // MARK: The next hop

    private func resolve() {
        guard let pair = ledger.plan.addresses else {
            egress = ledger.plan.from.port ?? 0
            return beginSending(at: beginning)
        }
        state = state == .waiting ? .resolving : .resolvingAgain
        resolvedAt = agenda.performed
        isAsking = true
        host.resolve(pair.destination, from: pair.source) { [weak self] in self?.resolved($0, pair) }
        isAsking = false
    }

    private func resolved(_ resolution: Host.Resolution, _ pair: Scenario.Flow.AddressPair) {
        if resolution == .resolved { egress = host.egress(for: pair.destination, from: pair.source) }
        switch (resolution, state) {
        case (.resolved, .resolving): beginSending(at: isAsking ? beginning : timer.now)
        case (.resolved, _):
            state = .sending
            sendDue()
        case (.unresolved, .resolving): giveUp(.unresolved)
        case (.noRoute, .resolving): giveUp(.noRoute)
        case (.unresolved, _): skipDue(.unresolved, until: timer.now)
        case (.noRoute, _): skipDue(.noRoute, until: timer.now)
        }
    }

    private func beginSending(at time: Int64) {
        state = .sending
        paceStart = time
        ledger.begin(at: paceStart)
        resolvedAt = agenda.performed
        sendDue()
    }

    /// Without an answer at the beginning there is no flow.
    private func giveUp(_ reason: DropReason) {
        let last = min(ledger.plan.count, frameLimit)
        let end = min(last, next + Self.givenUpAtOnce)
        for number in next..<end { dropUnsent(number, reason) }
        next = end
        if next == last { return finish() }
        state = .givingUp(reason)
        timer.arm(at: timer.now)
    }

    /// Without an answer later on, after a table was flushed or a link went down, what was due meanwhile ends; the flow
    /// goes on.
    private func skipDue(_ reason: DropReason, until time: Int64) {
        let last = min(ledger.plan.count, frameLimit)
        let pause = min(last, next + Self.givenUpAtOnce)
        while next < pause, due(next) <= time {
            ledger.skip(at: timer.now)
            dropUnsent(next, reason)
            next += 1
        }
        if next >= last { return finish() }
        if due(next) <= time {
            state = .skipping(reason, until: time)
            return timer.arm(at: timer.now)
        }
        state = .sending
        // The next frame asks anew.
        resolvedAt = agenda.performed &- 1
        timer.arm(at: due(next))
    }

    private func dropUnsent(_ number: Int64, _ reason: DropReason) {
        host.nics[egress ?? 0].port.dropUnsent(id: ledger.frameID(number), reason)
    }

    // MARK: Sending

    private func due(_ number: Int64) -> Int64 {
        paceStart.saturatingAdd(ledger.plan.offset(ofFrame: number))
    }

    private func sendDue() {
        let now = timer.now
        while next < ledger.plan.count {
            let due = due(next)
            // Late, there may be frames behind something that has to happen first.
            if due > now || due >= agenda.nextTime { return timer.arm(at: due) }
            if resolvedAt != agenda.performed, ledger.plan.addresses != nil { return resolve() }
            if let egress, host.isTransmitPaused(on: egress) {
                // By another flow of this host.
                isPaused = true
                return traffic.wait(self, for: host, on: egress)
            }
            ledger.latest = max(ledger.latest, now - due)
            let number = next
            next += 1
            ledger.send(at: now)
            traffic.noteActivity(now)
            if send(number) == .paused, next < ledger.plan.count {
                isPaused = true
                return traffic.wait(self, for: host, on: egress ?? 0)
            }
        }
        finish()
    }

    private func send(_ number: Int64) -> SendResult {
        let plan = ledger.plan
        let id = ledger.frameID(number)
        let stamp = FlowStamp(id: id.rawValue)
        switch plan.kind {
        case .ping(let pair):
            let echo = ICMPEcho(
                .request, identifier: UInt16(truncatingIfNeeded: ledger.id),
                sequence: UInt16(truncatingIfNeeded: number + 1))
            return host.sendEchoRequest(
                to: pair.destination, from: pair.source, echo, stamp: stamp, payloadByteCount: Self.pingPayload)
        case .udp(let pair, let udp):
            let headers = Scenario.UDPPlan.headerByteCount(version: pair.destination.version)
            let size = sizes?.next() ?? headers + FlowStamp.byteCount
            return host.sendDatagram(
                to: pair.destination, from: pair.source, ports: (udp.sourcePort, udp.destinationPort), stamp: stamp,
                payloadByteCount: size - headers, timeToLive: udp.timeToLive, trafficClass: udp.dscp << 2)
        case .frames(let frames): return send(frames, number, id)
        case .replay(let replay): return send(replay.frames, number, id)
        }
    }

    /// Frames that the file gives are sent in turn.
    private func send(_ frames: [[UInt8]], _ number: Int64, _ id: FrameID) -> SendResult {
        host.send(frame: frames[Int(number % Int64(frames.count))], id: id, on: egress ?? 0)
    }

    private func finish() {
        guard state != .done else { return }
        state = .done
        traffic.flowEnded(Int(ledger.id) - 1)
    }
}
