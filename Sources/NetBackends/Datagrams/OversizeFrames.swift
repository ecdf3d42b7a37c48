import LinuxNet
import NetCore

/// Frames that were longer than the path takes, and what is known of the path.
struct OversizeFrames {
    /// Frames that ended as `oversize`.
    private var count: UInt64 = 0
    /// The latest of them.
    private var frameByteCount = 0
    /// What the path takes in a packet, once somebody has said it.
    private var pathMTU: Int?
    /// Whether somebody on the way has said it, and not this host.
    private var isFromNetwork = false

    mutating func add(_ frame: Frame) {
        count += 1
        frameByteCount = frame.byteCount
    }

    /// Takes note of an error that says what the path takes.
    mutating func note(_ error: DeliveryError) {
        guard error.errno == .messageTooLong, error.information > 0 else { return }
        pathMTU = Int(error.information)
        if error.origin != .local { isFromNetwork = true }
    }

    /// For the report: nil while there is nothing to say.
    ///
    /// - Parameters:
    ///   - headers: Bytes that stand around a frame in a packet, the IP header among them.
    ///   - family: Says what a packet can have at most.
    ///   - peer: Where they were going.
    func sentence(headers: Int, family: AddressFamily, to peer: String) -> String? {
        // RFC 791 section 3.1: the total length. RFC 8200 section 3: the payload length, without the header of 40 bytes.
        let most = family == .ipv4 ? 65_535 : 65_575
        let takes = min(pathMTU ?? most, most)
        let packet = "\(frameByteCount) bytes was \(frameByteCount + headers) as a packet; the path takes \(takes)"
        switch count {
        case 0 where isFromNetwork:
            return "to \(peer): the path takes packets of \(takes) bytes, as ICMP says; longer ones go as fragments"
        case 0: return nil
        case 1: return "to \(peer): 1 frame of \(packet)"
        default: return "to \(peer): \(count) frames were longer than the path takes; the latest, of \(packet)"
        }
    }
}
