import Glibc

/// What a thread can have for itself: flags of <linux/sched.h>, which Glibc does not show.
public enum Unshare: Int32 {
    /// `CLONE_FILES`: a table of descriptors, so that no other thread takes or gives back a number.
    case descriptors = 0x0000_0400
    /// `CLONE_NEWNS`: a table of mounts; needs root.
    case mounts = 0x0002_0000
    /// `CLONE_NEWNET`: a network namespace; needs root.
    case network = 0x4000_0000

    /// Takes it from this thread's process (unshare(2)).
    public func enter() throws {
        typealias Call = @convention(c) (Int32) -> Int32
        guard let symbol = dlsym(nil, "unshare"), unsafeBitCast(symbol, to: Call.self)(rawValue) == 0 else {
            throw NamespaceFailure("unshare \(self): \(String(cString: strerror(errno)))")
        }
    }
}

/// What a test could not have for itself.
public struct NamespaceFailure: Error, CustomStringConvertible {
    /// What was tried, and why it failed.
    public let description: String

    init(_ description: String) { self.description = description }
}
