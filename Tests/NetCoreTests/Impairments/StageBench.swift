import NetCore
import TestSupport
import Testing

/// A sender, a stage, and a receiver.
final class StageBench {
    let loop = Loop()
    let stage: ImpairmentStage
    let line: ImpairmentLine
    let recorder: WireRecorder
    let sender = Probe()
    let receiver = Probe()
    let entry: Port
    let exit: Port
    private var sent = 0

    /// - Parameters:
    ///   - impairments: Of the way from the sender to the receiver.
    ///   - headerByteCount: As behind an encoder.
    ///   - outerHeaderByteCount: As over IP.
    init(
        _ impairments: Impairments = .none, seed: UInt64 = 1, headerByteCount: Int = 0,
        outerHeaderByteCount: Int? = nil
    ) throws {
        stage = ImpairmentStage(
            loop: loop, name: "tunnel forward",
            .init(
                name: "tunnel/forward", seed: seed, impairments: impairments, headerByteCount: headerByteCount,
                outerHeaderByteCount: outerHeaderByteCount))
        line = stage.line
        line.isActive = true
        recorder = WireRecorder(loop)
        entry = loop.makePort(for: sender, name: "sender")
        exit = loop.makePort(for: receiver, name: "receiver")
        exit.setBound(frames: 1_000_000, bytes: 1 << 30)
        stage.near.setBound(frames: 1_000_000, bytes: 1 << 30)
        try entry.connect(to: stage.near)
        try stage.far.connect(to: exit)
        loop.settle()
    }

    /// Sends frames that bear the next numbers, from 1.
    func send(_ count: Int = 1, byteCount: Int = 64) {
        for _ in 0..<count {
            sent += 1
            let padding = [UInt8](repeating: 0, count: max(0, byteCount - 18))
            entry.send(
                Sample.frame(to: 2, from: 1, padding + Sample.number(sent)), id: FrameID(flow: 1, number: UInt64(sent)))
        }
        loop.settle()
    }

    /// Sends one frame each so many nanoseconds, the first now.
    func send(_ count: Int, every interval: Int64, byteCount: Int = 64) {
        let begin = loop.now
        for number in 0..<count {
            run(until: begin + Int64(number) * interval)
            send(byteCount: byteCount)
        }
    }

    /// Runs to a time, or until nothing is left to do.
    func run(until time: Int64? = nil) {
        _ = VirtualClock().run(loop, until: time)
        if let time { loop.advance(to: time) }
    }

    /// Numbers of the frames that arrived, in their order.
    var arrived: [Int] { receiver.frames.map(Sample.number(in:)) }

    /// When they did.
    var times: [Int64] { recorder.taken(by: exit).map(\.time) }

    /// Numbers of the frames that ended at the stage for a reason.
    func ended(_ reason: DropReason) -> [Int] {
        recorder.events.filter { $0.reason == reason }.compactMap { $0.id.map { Int($0.number) } }
    }

    /// Checks that nothing is on its way, and that everything is accounted for.
    func expectDone(_ location: SourceLocation = #_sourceLocation) {
        #expect(line.count == 0, sourceLocation: location)
        #expect(loop.audit().isEmpty, sourceLocation: location)
        #expect(loop.keptBlocks == 0, sourceLocation: location)
    }
}

extension Impairments {
    /// With some of them set.
    init(_ settings: ImpairmentSetting...) {
        self.init()
        for setting in settings { set(setting) }
    }
}

extension Chance {
    static func percent(_ percent: Int64) -> Chance { Chance(partsPerMillion: percent * 10_000) }
}
