import LinuxNet
import NetdevOptions
import TestSupport
import Testing

/// Options that the table takes and this host cannot serve.
struct UnfitOptions {
    /// An option string.
    let text: String
    /// What the error says of it.
    let words: String

    init(_ text: String, _ words: String) {
        self.text = text
        self.words = words
    }

    var type: String { String(text.prefix { $0 != "," }) }
    var configuration: NetdevConfiguration { get throws { try NetdevSpecification.parse(text) } }

    /// Types that open something: a hubport is a port of our own.
    static let types = NetdevTable.types.map(\.name).filter { $0 != "hubport" }

    /// Those of a type.
    ///
    /// - Parameter paths: An empty directory.
    static func rows(of type: String, in paths: TemporaryDirectory) throws -> [UnfitOptions] {
        try (datagrams(paths) + streams(paths) + interfaces(paths)).filter { $0.type == type }
    }

    private static let noInterface = "no interface of this host has that address"
    /// RFC 5737: no host has an address of 192.0.2.0/24.
    private static let absent = "192.0.2.1"

    private static func datagrams(_ paths: TemporaryDirectory) throws -> [UnfitOptions] {
        let sessions = "txsession=1,rxsession=2"
        let file = try paths.write("", to: "file")
        let missing = paths["missing"] + "/deep"
        return [
            .init("l2tpv3,src=\(absent),dst=127.0.0.1,udp=on,srcport=0,dstport=9,\(sessions)", noInterface),
            .init("l2tpv3,src=\(absent),dst=127.0.0.1,\(sessions)", noInterface),
            .init("dgram,\(inet("local", absent, 0)),\(inet("remote", "127.0.0.1", 9))", noInterface),
            .init(
                "dgram,\(unix("local", missing)),\(unix("remote", file))", "the directory of the socket has to be there"
            ),
            .init("dgram,\(unix("local", file)),\(unix("remote", missing))", "it is no socket and is left as it is"),
            .init("vde,sock=\(missing)", "no switch listens there"),
            .init("vde-switch,sock=\(file)", "this is a file"),
            .init("vde-switch,sock=\(missing)", "the directory of the socket has to be there"),
            .init("dgram,local.type=fd,local.str=999", "it is not open here"),
            .init("dgram,\(inet("local", absent, 0)),\(inet("remote", "239.255.77.1", 7000))", "no interface"),
        ]
    }

    private static func streams(_ paths: TemporaryDirectory) throws -> [UnfitOptions] {
        let file = try paths.write("", to: "file")
        let missing = paths["missing"] + "/deep"
        return [
            .init("stream,server=on,\(inet("addr", absent, 0))", noInterface),
            .init("stream,server=on,\(unix("addr", missing))", "the directory of the socket has to be there"),
            .init("stream,server=on,\(unix("addr", file))", "it is no socket and is left as it is"),
            .init("stream,\(unix("addr", missing))", "nobody listens there"),
            .init("stream,addr.type=fd,addr.str=999", "it is not open here"),
            .init("socket,listen=\(absent):7000", noInterface),
            .init("socket,udp=127.0.0.1:9,localaddr=\(absent):7000", noInterface),
            .init("socket,mcast=239.255.77.1:7000,localaddr=\(absent)", "no interface"),
            .init("socket,fd=999", "it is not open here"),
        ]
    }

    private static func interfaces(_ paths: TemporaryDirectory) throws -> [UnfitOptions] {
        let missing = paths["missing"]
        return [
            .init("tap,fd=999", "999"),
            .init("tap,ifname=lo,script=no,downscript=no", "lo"),
            .init("tap,ifname=unfit0,script=\(missing),downscript=no", missing),
            .init("tap,ifname=unfit0,script=/bin/false,downscript=no", "/bin/false"),
            .init("bridge,helper=\(missing)", missing),
            .init("bridge,helper=/bin/false", "/bin/false"),
            .init("packet,ifname=unfit0", "unfit0"),
            .init("vde,sock=\(missing)", missing),
            .init("vde-switch,sock=\(missing)/deep", missing),
        ]
    }

    private static func inet(_ key: String, _ host: String, _ port: Int) -> String {
        "\(key).type=inet,\(key).host=\(host),\(key).port=\(port)"
    }

    private static func unix(_ key: String, _ path: String) -> String { "\(key).type=unix,\(key).path=\(path)" }
}
