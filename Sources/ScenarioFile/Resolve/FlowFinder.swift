/// Finds the flows that an expectation names: `hello`, `hello[3]`, `hello[2..4]`.
struct FlowFinder {
    private let traffic: Traffic
    private let sink: DiagnosticSink
    private let indices: [String: Int]

    init(traffic: Traffic, sink: DiagnosticSink) {
        self.traffic = traffic
        self.sink = sink
        indices = Dictionary(zip(traffic.flows.map(\.name), traffic.flows.indices)) { first, _ in first }
    }

    /// The flows of a name, which stand together; nil after reporting that there are none.
    func find(_ name: Located<String>) -> Range<Int>? {
        let (base, inner) = FlowName.split(name.value)
        // A flow that could not be resolved is reported already.
        guard let group = traffic.groups[base], !group.isEmpty else { return nil }
        guard let inner, inner != "*" else { return group }
        if let index = indices[name.value] { return index..<index + 1 }
        if traffic.flows[group.lowerBound].name == base {
            sink.error("`\(base)` is one flow", at: name.span, suggestion: base)
            return nil
        }
        let ends = inner.firstRange(of: "..").map { dots in
            [inner[..<dots.lowerBound], inner[dots.upperBound...]].map { FlowName.number(String($0)) }
        }
        guard ends != nil || FlowName.number(inner) != nil else {
            sink.error(
                "`\(name.value)` names no flow", at: name.span,
                notes: [.init("write `\(base)` for all of them, `\(base)[3]` for one, `\(base)[2..4]` for some")])
            return nil
        }
        let found = (ends ?? []).map { number in number.flatMap { indices["\(base)[\($0)]"] } }
        guard found.count == 2, let low = found[0], let high = found[1] else {
            let last = traffic.flows[group.upperBound - 1].name
            sink.error(
                "`\(name.value)` is not there", at: name.span,
                notes: [.init("`\(base)` is \(traffic.flows[group.lowerBound].name) to \(last)")])
            return nil
        }
        guard low <= high else {
            let parts = inner.split(separator: ".").reversed().joined(separator: "..")
            sink.error(
                "the range of `\(name.value)` runs backwards", at: name.span, suggestion: "\(base)[\(parts)]")
            return nil
        }
        return low..<high + 1
    }
}
