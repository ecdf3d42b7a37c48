import Foundation
import TestSupport
import Testing

/// The built `wirework`, run as a user would: arguments in; exit status, standard output and standard error out.
struct Binary {
    /// What a finished process left.
    struct Outcome {
        /// The exit status, or nil if a signal ended it.
        let status: Int32?
        let output: String
        let diagnostics: String
    }

    /// A process that has been started.
    final class Running {
        let process: Process
        private let files: TemporaryDirectory
        private let ended = DispatchSemaphore(value: 0)

        /// Longer than any run of these tests takes, on a machine with much else to do.
        private static let patience = DispatchTimeInterval.seconds(50)

        fileprivate init(_ process: Process, output: Any?) throws {
            self.process = process
            files = try TemporaryDirectory()
            process.standardInput = FileHandle.nullDevice
            let handles = [try files.handle(forWriting: "output"), try files.handle(forWriting: "diagnostics")]
            process.standardOutput = output ?? handles[0]
            process.standardError = handles[1]
            process.terminationHandler = { [ended] _ in ended.signal() }
            try process.run()
            // The program has its own; left to their owner they would stay open by the thousand.
            for handle in handles { try handle.close() }
        }

        var identifier: pid_t { process.processIdentifier }

        /// Waits for the end of the process; one that takes too long is killed, and fails the test.
        func outcome() throws -> Outcome {
            if ended.wait(timeout: .now() + Self.patience) == .timedOut {
                kill(identifier, SIGKILL)
                ended.wait()
                Issue.record("wirework \(process.arguments ?? []) did not come to an end")
            }
            return Outcome(
                status: process.terminationReason == .exit ? process.terminationStatus : nil,
                output: files.text(of: "output"), diagnostics: files.text(of: "diagnostics"))
        }
    }

    /// Starts it.
    ///
    /// - Parameters:
    ///   - arguments: What follows the name of the program.
    ///   - environment: Laid over that of the test; nil takes a variable away.
    ///   - output: Where standard output goes, if not into the outcome.
    ///   - program: What is started instead: a shell that starts it in its own way.
    static func start(
        _ arguments: [String], environment: [String: String?] = [:], output: Any? = nil, program: URL? = nil
    ) throws -> Running {
        let process = Process()
        process.executableURL = try program ?? location()
        process.arguments = arguments
        process.environment = environment.reduce(into: ProcessInfo.processInfo.environment) { $0[$1.key] = $1.value }
        return try Running(process, output: output)
    }

    /// Runs it to its end.
    static func run(_ arguments: String..., environment: [String: String?] = [:]) throws -> Outcome {
        try start(arguments, environment: environment).outcome()
    }

    /// Beside the test bundle, which is the program that runs the tests.
    static func location() throws -> URL {
        let bundle = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        let binary = bundle.deletingLastPathComponent().appending(path: "wirework")
        try #require(FileManager.default.isExecutableFile(atPath: binary.path), "no wirework beside \(bundle.path)")
        return binary
    }
}

/// A scenario of the repository.
func scenario(_ name: String) -> String {
    Repository.root.appending(path: "Scenarios/first/\(name)").path
}
