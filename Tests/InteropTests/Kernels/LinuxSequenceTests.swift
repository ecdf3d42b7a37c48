import NetdevOptions
import Testing

/// Datagrams made by hand: what a Linux kernel makes of each field, byte for byte.
extension LinuxKernelTests {
    /// The test's side of a session, with every byte behind UDP in its hands.
    private struct ByHand {
        let session: KernelSession
        let station: Station
        private let question: ARPFrame

        /// - Parameter guest: Gets the session.
        init(_ session: KernelSession, in guest: Guest) throws {
            self.session = session
            question = ARPFrame(sender: session.hostAddress, target: session.guestAddress)
            try guest.ip(session.commands)
            let (outer, port) = (Guest.outerAddresses(.ipv4), UInt16(17000 + session.number))
            // It only carries datagrams out of the guest's network and into it.
            let relay = DgramOptions.inet(
                local: InetEndpoint(host: outer.host, port: port), remote: InetEndpoint(host: outer.guest, port: port))
            station = try Program.subject.open(Netdev(relay), within: guest.network)
        }

        /// Asks for the guest's station, with four bytes as the sublayer.
        func ask(_ sublayer: UInt32) throws {
            try station.put(header(0x1000, sublayer) + question.request)
        }

        /// The four bytes before the guest's answer.
        func answer() throws -> UInt32? {
            guard let datagram = try station.take() else { return nil }
            let sublayer = datagram.dropFirst(8).prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
            #expect(
                datagram == header(0x2000, sublayer) + question.reply(of: LinuxKernelTests.guestStation),
                "\(station.account)")
            return sublayer
        }

        /// Flags and version of RFC 3931 section 4.1.2.1, session, sublayer.
        private func header(_ session: Int, _ sublayer: UInt32) -> [UInt8] {
            [0, 3, 0, 0] + Self.bytes(UInt32(session + self.session.number)) + Self.bytes(sublayer)
        }

        private static func bytes(_ value: UInt32) -> [UInt8] { withUnsafeBytes(of: value.bigEndian, Array.init) }
    }

    @Test("a counter that reaches 2^30 is taken for sequence numbers, and at 2^31 no more")
    func rollover() throws {
        let wire = try ByHand(KernelSession(number: 200, linux: "", netdev: ""), in: guest)
        for (counter, answer) in [
            (0x3fff_ffff, 0), (0x4000_0000, 0x4000_0000), (0x4000_0001, 0x4000_0001), (0x4000_0002, 0x4000_0002),
        ] as [(UInt32, UInt32)] {
            try wire.ask(counter)
            #expect(try wire.answer() == answer, "after \(counter)")
        }
        let state = try guest.state(of: wire.session)
        #expect(state.numbers && state.expected == 3 && state.refused == 0)
        // Bit 30 is off again, and so is S.
        try wire.ask(0x8000_0000)
        #expect(try wire.answer() == 0)
        #expect(try !guest.state(of: wire.session).numbers)
        // And on again; but now Linux expects 3.
        try wire.ask(0xc000_0000)
        #expect(try eventually { try guest.state(of: wire.session).refused == 1 })
        #expect(try guest.state(of: wire.session).numbers)
    }

    @Test("one frame that is lost costs five more, and an old one itself")
    func resynchronisation() throws {
        let wire = try ByHand(KernelSession(number: 201, linux: "seq both", netdev: ""), in: guest)
        try wire.ask(0x4000_0000)
        #expect(try wire.answer() == 0x4000_0000)
        // 1 is lost; after 2 to 6, five in a row, Linux believes that it is so.
        for number in 2...7 { try wire.ask(0x4000_0000 | UInt32(number)) }
        #expect(try wire.answer() == 0x4000_0001)
        #expect(try guest.state(of: wire.session).refused == 5)
        try wire.ask(0x4000_0007)
        #expect(try eventually { try guest.state(of: wire.session).refused == 6 })
    }

    @Test("Linux numbers from 0, whatever the far end does; x bits are nothing to it")
    func ownNumbers() throws {
        let wire = try ByHand(KernelSession(number: 202, linux: "seq both", netdev: ""), in: guest)
        for number in 0..<3 {
            try wire.ask(0xff00_0000 | UInt32(number))
            #expect(try wire.answer() == 0x4000_0000 | UInt32(number))
        }
        // Without S: refused, and numbering goes on.
        try wire.ask(3)
        #expect(try eventually { try guest.state(of: wire.session).refused == 1 })
        #expect(try guest.state(of: wire.session).numbers)
    }

    @Test("the MTU of Linux's device is what the header leaves of 1500")
    func largestPackets() throws {
        let wide = "cookie 1122334455667788 peer_cookie fedcba9876543210"
        let rows: [(KernelSession, Int)] = [
            (KernelSession(number: 210, linux: "", netdev: ""), 1446),
            (KernelSession(number: 211, linux: "l2spec_type none", netdev: ""), 1450),
            (KernelSession(number: 212, linux: wide, netdev: ""), 1438),
            (KernelSession(number: 213, udp: false, linux: "", netdev: ""), 1458),
            (KernelSession(number: 214, udp: false, linux: "l2spec_type none", netdev: ""), 1462),
            (KernelSession(number: 215, version: .ipv6, linux: "l2spec_type none", netdev: ""), 1430),
            (KernelSession(number: 216, udp: false, version: .ipv6, linux: "l2spec_type none", netdev: ""), 1442),
        ]
        try guest.ip(rows.flatMap(\.0.commands))
        for (session, mtu) in rows {
            #expect(try guest.require("cat /sys/class/net/\(session.device)/mtu") == "\(mtu)", "\(session)")
        }
    }
}
