import Testing

/// A pseudowire between Debian's kernel and a program before it, as each end is written.
struct KernelSession: Sendable, CustomTestStringConvertible {
    /// Tells tunnels, sessions, ports and addresses of rows apart.
    let number: Int
    /// Whether it is UDP; otherwise IP alone.
    var udp = true
    var version = InternetVersion.ipv4
    /// What stands behind the session numbers of `ip l2tp add session`.
    let linux: String
    /// What stands behind the sessions of the netdev.
    let netdev: String

    var testDescription: String {
        "\(udp ? "UDP" : "IP") over \(version), Linux: \(linux.isEmpty ? "defaults" : linux), "
            + "netdev: \(netdev.isEmpty ? "defaults" : netdev)"
    }

    /// The guest's device.
    var device: String { "wire\(number)" }
    /// Inside of the pseudowire.
    var hostAddress: [UInt8] { [10, 1, UInt8(truncatingIfNeeded: number), 1] }
    var guestAddress: [UInt8] { [10, 1, UInt8(truncatingIfNeeded: number), 2] }
    /// Of nobody.
    var strangeAddress: [UInt8] { [10, 1, UInt8(truncatingIfNeeded: number), 3] }
    private var tunnel: Int { 1000 + number }
    private var port: Int { 17000 + number }

    /// What the guest is told, for iproute2.
    var commands: [String] {
        let outer = Guest.outerAddresses(version)
        let encapsulation = udp ? "encap udp" : "encap ip"
        let ports = udp ? " udp_sport \(port) udp_dport \(port)" : ""
        return [
            """
            l2tp add tunnel tunnel_id \(tunnel) peer_tunnel_id \(tunnel) \(encapsulation) \
            local \(outer.guest) remote \(outer.host)\(ports)
            """,
            """
            l2tp add session name \(device) tunnel_id \(tunnel) session_id \(0x1000 + number) \
            peer_session_id \(0x2000 + number) \(linux)
            """,
            "link set \(device) address \(Self.guestStation) up",
            "address add \(guestAddress.dotted)/24 dev \(device)",
        ]
    }

    /// What takes it away again.
    var removal: String { "l2tp del tunnel tunnel_id \(tunnel)" }

    /// The netdev before it.
    var optionString: String {
        let outer = Guest.outerAddresses(version)
        let words =
            ["l2tpv3,src=\(outer.host),dst=\(outer.guest)"]
            + (version == .ipv6 ? ["ipv6=on"] : [])
            + (udp ? ["udp=on,srcport=\(port),dstport=\(port)"] : [])
            + ["txsession=\(0x1000 + number),rxsession=\(0x2000 + number)"]
        return (words + (netdev.isEmpty ? [] : [netdev])).joined(separator: ",")
    }

    /// The station of the guest's device.
    static let guestStation = "02:00:00:00:00:02"
}

/// What the kernel knows of a session, of l2tp_debugfs(4)'s table.
struct KernelSessionState: Equatable {
    /// Whether it numbers what it sends.
    var numbers: Bool
    /// Whether it refuses what has no number.
    var demandsNumbers: Bool
    /// The number expected next, and the number of the next frame.
    var expected: Int
    var next: Int
    var received: Int
    /// What it has refused, for whatever reason.
    var refused: Int
}

extension Guest {
    /// What the kernel knows of a session.
    func state(of session: KernelSession) throws -> KernelSessionState {
        let table = try require("cat /sys/kernel/debug/l2tp/tunnels").split(separator: "\n").map {
            $0.split(whereSeparator: { " /".contains($0) }).map(String.init)
        }
        // Of the session's lines: `config MTU/MRU/RCVSEQ/SENDSEQ/...` and `NR/NS tx N/BYTES/ERRORS rx N/BYTES/ERRORS`.
        guard let begin = table.firstIndex(where: { $0.starts(with: ["SESSION", "\(0x1000 + session.number),"]) }),
            let config = table[begin...].first(where: { $0.first == "config" }), config.count > 4,
            let counts = table[begin...].first(where: { $0.count == 10 && $0[2] == "tx" }),
            let expected = Int(counts[0]), let next = Int(counts[1]), let received = Int(counts[7]),
            let refused = Int(counts[9])
        else { throw Failure("no session \(session.number) in \(table)") }
        return KernelSessionState(
            numbers: config[4] == "S", demandsNumbers: config[3] == "R", expected: expected, next: next,
            received: received, refused: refused)
    }
}
