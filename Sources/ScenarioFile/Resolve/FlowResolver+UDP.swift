import WireFormats

/// How long the frames of a sender can be, in bytes without FCS.
struct FrameBounds {
    /// The headers and the stamp.
    let smallest: Int
    /// What the MTU of the NIC allows.
    let largest: Int
    /// A ping.
    let ping: Int
    /// What the smallest one consists of, in words.
    let parts: String

    private static let ethernet = 14
    private static let tag = 4
    private static let icmpHeader = 8
    /// As ping(8) sends them.
    private static let pingData = 56

    init(version: Int, isTagged: Bool, mtu: Int) {
        let tag = isTagged ? Self.tag : 0
        let headers = Scenario.UDPPlan.headerByteCount(version: version)
        smallest = headers + tag + FlowStamp.byteCount
        largest = mtu + Self.ethernet + tag
        // UDP's header and ICMP's echo header are of one length.
        ping = headers + tag + Self.pingData
        let words = ["14 of Ethernet", isTagged ? "4 of the tag" : nil, version == 4 ? "20 of IPv4" : "40 of IPv6"]
        parts = (words.compactMap(\.self) + ["8 of UDP", "16 for the flow and the number of the frame"])
            .joined(separator: ", ")
    }
}

extension FlowResolver {
    /// What a UDP flow sends; nil after reporting that its frames are too short or too long.
    func udp(
        _ entry: FlowEntry, _ addresses: Scenario.Flow.AddressPair, _ bounds: FrameBounds, from: FlowEnd, number: Int
    ) -> Scenario.Flow.Kind? {
        let size = entry.size?.value ?? .fixed(max(Self.defaultFrameSize, bounds.smallest))
        guard isSize(size, of: entry, within: bounds, from: from) else { return nil }
        // A port of its own for each flow, so that any other tool can tell them apart in a capture.
        let port = entry.destinationPort ?? 9000 + UInt16(number % 10_000)
        let sport = entry.sourcePort ?? 49152 + UInt16(number % 16_384)
        let plan = Scenario.UDPPlan(
            size: size, timeToLive: entry.timeToLive ?? 64, dscp: entry.dscp ?? 0, destinationPort: port,
            sourcePort: sport)
        return .udp(addresses, plan)
    }

    /// Whether frames of this size hold what every flow carries and fit into the MTU; reported if not.
    private func isSize(
        _ size: Scenario.UDPPlan.Size, of entry: FlowEntry, within bounds: FrameBounds, from: FlowEnd
    ) -> Bool {
        let span = entry.size?.span ?? entry.name.span
        let (shortest, longest) = (size.bounds.lowerBound, size.bounds.upperBound)
        // The small frames of imix grow to what IPv6 and a tag need.
        if shortest < bounds.smallest, size != .imix {
            sink.error(
                "a frame of \(shortest) bytes: the smallest is \(bounds.smallest)", at: span,
                notes: [.init(bounds.parts)])
            return false
        }
        if longest > bounds.largest || bounds.smallest > bounds.largest {
            let rule = "the MTU of `\(nodeName(from))` and 14 of Ethernet; sizes count the frame without FCS"
            sink.error(
                "a frame of \(longest) bytes: the largest is \(bounds.largest)", at: span, notes: [.init(rule)])
            return false
        }
        return true
    }
}
