import Foundation

/// As much of what `connect --stats json=` says as these tests look at, read by another reader than our own writer.
struct ConnectStats: Decodable {
    let via: String
    let ended: String
    let signal: Int?
    let netdevs: [Netdev]
    let conservation: Conservation

    struct Netdev: Decodable {
        let name: String
        let received: Traffic
        let sent: Traffic
        let dropped: [String: Int]
    }

    struct Traffic: Decodable, Equatable {
        let frames: Int
        let bytes: Int
    }

    struct Conservation: Decodable {
        let entered: Int
        let left: Int
        let copies: Int
        let dropped: [String: Int]
        let inFlight: Int

        /// What came in and was made of it is what went out, ended, or waits.
        var holds: Bool { entered + copies == left + dropped.values.reduce(0, +) + inFlight }
    }

    init(_ json: String) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        self = try decoder.decode(Self.self, from: Data(json.utf8))
    }
}
