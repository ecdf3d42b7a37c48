/// What a datagram netdev calls its parts in messages: `dgram` and `socket` have keys of their own for the same things.
struct DgramWords: Sendable {
    /// The key of the address that is bound.
    let local: String
    /// The key of the far end.
    let remote: String
    /// The key of a multicast group.
    let group: String
    /// How an interface is named.
    let interface: String
    /// What a descriptor has to be.
    let descriptorRule: String

    /// Those of `dgram`.
    static let ofDgram = DgramWords(
        local: "local.host", remote: "remote.host", group: "remote.host",
        interface: "local.type=inet,local.host=127.0.0.1,local.port=0",
        descriptorRule:
            "a dgram netdev takes a datagram socket, IP or unix; for a multicast group UDP over the group's version of IP"
    )

    /// Those of `socket`.
    static let ofSocket = DgramWords(
        local: "localaddr", remote: "udp", group: "mcast", interface: "localaddr=127.0.0.1",
        descriptorRule: "a socket netdev takes a byte stream, or a datagram socket, IP or unix")

    /// No interface for a group, and what helps.
    var noInterface: String { "no interface for the group; name one by an address of it, as in \(interface)" }
}
