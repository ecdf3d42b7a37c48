import Glibc
import LinuxNet
import NetBackends
import NetCore
import Results
import ScenarioFile
import SystemPackage

/// A run in real time: kernel sockets between tunnel ends, and the clock of this host.
struct RealRun {
    private(set) var lab: Lab
    private let driver: RealTimeDriver

    init(_ scenario: Scenario, _ options: RunOptions) throws(LabError) {
        // A lab of a thousand tunnels has more sockets than the soft limit allows.
        _ = try? raiseDescriptorLimit()
        do {
            driver = try RealTimeDriver(loop: Loop(), signals: [SIGINT, SIGTERM])
        } catch {
            throw LabError(.host, "epoll, timerfd or signalfd: \(error)")
        }
        lab = try Lab(scenario, options, loop: driver.loop, driver: driver)
    }

    func close() { lab.close() }

    mutating func run() throws(LabError) -> RunResult {
        let scenario = lab.scenario
        let limit = UInt64(scenario.frameLimit)
        if try connectLinks(limit) == .limit { return lab.result(.limit) }
        lab.beginWarmUps()
        let traffic = lab.traffic
        if try drive(until: driver.now + Lab.warmUpLimit, limit, { traffic.warmUps.areOver }) == .limit {
            return lab.result(.limit)
        }
        lab.begin()

        let lab = lab
        let (end, atEnd) = lab.end
        var least = Int64.max
        var quiet = QuietTime()
        let hasOutside = lab.hasOutside
        let ended = try drive(until: end, limit) {
            if lab.moments.isWatching { lab.moments.instantOver(isCoarse: true) }
            if lab.isBeyondLimit { return true }
            guard scenario.duration == nil, lab.isPlanOver, lab.loop.isIdle, !lab.isTimeAwaited else {
                quiet.restart()
                return false
            }
            // What is traced to its end needs no waiting; what is not may still be in the kernel. What comes out of it is
            // progress, and so is the end of the plan.
            let inKernel = Counts.inKernel(lab.topology)
            if inKernel < least {
                least = inKernel
                quiet.restart()
            }
            quiet.note(
                lab.loop.now, lastActivity: traffic.lastActivity, moved: hasOutside ? 0 : lab.loop.framesDelivered)
            return traffic.unsettledFlows == 0 && inKernel <= lab.baseline.inKernel
                || quiet.nanoseconds >= scenario.settle
        }
        switch ended {
        case .limit: return lab.result(.limit)
        case .condition: return lab.result(lab.isBeyondLimit ? .limit : .done)
        case .time: return lab.result(atEnd)
        case .signal(let number): throw lab.interrupted(number)
        }
    }

    /// Waits until the ends of links that have connections are connected.
    private func connectLinks(_ limit: UInt64) throws(LabError) -> RealTimeDriver.Ended {
        let links = lab.topology.links.filter(\.awaitsConnection)
        guard !links.isEmpty else { return .condition }
        let ended = try drive(until: driver.now + Self.connectLimit, limit) { links.allSatisfy(\.unconnected.isEmpty) }
        guard ended == .time, let link = links.first(where: { !$0.unconnected.isEmpty }) else { return ended }
        let ends = link.unconnected.map(\.summary).joined(separator: "; ")
        throw LabError(.host, "link \(link.plan.id): its ends did not meet within 5 s: \(ends)")
    }

    /// How long the ends of a link may take to find each other, which are of one process.
    private static let connectLimit: Int64 = 5_000_000_000

    /// Wakes at least every few milliseconds, because a condition may come true by nothing but time passing.
    private func drive(
        until end: Int64, _ limit: UInt64, _ condition: () -> Bool
    ) throws(LabError) -> RealTimeDriver.Ended {
        do {
            while true {
                let slice = min(end, driver.now + Self.slice)
                let moved = driver.loop.framesDelivered
                guard moved <= limit else { return .limit }
                let ended = try driver.run(until: slice, frameLimit: limit - moved, stopWhen: condition)
                switch ended {
                case .time where slice < end: continue
                case .signal(let number): throw lab.interrupted(number)
                default: return ended
                }
            }
        } catch let error as LabError {
            throw error
        } catch {
            throw LabError(.internalError, "epoll: \(error)")
        }
    }

    fileprivate static let slice: Int64 = 5_000_000
}

/// For how long nothing has happened, as far as somebody looked.
///
/// A process that was not given a processor has not looked at its sockets either: of such a pause only a slice counts. What
/// moves at all may bring on a frame of a flow, unless it comes from the outside.
private struct QuietTime {
    private(set) var nanoseconds: Int64 = 0
    private var last: Int64?
    private var lastActivity: Int64 = .min
    private var moved: UInt64 = 0

    mutating func restart() {
        nanoseconds = 0
        last = nil
    }

    mutating func note(_ now: Int64, lastActivity: Int64, moved: UInt64) {
        if lastActivity > self.lastActivity || moved != self.moved {
            self.lastActivity = lastActivity
            self.moved = moved
            restart()
        }
        if let last { nanoseconds += min(now - last, RealRun.slice) }
        last = now
    }
}
