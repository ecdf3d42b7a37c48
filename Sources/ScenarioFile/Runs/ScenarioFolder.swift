/// Why a file beside a scenario cannot be read.
public struct UnreadableFile: Error, Hashable, Sendable {
    /// For a person: `No such file or directory`.
    public let reason: String
    /// Whether there is no such file.
    public let isMissing: Bool

    /// A reason.
    public init(reason: String, isMissing: Bool) {
        self.reason = reason
        self.isMissing = isMissing
    }
}

/// The files beside a scenario that it names, each read once, whatever number of runs and flows name it.
final class ScenarioFolder {
    typealias Read = @Sendable (String) throws(UnreadableFile) -> [UInt8]

    /// Whether captures that runs are compared with are to be written.
    let isBlessing: Bool
    private let folder: String
    private let read: Read
    private let budget: FrameBudget
    private var captures: [String: Result<CapturedFrames, CaptureProblem>] = [:]

    /// - Parameters:
    ///   - scenario: The path of the scenario, as messages name it.
    ///   - budget: What the frames of the scenario may take.
    ///   - options: What opens files, and whether captures are to be written.
    init(of scenario: String, budget: FrameBudget, _ options: LoadOptions) {
        folder = scenario.lastIndex(of: "/").map { String(scenario[...$0]) } ?? ""
        read = options.readFile
        isBlessing = options.isBlessing
        self.budget = budget
    }

    /// The path of a file that the scenario names: from its own folder, unless it begins with `/`.
    func path(of written: String) -> String {
        written.hasPrefix("/") ? written : folder + written
    }

    /// The frames of a capture.
    ///
    /// - Parameter written: As the scenario names it.
    /// - Throws: ``CaptureProblem``, the same for each who asks.
    func capture(_ written: String) throws(CaptureProblem) -> CapturedFrames {
        let path = path(of: written)
        if let known = captures[path] { return try known.get() }
        let result: Result<CapturedFrames, CaptureProblem>
        do throws(CaptureProblem) {
            result = .success(try open(path))
        } catch {
            result = .failure(error)
        }
        captures[path] = result
        return try result.get()
    }

    private func open(_ path: String) throws(CaptureProblem) -> CapturedFrames {
        let bytes: [UInt8]
        do throws(UnreadableFile) {
            bytes = try read(path)
        } catch {
            throw CaptureProblem(
                "cannot be read: \(error.reason)",
                notes: error.isMissing ? ["paths are from the folder of the scenario"] : [],
                isMissing: error.isMissing)
        }
        guard budget.spend(bytes.count) else {
            throw CaptureProblem("has \(bytes.count) bytes", notes: [FrameBudget.rule])
        }
        return try CapturedFrames(parsing: bytes)
    }
}
