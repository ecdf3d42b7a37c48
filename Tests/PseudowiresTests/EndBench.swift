import NetCore
import Pseudowires
import Testing
import TestSupport
import Tunnels

/// Two ends of a session, their outer ports joined, a probe at each inner port.
struct EndBench {
    let loop = Loop()
    let left = Probe()
    let right = Probe()
    let leftEnd: L2TPv3End
    let rightEnd: L2TPv3End
    let leftPort: Port
    let rightPort: Port

    init(_ configuration: L2TPv3Configuration, datagramByteLimit: Int = 65_507) throws {
        leftEnd = L2TPv3End(
            loop: loop, name: "a", configuration: configuration, datagramByteLimit: datagramByteLimit)
        rightEnd = L2TPv3End(
            loop: loop, name: "b", configuration: configuration.mirrored(), datagramByteLimit: datagramByteLimit)
        leftPort = loop.makePort(for: left, name: "left")
        rightPort = loop.makePort(for: right, name: "right")
        try leftPort.connect(to: leftEnd.inner)
        try rightPort.connect(to: rightEnd.inner)
        try leftEnd.outer.connect(to: rightEnd.outer)
        loop.settle()
    }
}

/// One end, and a probe in place of the wire.
struct OuterBench {
    let loop = Loop()
    let inside = Probe()
    let wire = Probe()
    let end: L2TPv3End
    let insidePort: Port
    let wirePort: Port

    init(_ configuration: L2TPv3Configuration) throws {
        end = L2TPv3End(loop: loop, name: "a", configuration: configuration)
        insidePort = loop.makePort(for: inside, name: "inside")
        wirePort = loop.makePort(for: wire, name: "wire")
        try insidePort.connect(to: end.inner)
        try wirePort.connect(to: end.outer)
        loop.settle()
    }
}

/// A session's header, by its parts.
struct Shape: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let configuration: L2TPv3Configuration

    init(
        _ name: String, _ encapsulation: L2TPv3Encapsulation = .udp, tx: L2TPv3Cookie = .none,
        rx: L2TPv3Cookie = .none, sublayer: L2TPv3Sublayer = .none, offset: UInt16 = 0,
        _ sequencing: L2TPv3Sequencing = .off
    ) {
        testDescription = name
        configuration = L2TPv3Configuration(
            encapsulation: encapsulation, localSession: 0x1111_2222, remoteSession: 0x3333_4444, txCookie: tx,
            rxCookie: rx, sublayer: sublayer, offset: offset, sequencing: sequencing)
    }

    static let all: [Shape] = [
        Shape("plain"),
        Shape("plain over IP", .ip),
        Shape("cookies of 32 bits", tx: .bits32(1), rx: .bits32(2)),
        Shape("cookies of 64 bits", tx: .bits64(1 << 60 | 1), rx: .bits64(2)),
        Shape("a cookie one way", tx: .bits64(7), rx: .none),
        Shape("counter", sublayer: .counter, .check),
        Shape("pinned", sublayer: .pinned),
        Shape("default", sublayer: .default, .check),
        Shape("offset", offset: 256),
        Shape("all", tx: .bits32(5), rx: .bits64(6), sublayer: .default, offset: 3, .check),
        Shape("all over IP", .ip, tx: .bits64(5), rx: .bits32(6), sublayer: .counter, offset: 8, .check),
    ]
}
