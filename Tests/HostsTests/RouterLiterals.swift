import TestSupport

/// What goes into a ``RouterBench`` and what comes out of it, its checksums computed by another program.
enum RouterLiteral {
    /// From 10.0.1.2, port 5000, to 10.0.2.2, port 6000.
    static let datagram =
        bytes(
            """
            5254001234a0 525400123456 0800  45 00 002c 0000 4000 40 11 23be 0a000102 0a000202
            1388 1770 0018 141b
            """) + Literal.stamp
    static let forwarded =
        bytes(
            """
            525400123457 5254001234a1 0800  45 00 002c 0000 4000 3f 11 24be 0a000102 0a000202
            1388 1770 0018 141b
            """) + Literal.stamp
    static let expiring =
        bytes(
            """
            5254001234a0 525400123456 0800  45 00 002c 0000 4000 01 11 62be 0a000102 0a000202
            1388 1770 0018 141b
            """) + Literal.stamp
    static let timeExceeded = error("45 c0 0048 0000 4000 40 01 23f3", "0b 00 0c2d 00000000", expiring)
    static let hostUnreachable = error("45 c0 0048 0000 4000 40 01 23f3", "03 01 142c 00000000", datagram)
    /// To 192.0.2.9, of which the router knows nothing.
    static let lost =
        bytes(
            """
            5254001234a0 525400123456 0800  45 00 002c 0000 4000 40 11 6db6 0a000102 c0000209
            1388 1770 0018 5e13
            """) + Literal.stamp
    static let netUnreachable = error("45 c0 0048 0000 4000 40 01 23f3", "03 00 ca34 00000000", lost)
    /// A packet of 69 bytes.
    static let long =
        bytes(
            """
            5254001234a0 525400123456 0800  45 00 0045 0000 4000 40 11 23a5 0a000102 0a000202
            1388 1770 0031 13e9
            """) + Literal.stamp + [UInt8](repeating: 0, count: 25)
    static let fragmentationNeeded = error("45 c0 0061 0000 4000 40 01 23da", "03 04 13fe 0000 0044", long)

    static let datagram6 =
        bytes(
            """
            5254001234a0 525400123456 86dd  60000000 0018 11 40
            fd000001000000000000000000000002 fd000002000000000000000000000002  1388 1770 0018 3116
            """) + Literal.stamp
    static let forwarded6 =
        bytes(
            """
            525400123457 5254001234a1 86dd  60000000 0018 11 3f
            fd000001000000000000000000000002 fd000002000000000000000000000002  1388 1770 0018 3116
            """) + Literal.stamp
    static let expiring6 =
        bytes(
            """
            5254001234a0 525400123456 86dd  60000000 0018 11 01
            fd000001000000000000000000000002 fd000002000000000000000000000002  1388 1770 0018 3116
            """) + Literal.stamp
    static let timeExceeded6 = error6("0048", "03 00 9186 00000000", expiring6)
    static let addressUnreachable = error6("0048", "01 03 9344 00000000", datagram6)
    static let lost6 =
        bytes(
            """
            5254001234a0 525400123456 86dd  60000000 0018 11 40
            fd000001000000000000000000000002 20010db8000000000000000000000009  1388 1770 0018 0059
            """) + Literal.stamp
    static let noRoute6 = error6("0048", "01 00 9347 00000000", lost6)
    static let long6 =
        bytes(
            """
            5254001234a0 525400123456 86dd  60000000 001d 11 40
            fd000001000000000000000000000002 fd000002000000000000000000000002  1388 1770 001d 310c
            """) + Literal.stamp + [0, 0, 0, 0, 0]
    static let tooBig = error6("004d", "02 00 91fe 00000044", long6)

    private static func error(_ header: String, _ message: String, _ frame: [UInt8]) -> [UInt8] {
        bytes("525400123456 5254001234a0 0800" + header + "0a000101 0a000102" + message) + frame.dropFirst(14)
    }

    private static func error6(_ length: String, _ message: String, _ frame: [UInt8]) -> [UInt8] {
        let addresses = "fd000001000000000000000000000001 fd000001000000000000000000000002"
        return bytes("525400123456 5254001234a0 86dd 60000000 \(length) 3a 40 \(addresses) \(message)")
            + frame.dropFirst(14)
    }
}
