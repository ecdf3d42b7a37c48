import Testing
import WireFormats

@testable import NetCore

@Suite("MAC table")
struct MACTableTests {
    private func address(_ text: String) throws -> MACAddress { try #require(MACAddress(text)) }

    @Test("C12: defaults are 52:54:00:12:34:56 to :fe, then 52:54:00:12:35:00 upwards, and none comes twice")
    func defaults() throws {
        var table = MACTable()
        let given = try (0..<1000).map { _ in try table.claim() }
        #expect(given.prefix(169).map(\.rawValue) == (0x5254_0012_3456...0x5254_0012_34fe).map { UInt64($0) })
        #expect(given[169] == (try address("52:54:00:12:35:00")))
        #expect(Set(given).count == 1000)
    }

    @Test("C12: when all are in use the next is refused, in words, and a freed one is given again")
    func exhausted() throws {
        var table = MACTable(last: 0x5254_0012_3503)
        for _ in 0..<173 { _ = try table.claim() }
        let refusal = #expect(throws: MACTable.Refusal.exhausted) { try table.claim() }
        #expect(refusal?.description == "no default MAC address is left below 52:54:01:00:00:00")
        let own = try address("02:00:00:00:00:01")
        #expect(try table.claim(own) == own)
        table.release(try address("52:54:00:12:35:02"))
        #expect(try table.claim() == address("52:54:00:12:35:02"))
        #expect(throws: MACTable.Refusal.exhausted) { try table.claim() }
    }

    @Test("as QEMU: the 170th and all later ones are :ff")
    func strict() throws {
        var table = MACTable(exhaustion: .asQEMU)
        for _ in 0..<169 { _ = try table.claim() }
        #expect(try table.claim() == address("52:54:00:12:34:ff"))
        #expect(try table.claim() == address("52:54:00:12:34:ff"))
        table.release(try address("52:54:00:12:34:60"))
        #expect(try table.claim() == address("52:54:00:12:34:60"))
    }

    @Test("all zero is unset; an explicit address inside the block is marked used")
    func explicit() throws {
        var table = MACTable()
        #expect(try table.claim(address("52:54:00:12:34:57")) == address("52:54:00:12:34:57"))
        #expect(try table.claim(.zero) == address("52:54:00:12:34:56"))
        #expect(try table.claim() == address("52:54:00:12:34:58"))
        _ = try table.claim(address("52:54:00:12:35:00"))
        for _ in 0..<166 { _ = try table.claim() }
        #expect(try table.claim() == address("52:54:00:12:35:01"), "marked used beyond the block too")
    }

    @Test("freed addresses come back lowest first; two uses need two releases; counts do not go below zero")
    func release() throws {
        var table = MACTable()
        for _ in 0..<5 { _ = try table.claim() }
        let third = try address("52:54:00:12:34:58")
        _ = try table.claim(third)
        #expect(table.uses(of: third) == 2)
        table.release(third)
        #expect(try table.claim() == address("52:54:00:12:34:5b"))
        table.release(third)
        table.release(third)
        table.release(try address("52:54:00:12:34:56"))
        #expect(try table.claim() == address("52:54:00:12:34:56"))
        #expect(try table.claim() == third)
        #expect(try table.claim() == address("52:54:00:12:34:5c"))
    }

    @Test("addresses outside the block are counted, and change no default")
    func outside() throws {
        var table = MACTable()
        let own = try address("02:00:00:00:00:01")
        #expect(try table.claim(own) == own)
        #expect(table.uses(of: own) == 1)
        #expect(try table.claim() == address("52:54:00:12:34:56"))
    }

    @Test("a group address is refused, and says why")
    func group() throws {
        var table = MACTable()
        let multicast = try address("01:00:5e:00:00:01")
        #expect(throws: MACTable.Refusal.group(multicast)) { try table.claim(multicast) }
        #expect(MACTable.Refusal.group(multicast).description.contains("first byte is odd"))
    }
}
