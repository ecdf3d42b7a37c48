import Glibc

/// A file that the kernel refused, in the words of errno(3).
struct FileError: Error, CustomStringConvertible {
    let path: String
    let number: Int32

    var description: String {
        // SAFETY: strerror(3) returns a string that stands until its next call, and is copied here; there is one thread.
        let reason = unsafe strerror(number).map { unsafe String(cString: $0) }
        return "\(path): \(reason ?? "error \(number)")"
    }
}
