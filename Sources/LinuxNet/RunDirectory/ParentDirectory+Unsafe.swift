import Glibc
import SystemPackage

/// `wirework-UID`, which holds the directories of a user's runs: opened once, then everything is relative to it.
final class ParentDirectory {
    let path: String
    private let owned: OwnedDescriptor
    private let base: OwnedDescriptor
    private let name: String
    private static let depthLimit = 8
    private static let tries = 64

    /// Opens it.
    ///
    /// - Parameters:
    ///   - candidate: What it stands in: this user's, or root's, as /tmp is.
    ///   - isMade: Whether to make it if it is not there.
    init(in candidate: String, isMade: Bool) throws(RunDirectoryError) {
        let user = geteuid()
        name = "wirework-\(user)"
        path = candidate == "/" ? "/\(name)" : "\(candidate)/\(name)"
        do throws(Errno) {
            // SAFETY (all calls of this type): paths are NUL-terminated, structures are written during the call.
            base = OwnedDescriptor(
                owning: try retryingOnInterrupt { unsafe Glibc.open(candidate, O_RDONLY | O_DIRECTORY | O_CLOEXEC) })
        } catch {
            throw RunDirectoryError(path: candidate, reason: "\(error)")
        }
        guard let facts = Self.facts(of: base.descriptor), facts.st_uid == user || facts.st_uid == 0 else {
            throw RunDirectoryError(path: candidate, reason: "it belongs to somebody else")
        }
        // Sockets are bound by path: without the sticky bit others could put a directory of theirs in its place.
        guard facts.st_mode & 0o022 == 0 || facts.st_mode & S_ISVTX != 0 else {
            throw RunDirectoryError(path: candidate, reason: "others may rename what is in it: it has no sticky bit")
        }
        do throws(Errno) {
            owned = try Self.entered(name, in: base.descriptor, isMade: isMade)
        } catch {
            throw RunDirectoryError(path: path, reason: "\(error)")
        }
        guard let own = Self.facts(of: owned.descriptor), own.st_uid == user, own.st_mode & 0o077 == 0 else {
            throw RunDirectoryError(path: path, reason: "it belongs to somebody else, or others may enter it")
        }
    }

    /// Opens the directory, made if need be; another run may remove it in between, when it was empty.
    private static func entered(
        _ name: String, in base: FileDescriptor, isMade: Bool
    ) throws(Errno) -> OwnedDescriptor {
        for _ in 0..<(isMade ? tries : 0) {
            _ = try makeDirectory(name, in: base)
            do throws(Errno) {
                return try open(name, in: base)
            } catch .noSuchFileOrDirectory {
                continue
            }
        }
        return try open(name, in: base)
    }

    // MARK: Locks

    /// Runs something while no other run enters or sweeps.
    ///
    /// - Returns: nil if it could not be locked.
    func locked<Result: ~Copyable>(_ body: () -> Result) -> Result? {
        guard setLock(LOCK_EX) else { return nil }
        defer { _ = setLock(LOCK_UN) }
        return body()
    }

    /// As ``locked(_:)``, for what may fail.
    func lockedThrowing<Result: ~Copyable, Failure: Error>(
        _ body: () throws(Failure) -> Result?
    ) throws(Failure) -> Result? {
        guard setLock(LOCK_EX) else { return nil }
        defer { _ = setLock(LOCK_UN) }
        return try body()
    }

    private func setLock(_ operation: Int32) -> Bool { (try? applyLock(operation, to: owned.descriptor)) != nil }

    /// Makes the lock of a run, and holds it.
    func makeLock(in name: String) throws(Errno) -> OwnedDescriptor {
        let directory = try Self.open(name, in: owned.descriptor)
        let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let lock = OwnedDescriptor(
            owning: try retryingOnInterrupt {
                unsafe openat(directory.descriptor.rawValue, RunDirectory.lockName, flags, 0o600)
            })
        try applyLock(LOCK_EX | LOCK_NB, to: lock.descriptor)
        return lock
    }

    /// Whether a run is alive: its lock cannot be had.
    func isHeld(_ name: String) -> Bool {
        do throws(Errno) {
            let directory = try Self.open(name, in: owned.descriptor)
            let lock = OwnedDescriptor(
                owning: try retryingOnInterrupt {
                    unsafe openat(
                        directory.descriptor.rawValue, RunDirectory.lockName, O_RDWR | O_NOFOLLOW | O_CLOEXEC)
                })
            try applyLock(LOCK_EX | LOCK_NB, to: lock.descriptor)
            return false
        } catch {
            // Without a lock it is one that died on its way in or out.
            return error != .noSuchFileOrDirectory
        }
    }

    // MARK: Entries

    /// Makes a directory for this user alone; false if there is one.
    func makeDirectory(_ name: String) throws(Errno) -> Bool { try Self.makeDirectory(name, in: owned.descriptor) }

    private static func makeDirectory(_ name: String, in parent: FileDescriptor) throws(Errno) -> Bool {
        do throws(Errno) {
            _ = try retryingOnInterrupt { unsafe mkdirat(parent.rawValue, name, 0o700) }
            return true
        } catch .fileExists {
            return false
        }
    }

    var names: [String] { Self.names(in: owned.descriptor) }

    /// Removes a directory of this user with everything in it; what cannot be removed stays.
    func removeTree(_ name: String) { Self.removeTree(name, in: owned.descriptor, depth: 0) }

    /// Removes itself if there is nothing in it and nobody uses it.
    func removeIfEmpty() {
        guard setLock(LOCK_EX | LOCK_NB) else { return }
        _ = unsafe unlinkat(base.descriptor.rawValue, name, AT_REMOVEDIR)
        _ = setLock(LOCK_UN)
    }

    private static func removeTree(_ name: String, in parent: FileDescriptor, depth: Int) {
        guard depth < depthLimit, let directory = try? open(name, in: parent),
            let facts = facts(of: directory.descriptor), facts.st_uid == geteuid()
        else { return }
        // The lock goes last: until then this run holds what it removes.
        let names = names(in: directory.descriptor).sorted {
            ($0 == RunDirectory.lockName ? 1 : 0) < ($1 == RunDirectory.lockName ? 1 : 0)
        }
        for entry in names where unsafe unlinkat(directory.descriptor.rawValue, entry, 0) != 0 {
            removeTree(entry, in: directory.descriptor, depth: depth + 1)
        }
        _ = unsafe unlinkat(parent.rawValue, name, AT_REMOVEDIR)
    }

    private static func open(_ name: String, in parent: FileDescriptor) throws(Errno) -> OwnedDescriptor {
        let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        return OwnedDescriptor(owning: try retryingOnInterrupt { unsafe openat(parent.rawValue, name, flags) })
    }

    private static func facts(of descriptor: FileDescriptor) -> stat? {
        var facts = stat()
        return unsafe fstat(descriptor.rawValue, &facts) == 0 ? facts : nil
    }

    /// What is in a directory, `.` and `..` apart.
    static func names(in directory: FileDescriptor) -> [String] {
        // A descriptor of its own: the stream closes it, and reads from the start.
        guard let copy = try? open(".", in: directory), let stream = unsafe fdopendir(copy.descriptor.rawValue) else {
            return []
        }
        _ = copy.release()
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            // SAFETY: the kernel ends the name with a NUL, inside of the field.
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }
}

/// The corresponding C function is `flock(2)`.
private func applyLock(_ operation: Int32, to file: FileDescriptor) throws(Errno) {
    _ = try retryingOnInterrupt { flock(file.rawValue, operation) }
}
