public import NetdevOptions

/// One end of a vde link: a plug of a VDE network.
public struct VDEEndPlan: Sendable, Hashable {
    /// The options, without a network where it is the link's own.
    private let template: VDEOptions

    init(_ options: VDEOptions) {
        template = options
    }

    /// The network that the file names, which is outside of the lab; nil: the link's own.
    public var outside: String? { template.sock }
    /// The port of that network's switch that the end asks for; 0: any.
    var port: UInt16 { template.port }
    /// The longest frame that the end sends, if the file bounds it.
    public var frameLimit: Int? { template.frameLimit }

    /// The options with what the runner picked.
    ///
    /// - Parameter directory: That of the link's own switch, in which the plug has this port.
    /// - Parameter port: From 1.
    /// - Returns: Options that lack nothing.
    public func options(in directory: String, port: UInt16) -> VDEOptions {
        guard outside == nil else { return template }
        var options = template
        options.sock = directory
        options.port = port
        return options
    }

    /// The options as they are written in a scenario; what the runner picks is left out, all else is said.
    var written: [(key: String, value: String)] {
        let mode = "0" + String(template.mode, radix: 8)
        let all: [(String, String?)] = [
            ("sock", template.sock), ("port", template.port == 0 ? nil : String(template.port)),
            ("group", template.group), ("mode", mode), ("frame-limit", template.frameLimit.map { String($0) }),
        ]
        return all.compactMap { key, value in value.map { (key, $0) } }
    }
}
