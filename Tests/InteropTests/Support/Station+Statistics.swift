import Foundation
import Glibc
import TestSupport
import Testing

extension Station {
    /// The next frame, or nil if none comes.
    func nextFrame() throws -> [UInt8]? {
        var frame = [UInt8](repeating: 0, count: Self.bufferByteCount)
        guard !Station.wait(for: [self], blocked: [false], milliseconds: 5000).isEmpty else { return nil }
        return try frame.withUnsafeMutableBytes { try receive(into: $0) }.map { Array(frame.prefix($0)) }
    }

    /// Ends the program, and gives what it counted.
    func statistics(at path: String) throws -> ConnectStatistics {
        #expect(program.finish(with: SIGTERM) == .status(0), "\(account)")
        try drain()
        let statistics = try ConnectStatistics(String(contentsOfFile: path, encoding: .utf8))
        #expect(statistics.faults == [])
        #expect(statistics.conservation.difference == 0)
        return statistics
    }
}
