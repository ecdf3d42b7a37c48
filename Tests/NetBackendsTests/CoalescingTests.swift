import Testing

@testable import NetBackends

@Suite("Letting datagrams gather")
struct CoalescingTests {
    private func after(_ looks: [Int]) -> Bool {
        var coalescing = Coalescing()
        for messages in looks { coalescing.note(messages) }
        return coalescing.isWorthwhile
    }

    @Test(
        "a steady stream in handfuls is worth a pause",
        arguments: [
            Array(repeating: 3, count: 8), Array(repeating: 40, count: 8), [1, 1] + Array(repeating: 5, count: 8),
        ])
    func stream(_ looks: [Int]) {
        #expect(after(looks))
    }

    @Test(
        "a ping-pong, a few datagrams now and then, and full batches are not",
        arguments: [
            [], Array(repeating: 1, count: 1000), Array(repeating: 2, count: 1000), Array(repeating: 5, count: 7),
            Array(repeating: 48, count: 100), Array(repeating: [5, 0], count: 100).flatMap { $0 },
        ])
    func notWorthwhile(_ looks: [Int]) {
        #expect(!after(looks))
    }

    @Test("after a pause that brought nothing it waits in epoll, and a single gap does not end a stream")
    func gap() {
        let stream = Array(repeating: 10, count: 16)
        #expect(!after(stream + [0]))
        #expect(after(stream + [0, 10]))
        #expect(!after(stream + Array(repeating: 0, count: 8) + [10]))
    }
}
