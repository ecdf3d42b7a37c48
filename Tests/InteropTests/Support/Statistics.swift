import Foundation

/// As much of `wirework connect --stats json=PATH` as these tests look at, read by another reader than our own writer.
struct Statistics: Decodable {
    let via: String
    let ended: String?
    let signal: Int32?
    /// In the order of the command line: the station's first.
    let netdevs: [Netdev]
    let conservation: Conservation
    let faults: [String]

    struct Netdev: Decodable {
        /// From the network into the lab.
        let received: Traffic
        /// From the lab to the network.
        let sent: Traffic
        let dropped: [String: Int]
        let queued: Int
    }

    struct Traffic: Decodable {
        let frames: Int
        let bytes: Int
    }

    struct Conservation: Decodable {
        let entered: Int
        let copies: Int
        let left: Int
        let dropped: [String: Int]
        let in_flight: Int

        /// What came in or was made, less what became of it: 0.
        var difference: Int { entered + copies - left - in_flight - dropped.values.reduce(0, +) }
    }

    init(at path: String) throws {
        self = try JSONDecoder().decode(Statistics.self, from: Data(contentsOf: URL(filePath: path)))
    }
}
