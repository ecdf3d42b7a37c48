import Glibc

/// A file that a command writes: a report, counters, a capture.
///
/// It is opened before the run, since a mistyped path should not cost one, and keeps what it held until there is
/// something to replace it. One that was made here goes again if nothing comes of it.
final class OutputFile {
    private let path: String
    /// Nil once it was handed over.
    private var descriptor: Int32?
    /// Whether it was not there before, and nothing has come for it yet.
    private var isUnwanted: Bool

    init(_ path: String) throws(FileError) {
        self.path = path
        // Whether it was made here is known only from a call that refuses what is there (open(2), O_EXCL).
        if let made = try? FileContents.open(path, O_WRONLY | O_CREAT | O_EXCL) {
            descriptor = made
            isUnwanted = true
        } else {
            descriptor = try FileContents.open(path, O_WRONLY | O_CREAT)
            isUnwanted = false
        }
    }

    deinit {
        if let descriptor { close(descriptor) }
        // SAFETY: the path is NUL-terminated for the call.
        if isUnwanted { _ = unsafe unlink(path) }
    }

    /// Empties the file and gives its descriptor away, to be written and closed by somebody else; only once.
    func handOver() throws(FileError) -> Int32 {
        let emptied = try emptied()
        descriptor = nil
        return emptied
    }

    /// Replaces what the file holds.
    func replaceContents(with text: String) throws(FileError) { try replaceContents(with: Array(text.utf8)) }

    /// Replaces what the file holds.
    func replaceContents(with bytes: [UInt8]) throws(FileError) {
        let failure = FileContents.write(bytes, to: try emptied())
        guard failure == 0 else { throw FileError(path: path, number: failure) }
    }

    private func emptied() throws(FileError) -> Int32 {
        guard let descriptor else { throw FileError(path: path, number: EBADF) }
        // A pipe or a device has no length: EINVAL is as good as done.
        if ftruncate(descriptor, 0) != 0, errno != EINVAL { throw FileError(path: path, number: errno) }
        isUnwanted = false
        return descriptor
    }
}
