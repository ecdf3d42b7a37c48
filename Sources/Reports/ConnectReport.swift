public import Results

/// What `connect` says when it ends, and while it runs.
public enum ConnectReport {
    /// The summary: why it ended, a row for each netdev, and what did not go as asked.
    public static func text(_ result: ConnectResult, color: Bool = false) -> String {
        var lines: [StyledLine] = [headline(result)]
        lines += table(result).lines
        lines += result.netdevs.filter { $0.refused > 0 }.map { netdev in
            [
                StyledText(
                    "  \(netdev.name): nobody was there to take \(netdev.refused) or more of the frames sent (ICMP)",
                    .caution)
            ]
        }
        lines += result.netdevs.flatMap { netdev in
            netdev.degraded.map { [StyledText("  \(netdev.name): \($0)", .caution)] }
        }
        if !result.dropped.isEmpty {
            lines.append([.plain("  dropped at the \(result.via): \(DropText.list(result.dropped))")])
        }
        if let capture = result.capture { lines.append(line(capture)) }
        lines += result.faults.map { [StyledText("  frames are unaccounted for: \($0)", .bad)] }
        return lines.map { $0.rendered(color: color) + "\n" }.joined()
    }

    /// The same for programs, as one JSON object.
    public static func json(_ result: ConnectResult, version: String) -> String {
        var members: [String: JSONValue] = [
            "wirework": .string(version), "via": .string(result.via), "duration_ns": .integer(result.duration),
            "netdevs": .array(result.netdevs.map(netdev)), "dropped": JSONReport.drops(result.dropped),
            "conservation": JSONReport.conservation(result.conservation),
            "faults": .array(result.faults.map(JSONValue.string)),
            "warnings": .array(result.warnings.map(JSONValue.string)),
        ]
        switch result.ended {
        case .time: members["ended"] = .string("time")
        case .signal(let number):
            members["ended"] = .string("signal")
            members["signal"] = .integer(Int64(number))
        case nil: break
        }
        if let capture = result.capture {
            members["capture"] = .object([
                "path": .string(capture.path), "packets": .unsigned(capture.packets),
                "missing": .unsigned(capture.missing), "failure": capture.failure.map(JSONValue.string) ?? .null,
            ])
        }
        return JSONValue.object(members).rendered() + "\n"
    }

    /// The first line of what runs: which netdevs, and what they are connected to.
    public static func opening(_ result: ConnectResult, color: Bool = false) -> String {
        let separator = result.via == "wire" ? " <-> " : ", "
        let names = result.netdevs.map { "\($0.name) (\($0.summary))" }.joined(separator: separator)
        let via = result.via == "wire" ? "" : "\(result.via): "
        let line: StyledLine = [.plain("\(via)\(names)")]
        return line.rendered(color: color) + "\n"
    }

    /// What to show while it runs: a row for each netdev, with rates since an earlier moment.
    public static func live(_ result: ConnectResult, since earlier: ConnectResult?, color: Bool = false) -> String {
        let nanoseconds = result.duration - (earlier?.duration ?? 0)
        var table = Table([
            .left("netdev"), .left("link"), .right("received"), .right("frames/s"), .right("Mbit/s"), .right("sent"),
            .right("frames/s"), .right("Mbit/s"), .right("dropped"), .left("connected"),
        ])
        for (index, netdev) in result.netdevs.enumerated() {
            let before = earlier.flatMap { index < $0.netdevs.count ? $0.netdevs[index] : nil }
            func rates(_ now: NetdevResult.Traffic, _ then: NetdevResult.Traffic?) -> [String] {
                let frames = now.frames - (then?.frames ?? 0)
                let bytes = now.bytes - (then?.bytes ?? 0)
                return ["\(now.frames)", rate(frames, nanoseconds), megabits(bytes, nanoseconds)]
            }
            let drops = netdev.dropped.reduce(0) { $0 + $1.count }
            table.add(
                [netdev.name, link(netdev)] + rates(netdev.received, before?.received)
                    + rates(netdev.sent, before?.sent) + ["\(drops)", netdev.summary])
        }
        return table.rendered(color: color)
    }

    // MARK: -

    private static func headline(_ result: ConnectResult) -> StyledLine {
        let time = TimeText(result.duration).text
        switch result.ended {
        case .time: return [.plain("ended after \(time)")]
        case .signal(let number): return [.plain("ended by \(signalName(number)) after \(time)")]
        case nil: return [.plain("running for \(time)")]
        }
    }

    private static func signalName(_ number: Int32) -> String {
        switch number {
        case 1: "SIGHUP"
        case 2: "SIGINT"
        case 15: "SIGTERM"
        default: "signal \(number)"
        }
    }

    private static func table(_ result: ConnectResult) -> Table {
        var table = Table([
            .left("netdev"), .left("link"), .right("received"), .right("bytes"), .right("sent"), .right("bytes"),
            .right("queued"),
            .left("dropped"), .left("connected"),
        ])
        for netdev in result.netdevs {
            table.add([
                netdev.name, link(netdev), "\(netdev.received.frames)", "\(netdev.received.bytes)",
                "\(netdev.sent.frames)",
                "\(netdev.sent.bytes)", "\(netdev.queued)", DropText.cell(netdev.dropped), netdev.summary,
            ])
        }
        return table
    }

    private static func link(_ netdev: NetdevResult) -> String { netdev.isUp ? "up" : "down" }

    private static func line(_ capture: ConnectResult.Capture) -> StyledLine {
        let text = "  \(capture.packets) packets captured in \(capture.path)"
        guard let failure = capture.failure else { return [.plain(text)] }
        return [.plain(text), StyledText(", \(capture.missing) missing: \(failure)", .bad)]
    }

    private static func rate(_ count: UInt64, _ nanoseconds: Int64) -> String {
        guard nanoseconds > 0 else { return "0" }
        return "\(UInt64((Double(count) * 1e9 / Double(nanoseconds)).rounded()))"
    }

    /// With one digit behind the point.
    private static func megabits(_ bytes: UInt64, _ nanoseconds: Int64) -> String {
        guard nanoseconds > 0 else { return "0.0" }
        let tenths = UInt64((Double(bytes) * 8e4 / Double(nanoseconds)).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    private static func netdev(_ netdev: NetdevResult) -> JSONValue {
        .object([
            "name": .string(netdev.name), "type": .string(netdev.type), "summary": .string(netdev.summary),
            "options": .string(netdev.options), "link": .string(link(netdev)), "received": traffic(netdev.received),
            "sent": traffic(netdev.sent),
            "refused": .unsigned(netdev.refused),
            "dropped": JSONReport.drops(netdev.dropped), "queued": .unsigned(netdev.queued),
            "system_calls": .object([
                "send": .unsigned(netdev.sendCalls), "receive": .unsigned(netdev.receiveCalls),
            ]),
            "degraded": .array(netdev.degraded.map(JSONValue.string)),
        ])
    }

    private static func traffic(_ traffic: NetdevResult.Traffic) -> JSONValue {
        .object(["frames": .unsigned(traffic.frames), "bytes": .unsigned(traffic.bytes)])
    }
}
