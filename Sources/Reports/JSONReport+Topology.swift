import Results

// Flows, nodes and links as objects.

extension JSONReport {
    static func flow(_ flow: FlowResult) -> JSONValue {
        let latency = flow.latency.map { latency -> JSONValue in
            .object([
                "min": .integer(latency.min), "p50": .integer(latency.p50), "p90": .integer(latency.p90),
                "p99": .integer(latency.p99), "max": .integer(latency.max),
            ])
        }
        return .object([
            "sent": .integer(flow.sent), "delivered": .integer(flow.delivered), "lost": .integer(flow.lost),
            "duplicates": .integer(flow.duplicates), "reordered": .integer(flow.reordered),
            "latency_ns": latency ?? .null,
        ])
    }

    static func node(_ node: NodeResult) -> JSONValue {
        .object(["nics": .array(node.nics.map(nic))])
    }

    private static func nic(_ nic: NICResult) -> JSONValue {
        .object([
            "name": .string(nic.name), "mac": .string(nic.mac), "model": .string(nic.model),
            "rx_frames": .unsigned(nic.rxFrames), "rx_bytes": .unsigned(nic.rxBytes),
            "tx_frames": .unsigned(nic.txFrames), "tx_bytes": .unsigned(nic.txBytes), "dropped": drops(nic.dropped),
        ])
    }

    static func link(_ link: LinkResult) -> JSONValue {
        var members: [String: JSONValue] = [
            "kind": .string(link.kind),
            "forward": direction(link.forward),
            "reverse": direction(link.reverse),
            "degraded": .array(link.degraded.map(JSONValue.string)),
        ]
        if let netdev = link.netdev {
            var ends: [String: JSONValue] = ["a": .string(netdev.a), "b": .string(netdev.b)]
            if !netdev.others.isEmpty { ends["others"] = .array(netdev.others.map(JSONValue.string)) }
            members["netdev"] = .object(ends)
        }
        return .object(members)
    }

    private static func direction(_ way: LinkResult.Direction) -> JSONValue {
        var members: [String: JSONValue] = [
            "frames": .unsigned(way.frames), "bytes": .unsigned(way.bytes), "dropped": drops(way.dropped),
        ]
        if let sequence = way.sequence {
            members["sequence"] = .object(
                Dictionary(uniqueKeysWithValues: sequence.named.map { ($0.name, .unsigned($0.count)) }))
        }
        return .object(members)
    }
}
