import LinuxNet
import NetCore
import Pseudowires
import Tunnels
import WireFormats

/// The data header of an L2TPv3 session (RFC 3931), over UDP or IP.
struct L2TPv3Framing: DatagramFraming {
    let template: HeaderTemplate
    private var transmitter: L2TPv3Transmitter
    private var checker: L2TPv3Receiver
    /// Raw IPv4 sockets hand over the packet with its header.
    private let skipsIPv4Header: Bool

    init(_ configuration: L2TPv3Configuration, skipsIPv4Header: Bool = false) {
        let transmitter = L2TPv3Transmitter(configuration)
        self.transmitter = transmitter
        template = HeaderTemplate(transmitter.template)
        checker = L2TPv3Receiver(configuration)
        self.skipsIPv4Header = skipsIPv4Header
    }

    @inline(__always)
    func patch(_ datagrams: Range<Int>, in slots: SendSlots) {
        guard let offset = transmitter.counterOffset else { return }
        for index in datagrams {
            var header = slots.header(at: index)
            let field = transmitter.counterField(ahead: index - datagrams.lowerBound)
            header.storeBytes(of: field.bigEndian, toByteOffset: offset, as: UInt32.self)
        }
    }

    @inline(__always)
    mutating func commit(_ count: Int) { transmitter.commit(count) }

    @inline(__always)
    mutating func open(_ datagram: RawSpan) -> OpenedDatagram {
        guard skipsIPv4Header else { return opened(checker.check(datagram), behind: 0) }
        guard let headerByteCount = ipv4HeaderByteCount(of: datagram) else { return .refused(.truncated) }
        return opened(checker.check(datagram.extracting(droppingFirst: headerByteCount)), behind: headerByteCount)
    }

    @inline(__always)
    private func opened(_ verdict: L2TPv3Verdict, behind headerByteCount: Int) -> OpenedDatagram {
        switch verdict {
        case .frame(let offset): .frame(at: headerByteCount + offset)
        case .refused(let refusal): .refused(DropReason(refusal))
        }
    }
}
