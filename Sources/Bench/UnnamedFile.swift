import CBench
import Glibc
import SystemPackage

/// A file that has no name and leaves nothing behind: what a child writes for its parent (memfd_create(2)).
final class UnnamedFile {
    let descriptor: Int32

    init() throws(BenchError) {
        descriptor = cbench_open_unnamed()
        guard descriptor >= 0 else { throw BenchError("memfd_create: \(Errno(rawValue: -descriptor))") }
    }

    deinit { close(descriptor) }

    /// A path by which a child can open it (proc(5)).
    var path: String { "/proc/\(getpid())/fd/\(descriptor)" }

    /// What stands in it, the first 64 KiB.
    var text: String {
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        // SAFETY: the kernel writes no more bytes than the array has.
        let count = unsafe pread(descriptor, &bytes, bytes.count, 0)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    /// Its last lines, as one.
    var lastLines: String { text.split(separator: "\n").suffix(3).joined(separator: "; ") }
}
