import WireFormats

/// Makes the bytes of frames, filling in what was not written.
struct FrameComposer {
    /// The end that sends.
    let from: FrameEnd
    /// The end that the flow is for; nil where `to` is no host of the file.
    let to: FrameEnd?
    let book: AddressBook
    let sink: DiagnosticSink

    /// IEEE 802 local experimental EtherType 1 (RFC 9542 section 3), for what no layer gives a type.
    private static let experimentalType: UInt16 = 0x88b5

    /// The bytes of a frame, without FCS.
    ///
    /// - Parameter entry: The frame as written.
    /// - Returns: At most ``EthernetHeader/frameByteLimit`` bytes; nil after reporting what is wrong, at its place.
    func bytes(of entry: FrameEntry) -> [UInt8]? {
        switch entry.content {
        case .bytes(let bytes): return bytes
        case .layers(let layers):
            guard let frame = frame(layers, entry.span) else { return nil }
            guard frame.count <= EthernetHeader.frameByteLimit else {
                let rule = "65535 of the packet and 18 of a tagged Ethernet header"
                sink.error(
                    "a frame of \(frame.count) bytes: the largest is \(EthernetHeader.frameByteLimit)", at: entry.span,
                    notes: [.init(rule)])
                return nil
            }
            return frame.bytes
        }
    }

    private func frame(_ layers: FrameLayersEntry, _ span: SourceSpan) -> FrameBytes? {
        var bytes = FrameBytes(payload: Array(layers.payload))
        var type = Self.experimentalType
        var usual: MACAddress? = to?.mac
        switch network(layers) {
        case nil: break
        case .arp(let arp):
            type = EtherType.arp.rawValue
            if arp.operation == ARPPacket.Operation.request.rawValue { usual = .broadcast }
            guard add(arp, to: &bytes, span) else { return nil }
        case .ipv4(let header):
            type = EtherType.ipv4.rawValue
            guard let pair = pair(header, span) else { return nil }
            add(layers.transport, PseudoHeader(source: pair.source, destination: pair.destination), to: &bytes)
            guard add(header, pair, layers.transport?.number, to: &bytes, span) else { return nil }
            usual = station(of: pair.destination) ?? usual
        case .ipv6(let header):
            type = EtherType.ipv6.rawValue
            guard let pair = pair(header, span) else { return nil }
            add(layers.transport, PseudoHeader(source: pair.source, destination: pair.destination), to: &bytes)
            add(header, pair, layers.transport, to: &bytes)
            usual = MACAddress(multicast: pair.destination) ?? book.station(of: .v6(pair.destination)) ?? usual
        }
        return add(layers.ethernet, layers.tags, type: type, usual, to: &bytes, span) ? bytes : nil
    }

    /// The network layer, which what stands above it makes necessary; IPv4 goes first where both ends have it.
    private func network(_ layers: FrameLayersEntry) -> FrameLayersEntry.Network? {
        if let network = layers.network { return network }
        switch layers.transport {
        case nil: return nil
        case .icmp: return .ipv4(.init())
        case .icmpv6: return .ipv6(.init())
        case .udp, .tcp:
            let ends = [from, to].compactMap(\.self)
            let isIPv6 = [4, 6].first { version in ends.allSatisfy { $0.first(version) != nil } } == 6
            return isIPv6 ? .ipv6(.init()) : .ipv4(.init())
        }
    }

    /// The station that an IPv4 address leads to, if that does not depend on routes.
    private func station(of address: IPv4Address) -> MACAddress? {
        let isDirected = from.addresses.contains { prefix in
            if case .v4(let prefix) = prefix { prefix.length < 31 && prefix.broadcast == address } else { false }
        }
        return address == .broadcast || isDirected
            ? .broadcast : MACAddress(multicast: address) ?? book.station(of: .v4(address))
    }

    // MARK: Ethernet

    private func add(
        _ ethernet: FrameLayersEntry.Ethernet, _ tags: [FrameLayersEntry.Tag], type: UInt16,
        _ usual: MACAddress?, to bytes: inout FrameBytes, _ span: SourceSpan
    ) -> Bool {
        let source = ethernet.source == nil ? from.mac : mac(ethernet.source)
        let destination = ethernet.destination == nil ? usual : mac(ethernet.destination)
        guard let source else { return false }
        guard let destination else {
            if ethernet.destination == nil {
                sink.error(
                    "nothing says which station the frame is for", at: span,
                    notes: [.init("write `eth: { dst: \"52:54:00:12:34:56\" }`, or the name of a node")])
            }
            return false
        }
        bytes.prepend { header in
            header.append(destination)
            header.append(source)
            for (number, tag) in tags.enumerated() {
                let isLast = number == tags.count - 1
                header.append(tag.type ?? (isLast ? EtherType.vlan : .qinq).rawValue)
                header.append(UInt16(tag.priority) << 13 | (tag.dropEligible ? 0x1000 : 0) | tag.identifier)
            }
            header.append(ethernet.type ?? type)
        }
        return true
    }

    private func add(_ arp: FrameLayersEntry.ARP, to bytes: inout FrameBytes, _ span: SourceSpan) -> Bool {
        let isRequest = arp.operation == ARPPacket.Operation.request.rawValue
        let senderMAC = arp.senderMAC == nil ? from.mac : mac(arp.senderMAC)
        let targetMAC = arp.targetMAC == nil ? (isRequest ? .zero : to?.mac ?? .zero) : mac(arp.targetMAC)
        let senderIP = address(arp.senderIP, else: from, "`arp` needs `sender_ip`", span)
        let targetIP = address(arp.targetIP, else: to, "`arp` needs `target_ip`", span)
        guard let senderMAC, let targetMAC, let senderIP, let targetIP else { return false }
        bytes.prepend { packet in
            packet.append(UInt16(1))
            packet.append(EtherType.ipv4.rawValue)
            packet.append(UInt8(MACAddress.byteCount))
            packet.append(UInt8(IPv4Address.byteCount))
            packet.append(arp.operation)
            packet.append(senderMAC)
            packet.append(senderIP.rawValue)
            packet.append(targetMAC)
            packet.append(targetIP.rawValue)
        }
        return true
    }
}
