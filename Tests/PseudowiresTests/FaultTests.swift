import NetCore
import NetdevOptions
import Pseudowires
import TestSupport
import Testing
import Tunnels

@Suite("Messages with a fault")
struct FaultTests {
    @Test(
        "each fault ends one frame, for its reason alone, in every header that has the field; the next is delivered",
        arguments: L2TPv3Fault.allCases)
    func reasons(_ fault: L2TPv3Fault) throws {
        for shape in Shape.every {
            let (hasField, reason) = shape.outcome(of: fault)
            guard hasField else { continue }
            var bench = try FaultBench(shape.configuration)
            bench.send(3)
            let order = bench.injector.strike(next: 1, with: fault)
            bench.send(3)
            #expect(order.isDone, "\(shape.testDescription)")
            var expected = Array(1...6)
            if fault == .duplicate {
                if reason == nil { expected.insert(4, at: 3) }
            } else if reason != nil {
                expected.remove(at: 3)
            }
            #expect(bench.delivered == expected, "\(shape.testDescription)")
            #expect(bench.drops.total == (reason == nil ? 0 : 1), "\(shape.testDescription)")
            if let reason { #expect(bench.drops[reason] == 1, "\(shape.testDescription)") }
            #expect(bench.loop.audit().isEmpty)
        }
    }

    @Test(
        "where the header has no field for it nothing is struck, and nothing is lost", arguments: L2TPv3Fault.allCases)
    func withoutField(_ fault: L2TPv3Fault) throws {
        for shape in Shape.every where !shape.outcome(of: fault).hasField {
            var bench = try FaultBench(shape.configuration)
            let order = bench.injector.strike(next: 2, with: fault)
            bench.send(3)
            #expect(order.struck == 0)
            #expect(bench.injector.unfinished.map(\.fault) == [fault])
            #expect(bench.delivered == [1, 2, 3])
        }
    }

    /// Version, session 0x33334444, cookie, sublayer with number 2, two bytes of offset, and the third frame.
    static let whole = "00030000 33334444 01020304 05060708 40000002 0000"

    @Test(
        "only what is meant differs from the message as it was",
        arguments: [
            (.wrongSession, "00030000 fffffffe 01020304 05060708 40000002 0000", 16),
            (.wrongCookie, "00030000 33334444 01020304 05060709 40000002 0000", 16),
            (.shortCookie, "00030000 33334444 01020304 40000002 0000", 16),
            (.truncatedHeader, "00030000 33334444 01020304 05060708 400000", 0),
            (.controlBit, "80030000 33334444 01020304 05060708 40000002 0000", 16),
            (.wrongVersion, "00020000 33334444 01020304 05060708 40000002 0000", 16),
            (.counterSkew, "00030000 33334444 01020304 05060708 40ffff9e 0000", 16),
            (.counterRollover, "00030000 33334444 01020304 05060708 40ffffff 0000", 16),
        ] as [(L2TPv3Fault, String, Int)])
    func bytes(fault: L2TPv3Fault, header: String, payload: Int) throws {
        let shape = Shape("", tx: .bits64(0x0102_0304_0506_0708), sublayer: .default, offset: 2, .check)
        var bench = try FaultBench(shape.configuration)
        let recorder = WireRecorder(bench.loop)
        bench.send(2)
        bench.injector.strike(next: 1, with: fault)
        bench.send()
        #expect(
            recorder.taken(by: bench.rightEnd.outer).last?.bytes == TestSupport.bytes(header)
                + FaultBench.frame(3).prefix(payload))
    }

    @Test("orders are carried out one behind the other, and each says how far it has come")
    func inOrder() throws {
        var bench = try FaultBench(Shape("", tx: .bits32(7)).configuration)
        let cookies = bench.injector.strike(next: 2, with: .wrongCookie)
        let sessions = bench.injector.strike(next: 3, with: .wrongSession)
        bench.send(4)
        #expect((cookies.struck, sessions.struck) == (2, 2))
        #expect(cookies.isDone && !sessions.isDone)
        #expect(bench.injector.unfinished.count == 1)
        bench.send(2)
        #expect(bench.drops[.cookieMismatch] == 2)
        #expect(bench.drops[.sessionMismatch] == 3)
        #expect(bench.delivered == [6])
        #expect(!bench.injector.isArmed)
    }

    @Test("a cookie that would read the same without four bytes lacks fewer; one that always would is not struck")
    func ambiguousCookies() throws {
        // The last four bytes of the cookie are those of the first number.
        let shape = Shape("", tx: .bits64(0x0102_0304_4000_0000), sublayer: .default)
        var bench = try FaultBench(shape.configuration)
        bench.injector.strike(next: 1, with: .shortCookie)
        bench.send(2)
        #expect(bench.drops[.cookieMismatch] == 1)
        #expect(bench.delivered == [2])
        var zeros = try FaultBench(Shape("", tx: .bits32(0), sublayer: .pinned).configuration)
        let order = zeros.injector.strike(next: 1, with: .shortCookie)
        zeros.send(2)
        #expect(order.struck == 0)
        #expect(zeros.delivered == [1, 2])
    }

    @Test("a stranger's message is taken by an end that does not look where it comes from")
    func strangers() throws {
        var bench = try FaultBench(Shape("", tx: .bits32(7)).configuration, strict: false)
        let order = bench.injector.strike(next: 2, with: .spoofedSource)
        bench.send(3)
        #expect(order.isDone)
        #expect(bench.delivered == [1, 2, 3])
        #expect(bench.drops.total == 0)
        #expect(bench.loop.audit().isEmpty)
    }
}
