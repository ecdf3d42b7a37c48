/// A fault of an L2TPv3 data message, as scenarios name it, and what a receiver that checks makes of it.
///
/// Each changes one thing about a datagram whose rest is in order, so that what is counted is the check that was meant.
public enum L2TPv3Fault: String, CaseIterable, Sendable, Hashable {
    /// Another session id (RFC 3931 section 4.1): `session-mismatch`.
    case wrongSession = "wrong-session"
    /// Another cookie of the right size (RFC 3931 section 4.1): `cookie-mismatch`.
    case wrongCookie = "wrong-cookie"
    /// A cookie that is too short, so that what follows stands where it ends: `cookie-mismatch`.
    case shortCookie = "short-cookie"
    /// A datagram that ends inside its header: `truncated`.
    case truncatedHeader = "truncated-header"
    /// The T bit of a control message (RFC 3931 section 3.2.1): `control-message`.
    case controlBit = "control-bit"
    /// Another version of L2TP (RFC 3931 section 4.1.2.1): `bad-version`.
    case wrongVersion = "wrong-version"
    /// Another source address or port: `source-mismatch` at a strict peer.
    case spoofedSource = "spoofed-source"
    /// A number that is 100 behind (RFC 3931 section 4.6.1): `sequence` where numbers are checked.
    case counterSkew = "counter-skew"
    /// Numbers that pass the end of their range and begin anew: delivered.
    case counterRollover = "counter-rollover"
    /// The same datagram twice: `sequence` where numbers are checked.
    case duplicate
    /// Longer than the transport carries: `oversize`.
    case oversize
}
