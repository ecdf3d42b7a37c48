import WireFormats

/// A frame as written: its layers, or its bytes.
struct FrameEntry: Sendable {
    enum Content: Sendable {
        /// `hex:`, as it is.
        case bytes([UInt8])
        case layers(FrameLayersEntry)
    }

    /// Where it was written.
    let span: SourceSpan
    let content: Content
}

/// An end of the way of a frame, which fills in what its layers leave out.
struct FrameEnd: Sendable {
    /// The name of the node, for messages.
    let name: String
    /// The station address of the NIC.
    let mac: MACAddress
    /// Its addresses with their networks, the preferred ones first.
    let addresses: [IPPrefix]
}

extension FrameEnd {
    /// An interface of a host; nil for another kind of node, and for an interface that it does not have.
    ///
    /// - Parameters:
    ///   - node: The node.
    ///   - port: The number of the interface; nil: the first, and the addresses of all.
    init?(_ node: Scenario.Node, port: Int?) {
        guard let host = node.host, host.nics.indices.contains(port ?? 0) else { return nil }
        name = node.name
        mac = host.nics[port ?? 0].mac
        addresses = host.interfaces.filter { port == nil || $0.nic == port }.flatMap(\.addresses)
    }
}
