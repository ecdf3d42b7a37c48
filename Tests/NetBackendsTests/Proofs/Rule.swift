/// A rule of how a backend is to behave, and the tests that fail without it.
struct Rule {
    let number: Int
    let meaning: String
    /// Titles of tests, or rows of ``Defect`` that tests have in their titles.
    let proofs: [String]

    init(_ number: Int, _ meaning: String, _ proofs: String...) {
        self.number = number
        self.meaning = meaning
        self.proofs = proofs
    }

    /// What is better than in QEMU, point by point.
    static let all: [Rule] = [
        Rule(
            1, "every option present, absent, off or on gives the documented header", "headers to the byte",
            "golden headers over UDP, first and second", "over IP the same without the first word",
            "the first two datagrams, to the byte", "cookies, counters and sessions",
            "options as people write them: what is left out has its default"),
        Rule(2, "offset bytes are zero", "headers to the byte", "cookies, counters and sessions"),
        Rule(3, "a strict peer can be asked for", "L7", "S4"),
        Rule(
            4, "cookie lengths may differ by direction; the session is looked at before the cookie", "L13",
            "each direction has its own cookie", "the reason is the first check that fails"),
        Rule(
            5, "sublayers are none, counter, pinned and default, with their first numbers and their wraps",
            "counter and pincounter are ways to write the sublayer",
            "wraps: the counter at 2^32 through 0, the default sublayer at 2^24, pinned never moves",
            "sender and receiver agree across the wrap"),
        Rule(
            6, "new, late, double and old numbers are told apart; off as in QEMU", "L9",
            "new within half the window, old and duplicate refused",
            "a sender that starts again is believed at its sixth number in a row"),
        Rule(
            7, "system calls move batches, and a blocked peer strands nothing that was read", "L21", "S19", "L4", "L23"),
        Rule(
            8, "a truncated datagram is dropped whole, and counted",
            "a datagram longer than any frame is dropped whole, not cut, and counted",
            "every truncation is refused as truncated"),
        Rule(9, "the header length of an IP packet is honoured", "L11"),
        Rule(10, "one raw socket serves an address, and sessions are told apart", "L12"),
        Rule(
            11, "every drop has a reason and a counter", "L6", "C8",
            "every drop reason has the word that scenarios use, and the list is the closed one",
            "what a transport loses is counted: what was received and what was lost make what was sent"),
        Rule(
            12, "ECONNREFUSED is tried again, ENOBUFS waits for a timer, EMSGSIZE ends the frame", "L18",
            "S16: dgram where the kernel has no buffers", "L15",
            "a byte more than that, and much more, is counted and stops nothing"),
        Rule(
            13, "empty frames and datagrams change no state", "S1", "C4", "L16",
            "frames of no bytes pass and change no state",
            "runts are carried as they are; what is too short for the transport is counted, and not sent"
        ),
        Rule(
            14, "queues are bounded in frames and bytes; dropped, queued and delivered are three results", "C6", "C7",
            "past the bound a pausable sender is paused, loses nothing, and is told of room at half",
            "a receiver that never resumes costs its bound, and the rest ends as queue-full"),
        Rule(
            15, "frames keep their order from sender to receiver, whatever blocks", "C1", "C5",
            "2000 frames each way: all, in order, to the byte",
            "a hundred thousand frames arrive, complete and in order",
            "both ends read slowly in turn, through queues of four frames: all arrive, in order, and no drop is counted",
            "one blocked receiver: the others are served, order holds at resume, whatever comes meanwhile"),
        Rule(
            16, "carrier is the port's, the peer's and the transport's together, and a NIC is told", "C14", "T2", "T7",
            "carrier goes with the far end and comes with it, and a NIC is told; meanwhile frames end as link-down",
            "the driver is told of the link, and a frame into a link that is down ends as link-down"),
        Rule(
            17, "what reconnects backs off, begins with a whole frame, and delivers nothing stale", "S15", "T1", "T8",
            "T10",
            "T6: what is sent after the return arrives, behind whole frames of before at most; what was lost is counted"
        ),
        Rule(
            18, "a multicast netdev does not hear itself, and a group that cannot be joined is explained", "S3",
            "words for a group without an interface, a path without a directory, and ends that share no version of IP"),
        Rule(19, "unix sockets are connected, and only sockets are unlinked, one's own at the end", "S11", "S12"),
        Rule(
            20, "ports are numbers up to 65535 and nothing else; IPv6 goes wherever IPv4 does", "S6",
            "the same over IPv6", "what QEMU takes and nobody means is refused"),
        Rule(
            21, "VDE never blocks, notices a dead switch, comes back, and counts what is too long", "V1", "V2", "V4",
            "V5"),
        Rule(
            22, "no default MAC address is given twice in a lab, and there is an end of them; duplicates are told",
            "C12",
            "a thousand hosts: no MAC address twice, the first 169 are QEMU's, written ones are reserved first",
            "What is doubtful"),
        Rule(
            23, "what takes time is a line of frames on the loop's clock",
            "frames leave a latency after they came, to the nanosecond, and in the order in which they came, at whichever port",
            "a storm fills the line to its bound, and what comes then is counted as queue-full", "F3"),
        Rule(
            24, "any port can be captured, with wall clock, names and directions", "F1", "F2", "F9",
            "two netdevs wired to each other: each frame once at either end, byte for byte"),
        Rule(
            25, "there is a switch beside the hub, which passes reserved groups",
            "floods the unknown, then sends to where the station was heard",
            "group addresses are flooded and never learnt; the sixteen reserved ones, 01:80:c2:00:00:0x, pass"),
        Rule(26, "a NIC can be moved to another backend while it runs", "C2", "C13"),
        Rule(
            27, "an open that fails leaves no descriptor, no socket file and no half-made client", "T4",
            "an open that fails leaves no descriptor and no file, and makes no port",
            "no descriptor and no file is left when an end is closed, whatever it was at",
            "an open that fails leaves none, and closes no other's"),
        Rule(
            28, "closing is safe in any state", "T3", "C9",
            "closed in any state, an end is gone at once and leaves nothing in the loop",
            "closed from inside a callback of its own node, an end is gone, and the callback ends in peace",
            "closed and opened again while frames wait in its queue: the address is free at once"),
    ]
}
