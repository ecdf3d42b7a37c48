import Glibc
import TestSupport
import Testing

/// A Linux bridge in a namespace of the test's own: QEMU's tap at one port, a netdev of the subject's at another.
struct TapBridge {
    private let namespace: OwnNetwork
    let wire: Wire

    /// - Parameter kind: What the subject has: `tap`, or `packet` at one end of a veth pair whose other end is at the bridge.
    init(_ kind: String) throws {
        namespace = try OwnNetwork()
        // A bridge passes frames only if they fit what it sends them to, and learns nothing from aging entries of noise.
        try namespace.shell(
            """
            ip link add br0 mtu 9000 type bridge
            ip tuntap add far0 mode tap; ip link set far0 mtu 9000 master br0 up
            """
                + (kind == "tap"
                    ? "\nip tuntap add near0 mode tap; ip link set near0 mtu 9000 master br0 up"
                    : """

                    ip link add near0 mtu 9000 type veth peer name near1 mtu 9000
                    ip link set near1 master br0 up; ip link set near0 up
                    """) + "\nip link set br0 up")
        let scripts = ",script=no,downscript=no"
        let text = kind == "tap" ? "tap,ifname=near0\(scripts)" : "packet,ifname=near0"
        let near = Netdev(wirework: text, qemu: "tap,ifname=near0\(scripts)")
        let far = Netdev(wirework: "tap,ifname=far0\(scripts)", qemu: "tap,ifname=far0\(scripts)")
        wire = try namespace {
            try Wire.open(NetdevPair(name: "\(kind), a bridge, tap", left: near, right: far))
        }
    }
}

/// QEMU 7.2's tap at the same Linux bridge: frames between both, byte for byte.
@Suite(
    "taps at a bridge", .tags(.peer), .needsQEMU,
    .enabled(if: OwnNetwork.isPossible, Comment(rawValue: OwnNetwork.needs)), .timeLimit(.minutes(1)))
struct TapBridgeTests {
    @Test("frames of every size that a bridge carries, both ways", arguments: ["tap", "packet"])
    func frames(kind: String) throws {
        let bridge = try TapBridge(kind)
        let (left, right) = (bridge.wire.left, bridge.wire.right)
        try Ethernet.reach(left, right)
        let sizes = Array(60...200) + [1000, 1513, 1514, 1515, 4096, 9000, 9014]
        for (number, size) in sizes.enumerated() {
            for (from, to, isRight) in [(left, right, false), (right, left, true)] {
                let frame = Ethernet.frame(number, size, fromRight: isRight)
                #expect(try from.send(frame))
                #expect(try Ethernet.next(at: to) == frame, "\(size) bytes; \(from.account)\(to.account)")
            }
        }
    }

    @Test("a hundred thousand frames arrive, complete and in order", arguments: ["tap", "packet"])
    func flood(kind: String) throws {
        let bridge = try TapBridge(kind)
        try Ethernet.reach(bridge.wire.left, bridge.wire.right)
        for (from, to, isRight) in [
            (bridge.wire.left, bridge.wire.right, false), (bridge.wire.right, bridge.wire.left, true),
        ] {
            // No more on its way than every queue of the way holds.
            let (count, window) = (50_000, 32)
            var (sent, received) = (0, 0)
            while received < count {
                while sent < count, sent - received < window {
                    #expect(try from.send(Ethernet.frame(sent, 64, fromRight: isRight)))
                    sent += 1
                }
                let frame = try Ethernet.next(at: to)
                try #require(frame == Ethernet.frame(received, 64, fromRight: isRight), "frame \(received)")
                received += 1
            }
        }
    }
}

/// Frames that a bridge passes on: of two stations of their own, which it learns.
private enum Ethernet {
    static func frame(_ number: Int, _ byteCount: Int, fromRight: Bool) -> [UInt8] {
        let (to, from): (UInt8, UInt8) = fromRight ? (1, 2) : (2, 1)
        let noise = (18..<byteCount).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ number) }
        return Sample.frame(to: to, from: from, Sample.number(number)) + noise
    }

    /// Sends until a frame gets through each way, and takes what is left of that.
    static func reach(_ left: Station, _ right: Station) throws {
        for (from, to, isRight) in [(left, right, false), (right, left, true)] {
            var arrived = false
            let deadline = secondsNow() + 10
            while !arrived, secondsNow() < deadline {
                _ = try from.send(frame(1 << 20, 60, fromRight: isRight))
                arrived = try received(at: to, within: 20) != nil
            }
            try #require(arrived, "no frame from \(from.account) to \(to.account)")
            while try received(at: to, within: 100) != nil {}
        }
    }

    /// The next frame, or none within seconds.
    static func next(at station: Station) throws -> [UInt8]? { try received(at: station, within: 5000) }

    private static func received(at station: Station, within milliseconds: Int32) throws -> [UInt8]? {
        guard !Station.wait(for: [station], blocked: [false], milliseconds: milliseconds).isEmpty else { return nil }
        return try [UInt8](unsafeUninitializedCapacity: 10_000) { buffer, count in
            count = try station.receive(into: UnsafeMutableRawBufferPointer(buffer)) ?? 0
        }
    }
}
