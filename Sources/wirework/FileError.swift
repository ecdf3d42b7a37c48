import SystemPackage

/// A file that the kernel refused, in the words of errno(3).
struct FileError: Error, CustomStringConvertible {
    let path: String
    let number: Int32

    var description: String { "\(path): \(Errno(rawValue: number))" }
}
