import NetCore
import NetdevOptions
import Pseudowires
import TestSupport
import Testing
import Tunnels

/// Two ends of a session with a stage between them, and an injector for what the left one sends.
struct FaultBench {
    let loop = Loop()
    let right = Probe()
    let rightEnd: L2TPv3End
    let injector: L2TPv3FaultInjector
    let line: ImpairmentLine
    private let left = Probe()
    private let leftPort: Port
    private var sent = 0

    init(
        _ configuration: L2TPv3Configuration, strict: Bool = true, impairments: Impairments = .none,
        tellsReceiver: Bool = true
    ) throws {
        let leftEnd = L2TPv3End(loop: loop, name: "a", configuration: configuration)
        rightEnd = L2TPv3End(loop: loop, name: "b", configuration: configuration.mirrored())
        rightEnd.reach.trustsStrangers = !strict
        leftPort = loop.makePort(for: left, name: "left")
        let rightPort = loop.makePort(for: right, name: "right")
        let stage = ImpairmentStage(
            loop: loop, name: "forward", .init(name: "forward", seed: 1, impairments: impairments))
        line = stage.line
        injector = L2TPv3FaultInjector(
            configuration, datagramByteLimit: 65_507, besides: [configuration.localSession, .max],
            receiver: tellsReceiver ? rightEnd : nil)
        line.fault = injector
        line.isActive = true
        try leftPort.connect(to: leftEnd.inner)
        try leftEnd.outer.connect(to: stage.near)
        try stage.far.connect(to: rightEnd.outer)
        try stage.makeStranger(name: "stranger").connect(to: rightEnd.makeStranger(on: loop))
        try rightEnd.inner.connect(to: rightPort)
        loop.settle()
    }

    /// The k-th frame that is sent, from 1: long enough for a header to be taken from it.
    static func frame(_ number: Int) -> [UInt8] {
        [UInt8](repeating: 0xaa, count: 14) + [
            UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number),
        ]
    }

    /// Sends the next frames, each by itself.
    mutating func send(_ count: Int = 1) {
        for _ in 0..<count {
            sent += 1
            leftPort.send(Self.frame(sent))
            loop.settle()
        }
    }

    /// Lets time pass.
    func advance(by nanoseconds: Int64) {
        loop.advance(to: loop.now + nanoseconds)
        while loop.fireTimer(dueBy: loop.now) { loop.settle() }
    }

    /// Which frames came out whole, by number; 0 for one that is not as it was sent.
    var delivered: [Int] {
        right.frames.map { frame in
            let number = Int(frame[frame.count - 2]) << 8 | Int(frame[frame.count - 1])
            return frame == Self.frame(number) ? number : 0
        }
    }

    var drops: DropCounters { rightEnd.outer.counters.drops }
}

extension Shape {
    /// Whether a header has what a fault is about, and why the far end then refuses what was struck; nil: it does not.
    func outcome(of fault: L2TPv3Fault) -> (hasField: Bool, reason: DropReason?) {
        let hasCookie = configuration.txCookie != .none
        let hasNumber = [.counter, .default].contains(configuration.sublayer)
        let isUDP = configuration.encapsulation == .udp
        return switch fault {
        case .wrongSession: (true, .sessionMismatch)
        case .wrongCookie, .shortCookie: (hasCookie, .cookieMismatch)
        case .truncatedHeader: (true, .truncated)
        case .controlBit: (isUDP, .controlMessage)
        case .wrongVersion: (isUDP, .badVersion)
        case .spoofedSource: (true, .sourceMismatch)
        case .counterSkew: (hasNumber, configuration.sequencing == .check ? .sequence : nil)
        case .counterRollover: (hasNumber, nil)
        case .duplicate: (true, hasNumber && configuration.sequencing == .check ? .sequence : nil)
        case .oversize: (true, .oversize)
        }
    }

    /// Every header that there is: transport, cookie, sublayer, with and without offset, with and without a look at numbers.
    static let every: [Shape] = {
        var shapes: [Shape] = []
        for encapsulation in [L2TPv3Encapsulation.udp, .ip] {
            for cookie in [L2TPv3Cookie.none, .bits32(0xa1b2_c3d4), .bits64(0x0102_0304_0506_0708)] {
                for sublayer in [L2TPv3Sublayer.none, .counter, .pinned, .default] {
                    for (offset, sequencing) in [(UInt16(0), L2TPv3Sequencing.check), (5, .off)] {
                        shapes.append(
                            Shape(
                                "\(encapsulation) \(cookie) \(sublayer) \(offset) \(sequencing)", encapsulation,
                                tx: cookie, rx: .bits64(9), sublayer: sublayer, offset: offset, sequencing))
                    }
                }
            }
        }
        return shapes
    }()
}
