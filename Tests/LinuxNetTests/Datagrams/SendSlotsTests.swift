import LinuxNet
import SystemPackage
import Testing

@Suite("send slots")
struct SendSlotsTests {
    /// What the first datagrams are, headers and payloads, as the kernel would get them.
    private func sent(_ count: Int, of slots: SendSlots) -> [[UInt8]] {
        var sender = DatagramSender(to: nil, kernel: ScriptedKernel([.taken(count)], segmentLimit: 0))
        _ = sender.send(0..<count, of: slots, on: FileDescriptor(rawValue: -1))
        return sender.kernel.sends.first?.map(\.bytes) ?? []
    }

    @Test("a template's bytes stand in each slot, and a patch stays until another template comes")
    func templates() {
        let slots = SendSlots()
        let payload: [UInt8] = [9]
        let first = HeaderTemplate(([1, 2, 3, 4] as [UInt8]).span.bytes)
        let second = HeaderTemplate(([5, 6] as [UInt8]).span.bytes)
        payload.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            func stage() {
                for index in 0..<2 { slots.stage(index, payload: start, byteCount: 1) }
            }
            slots.prepare(2, with: first)
            stage()
            var header = slots.header(at: 1)
            header.storeBytes(of: 7, toByteOffset: 3, as: UInt8.self)
            #expect(sent(2, of: slots) == [[1, 2, 3, 4, 9], [1, 2, 3, 7, 9]])
            slots.prepare(2, with: first)
            #expect(sent(2, of: slots) == [[1, 2, 3, 4, 9], [1, 2, 3, 7, 9]])
            slots.prepare(1, with: second)
            slots.prepare(2, with: second)
            stage()
            #expect(sent(2, of: slots) == [[5, 6, 9], [5, 6, 9]])
            slots.prepare(2, with: first)
            stage()
            #expect(sent(2, of: slots) == [[1, 2, 3, 4, 9], [1, 2, 3, 4, 9]])
        }
    }

    @Test("equal bytes do not make two templates one")
    func identity() {
        let slots = SendSlots()
        let bytes: [UInt8] = [1, 2]
        slots.prepare(1, with: HeaderTemplate(bytes.span.bytes))
        var header = slots.header(at: 0)
        header.storeBytes(of: 9, toByteOffset: 0, as: UInt8.self)
        slots.prepare(1, with: HeaderTemplate(bytes.span.bytes))
        let fresh = slots.header(at: 0)
        let first = fresh.bytes.unsafeLoad(as: UInt8.self)
        #expect(first == 1)
    }

    @Test("a header may be as long as its limit, in every slot, or not be there", arguments: [0, 1, 16, 17, 288])
    func headerSizes(byteCount: Int) {
        let slots = SendSlots()
        let bytes = [UInt8](repeating: 0xab, count: byteCount)
        slots.prepare(SendSlots.datagramLimit, with: HeaderTemplate(bytes.span.bytes))
        let payload: [UInt8] = [1, 2, 3]
        payload.withUnsafeBytes { payload in
            guard let start = payload.baseAddress else { return }
            for index in 0..<SendSlots.datagramLimit { slots.stage(index, payload: start, byteCount: 3) }
            let datagrams = sent(SendSlots.datagramLimit, of: slots)
            #expect(datagrams.count == SendSlots.datagramLimit)
            #expect(datagrams.allSatisfy { $0 == bytes + [1, 2, 3] })
        }
        let last = slots.header(at: SendSlots.datagramLimit - 1)
        let lastByteCount = last.byteCount
        #expect(lastByteCount == byteCount)
    }
}
