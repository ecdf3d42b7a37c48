// A fuzz target for every parser of WireFormats; `Tests/Fuzz/run` builds and runs it.
//
// The first byte of an input says which parser gets the rest. A parser may throw; it may not trap, and what it took has
// to be written in a form that it reads as the same value. A broken promise stops the program, which is a finding.

import WireFormats

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 0 else { return 0 }
    let input = RawSpan(_unsafeStart: start, byteCount: count)
    let target = targets[Int(start.pointee) % targets.count]
    target(input.extracting(droppingFirst: 1))
    return 0
}

/// The order is that of the selectors in `WireFormatsFuzz.seeds`: new targets go to the end.
private let targets: [@Sendable (RawSpan) -> Void] = [
    { input in
        survives(input) { (bytes) throws(WireError) in
            try EthernetHeader(parsing: bytes)
        } write: { value, input, output in
            value.write(into: &output)
            output.append(contentsOf: value.payload(of: input))
        }
    },
    { input in
        survives(input) { (bytes) throws(WireError) in
            try ARPPacket(parsing: bytes)
        } write: { value, _, output in
            value.write(into: &output)
        }
    },
    { input in
        _ = IPv4Header.checksumIsValid(in: input)
        survives(input) { (bytes) throws(WireError) in
            try IPv4Header(parsing: bytes)
        } write: { value, input, output in
            value.write(into: &output)
            precondition(IPv4Header.checksumIsValid(in: output.bytes), "an IPv4 header with a wrong checksum")
            output.append(contentsOf: value.payload(of: input))
        }
    },
    { input in
        survives(input) { (bytes) throws(WireError) in
            try IPv6Header(parsing: bytes)
        } write: { value, input, output in
            value.write(into: &output)
            output.append(contentsOf: value.payload(of: input))
        }
    },
    { input in
        survives(input) { (bytes) throws(WireError) in
            try UDPHeader(parsing: bytes)
        } write: { value, input, output in
            value.write(into: &output)
            output.append(contentsOf: value.payload(of: input))
        }
        udpChecksum(of: input)
    },
    { input in
        _ = InternetChecksum.isValid(input)
        survives(input) { (bytes) throws(WireError) in
            try ICMPv4Message(parsing: bytes)
        } write: { value, _, output in
            _ = ICMPEcho(value)
            value.write(into: &output)
        }
    },
    { input in
        _ = ICMPv6Message.checksumIsValid(of: input, pseudoHeader: pseudoHeader)
        survives(input) { (bytes) throws(WireError) in
            try ICMPv6Message(parsing: bytes)
        } write: { value, _, output in
            _ = ICMPEcho(value)
            value.write(into: &output)
        }
    },
    { input in
        survives(input) { (bytes) throws(WireError) in
            try NeighborSolicitation(parsing: bytes)
        } write: { value, _, output in
            value.write(into: &output, pseudoHeader: pseudoHeader)
            precondition(ICMPv6Message.checksumIsValid(of: output.bytes, pseudoHeader: pseudoHeader))
        }
    },
    { input in
        survives(input) { (bytes) throws(WireError) in
            try NeighborAdvertisement(parsing: bytes)
        } write: { value, _, output in
            value.write(into: &output, pseudoHeader: pseudoHeader)
            precondition(ICMPv6Message.checksumIsValid(of: output.bytes, pseudoHeader: pseudoHeader))
        }
    },
    { input in
        guard let stamp = FlowStamp(parsing: input) else { return }
        precondition(FlowStamp(id: stamp.id) == stamp, "a stamp that its id does not give back")
        withOutput(capacity: 16) { output in
            stamp.write(into: &output)
            precondition(FlowStamp(parsing: output.bytes) == stamp, "a stamp that reads as another")
        }
    },
    { input in precondition(!FrameSummary(of: input).description.isEmpty, "a frame without a summary") },
    checksumsAgree,
    { input in
        let text = input.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        textSurvives(text, as: MACAddress.self)
        textSurvives(text, as: IPv4Address.self)
        textSurvives(text, as: IPv6Address.self)
        textSurvives(text, as: IPv4Prefix.self)
        textSurvives(text, as: IPv6Prefix.self)
    },
    capturesEnd,
    matchesAgree,
    classicCapturesEnd,
]

private let pseudoHeader = PseudoHeader(source: .loopback, destination: IPv6Address.allNodes)

