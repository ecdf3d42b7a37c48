import NetCore
import WireFormats

extension Host {
    /// What came of asking for a next hop.
    public enum Resolution: Sendable, Equatable {
        /// Known, or answered.
        case resolved
        /// Nobody answered three requests, a second apart.
        case unresolved
        /// Neither a network of this host nor a route has the destination.
        case noRoute
    }

    /// Makes sure that the next hop to a destination is known, asking for it if need be.
    ///
    /// - Parameters:
    ///   - destination: Where something is to be sent.
    ///   - source: The source address that it is to have, see ``egress(for:from:)``.
    ///   - completion: Called once: at once, or from a later dispatch.
    public func resolve(
        _ destination: IPAddress, from source: IPAddress? = nil, completion: @escaping (Resolution) -> Void
    ) {
        guard let hop = nextHop(to: destination, from: source) else { return completion(.noRoute) }
        if neighbors[hop.key] != nil { return completion(.resolved) }
        neighbors.ask(for: hop, now: timer.now) { completion($0 ? .resolved : .unresolved) }
        serveNeighbors()
    }

    /// The neighbours that it knows, by address; those of one address in the order of interfaces.
    public var neighborEntries: [(address: IPAddress, station: MACAddress)] { neighbors.sorted }

    /// Whether it waits for the answer of a neighbour: what it owes others may wait for that.
    public var isAsking: Bool { neighbors.deadline != nil }

    /// Forgets all neighbours.
    public func flushNeighbors() { neighbors.flush() }

    // MARK: For the other parts of the host

    /// Notes who has an address, and does what has waited for it.
    func learn(_ address: IPAddress, at station: MACAddress, on interface: Int) {
        let key = NeighborCache.Key(interface: interface, address: address)
        guard let question = neighbors.learn(key, station) else { return }
        settle(question, station)
        armTimer()
    }

    /// Sends the questions that are due, gives up those that nobody answered, and sets the timer for the rest.
    func serveNeighbors() {
        while let action = neighbors.nextAction(now: timer.now) {
            switch action {
            case .ask(let hop): ask(hop)
            case .giveUp(let question): settle(question, nil)
            }
        }
        armTimer()
    }

    private func settle(_ question: NeighborCache.Question, _ station: MACAddress?) {
        settleWaiting(question, station)
        settleFrames(question, station)
        settleErrors(question, station)
        for waiter in question.waiters { waiter(station != nil) }
    }

    private func armTimer() {
        if let deadline = neighbors.deadline { timer.arm(at: deadline) } else { timer.cancel() }
    }
}
