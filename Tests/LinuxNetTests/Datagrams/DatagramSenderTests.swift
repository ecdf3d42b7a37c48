import LinuxNet
import SystemPackage
import Testing

/// What the kernel will not show on demand, played by a script.
@Suite("the datagram sender, with a scripted kernel")
struct DatagramSenderTests {
    private let nowhere = FileDescriptor(rawValue: -1)
    private let peer = SocketAddress.loopback(.ipv4, port: 1701)

    /// The sizes of the datagrams in each message of each call.
    private func shape(_ sends: [[ScriptedKernel.Outgoing]]) -> [[[Int]]] {
        sends.map { messages in
            messages.map { message in
                guard let segment = message.segment else { return [message.bytes.count] }
                let rest = message.bytes.count % segment
                return Array(repeating: segment, count: message.bytes.count / segment) + (rest == 0 ? [] : [rest])
            }
        }
    }

    @Test(
        "runs of equal lengths are one message, which a shorter datagram may close; a batch is one call",
        arguments: [
            ([100, 100, 100], [[100, 100, 100]]),
            ([100, 100, 60], [[100, 100, 60]]),
            ([100, 60, 60], [[100, 60], [60]]),
            ([60, 100, 100], [[60], [100, 100]]),
            ([60, 100, 200], [[60], [100], [200]]),
            ([100, 100, 60, 60, 60, 200], [[100, 100, 60], [60, 60], [200]]),
            ([40_000, 40_000], [[40_000], [40_000]]),
            ([32_500, 32_500, 32_500], [[32_500, 32_500], [32_500]]),
        ] as [([Int], [[Int]])])
    func plan(sizes: [Int], messages: [[Int]]) {
        let batch = Batch(sizes)
        var sender = DatagramSender(to: peer, kernel: ScriptedKernel([.taken(messages.count)]))
        #expect(
            sender.send(0..<sizes.count, of: batch.slots, on: nowhere) == SendOutcome(sent: sizes.count, stop: .done))
        #expect(shape(sender.kernel.sends) == [messages])
        #expect(sender.kernel.sends[0].flatMap(\.bytes) == batch.datagrams.flatMap { $0 })
        #expect(sender.kernel.sends[0].allSatisfy { $0.destination == peer })
        let runs = messages.filter { $0.count > 1 }
        #expect(sender.statistics.runs == UInt64(runs.count))
        #expect(sender.statistics.runDatagrams == UInt64(runs.joined().count))
        #expect(sender.statistics.datagrams == UInt64(sizes.count))
        #expect(sender.statistics.systemCalls == 1)
    }

    @Test("an empty datagram neither opens nor closes a run: no byte would be left to make it from")
    func emptyDatagrams() {
        let slots = SendSlots()
        slots.prepare(4, with: HeaderTemplate())
        withUnsafeTemporaryAllocation(byteCount: 8, alignment: 8) { bytes in
            bytes.initializeMemory(as: UInt8.self, repeating: 5)
            guard let start = bytes.baseAddress else { return }
            for (index, size) in [8, 8, 0, 0].enumerated() { slots.stage(index, payload: start, byteCount: size) }
            var sender = DatagramSender(to: nil, kernel: ScriptedKernel([.taken(3)]))
            #expect(sender.send(0..<4, of: slots, on: nowhere).stop == .done)
            #expect(sender.kernel.sends[0].map(\.segment) == [8, nil, nil])
            #expect(sender.kernel.sends[0].map(\.destination) == [nil, nil, nil])
        }
    }

    @Test("no run is longer than the kernel takes", arguments: [0, 1, 2, 64, 128])
    func segmentLimit(limit: Int) {
        let batch = Batch(Array(repeating: 50, count: 200))
        var sender = DatagramSender(to: peer, kernel: ScriptedKernel([.taken(200)], segmentLimit: limit))
        _ = sender.send(0..<200, of: batch.slots, on: nowhere)
        let lengths = shape(sender.kernel.sends)[0].map(\.count)
        #expect(lengths.max() == max(limit, 1))
        #expect(lengths.reduce(0, +) == 200)
        #expect(sender.degraded.isEmpty == (limit >= 2))
    }

    @Test("after a partial send the rest is sent, from where it stopped")
    func partial() {
        let batch = Batch([60, 100, 100, 200, 300])
        var sender = DatagramSender(to: peer, kernel: ScriptedKernel([.taken(2), .taken(1), .taken(1)]))
        #expect(sender.send(0..<5, of: batch.slots, on: nowhere) == SendOutcome(sent: 5, stop: .done))
        #expect(shape(sender.kernel.sends) == [[[60], [100, 100], [200], [300]], [[200], [300]], [[300]]])
        #expect(sender.statistics.datagrams == 5)
    }

    @Test(
        "a send that cannot go on says why, and how many went out before",
        arguments: [
            ([.failure(.wouldBlock)], 0, .wouldBlock),
            ([.taken(1), .failure(.wouldBlock)], 1, .wouldBlock),
            ([.taken(0)], 0, .wouldBlock),
            ([.taken(2), .failure(.noBufferSpace)], 3, .noBuffers),
            ([.failure(.messageTooLong), .failure(.messageTooLong)], 0, .oversize),
            ([.taken(2), .failure(.messageTooLong), .failure(.messageTooLong)], 3, .oversize),
            ([.failure(.connectionRefused), .failure(.connectionRefused)], 0, .failed(.connectionRefused)),
            ([.taken(1), .failure(.notPermitted)], 1, .failed(.notPermitted)),
        ] as [([ScriptedKernel.Step], Int, SendOutcome.Stop)])
    func stops(script: [ScriptedKernel.Step], sent: Int, stop: SendOutcome.Stop) {
        // One message, a run of two, one message.
        let batch = Batch([60, 100, 100, 200])
        var sender = DatagramSender(to: peer, kernel: ScriptedKernel(script))
        #expect(sender.send(0..<4, of: batch.slots, on: nowhere) == SendOutcome(sent: sent, stop: stop))
        #expect(sender.kernel.script.isEmpty)
        #expect(sender.statistics.datagrams == UInt64(sent))
    }

    @Test("the rest of a batch is sent by a second send")
    func rest() {
        let batch = Batch([60, 100, 200])
        var sender = DatagramSender(to: peer, kernel: ScriptedKernel([.taken(1), .failure(.wouldBlock), .taken(1)]))
        #expect(sender.send(0..<3, of: batch.slots, on: nowhere) == SendOutcome(sent: 1, stop: .wouldBlock))
        // The caller drops one, and goes on behind it.
        #expect(sender.send(2..<3, of: batch.slots, on: nowhere) == SendOutcome(sent: 1, stop: .done))
        #expect(sender.kernel.sends.last?.map(\.bytes) == [batch.datagram(2)])
    }

    @Test("an interrupted send is made again, and nothing is counted twice")
    func interrupted() {
        let batch = Batch([60, 100])
        var sender = DatagramSender(
            to: peer, kernel: ScriptedKernel([.failure(.interrupted), .failure(.interrupted), .taken(2)]))
        #expect(sender.send(0..<2, of: batch.slots, on: nowhere) == SendOutcome(sent: 2, stop: .done))
        #expect(sender.statistics.datagrams == 2)
        #expect(sender.statistics.resends == 0)
    }

    @Test(
        "an error that may be an earlier datagram's is not believed the first time",
        arguments: [Errno.connectionRefused, .noRouteToHost, .networkUnreachable, .messageTooLong, .permissionDenied])
    func pendingError(error: Errno) {
        let batch = Batch([100, 100, 100])
        var sender = DatagramSender(to: peer, kernel: ScriptedKernel([.failure(error), .taken(1)]))
        #expect(sender.send(0..<3, of: batch.slots, on: nowhere) == SendOutcome(sent: 3, stop: .done))
        #expect(shape(sender.kernel.sends) == [[[100, 100, 100]], [[100, 100, 100]]])
        #expect(sender.statistics.resends == 1)
        #expect(sender.refusedSegmentByteCount == nil)
    }

    @Test("a refused peer costs one resend for each message that gets through between")
    func refusedAgain() {
        let batch = Batch([60, 100, 200])
        let script: [ScriptedKernel.Step] = [
            .failure(.connectionRefused), .taken(1), .failure(.connectionRefused), .taken(1),
            .failure(.connectionRefused), .taken(1),
        ]
        var sender = DatagramSender(to: peer, kernel: ScriptedKernel(script))
        #expect(sender.send(0..<3, of: batch.slots, on: nowhere) == SendOutcome(sent: 3, stop: .done))
        #expect(sender.statistics.resends == 3)
    }

    @Test(
        "a refused run goes one by one, and so do runs of its size and more from then on",
        arguments: [
            [.failure(.messageTooLong), .failure(.messageTooLong)],
            [.failure(.invalidArgument)],
            [.failure(.ioError)],
        ] as [[ScriptedKernel.Step]])
    func refusedRun(refusal: [ScriptedKernel.Step]) {
        let batch = Batch([1500, 1500, 1400, 100, 100])
        var sender = DatagramSender(to: peer, kernel: ScriptedKernel(refusal + [.taken(4), .taken(4)]))
        #expect(sender.send(0..<5, of: batch.slots, on: nowhere) == SendOutcome(sent: 5, stop: .done))
        #expect(shape(sender.kernel.sends).first == [[1500, 1500, 1400], [100, 100]])
        #expect(shape(sender.kernel.sends).last == [[1500], [1500], [1400, 100], [100]])
        #expect(sender.statistics.refusedRuns == 1)
        #expect(sender.refusedSegmentByteCount == 1500)
        #expect(sender.degraded == ["to 127.0.0.1:1701: datagrams of 1500 bytes and more cannot be sent in runs"])
        #expect(sender.send(0..<5, of: batch.slots, on: nowhere).stop == .done)
        #expect(shape(sender.kernel.sends).last == [[1500], [1500], [1400, 100], [100]])
        #expect(sender.statistics.refusedRuns == 1)
    }

    @Test("a refused run in the middle: what went before is not sent again, and a smaller refusal is remembered")
    func refusedInTheMiddle() {
        let batch = Batch([1500, 1500, 1600, 1400, 1400])
        let script: [ScriptedKernel.Step] = [
            .failure(.invalidArgument), .taken(3), .failure(.invalidArgument), .taken(2),
        ]
        var sender = DatagramSender(to: peer, kernel: ScriptedKernel(script))
        #expect(sender.send(0..<5, of: batch.slots, on: nowhere) == SendOutcome(sent: 5, stop: .done))
        #expect(
            shape(sender.kernel.sends) == [
                [[1500, 1500], [1600, 1400], [1400]],
                [[1500], [1500], [1600], [1400, 1400]],
                [[1400, 1400]],
                [[1400], [1400]],
            ])
        #expect(sender.refusedSegmentByteCount == 1400)
        #expect(sender.statistics.refusedRuns == 2)
    }

    @Test("an oversize datagram in a refused run is found, with what stood before it sent")
    func oversizeInRun() {
        let batch = Batch([1500, 1500, 1500])
        let script: [ScriptedKernel.Step] = [
            .failure(.messageTooLong), .failure(.messageTooLong), .taken(1), .failure(.messageTooLong),
            .failure(.messageTooLong),
        ]
        var sender = DatagramSender(to: peer, kernel: ScriptedKernel(script))
        #expect(sender.send(0..<3, of: batch.slots, on: nowhere) == SendOutcome(sent: 1, stop: .oversize))
    }

    @Test("an empty batch asks the kernel nothing")
    func nothing() {
        var sender = DatagramSender(to: peer, kernel: ScriptedKernel([]))
        #expect(sender.send(0..<0, of: SendSlots(), on: nowhere) == SendOutcome(sent: 0, stop: .done))
        #expect(sender.kernel.sends.isEmpty)
    }
}
