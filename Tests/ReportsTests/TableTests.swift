import Testing

@testable import Reports

@Suite("Tables")
struct TableTests {
    @Test("a first column of numbers ends below its heading, whatever their width")
    func numbersFirst() {
        var table = Table([.right("at"), .left("what")])
        table.add(["40 ms", "down"])
        table.add(["1.05 s", "over: down"])
        table.add(["0 s", "up"])
        #expect(table.rendered(color: false) == "    at  what\n 40 ms  down\n1.05 s  over: down\n   0 s  up\n")
    }

    @Test("text begins below text, numbers end below numbers, and no line ends in blanks")
    func alignment() {
        var table = Table([.left("name"), .right("n"), .left("note")])
        table.add(["a", "1", ""])
        table.add(["longer", "1000", "x"])
        #expect(table.rendered(color: false) == "name       n  note\na          1\nlonger  1000  x\n")
    }

    @Test("one very long cell moves its own row alone")
    func longCell() {
        let long = String(repeating: "x", count: 200)
        var table = Table([.left("a"), .left("b")])
        table.add([long, "1"])
        table.add(["y", "2"])
        let lines = table.rendered(color: false).split(separator: "\n")
        #expect(lines[1] == "\(long)  1")
        #expect(lines[2].count == 83)
    }

    @Test("a table without rows is its headings")
    func empty() {
        #expect(Table([.left("a"), .right("b")]).rendered(color: false) == "a  b\n")
    }
}
