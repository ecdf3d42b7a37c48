import NetCore
import Testing
import TestSupport

@Suite("Conservation, element by element")
struct AuditTests {
    /// A client that loses frames without saying so.
    private final class Thief: NetClient {
        var account: ElementAccount { ElementAccount() }
        func receive(_ burst: Burst, on port: Port) -> Int { burst.count }
    }

    @Test("a client that swallows frames is found, by name")
    func thief() throws {
        let loop = Loop()
        let left = loop.makePort(for: Probe(), name: "h1:eth0")
        let right = loop.makePort(for: Thief(), name: "thief:eth0")
        try left.connect(to: right)
        for _ in 0..<3 { left.send(Sample.frame(to: 2, from: 1)) }
        loop.settle()
        #expect(loop.audit().map(\.description) == ["thief:eth0: 3 frames came in or were made, 0 are accounted for"])
    }

    @Test("every drop reason has the word that scenarios use, and the list is the closed one")
    func reasons() {
        let words = DropReason.allCases.map(\.name)
        #expect(
            words == [
                "link-down", "no-peer", "queue-full", "oversize", "filtered", "vlan", "not-for-me", "truncated",
                "bad-version", "control-message", "session-mismatch", "cookie-mismatch", "source-mismatch", "sequence",
                "corrupted", "impaired-loss", "impaired-drop", "impaired-queue", "unresolved", "no-route",
                "ttl-expired", "same-port", "loop", "runt", "stale", "socket-overflow", "socket-error", "closed",
            ])
        for reason in DropReason.allCases { #expect(DropReason(name: reason.name) == reason) }
        #expect(DropReason(name: "lost") == nil)
    }

    @Test("C8: each reason is counted for itself, and so are frames and bytes both ways")
    func counters() throws {
        let loop = Loop()
        let receiver = Probe()
        let (left, right) = try loop.makePair(Probe(), receiver)
        for (index, reason) in DropReason.allCases.enumerated() {
            receiver.whenReceiving = { burst, port in
                for position in 0..<burst.count { port.drop(burst[position], reason) }
            }
            for _ in 0...index { left.send(Sample.frame(to: 2, from: 1)) }
            loop.settle()
        }
        for (index, reason) in DropReason.allCases.enumerated() {
            #expect(right.counters.drops[reason] == UInt64(index + 1))
        }
        let count = UInt64(DropReason.allCases.count * (DropReason.allCases.count + 1) / 2)
        #expect(left.counters.txFrames == count && right.counters.rxFrames == count)
        #expect(left.counters.txBytes == 14 * count && right.counters.rxBytes == 14 * count)
    }

    @Test("an observer sees every frame that is received and every drop, with identity and place")
    func observer() throws {
        final class Watcher: LoopObserver {
            var received: [(FrameID?, Int)] = []
            var dropped: [(FrameID?, DropReason, Int)] = []
            func received(_ burst: Burst, first count: Int, on port: Port) {
                for position in 0..<count { received.append((burst[position].id, port.number)) }
            }
            func dropped(_ frame: Frame, reason: DropReason, on port: Port) {
                dropped.append((frame.id, reason, port.number))
            }
        }
        let loop = Loop()
        let watcher = Watcher()
        let (left, right) = try loop.makePair(Probe(), Probe(quota: 1))
        loop.observer = watcher
        left.send(Sample.frame(to: 2, from: 1), id: FrameID(flow: 3, number: 0))
        left.send(Sample.frame(to: 2, from: 1), id: FrameID(flow: 3, number: 1))
        loop.settle()
        left.close()
        #expect(watcher.received.map(\.0) == [FrameID(flow: 3, number: 0)])
        #expect(watcher.received.map(\.1) == [right.number])
        #expect(watcher.dropped.map(\.0) == [FrameID(flow: 3, number: 1)])
        #expect(watcher.dropped.map(\.1) == [.closed])
        #expect(watcher.dropped.map(\.2) == [right.number])
    }
}
