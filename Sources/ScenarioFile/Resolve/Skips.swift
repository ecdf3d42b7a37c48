/// What `when` took out of a file, by name: what names it is taken out too.
final class Skips {
    private var reasons: [String: String] = [:]
    /// In order, each with its reason: `link tunnel: node h3 is skipped`.
    private(set) var texts: [String] = []

    /// Takes something out.
    ///
    /// - Parameters:
    ///   - what: `node`, `link`, `flow`, `timeline entry`, `expectation`.
    ///   - name: its name, or for an expectation its text.
    ///   - reason: `when have(qemu)`, or `node h3 is skipped`.
    func skip(_ what: String, _ name: String, because reason: String) {
        texts.append("\(what) \(name): \(reason)")
        reasons[name] = reasons[name] ?? "\(what) \(name) is skipped"
    }

    /// Why something that names this has to go too; nil: the name is not one of what was taken out.
    func reason(of name: String) -> String? { reasons[name] }

    /// Why something that names all of these has to go too; nil: none of them was taken out.
    func reason(ofAny names: [String]) -> String? { names.lazy.compactMap { self.reasons[$0] }.first }
}
