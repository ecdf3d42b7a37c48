/// A sum that does not add up: frames appeared or vanished.
///
/// Never seen unless a client is wrong.
public struct AuditFault: Error, Equatable, CustomStringConvertible {
    /// The ports of the client, or the two ports of a link.
    public let place: String
    /// What went in.
    public let gained: UInt64
    /// What is accounted for.
    public let accounted: UInt64

    /// A sentence for a report.
    public var description: String { "\(place): \(gained) frames came in or were made, \(accounted) are accounted for" }
}

extension Loop {
    /// What each client did beyond its ports, in the order of clients.
    public var accounts: [ElementAccount] { allElements.map(\.client.account) }

    /// Checks conservation, element by element and link by link.
    ///
    /// Call it between dispatches.
    ///
    /// For a client: received + made + entered + copies + taken over = sent + dropped + consumed + held + handed over.
    /// For each direction of a link: what one port sent = what the other received, has queued, or purged.
    public func audit() -> [AuditFault] {
        var faults: [AuditFault] = []
        for element in allElements {
            let own = element.client.account
            var gained = own.copies &+ own.takenOver
            var accounted = own.consumed &+ own.held &+ own.handedOver
            for port in element.ports {
                let counters = port.counters
                gained &+= counters.rxFrames &+ counters.madeFrames &+ counters.enteredFrames
                // Purged frames were never this client's, though they are among the drops of its port.
                accounted &+= counters.txFrames &+ counters.drops.total &- counters.purged
            }
            if gained != accounted {
                let place = element.ports.map { name(of: $0) }.joined(separator: ", ")
                faults.append(AuditFault(place: place, gained: gained, accounted: accounted))
            }
            for port in element.ports { faults += auditLink(from: port) }
        }
        return faults
    }

    private func auditLink(from port: Port) -> [AuditFault] {
        // A port that has been plugged anew has had to do with more than one peer; its sum is not its peer's.
        guard let peer = port.peer, unsafe !port.state.pointee.wasReplugged, unsafe !peer.state.pointee.wasReplugged
        else { return [] }
        let sent = port.counters.txFrames
        let arrived = peer.counters.rxFrames &+ UInt64(peer.queuedFrames) &+ peer.counters.purged
        guard sent != arrived else { return [] }
        return [AuditFault(place: "\(name(of: port)) -> \(name(of: peer))", gained: sent, accounted: arrived)]
    }
}
