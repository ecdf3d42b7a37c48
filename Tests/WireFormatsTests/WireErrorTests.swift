import Testing

@testable import WireFormats

@Suite("wire error")
struct WireErrorTests {
    @Test(
        "is readable",
        arguments: [
            (WireError.truncated(needed: 14, available: 3), "truncated: 14 bytes needed, 3 available"),
            (.truncated(needed: 1, available: 0), "truncated: 1 byte needed, 0 available"),
            (.invalid("UDP length", UInt16(7)), "invalid UDP length: 7 (0x7)"),
            (.invalid(field: "x", value: .max), "invalid x: 18446744073709551615 (0xffffffffffffffff)"),
        ])
    func description(_ error: WireError, _ text: String) {
        #expect(error.description == text)
    }
}
