import NetCore

/// Checks that impairments have something to act on.
struct ImpairmentFit {
    let sink: DiagnosticSink

    /// Checks those of both directions of a link.
    func check(_ entry: ImpairmentsEntry, of kind: Scenario.Link.Kind) {
        for settings in [entry.forward, entry.reverse] where !settings.isEmpty {
            check(settings, on: [kind])
            warnOfJitter(settings)
        }
    }

    /// Checks what is set on links of some kinds.
    func check(_ settings: [Located<ImpairmentSetting>], on kinds: [Scenario.Link.Kind]) {
        guard let span = settings.place(of: .outerMTU), settings.meant.outerMTU != nil else { return }
        guard let reason = kinds.lazy.compactMap(\.reasonWithoutPackets).first else { return }
        sink.error(
            "`outer_mtu` bounds the IP packet that a frame travels in: \(reason)", at: span,
            notes: [.init("`mtu` bounds the packet in the frame")])
    }

    /// Warns of a jitter that would let frames arrive before they are sent.
    func warnOfJitter(_ settings: [Located<ImpairmentSetting>]) {
        let impairments = settings.meant
        guard impairments.jitter.earliest > impairments.delay, let span = settings.place(of: .jitter) else { return }
        let (jitter, delay) = (TimeValue.text(impairments.jitter.amount), TimeValue.text(impairments.delay))
        sink.warning(
            "a jitter of \(jitter) is more than the delay of \(delay) has room for", at: span,
            notes: [.init("a delay that would be less than 0 is 0, so that the mean is more than \(delay)")])
    }
}

extension Jitter {
    /// By how much it shortens delays; of a normal one, which has no end there, its deviation.
    fileprivate var earliest: Int64 {
        switch distribution {
        case .uniform, .normal: amount
        // Of shape 3: as far below its mean as one deviation over the square root of 3.
        case .pareto: amount / 1000 * 577
        }
    }
}

extension Scenario.Link.Kind {
    /// Why there are no IP packets around its frames; nil: there are.
    fileprivate var reasonWithoutPackets: String? {
        switch self {
        case .wire: "a wire has none"
        case .dgram(let a, _) where a.transport == .unix: "unix sockets have none"
        case .vde: "a VDE network has none"
        case .tap: "an interface of the kernel has none"
        case .stream, .socket(.stream): "a stream cuts its packets as it likes"
        case .l2tpv3, .dgram, .socket(.udp), .mcast: nil
        }
    }
}
