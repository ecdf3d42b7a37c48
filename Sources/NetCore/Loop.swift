/// One thread's network: it owns ports, queues, timers and the memory that frames live in.
///
/// A *dispatch* is one readiness or one timer, what was sent because of it, and everything that follows: ready ports
/// are served in the order in which they became ready, a burst each, at most ``burstsPerTurn``. Then what still stands
/// in a queue is kept, counts that were given up are released, and the arena is free again.
///
/// A loop reads no clock and waits for nothing. A driver does: the jump of ``VirtualClock``, or one that polls the
/// kernel. It is confined to the thread of its driver, so it is not Sendable.
@safe
public final class Loop {
    let memory = LoopMemory()
    let state: UnsafeMutablePointer<LoopState>

    /// Clients in the order of their first port; kept alive here, because ports do not.
    private var elements: [Element] = []
    private var elementIndexes: [ObjectIdentifier: Int] = [:]
    private var portNames: [String] = []
    private var timerClients: [any TimerClient] = []
    /// Clients that left in this dispatch; somebody may be inside one of their methods.
    private var leaving: [any NetClient] = []

    struct Element {
        let client: any NetClient
        var ports: [Port]
    }

    /// The most bursts a turn delivers before the driver polls again: a storm cannot starve the kernel.
    public static let burstsPerTurn = 1024

    /// An empty loop at time 0.
    public init() {
        unsafe state = memory.state
    }

    deinit {
        // Queues that outlive the loop still end their frames, but nobody watches any more.
        unsafe state.pointee.observer = nil
    }

    // MARK: Building

    /// Makes a port.
    ///
    /// What is sent to it waits until a client is attached.
    ///
    /// - Parameters:
    ///   - name: For people: `h1:eth0`.
    ///   - pausable: Whether its client heeds ``SendResult/paused``.
    public func makePort(name: String = "", pausable: Bool = false) -> Port {
        let pointer = UnsafeMutablePointer<PortState>.allocate(capacity: 1)
        unsafe pointer.initialize(to: PortState(loop: state, number: portNames.count, pausable: pausable))
        portNames.append(name)
        let port = unsafe Port(state: pointer)
        memory.ports.append(port)
        return port
    }

    /// Gives a port to a client, which is kept alive until ``remove(_:)``.
    ///
    /// - Precondition: The port has no client: it has one for good.
    public func attach(_ client: any NetClient, to port: Port) {
        precondition(unsafe port.state.pointee.client == nil, "a port has one client for good")
        unsafe port.state.pointee.client = client
        let identity = ObjectIdentifier(client)
        if let index = elementIndexes[identity] {
            elements[index].ports.append(port)
        } else {
            elementIndexes[identity] = elements.count
            elements.append(Element(client: client, ports: [port]))
        }
        port.resume()
    }

    /// Makes a port and attaches a client.
    public func makePort(for client: any NetClient, name: String = "", pausable: Bool = false) -> Port {
        let port = makePort(name: name, pausable: pausable)
        attach(client, to: port)
        return port
    }

    /// Closes the ports of a client, cancels its timers, and lets go of it.
    public func remove(_ client: any NetClient) {
        guard let index = elementIndexes.removeValue(forKey: ObjectIdentifier(client)) else { return }
        let element = elements.remove(at: index)
        for later in index..<elements.count { elementIndexes[ObjectIdentifier(elements[later].client)] = later }
        for port in element.ports { port.close() }
        if timerClients.contains(where: { $0 === client }) { removeTimers(of: client) }
        leaving.append(client)
    }

    private func removeTimers(of client: any NetClient) {
        for timer in memory.timers where unsafe timer.state.pointee.client === client {
            timer.cancel()
            unsafe timer.state.pointee.client = nil
        }
        timerClients.removeAll { $0 === client }
    }

    /// The name that a port was given.
    public func name(of port: Port) -> String { portNames[port.number] }

    /// All ports of clients that have not been removed, in order of clients and creation.
    public var ports: [Port] { elements.flatMap(\.ports) }

    var allElements: [Element] { elements }