/// What parses has to parse again, as the same value, after it was written.
private func survives<Value: Equatable>(
    _ input: RawSpan, parse: (RawSpan) throws(WireError) -> Value,
    write: (Value, RawSpan, inout OutputRawSpan) -> Void
) {
    guard let value = try? parse(input) else { return }
    // Nothing is written longer than it was read; what neighbor discovery drops makes it shorter.
    withOutput(capacity: input.byteCount) { output in
        write(value, input, &output)
        precondition((try? parse(output.bytes)) == value, "a value that reads as another")
    }
}

/// A text that is taken has to be printed in a form that is taken as the same value.
private func textSurvives<Value: LosslessStringConvertible & Equatable>(_ text: String, as _: Value.Type) {
    guard let value = Value(text) else { return }
    precondition(Value(value.description) == value, "a text that reads as another")
}

/// Any payload: a datagram written for it has a checksum that is right.
private func udpChecksum(of payload: RawSpan) {
    withOutput(capacity: UDPHeader.byteCount + payload.byteCount) { output in
        UDPHeader.write(into: &output, from: 1, to: 2, pseudoHeader: pseudoHeader, payload: payload)
        let header = try? UDPHeader(parsing: output.bytes)
        precondition(header?.checksumIsValid(of: output.bytes, pseudoHeader: pseudoHeader) == true)
    }
}

/// The sum does not depend on where the bytes are split, and the two CRCs are mirror images.
private func checksumsAgree(_ input: RawSpan) {
    let whole = InternetChecksum.of(input)
    let split = input.isEmpty ? 0 : Int(input.byte(at: 0)) % (input.byteCount + 1)
    var pieces = InternetChecksum()
    pieces.add(input.extracting(first: split))
    pieces.add(input.extracting(droppingFirst: split))
    precondition(pieces.value == whole, "a checksum that depends on the split")
    var mirrored: UInt32 = 0
    for bit in 0..<32 { mirrored = mirrored << 1 | CRC32.leastSignificantFirst(input) >> UInt32(bit) & 1 }
    precondition(CRC32.mostSignificantFirst(input) == mirrored, "two CRCs that differ")
}

/// Every block of a capture moves the reader on, and no packet lies outside of the file.
private func capturesEnd(_ file: RawSpan) {
    var reader = PcapNGReader(file)
    var offset = 0
    while let block = try? reader.next() {
        precondition(reader.offset > offset && reader.offset <= file.byteCount, "a reader that stands still")
        offset = reader.offset
        if case .simple(let packet) = block {
            precondition(packet.bytes.upperBound <= offset, "a packet outside of its block")
            precondition(packet.bytes.count <= packet.originalByteCount, "a packet longer than it was")
        }
        guard case .packet(let packet) = block else { continue }
        precondition(packet.bytes.upperBound <= offset, "a packet outside of its block")
        precondition(packet.bytes.count <= packet.originalByteCount, "a packet longer than it was")
        _ = reader.interfaces[packet.interface].nanoseconds(of: packet.time)
    }
}

/// As those: every packet of a classic capture moves the reader on, and lies in the file.
private func classicCapturesEnd(_ file: RawSpan) {
    guard var reader = try? PcapReader(file) else { return }
    precondition(PcapReader.recognizes(file), "a capture that is not taken for one")
    var offset = reader.offset
    while let packet = try? reader.next() {
        precondition(reader.offset > offset && reader.offset <= file.byteCount, "a reader that stands still")
        offset = reader.offset
        precondition(packet.bytes.upperBound == offset, "a packet outside of its record")
        precondition(packet.bytes.count <= packet.originalByteCount && packet.time >= 0, "a packet longer than it was")
    }
}

/// Every field of any frame can be read, and a condition holds where nothing is missed.
private func matchesAgree(_ frame: RawSpan) {
    for field in FrameField.all {
        let values = field.values(in: frame)
        precondition(values.isEmpty || field.isPresent(in: frame), "a value of a field that is not there")
        for value in values { precondition(!field.text(of: value).isEmpty, "a value without a text") }
        for relation in [.equal, .notEqual, .less, .atLeast] as [FieldMatch.Relation] {
            let match = FieldMatch.any([.compare(field, relation, values, text: ""), .not(.present(field))])
            precondition(match.matches(frame) == match.misses(frame).isEmpty, "misses of a frame that matches")
        }
        precondition(
            values.isEmpty || FieldMatch.compare(field, .equal, values, text: "").matches(frame),
            "a field that is not what stands there")
    }
}

/// A buffer of exactly that size, so that the address sanitizer sees a byte written behind it.
private func withOutput(capacity: Int, _ body: (inout OutputRawSpan) -> Void) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 1)
    defer { buffer.deallocate() }
    var output = OutputRawSpan(buffer: buffer, initializedCount: 0)
    body(&output)
    _ = output.finalize(for: buffer)
}
