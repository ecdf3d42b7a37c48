import Foundation

/// As much of a JSON report as these tests look at, read by another reader than our own writer.
struct Report: Decodable, Equatable {
    let wirework: String
    let verdict: String
    let runs: [Run]

    struct Run: Decodable, Equatable {
        let scenario: String
        let id: String
        let repetition: Int?
        let params: [String: String]
        let skipped: [String]
        let clock: String
        let seed: UInt64
        let verdict: String
        let ended: String
        let fingerprint: String?
        let warnings: [String]
        let flows: [String: Flow]
        let nodes: [String: Node]
        let links: [String: Link]
        let conservation: Conservation
        let rootless: Bool?
        let capture: Capture?
        let record: Record?
    }

    struct Record: Decodable, Equatable {
        let path: String
        let events: Int
    }

    struct Capture: Decodable, Equatable {
        let path: String
        let packets: Int
        let missing: Int
        let zero_ns: Int
        let tunnels: [Tunnel]

        struct Tunnel: Decodable, Equatable {
            let interfaces: [String]
            let tshark: [String]?
        }
    }

    struct Flow: Decodable, Equatable {
        let sent: Int
        let delivered: Int
        let lost: Int
    }

    struct Node: Decodable, Equatable {
        let nics: [NIC]
    }

    struct NIC: Decodable, Equatable {
        let mac: String
    }

    struct Link: Decodable, Equatable {
        let forward: Direction
        let netdev: [String: String]?
    }

    struct Direction: Decodable, Equatable {
        let frames: Int
        let dropped: [String: Int]
    }

    struct Conservation: Decodable, Equatable {
        let sent: Int
        let entered: Int
        let copies: Int
        let delivered: Int
        let left: Int
        let dropped: [String: Int]
        let in_flight: Int
        let untraceable: Int
    }

    init(_ text: String) throws {
        self = try JSONDecoder().decode(Report.self, from: Data(text.utf8))
    }
}
