// The rules that join several options of a tap: first whose descriptors they are, then what goes with that.

extension TapOptions {
    /// Makes options from what the table has accepted key by key.
    ///
    /// - Throws: ``OptionError`` for the first rule that does not hold.
    init(_ reader: OptionReader) throws(OptionError) {
        sndbuf = try reader.text(Key.sndbuf).map { text throws(OptionError) in
            try Self.byteCount(text, at: reader.valuePosition(of: Key.sndbuf))
        }
        for origin in TapOrigin.all
        where reader.text(origin.key) != nil || reader.integer(origin.key, as: Int32.self) != nil {
            try origin.refuseOthers(reader)
        }
        if let number: Int32 = reader.integer(Key.fd) {
            source = .descriptors([number])
        } else if let list = reader.text(Key.fds) {
            source = .descriptors(try Self.descriptors(list, at: reader.valuePosition(of: Key.fds)))
        } else if let helper = reader.text(Key.helper) {
            let bridge = try InterfaceName.read(Key.br, reader) ?? BridgeOptions.standardBridge
            source = .helper(BridgeOptions(br: bridge, helper: helper))
        } else {
            guard reader.text(Key.br) == nil else {
                throw OptionError(
                    "br is only for a helper", at: reader.position(of: Key.br),
                    rule: "QEMU takes it and does nothing with it",
                    remedy: "write helper=PATH, or the netdev bridge,br=NAME; or add the interface in a script")
            }
            source = .interface(try TapInterface(reader))
        }
    }

    /// A number of bytes as QEMU takes it: with k, M or G behind it, if need be.
    private static func byteCount(_ text: String, at position: OptionPosition) throws(OptionError) -> UInt32 {
        let shifts: [Character: Int] = ["k": 10, "K": 10, "M": 20, "G": 30]
        let shift = text.last.flatMap { shifts[$0] }
        let digits = shift == nil ? text : String(text.dropLast())
        guard case .value(let number) = OptionInteger(parsing: digits) else {
            throw OptionError(
                "\(Key.sndbuf.name): '\(text)' is not a number of bytes", at: position, rule: Key.sndbuf.rule)
        }
        guard number <= UInt64(Int32.max) >> UInt64(shift ?? 0) else {
            throw OptionError(
                "\(Key.sndbuf.name): \(text) is not in 0...\(Int32.max)", at: position,
                remedy: "0 is no limit, and the default")
        }
        return UInt32(number << UInt64(shift ?? 0))
    }

    private static func descriptors(_ list: String, at position: OptionPosition) throws(OptionError) -> [Int32] {
        var numbers: [Int32] = []
        for item in list.split(separator: ":", omittingEmptySubsequences: false) {
            guard item.utf8.allSatisfy({ (0x30...0x39).contains($0) }), item == "0" || item.utf8.first != 0x30,
                let number = Int32(item)
            else {
                throw OptionError(
                    "\(Key.fds.name): '\(item)' is not a descriptor's number in 0...\(Int32.max)", at: position,
                    rule: Key.fds.rule)
            }
            guard !numbers.contains(number) else {
                throw OptionError("\(Key.fds.name): \(number) stands there twice", at: position, rule: Key.fds.rule)
            }
            numbers.append(number)
        }
        guard numbers.count <= TapInterface.queueLimit else {
            throw OptionError(
                "\(Key.fds.name): \(numbers.count) descriptors", at: position,
                rule: "Linux: a tap interface has at most \(TapInterface.queueLimit) queues")
        }
        return numbers
    }
}

extension TapInterface {
    fileprivate init(_ reader: OptionReader) throws(OptionError) {
        self.init(
            name: try InterfaceName.read(Key.ifname, reader, mayCount: true),
            script: Script(reader.text(Key.script)), downscript: Script(reader.text(Key.downscript)),
            vnetHeader: reader.flag(Key.vnetHeader) ?? false, queues: reader.integer(Key.queues) ?? 1)
    }
}

extension TapInterface.Script {
    fileprivate init(_ text: String?) {
        self =
            switch text {
            case nil: .standard
            case Self.noneWord: .none
            case let path?: .path(path)
            }
    }
}

/// A key that says where descriptors come from, and the keys that then have no meaning.
private struct TapOrigin {
    let key: NetdevKey
    let others: [NetdevKey]
    /// In QEMU's words.
    let rule: String
    let reason: String

    /// What only an interface that is opened here can have.
    private static let ours = [Key.ifname, Key.script, Key.downscript, Key.vnetHeader, Key.queues]

    static let all = [
        TapOrigin(
            key: Key.fd, others: ours + [Key.br, Key.helper, Key.fds],
            rule:
                "QEMU: ifname=, script=, downscript=, vnet_hdr=, helper=, queues=, fds=, and vhostfds= are invalid with fd=",
            reason: "whoever opened the descriptor has settled that"),
        TapOrigin(
            key: Key.fds, others: ours + [Key.br, Key.helper],
            rule:
                "QEMU: ifname=, script=, downscript=, vnet_hdr=, helper=, queues=, and vhostfd= are invalid with fds=",
            reason: "whoever opened the descriptors has settled that"),
        TapOrigin(
            key: Key.helper, others: ours,
            rule: "QEMU: ifname=, script=, downscript=, vnet_hdr=, queues=, and vhostfds= are invalid with helper=",
            reason: "the helper settles that"),
    ]

    func refuseOthers(_ reader: OptionReader) throws(OptionError) {
        guard let stranger = reader.written(among: others).first else { return }
        throw OptionError(
            "\(stranger.name) does not go with \(key.name)", at: reader.position(of: stranger), rule: rule,
            remedy: "leave it out: \(reason)")
    }
}

private typealias Key = NetdevType.TapKey
