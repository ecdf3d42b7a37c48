import WireFormats

/// A learning switch: learns the source of every frame, forwards to the port where the destination was heard, floods
/// what it does not know and all group addresses.
///
/// Reserved addresses (01:80:c2:00:00:0x) are flooded like any group: a lab carries LLDP, LACP and spanning tree of
/// the devices in it, where a kernel bridge would swallow them. Stations are learnt for each VLAN by itself (IEEE
/// 802.1Q independent learning).
///
/// Without VLANs of its own it passes tags as they are. With them it is a bridge of IEEE 802.1Q: a frame without a tag,
/// or with a priority alone (VLAN 0), belongs to the VLAN that its port has for such, one with a tag to that of the tag,
/// if the port is a member; else it ends as `vlan`. It leaves at members of its VLAN only, with the tag or without, as
/// each says. A tag keeps its priority, and what stands behind the outermost one is never looked at; a service tag
/// (802.1ad) is none of this switch's. A tag that makes a frame longer than ``Frame/byteLimit`` ends it as `oversize`.
public final class Switch: NetClient, TimerClient {
    private unowned let loop: Loop
    private let name: String
    private let latency: Int64
    private var line: LatencyLine?
    private var core: SwitchCore

    /// A switch without ports.
    ///
    /// - Parameters:
    ///   - loop: Where it lives.
    ///   - name: Ports are named `name:p1`, `name:p2`, ...
    ///   - aging: Nanoseconds after which a silent station is forgotten; 300 s is what IEEE 802.1Q recommends.
    ///   - latency: Nanoseconds from arrival to departure, see ``Hub``.
    ///   - vlans: Membership of each port, in order; ports beyond are in VLAN 1, without a tag. nil: tags pass as they
    ///     are.
    public init(
        loop: Loop, name: String = "switch", aging: Int64 = 300_000_000_000, latency: Int64 = 0,
        vlans: [PortVLANs]? = nil
    ) {
        self.loop = loop
        self.name = name
        self.latency = latency
        core = SwitchCore(aging: aging, vlans: vlans)
    }

    /// The switch's ports, in order.
    public var ports: [Port] { core.ports }

    /// Adds a port behind the others.
    public func addPort() -> Port {
        let port = loop.makePort(for: self, name: "\(name):p\(core.ports.count + 1)")
        core.add(port)
        if latency > 0 && line == nil {
            line = LatencyLine(
                frames: FrameQueue(loop: loop, port: port), timer: loop.makeTimer(for: self), latency: latency)
        }
        return port
    }

    /// Floods, and what is inside in virtual time.
    public var account: ElementAccount {
        ElementAccount(copies: core.copies, held: UInt64(line?.count ?? 0))
    }

    /// Takes all.
    public func receive(_ burst: Burst, on port: Port) -> Int {
        if latency > 0 {
            line?.take(burst, on: port, tag: core.index(of: port))
        } else {
            core.forward(burst, from: port)
        }
        return burst.count
    }

    /// Frames whose latency is over go on.
    public func timerFired(_ timer: LoopTimer) {
        line?.release { frame, ingress in core.forwardLate(frame, from: ingress, now: timer.now) }
    }

    /// A port that loses carrier, or has been plugged anew, forgets the stations behind it.
    public func linkChanged(on port: Port) {
        core.forget(core.index(of: port))
    }

    /// Forgets all stations.
    public func flush() { core.flush() }

    /// A station that the switch knows.
    public struct Station: Sendable, Equatable {
        /// Its address.
        public let address: MACAddress
        /// The VLAN in which it was heard; 0: without a tag, in a switch that has no VLANs.
        public let vlan: Int
        /// Index of the port in ``Switch/ports``.
        public let port: Int
    }

    /// What the switch has learnt and not forgotten, by VLAN and address.
    public var stations: [Station] {
        core.stations(now: loop.now).map {
            Station(
                address: MACAddress(truncating: $0.key & 0xffff_ffff_ffff), vlan: Int($0.key >> 48 & 0xfff),
                port: $0.port
            )
        }
    }
}

