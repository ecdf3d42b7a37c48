import NetdevOptions
import TestSupport
import Testing

extension LinuxKernelTests {
    /// The station of the guest's devices.
    static let guestStation = bytes(KernelSession.guestStation)

    @Test("a netdev with QEMU's options, and a session of Linux", arguments: LinuxMatrixRow.all.enumerated().map { $0 })
    func matrix(number: Int, row: LinuxMatrixRow) throws {
        let session = KernelSession(number: 100 + number, linux: row.linux, netdev: row.netdev)
        let station = try open(session)
        let question = ARPFrame(sender: session.hostAddress, target: session.guestAddress)
        let answer = question.reply(of: Self.guestStation)
        let before = try guest.state(of: session)
        switch row.result {
        case .match, .numberingEnds:
            try station.put(question.request)
            #expect(try station.take() == answer, "\(station.account)")
            let after = try guest.state(of: session)
            #expect(after.received == 1 && after.refused == 0)
            if row.result == .numberingEnds { #expect(before.numbers && !after.numbers) }
        case .refused, .strange:
            try station.put(question.request)
            #expect(try eventually { try guest.state(of: session).refused == 1 }, "\(station.account)")
            #expect(try guest.state(of: session).received == 0)
            // What it says itself is the first that comes.
            if row.result == .refused {
                try guest.lookFor(session.strangeAddress)
                #expect(try station.take() == request(of: session), "\(station.account)")
            }
        case .shorter: try shorter(session, station)
        case .longer: try longer(session, station)
        }
        try guest.ip([session.removal])
    }

    /// Linux takes the frame's first four bytes for its sublayer, and puts its own before the frame's.
    private func shorter(_ session: KernelSession, _ station: Station) throws {
        let question = ARPFrame(sender: session.hostAddress, target: session.guestAddress)
        try station.put([0, 0, 0, 0] + question.request)
        #expect(try station.take() == [0, 0, 0, 0] + question.reply(of: Self.guestStation), "\(station.account)")
        // A broadcast begins with bits that Linux takes for S and the number 2^24 - 1: it is refused as out of sequence,
        // and from now on Linux numbers what it sends.
        try station.put(question.request)
        #expect(try eventually { try guest.state(of: session).refused == 1 })
        #expect(try guest.state(of: session).numbers)
        try guest.lookFor(session.strangeAddress)
        #expect(try station.take() == [0x40, 0, 0, 0] + request(of: session), "\(station.account)")
    }

    /// Linux takes the field for the frame's beginning, and the netdev takes the beginning of Linux's frame for the field.
    private func longer(_ session: KernelSession, _ station: Station) throws {
        let question = ARPFrame(sender: session.hostAddress, target: session.guestAddress)
        try station.put(question.request)
        #expect(try eventually { try guest.state(of: session).received == 1 })
        try guest.lookFor(session.strangeAddress)
        #expect(try station.take() == Array(request(of: session).dropFirst(4)), "\(station.account)")
        #expect(try guest.state(of: session).refused == 0)
    }

    /// Opens the netdev before a new session of the guest.
    private func open(_ session: KernelSession) throws -> Station {
        try guest.ip(session.commands)
        let netdev = Netdev(try NetdevSpecification.parse(session.optionString))
        return try Program.subject.open(netdev, within: guest.network)
    }

    /// What the guest's kernel sends then.
    private func request(of session: KernelSession) -> [UInt8] {
        ARPFrame(station: Self.guestStation, sender: session.guestAddress, target: session.strangeAddress).request
    }
}
