/// Two values with `..` between them: `5..10`, `0%..10%`.
enum ValueEnds {
    /// Both ends, in the order in which they stand; nil for a text without `..`.
    static func parse<Value>(
        _ text: String, value: (String) throws(ValueError) -> Value
    ) throws(ValueError) -> (first: Value, last: Value)? {
        guard let dots = text.firstRange(of: "..") else { return nil }
        let first = try part(of: text, at: text.startIndex..<dots.lowerBound, value: value)
        return (first, try part(of: text, at: dots.upperBound..<text.endIndex, value: value))
    }

    /// The unit that one of the ends has, where the other may have left it out: `1..5ms`.
    static func unit(of text: String) -> String? {
        guard let dots = text.firstRange(of: "..") else { return nil }
        let ends = [text[..<dots.lowerBound], text[dots.upperBound...]]
        return ends.compactMap { try? Measure(String($0)).unit }.first { !$0.isEmpty }
    }

    /// A part of a text as a value; its errors are shown at its place, and suggest the whole text.
    static func part<Value>(
        of text: String, at range: Range<String.Index>, value: (String) throws(ValueError) -> Value
    ) throws(ValueError) -> Value {
        do throws(ValueError) {
            return try value(String(text[range]))
        } catch {
            throw placed(error, in: text, at: range)
        }
    }

    private static func placed(_ error: ValueError, in text: String, at range: Range<String.Index>) -> ValueError {
        var error = error
        let scalars = text.unicodeScalars
        let start = scalars.distance(from: scalars.startIndex, to: range.lowerBound)
        let part = error.part ?? 0..<scalars.distance(from: range.lowerBound, to: range.upperBound)
        // Where nothing stands, the whole shows what is missing.
        error.part = part.isEmpty ? nil : start + part.lowerBound..<start + part.upperBound
        error.suggestion = error.suggestion.map { text[..<range.lowerBound] + $0 + text[range.upperBound...] }
        return error
    }
}
