import ScenarioFile
import Synchronization

/// What this host has, looked for when it is first asked for: most files ask for nothing.
final class HostFacts: Sendable {
    private let known = Mutex<[HostFeature: Bool]>([:])

    /// Those of this process.
    static let shared = HostFacts()

    /// What `have(...)` answers.
    func has(_ feature: HostFeature) -> Bool {
        known.withLock { known in
            if let answer = known[feature] { return answer }
            let answer = HostFinding(of: feature).isHere
            known[feature] = answer
            return answer
        }
    }
}
