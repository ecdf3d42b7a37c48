import Foundation
import TestSupport
import Testing

/// Two kernels, each in a network of its own, with two Wirework routers between them: their answers are what a kernel
/// expects of routers.
@Suite(
    "a kernel behind routers", .tags(.peer),
    .enabled(
        if: OwnNetwork.isPossible
            && ["/bin/busybox", "/usr/bin/busybox"].contains {
                FileManager.default.isExecutableFile(atPath: $0)
            }, "\(OwnNetwork.needs), and busybox"),
    .timeLimit(.minutes(1)))
struct KernelRouterTests {
    /// near (10.77.1.2) - r1 - r2 - far (10.77.2.2); the last link takes packets of 1400 bytes.
    private static let file = """
        version: 1
        clock: real
        topology:
          nodes:
            r1:
              kind: router
              ip: { eth0: [10.77.1.1/24, "fd00:1::1/64"], eth1: [10.77.9.1/24, "fd00:9::1/64"] }
              routes: { 10.77.2.0/24: 10.77.9.2, "fd00:2::/64": "fd00:9::2" }
            r2:
              kind: router
              ip: { eth0: [10.77.9.2/24, "fd00:9::2/64"], eth1: [10.77.2.1/24, "fd00:2::1/64"] }
              nics: [{}, { mtu: 1400 }]
              gateway: [10.77.9.1, "fd00:9::1"]
            near: { kind: netdev, netdev: "packet,ifname=near0" }
            far: { kind: netdev, netdev: "packet,ifname=far0" }
          links: [[near, r1], [r1, r2], [r2, far]]
        traffic:
          going: { kind: ping, from: r1, to: r2, count: 3000, interval: 10ms, warmup: arp }

        """

    /// A namespace with a station on a link to the lab's.
    private func station(_ number: Int, _ name: String, in lab: OwnNetwork) throws -> OwnNetwork {
        let network = try OwnNetwork()
        try lab.shell(
            "ip link add \(name) type veth peer name eth0 netns \(network.path); ip link set \(name) up")
        try network.shell(
            """
            echo 0 > /proc/sys/net/ipv6/conf/all/disable_ipv6
            ip link set lo up; ip link set eth0 up
            ip addr add 10.77.\(number).2/24 dev eth0; ip route add default via 10.77.\(number).1
            ip addr add fd00:\(number)::2/64 dev eth0 nodad; ip route add default via fd00:\(number)::1
            """)
        return network
    }

    @Test("ping, traceroute and path MTU discovery of a kernel go through routers, in both versions")
    func kernel() throws {
        let lab = try OwnNetwork()
        let files = try TemporaryDirectory()
        let near = try station(1, "near0", in: lab)
        let far = try station(2, "far0", in: lab)
        let path = try files.write(Self.file, to: "routers.yaml")
        let program = try lab { try RunningProgram([try Program.wireworkPath(), "run", path]) }
        let isThere = try eventually {
            try near.status(of: "busybox ping -c 1 -W 1 10.77.2.2 >/dev/null 2>&1") == 0
        }
        #expect(isThere, "\(program.account)")
        func holds(_ command: String, _ location: SourceLocation = #_sourceLocation) throws {
            #expect(try near.status(of: command) == 0, "\(command)", sourceLocation: location)
        }
        for (version, target, traceroute, hops) in [
            (4, "10.77.2.2", "traceroute", "10.77.1.1 10.77.9.2 10.77.2.2"),
            (6, "fd00:2::2", "traceroute6", "fd00:1::1 fd00:9::2 fd00:2::2"),
        ] {
            let ping = "busybox ping -\(version) -c 1 -W 1"
            try holds("\(ping) \(target) >/dev/null")
            // Each router answers for its time to live.
            let script = #"NR > 1 { printf "%s%s", s, $2; s = " " }"#
            try holds(
                "test \"$(busybox \(traceroute) -n -q 1 -w 1 \(target) | busybox awk '\(script)')\" = '\(hops)'")
            // The first is too long; its sender learns how long it may be, and the next one comes in fragments.
            #expect(try near.status(of: "\(ping) -s 1400 \(target) >/dev/null") != 0)
            try holds("ip -\(version) route get \(target) | grep -q 'mtu 1400'")
            try holds("\(ping) -s 1400 \(target) >/dev/null")
        }
        #expect(try far.status(of: "busybox ping -c 1 -W 1 10.77.1.2 >/dev/null") == 0)
        #expect(program.finish(with: SIGTERM) == .status(143))
    }
}
