public import NetdevOptions

/// One end of a tap link: an interface of the kernel, in a network namespace of the link's own.
public struct TapEndPlan: Sendable, Hashable {
    private let template: TapInterface
    /// Bytes of frames that the kernel may still hold of this end; nil or 0: no limit.
    public let sndbuf: UInt32?

    init(_ interface: TapInterface, sndbuf: UInt32?) {
        template = interface
        self.sndbuf = sndbuf
    }

    /// The interface, with the name that it has in the namespace.
    public func interface(named name: String) -> TapInterface {
        var interface = template
        interface.name = name
        return interface
    }

    /// The options as they are written in a scenario; what the runner picks is left out, all else is said.
    var written: [(key: String, value: String)] {
        let all: [(String, String?)] = [
            ("sndbuf", sndbuf.map { String($0) }), ("vnet_hdr", template.vnetHeader ? "on" : "off"),
            ("queues", String(template.queues)),
        ]
        return all.compactMap { key, value in value.map { (key, $0) } }
    }
}
