import ArgumentParser

/// The root command.
struct Wirework: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wirework",
        abstract: "An emulated-NIC network lab for Linux: one file, two clocks, a verdict on every frame.",
        discussion: """
            Exit status: 0 passed or skipped; 1 an expectation failed; 2 the file or the arguments are wrong; \
            3 this host lacks something the file needs; 4 internal error; 130, 143 interrupted.
            """,
        version: version,
        subcommands: [
            RunCommand.self, CheckCommand.self, ShowCommand.self, DiffCommand.self, ConnectCommand.self,
            BenchCommand.self, DoctorCommand.self,
        ])

    /// The version of wirework, which reports carry.
    static let version = "0.1.0"

    func run() throws {
        throw ValidationError("A subcommand is missing; try `wirework run FILE`.")
    }
}
