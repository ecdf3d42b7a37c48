/// Compares the two ends of a stream link and warns where they do not meet, in the words of what will be seen.
struct StreamFit {
    let written: WrittenOptions
    let span: SourceSpan
    let sink: DiagnosticSink

    /// Whether the ends are of one kind; if not, that is reported, since there is nothing that the second could try.
    func check(_ a: StreamEndPlan, _ b: StreamEndPlan) -> Bool {
        guard a.transport == b.transport else {
            let cause = written.entries.first { Self.typeKeys.contains($0.key.value) }
            sink.error(
                "a listens on \(name(a.transport)) and b connects over \(name(b.transport)): they never meet",
                at: cause?.key.span ?? span, notes: [.init("write it under `options`, which are for both ends")])
            return false
        }
        // What is not written of the second end is where the first one listens.
        if let host = b.host, host != a.host {
            let what = a.transport == .unix ? "path" : a.transport == .abstract ? "name" : "address"
            let own = a.host.map { "is \($0)" } ?? "is picked by the runner"
            warn("the \(what) of a \(own) and b connects to \(host)", about: "host", "path")
        }
        if let port = b.port, port != a.port {
            let own = a.port.map { "is \($0)" } ?? "is picked by the runner"
            warn("the port of a \(own) and b connects to \(port)", about: "port")
        }
        return true
    }

    private static let typeKeys = [
        "addr.type", "addr.path", "addr.abstract", "addr.host", "addr.ipv6", "addr.ipv4", "listen", "connect",
    ]

    private func name(_ transport: StreamEndPlan.Transport) -> String {
        switch transport {
        case .ipv4: "TCP over IPv4"
        case .ipv6: "TCP over IPv6"
        case .unix: "a unix socket"
        case .abstract: "an abstract unix socket"
        }
    }

    private func warn(_ message: String, about keys: String...) {
        // Of a socket link one key says all of it.
        let all = keys.map { "addr.\($0)" } + ["connect", "listen"]
        written.warn("\(message): they never meet", about: all, else: span, to: sink)
    }
}