/// The switch's hot state, apart from the class so that a burst costs one exclusivity check.
struct SwitchCore: ~Copyable {
    private(set) var ports: [Port] = []
    var copies: UInt64 = 0
    var database: ForwardingDatabase
    /// Who is a member of what; nil: tags pass as they are.
    private(set) var vlans: VLANMembership?
    /// From ``Port/number``, less that of the first port, to the index in `ports`; -1 elsewhere.
    private var indexes: [Int] = []

    init(aging: Int64, vlans: [PortVLANs]?) {
        database = ForwardingDatabase(aging: aging)
        self.vlans = vlans.map { VLANMembership($0) }
    }

    mutating func add(_ port: Port) {
        vlans?.addPort()
        let first = ports.first?.number ?? port.number
        while indexes.count < port.number - first { indexes.append(-1) }
        indexes.append(ports.count)
        ports.append(port)
    }

    @inline(__always)
    func index(of port: Port) -> Int { indexes[port.number - ports[0].number] }

    mutating func forget(_ port: Int) { database.forget(port: port) }

    mutating func flush() { database.flush() }

    func stations(now: Int64) -> [ForwardingDatabase.Entry] { database.entries(now: now) }

    mutating func forward(_ burst: Burst, from port: Port) {
        let ingress = index(of: port)
        let now = port.now
        if let vlans {
            for position in 0..<burst.count { forward(burst[position], in: vlans, from: port, ingress, now: now) }
            return
        }
        for position in 0..<burst.count { forward(burst[position], from: port, ingress, now: now) }
    }

    /// Forwards a frame whose latency is over.
    mutating func forwardLate(_ frame: Frame, from ingress: Int, now: Int64) {
        if let vlans {
            forward(frame, in: vlans, from: ports[ingress], ingress, now: now)
        } else {
            forward(frame, from: ports[ingress], ingress, now: now)
        }
    }

    @inline(__always)
    private mutating func forward(_ frame: Frame, from port: Port, _ ingress: Int, now: Int64) {
        let bytes = frame.bytes
        guard bytes.byteCount >= 14 else { return port.drop(frame, .runt) }
        // Destination and the first half of the source in one load, the rest of the source in another.
        let head = bytes.bigEndian(UInt64.self, at: 0)
        let destination = head >> 16
        let source = (head & 0xffff) << 32 | UInt64(bytes.bigEndian(UInt32.self, at: 8))
        var vlan: UInt64 = 0
        if bytes.bigEndian(UInt16.self, at: 12) == 0x8100 && bytes.byteCount >= 18 {
            vlan = UInt64(bytes.bigEndian(UInt16.self, at: 14) & 0xfff)
        }
        // A group address is nobody's source; learning it would send a group to one port. What was on its way to a port that
        // has gone down since says nothing of where to send.
        if source & Self.groupBit == 0 && port.hasCarrier {
            database.learn(ForwardingDatabase.key(vlan: vlan, address: source), port: ingress, now: now)
        }
        if destination & Self.groupBit == 0,
            let egress = database.port(for: ForwardingDatabase.key(vlan: vlan, address: destination), now: now)
        {
            if egress == ingress { return port.drop(frame, .samePort) }
            ports[egress].send(frame)
        } else {
            flood(frame, from: port)
        }
    }

    private mutating func flood(_ frame: Frame, from port: Port) {
        var outputs: UInt64 = 0
        for other in ports where other != port && other.hasCarrier {
            other.send(frame)
            outputs &+= 1
        }
        if outputs == 0 { return port.drop(frame, .noPeer) }
        copies &+= outputs &- 1
    }

    /// The low bit of an address's first byte (IEEE 802 section 8.2.2).
    static let groupBit: UInt64 = 0x0100_0000_0000
}
