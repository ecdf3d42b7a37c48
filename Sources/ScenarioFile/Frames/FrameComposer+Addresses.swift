import WireFormats

/// Names that stand for addresses, and addresses that were left out.
extension FrameComposer {
    struct Pair<Address> {
        let source: Address
        let destination: Address
    }

    func pair(_ header: FrameLayersEntry.IPv4, _ span: SourceSpan) -> Pair<IPv4Address>? {
        let destination = address(header.destination, else: to, "`ip` needs `dst`", span)
        let near = destination.flatMap { from.address(near: .v4($0)) }
        let source = address(header.source, else: from, near: near, "`ip` needs `src`", span)
        guard let source, let destination else { return nil }
        return Pair(source: source, destination: destination)
    }

    func pair(_ header: FrameLayersEntry.IPv6, _ span: SourceSpan) -> Pair<IPv6Address>? {
        let destination = address(header.destination, else: to, "`ip6` needs `dst`", span)
        let near = destination.flatMap { from.address(near: .v6($0)) }
        let source = address(header.source, else: from, near: near, "`ip6` needs `src`", span)
        guard let source, let destination else { return nil }
        return Pair(source: source, destination: destination)
    }

    /// The address that was written, or stands for a name; nil after reporting that there is no such thing.
    func mac(_ named: FrameLayersEntry.Named<MACAddress>?) -> MACAddress? {
        switch named {
        case nil: return nil
        case .address(let address): return address
        case .name(let name): return interface(name)?.mac
        }
    }

    func address(
        _ named: FrameLayersEntry.Named<IPv4Address>?, else end: FrameEnd?, near: IPAddress? = nil, _ need: String,
        _ span: SourceSpan
    ) -> IPv4Address? {
        let found = address(named.map(Self.erased), version: 4, else: end, near: near, need, span)
        if case .v4(let address)? = found { return address }
        return nil
    }

    func address(
        _ named: FrameLayersEntry.Named<IPv6Address>?, else end: FrameEnd?, near: IPAddress? = nil, _ need: String,
        _ span: SourceSpan
    ) -> IPv6Address? {
        let found = address(named.map(Self.erased), version: 6, else: end, near: near, need, span)
        if case .v6(let address)? = found { return address }
        return nil
    }

    private static func erased(_ named: FrameLayersEntry.Named<IPv4Address>) -> FrameLayersEntry.Named<IPAddress> {
        switch named {
        case .address(let address): .address(.v4(address))
        case .name(let name): .name(name)
        }
    }

    private static func erased(_ named: FrameLayersEntry.Named<IPv6Address>) -> FrameLayersEntry.Named<IPAddress> {
        switch named {
        case .address(let address): .address(.v6(address))
        case .name(let name): .name(name)
        }
    }

    private func address(
        _ named: FrameLayersEntry.Named<IPAddress>?, version: Int, else end: FrameEnd?, near: IPAddress?,
        _ need: String, _ span: SourceSpan
    ) -> IPAddress? {
        switch named {
        case .address(let address): return address
        case .name(let name): return address(name, version: version)
        case nil:
            if let address = near ?? end?.first(version) { return address }
            let why = end.map { "`\($0.name)` has no IPv\(version) address" } ?? "the flow is for no host of the file"
            sink.error("\(need): \(why)", at: span)
            return nil
        }
    }

    /// The first address of a name that stands for one NIC.
    private func address(_ name: Located<String>, version: Int) -> IPAddress? {
        do throws(ValueError) {
            // Errors of the name, and of a node without such an address, are the book's.
            _ = try book.addresses(name.value, version: version)
            let having = try book.interfaces(name.value).filter {
                $0.addresses.contains { $0.address.version == version }
            }
            guard isOne(Set(having.map(\.mac)).count, name, having) else { return nil }
            return having.first?.addresses.map(\.address).first { $0.version == version }
        } catch {
            report(error, name)
            return nil
        }
    }

    private func interface(_ name: Located<String>) -> AddressBook.Interface? {
        do throws(ValueError) {
            let found = try book.interfaces(name.value)
            return isOne(Set(found.map(\.mac)).count, name, found) ? found.first : nil
        } catch {
            report(error, name)
            return nil
        }
    }

    private func isOne(_ count: Int, _ name: Located<String>, _ found: [AddressBook.Interface]) -> Bool {
        if count == 1 { return true }
        let example = found.first.map { "; one of them is written `\(name.value):\($0.name)`" } ?? ""
        let rule = name.value.contains("[") ? "here one is needed" : "here one is needed" + example
        sink.error("`\(name.value)` has \(count) NICs", at: name.span, notes: [.init(rule)])
        return false
    }

    private func report(_ error: ValueError, _ name: Located<String>) {
        var place = name.span
        if let part = error.part {
            let quote = name.span.length == name.value.unicodeScalars.count ? 0 : 1
            place = name.span.part(at: part.lowerBound + quote, length: part.count)
        }
        sink.error(
            error.message, at: place, suggestion: error.suggestion, notes: error.notes.map { Diagnostic.Note($0) })
    }
}

extension FrameEnd {
    /// The first address of a version.
    func first(_ version: Int) -> IPAddress? { addresses.map(\.address).first { $0.version == version } }

    /// The first address that shares a network with another one.
    fileprivate func address(near other: IPAddress) -> IPAddress? {
        addresses.first { $0.contains(other) }?.address
    }
}
