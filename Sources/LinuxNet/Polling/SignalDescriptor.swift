import CLinuxNet
import Glibc
import SystemPackage

/// Signals as readable events; what was blocked for it is unblocked when the owner goes.
///
/// The corresponding C functions are `pthread_sigmask(3)` and `signalfd(2)`.
struct SignalDescriptor: ~Copyable {
    private let signals: OwnedDescriptor
    private var blockedHere: sigset_t

    init(_ numbers: [Int32]) throws(Errno) {
        var watched = sigset_t()
        var former = sigset_t()
        var added = sigset_t()
        // SAFETY: each call reads or writes the sets while it runs.
        unsafe sigemptyset(&watched)
        unsafe sigemptyset(&added)
        for number in numbers {
            _ = try retryingOnInterrupt { unsafe sigaddset(&watched, number) }
        }
        // The descriptor comes first: when it fails, no mask was touched.
        signals = OwnedDescriptor(
            owning: try retryingOnInterrupt { unsafe signalfd(-1, &watched, clinuxnet_SFD_FLAGS) })
        // Fails only for a `how` it does not know.
        unsafe pthread_sigmask(SIG_BLOCK, &watched, &former)
        for number in numbers where unsafe sigismember(&former, number) == 0 {
            unsafe sigaddset(&added, number)
        }
        blockedHere = added
    }

    var rawValue: Int32 { signals.descriptor.rawValue }

    /// Takes the next pending signal, if there is one.
    func next() throws(Errno) -> Int32? {
        var information = signalfd_siginfo()
        let byteCount = MemoryLayout<signalfd_siginfo>.size
        let descriptor = rawValue
        // SAFETY: the structure has the size given, and any bytes are one.
        let result = try nonBlocking { unsafe read(descriptor, &information, byteCount) }
        return result == .done(byteCount) ? Int32(bitPattern: information.ssi_signo) : nil
    }

    deinit {
        // Not the whole former mask: others may have changed their part of it since.
        var mask = blockedHere
        // SAFETY: the set is read while the call runs.
        unsafe pthread_sigmask(SIG_UNBLOCK, &mask, nil)
    }
}
