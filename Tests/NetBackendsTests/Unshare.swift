import Glibc
import Testing

/// What a thread can have for itself: flags of <linux/sched.h>, which Glibc does not show.
enum Unshare: Int32 {
    /// `CLONE_FILES`: a table of descriptors, so that no other thread takes or gives back a number.
    case descriptors = 0x0000_0400
    /// `CLONE_NEWNS`: a mount namespace; needs root.
    case mounts = 0x0002_0000
    /// `CLONE_NEWNET`: a network namespace; needs root.
    case network = 0x4000_0000

    /// Takes it from this thread's process (unshare(2)).
    func enter() throws {
        typealias Call = @convention(c) (Int32) -> Int32
        let symbol = try #require(dlsym(nil, "unshare"))
        try #require(unsafeBitCast(symbol, to: Call.self)(rawValue) == 0)
    }
}
