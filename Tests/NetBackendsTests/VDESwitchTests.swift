import Glibc
import LinuxNet
import NetCore
import NetdevOptions
import TestSupport
import Testing
import Tunnels

@testable import NetBackends

/// A switch of ours, with plugs of ours and plugs that a test plays.
@Suite("A VDE switch of our own", .tags(.kernel), .timeLimit(.minutes(5)))
struct VDESwitchTests {
    private let paths: TemporaryDirectory
    private let driver: RealTimeDriver

    init() throws {
        paths = try TemporaryDirectory()
        driver = try RealTimeDriver(loop: Loop())
    }

    private var directory: String { paths["ctl.d"] }

    private func open(isHub: Bool = false, ports: Int = 4, mode: UInt16 = 0o700) throws -> VDEOutlet {
        try VDEOutlet(switch: .init(sock: directory, mode: mode, isHub: isHub, ports: ports), on: driver)
    }

    private func plug(port: UInt16 = 0) throws -> VDEOutlet {
        try VDEOutlet.plugged(.init(sock: directory, port: port), on: driver)
    }

    @Test("plugs reach each other and the node, and a station that was heard is sent to alone")
    func switching() throws {
        let node = try open()
        let (one, two) = (try plug(), try plug())
        one.port.send(Sample.broadcast(from: 1))
        try driver.wait { node.probe.count == 1 && two.probe.count == 1 }
        two.port.send(Sample.frame(to: 1, from: 2))
        try driver.wait { one.probe.count == 1 }
        node.port.send(Sample.frame(to: 2, from: 9))
        try driver.wait { two.probe.count == 2 }
        #expect(node.probe.frames == [Sample.broadcast(from: 1)])
        #expect(one.probe.frames == [Sample.frame(to: 1, from: 2)])
        #expect(two.probe.frames == [Sample.broadcast(from: 1), Sample.frame(to: 2, from: 9)])
        #expect(node.backend.enteredFrames == 2 && node.backend.sent.frames == 3)
        #expect(driver.loop.audit().isEmpty)
    }

    @Test("as a hub it repeats every frame to all others")
    func hub() throws {
        let node = try open(isHub: true)
        let (one, two) = (try plug(), try plug())
        one.port.send(Sample.frame(to: 2, from: 1))
        two.port.send(Sample.frame(to: 1, from: 2))
        try driver.wait { node.probe.count == 2 && one.probe.count == 1 && two.probe.count == 1 }
        #expect(driver.loop.audit().isEmpty)
    }

    @Test("a plug that goes takes its stations along, and its port is free for the next")
    func leaving() throws {
        let node = try open(ports: 1)
        let backend = try #require(node.backend as? VDESwitchBackend)
        for round in 0..<3 {
            let one = try plug()
            #expect(backend.plugCount == 1)
            one.port.send(Sample.broadcast(from: 1))
            try driver.wait { node.probe.count == round + 1 }
            one.backend.close()
            try driver.wait { backend.plugCount == 0 }
            // Were it still known there, this would end as link-down.
            node.port.send(Sample.frame(to: 1, from: 9))
            driver.loop.settle()
            #expect(node.backend.port.counters.drops[.noPeer] == UInt64(round + 1))
        }
        #expect(paths.names == ["ctl.d"])
        #expect(driver.loop.audit().isEmpty)
    }

    @Test("the longest frame passes both ways: nothing is cut at 1518 bytes, and our plugs know")
    func longFrames() throws {
        let node = try open()
        let one = try plug()
        var random = SplitMix64(seed: 5)
        let frames = [1514, 1518, 1519, 9014, 40_000, Frame.byteLimit].map {
            Sample.frame(to: 2, from: 1) + random.bytes($0 - 14)
        }
        for (number, frame) in frames.enumerated() {
            one.port.send(frame)
            node.port.send(frame)
            try driver.wait { node.probe.count == number + 1 && one.probe.count == number + 1 }
        }
        #expect(node.probe.frames == frames && one.probe.frames == frames)
    }

    @Test("a wanted port is given if it is free; a plug that cannot be had is refused, and counted")
    func ports() throws {
        let node = try open(ports: 2)
        let second = try plug(port: 2)
        // Taken, and there is none of that number: the plug keeps asking.
        for wanted in [2, 3] as [UInt16] {
            let refused = try VDEOutlet(plug: .init(sock: directory, port: wanted), on: driver)
            try driver.wait { node.backend.degraded.contains { $0.hasSuffix("port \(wanted) is not free") } }
            #expect(!refused.port.hasCarrier)
            refused.backend.close()
        }
        _ = try plug()
        let last = try VDEOutlet(plug: .init(sock: directory), on: driver)
        try driver.wait { node.backend.degraded.contains { $0.hasSuffix("all ports are taken") } }
        second.backend.close()
        try driver.wait { last.port.hasCarrier }
    }

