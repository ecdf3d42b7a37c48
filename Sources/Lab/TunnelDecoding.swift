import NetdevOptions
import Results

/// What Wireshark's dissector of L2TPv3 has to be told, as arguments of `tshark`: no packet says how long a cookie is,
/// whether a sublayer follows, and what the payload is.
enum TunnelDecoding {
    /// The options for each tunnel of a capture; tunnels that need the same stand together, in the order of the file.
    static func decodings(of links: [Topology.Link]) -> [CaptureResult.Decoding] {
        var decodings: [CaptureResult.Decoding] = []
        var places: [[String]?: Int] = [:]
        for link in links {
            guard let tunnel = link.tunnel else { continue }
            for (side, end) in [("a", tunnel.a), ("b", tunnel.b)] {
                let name = "\(link.plan.id).\(side)"
                let options = options(for: end)
                if let place = places[options] {
                    decodings[place].interfaces.append(name)
                } else {
                    places[options] = decodings.count
                    decodings.append(CaptureResult.Decoding(interfaces: [name], options: options))
                }
            }
        }
        return decodings
    }

    /// What an end sends, and reads.
    ///
    /// - Returns: nil for an offset, which the dissector does not know.
    private static func options(for end: L2TPv3Options) -> [String]? {
        guard end.offset == 0 else { return nil }
        let cookie = end.txcookie == nil ? "None" : end.txcookie64 ? "cookie8" : "cookie4"
        let sublayer = end.sublayer == .none ? "None" : "default"
        var arguments = [
            "-o", "l2tp.cookie_size:\(cookie)", "-o", "l2tp.l2_specific:\(sublayer)",
            // Without a control connection the type of the pseudowire is 0 to it.
            "-d", "l2tp.pw_type==0,eth",
        ]
        for port in Set([end.srcport, end.dstport].compactMap { $0 }).sorted() where port != LinkSockets.tunnelPort {
            arguments += ["-d", "udp.port==\(port),l2tp"]
        }
        return arguments
    }
}
