import Foundation
import TestSupport
import Testing

/// Whose a unix socket's path is: a netdev replaces what nobody uses, and removes its own and nobody else's.
@Suite("dgram unix paths", .tags(.peer), .serialized, .timeLimit(.minutes(1)))
struct UnixPathTests {
    let directory: TemporaryDirectory
    let peer: PlainUnixSocket
    private var path: String { directory["ours"] }

    init() throws {
        directory = try TemporaryDirectory()
        peer = try PlainUnixSocket(at: directory["peer"])
    }

    private func open() throws -> Station {
        try Program.subject.open(Netdev(.unix(local: path, remote: peer.path)))
    }

    /// The same, once a frame has come through.
    private func opened() throws -> Station {
        let station = try open()
        #expect(try station.send(Filler.frame(0)))
        #expect(try peer.receive() == Filler.frame(0), "\(station.account)")
        return station
    }

    @Test("S12: a regular file is refused, and stays as it is")
    func regularFile() throws {
        try Data("precious".utf8).write(to: URL(filePath: path))
        let program = try open().program
        let ending = try #require(program.waitForEnd(), "\(program.account)")
        #expect(ending == .status(3), "the host's fault, not the arguments'")
        #expect(program.diagnostics.contains(path), "\(program.account)")
        #expect(directory.text(of: "ours") == "precious")
    }

    @Test("a socket that a killed run has left is replaced")
    func stale() throws {
        let first = try opened()
        first.program.finish(with: SIGKILL)
        #expect(isSocket(path))
        _ = try opened()
    }

    @Test("a path at which another program is at work is refused, and that goes on")
    func taken() throws {
        let first = try opened()
        let second = try open().program
        let ending = try #require(second.waitForEnd(), "\(second.account)")
        #expect(ending == .status(3), "the host's fault, not the arguments'")
        #expect(second.diagnostics.contains(path), "\(second.account)")
        #expect(peer.send(Filler.frame(1), to: path) == 0)
        #expect(try first.nextFrame() == Filler.frame(1), "\(first.account)")
    }

    @Test("SIGTERM and SIGINT remove the path", arguments: [SIGTERM, SIGINT])
    func removed(signal: Int32) throws {
        let station = try opened()
        #expect(station.program.finish(with: signal) == .status(0), "\(station.account)")
        #expect(access(path, F_OK) != 0)
    }

    @Test("a path that is somebody else's by now is not removed")
    func notOurs() throws {
        let station = try opened()
        unlink(path)
        let other = try PlainUnixSocket(at: path)
        #expect(station.program.finish(with: SIGTERM) == .status(0), "\(station.account)")
        #expect(isSocket(path))
        #expect(peer.send([1], to: path) == 0)
        #expect(try other.receive() == [1])
    }

    private func isSocket(_ path: String) -> Bool {
        var facts = stat()
        return lstat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFSOCK
    }
}