    @Test("a plug of User-mode Linux: an abstract name, and no description")
    func userModeLinux() throws {
        let node = try open()
        let data = Glibc.socket(AF_UNIX, 2, 0)
        defer { close(data) }
        var own = sockaddr_un()
        own.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &own.sun_path) { $0.copyBytes(from: [0, 1, 2, 3, UInt8(getpid() & 0xff), 9]) }
        let name = withUnsafeBytes(of: &own) { Array($0) }
        let isBound = name.withUnsafeBytes { bytes in
            bind(data, bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self), 110)
        }
        try #require(isBound == 0)
        let control = try knock(saying: [0xce, 0xfa, 0xed, 0xfe, 3, 0, 0, 0, 0, 0, 0, 0] + name)
        defer { close(control) }
        var reply = [UInt8](repeating: 0, count: 200)
        try driver.keepLooking { recv(control, &reply, 200, 0x40 | 0x2) == 110 }
        #expect(recv(control, &reply, 200, 0x40) == 110)
        let path = String(decoding: reply[2..<110].prefix { $0 != 0 }, as: UTF8.self)
        #expect(path.hasPrefix("\(directory)/001."))
        let frame = Sample.broadcast(from: 3)
        #expect(withUnixName(path) { sendto(data, frame, frame.count, 0, $0, $1) } == frame.count)
        try driver.wait { node.probe.frames == [frame] }
        node.port.send(Sample.frame(to: 3, from: 9))
        driver.loop.settle()
        #expect(TestSupport.received(by: data) == [Sample.frame(to: 3, from: 9)])
    }

    /// A plug's stream, with something said on it.
    private func knock(saying bytes: [UInt8]) throws -> Int32 {
        let control = Glibc.socket(AF_UNIX, 1, 0)
        try #require(withUnixName("\(directory)/ctl") { connect(control, $0, $1) } == 0)
        if !bytes.isEmpty { try #require(Glibc.send(control, bytes, bytes.count, 0) == bytes.count) }
        return control
    }

    private func isClosed(_ control: Int32) -> Bool {
        var byte: UInt8 = 0
        return recv(control, &byte, 1, 0x40) == 0
    }

    @Test("what is no request is refused with the reason, and the others go on")
    func strangers() throws {
        let node = try open()
        let one = try plug()
        let address = try #require(VDEAddress(path: "\(directory)/nobody"))
        let cases: [([UInt8], String)] = [
            (Array("GET / HTTP/1.0\r\n\r\n".utf8), "it begins with 0x20544547 and not with 0xfeedface"),
            (
                Array(VDERequest(port: nil, address: address, description: "").bytes),
                "could not connect to \(directory)/nobody"
            ),
            ([UInt8](repeating: 0xff, count: 700), "it begins with 0xffffffff"),
        ]
        for (bytes, reason) in cases {
            let control = try knock(saying: bytes)
            try driver.keepLooking { isClosed(control) }
            close(control)
            #expect(node.backend.degraded.contains { $0.contains(reason) }, "\(reason)")
        }
        // Half a request, and the end.
        let control = try knock(saying: [0xce, 0xfa, 0xed, 0xfe, 3])
        _ = try driver.run(until: driver.now + 1_000_000)
        close(control)
        try driver.wait { node.backend.degraded.contains { $0.contains("it ends before its 122 bytes") } }
        one.port.send(Sample.broadcast(from: 1))
        try driver.wait { node.probe.count == 1 }
        #expect((node.backend as? VDESwitchBackend)?.plugCount == 1)
    }

    @Test("who knocks and says nothing cannot keep others out, nor have descriptors without end")
    func silence() throws {
        let node = try open()
        let before = openSocketCount()
        let silent = try (0..<40).map { _ in
            // The kernel keeps a few, and who knocks beyond them waits.
            _ = try driver.run(until: driver.now + 500_000)
            return try knock(saying: [])
        }
        defer { silent.forEach { close($0) } }
        let one = try plug()
        one.port.send(Sample.broadcast(from: 1))
        try driver.wait { node.probe.count == 1 }
        // At most 16 of theirs, beside the streams of the test itself.
        #expect(openSocketCount() <= before + 40 + 16 + 4)
        #expect(node.backend.degraded.contains { $0.contains("said nothing") })
    }

    @Test("a live switch is left alone; what a killed one left is taken over, and goes in the end")
    func takingOver() throws {
        let node = try open()
        let error = #expect(throws: BackendError.self) { _ = try open() }
        #expect(
            error?.description
                == "could not bind \(directory)/ctl: Address already in use; a switch listens there; plug into it with "
                + "vde,sock=..., or choose another directory")
        let one = try plug()
        node.port.send(Sample.broadcast(from: 9))
        try driver.wait { one.probe.count == 1 }
        // The plug is still there, and its socket with it.
        node.backend.close()
        #expect(paths.names.isEmpty)
        one.backend.close()
        // What kill -9 leaves of a switch and of a plug.
        mkdir(directory, 0o700)
        for (name, type) in [("ctl", 1), ("001.7", 2), (".wirework-1-0", 2)] as [(String, Int32)] {
            let socket = Glibc.socket(AF_UNIX, type, 0)
            try #require(withUnixName("\(directory)/\(name)") { bind(socket, $0, $1) } == 0)
            Glibc.close(socket)
        }
        let next = try open()
        #expect(access("\(directory)/001.7", F_OK) == -1 && access("\(directory)/.wirework-1-0", F_OK) == -1)
        next.backend.close()
        #expect(paths.names.isEmpty)
    }

    @Test("what is not its own stays: a directory that was there, files in it, and a ctl that is no socket")
    func others() throws {
        mkdir(directory, 0o755)
        let node = try open()
        node.backend.close()
        #expect(paths.names == ["ctl.d"])
        try paths.write("text", to: "ctl.d/ctl")
        let error = #expect(throws: BackendError.self) { _ = try open() }
        #expect(error?.description.contains("File exists") == true)
        #expect(paths.text(of: "ctl.d/ctl") == "text")
        try paths.write("text", to: "file")
        let refused = #expect(throws: BackendError.self) {
            _ = try VDEOutlet(switch: .init(sock: paths["file"]), on: driver)
        }
        #expect(refused?.description.contains("Not a directory") == true)
        let lost = #expect(throws: BackendError.self) {
            _ = try VDEOutlet(switch: .init(sock: paths["no/such"]), on: driver)
        }
        #expect(lost?.description.contains("No such file or directory") == true)
    }

    @Test(
        "mode is that of all sockets, and of the directory with leave to enter",
        arguments: [0o700, 0o660, 0o777] as [UInt16])
    func permissions(mode: UInt16) throws {
        let node = try open(mode: mode)
        _ = try plug()
        var facts = stat()
        #expect(stat(directory, &facts) == 0 && facts.st_mode & 0o777 == mode | (mode & 0o444) >> 2)
        #expect(stat("\(directory)/ctl", &facts) == 0 && facts.st_mode & 0o777 == mode)
        // The number is that of a descriptor.
        let paths = (0..<4096).map { number in "\(directory)/001.\(number)" }
        let data = try #require(paths.first { path in access(path, F_OK) == 0 })
        #expect(stat(data, &facts) == 0 && facts.st_mode & 0o777 == mode)
        node.backend.close()
    }

    @Test("a relative directory is told to plugs in full: they may stand elsewhere")
    func relative() throws {
        let base = try #require(getcwd(nil, 0))
        defer { free(base) }
        let name = "wirework-test-\(getpid()).ctl"
        let node = try VDEOutlet(switch: .init(sock: name, ports: 1), on: driver)
        defer { node.backend.close() }
        let one = try VDEOutlet.plugged(.init(sock: "\(String(cString: base))/\(name)"), on: driver)
        node.port.send(Sample.broadcast(from: 1))
        try driver.wait { one.probe.count == 1 }
    }

    @Test("one plug that drains nothing loses what its queue cannot hold; the others have everything")
    func blockedPlug() throws {
        let node = try open(isHub: true)
        let (slow, fast) = (try plug(), try plug())
        slow.probe.quota = 0
        slow.port.setBound(frames: 4, bytes: 1 << 20)
        let frames = (0..<3000).map { Sample.broadcast(from: 9, Sample.number($0)) }
        for batch in stride(from: 0, to: frames.count, by: 50) {
            try node.send(Array(frames[batch..<batch + 50]))
            try driver.wait { fast.probe.count == batch + 50 }
        }
        #expect(fast.probe.frames == frames)
        slow.probe.quota = nil
        slow.port.resume()
        _ = try driver.run(until: driver.now + 20_000_000)
        #expect(slow.probe.count > 0 && slow.probe.count < 3000)
        #expect(slow.probe.frames == Array(frames.prefix(Int(slow.probe.count))))
        #expect(driver.loop.audit().isEmpty)
    }
}
