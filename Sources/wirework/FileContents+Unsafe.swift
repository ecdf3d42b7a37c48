import Glibc
import ScenarioFile
import SystemPackage

/// Whole files, and the calls for them.
enum FileContents {
    /// No scenario is longer; a device without an end must not fill the memory.
    private static let limit = 64 << 20
    private static let chunk = 1 << 16

    /// The bytes of a file; a pipe will do.
    static func read(_ path: String) throws(FileError) -> [UInt8] {
        let descriptor = try open(path, O_RDONLY)
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: chunk)
        while true {
            // SAFETY: the buffer is `chunk` bytes, and the kernel keeps nothing of it.
            let count = retryingOnInterrupt { unsafe Glibc.read(descriptor, &buffer, chunk) }
            guard count >= 0 else { throw FileError(path: path, number: errno) }
            guard count > 0 else { return bytes }
            guard bytes.count + count <= limit else { throw FileError(path: path, number: EFBIG) }
            bytes += buffer[..<count]
        }
    }

    /// The bytes of a file that a scenario names.
    @Sendable
    static func readBeside(_ path: String) throws(UnreadableFile) -> [UInt8] {
        do throws(FileError) {
            return try read(path)
        } catch {
            throw UnreadableFile(reason: "\(Errno(rawValue: error.number))", isMissing: error.number == ENOENT)
        }
    }

    /// Opens a file (open(2)), not to be inherited; one that it creates has the permissions of the umask.
    static func open(_ path: String, _ flags: Int32) throws(FileError) -> Int32 {
        // SAFETY: the path is copied by the kernel before the call returns.
        let descriptor = retryingOnInterrupt { unsafe Glibc.open(path, flags | O_CLOEXEC, 0o666) }
        guard descriptor >= 0 else { throw FileError(path: path, number: errno) }
        return descriptor
    }

    /// Makes a folder unless something of that name is there (mkdir(2)).
    static func makeFolder(_ path: String) {
        // SAFETY: the path is copied by the kernel before the call returns.
        _ = unsafe mkdir(path, 0o777)
    }

    /// Writes all bytes of a text.
    ///
    /// - Returns: 0, or the errno(3) of the write that was refused.
    static func write(_ text: String, to descriptor: Int32) -> Int32 { write(Array(text.utf8), to: descriptor) }

    /// Writes all bytes.
    ///
    /// - Returns: 0, or the errno(3) of the write that was refused.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
        // SAFETY: what remains is a part of the array, which outlives the calls.
        unsafe bytes.withUnsafeBytes { all in
            var written = 0
            while written < all.count {
                let count = retryingOnInterrupt {
                    unsafe Glibc.write(descriptor, all.baseAddress.map { unsafe $0 + written }, all.count - written)
                }
                if count < 0 { return errno }
                written += count
            }
            return 0
        }
    }
}

/// signal(7): a call that was interrupted before it did anything is made again.
private func retryingOnInterrupt<Count: FixedWidthInteger & SignedInteger>(_ call: () -> Count) -> Count {
    while true {
        let result = call()
        if result >= 0 || errno != EINTR { return result }
    }
}
