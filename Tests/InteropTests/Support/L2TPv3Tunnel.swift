import NetdevOptions
import Synchronization
import Testing

/// A tunnel's left end as it is written, without addresses and ports.
struct L2TPv3Tunnel {
    /// What stands behind addresses and ports.
    let options: String
    var version = InternetVersion.ipv4

    /// The left end as meant.
    func configuration(srcport: UInt16, dstport: UInt16) throws -> NetdevConfiguration {
        try NetdevSpecification.parse(text(srcport: srcport, dstport: dstport))
    }

    /// The left end as written.
    func text(srcport: UInt16, dstport: UInt16) -> String {
        "l2tpv3,src=\(version.host),dst=\(version.host)\(version == .ipv6 ? ",ipv6=on" : ""),udp=on"
            + ",srcport=\(srcport),dstport=\(dstport),\(options)"
    }

    /// Both ends: the right one is what the option table makes of the left one.
    ///
    /// - Parameter isAsWritten: Whether Wirework reads the left end as it is written here, and not in its canonical form.
    func pair(_ ports: inout PortReserve, isAsWritten: Bool = false) throws -> NetdevPair {
        let (near, far) = (try ports.take(version), try ports.take(version))
        let left = try configuration(srcport: near, dstport: far)
        guard case .l2tpv3(let options) = left.backend else { throw OtherBackend() }
        let mirrored = NetdevConfiguration(backend: .l2tpv3(options.mirrored()))
        let written = Netdev(wirework: text(srcport: near, dstport: far), qemu: left.qemuOptionString)
        return NetdevPair(
            name: "\(version) \(self.options)", left: isAsWritten ? written : Netdev(left), right: Netdev(mirrored))
    }

    /// Both ends over IP alone, where there are no ports: each at an address of its own, as far as loopback has several.
    func pairOverIP() throws -> NetdevPair {
        let (near, far) = version == .ipv4 ? (Self.nextAddress(), Self.nextAddress()) : (version.host, version.host)
        let left = try NetdevSpecification.parse(
            "l2tpv3,src=\(near),dst=\(far)\(version == .ipv6 ? ",ipv6=on" : ""),\(options)")
        guard case .l2tpv3(let options) = left.backend else { throw OtherBackend() }
        let mirrored = NetdevConfiguration(backend: .l2tpv3(options.mirrored()))
        return NetdevPair(name: "\(version), IP alone, \(self.options)", left: Netdev(left), right: Netdev(mirrored))
    }

    private static let latestAddress = Atomic<UInt32>(0)

    /// The next of this process, beside the one that has UDP ports.
    private static func nextAddress() -> String {
        let number = latestAddress.add(1, ordering: .relaxed).newValue % 250 + 2
        return InternetVersion.ipv4.host.split(separator: ".").dropLast().joined(separator: ".") + ".\(number)"
    }

    private struct OtherBackend: Error {}
}
