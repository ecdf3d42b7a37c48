import Glibc

/// QEMU without a guest, as a peer: two netdevs on a hub.
struct QEMU {
    /// For results.
    let name: String
    private let program: String

    /// The one that a shell would find.
    static var installed: QEMU? {
        let program = "qemu-system-x86_64"
        // SAFETY: the environment is copied before anybody can change it; there is one thread.
        let path = unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? "/usr/bin:/bin"
        for folder in path.split(separator: ":") where unsafe access("\(folder)/\(program)", X_OK) == 0 {
            return QEMU(name: "QEMU, through a hub", program: "\(folder)/\(program)")
        }
        return nil
    }

    /// The command line of a relay between two netdevs.
    func relay(_ datagram: String, _ tunnel: String) -> [String] {
        [
            program, "-M", "none", "-nodefaults", "-display", "none", "-monitor", "none", "-serial", "none",
            "-netdev", Self.named("d", datagram), "-netdev", Self.named("t", tunnel),
            "-netdev", "hubport,id=h0,hubid=0,netdev=d", "-netdev", "hubport,id=h1,hubid=0,netdev=t",
        ]
    }

    /// QEMU wants an id behind the type.
    private static func named(_ id: String, _ options: String) -> String {
        let parts = options.split(separator: ",", maxSplits: 1)
        return (parts.prefix(1) + ["id=\(id)"] + parts.dropFirst()).joined(separator: ",")
    }
}
