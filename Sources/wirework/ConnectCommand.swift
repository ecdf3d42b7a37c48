import ArgumentParser
import ScenarioFile

/// `wirework connect`: real netdevs wired together until told to stop.
struct ConnectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connect", abstract: "Wire real netdevs together: socat for Ethernet.",
        discussion: """
            A netdev is written as QEMU's -netdev has it, TYPE,KEY=VALUE,... or JSON. Two are wired point to point, \
            more through a hub or a switch, or as hubports say. `connect help` lists the types, `connect TYPE,help` the keys of one. \
            SIGINT and SIGTERM end it, with status 0.
            """)

    @Argument(help: ArgumentHelp("Netdevs: l2tpv3,KEY=VALUE,... dgram,KEY=VALUE,... or JSON.", valueName: "netdev"))
    var netdevs: [String] = []

    @OptionGroup
    var options: ConnectOptions

    func run() throws {
        var console = Console()
        switch NetdevArguments.help(netdevs) {
        case .success([]): break
        case .success(let texts):
            console.write(texts.joined(separator: "\n"))
            return try console.finish(.passed)
        case .failure(let invalid): try refuse(invalid.diagnostics, console)
        }
        // All mistakes of all arguments are told at once.
        let read = NetdevArguments.read(netdevs)
        let settings = options.settings(for: NetdevCount(netdevs, read: try? read.get()))
        switch (read, settings) {
        case (.success(let netdevs), .success(let settings)):
            try ConnectSession(netdevs: netdevs, settings: settings).run()
        default:
            try refuse([read.failure, settings.failure].flatMap { $0?.diagnostics ?? [] }, console)
        }
    }

    /// Shows the mistakes, and ends the command.
    private func refuse(_ mistakes: [Diagnostic], _ console: Console) throws {
        console.diagnose(InvalidArguments(diagnostics: mistakes).description)
        throw ExitStatus.usage
    }
}

extension Result {
    /// The failure, if it is one.
    fileprivate var failure: Failure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}
