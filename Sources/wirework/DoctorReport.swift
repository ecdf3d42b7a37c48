import Reports
import ScenarioFile

/// What `doctor` has found, for people and for programs.
struct DoctorReport {
    let findings: [HostFinding]
    /// How many descriptors may be open; nil if the kernel did not say.
    let limit: (soft: UInt64, hard: UInt64)?

    /// A lab of a thousand links opens two sockets each, and has files besides.
    private static let enoughDescriptors: UInt64 = 4096

    private var hasDescriptors: Bool { limit.map { $0.hard >= Self.enoughDescriptors } ?? false }

    /// Tables.
    func text(color: Bool) -> String {
        var kinds = Table([.left("in real time"), .left("here"), .left("lacks"), .left("right")])
        for kind in LabKind.all {
            let lacks = kind.lacks(of: findings).map { $0.map(\.name).joined(separator: " or ") }
            kinds.add([kind.name, lacks.isEmpty ? "yes" : "no", lacks.joined(separator: ", "), kind.right ?? ""])
        }
        var features = Table([.left("have"), .left("here"), .left("for"), .left("found, or how to get it")])
        for finding in findings {
            features.add([
                finding.feature.rawValue, finding.isHere ? "yes" : "no", finding.feature.purpose,
                finding.detail + (finding.remedy.map { "; \($0)" } ?? ""),
            ])
        }
        features.add(["", hasDescriptors ? "yes" : "no", "labs of a thousand links", descriptors])
        return kinds.rendered(color: color) + "\n" + features.rendered(color: color)
    }

    private var descriptors: String {
        guard let limit else { return "open files: the kernel does not say" }
        let found = "\(limit.soft) open files, up to \(limit.hard) without asking"
        return hasDescriptors ? found : found + "; raise nofile in /etc/security/limits.conf"
    }

    /// JSON, with the features by the words of `have(...)`.
    var json: String {
        let features = findings.map { finding in
            (
                finding.feature.rawValue,
                JSONValue.object([
                    "here": .boolean(finding.isHere), "for": .string(finding.feature.purpose),
                    "detail": .string(finding.detail),
                    "remedy": finding.remedy.map(JSONValue.string) ?? .null,
                ])
            )
        }
        let kinds = LabKind.all.map { kind in
            let lacks = kind.lacks(of: findings)
            return JSONValue.object([
                "name": .string(kind.name), "here": .boolean(lacks.isEmpty),
                "lacks": .array(lacks.map { .array($0.map { .string($0.name) }) }),
                "right": kind.right.map(JSONValue.string) ?? .null,
            ])
        }
        var members: [String: JSONValue] = [
            "wirework": .string(Wirework.version), "features": .object(Dictionary(features) { first, _ in first }),
            "kinds": .array(kinds),
        ]
        if let limit {
            members["open_files"] = .object(["soft": .unsigned(limit.soft), "hard": .unsigned(limit.hard)])
        }
        return JSONValue.object(members).rendered() + "\n"
    }
}
