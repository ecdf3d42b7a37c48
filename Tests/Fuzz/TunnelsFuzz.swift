// Any bytes against the L2TPv3 receiver, and what the transmitter writes against the far end's receiver; and any bytes as a
// stream of frames.
//
// The input: four bytes choose the session's shape, then datagrams follow, each behind a byte with its length.

import Tunnels

/// Called by libFuzzer with one input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTunnels(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
    checkStream(bytes)
    guard bytes.count >= 4 else { return 0 }
    let configuration = L2TPv3Configuration(choosing: bytes)
    var receiver = L2TPv3Receiver(configuration.mirrored())
    var transmitter = L2TPv3Transmitter(configuration)
    transmitter.commit(Int(bytes[3]) << 16)
    var rest = bytes.dropFirst(4)
    var (now, waiting) = (Int64(0), 0)
    while let byteCount = rest.popFirst() {
        let datagram = [UInt8](rest.prefix(Int(byteCount)))
        rest = rest.dropFirst(datagram.count)
        now += Int64(byteCount) << 18
        waiting -= receiver.giveUp(at: now)
        check(receiver.check(datagram.span.bytes, at: now), datagram.count, &waiting)
        // The same bytes behind a header that is right, so that mutations get past the cookie.
        checkRoundTrip(of: datagram, from: transmitter, to: configuration.mirrored())
        check(receiver.check((transmitter.header() + datagram).span.bytes, at: now), .max, &waiting)
        // Some numbers are skipped, and some come again.
        transmitter.commit(Int(byteCount) - 2)
    }
    return 0
}

/// Reads a stream to its end: each item is inside, and goes on.
private func checkStream(_ bytes: [UInt8]) {
    var offset = 0
    while true {
        switch StreamFraming.item(in: bytes.span.bytes, at: offset) {
        case .frame(let range):
            precondition(range.lowerBound == offset + StreamFraming.prefixByteCount && range.upperBound <= bytes.count)
            precondition(!range.isEmpty && range.count <= StreamFraming.byteLimit, "a frame that can be")
            offset = range.upperBound
        case .empty: offset += StreamFraming.prefixByteCount
        case .incomplete: return
        case .impossible(let length):
            precondition(length > StreamFraming.byteLimit, "refused for its length")
            return
        }
    }
}

private func checkRoundTrip(of payload: [UInt8], from transmitter: L2TPv3Transmitter, to far: L2TPv3Configuration) {
    var far = far
    far.sequencing = .off
    var receiver = L2TPv3Receiver(far)
    let header = transmitter.header()
    precondition(header.count == transmitter.headerByteCount, "the header has its length")
    let verdict = receiver.check((header + payload).span.bytes)
    precondition(
        verdict == (payload.isEmpty ? .refused(.truncated) : .frame(payloadOffset: header.count)),
        "what was written is read")
}

/// A frame lies inside its datagram, and what a verdict says of those that wait can be done.
private func check(_ verdict: L2TPv3Verdict, _ byteCount: Int, _ waiting: inout Int) {
    let offset: Int
    switch verdict {
    case .refused: return
    case .frame(let payloadOffset): offset = payloadOffset
    case .outOfTurn(let payloadOffset, .waits(let place)):
        offset = payloadOffset
        precondition((0...waiting).contains(place), "there is such a place")
        waiting += 1
    case .outOfTurn(let payloadOffset, .goes(let before, let after)):
        offset = payloadOffset
        precondition(before >= 0 && after >= 0 && before + after <= waiting, "so many wait")
        waiting -= before + after
    }
    precondition(waiting >= 0 && waiting < 256, "few wait")
    precondition(offset > 0 && offset < byteCount, "a frame lies inside its datagram")
}

extension L2TPv3Transmitter {
    fileprivate func header() -> [UInt8] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: headerByteCount, alignment: 1)
        defer { buffer.deallocate() }
        var output = OutputRawSpan(buffer: buffer, initializedCount: 0)
        writeHeader(into: &output)
        return [UInt8](buffer.prefix(output.finalize(for: buffer)))
    }
}

extension L2TPv3Configuration {
    /// A session chosen by the first bytes; its numbers are small, so that mutations hit them.
    fileprivate init(choosing bytes: [UInt8]) {
        let cookies: [L2TPv3Cookie] = [.none, .bits32(1), .bits64(0x0000_0001_0000_0002), .bits64(2)]
        let sublayers: [L2TPv3Sublayer] = [.none, .counter, .pinned, .default]
        self.init(
            encapsulation: bytes[0] & 1 == 0 ? .udp : .ip, localSession: 1, remoteSession: 2,
            txCookie: cookies[Int(bytes[0] >> 1 & 3)], rxCookie: cookies[Int(bytes[0] >> 3 & 3)],
            sublayer: sublayers[Int(bytes[0] >> 5 & 3)], offset: UInt16(bytes[1]),
            sequencing: [.off, .check, .reorder, .reorder][Int(bytes[2] & 3)])
    }
}
