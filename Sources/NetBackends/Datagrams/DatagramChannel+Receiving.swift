import LinuxNet
import NetCore
import Tunnels

// From messages that were read to the peer's queue.

extension DatagramChannel where Framing: ~Copyable {
    /// Opens messages of the latest receive, and lets their frames in.
    ///
    /// - Parameters:
    ///   - messages: Which of them are this channel's.
    ///   - slabs: Where they lie.
    ///   - batch: Empty; it is empty again when the call is over.
    ///   - isContinuation: Whether bounds do not count from the first frame on.
    /// - Returns: Whether the peer has room.
    mutating func letIn(
        _ messages: Range<Int>, of slabs: ReceiveSlabs, through batch: inout InboundBatch, isContinuation: Bool
    ) -> SendResult {
        var isFull = false
        var isContinuation = isContinuation
        let now = port.now
        for index in messages {
            let message = Framing.completed(slabs.message(at: index))
            let judgement = sourceRule.judge(message)
            if judgement == .ignore { continue }
            for position in 0..<message.datagramCount {
                let datagram = message.datagram(at: position)
                let isCut = message.isTruncated && position == message.datagramCount - 1
                guard judgement == .take, !isCut else {
                    port.dropEntering(datagram, judgement == .take ? .truncated : .sourceMismatch)
                    continue
                }
                if let place = take(datagram, at: now, into: &batch) {
                    // What came before it goes before it.
                    isFull = batch.send(through: port, isContinuation: isContinuation) == .paused || isFull
                    let isAdmitted = isContinuation || !isPaused
                    isFull = settle(datagram, place, at: now, isAdmitted: isAdmitted) == .paused || isFull
                    isContinuation = isAdmitted
                } else if batch.isFull {
                    isFull = batch.send(through: port, isContinuation: isContinuation) == .paused || isFull
                    isContinuation = isContinuation || !isPaused
                }
            }
        }
        let isLastFull = batch.send(through: port, isContinuation: isContinuation) == .paused
        return isFull || isLastFull ? .paused : .open
    }

    /// Where a frame lies that is not to go on at once.
    private struct Place {
        var offset: Int
        var turn: L2TPv3Turn
    }

    /// Puts the frame of a datagram in the batch, or drops the datagram.
    ///
    /// - Returns: nil, unless it is neither.
    @inline(__always)
    private mutating func take(_ datagram: RawSpan, at time: Int64, into batch: inout InboundBatch) -> Place? {
        let frameOffset: Int
        var place: Place?
        switch framing.open(datagram, at: time) {
        case .frame(let offset):
            frameOffset = offset
        case .outOfTurn(let offset, let turn):
            frameOffset = offset
            place = Place(offset: offset, turn: turn)
        case .refused(let reason):
            port.dropEntering(datagram, reason)
            return nil
        }
        // A unix socket carries more than any Ethernet has.
        guard datagram.byteCount - frameOffset <= Frame.byteLimit else {
            port.dropEntering(datagram, .oversize)
            return nil
        }
        if place != nil { return place }
        // SAFETY: the bytes are a slab's, which nobody writes to before the dispatch ends.
        unsafe datagram.extracting(droppingFirst: frameOffset).withUnsafeBytes { bytes in
            unsafe batch.append(bytes, time: time)
        }
        return nil
    }

    private mutating func settle(
        _ datagram: RawSpan, _ place: Place, at time: Int64, isAdmitted: Bool
    ) -> SendResult {
        // SAFETY: as above.
        unsafe datagram.extracting(droppingFirst: place.offset).withUnsafeBytes { bytes in
            let frame = unsafe port.enter(bytes, time: time)
            return framing.settle(frame, place.turn, through: port, isAdmitted: isAdmitted)
        }
    }
}
