import Glibc
import LinuxNet
import NetBackends
import NetCore
import NetdevOptions
import TestSupport

/// dgram over UDP.
struct InetDgramUnderTest: BackendUnderTest {
    let host: String
    var countsKernelLosses: Bool { true }
    var testDescription: String { "dgram over UDP, \(host)" }
    var frameByteLimit: Int { host.contains(":") ? 65_527 : 65_507 }

    func openAlone(_ driver: RealTimeDriver) throws -> (near: BackendEnd, openFar: () throws -> BackendEnd) {
        let ports = try freePorts()
        let (a, b) = (InetEndpoint(host: host, port: ports.0), InetEndpoint(host: host, port: ports.1))
        let near = try DgramBackend.open(.inet(local: a, remote: b), name: "near", driver: driver)
        return (
            BackendEnd(near),
            { BackendEnd(try DgramBackend.open(.inet(local: b, remote: a), name: "far", driver: driver)) }
        )
    }

    /// Two ports that are free: bound, and given back.
    private func freePorts() throws -> (UInt16, UInt16) {
        let family: AddressFamily = host.contains(":") ? .ipv6 : .ipv4
        let first = try UDPSocket(bindingTo: .loopback(family))
        let second = try UDPSocket(bindingTo: .loopback(family))
        return (first.localAddress.port, second.localAddress.port)
    }
}

/// dgram over unix sockets.
struct UnixDgramUnderTest: BackendUnderTest {
    let testDescription = "dgram over unix sockets"
    /// No length field of IP limits them: the longest Ethernet frame passes.
    var frameByteLimit: Int { Frame.byteLimit }
    var absentPeer: DropReason? { .noPeer }
    var isLossless: Bool { true }

    func openAlone(_ driver: RealTimeDriver) throws -> (near: BackendEnd, openFar: () throws -> BackendEnd) {
        let paths = try TemporaryDirectory()
        let (a, b) = (paths["a"], paths["b"])
        let near = try DgramBackend.open(.unix(local: a, remote: b), name: "near", driver: driver)
        return (
            BackendEnd(near, on: paths),
            { BackendEnd(try DgramBackend.open(.unix(local: b, remote: a), name: "far", driver: driver), on: paths) }
        )
    }
}
