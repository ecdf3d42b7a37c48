import NetdevOptions
import WireFormats

/// Compares the two ends of a tunnel and warns where they do not fit, in the words of what will be seen.
struct TunnelFit {
    let written: WrittenOptions
    let span: SourceSpan
    let sink: DiagnosticSink

    /// An end: what the file says of its addresses, and all of its options.
    typealias End = (plan: L2TPv3EndPlan, options: L2TPv3Options)

    func check(_ a: End, _ b: End) {
        meet(a, "a", b, "b")
        meet(b, "b", a, "a")
        check(a.options, b.options)
    }

    /// Whether datagrams find the far end, and are welcome there, as far as written addresses say it.
    private func meet(_ near: End, _ nearName: String, _ far: End, _ farName: String) {
        func isAt(_ end: End, _ address: String) -> Bool {
            guard let place = end.plan.src else { return false }
            // Of names nothing is known here.
            guard let one = IPAddress(place), let other = IPAddress(address) else { return true }
            return one == other || place == "0.0.0.0" || place == "::"
        }
        func place(_ end: End, _ name: String) -> String {
            end.plan.src.map { "\(name) is at \($0)" } ?? "\(name) gets an address of its own"
        }
        if near.options.ipv6 == far.options.ipv6, let address = near.plan.dst, !isAt(far, address) {
            warn("\(nearName) sends to \(address) and \(place(far, farName)): nothing arrives", about: ["dst", "src"])
        }
        if far.options.strictPeer, let address = far.plan.dst, !isAt(near, address) {
            warn(
                "\(farName) hears \(address) alone and \(place(near, nearName)): frames end as source-mismatch",
                about: ["dst", "src"])
        }
    }

    private func check(_ a: L2TPv3Options, _ b: L2TPv3Options) {
        if a.udp != b.udp {
            warn("one end speaks UDP and the other IP: nothing arrives", about: ["udp"])
        }
        if a.ipv6 != b.ipv6 {
            warn("one end speaks IPv4 and the other IPv6: nothing arrives", about: ["ipv6"])
        }
        if a.udp, b.udp {
            compare(a.srcport, b.dstport, "a has port", "b sends to", about: ["srcport", "dstport"], hex: false)
            compare(b.srcport, a.dstport, "b has port", "a sends to", about: ["srcport", "dstport"], hex: false)
        }
        let sessions = ["txsession", "rxsession"]
        compare(a.txsession, b.rxsession, "a sends session", "b expects", about: sessions, ends: "session-mismatch")
        compare(b.txsession, a.rxsession, "b sends session", "a expects", about: sessions, ends: "session-mismatch")
        checkHeader(a, b)
    }

    /// Cookies and all that moves the frame within the datagram.
    private func checkHeader(_ a: L2TPv3Options, _ b: L2TPv3Options) {
        let cookies = ["txcookie", "rxcookie", "cookie64", "txcookie-bits", "rxcookie-bits"]
        if a.txcookieBits != b.rxcookieBits || b.txcookieBits != a.rxcookieBits {
            warn("\(cookieSizes(a, b)): frames end as cookie-mismatch, or arrive damaged", about: cookies)
        } else {
            compare(a.txcookie, b.rxcookie, "a sends cookie", "b expects", about: cookies, ends: "cookie-mismatch")
            compare(b.txcookie, a.rxcookie, "b sends cookie", "a expects", about: cookies, ends: "cookie-mismatch")
        }
        if (a.sublayer == .none) != (b.sublayer == .none) {
            let sublayers = "the sublayer of a is \(a.sublayer.rawValue) and that of b \(b.sublayer.rawValue)"
            warn("\(sublayers): frames arrive shifted by 4 bytes", about: ["sublayer", "counter", "pincounter"])
        }
        if a.offset != b.offset {
            let shift = max(a.offset, b.offset) - min(a.offset, b.offset)
            let offsets = "the offset of a is \(a.offset) and that of b \(b.offset)"
            warn("\(offsets): frames arrive shifted by \(shift) bytes", about: ["offset"])
        }
    }

    private func cookieSizes(_ a: L2TPv3Options, _ b: L2TPv3Options) -> String {
        guard a.txcookieBits == a.rxcookieBits, b.txcookieBits == b.rxcookieBits else {
            let (from, to) = a.txcookieBits == b.rxcookieBits ? ("b", "a") : ("a", "b")
            let (sent, expected) = from == "a" ? (a.txcookieBits, b.rxcookieBits) : (b.txcookieBits, a.rxcookieBits)
            return "the cookies that \(from) sends have \(sent / 8) bytes and those that \(to) expects \(expected / 8)"
        }
        return "the cookies of a have \(a.txcookieBits / 8) bytes and those of b \(b.txcookieBits / 8)"
    }

    private func compare<Number: BinaryInteger>(
        _ left: Number?, _ right: Number?, _ leftRole: String, _ rightRole: String, about keys: [String],
        ends reason: String? = nil, hex: Bool = true
    ) {
        guard let left, let right, left != right else { return }
        func text(_ number: Number) -> String { hex ? "0x" + String(number, radix: 16) : String(number) }
        let end = reason.map { "frames end as \($0)" } ?? "nothing arrives"
        warn("\(leftRole) \(text(left)) and \(rightRole) \(text(right)): \(end)", about: keys)
    }

    private func warn(_ message: String, about keys: [String]) {
        written.warn(message, about: keys, else: span, to: sink)
    }
}
