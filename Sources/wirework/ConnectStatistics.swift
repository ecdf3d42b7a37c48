import Foundation

/// What `connect --stats json=` writes, as far as the bench reads it.
struct ConnectStatistics: Decodable {
    private struct Netdev: Decodable {
        let system_calls: [String: Int]
    }

    private let netdevs: [Netdev]

    /// All system calls of all netdevs; nil if the text says nothing of them.
    static func systemCalls(in text: String) -> Int? {
        let statistics = try? JSONDecoder().decode(Self.self, from: Data(text.utf8))
        return statistics?.netdevs.flatMap(\.system_calls.values).reduce(0, +)
    }
}
