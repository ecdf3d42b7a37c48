import CBench
import Glibc
import Testing

@testable import Bench

@Suite("Relays under test, and the processes they are", .timeLimit(.minutes(2)))
struct RelayTests {
    private func source(frameByteCount: Int = 64) throws -> RelaySource {
        try RelaySource(
            FrameField(
                ports: 2, stationsPerPort: 4, framesPerPort: 64, frameByteCount: frameByteCount,
                stride: (frameByteCount + 63) / 64 * 64))
    }

    @Test("the relay in C moves every frame", arguments: LimitTests.ways, [14, 64, 1500])
    func limit(way: cbench_way, frameByteCount: Int) throws {
        let source = try source(frameByteCount: frameByteCount)
        let relay = try Relay.limit("C", source: source, way: way)
        #expect(try relay.carry(300, from: source) == 300)
        #expect(try relay.carry(1, from: source) == 1)
        relay.end()
    }

    @Test("QEMU moves every frame", .enabled(if: QEMU.installed != nil, "qemu-system-x86 is not installed"))
    func qemu() throws {
        let qemu = try #require(QEMU.installed)
        let source = try source()
        let relay = try Relay.program(qemu.name, source: source, arguments: qemu.relay)
        #expect(try relay.carry(200, from: source) == 200)
        relay.end()
    }

    @Test("a stretch has frames, CPU time and counted calls")
    func stretch() throws {
        let source = try source()
        let relay = try Relay.limit("C", source: source, way: cbench_copied)
        let sample = try relay.carry(from: source, nanoseconds: 20_000_000)
        #expect(sample.count > 0)
        #expect(sample.nanoseconds >= 20_000_000)
        #expect(sample.cpuNanoseconds > 0)
        // At the least a receive and a send for 64 frames, give or take those on their way; at the most both for each,
        // and a receive that finds nothing.
        let calls = try #require(sample.systemCallsEach)
        #expect(calls > 1.0 / 64)
        #expect(calls < 3.1)
        relay.end()
    }

    @Test("a program that cannot be started says why")
    func missing() throws {
        let source = try source()
        let error = try #require(throws: BenchError.self) {
            _ = try Relay.program("nothing", source: source) { _, _ in ["/nowhere/program"] }
        }
        #expect(error.description == "nothing does not relay: /nowhere/program: No such file or directory")
    }

    @Test("a program that ends says its last words")
    func lastWords() throws {
        let source = try source()
        let error = try #require(throws: BenchError.self) {
            _ = try Relay.program("sh", source: source) { _, _ in ["/bin/sh", "-c", "echo no such netdev >&2"] }
        }
        #expect(error.description == "sh does not relay: no such netdev")
    }

    @Test("no child is left")
    func noChildIsLeft() async {
        await #expect(processExitsWith: .success) {
            func children() -> Bool {
                var status: Int32 = 0
                return waitpid(-1, &status, WNOHANG) != -1
            }
            do {
                let source = try RelaySource(FrameField(ports: 2, stationsPerPort: 4, framesPerPort: 64))
                let relay = try Relay.limit("C", source: source, way: cbench_copied)
                precondition(children(), "the relay is a child")
                _ = try relay.carry(100, from: source)
            }
            precondition(!children(), "and goes with its object")
        }
    }
}
