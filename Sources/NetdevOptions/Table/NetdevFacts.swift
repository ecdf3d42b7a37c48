/// What people have to know of a netdev type before they choose it, beside its keys.
///
/// docs/backends.md is made of it.
public struct NetdevFacts: Hashable, Sendable {
    /// The version of QEMU that had it first; nil: none has it.
    public let since: String?
    /// What its link state follows.
    public let carrier: String
    /// What it promises of loss, order and back-pressure.
    public let promise: String
    /// What it does otherwise than QEMU on purpose, a sentence each.
    public let differences: [String]

    fileprivate init(since: String?, carrier: String, promise: String, differences: [String] = []) {
        self.since = since
        self.carrier = carrier
        self.promise = promise
        self.differences = differences
    }
}

extension NetdevType {
    /// What people have to know of it beside its keys; nil where nobody has written it down yet.
    public var facts: NetdevFacts? { NetdevFacts.all[name] }
}

extension NetdevFacts {
    private static let datagrams = "in order; what the kernel or the network loses is lost, and counted where it tells"

    private static let interfaces =
        "in order; what overflows a queue of the kernel's is lost, and counted where it tells"

    /// By type, side by side, so that the promises can be compared.
    fileprivate static let all: [String: NetdevFacts] = [
        "l2tpv3": NetdevFacts(
            since: "2.1", carrier: "nothing: a session has no hello", promise: datagrams,
            differences: [
                "`cookie64=off` means 32-bit cookies; in QEMU the key's mere presence means 64 bits.",
                "`pincounter=on` alone has its field, always zero; in QEMU 7.2 there is none on the wire.",
                "`offset` is zeros; QEMU sends what its heap held.",
                "Session, version, T bit and length are checked first, and each refusal has a reason and a count.",
                "A datagram that is longer than a buffer is counted as `truncated`, never delivered cut.",
            ]),
        "dgram": NetdevFacts(
            since: "7.2",
            carrier: "nothing: there is no connection; frames for a unix peer that is not there end as `no-peer`",
            promise: "unix: lossless and in order, a peer that does not read holds the sender up; UDP: \(datagrams)",
            differences: [
                "UDP is connected: strangers do not get in, and no `SO_REUSEADDR` lets another process take the port.",
                "IPv6 everywhere, multicast included: the interface by an address of it, or by the group's zone.",
                "A member of a group does not hear itself; `ttl` lets a group reach beyond the link.",
                "An empty datagram is counted as `runt` and stops nothing.",
                "`local.type=fd` with a group works; in QEMU it is always an error.",
                "Only a socket is replaced at `local.path`, and the own one is removed at the end.",
                "A unix path of 108 bytes or more is refused, and so is a port beyond 65535.",
                "No buffers (`ENOBUFS`): frames wait for a timer, 50 ms at the most, instead of being lost.",
            ]),
        "stream": NetdevFacts(
            since: "7.2", carrier: "the connection: down until there is one, and when it ends",
            promise: "lossless and in order while connected; a peer that does not read holds the sender up",
            differences: [
                "The NIC, or whatever is plugged in, loses carrier with the connection.",
                "A failed bind or listen is an error when the netdev is opened.",
                "`reconnect-ms` backs off, and is not in step with others.",
                "A declared length that no frame has ends the connection at once; an empty frame is counted as `runt`.",
                "After a connection has broken, the next one begins with a whole frame.",
            ]),
        "socket": NetdevFacts(
            since: "1.2",
            carrier: "listen, connect and a stream fd: the connection; udp, mcast and a datagram fd: nothing",
            promise: "listen, connect: lossless and in order while connected; udp, mcast: \(datagrams)",
            differences: [
                "IPv6 addresses stand in brackets; QEMU has IPv4 only.",
                "Ports are plain decimal; QEMU takes 99999 for 34463 and 80x for 80.",
                "udp is connected, and a member of mcast does not hear itself, as in dgram.",
                "connect fails when nobody listens, instead of being a netdev that never works.",
                "fd is looked at when it is opened, and has to be connected.",
            ]),
        "hubport": NetdevFacts(
            since: "1.2", carrier: "nothing: a hub is always there",
            promise: """
                in order from each port to each other; a blocked receiver loses what is beyond its own queue, and the \
                others are served
                """,
            differences: [
                "A hub is gone with its last port, and its number is free again.",
                "`netdev=` of a netdev that has a peer is an error; QEMU ends on an assertion.",
                "Order holds also when all receivers were blocked.",
                "An empty frame blocks nothing.",
                "Warnings are about ports and netdevs without a peer, whatever their type.",
            ]),
        "vde": NetdevFacts(
            since: "1.2",
            carrier: "the switch: down when its control connection ends, up when the plug is in again",
            promise: "in order; a switch that does not drain holds the sender up, and nobody else",
            differences: [
                "The control connection is watched, and the plug is put in again when the switch is back.",
                "Nothing blocks, and what a switch would cut is counted as `oversize` and not sent.",
            ]),
        "vde-switch": NetdevFacts(
            since: nil, carrier: "nothing: a switch is there without plugs",
            promise: "in order for each plug; a plug that does not read loses its own frames, and nobody else's"),
        "tap": NetdevFacts(
            since: "1.2", carrier: "the interface: down while it is down, and for good once it is deleted",
            promise: interfaces,
            differences: [
                "The NIC, or whatever is plugged in, loses carrier with the interface.",
                "vhost is refused: frames pass through this process.",
            ]),
        "bridge": NetdevFacts(
            since: "1.2", carrier: "the interface: down while it is down, and for good once it is deleted",
            promise: interfaces),
        "packet": NetdevFacts(
            since: nil, carrier: "the interface: down while it is down or has no carrier, or is not there",
            promise: interfaces),
    ]
}
