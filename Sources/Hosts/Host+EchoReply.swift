import NetCore
import WireFormats

// Echo replies: the way back is that of the routing table, and may have to be asked for.

extension Host {
    /// The most requests that wait for their senders' stations: as many frames as a port's queue holds.
    private static let unansweredLimit = 1000

    /// Answers a request at once, or keeps it until the next hop to its sender is known.
    func answer(_ frame: Frame, from sender: IPAddress, at address: IPAddress) {
        guard let hop = nextHop(to: sender, from: address) else {
            return endUnsent(frame.id, .noRoute, on: owner(of: address))
        }
        if let station = neighbors[hop.key] { return reply(toRequestIn: frame, by: hop, station) }
        guard unanswered?.count ?? 0 < Self.unansweredLimit else {
            return endUnsent(frame.id, .queueFull, on: hop.interface)
        }
        let question = neighbors.ask(for: hop, now: timer.now)
        if unanswered == nil {
            // It never ends a frame itself, as long as the loop lives: whose port it is does not matter.
            unanswered = FrameQueue(loop: loop, port: nics[interfaces[hop.interface].nic].port)
        }
        unanswered?.keep(frame, tag: question)
        serveNeighbors()
    }

    /// Answers the requests that have waited for a question, or ends their replies.
    func settleUnanswered(_ question: NeighborCache.Question, _ station: MACAddress?) {
        for _ in 0..<(unanswered?.count ?? 0) {
            guard let tag = unanswered?.firstTag, let frame = unanswered?.takeFirst() else { return }
            if tag != question.number {
                // Somebody else's: to the end, so that after one round all stand in their order again.
                unanswered?.keep(frame, tag: tag)
            } else if let station {
                reply(toRequestIn: frame, by: question.hop, station)
            } else {
                endUnsent(frame.id, .unresolved, on: question.hop.interface)
            }
        }
    }

    /// Sends the reply to a request that has passed all checks before.
    private func reply(toRequestIn frame: Frame, by hop: NextHop, _ station: MACAddress) {
        let bytes = frame.bytes
        guard let header = try? EthernetHeader(parsing: bytes) else { return }
        let packet = header.payload(of: bytes)
        if let ip = try? IPv4Header(parsing: packet) {
            let message = ip.payload(of: packet)
            guard let request = try? ICMPv4Message(parsing: message), let echo = ICMPEcho(request) else { return }
            let payload = message.extracting(droppingFirst: ICMPv4Message.byteCount)
            send(
                echo.reply, from: .v4(ip.destination), to: .v4(ip.source), hop, station, id: frame.id,
                payloadByteCount: payload.byteCount
            ) { $0.append(contentsOf: payload) }
        } else if let ip = try? IPv6Header(parsing: packet) {
            let message = ip.payload(of: packet)
            guard let request = try? ICMPv6Message(parsing: message), let echo = ICMPEcho(request) else { return }
            let payload = message.extracting(droppingFirst: ICMPv6Message.byteCount)
            send(
                echo.reply, from: .v6(ip.destination), to: .v6(ip.source), hop, station, id: frame.id,
                payloadByteCount: payload.byteCount
            ) { $0.append(contentsOf: payload) }
        }
    }
}
