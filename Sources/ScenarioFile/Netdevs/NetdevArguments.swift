import NetdevOptions

/// Reads the netdevs of a command line: each is QEMU's option string, or the same as JSON.
///
/// Nothing is opened. What is wrong is said as it is for scenario files, with the place inside the argument.
public enum NetdevArguments {
    /// Reads netdevs that are to be wired together.
    ///
    /// - Parameter texts: the arguments, in their order; messages name them `netdev 1` and so on.
    /// - Returns: a netdev for each argument, or everything that is wrong with any of them: also two with the same id,
    ///   and two that would bind the same address.
    public static func read(_ texts: [String]) -> Result<[NetdevConfiguration], InvalidArguments> {
        let arguments = texts.enumerated().map { NetdevArgument($1, number: $0 + 1) }
        for (index, argument) in arguments.enumerated() {
            argument.checkID(after: arguments[..<index])
            argument.checkBoundAddress(after: arguments[..<index])
        }
        checkPlugs(of: arguments)
        let diagnostics = arguments.flatMap(\.sink.diagnostics)
        guard diagnostics.isEmpty else { return .failure(InvalidArguments(diagnostics: diagnostics)) }
        return .success(arguments.compactMap(\.configuration))
    }

    /// What hubports name has to be there; nothing is said of that while a netdev could not be read.
    private static func checkPlugs(of arguments: [NetdevArgument]) {
        let netdevs = arguments.compactMap(\.configuration)
        guard netdevs.count == arguments.count else { return }
        for refusal in HubportPlugs(netdevs).refusals { arguments[refusal.hubport].report(refusal) }
    }

    /// The help that is asked for with `help`, or with `TYPE,help`, in any of the arguments.
    ///
    /// Such an argument is not read otherwise, and neither are the others: they may be half written.
    ///
    /// - Parameter texts: the arguments, in their order.
    /// - Returns: the texts of help, none if it is not asked for; or what is wrong with a type whose help is wanted.
    public static func help(_ texts: [String]) -> Result<[String], InvalidArguments> {
        let requests = texts.enumerated().compactMap { NetdevHelpRequest($1, number: $0 + 1) }
        let diagnostics = requests.flatMap(\.sink.diagnostics)
        guard diagnostics.isEmpty else { return .failure(InvalidArguments(diagnostics: diagnostics)) }
        return .success(requests.map(\.help))
    }
}

/// Arguments of the command line that mean nothing: everything that could be said about them at once.
public struct InvalidArguments: Error, Sendable, Hashable, CustomStringConvertible {
    /// The errors, in the order of the arguments.
    public let diagnostics: [Diagnostic]

    /// Errors of several readers, in this order.
    ///
    /// - Parameter diagnostics: the errors.
    package init(diagnostics: [Diagnostic]) {
        self.diagnostics = diagnostics
    }

    /// All of them as a good compiler shows them.
    public var description: String {
        diagnostics.map(\.description).joined(separator: "\n")
    }
}
