/// Stands at an end of a link, behind its encoder, and impairs what that end sends.
///
///     encoder ─▶ near ─▶ line ─▶ far ─▶ wire, or socket
///     encoder ◀─ near ◀───────── far ◀─ wire, or socket
///
/// What it loses leaves a gap in the numbers of the tunnel. The far end has a stage of its own, for what that one sends, also
/// where both are in one process. A forwarder: it takes all, and never sleeps.
public final class ImpairmentStage: NetClient {
    /// Towards the node that sends; what is lost is counted here.
    public let near: Port
    /// Towards the middle of the link.
    public let far: Port
    /// What happens to what leaves by ``far``.
    public let line: ImpairmentLine
    /// Where forged datagrams leave, which come from somebody else than this end; nil: nobody can tell who sent them.
    ///
    /// It has to be plugged where they come in at the other side: into a socket of its own, or into the port of the far
    /// decoder that is for strangers.
    public private(set) var stranger: Port?

    private unowned let loop: Loop

    /// A stage on a loop, not yet plugged in.
    ///
    /// - Parameters:
    ///   - loop: Where it lives.
    ///   - name: Of its ports; drops are reported under it, so it says which direction it is.
    ///   - plan: What happens.
    public init(loop: Loop, name: String, _ plan: ImpairmentLine.Plan) {
        self.loop = loop
        near = loop.makePort(name: name)
        far = loop.makePort(name: name)
        line = ImpairmentLine(loop: loop, from: near, to: far, plan)
        loop.attach(self, to: near)
        loop.attach(self, to: far)
    }

    /// Gives forged datagrams a way of their own, see ``stranger``.
    public func makeStranger(name: String) -> Port {
        let port = loop.makePort(for: self, name: name)
        stranger = port
        line.stranger = port
        return port
    }

    /// Copies, and what is on its way.
    public var account: ElementAccount { ElementAccount(copies: line.copies, held: UInt64(line.count)) }

    /// Takes all.
    public func receive(_ burst: Burst, on port: Port) -> Int {
        if port == near { line.take(burst) } else { near.send(burst) }
        return burst.count
    }

    /// Each side sees whether the other is up, as through a cable.
    ///
    /// Towards a side that is down the stage stays up, so that it hears of its coming back.
    public func linkChanged(on port: Port) { passCarrier() }

    /// What is plugged in at either side shows at the other; to be called when both are.
    public func passCarrier() {
        let nearIsUp = near.peer?.isUp ?? true
        let farIsUp = far.peer?.isUp ?? true
        near.setUp(farIsUp || !nearIsUp)
        far.setUp(nearIsUp || !farIsUp)
    }
}
