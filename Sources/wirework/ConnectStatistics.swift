import Foundation

/// What `connect --stats json=` writes, as far as the bench reads it.
enum ConnectStatistics {
    /// All system calls of all netdevs: every number that stands under a key `system_calls`, at any depth.
    ///
    /// - Returns: nil if there are none.
    static func systemCalls(in text: String) -> Int? {
        guard let value = try? JSONSerialization.jsonObject(with: Data(text.utf8)) else { return nil }
        let counts = numbers(in: value, isCounted: false)
        return counts.isEmpty ? nil : counts.reduce(0, +)
    }

    private static func numbers(in value: Any, isCounted: Bool) -> [Int] {
        switch value {
        case let members as [String: Any]:
            members.flatMap { numbers(in: $0.value, isCounted: isCounted || $0.key == "system_calls") }
        case let elements as [Any]: elements.flatMap { numbers(in: $0, isCounted: isCounted) }
        case let number as NSNumber: isCounted ? [number.intValue] : []
        default: []
        }
    }
}
