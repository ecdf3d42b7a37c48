import Foundation
import Glibc
import LinuxNet
import NetCore
import NetdevOptions
import TestSupport
import Testing

@testable import NetBackends

/// The contract: a hub of ours, and a plug in it.
///
/// A switch would not pass frames without a header, and learns.
struct VDEUnderTest: BackendUnderTest {
    let testDescription = "vde-switch as a hub, and vde"
    var frameByteLimit: Int { Frame.byteLimit }
    /// The only port with a link is the sender's: the hub itself has it throughout.
    var absentPeer: DropReason? { .noPeer }

    func openAlone(_ driver: RealTimeDriver) throws -> (near: BackendEnd, openFar: () throws -> BackendEnd) {
        let directory = try TemporaryDirectory()
        let near = try VDESwitchBackend.open(
            .init(sock: directory["ctl.d"], isHub: true), name: "near", driver: driver)
        return (
            BackendEnd(near, on: directory),
            {
                BackendEnd(
                    try VDEBackend.open(.init(sock: directory["ctl.d"]), name: "far", driver: driver), on: directory)
            }
        )
    }
}

extension RealTimeDriver {
    /// Runs until something holds that no descriptor of this driver tells, ten seconds at most.
    func keepLooking(_ location: SourceLocation = #_sourceLocation, for condition: () -> Bool) throws {
        let end = now + 10_000_000_000
        while !condition() {
            try #require(now < end, sourceLocation: location)
            _ = try run(until: now + 1_000_000, stopWhen: condition)
        }
    }
}

/// A backend with a probe at its port.
struct VDEOutlet {
    let backend: any Backend
    let probe = Probe()
    let port: NetCore.Port
    private let driver: RealTimeDriver

    init(_ backend: any Backend, on driver: RealTimeDriver) throws {
        self.backend = backend
        self.driver = driver
        port = driver.loop.makePort(for: probe, name: "probe", pausable: true)
        try port.connect(to: backend.port)
        driver.loop.settle()
    }

    /// A plug.
    init(plug options: VDEOptions, on driver: RealTimeDriver) throws {
        try self.init(try VDEBackend.open(options, name: "plug", driver: driver), on: driver)
    }

    /// A switch of ours.
    init(switch options: VDESwitchOptions, on driver: RealTimeDriver) throws {
        try self.init(try VDESwitchBackend.open(options, name: "lan", driver: driver), on: driver)
    }

    /// A plug that has its port.
    static func plugged(_ options: VDEOptions, on driver: RealTimeDriver) throws -> VDEOutlet {
        let outlet = try VDEOutlet(plug: options, on: driver)
        try driver.wait { outlet.port.hasCarrier }
        return outlet
    }

    /// Sends frames as fast as the queue takes them.
    func send(_ frames: [[UInt8]]) throws {
        for frame in frames {
            let calls = probe.roomCalls
            if port.send(frame) == .paused { try driver.wait { probe.roomCalls > calls } }
        }
    }
}

/// A switch that a test plays: what a vde_switch does with one plug, step by step.
final class PlayedSwitch {
    let directory: String
    private let listener: Int32
    private(set) var control: Int32 = -1
    private(set) var data: Int32 = -1
    /// The request as it came.
    private(set) var request: [UInt8] = []

    init(in directory: String) throws {
        self.directory = directory
        mkdir(directory, 0o700)
        listener = Glibc.socket(AF_UNIX, Self.stream, 0)
        unlink("\(directory)/ctl")
        try #require(withUnixName("\(directory)/ctl") { bind(listener, $0, $1) } == 0)
        try #require(listen(listener, 8) == 0)
    }

    private static let stream: Int32 = 1
    private static let datagram: Int32 = 2

    /// Whether somebody waits to be let in.
    var hasKnock: Bool {
        var watched = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
        return Glibc.poll(&watched, 1, 0) == 1
    }

    /// Takes the plug that has knocked, and reads what it asks.
    func accept() throws {
        control = Glibc.accept(listener, nil, nil)
        try #require(control >= 0)
        var buffer = [UInt8](repeating: 0, count: 1024)
        let count = read(control, &buffer, buffer.count)
        request = Array(buffer.prefix(max(0, count)))
        try #require(count >= 122)
    }

    /// The plug's data socket.
    var plugPath: String { String(decoding: request[14..<122].prefix { $0 != 0 }, as: UTF8.self) }

    /// Gives the plug a data socket.
    func answer() throws {
        data = Glibc.socket(AF_UNIX, Self.datagram, 0)
        let path = "\(directory)/001.\(control)"
        unlink(path)
        try #require(withUnixName(path) { bind(data, $0, $1) } == 0)
        let reply = [1, 0] + Array(path.utf8) + [UInt8](repeating: 0, count: 108 - path.utf8.count)
        try #require(Glibc.send(control, reply, reply.count, 0) == 110)
    }

    /// Sends a frame to the plug; false if its socket is full.
    func send(_ frame: [UInt8]) -> Bool {
        withUnixName(plugPath) { sendto(data, frame, frame.count, 0x40, $0, $1) } == frame.count
    }

    /// What the plug has sent.
    func received() -> [[UInt8]] { TestSupport.received(by: data) }

    /// Dies: everything is closed, and the files stay.
    func die() {
        for descriptor in [control, data, listener] where descriptor >= 0 { close(descriptor) }
        (control, data) = (-1, -1)
    }
}

/// A vde_switch, started for a test and ended with it.
final class RealSwitch {
    static let isThere = FileManager.default.isExecutableFile(atPath: "/usr/bin/vde_switch")
    static let comment: Comment = "vde_switch is not installed (vde2)"

    private let process = Process()
    /// Its end would end the switch.
    private let input = Pipe()

    init(in directory: String, _ arguments: [String], ready: (() -> Bool) -> Void) throws {
        process.executableURL = URL(filePath: "/usr/bin/vde_switch")
        process.arguments = ["-sock", directory] + arguments
        process.standardInput = input
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        ready { Self.answers(directory) }
    }

    deinit { kill() }

    /// Whether somebody listens there.
    static func answers(_ directory: String) -> Bool {
        let probe = Glibc.socket(AF_UNIX, 1, 0)
        defer { close(probe) }
        return withUnixName("\(directory)/ctl") { connect(probe, $0, $1) } == 0
    }

    /// Has it do nothing for a while.
    func stop() { Glibc.kill(process.processIdentifier, SIGSTOP) }

    /// Has it go on.
    func proceed() { Glibc.kill(process.processIdentifier, SIGCONT) }

    /// Ends it without letting it clean up.
    func kill() {
        guard process.isRunning else { return }
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
