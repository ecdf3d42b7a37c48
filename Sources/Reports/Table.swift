/// Rows with aligned columns, below a line of headings.
package struct Table {
    /// A heading, and which side its cells stand on.
    package struct Column {
        let heading: String
        let isRight: Bool

        /// Cells begin below each other: text.
        package static func left(_ heading: String) -> Column { Column(heading: heading, isRight: false) }
        /// Cells end below each other: numbers.
        package static func right(_ heading: String) -> Column { Column(heading: heading, isRight: true) }
    }

    private struct Row {
        let cells: [String]
        /// Of the first cell.
        let style: StyledText.Style
        /// Lines that belong to the row.
        let below: [String]
    }

    /// A cell longer than this pushes what follows in its own row alone, so that one long line does not tear all
    /// others apart.
    private static let widestPadding = 80

    private let columns: [Column]
    private var rows: [Row] = []

    /// A table without rows.
    package init(_ columns: [Column]) { self.columns = columns }

    /// Adds a row: one cell for each column.
    package mutating func add(_ cells: [String]) {
        add(cells, style: .plain, below: [])
    }

    /// The table as text, each line with a line break at its end.
    package func rendered(color: Bool) -> String {
        lines.map { $0.rendered(color: color) + "\n" }.joined()
    }

    /// Adds a row.
    ///
    /// - Parameters:
    ///   - cells: One for each column.
    ///   - style: Of the first cell.
    ///   - below: Lines that stand indented below the row.
    mutating func add(_ cells: [String], style: StyledText.Style, below: [String]) {
        rows.append(Row(cells: cells.map(StyledText.printable), style: style, below: below))
    }

    /// Headings and rows.
    var lines: [StyledLine] {
        let widths = columns.indices.map { index in
            let widest = rows.map { $0.cells[index].count }.max() ?? 0
            return max(columns[index].heading.count, min(widest, Self.widestPadding))
        }
        let headings: StyledLine = [StyledText(line(columns.map(\.heading), widths), .heading)]
        return rows.reduce(into: [headings]) { lines, row in
            let text = line(row.cells, widths)
            let first = row.cells.first ?? ""
            let indent = columns.first?.isRight == true ? max(0, (widths.first ?? 0) - first.count) : 0
            lines.append([
                .plain(String(text.prefix(indent))), StyledText(first, row.style),
                .plain(String(text.dropFirst(indent + first.count))),
            ])
            lines += row.below.map { [.plain("        \($0)")] }
        }
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        let padded = zip(zip(columns, widths), cells).map { layout, cell in
            let space = String(repeating: " ", count: max(0, layout.1 - cell.count))
            return layout.0.isRight ? space + cell : cell + space
        }
        let text = padded.joined(separator: "  ")
        return String(text.prefix(through: text.lastIndex { $0 != " " } ?? text.startIndex))
    }
}
