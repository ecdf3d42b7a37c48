/// Why a receiver refused a datagram, in the order in which it looks.
public enum L2TPv3Refusal: Hashable, Sendable, CaseIterable {
    /// It ends before the header does, or has no payload.
    case truncated
    /// It is a control message: the T bit over UDP (RFC 3931 3.2.1), session 0 over IP (4.1.1.2).
    case controlMessage
    /// Its version is not 3 (RFC 3931 4.1.2.1).
    case badVersion
    /// It is for another session (RFC 3931 4.5: sessions come first, cookies after).
    case sessionMismatch
    /// Its cookie is not the one that was agreed on (RFC 3931 8.2).
    case cookieMismatch
    /// Its number is old or a duplicate (RFC 3931 4.6.1).
    case sequence
}

/// What a receiver says about a datagram.
public enum L2TPv3Verdict: Hashable, Sendable {
    /// The rest of the datagram from this byte on is an Ethernet frame.
    case frame(payloadOffset: Int)
    /// As ``frame(payloadOffset:)``, but there are frames that wait for their turn, or this is one.
    case outOfTurn(payloadOffset: Int, L2TPv3Turn)
    /// It is to be dropped, and counted under this reason.
    case refused(L2TPv3Refusal)
}

/// What an early frame, or one that others have waited for, has to do with those that wait.
public enum L2TPv3Turn: Hashable, Sendable {
    /// It waits, at this place among those that do.
    case waits(at: Int)
    /// It goes on: behind so many of those that wait, and before so many, each from the front.
    case goes(before: Int, after: Int)
}
