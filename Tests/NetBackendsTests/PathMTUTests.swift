import Glibc
import LinuxNet
import NetCore
import TestSupport
import Testing

@testable import NetBackends

extension Capability {
    /// A network namespace of one's own, and ip(8) to set it up.
    static let namespace = geteuid() == 0 && access("/sbin/ip", X_OK) == 0
}

@Suite("What the path takes", .tags(.kernel), .enabled(if: Capability.namespace, "needs root and iproute2"))
struct PathMTUTests {
    @Test("L17: with fragment=off a frame that makes too long a packet ends as oversize, and the sizes are told")
    func oversize() async {
        await #expect(processExitsWith: .success) {
            try Unshare.network.enter()
            try #require(system("/sbin/ip link set lo mtu 1500 up") == 0)
            // Session 4, flags and version 4, UDP 8, IPv4 20, IPv6 40.
            for (addresses, headers) in [
                ("src=127.0.0.1,dst=127.0.0.1,udp=on,srcport=1701,dstport=1702", 36),
                ("src=::1,dst=::1,ipv6=on,udp=on,srcport=1701,dstport=1702", 56), ("src=127.0.0.1,dst=127.0.0.2", 24),
                ("src=::1,dst=::1,ipv6=on", 44),
            ] {
                for isAllowed in [false, true] {
                    let text = "l2tpv3,\(addresses),txsession=1,rxsession=2\(isAllowed ? "" : ",fragment=off")"
                    try exchange(text, headers: headers, isAllowed: isAllowed)
                }
            }
        }
    }
}

/// Sends what just fits and what just does not.
private func exchange(_ text: String, headers: Int, isAllowed: Bool) throws {
    let driver = try RealTimeDriver(loop: Loop())
    let options = try l2tpv3Options(text)
    let near = try L2TPv3Backend.open(options, name: "near", driver: driver)
    let far = try L2TPv3Backend.open(options.mirrored(), name: "far", driver: driver)
    let (source, sink) = (driver.loop.makePort(for: Probe()), Probe())
    try source.connect(to: near.port)
    try driver.loop.makePort(for: sink).connect(to: far.port)
    var random = SplitMix64(seed: 1)
    let fits = random.bytes(1500 - headers)
    let tooLong = random.bytes(1500 - headers + 1)
    for frame in [fits, tooLong, fits, tooLong, [7]] { source.send(frame) }
    try driver.wait { sink.frames.last == [7] }
    let drops = near.port.counters.drops
    try #require(drops.total == drops[.oversize])
    try #require(near.counters.refusals == 0, "what was not sent cannot have been refused on the way")
    if isAllowed {
        try #require(sink.frames == [fits, tooLong, fits, tooLong, [7]])
        try #require(drops.total == 0)
        try #require(!near.degraded.contains { $0.contains("the path takes") })
    } else {
        try #require(sink.frames == [fits, fits, [7]])
        try #require(drops[.oversize] == 2)
        let sizes = "of \(tooLong.count) bytes was 1501 as a packet; the path takes 1500"
        try #require(
            near.degraded.contains { $0.hasSuffix("2 frames were longer than the path takes; the latest, \(sizes)") })
    }
    near.close()
    far.close()
}
