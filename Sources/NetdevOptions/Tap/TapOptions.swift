/// The options of a `tap` netdev, as meant.
public struct TapOptions: Hashable, Sendable {
    /// Where its descriptors come from.
    public enum Source: Hashable, Sendable {
        /// An interface that is opened here: one that is there, or else a new one, which goes with the netdev.
        case interface(TapInterface)
        /// Descriptors of an interface that somebody else opened, one for each queue; at least one.
        case descriptors([Int32])
        /// A program with more rights makes the interface and adds it to a bridge.
        case helper(BridgeOptions)
    }

    /// Where its descriptors come from.
    public var source: Source
    /// Bytes of frames that the kernel may still hold of this netdev before a write has to wait; nil or 0: no limit.
    public var sndbuf: UInt32?

    /// Options.
    ///
    /// - Parameters:
    ///   - source: Where its descriptors come from.
    ///   - sndbuf: The most bytes in the kernel; nil: no limit, where that can be had.
    public init(_ source: Source, sndbuf: UInt32? = nil) {
        self.source = source
        self.sndbuf = sndbuf
    }
}

/// A tap interface that Wirework opens by itself.
public struct TapInterface: Hashable, Sendable {
    /// A program that is run with the interface's name as its only argument.
    public enum Script: Hashable, Sendable {
        /// QEMU's own place for it, if there is one.
        case standard
        /// None.
        case none
        /// The program at this path, which has to be there.
        case path(String)
    }

    /// Its name, in which `%d` is the lowest number that is free; nil: the kernel's choice, `tap%d`.
    public var name: String?
    /// Run when it is open.
    public var script: Script
    /// Run before it is closed.
    public var downscript: Script
    /// Whether a virtio_net_hdr stands before each frame at the descriptor.
    public var vnetHeader: Bool
    /// Its queues, each with a descriptor.
    public var queues: Int

    /// The most queues of a tap interface: `MAX_TAP_QUEUES` of Linux.
    public static let queueLimit = 256
    /// Where QEMU looks for a script that is not written.
    public static let standardScript = "/etc/qemu-ifup"
    /// Where QEMU looks for a script to take down what the other has set up.
    public static let standardDownscript = "/etc/qemu-ifdown"

    /// An interface; what is not said is as QEMU has it.
    public init(
        name: String? = nil, script: Script = .standard, downscript: Script = .standard, vnetHeader: Bool = false,
        queues: Int = 1
    ) {
        self.name = name
        self.script = script
        self.downscript = downscript
        self.vnetHeader = vnetHeader
        self.queues = queues
    }
}

extension TapOptions: NetdevTypeOptions {
    static var type: NetdevType { .tap }

    var boundAddress: BoundAddress? {
        switch source {
        // A name with a number to be found is another interface each time; each queue of one may have its own owner.
        case .interface(let interface):
            interface.name.flatMap { name in
                name.contains("%") || interface.queues > 1
                    ? nil : BoundAddress(identity: .interface(name), key: Key.ifname.name)
            }
        case .descriptors(let numbers):
            numbers.first.map {
                BoundAddress(identity: .descriptor($0), key: (numbers.count == 1 ? Key.fd : Key.fds).name)
            }
        case .helper: nil
        }
    }

    var usesHostNetwork: Bool {
        if case .descriptors = source { false } else { true }
    }

    func rendered(for reader: OptionReadership) -> [RenderedOption] {
        let limit = sndbuf.map { [RenderedOption(Key.sndbuf, String($0))] } ?? []
        switch source {
        case .interface(let interface):
            return interface.rendered + limit + interface.renderedQueues
        case .descriptors(let numbers):
            let text = numbers.map(String.init).joined(separator: ":")
            return [RenderedOption(numbers.count == 1 ? Key.fd : Key.fds, text)] + limit
        case .helper(let bridge):
            let helper = bridge.helper.map { [RenderedOption(Key.helper, $0)] } ?? []
            let name = bridge.br == BridgeOptions.standardBridge ? [] : [RenderedOption(Key.br, bridge.br)]
            return name + helper + limit
        }
    }
}

extension TapInterface {
    fileprivate var rendered: [RenderedOption] {
        (name.map { [RenderedOption(Key.ifname, $0)] } ?? [])
            + [(Key.script, script), (Key.downscript, downscript)].compactMap { key, script in
                switch script {
                case .standard: nil
                case .none: RenderedOption(key, Script.noneWord)
                case .path(let path): RenderedOption(key, path)
                }
            }
    }

    fileprivate var renderedQueues: [RenderedOption] {
        (vnetHeader ? [RenderedOption(Key.vnetHeader, true)] : [])
            + (queues == 1 ? [] : [RenderedOption(Key.queues, String(queues))])
    }
}

extension TapInterface.Script {
    /// How QEMU writes that there is none.
    static let noneWord = "no"
}

private typealias Key = NetdevType.TapKey
