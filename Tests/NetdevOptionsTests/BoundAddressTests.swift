import Testing

@testable import NetdevOptions

@Suite("what a netdev binds")
struct BoundAddressTests {
    private func bound(_ text: String) throws -> BoundAddress? { try NetdevSpecification.parse(text).boundAddress }

    @Test(
        "equal for two that cannot both be opened",
        arguments: [
            (
                "l2tpv3,src=127.0.0.1,dst=b,udp=on,srcport=5,dstport=1,txsession=1",
                "dgram,local.type=inet,local.host=127.0.0.1,local.port=5,remote.type=inet,remote.host=c,remote.port=1"
            ),
            (
                "l2tpv3,src=::1,dst=b,ipv6=on,udp=on,srcport=5,dstport=1,txsession=1",
                "l2tpv3,src=0:0::1,dst=b,ipv6=on,udp=on,srcport=5,dstport=1,txsession=1"
            ),
            (
                "l2tpv3,src=Host,dst=b,udp=on,srcport=5,dstport=1,txsession=1",
                "l2tpv3,src=hOST,dst=b,udp=on,srcport=5,dstport=1,txsession=1"
            ),
            (
                "dgram,local.type=unix,local.path=a,remote.type=unix,remote.path=b",
                "dgram,local.type=unix,local.path=a,remote.type=unix,remote.path=c"
            ),
            (
                "dgram,local.type=fd,local.str=3",
                "dgram,local.type=fd,local.str=3,remote.type=inet,remote.host=224.0.0.1,remote.port=1"
            ),
        ])
    func same(first: String, second: String) throws {
        #expect(try #require(try bound(first)).identity == #require(try bound(second)).identity)
    }

    @Test(
        "different, or nothing",
        arguments: [
            (
                "l2tpv3,src=fe80::1%a,dst=b,ipv6=on,udp=on,srcport=5,dstport=1,txsession=1",
                "l2tpv3,src=fe80::1%b,dst=b,ipv6=on,udp=on,srcport=5,dstport=1,txsession=1"
            ),
            ("dgram,local.type=fd,local.str=3", "dgram,local.type=fd,local.str=4"),
            (
                "dgram,local.type=unix,local.path=a,remote.type=unix,remote.path=b",
                "dgram,local.type=unix,local.path=A,remote.type=unix,remote.path=b"
            ),
        ])
    func different(first: String, second: String) throws {
        #expect(try #require(try bound(first)).identity != #require(try bound(second)).identity)
    }

    @Test(
        "what is shared, or chosen by the kernel, is not taken",
        arguments: [
            "dgram,remote.type=inet,remote.host=224.0.0.1,remote.port=1", "l2tpv3,src=a,dst=b,txsession=1",
            "l2tpv3,src=a,dst=b,udp=on,srcport=0,dstport=1,txsession=1",
            "dgram,local.type=inet,local.host=a,local.port=0,remote.type=inet,remote.host=b,remote.port=1",
        ])
    func nothing(text: String) throws {
        #expect(try bound(text) == nil)
    }
}
