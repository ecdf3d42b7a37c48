import Glibc

/// A file that a report goes to.
///
/// It is opened before the run, since a mistyped path should not cost one, and keeps what it held until there is
/// something to replace it.
final class ReportFile {
    private let path: String
    private let descriptor: Int32

    init(_ path: String) throws(FileError) {
        self.path = path
        descriptor = try FileContents.open(path, O_WRONLY | O_CREAT)
    }

    deinit {
        close(descriptor)
    }

    /// Replaces what the file holds.
    func replaceContents(with text: String) throws(FileError) {
        // A pipe or a device has no length: EINVAL is as good as done.
        if ftruncate(descriptor, 0) != 0, errno != EINVAL { throw FileError(path: path, number: errno) }
        let failure = FileContents.write(text, to: descriptor)
        guard failure == 0 else { throw FileError(path: path, number: failure) }
    }
}
