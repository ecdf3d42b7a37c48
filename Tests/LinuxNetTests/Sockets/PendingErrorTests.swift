import Glibc
import LinuxNet
import SystemPackage
import TestSupport
import Testing

@Suite("an error that waits at a socket", .tags(.kernel), .timeLimit(.minutes(10)))
struct PendingErrorTests {
    @Test("is taken once, and polling falls silent")
    func unix() throws {
        let folder = try TemporaryDirectory()
        let (ours, peer) = (try PlainUnixSocket(folder["a"]), try PlainUnixSocket(folder["b"]))
        let descriptor = FileDescriptor(rawValue: ours.descriptor)
        #expect(ours.connect(to: folder["b"]) == nil)
        #expect(peer.connect(to: folder["a"]) == nil)
        #expect(takePendingError(of: descriptor) == nil)
        // A peer that lets go with something unread: ECONNRESET at the other end.
        #expect(send([1], on: ours.descriptor) == nil)
        #expect(peer.connect(to: "") == nil)
        var poll = try EventPoll()
        let registration = try poll.register(descriptor, interest: .read)
        #expect(try poll.waitForReadiness(registration)?.contains(.error) == true)
        #expect(takePendingError(of: descriptor) == .connectionReset)
        #expect(try poll.poll() == 0)
        #expect(takePendingError(of: descriptor) == nil)
    }

    @Test("of a descriptor that is none there is no error")
    func closed() {
        #expect(takePendingError(of: FileDescriptor(rawValue: -1)) == nil)
    }

    @Test("ECONNRESET is of an earlier datagram: the one that met it is sent again")
    func sentAgain() throws {
        let folder = try TemporaryDirectory()
        let (ours, peer) = (try PlainUnixSocket(folder["a"]), try PlainUnixSocket(folder["b"]))
        #expect(ours.connect(to: folder["b"]) == nil)
        #expect(peer.connect(to: folder["a"]) == nil)
        #expect(send([1], on: ours.descriptor) == nil)
        #expect(peer.connect(to: "") == nil)
        let batch = Batch([100, 100])
        var sender = DatagramSender(to: nil, kernel: LinuxKernel(), mayRun: false)
        let outcome = sender.send(0..<2, of: batch.slots, on: FileDescriptor(rawValue: ours.descriptor))
        #expect(outcome == SendOutcome(sent: 2, stop: .done))
        #expect(sender.statistics.resends == 1)
        #expect(received(by: peer.descriptor) == batch.datagrams)
    }
}

@Suite("the datagram sender of a socket that is not UDP")
struct SingleDatagramTests {
    @Test("equal lengths make no run", arguments: [0, 64, 128])
    func noRuns(limit: Int) {
        let batch = Batch([100, 100, 100, 60, 60])
        var sender = DatagramSender(
            to: nil, kernel: ScriptedKernel([.taken(5), .taken(2)], segmentLimit: limit), mayRun: false)
        let nowhere = FileDescriptor(rawValue: -1)
        #expect(sender.send(0..<5, of: batch.slots, on: nowhere) == SendOutcome(sent: 5, stop: .done))
        #expect(sender.send(1..<3, of: batch.slots, on: nowhere) == SendOutcome(sent: 2, stop: .done))
        #expect(
            sender.kernel.sends.map { $0.map(\.bytes) } == [batch.datagrams, [batch.datagram(1), batch.datagram(2)]])
        #expect(sender.kernel.sends.joined().allSatisfy { $0.segment == nil })
        #expect(sender.statistics.runs == 0)
        #expect(sender.degraded.isEmpty, "what cannot be is not missed")
    }

    @Test("a datagram that is refused is not taken for a refused run", arguments: [Errno.invalidArgument, .ioError])
    func refused(error: Errno) {
        let batch = Batch([100, 100])
        var sender = DatagramSender(to: nil, kernel: ScriptedKernel([.failure(error)]), mayRun: false)
        let outcome = sender.send(0..<2, of: batch.slots, on: FileDescriptor(rawValue: -1))
        #expect(outcome == SendOutcome(sent: 0, stop: .failed(error)))
        #expect(sender.refusedSegmentByteCount == nil)
    }
}
