/// The rows of a table by what stands in them, so that each of many patterns is found without looking at every row.
struct RowIndex {
    private struct Cell: Hashable {
        let column: Int
        let key: ConditionValue.Key
    }

    /// Which rows have a cell: a bit for each row.
    private var rows: [Cell: [UInt64]] = [:]
    private var taken: [UInt64]

    private static let bits = UInt64.bitWidth

    init(_ keys: [[ConditionValue.Key]]) {
        taken = Array(repeating: 0, count: (keys.count + Self.bits - 1) / Self.bits)
        let none = taken
        for (number, row) in keys.enumerated() {
            for (column, key) in row.enumerated() {
                let cell = Cell(column: column, key: key)
                rows[cell, default: none][number / Self.bits] |=
                    1 << (number % Self.bits)
            }
        }
    }

    /// Takes out the rows that have all of these cells; none for no cells.
    mutating func take(_ cells: [(column: Int, key: ConditionValue.Key)]) {
        guard let first = cells.first, var found = rows[Cell(column: first.column, key: first.key)] else { return }
        for cell in cells.dropFirst() {
            guard let other = rows[Cell(column: cell.column, key: cell.key)] else { return }
            for word in found.indices { found[word] &= other[word] }
        }
        for word in found.indices { taken[word] |= found[word] }
    }

    /// Whether a row was taken out.
    func isTaken(_ row: Int) -> Bool { taken[row / Self.bits] & 1 << (row % Self.bits) != 0 }
}

/// Texts with their keys, each of which is made once.
struct KeyMemo {
    private var keys: [String: ConditionValue.Key] = [:]

    mutating func key(_ text: String) -> ConditionValue.Key {
        if let key = keys[text] { return key }
        let key = ConditionValue.Key(text)
        keys[text] = key
        return key
    }

    mutating func keys(_ row: RunTable.Row) -> [ConditionValue.Key] { row.map { key($0.value) } }
}
