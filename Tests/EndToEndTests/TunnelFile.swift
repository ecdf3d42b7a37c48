import Foundation
import TestSupport

/// A scenario whose tunnel ends have addresses that a test chooses, so that it can get in their way.
struct TunnelFile {
    /// The address of the first end; the second has the next one.
    let address: String
    let path: String
    private let far: String
    private let directory: TemporaryDirectory

    static let port: UInt16 = 1701

    /// - Parameter subnet: The second octet: one for each test, so that none meets another. The rest is of this
    ///   process, so that two test runs on one machine do not meet either.
    init(subnet: Int) throws {
        let process = Int(getpid())
        let host = process % 127 * 2 + 1
        let third = process / 127 % 256
        address = "127.\(subnet).\(third).\(host)"
        far = "127.\(subnet).\(third).\(host + 1)"
        directory = try TemporaryDirectory()
        path = try directory.write(
            """
            version: 1
            params: { count: 5 }
            topology:
              nodes: { h1: host, h2: host }
              links:
                - id: tunnel
                  kind: l2tpv3
                  endpoints: [h1, h2]
                  options: { src: \(address), dst: \(far), srcport: \(Self.port), dstport: \(Self.port) }
            traffic:
              hello: { kind: ping, from: h1, to: h2, count: "${count}" }

            """, to: "tunnel.yaml")
    }

    /// Whether anybody has the first end's address, as the kernel lists it (proc(5), /proc/net/udp): the address as a
    /// number of this machine's byte order, the port in hexadecimal.
    var isBound: Bool {
        let octets = address.split(separator: ".").compactMap { UInt8($0) }
        let number = octets.reversed().map { String(format: "%02X", $0) }.joined()
        let table = (try? String(contentsOfFile: "/proc/net/udp", encoding: .utf8)) ?? ""
        return table.contains("\(number):\(String(format: "%04X", Self.port)) ")
    }
}

/// Waits until something is so, for at most ten seconds: another process cannot be waited for in any other way.
func eventually(_ condition: () -> Bool) -> Bool {
    let end = ContinuousClock.now + .seconds(10)
    while !condition() {
        guard ContinuousClock.now < end else { return false }
        poll(nil, 0, 2)
    }
    return true
}

/// Whether a process takes a signal otherwise than by its default, which is to die (proc(5), SigBlk and SigCgt).
func isPrepared(_ process: pid_t, for signal: Int32) -> Bool {
    let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
    return status.split(separator: "\n").contains { line in
        guard line.hasPrefix("SigBlk:") || line.hasPrefix("SigCgt:"),
            let mask = line.split(separator: "\t").last.flatMap({ UInt64($0, radix: 16) })
        else { return false }
        return mask & (1 << UInt64(signal - 1)) != 0
    }
}
