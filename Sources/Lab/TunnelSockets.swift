import Glibc
import LinuxNet
import NetBackends
import NetdevOptions
import ScenarioFile
import SystemPackage

/// Sockets for the tunnel ends of a run: each end an address of its own in 127.0.0.0/8 at port 1701, unless the file
/// says another.
///
/// So runs side by side do not meet, raw IP ends do not hear each other, and Wireshark knows L2TP by its port. Nothing
/// has to be agreed with other runs: an address that is taken refuses the bind, and the next one is tried.
struct TunnelSockets {
    /// The port of L2TP (RFC 3931 section 4.1.2).
    static let port: UInt16 = 1701
    private static let triesPerEnd = 4096

    private var next: UInt32

    /// Begins at a place that other processes are not likely to begin at.
    init() {
        next = UInt32(truncatingIfNeeded: Int64(getpid()) &* 0x9E37_79B1 ^ EventPoll.now() >> 10)
    }

    /// Binds the socket of one end.
    ///
    /// - Parameters:
    ///   - plan: The end, whose address and port may be open.
    ///   - place: For the error: `link tunnel, end a`.
    mutating func bind(_ plan: L2TPv3EndPlan, _ place: String) throws(LabError) -> UDPSocket {
        do {
            if let source = plan.src {
                let port = plan.srcport ?? (plan.ipv6 ? 0 : Self.port)
                return try L2TPv3Backend.bindSocket(plan.options(local: (source, port), remote: (source, 0)))
            }
            if plan.ipv6 {
                return try L2TPv3Backend.bindSocket(plan.options(local: ("::1", 0), remote: ("::1", 0)))
            }
            return try bindFree(plan)
        } catch {
            throw LabError(.host, "\(place): \(error)")
        }
    }

    private mutating func bindFree(_ plan: L2TPv3EndPlan) throws(BackendError) -> UDPSocket {
        var refusal: BackendError?
        for _ in 0..<Self.triesPerEnd {
            let address = SocketAddress(ipv4: candidate(), port: plan.srcport ?? Self.port)
            do {
                return try L2TPv3Backend.bindSocket(
                    plan.options(local: (address.host, address.port), remote: (address.host, 0)))
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
