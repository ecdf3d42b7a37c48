import NetdevOptions

/// A netdev in the words of both programs.
struct Netdev {
    let wirework: String
    let qemu: String
    /// What it takes over from the test.
    var inherited: [Descriptor] = []

    /// A netdev as it is written.
    init(wirework: String, qemu: String) {
        self.wirework = wirework
        self.qemu = qemu
    }

    /// A netdev as Wirework's own option table writes it for either program.
    init(_ configuration: NetdevConfiguration) {
        wirework = configuration.optionString
        qemu = configuration.qemuOptionString
    }

    /// A dgram netdev.
    init(_ options: DgramOptions) {
        self.init(NetdevConfiguration(backend: .dgram(options)))
    }
}

/// Both ends of a wire.
struct NetdevPair {
    let name: String
    let left: Netdev
    let right: Netdev
    /// What one end has to have opened before the other looks for it; nil: neither minds.
    var opensFirst: ListeningEnd?
}
