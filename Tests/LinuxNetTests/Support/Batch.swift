import LinuxNet
import SystemPackage

/// Payloads with a pattern of their own, at addresses that stay, staged behind a header that counts them.
final class Batch {
    /// What a datagram begins with; the last byte is patched with the datagram's number.
    static let header: [UInt8] = [0xc0, 0xff, 0xee, 0]

    let slots: SendSlots
    let template: HeaderTemplate
    private let payloads: [UnsafeMutableRawBufferPointer]

    /// - Parameter sizes: The bytes of each datagram, with its header.
    init(_ sizes: [Int]) {
        let slots = SendSlots()
        self.slots = slots
        template = HeaderTemplate(Self.header.span.bytes)
        payloads = sizes.enumerated().map { index, size in
            let payload = UnsafeMutableRawBufferPointer.allocate(
                byteCount: max(size - Self.header.count, 0), alignment: 8)
            for offset in 0..<payload.count { payload[offset] = UInt8(truncatingIfNeeded: offset &* 31 &+ index &* 7) }
            return payload
        }
        slots.prepare(sizes.count, with: template)
        for (index, payload) in payloads.enumerated() {
            var header = slots.header(at: index)
            header.storeBytes(of: UInt8(truncatingIfNeeded: index), toByteOffset: 3, as: UInt8.self)
            guard let start = payload.baseAddress else { continue }
            slots.stage(index, payload: start, byteCount: payload.count)
        }
    }

    deinit {
        for payload in payloads { payload.deallocate() }
    }

    var count: Int { payloads.count }

    /// What must arrive.
    func datagram(_ index: Int) -> [UInt8] {
        Self.header.dropLast() + [UInt8(truncatingIfNeeded: index)] + payloads[index]
    }

    var datagrams: [[UInt8]] { (0..<count).map(datagram) }
}

/// What a message says of itself: a copy, since the views of the message cannot go through `#expect`.
struct MessageFacts {
    let byteCount: Int
    let segmentByteCount: Int
    let datagramCount: Int
    let isTruncated: Bool
    let start: UnsafeMutableRawPointer
    let source: SocketAddress?
}

extension ReceiveSlabs {
    func facts(at index: Int) -> MessageFacts {
        let message = self.message(at: index)
        return MessageFacts(
            byteCount: message.byteCount, segmentByteCount: message.segmentByteCount,
            datagramCount: message.datagramCount, isTruncated: message.isTruncated, start: message.start,
            source: message.source)
    }

    func isMessage(at index: Int, from peer: SocketAddress) -> Bool {
        let message = self.message(at: index)
        return message.isFrom(peer)
    }

    /// The datagrams of the first messages, as both ways of walking them agree on.
    func datagrams(ofFirst count: Int) -> [[UInt8]] {
        var result: [[UInt8]] = []
        for index in 0..<count {
            let message = self.message(at: index)
            message.forEachDatagram { start, byteCount in
                result.append([UInt8](UnsafeRawBufferPointer(start: start, count: byteCount)))
            }
        }
        return result
    }
}

extension EventPoll {
    /// Waits, two seconds at most, until a registered descriptor is ready for something.
    mutating func waitForReadiness(_ registration: Registration) throws -> Readiness? {
        let deadline = EventPoll.now() + 2_000_000_000
        while true {
            for index in 0..<(try wait(until: deadline)) {
                switch event(at: index) {
                case .ready(registration, let readiness): return readiness
                case .deadline: return nil
                default: continue
                }
            }
        }
    }
}
