/// Compares the two ends of a dgram link and warns where they do not fit, in the words of what will be seen.
struct DgramFit {
    let written: WrittenOptions
    let span: SourceSpan
    let sink: DiagnosticSink

    func check(_ a: DgramEndPlan, _ b: DgramEndPlan) {
        guard a.transport == b.transport else {
            warn("a speaks \(name(a.transport)) and b \(name(b.transport)): nothing arrives", about: ["type", "host"])
            return
        }
        compare(a.local, b.remote, "a", "b", a.transport)
        compare(b.local, a.remote, "b", "a", a.transport)
    }

    /// What is not written of `remote` is what the other end was given; what is not written of `local` nobody knows.
    private func compare(
        _ local: DgramEndPlan.Place, _ remote: DgramEndPlan.Place, _ near: String, _ far: String,
        _ transport: DgramEndPlan.Transport
    ) {
        let what = transport == .unix ? "path" : "address"
        if let host = remote.host, host != local.host {
            let own = local.host.map { "is \($0)" } ?? "is picked by the runner"
            warn(
                "the \(what) of \(near) \(own) and \(far) sends to \(host): nothing arrives", about: ["host", "path"])
        }
        if let port = remote.port, port != local.port {
            let own = local.port.map { "is \($0)" } ?? "is picked by the runner"
            warn("the port of \(near) \(own) and \(far) sends to \(port): nothing arrives", about: ["port"])
        }
    }

    private func name(_ transport: DgramEndPlan.Transport) -> String {
        switch transport {
        case .ipv4: "UDP over IPv4"
        case .ipv6: "UDP over IPv6"
        case .unix: "unix sockets"
        }
    }

    private func warn(_ message: String, about keys: [String]) {
        // Of a socket link one key says both host and port.
        let all = keys.flatMap { ["local.\($0)", "remote.\($0)"] } + ["localaddr", "udp"]
        written.warn(message, about: all, else: span, to: sink)
    }
}
