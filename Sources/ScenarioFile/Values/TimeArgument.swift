/// Times on the command line, written as in a scenario file.
package enum TimeArgument {
    /// Reads a time that has to pass.
    ///
    /// - Parameters:
    ///   - text: The time, such as `10s`.
    ///   - option: The option whose value it is, as messages name it.
    /// - Returns: Nanoseconds, more than 0, or what is wrong.
    package static func read(_ text: String, of option: String) -> Result<Int64, InvalidArguments> {
        do throws(ValueError) {
            let nanoseconds = try TimeValue.parse(text)
            guard nanoseconds > 0 else { throw ValueError("a time longer than 0 is needed, found `\(text)`") }
            return .success(nanoseconds)
        } catch {
            let diagnostic = Diagnostic.argument(
                option, error.message, suggestion: error.suggestion, notes: error.notes)
            return .failure(InvalidArguments(diagnostics: [diagnostic]))
        }
    }
}
