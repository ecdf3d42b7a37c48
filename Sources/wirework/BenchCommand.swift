import ArgumentParser
import Bench

/// `wirework bench`: what this machine does.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure this machine.",
        discussion: """
            Each case runs in turn with its yardsticks, on this machine and now; the ratios are the figures.

              core    switch, hub, impairments and scheduler, no socket, beside a loop in C that reads each header
              run     a scenario of ten minutes with 100 000 frames in virtual time, beside the same loop
              l2tpv3  both ends of a tunnel on one thread over loopback, beside the same system calls and checks in C, \
            once with header and frame gathered from where they lie, once copied behind each other
              relay   `connect dgram,... l2tpv3,...`, beside a relay in C (epoll, recvmmsg of 64, UDP_SEGMENT runs, \
            sendmmsg) and QEMU with a hub if it is installed; the same sender, one datagram a message, feeds each. It \
            starts processes and keeps two cores busy for half a minute.
            """)

    /// What can be measured.
    enum Case: String, CaseIterable, ExpressibleByArgument {
        case core, run, l2tpv3, relay

        func run(pairs: Int) throws(BenchError) -> [BenchResult] {
            switch self {
            case .core: CoreBench.run(pairs: pairs)
            case .run: [try VirtualRunBench.run(pairs: pairs)]
            case .l2tpv3: try L2TPv3Bench.run(pairs: pairs)
            case .relay: try RelayBench.run(pairs: pairs, systemCalls: ConnectStatistics.systemCalls)
            }
        }
    }

    @Argument(help: "What to measure, in this order.")
    var cases: [Case] = [.core, .l2tpv3]

    @Option(help: ArgumentHelp("Also write the figures to a file; `-` is standard output.", valueName: "path"))
    var json: String?

    @Option(help: "How often each case runs beside its yardsticks; medians are shown.")
    var pairs = 7

    func validate() throws {
        guard pairs >= 1 else { throw ValidationError("at least one pair is needed for a figure") }
    }

    func run() throws {
        var console = Console(results: json == "-" ? .error : .output)
        let target: ReportTarget?
        do {
            target = if let json { try ReportTarget(json) } else { nil }
        } catch {
            console.complain(error.description)
            throw ExitStatus.usage
        }
        #if DEBUG
        console.complain("this is a debug build; its figures say nothing about a release")
        #endif
        let report: BenchReport
        do throws(BenchError) {
            report = BenchReport(results: try measure())
        } catch {
            console.complain(error.description)
            throw ExitStatus.host
        }
        console.write(report.table(color: console.wantsColor))
        try console.finish(target?.write(report.json, &console) ?? .passed)
    }

    /// Naming a case twice does not measure it twice.
    private func measure() throws(BenchError) -> [BenchResult] {
        var results: [BenchResult] = []
        for (index, one) in cases.enumerated() where !cases[..<index].contains(one) {
            results += try one.run(pairs: pairs)
        }
        return results
    }
}
