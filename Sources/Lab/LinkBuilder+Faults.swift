import LinuxNet
import NetBackends
import NetCore
import NetdevOptions
import Pseudowires
import ScenarioFile
import Tunnels

extension LinkBuilder {
    /// Readies the ways of a tunnel on which the timeline strikes messages with faults.
    ///
    /// - Parameters:
    ///   - link: With its stages.
    ///   - options: Of its ends.
    mutating func arm(
        _ link: inout Topology.Link, _ form: LinkForm, _ options: (a: L2TPv3Options, b: L2TPv3Options)
    ) throws(LabError) {
        for way in Scenario.Direction.allCases where form.faulted.contains(way) {
            let isForward = way == .forward
            let (near, far) = isForward ? (options.a, options.b) : (options.b, options.a)
            let receiver = (isForward ? link.ends.b : link.ends.a).session
            // A tunnel has two ends, so there is one stage for each way.
            guard let stage = link.stages(way).first else { continue }
            stage.line.fault = L2TPv3FaultInjector(
                L2TPv3Configuration(near), datagramByteLimit: near.messageByteLimit, besides: sessions,
                receiver: receiver)
            guard form.forged.contains(way) else { continue }
            // What finds no way out ended on this way of the link, as what the stage itself drops.
            let port = stage.makeStranger(name: "\(link.plan.id) \(way.rawValue)")
            let place = "link \(link.plan.id), \(way.rawValue)"
            if let driver {
                let stranger = try openStranger(near, beside: isForward ? link.ends.a : link.ends.b, driver, place)
                if isForward { link.ends.a.stranger = stranger } else { link.ends.b.stranger = stranger }
                try plug(port, stranger.port, link.plan.id)
            } else if let receiver {
                receiver.reach.trustsStrangers = !far.strictPeer
                try plug(port, receiver.makeStranger(on: loop), link.plan.id)
            }
        }
    }

    /// A socket that sends where an end sends, but from another address or port.
    private mutating func openStranger(
        _ options: L2TPv3Options, beside end: LinkEnd, _ driver: RealTimeDriver, _ place: String
    ) throws(LabError) -> L2TPv3Backend {
        guard let own = end.backend as? L2TPv3Backend else {
            // Where there is a driver, tunnels have sockets.
            throw LabError(.internalError, "\(place): nobody to be mistaken for")
        }
        do {
            let socket = try sockets.bindStranger(beside: own.localAddress, udp: options.udp)
            var options = options
            options.src = socket.localAddress.host
            options.srcport = options.udp ? socket.localAddress.port : nil
            return try L2TPv3Backend(
                driver: driver, name: loop.name(of: own.port) + ".stranger", options: options, socket: socket,
                peer: own.peerAddress, carrying: .messages)
        } catch {
            throw LabError(.host, "\(place), spoofed-source: \(error)")
        }
    }
}

extension Topology.Link {
    /// What strikes the messages of one way; nil where nothing ever does.
    func injector(_ direction: Scenario.Direction) -> L2TPv3FaultInjector? {
        lines(direction).first?.fault as? L2TPv3FaultInjector
    }
}

extension Scenario {
    /// Sessions that somebody receives: ends of links, and netdevs.
    var receivedSessions: [UInt32] {
        let ends = links.flatMap { link -> [UInt32] in
            guard case .l2tpv3(let a, let b) = link.kind else { return [] }
            return [a.rxsession, b.rxsession]
        }
        let netdevs = nodes.flatMap { node -> [UInt32] in
            guard case .netdev(let configurations) = node.kind else { return [] }
            return configurations.compactMap { configuration in
                guard case .l2tpv3(let options) = configuration.backend else { return nil }
                return options.rxsession
            }
        }
        return ends + netdevs
    }
}
