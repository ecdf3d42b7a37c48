import Foundation
import NetBackends
import NetCore
import TestSupport
import Testing

/// What a process has open and what it has made, to be compared with later.
///
/// Exact only for a thread with descriptors of its own: the library that runs tests opens some on another thread.
struct Belongings: Equatable {
    /// What each open descriptor is: `3 socket:[123]`; not the namespaces in which tests have their interfaces.
    let descriptors: [String]
    /// Files in directories of tests, which are directories of the one that they are made in.
    let files: [String]

    /// Moves the directories of this process's tests to one that is empty.
    static func begin() throws -> TemporaryDirectory {
        try Unshare.descriptors.enter()
        let directory = try TemporaryDirectory()
        setenv("TMPDIR", directory.path, 1)
        return directory
    }

    init(in directory: TemporaryDirectory) throws {
        let manager = FileManager.default
        // The listing's own descriptor is gone when it is asked for.
        let folder = "/proc/thread-self/fd"
        descriptors = try manager.contentsOfDirectory(atPath: folder).sorted().compactMap { number in
            guard let target = try? manager.destinationOfSymbolicLink(atPath: "\(folder)/\(number)"),
                !target.hasPrefix("net:")
            else { return nil }
            return "\(number) \(target)"
        }
        files = try manager.subpathsOfDirectory(atPath: directory.path).filter { $0.contains("/") }.sorted()
    }
}

/// Descriptors and socket files go with the end that opened them: each test is a process of its own.
@Suite("The contract of backends: leftovers", .tags(.kernel), .timeLimit(.minutes(10)))
struct LeftoverTests {
    @Test("no descriptor and no file is left when an end is closed, whatever it was at")
    func closing() async {
        await #expect(processExitsWith: .success) {
            let directory = try Belongings.begin()
            for backend in backends {
                // The first of a kind may load what stays: a library, a name service.
                _ = try closeInEveryState(backend, directory)
                try #require(try closeInEveryState(backend, directory) > 0, "\(backend): nothing was opened")
            }
        }
    }

    @Test("an open that fails leaves no descriptor and no file, and makes no port", arguments: UnfitOptions.types)
    func failing(_ type: String) async {
        await #expect(processExitsWith: .success) { [type] in
            let directory = try Belongings.begin()
            let paths = try TemporaryDirectory()
            let driver = try RealTimeDriver(loop: Loop())
            // An interface that is made for a moment is made where nobody sees it.
            if OwnNetwork.isPossible, ["tap", "bridge", "packet"].contains(type) { try Unshare.network.enter() }
            let rows = try UnfitOptions.rows(of: type, in: paths)
            try #require(!rows.isEmpty, "\(type) has no row")
            for unfit in rows {
                let configuration = try #require(try? unfit.configuration, "\(unfit.text) does not read")
                let before = try Belongings(in: directory)
                do {
                    let backend = try Backends.open(configuration, name: "unfit", driver: driver)
                    // What cannot be told before the loop runs leaves the port down and says why.
                    _ = try driver.run(until: driver.now + 5_000_000)
                    try #require(!backend.port.isUp, "\(unfit.text)")
                    backend.close()
                } catch let error as BackendError {
                    try #require(error.description.contains(unfit.words), "\(unfit.text): \(error)")
                }
                try #require(try Belongings(in: directory) == before, "\(unfit.text)")
                try #require(driver.loop.ports.isEmpty, "\(unfit.text)")
                try #require(driver.loop.nextDeadline == nil, "\(unfit.text)")
            }
        }
    }
}

/// Opens and closes both ends of a backend: alone, connecting, connected, and full of frames.
///
/// - Returns: How many descriptors were open beyond those of before, at the most.
private func closeInEveryState(_ backend: any BackendUnderTest, _ directory: TemporaryDirectory) throws -> Int {
    let loop = Loop()
    let driver = try RealTimeDriver(loop: loop)
    let before = try Belongings(in: directory)
    var most = 0
    for state in 0..<4 {
        let (near, openFar) = try backend.openAlone(driver)
        // What holds the directories of the sockets: its end would take everything in them along.
        try withExtendedLifetime(openFar) {
            var ends = [near]
            let (left, right) = (loop.makePort(for: Probe()), loop.makePort(for: Probe(quota: 0)))
            try left.connect(to: near.port)
            right.setBound(frames: 2, bytes: 1 << 20)
            if state > 0 {
                ends.append(try openFar())
                try right.connect(to: ends[1].port)
            }
            if state > 1 { try driver.wait { left.hasCarrier && right.hasCarrier } }
            if state > 2 {
                for number in 0..<300 { left.send(Numbered.frame(number, byteCount: 1400)) }
                _ = try driver.run(until: driver.now + 2_000_000)
            }
            most = max(most, try Belongings(in: directory).descriptors.count - before.descriptors.count)
            // The far end first: a plug has its socket in the directory of its switch.
            for end in ends.reversed() { end.close() }
            try #require(try Belongings(in: directory) == before, "\(backend), state \(state)")
        }
    }
    return most
}
