import NetdevOptions
import TestSupport
import Testing

/// L2TPv3 with User-Mode Linux, a kernel in user space whose vector devices speak it by themselves.
///
/// It is booted once, with two devices for each tunnel: one for each test, so that counters begin with it.
@Suite(
    "l2tpv3: User-Mode Linux", .tags(.peer), .needsUserModeLinux, .serialized,
    .guest { try Guest.userMode(UMLTunnel.devices) }, .timeLimit(.minutes(2)))
struct UMLTests {
    private static let tunnels = UMLTunnel.all
    private let guest: Guest

    init() throws { guest = try Guest.ofSuite() }

    @Test("pings from the guest's kernel to a host of Wirework, and back, on every tunnel at once")
    func pings() throws {
        let shown = 2 * Self.tunnels.count
        let wires =
            Self.tunnels.enumerated().map { ($0, $1.testDescription, $1.optionString($0)) }
            + UMLTunnel.shown.enumerated().map { (shown + $0, $1.name, $1.netdev) }
        for (number, _, _) in wires { try raise(number) }
        try PingExchange.run(
            wires.map { number, name, netdev in
                .init(
                    name: name, netdev: netdev, hostAddress: Self.hostAddress(number).dotted,
                    guestAddress: Self.guestAddress(number).dotted)
            }, with: guest)
    }

    @Test(
        "what UML sends, to the byte, and that it takes what Wirework sends",
        arguments: tunnels.enumerated().filter { $1.udp }.map { $0 })
    func datagrams(number: Int, tunnel: UMLTunnel) throws {
        let number = Self.tunnels.count + number
        let answer = ARPFrame(sender: Self.hostAddress(number), target: Self.guestAddress(number))
        do {
            let relay = try Program.wirework.open(
                Netdev(try NetdevSpecification.parse(tunnel.relay(number))), within: guest.network)
            // The first datagram has to find it.
            try relay.program.waitUntilBound(toUDP: tunnel.port(number))
            try raise(number)
            for (turn, header) in tunnel.headers.enumerated() {
                let stranger: [UInt8] = [10, 2, UInt8(number), UInt8(10 + turn)]
                let question = ARPFrame(
                    station: Self.station, sender: Self.guestAddress(number), target: stranger)
                try guest.lookFor(stranger)
                #expect(try relay.take() == bytes(header) + question.request, "\(relay.account)")
            }
        }
        let station = try Program.subject.open(
            Netdev(try NetdevSpecification.parse(tunnel.optionString(number))), within: guest.network)
        try station.put(answer.request)
        let reply = answer.reply(of: Self.station)
        var frame = try station.take()
        // What it still wanted of the host comes before.
        while frame != nil, frame != reply { frame = try station.take() }
        #expect(frame == reply, "\(station.account)")
    }

    private static let station: [UInt8] = [2, 0, 0, 0, 0, 2]
    private static func hostAddress(_ number: Int) -> [UInt8] { [10, 2, UInt8(number), 1] }
    private static func guestAddress(_ number: Int) -> [UInt8] { [10, 2, UInt8(number), 2] }

    /// Has the guest use a device.
    private func raise(_ number: Int) throws {
        try guest.ip([
            "link set vec\(number) address 02:00:00:00:00:02 up",
            "address add \(Self.guestAddress(number).dotted)/24 dev vec\(number)",
        ])
    }
}
