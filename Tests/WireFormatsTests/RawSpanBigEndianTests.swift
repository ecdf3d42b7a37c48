import Testing

@testable import WireFormats

@Suite("big-endian bytes")
struct RawSpanBigEndianTests {
    @Test("integers are read at any offset")
    func load() {
        let input = bytes("00 0102 030405060708 090a")
        let span = input.span.bytes
        #expect(span.bigEndian(UInt16.self, at: 1) == 0x0102)
        #expect(span.bigEndian(UInt32.self, at: 3) == 0x0304_0506)
        #expect(span.bigEndian(UInt64.self, at: 3) == 0x0304_0506_0708_090a)
        #expect(span.byte(at: 10) == 0x0a)
    }

    @Test("what is appended stands in order, and nothing before it changes")
    func append() {
        let tail = bytes("aabbcc")
        let output = written(capacity: 14) { output in
            output.append(bigEndian: UInt16(0x0102))
            output.append(bigEndian: UInt32(0x0304_0506))
            output.append(contentsOf: tail.span.bytes)
            output.append(contentsOf: RawSpan())
            output.append(zeros: 3)
            output.append(contentsOf: tail.span.bytes.extracting(first: 2))
            output.store(bigEndian: 0xffee as UInt16, at: 1)
        }
        #expect(output == bytes("01ffee040506 aabbcc 000000 aabb"))
    }

    @Test("a requirement names what was there")
    func require() {
        #expect(throws: WireError.truncated(needed: 3, available: 2)) {
            let short = bytes("0102")
            try short.span.bytes.require(3)
        }
        #expect(throws: Never.self) {
            let enough = bytes("010203")
            try enough.span.bytes.require(3)
        }
    }

    @Test("appending past the capacity stops the program before it writes")
    func capacity() async {
        await #expect(processExitsWith: .failure) {
            let tail: [UInt8] = [1, 2, 3]
            _ = written(capacity: 2) { $0.append(contentsOf: tail.span.bytes) }
        }
    }
}
