import LinuxNet
import NetBackends
import NetCore
import NetdevOptions
import Testing

/// One end of a link that a backend made.
struct BackendEnd {
    let port: Port
    let countLosses: () -> Void
    let close: () -> Void

    /// - Parameter support: Lives for as long as the end can be closed.
    init(_ backend: any Backend, on support: AnyObject? = nil) {
        port = backend.port
        countLosses = { backend.countLosses() }
        close = { withExtendedLifetime(support) { backend.close() } }
    }

    init(port: Port, close: @escaping () -> Void) {
        self.port = port
        countLosses = {}
        self.close = close
    }
}

/// A backend as the contract sees it: add a value to ``backends`` and the whole contract holds for it too.
///
/// What transports differ in are the properties here, and no test asks for a type.
protocol BackendUnderTest: Sendable, CustomTestStringConvertible {
    /// The longest frame that it carries; one byte more ends as `oversize`.
    var frameByteLimit: Int { get }
    /// The longest frame that its far end can send.
    var farFrameByteLimit: Int { get }
    /// The shortest frame that it carries; shorter ones end as `runt` where they are sent.
    var shortestFrame: Int { get }
    /// Shorter frames arrive at the near end with zeros up to this length; 0: as they were sent.
    var paddedByteCount: Int { get }
    /// Whether the port has carrier only while the far end is there: then frames end as `link-down` where they are sent.
    var tellsCarrier: Bool { get }
    /// How frames end that are sent while the peer is not there and the port has carrier; nil where the network takes
    /// them, and nobody knows.
    var absentPeer: DropReason? { get }
    /// Whether a far end that does not read holds up the near one, and nothing is lost however much is sent.
    var isLossless: Bool { get }
    /// Whether what the kernel loses is counted, at the end where it happened (``Backend/countLosses()``).
    var countsKernelLosses: Bool { get }
    /// How many frames of a peer that began anew end as `sequence` at the most, before its numbers are believed.
    var refusedAfterRestart: Int { get }
    /// Whether it differs from another value in its header alone: what takes seconds is not done with each of those.
    var isVariant: Bool { get }
    /// Opens an end whose peer does not exist yet, and gives what opens that later, as often as it has been closed.
    func openAlone(_ driver: RealTimeDriver) throws -> (near: BackendEnd, openFar: () throws -> BackendEnd)
}

extension BackendUnderTest {
    var farFrameByteLimit: Int { frameByteLimit }
    var shortestFrame: Int { 1 }
    var paddedByteCount: Int { 0 }
    var tellsCarrier: Bool { false }
    var absentPeer: DropReason? { nil }
    var isLossless: Bool { false }
    var countsKernelLosses: Bool { false }
    var refusedAfterRestart: Int { 0 }
    var isVariant: Bool { false }

    /// How frames end that are sent while the peer is not there: at the sender, or at the near end.
    var absentReason: DropReason? { tellsCarrier ? .linkDown : absentPeer }

    /// The longest frame that this network carries over it.
    var longestFrame: Int { min(frameByteLimit, Frame.byteLimit) }

    /// What arrives at the near end when these frames are sent to it.
    func padded(_ frames: [[UInt8]]) -> [[UInt8]] {
        frames.map { $0 + [UInt8](repeating: 0, count: max(0, paddedByteCount - $0.count)) }
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
    var countsKernelLosses: Bool { true }
    var refusedAfterRestart: Int { Self.refusedAfterRestart(extra) }
    var isVariant: Bool { Self.isVariant(extra) }
    var ipv6 = false
    /// What follows addresses, ports and sessions in the option string.
    let extra: String

    static let variants: [(name: String, extra: String)] = [
        ("none", ""), ("cookie32", ",txcookie=0x11223344,rxcookie=0x55667788"),
        ("cookie64", ",cookie64=on,txcookie=0x1122334455667788,rxcookie=1"), ("counter", ",counter=on,sequence=check"),
        ("pinned", ",counter=on,pincounter=on"), ("default", ",sublayer=default,sequence=check"),
        ("offset", ",offset=7"), ("reorder", ",counter=on,sequence=reorder"),
        ("reorder, default", ",sublayer=default,sequence=reorder"),
        ("cookies that differ", ",txcookie-bits=64,txcookie=0x1122334455667788,rxcookie=9"),
        ("a cookie one way", ",txcookie=9,rxcookie-bits=0"),
        (
            "all",
            ",cookie64=on,txcookie=3,rxcookie=4,sublayer=default,sequence=check,offset=256,strict-peer=on"
        ),
    ]

    /// Neither the shortest header nor the longest.
    static func isVariant(_ extra: String) -> Bool { extra != variants.first?.extra && extra != variants.last?.extra }

    /// Five in a row are believed to be a stream of their own (RFC 3931 Appendix C, and as Linux counts).
    static func refusedAfterRestart(_ extra: String) -> Int { extra.contains("sequence=") ? 5 : 0 }

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
            return try l2tpv3Options(text)
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
            BackendEnd(nearBackend),
            { BackendEnd(try L2TPv3Backend.open(farOptions, name: "far", driver: driver)) }
        )
    }
}

extension L2TPv3Options {
    /// The bytes of the header, counted here by RFC 3931 4.1.2.1 and not by the code under test.
    var headerByteCount: Int {
        8 + (txcookie == nil ? 0 : txcookie64 ? 8 : 4) + (sublayer == .none ? 0 : 4) + Int(offset)
    }
}

/// Every backend that the contract is held against on every host, and those that need IPv6 on loopback.
let backends: [any BackendUnderTest] =
    L2TPv3UnderTest.all(ipv6: false) + RawL2TPv3UnderTest.all + SharedRawL2TPv3UnderTest.all + [
        InetDgramUnderTest(host: "127.0.0.1"), UnixDgramUnderTest(), MulticastUnderTest(), AdoptedDgramUnderTest(),
        VDEUnderTest(),
    ]
    + SocketDatagramsUnderTest.all + StreamUnderTest.overIPv4
    + TapUnderTest.all + PacketUnderTest.all
let ipv6Backends: [any BackendUnderTest] =
    L2TPv3UnderTest.all(ipv6: true) + [InetDgramUnderTest(host: "::1"), StreamUnderTest.ipv6]

/// The options of an l2tpv3 netdev.
func l2tpv3Options(_ text: String) throws -> L2TPv3Options {
    guard case .l2tpv3(let options) = try NetdevSpecification.parse(text).backend else { throw OtherBackend() }
    return options
}
