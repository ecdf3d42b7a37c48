import LinuxNet
import NetBackends
import NetCore
import NetdevOptions
import TestSupport
import Testing

/// A tap, and at the kernel's side of it a packet socket.
struct TapUnderTest: BackendUnderTest {
    let testDescription: String
    /// What follows the interface's name in the option string.
    let extra: String
    var isVariant: Bool { !extra.isEmpty }
    /// The kernel takes no frame without an Ethernet header.
    let shortestFrame = 14
    /// Nothing bounds what is written to a tap but the kernel's memory for one frame.
    let frameByteLimit = Frame.byteLimit
    /// The interface's MTU of 1500, behind an Ethernet header.
    let farFrameByteLimit = 1514
    /// As QEMU pads what comes from a tap; towards the kernel a frame goes as it is.
    let paddedByteCount = 60

    static let all: [any BackendUnderTest] =
        OwnNetwork.isPossible
        ? [
            TapUnderTest(testDescription: "tap", extra: ""),
            TapUnderTest(testDescription: "tap, with virtio_net_hdr", extra: ",vnet_hdr=on"),
        ] : []

    func openAlone(_ driver: RealTimeDriver) throws -> (near: BackendEnd, openFar: () throws -> BackendEnd) {
        let namespace = try OwnNetwork()
        let near = try namespace.open("tap,ifname=near0,script=no,downscript=no\(extra)", driver)
        try namespace.shell("ip link set near0 up")
        try driver.wait { near.port.isUp }
        return (
            BackendEnd(near, on: namespace),
            {
                let far = try namespace.open("packet,ifname=near0", driver)
                return BackendEnd(far, on: namespace)
            }
        )
    }
}

/// Packet sockets at both ends of a veth pair.
struct PacketUnderTest: BackendUnderTest {
    let testDescription = "packet"
    let shortestFrame = 14
    /// The MTU that the test gives the pair, behind an Ethernet header.
    let frameByteLimit = 65_535 + 14

    static let all: [any BackendUnderTest] = OwnNetwork.isPossible ? [PacketUnderTest()] : []

    func openAlone(_ driver: RealTimeDriver) throws -> (near: BackendEnd, openFar: () throws -> BackendEnd) {
        let namespace = try OwnNetwork()
        try namespace.shell(
            """
            ip link add near0 mtu 65535 type veth peer name far0 mtu 65535
            ip link set near0 up; ip link set far0 up
            """)
        let near = try namespace.open("packet,ifname=near0", driver)
        try driver.wait { near.port.isUp }
        return (
            BackendEnd(near, on: namespace),
            {
                let far = try namespace.open("packet,ifname=far0", driver)
                return BackendEnd(far, on: namespace)
            }
        )
    }
}

extension OwnNetwork {
    /// Opens a netdev in the namespace.
    func open(_ options: String, _ driver: RealTimeDriver) throws -> any Backend {
        let configuration = try NetdevSpecification.parse(options)
        return try self { try Backends.open(configuration, name: options, driver: driver) }
    }
}
