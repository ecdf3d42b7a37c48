import LinuxNet
import NetCore
import SystemPackage

// From the port's queue to the kernel.

/// How long a send that found no buffers (`ENOBUFS`) waits: no readiness tells when there are some again.
private let retryInterval: Int64 = 1_000_000
/// After so many waits in a row the frame at the front is given up as `socket-error`.
private let retryLimit = 50

extension DatagramChannel where Framing: ~Copyable {
    /// Sends what the kernel takes.
    ///
    /// - Parameters:
    ///   - burst: Frames, oldest first.
    ///   - recovers: Asked at most once, when a datagram was refused twice; true if it is worth another try.
    /// - Returns: How many frames were taken: sent, or ended here.
    mutating func send(_ burst: Burst, recovers: (Errno) -> Bool = { _ in false }) -> Int {
        var next = 0
        var mayRecover = true
        while next < burst.count {
            var end = next
            while end < burst.count && framing.refusal(of: burst[end].byteCount) == nil { end += 1 }
            next += send(burst, next..<end, &mayRecover, recovers)
            if next < end { return next }
            if end < burst.count, let reason = framing.refusal(of: burst[end].byteCount) {
                drop(burst[end], reason)
                next += 1
            }
        }
        return burst.count
    }

    private mutating func send(
        _ burst: Burst, _ range: Range<Int>, _ mayRecover: inout Bool, _ recovers: (Errno) -> Bool
    ) -> Int {
        stage(burst, range)
        var next = range.lowerBound
        while next < range.upperBound {
            let outcome = sender.send(next - range.lowerBound..<range.count, of: driver.slots, on: writing)
            next += outcome.sent
            sentFrames &+= UInt64(outcome.sent)
            framing.commit(outcome.sent)
            if outcome.sent > 0 { retries = 0 }
            switch outcome.stop {
            case .done:
                return range.count
            case .wouldBlock:
                awaitRoom()
                return next - range.lowerBound
            case .noBuffers where retries < retryLimit:
                retries += 1
                retryTimer.arm(at: retryTimer.now + retryInterval)
                return next - range.lowerBound
            case .oversize:
                oversize.add(burst[next])
                drop(burst[next], .oversize)
                // What the path takes is told at once, if at all.
                countErrors(of: writing)
            case .noBuffers:
                drop(burst[next], .socketError)
                retries = 0
            case .failed(let error):
                // The answer holds for the burst: whoever is not there is not looked for once a frame.
                let hasRecovered = mayRecover && recovers(error)
                mayRecover = false
                if hasRecovered { continue }
                drop(burst[next], error.meansNoPeer ? .noPeer : error.meansLinkDown ? .linkDown : .socketError)
            }
            // What the dropped frame would have carried goes to the next one.
            next += 1
            framing.patch(next - range.lowerBound..<range.count, in: driver.slots)
        }
        return range.count
    }

    /// Ends a whole burst here: there is no socket to send it on.
    ///
    /// - Returns: All of it was taken.
    mutating func drop(_ burst: Burst, _ reason: DropReason) -> Int {
        for position in 0..<burst.count { drop(burst[position], reason) }
        return burst.count
    }

    private mutating func drop(_ frame: Frame, _ reason: DropReason) {
        unsentBytes &+= UInt64(frame.byteCount)
        port.drop(frame, reason)
    }

    private func stage(_ burst: Burst, _ range: Range<Int>) {
        let slots = driver.slots
        slots.prepare(range.count, with: framing.template)
        for position in range {
            let frame = burst[position]
            // SAFETY: the frame's bytes stay until the dispatch ends, and the slots are read before that.
            unsafe slots.stage(position - range.lowerBound, payload: frame.address, byteCount: frame.byteCount)
        }
        framing.patch(0..<range.count, in: slots)
    }
}

extension Errno {
    /// Whether a datagram was refused because nobody is there to take it.
    var meansNoPeer: Bool {
        switch self {
        case .connectionRefused, .noSuchFileOrDirectory, .socketNotConnected, .connectionReset, .brokenPipe: true
        default: false
        }
    }

    /// Whether a datagram was refused because the interface is down, or gone.
    fileprivate var meansLinkDown: Bool {
        self == .networkDown || self == .noSuchAddressOrDevice || self == .operationNotSupportedByDevice
    }
}
