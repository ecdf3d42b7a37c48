import Foundation
import TestSupport
import Testing

/// The kernel of this host pings a Wirework host: over a tap, and over a veth pair.
@Suite(
    "a kernel's ping", .tags(.peer),
    .enabled(
        if: OwnNetwork.isPossible
            && ["/bin/busybox", "/usr/bin/busybox"].contains {
                FileManager.default.isExecutableFile(atPath: $0)
            }, "\(OwnNetwork.needs), and busybox"),
    .timeLimit(.minutes(1)))
struct KernelPingTests {
    @Test("every ping is answered, long ones too", arguments: ["tap", "packet"])
    func ping(kind: String) throws {
        let namespace = try OwnNetwork()
        let files = try TemporaryDirectory()
        var netdev = "packet,ifname=near0"
        if kind == "tap" {
            let script = try files.write(
                "#!/bin/sh\nPATH=$PATH:/usr/sbin\nip addr add 10.77.0.1/24 dev $1 && ip link set $1 up\n", to: "up")
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
            netdev = "tap,ifname=near0,script=\(script),downscript=no"
        } else {
            try namespace.shell(
                """
                ip link add near0 type veth peer name far0
                ip addr add 10.77.0.1/24 dev far0; ip link set far0 up; ip link set near0 up
                """)
        }
        // The flow keeps the run going; what is looked at are the pings.
        let file = try files.write(
            """
            version: 1
            clock: real
            topology:
              nodes:
                h1: { kind: host, ip: 10.77.0.2/24 }
                h2: { kind: host, ip: 10.77.0.3/24 }
                lan: switch
                out: { kind: netdev, netdev: "\(netdev)" }
              links: [[h1, lan], [h2, lan], [out, lan]]
            traffic:
              going: { kind: udp, from: h1, to: h2, count: 1000, interval: 10ms, warmup: arp }

            """, to: "ping.yaml")
        let program = try namespace { try RunningProgram([try Program.wireworkPath(), "run", file]) }
        let isThere = try eventually {
            try namespace.status(of: "busybox ping -c 1 -W 1 10.77.0.2 >/dev/null 2>&1") == 0
        }
        #expect(isThere, "\(program.account)")
        for size in [0, 1, 18, 56, 1472] {
            #expect(
                try namespace.status(of: "busybox ping -c 3 -i 0.05 -W 2 -s \(size) 10.77.0.3 >/dev/null") == 0,
                "\(size) bytes; \(program.account)")
        }
        #expect(program.finish(with: SIGTERM) == .status(143))
        #expect(try namespace.status(of: "ip link show near0 >/dev/null 2>&1") == (kind == "tap" ? 1 : 0))
    }
}
