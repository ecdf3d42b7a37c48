import NetCore
import WireFormats

// Frames that cannot go on before somebody has answered: echo requests whose reply has to go there, and packets that are
// forwarded there.

extension Host {
    /// The most of them, and of ICMP errors likewise: as many frames as a port's queue holds.
    static let mostWaiting = 1000

    /// Answers a request at once, or keeps it until the next hop to its sender is known.
    func answer(_ frame: Frame, from sender: IPAddress, at address: IPAddress, on interface: Int) {
        guard let hop = nextHop(to: sender, from: address) else {
            return endUnsent(frame.id, .noRoute, on: owner(of: address))
        }
        if let station = neighbors[hop.key] { return reply(toRequestIn: frame, by: hop, station) }
        if !keep(frame, for: hop, from: interface) { endUnsent(frame.id, .queueFull, on: hop.interface) }
    }

    /// Keeps a frame until a next hop has been asked for.
    ///
    /// - Parameters:
    ///   - frame: A request that has been taken, or a frame that was handed over.
    ///   - hop: Who is asked for.
    ///   - interface: Where the frame came in.
    /// - Returns: Whether there was room.
    func keep(_ frame: Frame, for hop: NextHop, from interface: Int) -> Bool {
        guard waitingFrames?.count ?? 0 < Self.mostWaiting else { return false }
        let question = neighbors.ask(for: hop, now: timer.now)
        if waitingFrames == nil {
            // It never ends a frame itself, as long as the loop lives: whose port it is does not matter.
            waitingFrames = FrameQueue(loop: loop, port: nics[interfaces[hop.interface].nic].port)
        }
        waitingFrames?.keep(frame, tag: question * interfaces.count + interface)
        serveNeighbors()
        return true
    }

    /// Sends what has waited for a question on its way, or ends it.
    func settleFrames(_ question: NeighborCache.Question, _ station: MACAddress?) {
        for _ in 0..<(waitingFrames?.count ?? 0) {
            guard let tag = waitingFrames?.firstTag, let frame = waitingFrames?.takeFirst() else { return }
            let (number, interface) = tag.quotientAndRemainder(dividingBy: interfaces.count)
            if number != question.number {
                // Somebody else's: to the end, so that after one round all stand in their order again.
                waitingFrames?.keep(frame, tag: tag)
            } else if isInTransit(frame) {
                settle(frame, by: question.hop, station, from: interface)
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
