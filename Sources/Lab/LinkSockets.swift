import Glibc
import LinuxNet
import NetBackends
import NetdevOptions
import ScenarioFile
import SystemPackage

/// Sockets for the ends of a run's links: each end an address of its own in 127.0.0.0/8, unless the file says another.
///
/// So runs side by side do not meet, raw IP ends do not hear each other, and Wireshark knows L2TP by its port. Nothing
/// has to be agreed with other runs: an address that is taken refuses the bind, and the next one is tried. Over IPv6,
/// where a host has one loopback address, the kernel chooses ports.
struct LinkSockets {
    /// The port of L2TP (RFC 3931 section 4.1.2).
    static let tunnelPort: UInt16 = 1701
    /// The port of dgram ends and streams, which have addresses of their own: the one that QEMU's manual uses in examples.
    static let dgramPort: UInt16 = 1234
    private static let triesPerEnd = 4096

    private var next: UInt32
    /// What holds the addresses of raw IP ends, which nothing refuses to a second run.
    private(set) var reservations: [AddressReservation] = []

    /// Begins at a place that other processes are not likely to begin at.
    init() {
        next = UInt32(truncatingIfNeeded: Int64(getpid()) &* 0x9E37_79B1 ^ EventPoll.now() >> 10)
    }

    // MARK: L2TPv3

    /// Binds the socket of a tunnel's end.
    ///
    /// - Parameters:
    ///   - plan: The end, whose address and port may be open.
    ///   - place: For the error: `link tunnel, end a`.
    mutating func bind(_ plan: L2TPv3EndPlan, _ place: String) throws(LabError) -> SessionSocket {
        do {
            if let source = plan.src {
                let port = plan.srcport ?? (plan.ipv6 ? 0 : Self.tunnelPort)
                return try L2TPv3Backend.bindSessionSocket(plan.options(local: (source, port), remote: (source, 0)))
            }
            guard plan.udp else { return try bindRawIP(plan) }
            guard !plan.ipv6 else {
                return try SessionSocket(bindingTo: .loopback(.ipv6, port: plan.srcport ?? 0), udp: true)
            }
            return .udp(try bindFree(port: plan.srcport ?? Self.tunnelPort))
        } catch {
            throw LabError(.host, "\(place): \(error)")
        }
    }

    private mutating func bindRawIP(_ plan: L2TPv3EndPlan) throws(BackendError) -> SessionSocket {
        guard !plan.ipv6 else {
            throw BackendError("over IPv6 alone both ends would hear each other at ::1: write src and dst, or udp: on")
        }
        return try reserveRawIP()
    }

    /// Nothing refuses a second raw socket on an address, and both would hear everything: so the address is one whose
    /// UDP port of L2TP is ours.
    private mutating func reserveRawIP() throws(BackendError) -> SessionSocket {
        let reservation = AddressReservation(try bindFree(port: Self.tunnelPort))
        let socket = try SessionSocket(bindingTo: reservation.address, udp: false)
        reservations.append(reservation)
        return socket
    }

    /// Binds a socket that is at another place than an end, and sends as that end does.
    ///
    /// - Parameters:
    ///   - own: Where the end is.
    ///   - udp: Another port is another place; over IP, which has none, another address is.
    mutating func bindStranger(beside own: SocketAddress, udp: Bool) throws(BackendError) -> SessionSocket {
        if udp { return try SessionSocket(bindingTo: own.withPort(0), udp: true) }
        guard own.family == .ipv4 else {
            throw BackendError("over IPv6 alone a stranger needs a second address, and loopback has ::1 alone: udp: on")
        }
        return try reserveRawIP()
    }

    // MARK: dgram

    /// Binds the UDP socket of a dgram link's end.
    ///
    /// - Parameters:
    ///   - plan: The end, whose address and port may be open.
    ///   - place: For the error: `link cable, end a`.
    mutating func bind(_ plan: DgramEndPlan, _ place: String) throws(LabError) -> UDPSocket {
        let family: AddressFamily = plan.transport == .ipv6 ? .ipv6 : .ipv4
        do {
            if let host = plan.local.host {
                return try DgramBackend.bindSocket(
                    InetEndpoint(host: host, port: plan.local.port ?? 0), family: family)
            }
            guard family == .ipv4 else {
                return try DgramBackend.bindSocket(.loopback(.ipv6, port: plan.local.port ?? 0))
            }
            return try bindFree(port: plan.local.port ?? Self.dgramPort)
        } catch {
            throw LabError(.host, "\(place): \(error)")
        }
    }

    // MARK: Streams

    /// Has the first end of a stream link listen over TCP.
    ///
    /// - Parameters:
    ///   - plan: The end, whose address and port may be open.
    ///   - name: Of the end.
    ///   - driver: Watches the socket.
    mutating func listen(
        _ plan: StreamEndPlan, _ name: String, _ driver: RealTimeDriver
    ) throws(BackendError) -> StreamBackend {
        func open(_ place: (host: String, port: UInt16)) throws(BackendError) -> StreamBackend {
            try StreamBackend.open(plan.options(at: place), name: name, driver: driver)
        }
        // Over IPv6 there is one loopback address, and at a written address others may be: there the kernel picks the port.
        if let host = plan.host { return try open((host, 0)) }
        if plan.transport == .ipv6 { return try open(("::1", 0)) }
        return try atFreeAddress { (address) throws(BackendError) in
            try open((SocketAddress(ipv4: address, port: 0).host, Self.dgramPort))
        }
    }

    // MARK: Groups

    /// A multicast group that no other run has: the kernel refuses nobody a group, so it is that of an address that is ours.
    ///
    /// - Parameter groups: The network of the groups, whose last 24 bits are the address's.
    mutating func reserveGroup(_ groups: UInt32) throws(BackendError) -> SocketAddress {
        let reservation = AddressReservation(try bindFree(port: Self.dgramPort))
        reservations.append(reservation)
        return SocketAddress(ipv4: groups | next & 0xff_ffff, port: Self.dgramPort)
    }

    // MARK: Addresses

    private mutating func bindFree(port: UInt16) throws(BackendError) -> UDPSocket {
        try atFreeAddress { (address) throws(BackendError) in
            try DgramBackend.bindSocket(SocketAddress(ipv4: address, port: port))
        }
    }

    /// The first thing that can be had at an address of ours.
    private mutating func atFreeAddress<Bound: ~Copyable>(
        _ bind: (UInt32) throws(BackendError) -> Bound
    ) throws(BackendError) -> Bound {
        var refusal: BackendError?
        for _ in 0..<Self.triesPerEnd {
            do throws(BackendError) {
                return try bind(candidate())
            } catch {
                refusal = error
            }
        }
        throw refusal ?? BackendError("no address of 127.0.0.0/8 was tried")
    }

    /// The next address that is neither 127.0.0.x, where services of the host live, nor ends in 0 or 255.
    private mutating func candidate() -> UInt32 {
        while true {
            next &+= 1
            let low = next & 0xff
            if low != 0 && low != 255 && next & 0xffff00 != 0 { return 0x7f00_0000 | next & 0xff_ffff }
        }
    }
}

/// An address that no other run takes while this is there.
final class AddressReservation {
    private let socket: UDPSocket

    init(_ socket: consuming UDPSocket) {
        self.socket = socket
    }

    var address: SocketAddress { socket.localAddress }
}
