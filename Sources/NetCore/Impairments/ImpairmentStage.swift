/// Stands between the two ends of a link and impairs what goes through, each direction by itself.
///
///     encoder ─▶ near ─▶ outward line ─▶ far ─▶ wire, or socket
///     encoder ◀─ near ◀─ inward line ◀─ far ◀─ wire, or socket
///
/// It stands behind the encoder, so that what it loses leaves a gap in the numbers of the tunnel; of a link whose ends are
/// in one process one stage serves both directions, of one over sockets each end has its own, for what that end sends. A
/// forwarder: it takes all, and never sleeps.
public final class ImpairmentStage: NetClient {
    /// Towards the node that sends outwards; what is lost on the way out is counted here.
    public let near: Port
    /// Towards the middle of the link; what is lost on the way in is counted here.
    public let far: Port
    /// What happens on the way out; nil: nothing.
    public private(set) var outward: ImpairmentLine?
    /// What happens on the way in; nil: nothing.
    public private(set) var inward: ImpairmentLine?
    /// Where forged datagrams leave, which come from somebody else than this end; nil: nobody can tell who sent them.
    ///
    /// It has to be plugged where they come in at the other side: into a socket of its own, or into the port of the far
    /// decoder that is for strangers.
    public private(set) var stranger: Port?

    private let loop: Loop

    /// A stage on a loop, not yet plugged in, which lets everything through.
    ///
    /// - Parameters:
    ///   - loop: Where it lives.
    ///   - names: Of the ports, near and far; drops are reported under them, so they say which direction it is.
    public init(loop: Loop, names: (near: String, far: String)) {
        self.loop = loop
        near = loop.makePort(name: names.near)
        far = loop.makePort(name: names.far)
        loop.attach(self, to: near)
        loop.attach(self, to: far)
    }

    /// Impairs what leaves by ``far``.
    @discardableResult
    public func impairOutward(_ plan: ImpairmentLine.Plan) -> ImpairmentLine {
        let line = ImpairmentLine(loop: loop, from: near, to: far, plan)
        outward = line
        return line
    }

    /// Impairs what leaves by ``near``.
    @discardableResult
    public func impairInward(_ plan: ImpairmentLine.Plan) -> ImpairmentLine {
        let line = ImpairmentLine(loop: loop, from: far, to: near, plan)
        inward = line
        return line
    }

    /// Gives forged datagrams a way of their own, see ``stranger``.
    public func makeStranger(name: String) -> Port {
        let port = loop.makePort(for: self, name: name)
        stranger = port
        outward?.stranger = port
        return port
    }

    /// Copies, and what is on its way.
    public var account: ElementAccount {
        var account = ElementAccount()
        for line in [outward, inward] {
            account.copies += line?.copies ?? 0
            account.held += UInt64(line?.count ?? 0)
        }
        return account
    }

    /// Takes all.
    public func receive(_ burst: Burst, on port: Port) -> Int {
        if port == near {
            if let outward { outward.take(burst) } else { far.send(burst) }
        } else {
            if let inward { inward.take(burst) } else { near.send(burst) }
        }
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
