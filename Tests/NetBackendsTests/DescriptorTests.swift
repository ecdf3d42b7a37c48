import LinuxNet
@testable import NetBackends
import NetCore
import NetdevOptions
import SystemPackage
import TestSupport
import Testing

/// Descriptors can be counted only where nobody else opens any: each test is a process of its own.
@Suite("Descriptors come and go with their backends", .tags(.kernel), .timeLimit(.minutes(10)))
struct DescriptorTests {
    @Test("an open that fails leaves none, and closes no other's")
    func failedOpen() async {
        await #expect(processExitsWith: .success) {
            let loop = Loop()
            let driver = try RealTimeDriver(loop: loop)
            var taken = try L2TPv3UnderTest(testDescription: "", extra: "").options
            let holder = try L2TPv3Backend.open(taken, name: "holder", driver: driver)
            taken.srcport = holder.localAddress.port
            var absent = taken
            absent.src = "192.0.2.1"
            var unknown = taken
            unknown.dst = "::1"
            let before = openSocketCount()
            for options in [taken, absent, unknown] {
                #expect(throws: BackendError.self) {
                    _ = try L2TPv3Backend.open(options, name: "x", driver: driver)
                }
                try #require(openSocketCount() == before)
            }
            try #require(loop.ports.count == 1)
            holder.close()
            try #require(openSocketCount() == before - 1)
        }
    }

    @Test("an open whose socket cannot be watched leaves none, and nothing in the loop")
    func unwatchable() async {
        await #expect(processExitsWith: .success) {
            final class Nobody: ReadinessClient {
                func ready(_ readiness: Readiness) {}
            }
            let loop = Loop()
            let driver = try RealTimeDriver(loop: loop)
            let before = openSocketCount()
            let options = try L2TPv3UnderTest(testDescription: "", extra: "").options
            let socket = try L2TPv3Backend.bindSocket(options)
            // epoll_ctl(2): EEXIST for a descriptor that is watched already.
            let registration = try driver.register(Nobody(), socket.descriptor, .read)
            do {
                let backend = try L2TPv3Backend(
                    driver: driver, name: "x", options: options, socket: socket, peer: .loopback(.ipv4, port: 9))
                backend.close()
                Issue.record("it was watched twice")
            } catch let error as BackendError {
                try #require(error.description.contains("could not watch 127.0.0.1"))
            }
            try #require(loop.ports.isEmpty)
            try #require(openSocketCount() == before)
            driver.deregister(registration)
        }
    }

    @Test("a failed open says what was tried, on which address, and why")
    func words() throws {
        let driver = try RealTimeDriver(loop: Loop())
        var options = try L2TPv3UnderTest(testDescription: "", extra: "").options
        let holder = try L2TPv3Backend.open(options, name: "holder", driver: driver)
        defer { holder.close() }
        func failure(_ options: L2TPv3Options) -> String {
            do {
                try L2TPv3Backend.open(options, name: "x", driver: driver).close()
                return "opened"
            } catch {
                return error.description
            }
        }
        options.srcport = holder.localAddress.port
        #expect(
            failure(options) == "could not bind \(holder.localAddress): Address already in use; another program, "
                + "or another run, has that port; `ss -lunp 'sport = :\(holder.localAddress.port)'` shows which")
        options.src = "192.0.2.1"
        #expect(
            failure(options).hasSuffix(
                "Cannot assign requested address; no interface of this host has that address; `ip address` shows those "
                    + "that there are"))
    }
}
