/// The options of a `bridge` netdev, as meant: a helper makes a tap interface and adds it to a bridge.
public struct BridgeOptions: Hashable, Sendable {
    /// The bridge.
    public var br: String
    /// The helper, a path, or with blanks in it a command line of a shell; nil: where QEMU's packages have it.
    public var helper: String?

    /// QEMU's bridge for those who name none.
    public static let standardBridge = "br0"
    /// Where packages put QEMU's helper, the likelier place first.
    public static let standardHelpers = ["/usr/lib/qemu/qemu-bridge-helper", "/usr/libexec/qemu-bridge-helper"]

    /// Options.
    public init(br: String = standardBridge, helper: String? = nil) {
        self.br = br
        self.helper = helper
    }

    init(_ reader: OptionReader) throws(OptionError) {
        br = try InterfaceName.read(Key.br, reader) ?? Self.standardBridge
        helper = reader.text(Key.helper)
    }
}

extension BridgeOptions: NetdevTypeOptions {
    static var type: NetdevType { .bridge }
    var boundAddress: BoundAddress? { nil }
    var usesHostNetwork: Bool { true }

    func rendered(for reader: OptionReadership) -> [RenderedOption] {
        (br == Self.standardBridge ? [] : [RenderedOption(Key.br, br)])
            + (helper.map { [RenderedOption(Key.helper, $0)] } ?? [])
    }
}

private typealias Key = NetdevType.BridgeKey
