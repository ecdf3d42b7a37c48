// Plugging, link state, and the end of a port.

extension Port {
    /// Plugs two ports into each other.
    ///
    /// - Throws: ``PortError`` if one of them is plugged in or closed already, or both are the same, or belong to
    ///   different loops.
    public func connect(to other: Port) throws(PortError) {
        guard self != other else { throw .samePort }
        guard unsafe state.pointee.loop == other.state.pointee.loop else { throw .otherLoop }
        guard unsafe !state.pointee.isClosed && !other.state.pointee.isClosed else { throw .closed }
        guard !hasPeer && !other.hasPeer else { throw .alreadyConnected }
        unsafe state.pointee.peer = other.state
        unsafe other.state.pointee.peer = state
        updateCarrier()
    }

    /// Sets this end up or down.
    ///
    /// A link has carrier when both ends are up.
    ///
    /// What is sent into a link that is down ends as `link-down`; what is on its way arrives.
    public func setUp(_ up: Bool) {
        guard unsafe state.pointee.isUp != up else { return }
        unsafe state.pointee.isUp = up
        updateCarrier()
    }

    /// Whether this end is up.
    public var isUp: Bool { unsafe state.pointee.isUp }

    /// Unplugs the port for good: the peer loses carrier, and what this port had sent and the peer had not yet taken
    /// ends as `closed`, as does what stands in its own queue.
    public func close() {
        guard unsafe !state.pointee.isClosed else { return }
        disconnect()
        unsafe state.pointee.isClosed = true
        unsafe state.pointee.owesLink = false
        unsafe state.pointee.owesRoom = false
    }

    /// Unplugs the pair, so that both can be connected anew.
    ///
    /// Both queues are purged.
    public func disconnect() {
        guard let peer = peer else { return }
        purge()
        peer.purge()
        unsafe state.pointee.peer = nil
        unsafe peer.state.pointee.peer = nil
        unsafe state.pointee.wasReplugged = true
        unsafe peer.state.pointee.wasReplugged = true
        for port in [self, peer] {
            let wasPaused = unsafe port.state.pointee.peerPaused
            unsafe port.state.pointee.peerPaused = false
            let other = port == self ? peer : self
            if wasPaused {
                unsafe other.state.pointee.owesRoom = true
                unsafe state.pointee.loop.pointee.schedule(other)
            }
            port.setRoute(nil)
        }
    }

    private func updateCarrier() {
        guard let peer = peer else { return }
        let carrier = unsafe state.pointee.isUp && peer.state.pointee.isUp
        setRoute(carrier ? peer : nil)
        peer.setRoute(carrier ? self : nil)
        // A sender that was paused must not wait for a queue that nobody may ever drain.
        if unsafe state.pointee.peerPaused { offerRoom() }
        if unsafe peer.state.pointee.peerPaused { peer.offerRoom() }
    }

    /// - Parameter peer: Where to, as far as the two ends are concerned; a block of this one may stand against it.
    private func setRoute(_ peer: Port?) {
        let block = unsafe state.pointee.block
        unsafe state.pointee.route = block == .none ? peer?.state : nil
        let carrier = peer != nil && block != .announced
        guard unsafe state.pointee.hasCarrier != carrier else { return }
        unsafe state.pointee.hasCarrier = carrier
        unsafe state.pointee.owesLink = true
        unsafe state.pointee.loop.pointee.schedule(self)
    }
}

extension Port {
    /// Why nothing leaves a port, though both ends are up: one direction of a link that is cut.
    public enum Block: Sendable {
        /// It is not blocked.
        case none
        /// The owner does not learn of it, as of a fibre that is cut beyond the next device.
        case silent
        /// The owner loses carrier.
        case announced
    }

    /// Blocks one direction of a link: what this port sends ends as `link-down`, and is counted here.
    ///
    /// Arrivals are untouched, and what is on its way to the peer arrives. The block stays until it is set to
    /// ``Block/none``, also while the port is plugged anew. A sender that was paused is told of room.
    public func setBlock(_ block: Block) {
        guard unsafe state.pointee.block != block else { return }
        unsafe state.pointee.block = block
        updateCarrier()
    }

    /// What was set last.
    public var block: Block { unsafe state.pointee.block }
}

/// Why two ports cannot be plugged into each other.
public enum PortError: Error, Equatable {
    /// A port has one peer.
    case alreadyConnected
    /// A closed port stays closed.
    case closed
    /// A port is no peer of its own.
    case samePort
    /// Bytes alone cross loops.
    case otherLoop
}
