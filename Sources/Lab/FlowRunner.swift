import Hosts
import NetCore
import ScenarioFile
import WireFormats

/// Sends a flow: resolves its next hop, then sends each frame when it is due.
///
/// In virtual time frames leave exactly at their times. In real time the clock may be late; then all that are due are
/// sent at once, never fewer, and the ledger remembers by how much.
final class FlowRunner: TimerClient {
    let host: Host
    private let ledger: FlowLedger
    private unowned let traffic: Traffic
    private let timer: LoopTimer
    private let frameLimit: Int64
    private var state = State.waiting
    private var paceStart: Int64 = 0
    private var next: Int64 = 0
    private var isPaused = false
    /// Called once, when the last frame has been sent or none will be.
    var whenDone: (() -> Void)?

    private enum State: Equatable {
        case waiting, resolving, sending, done
        case givingUp(DropReason)
    }

    /// Frames that end in one dispatch, when there is no way to send them: signals are looked at in between.
    private static let givenUpAtOnce: Int64 = 1024

    /// Bytes of an ICMP echo payload, as ping(8) has by default.
    private static let pingPayload = 56

    /// - Parameter frameLimit: The file's `limit`: no more frames than this are given up one by one.
    init(loop: Loop, host: Host, ledger: FlowLedger, traffic: Traffic, frameLimit: Int64) {
        self.frameLimit = frameLimit
        self.host = host
        self.ledger = ledger
        self.traffic = traffic
        timer = loop.makeTimer()
        loop.attach(self, to: timer)
    }

    var isDone: Bool { state == .done }

    func begin(at time: Int64) { timer.arm(at: time) }

    func timerFired(_ timer: LoopTimer) {
        switch state {
        case .waiting:
            state = .resolving
            guard let destination = ledger.plan.addresses?.destination else { return giveUp(.noRoute) }
            host.resolve(destination) { [weak self] in self?.resolved($0) }
        case .sending: sendDue()
        case .givingUp(let reason): giveUp(reason)
        case .resolving, .done: break
        }
    }

    /// The NIC has room again.
    func resume() {
        guard isPaused else { return }
        isPaused = false
        sendDue()
    }

    private func resolved(_ resolution: Host.Resolution) {
        switch resolution {
        case .resolved:
            state = .sending
            paceStart = timer.now
            sendDue()
        case .unresolved: giveUp(.unresolved)
        case .noRoute: giveUp(.noRoute)
        }
    }

    private func giveUp(_ reason: DropReason) {
        let last = min(ledger.plan.count, frameLimit)
        let end = min(last, next + Self.givenUpAtOnce)
        for number in next..<end { host.nics[0].port.dropUnsent(id: ledger.frameID(number), reason) }
        next = end
        if next == last { return finish() }
        state = .givingUp(reason)
        timer.arm(at: timer.now)
    }

    private func sendDue() {
        let now = timer.now
        while next < ledger.plan.count {
            let due = paceStart + ledger.plan.pace.offset(ofFrame: next)
            if due > now { return timer.arm(at: due) }
            if host.isTransmitPaused(on: 0) {
                // By another flow of this host: the NIC is one.
                isPaused = true
                return
            }
            ledger.latest = max(ledger.latest, now - due)
            let number = next
            next += 1
            ledger.send(at: now)
            traffic.noteActivity(now)
            if send(number) == .paused {
                isPaused = true
                break
            }
        }
        if next == ledger.plan.count { finish() }
    }

    private func send(_ number: Int64) -> SendResult {
        let plan = ledger.plan
        let stamp = FlowStamp(id: ledger.frameID(number).rawValue)
        switch plan.kind {
        case .ping(let pair):
            let echo = ICMPEcho(
                .request, identifier: UInt16(truncatingIfNeeded: ledger.id),
                sequence: UInt16(truncatingIfNeeded: number + 1))
            return host.sendEchoRequest(
                to: pair.destination, from: pair.source, echo, stamp: stamp, payloadByteCount: Self.pingPayload)
        case .udp(let pair, let udp):
            guard case .fixed(let size) = udp.size else { return .open }
            return host.sendDatagram(
                to: pair.destination, from: pair.source, ports: (udp.sourcePort, udp.destinationPort), stamp: stamp,
                payloadByteCount: size - Scenario.UDPPlan.headerByteCount(version: pair.destination.version),
                timeToLive: udp.timeToLive,
                trafficClass: udp.dscp << 2)
        case .frames:
            return .open
        }
    }

    private func finish() {
        state = .done
        let then = whenDone
        whenDone = nil
        then?()
    }
}
