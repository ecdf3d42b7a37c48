import Foundation
import Testing

/// An end of a wire that listens, and is there before its client is opened.
struct ListeningEnd {
    enum Side { case left, right }
    enum Place {
        case tcp(UInt16)
        case unix(String)
    }

    let side: Side
    let place: Place

    /// Waits until it listens.
    func wait(for stations: [Station]) throws {
        let listens = eventually {
            isThere || stations.contains { $0.program.poll() != nil }
        }
        try #require(listens && isThere, "nobody listens: \(stations.map(\.account).joined())")
    }

    /// What the kernel tells of listeners, so that none of them sees a client (proc(5)).
    private var isThere: Bool {
        switch place {
        case .unix(let path): FileManager.default.fileExists(atPath: path)
        case .tcp(let port):
            ["/proc/self/net/tcp", "/proc/self/net/tcp6"].contains { file in
                let text = String(decoding: FileManager.default.contents(atPath: file) ?? Data(), as: UTF8.self)
                let local = String(format: ":%04X", port)
                return text.split(separator: "\n").contains { line in
                    let fields = line.split(separator: " ")
                    // local_address and st; 0A is LISTEN.
                    return fields.count > 3 && fields[1].hasSuffix(local) && fields[3] == "0A"
                }
            }
        }
    }
}

extension NetdevPair {
    /// Opens the right end by itself, and waits until it listens, if it does.
    ///
    /// QEMU 7.2 ends with a signal if a stream server is sent a frame before it listens.
    func openRight(_ program: Program = .qemu) throws -> Station {
        let station = try program.open(right)
        if opensFirst?.side == .right { try opensFirst?.wait(for: [station]) }
        return station
    }
}
