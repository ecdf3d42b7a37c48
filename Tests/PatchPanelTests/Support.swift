import Glibc
import NetdevOptions
import PatchPanel
import TestSupport
import Testing

/// Both ends of a pair of datagram sockets: one for a netdev, one for the test.
final class Outside {
    /// What the netdev is given, and closes.
    let inner: Int32
    /// What the test reads and writes.
    private(set) var outer: Int32

    init() throws {
        var pair: [Int32] = [0, 0]
        try #require(socketpair(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0, &pair) == 0)
        (inner, outer) = (pair[0], pair[1])
    }

    deinit { vanish() }

    /// Closes the test's end.
    func vanish() {
        if outer >= 0 { close(outer) }
        outer = -1
    }

    var configuration: NetdevConfiguration { NetdevConfiguration(backend: .dgram(.descriptor(inner))) }

    func send(_ frame: [UInt8]) throws {
        try #require(Glibc.send(outer, frame, frame.count, Int32(MSG_DONTWAIT)) == frame.count)
    }

    /// What has come, oldest first.
    func received() -> [[UInt8]] { TestSupport.received(by: outer) }
}

/// A panel of as many netdevs as there are outsides.
func panel(_ outsides: [Outside], via: PatchPanel.Via? = nil) throws -> PatchPanel {
    try PatchPanel(outsides.map(\.configuration), via: via)
}

/// Long enough for all that has been sent: nothing is waited for that is not there already.
let shortly: Int64 = 20_000_000
