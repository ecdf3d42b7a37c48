import Testing

/// What QEMU's header options and the sessions of a Linux kernel have in common.
///
/// Linux never says that an end does not fit: a frame is lost, or taken four bytes shifted.
struct LinuxMatrixRow: Sendable, CustomTestStringConvertible {
    /// What is seen.
    enum Result: String {
        case match = "match, both ways"
        case numberingEnds = "match, and Linux stops to number"
        case refused = "Linux refuses every frame, and is heard"
        case strange = "each refuses every frame of the other"
        case shorter = "Linux has four bytes that the netdev lacks"
        case longer = "the netdev has four bytes that Linux lacks"
    }

    let netdev: String
    let linux: String
    let result: Result
    /// What was not waited for, but follows from what was seen.
    var computed: String?

    var testDescription: String {
        "netdev: \(netdev.isEmpty ? "defaults" : netdev), Linux: \(linux.isEmpty ? "defaults" : linux): "
            + result.rawValue + (computed.map { " (computed: \($0))" } ?? "")
    }

    private static let wide = (
        "cookie 1122334455667788 peer_cookie fedcba9876543210",
        "rxcookie=0x1122334455667788,txcookie=0xfedcba9876543210",
        "txcookie=0x1122334455667788,rxcookie=0xfedcba9876543210"
    )

    static let all = [
        row("counter=on,pincounter=on", "", .match, computed: "for ever: the field never changes"),
        row("counter=on", "", .match, computed: "until the 2^30th frame; what follows is seen in rollover()"),
        row("counter=on", "seq send", .numberingEnds),
        row("counter=on,pincounter=on", "seq send", .numberingEnds),
        row("", "l2spec_type none seq send", .match, computed: "without a sublayer there is no place for a number"),
        row("counter=on", "seq recv", .refused), row("counter=on", "seq both", .refused),
        row("counter=on,pincounter=on", "seq recv", .refused), row("", "l2spec_type none seq both", .refused),
        row("", "l2spec_type none", .match), row("", "", .shorter),
        row("counter=on,pincounter=on", "l2spec_type none", .longer),
        row("cookie64=on,counter=on,\(wide.1)", wide.0, .match),
        // As somebody writes it who takes Linux's `cookie` for the one it expects.
        row("cookie64=on,counter=on,\(wide.2)", wide.0, .strange),
        row("rxcookie=0x11223344,txcookie=0xfedcba98,counter=on", "cookie 11223344 peer_cookie fedcba98", .match),
        // iproute2 takes the word, and the kernel does nothing with it since 4.17.
        row("", "l2spec_type none offset 4 peer_offset 4", .match),
        row("offset=4", "l2spec_type none offset 4", .longer),
    ]

    private static func row(
        _ netdev: String, _ linux: String, _ result: Result, computed: String? = nil
    ) -> LinuxMatrixRow {
        LinuxMatrixRow(netdev: netdev, linux: linux, result: result, computed: computed)
    }
}
