extension L2TPv3Options: NetdevTypeOptions {
    static var type: NetdevType { .l2tpv3 }

    var boundAddress: BoundAddress? {
        srcport.flatMap { .udp(src, $0, NetdevType.L2TPv3Key.srcport) }
    }

    var usesHostNetwork: Bool { true }
}
