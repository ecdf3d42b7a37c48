import NetBackends
import NetCore
import TestSupport
import Testing

/// What an end is at when it is closed.
enum ClosingState: CaseIterable {
    /// Nothing has happened yet.
    case justOpened
    /// The loop has run; the far end is not there.
    case waiting
    /// Frames were sent to a far end that is not there.
    case sentInVain
    /// The far end was opened this instant, and neither has heard of the other.
    case connecting
    /// Both ends are there, and nothing is on its way.
    case idle
    /// The far end does not read: a full queue, a full kernel buffer, a frame half sent where frames have halves.
    case blocked
    /// Frames of the far end wait for a node that does not take them.
    case notReading
    /// The far end has just gone.
    case bereft
}

/// Who closes an end, beside a test that stands outside of the loop.
enum ClosingCallback: CaseIterable { case receive, linkChanged, peerHasRoom, timer }

@Suite("The contract of backends: closing", .tags(.kernel), .timeLimit(.minutes(10)))
struct DeletionTests {
    @Test(
        "closed in any state, an end is gone at once and leaves nothing in the loop", arguments: backends,
        ClosingState.allCases)
    func anyState(_ backend: any BackendUnderTest, _ state: ClosingState) throws {
        let bench = try BackendBench(backend)
        var ends: [BackendEnd] = []
        switch state {
        case .justOpened: break
        case .waiting:
            _ = try bench.driver.run(until: bench.driver.now + 1_000_000)
        case .sentInVain:
            send(40, through: bench.leftPort)
            _ = try bench.driver.run(until: bench.driver.now + 1_000_000)
            send(40, through: bench.leftPort)
        case .connecting:
            ends = [try bench.beginToAppear()]
        case .idle:
            ends = [try bench.appear()]
        case .blocked, .notReading, .bereft:
            ends = [try bench.appear()]
            let isBlocked = state != .notReading
            let (reader, port) = isBlocked ? (bench.right, bench.rightPort) : (bench.left, bench.leftPort)
            reader.quota = 0
            port.setBound(frames: 4, bytes: 1 << 20)
            send(2000, through: isBlocked ? bench.leftPort : bench.rightPort)
            try bench.wait { port.queuedFrames >= 4 }
            if state == .bereft { ends.removeLast().close() }
        }
        bench.near.close()
        #expect(!bench.leftPort.hasPeer)
        bench.leftPort.send(Numbered.frame(0, byteCount: 60))
        #expect(bench.leftPort.counters.drops[.noPeer] == 1)
        bench.near.close()
        try bench.expectNothingLeft(closing: ends)
    }

    @Test(
        "closed from inside a callback of its own node, an end is gone, and the callback ends in peace",
        arguments: backends, ClosingCallback.allCases)
    func fromInside(_ backend: any BackendUnderTest, _ callback: ClosingCallback) throws {
        let bench = try BackendBench(backend)
        let near = bench.near
        var hasClosed = false
        let close = {
            near.close()
            hasClosed = true
        }
        if callback == .linkChanged { bench.left.whenLinkChanges = { _ in close() } }
        var far: BackendEnd?
        if callback != .linkChanged {
            far = try bench.appear()
        } else if backend.tellsCarrier {
            far = try bench.beginToAppear()
        }
        switch callback {
        case .receive:
            bench.left.whenReceiving = { _, _ in close() }
            send(20, through: bench.rightPort)
        case .linkChanged: break
        case .peerHasRoom:
            near.port.setBound(frames: 2, bytes: 1 << 20)
            bench.left.whenThereIsRoom = { _ in close() }
            send(20, through: bench.leftPort)
        case .timer:
            let metronome = Metronome(bench.loop) { if !hasClosed { close() } }
            send(20, through: bench.leftPort)
            try bench.wait { hasClosed }
            metronome.stop()
        }
        try bench.wait { hasClosed }
        #expect(!bench.leftPort.hasPeer)
        bench.left.whenReceiving = nil
        try bench.expectNothingLeft(closing: far.map { [$0] } ?? [])
    }

    @Test("closed and opened again while frames wait in its queue: the address is free at once", arguments: backends)
    func again(_ backend: any BackendUnderTest) throws {
        let bench = try BackendBench(backend)
        bench.rightPort.setBound(frames: 4, bytes: 1 << 20)
        for round in 0..<3 {
            bench.right.quota = 0
            let far = try bench.appear()
            send(12, through: bench.leftPort)
            try bench.wait { bench.rightPort.queuedFrames >= 4 }
            // Not delivered yet: it stands in the far end's queue.
            bench.rightPort.send(Numbered.frame(0, byteCount: 60, to: 1, from: 2))
            try bench.vanish(far)
            #expect(bench.rightPort.hasPeer == false)
            #expect(bench.rightPort.counters.drops[.closed] >= UInt64(4 * (round + 1)))
        }
        let far = try bench.appear()
        bench.right.quota = nil
        bench.rightPort.resume()
        try bench.carry([Numbered.frame(9, byteCount: 60)], from: bench.leftPort, to: bench.right)
        try bench.expectNothingLeft(closing: [far])
    }

    private func send(_ count: Int, through port: Port) {
        for number in 0..<count { port.send(Numbered.frame(number, byteCount: 1400)) }
    }
}
