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

    /// Whatever was thrown while a backend was opened, with what helps against it.
    init(_ error: any Error, words: DgramWords = .ofDgram) {
        switch error {
        case let error as BackendError: self = error
        case let error as SocketError: self.init(error, words: words)
        case let error as DeviceError: self.init(error)
        default: self.init("\(error)")
        }
    }

    init(_ error: SocketError, words: DgramWords = .ofDgram) {
        description = [error.description, Self.remedy(for: error, words)].compactMap { $0 }.joined(separator: "; ")
    }

    /// Whether a path is that of a VDE switch's control socket.
    private static func isControl(_ path: String) -> Bool { path.hasSuffix("/ctl") }

    /// What helps, or what the words of errno(3) leave out.
    private static func remedy(for error: SocketError, _ words: DgramWords) -> String? {
        switch (error.operation, error.errno, error.name) {
        case (.bind, .addressInUse, .internet(let address)):
            "another program, or another run, has that port; `ss -lunp 'sport = :\(address.port)'` shows which"
        case (_, .permissionDenied, .unix(let path)) where Self.isControl(path):
            "this user may not; the switch's mode and group say who may (vde_switch -mod and -group)"
        case (.bind, .addressInUse, .unix(let path)) where Self.isControl(path):
            "a switch listens there; plug into it with vde,sock=..., or choose another directory"
        case (.bind, .notDirectory, .unix):
            "the sockets of a switch stand in a directory, and this is a file"
        case (.connect, .noSuchFileOrDirectory, .unix(let path)) where Self.isControl(path),
            (.connect, .connectionRefused, .unix(let path)) where Self.isControl(path):
            "no switch listens there; start it first: vde_switch -sock DIR, or wirework connect vde-switch,sock=DIR ..."
        case (.bind, .addressInUse, .tcp(let address)), (.listen, .addressInUse, .tcp(let address)):
            "another program, or another run, listens there; `ss -ltnp 'sport = :\(address.port)'` shows which"
        case (.bind, .permissionDenied, .unix):
            "this user may not make anything there; choose a directory of its own"
        case (.bind, .permissionDenied, _):
            "a port below 1024 needs CAP_NET_BIND_SERVICE: run wirework as root, or choose a higher one"
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
        case (.openSocket, .notPermitted, .interface), (.openSocket, .permissionDenied, .interface):
            """
            a packet socket needs CAP_NET_RAW: run wirework as root, give the program the right (setcap cap_net_raw+ep), or \
            start it in a user and a network namespace that has the interface (unshare -Urn)
            """
        case (.bind, .addressFamilyNotSupported, .interface):
            "it is no Ethernet interface; `ip link` shows link/ether for those that are"
        case (.adopt, .badFileDescriptor, _), (.adoptStream, .badFileDescriptor, _):
            "it is not open here; the program that starts wirework has to leave it open"
        case (.adopt, .notSocket, _), (.adopt, .protocolWrongTypeForSocket, _),
            (.adopt, .addressFamilyNotSupported, _):
            words.descriptorRule
        case (.adoptStream, .notSocket, _), (.adoptStream, .protocolWrongTypeForSocket, _),
            (.adoptStream, .addressFamilyNotSupported, _):
            "a stream netdev takes a byte stream, TCP or unix; a socket netdev takes datagrams as well"
        case (.adopt, .socketNotConnected, _), (.adoptStream, .socketNotConnected, _):
            "the socket has to be connected before it is handed over, as both of socketpair(2) are"
        case (.option("IP_ADD_MEMBERSHIP"), _, _), (.option("IPV6_ADD_MEMBERSHIP"), _, _):
            words.noInterface
        case (.connect, .networkUnreachable, .internet(let address)) where address.isMulticast:
            words.noInterface
        case (.connect, .connectionRefused, _), (.connect, .noSuchFileOrDirectory, _):
            "nobody listens there: start that end first, or use a stream netdev with reconnect-ms, which waits for it"
        case (.connect, .networkUnreachable, _):
            "no route leads there; `ip route get` shows what the host knows"
        default: nil
        }
    }
}
