import ArgumentParser
import LinuxNet
import Reports
import ScenarioFile

/// `wirework doctor`: what this host allows and lacks.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Say what this host allows and lacks, and how to get it.",
        discussion: """
            Everything is tried, and nothing of the trials stays. The words of the first column are those that \
            `when: have(...)` takes. Nothing of it is needed for the virtual clock, nor for links over UDP.
            """)

    @Flag(help: "For programs: JSON.")
    var json = false

    func run() throws {
        var console = Console()
        let findings = HostFeature.allCases.map(HostFinding.init(of:))
        let report = DoctorReport(findings: findings, limit: try? HostProbe.descriptorLimit())
        console.write(json ? report.json : report.text(color: console.wantsColor))
        try console.finish(.passed)
    }
}
