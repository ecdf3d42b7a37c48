import LinuxNet
import NetdevOptions
import SystemPackage

/// A program that sets an interface up, or takes it down: it is run with the interface's name as its only argument.
struct NetworkScript {
    let path: String

    /// The loop stands still meanwhile, so it is not for ever.
    private static let patience: Int64 = 30_000_000_000

    /// A script that was written, or the standard one where that is there; nil for none.
    init?(_ script: TapInterface.Script, standard: String) {
        switch script {
        case .none: return nil
        case .path(let path): self.path = path
        case .standard:
            guard HostProbe.isExecutable(standard) else { return nil }
            path = standard
        }
    }

    /// Refuses a script that could not be run later, when there is nobody to tell.
    func check() throws(BackendError) {
        guard HostProbe.isExecutable(path) else {
            throw BackendError("the network script \(path) is not there, or may not be run; downscript=no goes without")
        }
    }

    /// Runs it.
    ///
    /// - Throws: How it failed, with what it said.
    func run(for interface: String) throws(BackendError) {
        var child: ChildProcess
        do throws(Errno) {
            child = try ChildProcess(path, [interface])
        } catch {
            throw BackendError("could not run the network script \(path): \(error); script=no goes without")
        }
        let ending = child.wait(for: Self.patience)
        guard ending != .status(0) else { return }
        throw BackendError("the network script \(path) \(ending.sentence)\(child.remark)")
    }
}

extension ChildProcess.Ending {
    /// As a sentence goes on after the program's name.
    var sentence: String {
        switch self {
        case .status(let status): "failed with status \(status)"
        case .signal(let number): "was ended by signal \(number)"
        case .timeout: "took too long and was ended"
        }
    }
}

extension ChildProcess {
    /// What it said, behind a sentence about it.
    var remark: String { message.isEmpty ? "" : ": \(message)" }
}
