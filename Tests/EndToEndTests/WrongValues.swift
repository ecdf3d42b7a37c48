import Testing

@testable import NetdevOptions

/// The ways in which the value of one key can be wrong by itself.
struct WrongValues: Sendable, CustomTestStringConvertible {
    private let key: NetdevKey
    private let type: NetdevType

    init(of key: NetdevKey, in type: NetdevType) {
        self.key = key
        self.type = type
    }

    var testDescription: String { "\(type.name) \(key.name)" }

    /// Options with this key, as they are written.
    var items: [String] {
        let bare = key.kind == .flag ? [] : [key.name]
        return bare + ([""] + values).map { "\(key.name)=\($0)" }
    }

    private var values: [String] {
        switch key.kind {
        case .text: []
        case .host: ["300.1.1.1", "[::1]", "127.0.0.1:5000", "1:2:3", "a b"]
        case .socketPath: [String(repeating: "x", count: 108)]
        case .descriptor: ["x", "2147483648", "010"]
        case .identifier: ["1a"]
        case .flag: ["maybe", "1", "of"]
        case .integer(let range):
            ["x", "010", "18446744073709551616"]
                + (range.upperBound < .max ? ["\(range.upperBound + 1)"] : [])
                + (range.lowerBound > 0 ? ["\(range.lowerBound - 1)"] : [])
        case .port(let range): ["http", "65536", "080", "80x"] + (range.lowerBound > 0 ? ["0"] : [])
        case .mode: ["0780", "1000", "rwx"]
        case .choice(let words): ["wibble", words[0] + "x"] + key.refusedWords.map(\.name)
        }
    }

    /// What is said about the value; nil if nothing is.
    func error(for item: String) -> OptionError? {
        do throws(OptionError) {
            let tree = try OptionTree(parsing: "\(type.name),\(item)")
            do throws(InvalidOptions) {
                _ = try NetdevSpecification.read(tree)
                return nil
            } catch {
                return error.errors.first { $0.message.hasPrefix("\(key.name): ") }
            }
        } catch {
            return nil
        }
    }
}
