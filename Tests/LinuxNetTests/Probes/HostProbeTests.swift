import Foundation
import LinuxNet
import Testing

@Suite("Probes of the host", .serialized)
struct HostProbeTests {
    @Test("a probe answers twice alike, and changes nothing of this process")
    func traces() throws {
        func answers() -> [Int32] {
            [
                HostProbe.userNamespace(), HostProbe.tap(), HostProbe.kvm(), HostProbe.rawSocket(),
                HostProbe.packetSocket(), HostProbe.loopbackIPv6(),
            ].map { $0?.rawValue ?? 0 } + [Int32(HostProbe.segmentLimit()), HostProbe.coalescesReceived() ? 1 : 0]
        }
        func namespaces() throws -> [String] {
            try ["user", "net"].map { try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/\($0)") }
        }
        let before = try namespaces()
        #expect(answers() == answers())
        #expect(try namespaces() == before)
    }

    @Test("raw sockets can be had where one can be opened")
    func sockets() throws {
        let isOpen: Bool
        do throws(SocketError) {
            _ = try RawIPSocket(bindingTo: .loopback(.ipv4), protocol: 253)
            isOpen = true
        } catch {
            isOpen = false
        }
        #expect((HostProbe.rawSocket() == nil) == isOpen)
    }

    @Test("a program is found where PATH has it")
    func programs() {
        #expect(HostProbe.program("sh")?.hasSuffix("/sh") == true)
        #expect(HostProbe.program("no-such-program-here") == nil)
    }

    @Test("the limits of descriptors are the kernel's")
    func limits() throws {
        let limit = try HostProbe.descriptorLimit()
        #expect(limit.soft > 0)
        #expect(limit.soft <= limit.hard)
    }
}
