import TestSupport
import Testing

@testable import WireFormats

@Suite("Matches")
struct FieldMatchTests {
    private static let udp = FieldFrames.named("udp")

    private func compare(
        _ name: String, _ relation: FieldMatch.Relation, _ values: FieldValue..., text: String = "x"
    ) throws -> FieldMatch {
        .compare(try #require(FrameField.named(name)), relation, values, text: text)
    }

    @Test("numbers compare by their order")
    func numbers() throws {
        let frame = Self.udp
        for (relation, below, same, above) in [
            (.equal, false, true, false), (.notEqual, true, false, true), (.less, false, false, true),
            (.atMost, false, true, true), (.greater, true, false, false), (.atLeast, true, true, false),
        ] as [(FieldMatch.Relation, Bool, Bool, Bool)] {
            #expect(try compare("ip.ttl", relation, .number(63)).matches(frame) == below)
            #expect(try compare("ip.ttl", relation, .number(64)).matches(frame) == same)
            #expect(try compare("ip.ttl", relation, .number(65)).matches(frame) == above)
        }
    }

    @Test("of several values one is enough; none may be equal where none must be")
    func severalValues() throws {
        let frame = Self.udp
        let ends = [IPv4Address(10, 0, 0, 1), IPv4Address(10, 0, 0, 2)].map { FieldValue.ipv4($0) }
        let other = FieldValue.ipv4(IPv4Address(10, 0, 0, 3))
        for end in ends {
            #expect(try compare("ip.addr", .equal, end).matches(frame))
            #expect(try !compare("ip.addr", .notEqual, end).matches(frame))
        }
        #expect(try compare("ip.addr", .notEqual, other).matches(frame))
        #expect(try compare("ip.src", .equal, other, ends[0]).matches(frame))
        #expect(try !compare("ip.src", .notEqual, other, ends[0]).matches(frame))
        #expect(try compare("udp.port", .less, .number(10_000)).matches(frame))
    }

    @Test("bytes are equal as a whole")
    func payload() throws {
        let frame = Self.udp
        #expect(try compare("udp.payload", .equal, .bytes(bytes("deadbeef"))).matches(frame))
        #expect(try !compare("udp.payload", .equal, .bytes(bytes("deadbe"))).matches(frame))
        #expect(try !compare("udp.payload", .equal, .bytes(bytes("deadbeee"))).matches(frame))
        #expect(try compare("udp.payload", .notEqual, .bytes(bytes("deadbeee"))).matches(frame))
        #expect(try !compare("tcp.payload", .notEqual, .bytes([1])).matches(frame))
    }

    @Test("a comparison with a field that is not there is false, and so it is not true that it is")
    func absent() throws {
        let frame = FieldFrames.named("arp request")
        for relation in [.equal, .notEqual, .less, .atLeast] as [FieldMatch.Relation] {
            #expect(try !compare("ip.ttl", relation, .number(1)).matches(frame))
            #expect(try FieldMatch.not(compare("ip.ttl", relation, .number(1))).matches(frame))
        }
    }

    @Test("a value of another kind is never there")
    func otherKind() throws {
        let frame = Self.udp
        #expect(try !compare("eth.dst", .equal, .number(0x0200_0000_0002)).matches(frame))
        #expect(try !compare("ip.version", .equal, .ipv4(IPv4Address(0, 0, 0, 4))).matches(frame))
    }

    @Test("all, any and not")
    func logic() throws {
        let frame = Self.udp
        let yes = try compare("ip.ttl", .equal, .number(64))
        let no = try compare("ip.ttl", .equal, .number(1))
        #expect(FieldMatch.all([]).matches(frame))
        #expect(!FieldMatch.any([]).matches(frame))
        #expect(FieldMatch.all([yes, yes]).matches(frame))
        #expect(!FieldMatch.all([yes, no]).matches(frame))
        #expect(FieldMatch.any([no, yes]).matches(frame))
        #expect(!FieldMatch.any([no, no]).matches(frame))
        #expect(FieldMatch.not(no).matches(frame))
    }

    // MARK: Misses

    private func misses(_ match: FieldMatch, _ frame: String) -> [String] {
        match.misses(FieldFrames.named(frame)).map { miss in
            "\(miss.field.name) \(miss.expected), seen \(miss.seen ?? "nothing")"
        }
    }

    @Test("what was asked, by value and by name, and what stands there")
    func words() throws {
        let mac = FieldValue.mac(Station.rightMAC)
        #expect(
            misses(try compare("eth.dst", .equal, mac, text: "h2"), "udp")
                == ["eth.dst == 52:54:00:12:34:57 (h2), seen 02:00:00:00:00:02"])
        #expect(
            misses(try compare("eth.dst", .equal, mac, text: "52-54-00-12-34-57"), "udp")
                == ["eth.dst == 52:54:00:12:34:57, seen 02:00:00:00:00:02"])
        #expect(
            misses(try compare("eth.type", .equal, .number(0x806), text: "0x0806"), "udp")
                == ["eth.type == 0x0806, seen 0x0800"])
        #expect(
            misses(try compare("ip.addr", .equal, .ipv4(.loopback), .ipv4(.broadcast), text: "c[*]"), "udp")
                == ["ip.addr == 127.0.0.1 or 255.255.255.255 (c[*]), seen 10.0.0.1, 10.0.0.2"])
        #expect(
            misses(try compare("ip.ttl", .less, .number(5), text: "5"), "arp request") == ["ip.ttl < 5, seen nothing"])
        #expect(
            misses(.not(try compare("ip.ttl", .equal, .number(64), text: "64")), "udp")
                == ["ip.ttl not == 64, seen 64"])
        #expect(misses(.present(try #require(FrameField.named("arp"))), "udp") == ["arp present, seen nothing"])
        #expect(misses(.not(.present(try #require(FrameField.named("udp")))), "udp") == ["udp absent, seen present"])
        #expect(
            misses(try compare("udp.payload", .equal, .bytes([1]), text: "01"), "udp")
                == ["udp.payload == 01, seen de:ad:be:ef"])
    }

    @Test("all that fail, and of alternatives the nearest")
    func nearest() throws {
        let ttl = try compare("ip.ttl", .equal, .number(1), text: "1")
        let id = try compare("ip.id", .equal, .number(1), text: "1")
        let port = try compare("udp.dstport", .equal, .number(1), text: "1")
        #expect(misses(.all([ttl, id]), "udp") == ["ip.ttl == 1, seen 64", "ip.id == 1, seen 0x1234"])
        #expect(misses(.any([.all([ttl, id]), port]), "udp") == ["udp.dstport == 1, seen 9000"])
        // Not one of both is both not.
        let both = FieldMatch.not(.any([.not(ttl), .not(id)]))
        #expect(misses(both, "udp") == ["ip.ttl == 1, seen 64", "ip.id == 1, seen 0x1234"])
    }

    @Test("a long payload is cut off")
    func longPayload() throws {
        var frame = FieldFrames.named("unknown type")
        frame += [UInt8](repeating: 0x41, count: 100)
        let miss = try compare("data.data", .equal, .bytes([1]), text: "01").misses(frame)
        #expect(miss.first?.seen?.hasSuffix(":41... (104 bytes)") == true)
    }

    @Test("a frame matches where there are no misses, whatever frame and condition")
    func agreement() {
        var random = SplitMix64(seed: 4)
        var held = 0
        for _ in 0..<20_000 {
            let frame = Self.frame(&random)
            let match = Self.match(frame, depth: 4, &random)
            let matches = match.matches(frame)
            #expect(matches == match.misses(frame).isEmpty)
            #expect(FieldMatch.not(match).matches(frame) != matches)
            if matches { held += 1 }
        }
        #expect((5_000...15_000).contains(held))
    }

    /// One of the frames, cut off or changed somewhere.
    private static func frame(_ random: inout SplitMix64) -> [UInt8] {
        var frame = FieldFrames.all.randomElement(using: &random)?.bytes ?? []
        for _ in 0..<Int.random(in: 0...3, using: &random) where !frame.isEmpty {
            frame[Int.random(in: 0..<frame.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
        if Bool.random(using: &random) { frame.removeLast(Int.random(in: 0...frame.count, using: &random)) }
        return frame
    }

    private static func match(_ frame: [UInt8], depth: Int, _ random: inout SplitMix64) -> FieldMatch {
        let parts = (0..<Int.random(in: 0...3, using: &random)).map { _ in
            depth > 0 ? match(frame, depth: depth - 1, &random) : comparison(frame, &random)
        }
        switch Int.random(in: 0..<(depth > 0 ? 5 : 2), using: &random) {
        case 0: return comparison(frame, &random)
        case 1: return .present(FrameField.all.randomElement(using: &random) ?? .frame)
        case 2: return .all(parts)
        case 3: return .any(parts)
        default: return .not(parts.first ?? .all([]))
        }
    }

    /// Often with what stands there.
    private static func comparison(_ frame: [UInt8], _ random: inout SplitMix64) -> FieldMatch {
        let field = FrameField.all.randomElement(using: &random) ?? .frame
        let relations: [FieldMatch.Relation] = [.equal, .notEqual, .less, .atMost, .greater, .atLeast]
        let there = field.values(in: frame)
        let values = Bool.random(using: &random) ? there : [.number(UInt64.random(in: 0...300, using: &random))]
        return .compare(field, relations.randomElement(using: &random) ?? .equal, values, text: "x")
    }
}
