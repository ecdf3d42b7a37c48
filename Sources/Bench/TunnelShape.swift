import CBench
import LinuxNet
import NetBackends
import NetdevOptions

/// The session that both benchmarks of tunnels use, the same in all programs that take turns: UDP over IPv4, cookies of
/// 64 bits, a counter in each header, 20 bytes in all.
enum TunnelShape {
    static let session: UInt32 = 0x5749_5245
    static let cookie: UInt64 = 0x0123_4567_89AB_CDEF
    /// Of the direction in which nothing travels.
    static let returnSession: UInt32 = 0x574F_524B
    static let returnCookie: UInt64 = 0xFEDC_BA98_7654_3210

    /// The options of the sending end, as QEMU reads them too.
    static func options(from source: UInt16, to destination: UInt16) -> String {
        """
        l2tpv3,src=127.0.0.1,dst=127.0.0.1,udp=on,srcport=\(source),dstport=\(destination),\
        txsession=\(session),rxsession=\(returnSession),counter=on,cookie64=on,\
        txcookie=\(cookie),rxcookie=\(returnCookie)
        """
    }

    /// The bytes of each header.
    static let headerByteCount = Int(cbench_header_bytes)

    /// What travels, for programs in C.
    static var direction: cbench_session { cbench_session(session: session, cookie: cookie) }

    /// A socket of a port that the kernel chose, opened as the product opens its own.
    static func openSocket(options: UDPSocket.Options = UDPSocket.Options()) throws(BenchError) -> UDPSocket {
        do {
            return try UDPSocket(bindingTo: .loopback(.ipv4), options: options)
        } catch {
            throw BenchError(error.description)
        }
    }
}