    /// Makes a timer.
    ///
    /// It fires for nobody until a client is attached.
    public func makeTimer() -> LoopTimer {
        let pointer = UnsafeMutablePointer<TimerState>.allocate(capacity: 1)
        unsafe pointer.initialize(to: TimerState(loop: state))
        let timer = unsafe LoopTimer(state: pointer)
        memory.timers.append(timer)
        return timer
    }

    /// Gives a timer to a client, which the loop keeps alive.
    public func attach(_ client: any TimerClient, to timer: LoopTimer) {
        unsafe timer.state.pointee.client = client
        timerClients.append(client)
    }

    /// Makes a timer and attaches a client.
    public func makeTimer(for client: any TimerClient) -> LoopTimer {
        let timer = makeTimer()
        attach(client, to: timer)
        return timer
    }

    /// Told of every frame that is received or dropped in this loop.
    public var observer: (any LoopObserver)? {
        didSet { unsafe state.pointee.observer = observer }
    }

    // MARK: Driving

    /// Nanoseconds since the loop's time zero.
    ///
    /// A driver sets it once a dispatch.
    public var now: Int64 { unsafe state.pointee.now }

    /// Sets the clock.
    ///
    /// Time does not go back: an earlier time than ``now`` is ignored.
    public func advance(to time: Int64) {
        unsafe state.pointee.now = max(state.pointee.now, time)
    }

    /// Serves ready ports, at most ``burstsPerTurn`` bursts, and ends the dispatch.
    ///
    /// - Parameter limit: Fewer bursts than that, where others are ready as well: what is left stands in the queues, and
    ///   goes on together with what the others bring.
    /// - Returns: Whether ports are still ready; then the driver polls without waiting and calls again.
    @discardableResult
    public func runTurn(atMost limit: Int = Loop.burstsPerTurn) -> Bool {
        let state = unsafe state
        let limit = min(max(1, limit), Self.burstsPerTurn)
        var budget = limit
        while unsafe budget > 0 && !state.pointee.runList.isEmpty {
            let port = unsafe state.pointee.runList[0]
            unsafe state.pointee.runList.removeFirst()
            unsafe port.state.pointee.isScheduled = false
            if unsafe port.state.pointee.isClosed { continue }
            if unsafe port.state.pointee.owesLink || port.state.pointee.owesRoom { port.tell() }
            port.deliver()
            budget &-= 1
        }
        unsafe state.pointee.burstsDelivered &+= UInt64(limit - budget)
        endDispatch()
        return unsafe !state.pointee.runList.isEmpty
    }

    private func endDispatch() {
        let state = unsafe state
        while unsafe !state.pointee.unsettled.isEmpty {
            let port = unsafe state.pointee.unsettled[0]
            unsafe state.pointee.unsettled.removeFirst()
            port.settle()
        }
        let waiting = unsafe state.pointee.runList.count
        for index in 0..<waiting { unsafe state.pointee.runList[index].settle() }
        // Before the counts: a client that goes gives up those of what it held.
        if !leaving.isEmpty { leaving.removeAll() }
        while unsafe !state.pointee.releases.isEmpty {
            unsafe state.pointee.pool.release(state.pointee.releases[0])
            unsafe state.pointee.releases.removeFirst()
        }
        unsafe state.pointee.arena.reset()
        if unsafe !state.pointee.retired.isEmpty { freeRetired() }
    }

    @inline(never)
    private func freeRetired() {
        for storage in unsafe state.pointee.retired { storage.deallocate() }
        unsafe state.pointee.retired.removeAll()
    }

    /// Whether no port is ready: what is sent has been taken, or waits for a receiver that is blocked.
    public var isIdle: Bool { unsafe state.pointee.runList.isEmpty }

    /// Bursts delivered since the loop was made.
    public var burstsDelivered: UInt64 { unsafe state.pointee.burstsDelivered }

    /// Frames delivered since the loop was made: one for each hop of each frame.
    public var framesDelivered: UInt64 { unsafe state.pointee.framesDelivered }

    /// Counted blocks in use: frames that stand in a queue beyond their dispatch.
    public var keptBlocks: Int { unsafe state.pointee.pool.liveCount }
}
