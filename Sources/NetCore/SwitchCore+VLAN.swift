import WireFormats

// The way of a frame through a switch that has VLANs (IEEE 802.1Q clause 8).

extension SwitchCore {
    mutating func forward(
        _ frame: Frame, in vlans: VLANMembership, from port: Port, _ ingress: Int, now: Int64
    ) {
        let bytes = frame.bytes
        guard bytes.byteCount >= 14 else { return port.drop(frame, .runt) }
        var classified = ClassifiedFrame(vlan: vlans.untaggedVLAN(ofPort: ingress))
        if bytes.bigEndian(UInt16.self, at: 12) == VLANTag.Kind.customer.rawValue {
            guard bytes.byteCount >= 18 else { return port.drop(frame, .truncated) }
            let control = bytes.bigEndian(UInt16.self, at: 14)
            classified.control = control
            if control & 0xfff != 0 { classified.vlan = control & 0xfff }
        }
        guard vlans.contains(port: ingress, vlan: classified.vlan) else { return port.drop(frame, .vlan) }

        let vlan = UInt64(classified.vlan)
        let source = MACAddress(parsing: bytes, at: 6).rawValue
        if source & Self.groupBit == 0 && port.hasCarrier {
            database.learn(ForwardingDatabase.key(vlan: vlan, address: source), port: ingress, now: now)
        }
        let destination = MACAddress(parsing: bytes, at: 0).rawValue
        if destination & Self.groupBit == 0,
            let egress = database.port(for: ForwardingDatabase.key(vlan: vlan, address: destination), now: now)
        {
            // It was heard there in this VLAN, so the port is a member.
            if egress == ingress { return port.drop(frame, .samePort) }
            return classified.send(frame, through: ports[egress], untagged: vlans.untaggedVLAN(ofPort: egress))
        }
        var outputs: UInt64 = 0
        for egress in ports.indices
        where egress != ingress && vlans.contains(port: egress, vlan: classified.vlan) && ports[egress].hasCarrier {
            classified.send(frame, through: ports[egress], untagged: vlans.untaggedVLAN(ofPort: egress))
            outputs &+= 1
        }
        if outputs == 0 { return port.drop(frame, .noPeer) }
        copies &+= outputs &- 1
    }
}

/// What a switch knows of a frame that it is forwarding: its VLAN, and its tag.
///
/// A form that differs from what came in is composed when the first port wants it, and sent to all that do.
private struct ClassifiedFrame {
    /// The VLAN that it belongs to.
    var vlan: UInt16
    /// Priority and identifier of the tag that it has; nil: it has none.
    var control: UInt16?
    private var tagged: FrameRecord?
    private var bare: FrameRecord?

    init(vlan: UInt16) {
        self.vlan = vlan
    }

    /// Sends the frame in the form in which a port wants its VLAN.
    mutating func send(_ frame: Frame, through port: Port, untagged: UInt16) {
        let wantsTag = vlan != untagged
        let isAsItCame = wantsTag ? control.map { $0 & 0xfff == vlan } ?? false : control == nil
        if isAsItCame {
            port.send(frame)
            return
        }
        if wantsTag && control == nil && frame.byteCount + VLANTag.byteCount > Frame.byteLimit {
            _ = port.refuse(frame.record.borrowed, .oversize)
            return
        }
        let record = (wantsTag ? tagged : bare) ?? compose(frame, tagged: wantsTag, port)
        if wantsTag { tagged = record } else { bare = record }
        // SAFETY: the record lies in the loop's arena, which lasts as long as this dispatch.
        port.send(unsafe Frame(unsafe: record))
    }

    /// The frame with the tag of its VLAN, or with none.
    private func compose(_ frame: Frame, tagged: Bool, _ port: Port) -> FrameRecord {
        let bytes = frame.bytes
        // Both addresses are written anew, and the tag that is there is left out.
        let addresses = 2 * MACAddress.byteCount
        let skipped = control == nil ? addresses : addresses + VLANTag.byteCount
        let tag = VLANTag(controlInformation: (control ?? 0) & 0xf000 | vlan)
        return port.copy(frame.droppingFirst(skipped), behind: addresses + VLANTag.byteCount) { output in
            output.append(contentsOf: bytes.extracting(first: addresses))
            if tagged { tag.write(into: &output) }
        }
    }
}
