import Foundation
import Testing

/// A program that has netdevs.
enum Program: String, CustomTestStringConvertible {
    case qemu, wirework

    /// What the suites are about.
    ///
    /// With `INTEROP_SUBJECT=qemu` in the environment QEMU takes Wirework's place. That proves the suites: what is about
    /// the wire has to pass, and each row of QEMU's defects has to fail.
    static let subject = ProcessInfo.processInfo.environment["INTEROP_SUBJECT"] == "qemu" ? qemu : wirework

    var testDescription: String { rawValue }

    /// Opens netdevs, and puts a station of the test before each.
    ///
    /// QEMU has them all in one process, without a machine: a netdev hub joins each with the station's. Wirework has a
    /// process for each.
    ///
    /// - Parameters:
    ///   - statistics: Where Wirework writes its counts when it ends; one netdev only.
    ///   - network: The network that the netdevs are in, if it is not the test's.
    func open(
        _ netdevs: [Netdev], statistics: String? = nil, within network: NetworkNamespace? = nil
    ) throws -> [Station] {
        switch self {
        case .qemu: try openTogether(netdevs, within: network)
        case .wirework:
            try netdevs.map { netdev in
                let (near, far) = try Descriptor.datagramPair()
                let command =
                    [
                        try Self.wireworkPath(), "connect", "dgram,local.type=fd,local.str=\(far.number)",
                        netdev.wirework,
                    ]
                    + (statistics.map { ["--stats", "json=\($0)"] } ?? [])
                return Station(
                    near,
                    of: try RunningProgram(command, inheriting: [far] + netdev.inherited, within: network),
                    named: rawValue, joinedWith: netdev.wirework)
            }
        }
    }

    /// Opens one netdev.
    func open(_ netdev: Netdev, statistics: String? = nil, within network: NetworkNamespace? = nil) throws -> Station {
        try #require(try open([netdev], statistics: statistics, within: network).first)
    }

    private func openTogether(_ netdevs: [Netdev], within network: NetworkNamespace?) throws -> [Station] {
        var command = [
            "qemu-system-x86_64", "-nodefaults", "-M", "none", "-display", "none", "-monitor", "none", "-serial",
            "none",
        ]
        var inherited: [Descriptor] = []
        var stations: [Descriptor] = []
        for (number, netdev) in netdevs.enumerated() {
            let (near, far) = try Descriptor.datagramPair()
            stations.append(near)
            inherited += [far] + netdev.inherited
            for option in [
                "dgram,id=station\(number),local.type=fd,local.str=\(far.number)",
                netdev.qemu + ",id=wire\(number)",
                "hubport,id=left\(number),hubid=\(number),netdev=station\(number)",
                "hubport,id=right\(number),hubid=\(number),netdev=wire\(number)",
            ] { command += ["-netdev", option] }
        }
        let program = try RunningProgram(command, inheriting: inherited, within: network)
        return zip(stations, netdevs).map { Station($0, of: program, named: rawValue, joinedWith: $1.qemu) }
    }

    /// The program beside the test bundle, which is the program that runs the tests.
    static func wireworkPath() throws -> String {
        let bundle = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        let binary = bundle.deletingLastPathComponent().appending(path: "wirework").path
        try #require(FileManager.default.isExecutableFile(atPath: binary), "no wirework beside \(bundle.path)")
        return binary
    }
}
