import Glibc
import LinuxNet
import NetCore
import NetdevOptions
import TestSupport
import Testing

@testable import NetBackends

/// Names with several addresses, from a file of hosts that one process sees in place of its own.
@Suite("l2tpv3: names", .tags(.kernel), .enabled(if: Capability.namespace, "needs root"), .timeLimit(.minutes(10)))
struct L2TPv3NamesTests {
    @Test("L19: all addresses of src and dst are tried; what has none of the version asked for says so")
    func names() async {
        await #expect(processExitsWith: .success) {
            let directory = try TemporaryDirectory()
            let hosts = try directory.write(
                """
                192.0.2.1 near.test
                127.77.250.1 near.test
                192.0.2.2 far.test
                127.77.250.2 far.test
                192.0.2.3 nowhere.test
                192.0.2.4 nowhere.test
                2001:db8::6 six.test
                """, to: "hosts")
            try Unshare.mounts.enter()
            try #require(system("mount --make-rprivate / && mount --bind \(hosts) /etc/hosts") == 0)
            let driver = try RealTimeDriver(loop: Loop())
            for transport in ["udp=on,srcport=0,dstport=1701,", ""] {
                func open(_ ends: String) throws -> L2TPv3Backend {
                    try L2TPv3Backend.open(
                        l2tpv3Options("l2tpv3,\(ends),\(transport)txsession=1"), name: ends, driver: driver)
                }
                // 192.0.2.x are of RFC 5737: nobody has them, and no way leads there from a loopback address.
                let near = try open("src=near.test,dst=far.test")
                try #require(near.localAddress.host == "127.77.250.1")
                try #require(near.peerAddress.host == "127.77.250.2")
                near.close()
                // A way may come later: no route is no error.
                let away = try open("src=127.77.250.3,dst=nowhere.test")
                try #require(away.peerAddress.host.hasPrefix("192.0.2."))
                away.close()
                let unbindable = #expect(throws: BackendError.self) { _ = try open("src=nowhere.test,dst=far.test") }
                try #require(unbindable?.description.contains("could not bind 192.0.2.") == true)
                let six = #expect(throws: BackendError.self) { _ = try open("src=near.test,dst=six.test") }
                try #require(six?.description.hasSuffix("; it has addresses of IPv6: ipv6=on") == true)
            }
        }
    }
}
