import Foundation
import Testing

/// Nothing of a guest outlives who started it.
@Suite("guests end", .tags(.peer), .needsUserModeLinux, .serialized, .timeLimit(.minutes(1)))
struct GuestEndTests {
    @Test("the thread that started it ends, as all do when the test program is killed: so do all its processes")
    func killed() throws {
        let guest = try Guest.userMode([])
        let network = try #require(guest.network.identity)
        #expect(NetworkNamespace.processes(in: network).count > 2)
        guest.abandon()
        #expect(eventually { NetworkNamespace.processes(in: network).isEmpty })
    }

    @Test("a suite ends it: its processes are gone, and its files")
    func ended() throws {
        var guest: Guest? = try Guest.userMode([])
        let network = try #require(guest?.network.identity)
        let home = try #require(guest?.home?.path)
        #expect(FileManager.default.fileExists(atPath: home))
        guest?.end()
        #expect(eventually { NetworkNamespace.processes(in: network).isEmpty })
        guest = nil
        #expect(!FileManager.default.fileExists(atPath: home))
    }
}

extension NetworkNamespace {
    /// What tells it from others.
    var identity: String? { Self.identity(ofNetworkOf: "\(holder)") }

    /// The processes in it.
    static func processes(in network: String) -> [pid_t] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.filter { identity(ofNetworkOf: "\($0)") == network }
    }

    /// namespaces(7): `net:[NUMBER]`; nil when the process is gone.
    private static func identity(ofNetworkOf process: String) -> String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/ns/net")
    }
}
