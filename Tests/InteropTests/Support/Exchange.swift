import Testing

/// Flows that run at the same time, until all their frames have arrived: each once, whole, in order.
struct Exchange {
    private let flows: [Flow]
    private let stations: [Station]
    /// Of each station, the flow that comes from it.
    private let flowsFrom: [Flow?]
    /// Of each station, the flows that come to it, each with the number that the station has among its sinks.
    private let flowsTo: [[(flow: Flow, sink: Int)]]
    private let window: Window
    /// How long nothing may happen, in seconds.
    private let patience: Double

    init(_ flows: [Flow], window: Window = Window(), patience: Double = 5) {
        var stations: [Station] = []
        for flow in flows {
            for station in [flow.source] + flow.sinks where !stations.contains(where: { $0 === station }) {
                stations.append(station)
            }
        }
        self.flows = flows
        self.stations = stations
        self.window = window
        self.patience = patience
        flowsFrom = stations.map { station in flows.first { $0.source === station } }
        flowsTo = stations.map { station in
            flows.flatMap { flow in
                flow.sinks.indices.filter { flow.sinks[$0] === station }.map { (flow, $0) }
            }
        }
    }

    /// Runs the flows to their end, and records an issue for each that does not come to a good one.
    func run(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: Station.bufferByteCount, alignment: 16)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Station.bufferByteCount, alignment: 16)
        defer {
            scratch.deallocate()
            buffer.deallocate()
        }
        var lastArrival = secondsNow()
        while !flows.allSatisfy(\.isOver) {
            let blocked = flowsFrom.map { $0.map { sendAll(of: $0, scratch: scratch) } ?? false }
            let ready = Station.wait(for: stations, blocked: blocked, milliseconds: 100)
            var hasArrived = false
            for index in ready { hasArrived = receiveAll(at: index, buffer: buffer, scratch: scratch) || hasArrived }
            if hasArrived {
                lastArrival = secondsNow()
            } else if secondsNow() - lastArrival > patience {
                for flow in flows where !flow.isOver { flow.fault = stall(of: flow) }
            }
        }
        for flow in flows {
            guard let fault = flow.fault else { continue }
            Issue.record("\(fault)\n\(account(of: flow))", sourceLocation: sourceLocation)
        }
    }

    /// Sends what may go.
    ///
    /// - Returns: Whether the program before the station leaves no room for it.
    private func sendAll(of flow: Flow, scratch: UnsafeMutableRawBufferPointer) -> Bool {
        do {
            while flow.mayGo(window) {
                guard try flow.source.send(flow.frames.write(flow.next, to: scratch)) else { return true }
                flow.next += 1
            }
        } catch {
            flow.fault = "\(flow.name): frame \(flow.next) cannot be sent: \(error)"
        }
        return false
    }

    /// Looks at what has arrived at a station.
    ///
    /// - Returns: Whether that was anything but filler.
    private func receiveAll(
        at index: Int, buffer: UnsafeMutableRawBufferPointer, scratch: UnsafeMutableRawBufferPointer
    ) -> Bool {
        var hasArrived = false
        let flows = flowsTo[index]
        do {
            while let count = try stations[index].receive(into: buffer) {
                let frame = UnsafeRawBufferPointer(rebasing: buffer[..<count])
                guard Filler.marks(of: frame) == nil else { continue }
                hasArrived = true
                if flows.contains(where: { $0.flow.accept(frame, at: $0.sink, scratch: scratch) }) { continue }
                let open = flows.first { !$0.flow.isOver } ?? flows.first
                if let (flow, sink) = open, flow.fault == nil { flow.fault = flow.difference(of: frame, at: sink) }
                if open == nil, let own = flowsFrom[index], own.fault == nil {
                    own.fault =
                        "\(own.name): a frame of \(count) bytes came to \(stations[index].name), where none is to come"
                }
            }
        } catch {
            for (flow, _) in flows where !flow.isOver { flow.fault = "\(flow.name): cannot be received: \(error)" }
        }
        return hasArrived
    }

    private func stall(of flow: Flow) -> String {
        let places = zip(flow.sinks, flow.arrived).map { "\($1) have come to \($0.name)" }
        return """
            \(flow.name): for \(patience) s no frame has come; of \(flow.frames.count), \(flow.next) were sent, \
            \(places.joined(separator: ", ")); the next has \(flow.frames.byteCount(of: flow.settled)) bytes
            """
    }

    private func account(of flow: Flow) -> String {
        ([flow.source] + flow.sinks.filter { $0 !== flow.source }).map(\.account).joined()
    }
}
