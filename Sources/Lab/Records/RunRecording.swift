import Capture
import NetCore
import Results
import ScenarioFile
import SystemPackage
import WireFormats

/// The record of a virtual run: every event that its fingerprint is over.
struct RunRecording {
    private let recorder: EventRecorder
    private let path: String

    init(_ target: CaptureTarget, of scenario: Scenario, _ topology: Topology, loop: Loop) throws(LabError) {
        path = target.path
        let opened: (descriptor: FileDescriptor, closes: Bool)
        do {
            opened = try target.open()
        } catch {
            throw LabError(.host, "\(error)")
        }
        let flows = scenario.flows.map(\.name)
        recorder = EventRecorder(
            loop: loop, to: opened.descriptor, closesDescriptor: opened.closes,
            names: .init(messagePorts: topology.messagePorts) { Self.name($0, flows) })
        recorder.start(
            [("scenario", scenario.name), ("id", scenario.id), ("seed", String(scenario.seed))]
                + scenario.parameters.map { ("param \($0.name)", $0.value) })
    }

    /// Flows have numbers from 1 on; those of warm-ups have a bit of their own.
    private static func name(_ number: UInt32, _ flows: [String]) -> String {
        let index = Int(number & ~Traffic.warmupBit) - 1
        guard flows.indices.contains(index) else { return "flow \(number)" }
        return number & Traffic.warmupBit == 0 ? flows[index] : "\(flows[index]), warm-up"
    }

    /// Writes what is left; without a fingerprint the record is one of a run that was cut short.
    func finish(_ fingerprint: Fingerprint? = nil) { recorder.finish(fingerprint: fingerprint?.halves) }

    /// Writes the end, and says what came of it.
    func result(_ fingerprint: Fingerprint?) -> RecordResult {
        finish(fingerprint)
        let summary = recorder.summary
        return RecordResult(path: path, events: summary.events, failure: summary.error?.description)
    }
}

extension Topology {
    /// Where frames are seen behind the header of a tunnel.
    fileprivate var messagePorts: Set<Int> {
        let ends = links.flatMap { link -> [LinkEnd] in
            if case .l2tpv3 = link.plan.kind { [link.ends.a, link.ends.b] } else { [] }
        }
        let ports = ends.flatMap { end in
            [end.encoder?.outer, end.stage?.near, end.stage?.far, end.stage?.stranger, end.stage?.stranger?.peer]
        }
        return Set(ports.compactMap { $0?.number })
    }
}
