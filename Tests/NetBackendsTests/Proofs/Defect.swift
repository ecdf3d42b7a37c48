/// What a QEMU netdev was seen to do wrong, and what is wanted instead; tests have the row in their titles.
struct Defect {
    /// `S` for socket and dgram, `T` for stream, `V` for vde, `F` for filters.
    let row: String
    let wanted: String

    init(_ row: String, _ wanted: String) {
        self.row = row
        self.wanted = wanted
    }

    static let all = datagrams + streams + vde + filters

    private static let datagrams: [Defect] = [
        .init("S1", "an empty datagram is counted and ends nothing"),
        .init("S2", "an empty frame on a stream is counted and ends nothing"),
        .init("S3", "a multicast netdev does not hear itself"),
        .init("S4", "what strangers send does not come in"),
        .init("S5", "nobody else can bind a unicast port"),
        .init("S6", "a port beyond 65535, or with letters, is refused"),
        .init("S7", "there is no carrier before the connection"),
        .init("S8", "a connection that is refused is an error, or is tried again"),
        .init("S9", "a socket that was handed over can serve a group"),
        .init("S10", "a path that is too long is refused"),
        .init("S11", "a unix peer that does not read makes no spinning"),
        .init("S12", "only sockets are unlinked, and one's own at the end"),
        .init("S13", "a second client of a listener is refused openly"),
        .init("S14", "a readiness with nothing to read is no matter"),
        .init("S15", "the next connection begins with a whole frame"),
        .init("S16", "no buffers: bounded tries by a timer"),
        .init("S17", "a multicast netdev is called by its type"),
        .init("S18", "a declared length that cannot be is refused at its header"),
        .init("S19", "system calls move batches"),
        .init("S20", "a peer that fell silent for good is noticed"),
        .init("S21", "a descriptor that cannot serve is refused at once"),
        .init("S22", "multicast stays on the host unless it is told otherwise"),
    ]

    private static let streams: [Defect] = [
        .init("T1", "a backlog does not outlive its connection, and sending goes on with the next"),
        .init("T2", "nobody else puts up what the transport has down"),
        .init("T3", "closing while a connection is being made is safe"),
        .init("T4", "an address that cannot be bound fails the open"),
        .init("T5", "the summary says what is, not what was"),
        .init("T6", "room that is told after the end is no matter"),
        .init("T7", "a NIC is told of the connection"),
        .init("T8", "tries to connect back off"),
        .init("T9", "a stranger's protocol is refused at its first header"),
        .init("T10", "the next peer gets nothing stale"),
    ]

    private static let vde: [Defect] = [
        .init("V1", "a switch that does not drain holds up nobody else"),
        .init("V2", "a dead switch is noticed, and comes back"),
        .init("V3", "a node that does not take holds up the switch's end"),
        .init("V4", "what a switch would cut is counted and not sent"),
        .init("V5", "a data descriptor at its end makes no spinning"),
        .init("V6", "the summary names no null"),
        .init("V7", "sockets of plugs that were killed are no obstacle"),
        .init("V8", "group and mode are what they are said to be"),
    ]

    /// There are no filters here: what stands in their place is a capture, a block of a direction, a line with latency.
    private static let filters: [Defect] = [
        .init("F1", "a captured frame has its own wall clock"),
        .init("F2", "what is captured as arrived has arrived, and drops are flagged"),
        .init("F3", "a frame that is held leaves nothing when its sender goes"),
        .init("F4", "a reader of a capture that is slow costs frames of the capture alone"),
        .init("F5", "no redirector: a capture that fails changes nothing for what it watches"),
        .init("F6", "no queue to change: what is on its way when a direction is blocked arrives"),
        .init("F7", "no positions: watching twice is watching once"),
        .init("F8", "no rewriter: what reads headers survives those that are cut off, of IPv6 and tags too"),
        .init("F9", "one file for many links, with names and directions"),
    ]
}
