import LinuxNet
import SystemPackage

/// Why a backend could not be set up on this host.
public struct BackendError: Error, CustomStringConvertible {
    /// What was tried, on which address, why it failed, and what to do about it where that is known.
    public let description: String

    /// An error with its sentence.
    public init(_ description: String) {
        self.description = description
    }

    init(_ error: SocketError) {
        description = [error.description, Self.remedy(for: error)].compactMap { $0 }.joined(separator: "; ")
    }

    private static let noInterface = """
        no interface for the group; name one by an address of it, as in \
        local.type=inet,local.host=127.0.0.1,local.port=0
        """

    /// What helps, or what the words of errno(3) leave out.
    private static func remedy(for error: SocketError) -> String? {
        switch (error.operation, error.errno, error.name) {
        case (.bind, .addressInUse, .internet(let address)):
            "another program, or another run, has that port; `ss -lunp 'sport = :\(address.port)'` shows which"
        case (.bind, .addressInUse, .tcp(let address)), (.listen, .addressInUse, .tcp(let address)):
            "another program, or another run, listens there; `ss -ltnp 'sport = :\(address.port)'` shows which"
        case (.bind, .addressInUse, .unix):
            "another program, or another run, has that socket; `ss -lxp` shows which"
        case (.bind, .fileExists, .unix):
            "it is no socket and is left as it is; choose another path"
        case (.bind, .noSuchFileOrDirectory, .unix):
            "the directory of the socket has to be there"
        case (.bind, .addressNotAvailable, _):
            "no interface of this host has that address; `ip address` shows those that there are"
        case (.openSocket, .notPermitted, .rawIP):
            """
            L2TPv3 over raw IP needs CAP_NET_RAW: run wirework as root, give the program the right \
            (setcap cap_net_raw+ep), or use UDP (udp=on,srcport=...,dstport=...)
            """
        case (.adopt, .badFileDescriptor, _), (.adoptStream, .badFileDescriptor, _):
            "it is not open here; the program that starts wirework has to leave it open"
        case (.adopt, .notSocket, _), (.adopt, .protocolWrongTypeForSocket, _),
            (.adopt, .addressFamilyNotSupported, _):
            "a dgram netdev takes a datagram socket, IP or unix; for a multicast group UDP over IPv4"
        case (.adoptStream, .notSocket, _), (.adoptStream, .protocolWrongTypeForSocket, _),
            (.adoptStream, .addressFamilyNotSupported, _):
            "a stream netdev takes a byte stream, TCP or unix; a socket netdev takes datagrams as well"
        case (.adopt, .socketNotConnected, _), (.adoptStream, .socketNotConnected, _):
            "the socket has to be connected before it is handed over, as both of socketpair(2) are"
        case (.option("IP_ADD_MEMBERSHIP"), _, _):
            noInterface
        case (.connect, .networkUnreachable, .internet(let address)) where address.isMulticast:
            noInterface
        case (.connect, .connectionRefused, _), (.connect, .noSuchFileOrDirectory, _):
            "nobody listens there: start that end first, or use a stream netdev with reconnect-ms, which waits for it"
        case (.connect, .networkUnreachable, _):
            "no route leads there; `ip route get` shows what the host knows"
        default: nil
        }
    }
}
