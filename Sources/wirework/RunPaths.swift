import Glibc
import Lab
import SystemPackage

/// `--capture PATH`, `--record PATH`: where runs write what they capture or record.
///
/// One run writes to the path as it stands, several to one file each, with the run's id, and the number of a repetition, before
/// the extension: `out.pcapng`, `out.name-size=64.pcapng` and `out.name-size=64-3.pcapng`.
struct RunPaths {
    private let path: String
    private let isShared: Bool
    private var used: Set<String> = []

    /// - Parameters:
    ///   - path: As given; `-` is standard output.
    ///   - isShared: Whether there are several runs.
    init(_ path: String, isShared: Bool) {
        self.path = path
        self.isShared = isShared
    }

    /// Where a run writes; asked for each run, in their order.
    mutating func path(for run: PlannedRun) -> String {
        guard isShared, path != "-" else { return path }
        return path(forRun: run.repetition.map { "\(run.scenario.id)#\($0)" } ?? run.scenario.id)
    }

    /// Runs of two files may have one id.
    private mutating func path(forRun id: String) -> String {
        let name = Self.fileName(id)
        var number = 1
        while true {
            let path = Self.insert(number == 1 ? name : "\(name)-\(number)", into: path)
            if used.insert(path).inserted { return path }
            number += 1
        }
    }

    /// An id without what shells and file systems take for their own: `name[size=64,udp=on]` is `name-size=64,udp=on`.
    static func fileName(_ id: String) -> String {
        var name = String.UnicodeScalarView()
        for scalar in id.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "_", ".", "=", ",", "+": name.append(scalar)
            default: if name.last != "-" { name.append("-") }
            }
        }
        while name.last == "-" { name.removeLast() }
        return String(name)
    }

    /// Puts a part before the extension of a path's last component.
    static func insert(_ part: String, into path: String) -> String {
        let start = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        guard let dot = path[start...].lastIndex(of: "."), dot > start else { return "\(path).\(part)" }
        return "\(path[..<dot]).\(part)\(path[dot...])"
    }
}

extension CaptureTarget {
    /// A file of a run, opened before the run: a mistyped path should not cost one.
    ///
    /// - Parameter path: `-` is standard output.
    init(opening path: String) throws(FileError) {
        if path == "-" {
            self.init(path: path) { (FileDescriptor(rawValue: STDOUT_FILENO), false) }
            return
        }
        let file = try OutputFile(path)
        self.init(path: path) { (FileDescriptor(rawValue: try file.handOver()), true) }
    }
}
