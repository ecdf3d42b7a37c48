import NetdevOptions

/// Checks that a fault has something to spoil: that its field stands in the header of what goes that way.
struct FaultFit {
    let sink: DiagnosticSink

    /// Whether a link can have a fault in a direction; reported if not.
    func check(_ fault: Located<L2TPv3Fault>, _ direction: Scenario.Direction, on link: Scenario.Link) -> Bool {
        guard let (reason, remedy) = obstacle(fault.value, direction, link) else { return true }
        sink.error(
            "`\(link.id)` cannot have the fault `\(fault.value.rawValue)`: \(reason)", at: fault.span,
            notes: [.init(remedy)])
        return false
    }

    private func obstacle(
        _ fault: L2TPv3Fault, _ direction: Scenario.Direction, _ link: Scenario.Link
    ) -> (reason: String, remedy: String)? {
        switch link.kind {
        case .wire, .dgram, .stream, .socket, .mcast, .vde, .tap: ("it is no l2tpv3 link", instead(of: fault))
        case .l2tpv3(let a, let b): obstacle(fault, sentBy: direction == .forward ? a : b)
        }
    }

    private func instead(of fault: L2TPv3Fault) -> String {
        switch fault {
        case .duplicate: "`set: { duplicate: 100% }` repeats the frames of every link"
        case .oversize: "`mtu: 576` lets long frames of every link end as oversize"
        default: "faults spoil L2TPv3 headers: they are for links of `kind: l2tpv3`"
        }
    }

    private func obstacle(_ fault: L2TPv3Fault, sentBy end: L2TPv3EndPlan) -> (reason: String, remedy: String)? {
        switch fault {
        case .wrongCookie, .shortCookie:
            end.sendsCookie
                ? nil : ("no cookie goes that way", "write `options: { txcookie: 1, rxcookie: 2 }` at the link")
        case .counterSkew, .counterRollover:
            switch end.sublayer {
            case .counter, .default: nil
            case .none: ("no numbers go that way", "write `options: { sublayer: counter }` at the link")
            case .pinned: ("its numbers are always 0", "write `options: { sublayer: counter }` at the link")
            }
        case .controlBit, .wrongVersion:
            end.udp
                ? nil : ("over IP the header has neither flags nor version", "write `options: { udp: on }` at the link")
        case .spoofedSource:
            // Over IPv4 all of 127.0.0.0/8 is there.
            end.ipv6 && !end.udp
                ? (
                    "over IPv6 without ports the loopback has no second source",
                    "write `options: { udp: on }` at the link"
                ) : nil
        case .wrongSession, .truncatedHeader, .duplicate, .oversize: nil
        }
    }
}
