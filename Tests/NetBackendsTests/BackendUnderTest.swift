import LinuxNet
import NetBackends
import NetCore
import NetdevOptions
import Testing

/// One end of a link that a backend made.
struct BackendEnd {
    let port: Port
    let close: () -> Void
}

/// A backend as the contract sees it: add a value to ``backends`` and the whole contract holds for it too.
protocol BackendUnderTest: Sendable, CustomTestStringConvertible {
    /// The longest frame that it carries.
    var frameByteLimit: Int { get }
    /// How frames end that are sent while the peer is not there; nil where the network takes them, and nobody knows.
    var absentPeer: DropReason? { get }
    /// Sockets that an end has open.
    var socketsPerEnd: Int { get }
    /// Sockets that two ends have open that reach each other.
    var socketsPerPair: Int { get }
    /// Opens an end whose peer does not exist yet, and gives what opens that later.
    func openAlone(_ driver: RealTimeDriver) throws -> (near: BackendEnd, openFar: () throws -> BackendEnd)
}

extension BackendUnderTest {
    var absentPeer: DropReason? { nil }
    var socketsPerEnd: Int { 1 }
    var socketsPerPair: Int { 2 * socketsPerEnd }

    /// Opens two ends that reach each other.
    func open(_ driver: RealTimeDriver) throws -> (near: BackendEnd, far: BackendEnd) {
        let (near, openFar) = try openAlone(driver)
        return (near, try openFar())
    }
}

/// A test has mixed up its types.
struct OtherBackend: Error {}

extension Tag {
    /// Uses real sockets of this kernel, on loopback addresses only.
    @Tag static var kernel: Self
}

/// What this host can do; a test that needs more says so when it is skipped.
enum Capability {
    static let ipv6Loopback = (try? UDPSocket(bindingTo: .loopback(.ipv6))) != nil
}

/// L2TPv3 over UDP with some header options.
struct L2TPv3UnderTest: BackendUnderTest {
    let testDescription: String
    var ipv6 = false
    /// What follows addresses, ports and sessions in the option string.
    let extra: String

    static let variants: [(name: String, extra: String)] = [
        ("none", ""), ("cookie32", ",txcookie=0x11223344,rxcookie=0x55667788"),
        ("cookie64", ",cookie64=on,txcookie=0x1122334455667788,rxcookie=1"), ("counter", ",counter=on,sequence=check"),
        ("pinned", ",counter=on,pincounter=on"), ("default", ",sublayer=default,sequence=check"),
        ("offset", ",offset=7"),
        (
            "all",
            ",cookie64=on,txcookie=3,rxcookie=4,sublayer=default,sequence=check,offset=256,strict-peer=on"
        ),
    ]

    static func all(ipv6: Bool) -> [any BackendUnderTest] {
        variants.map { name, extra in
            L2TPv3UnderTest(testDescription: "l2tpv3 over UDP, IPv\(ipv6 ? 6 : 4), \(name)", ipv6: ipv6, extra: extra)
        }
    }

    /// The options of the near end; its own port is any, its peer's has to be filled in.
    var options: L2TPv3Options {
        get throws {
            let host = ipv6 ? "::1" : "127.0.0.1"
            let text =
                "l2tpv3,src=\(host),dst=\(host)\(ipv6 ? ",ipv6=on" : ""),udp=on,srcport=0,dstport=1,"
                + "txsession=0x11112222,rxsession=0x33334444\(extra)"
            guard case .l2tpv3(let options) = try NetdevSpecification.parse(text).backend else { throw OtherBackend() }
            return options
        }
    }

    var frameByteLimit: Int {
        // 65507 and 65527: what the length fields of UDP over IPv4 and IPv6 leave. An IPv6 packet counts UDP's header only.
        guard let options = try? options else { return 0 }
        return (ipv6 ? 65_527 : 65_507) - options.headerByteCount
    }

    func openAlone(_ driver: RealTimeDriver) throws -> (near: BackendEnd, openFar: () throws -> BackendEnd) {
        var far = try options.mirrored()
        far.srcport = 0
        // A port that is free: bound, and given back when the peer is to appear.
        let held = try L2TPv3Backend.bindSocket(far)
        let farPort = held.localAddress.port
        try held.close()
        var near = try options
        near.dstport = farPort
        let nearBackend = try L2TPv3Backend.open(near, name: "near", driver: driver)
        far.srcport = farPort
        far.dstport = nearBackend.localAddress.port
        let farOptions = far
        return (
            BackendEnd(port: nearBackend.port) { nearBackend.close() },
            {
                let farBackend = try L2TPv3Backend.open(farOptions, name: "far", driver: driver)
                return BackendEnd(port: farBackend.port) { farBackend.close() }
            }
        )
    }
}

extension L2TPv3Options {
    /// The bytes of the header, counted here by RFC 3931 4.1.2.1 and not by the code under test.
    var headerByteCount: Int {
        8 + (txcookie == nil ? 0 : cookie64 ? 8 : 4) + (sublayer == .none ? 0 : 4) + Int(offset)
    }
}

/// Every backend that the contract is held against on every host, and those that need IPv6 on loopback.
let backends: [any BackendUnderTest] =
    L2TPv3UnderTest.all(ipv6: false) + RawL2TPv3UnderTest.all + [
        InetDgramUnderTest(host: "127.0.0.1"), UnixDgramUnderTest(), MulticastUnderTest(), AdoptedDgramUnderTest(),
        VDEUnderTest(),
    ]
let ipv6Backends: [any BackendUnderTest] = L2TPv3UnderTest.all(ipv6: true) + [InetDgramUnderTest(host: "::1")]
