import Glibc
import SystemPackage

/// A directory for the paths of one run, unix sockets above all: made when it is needed, gone with the run.
///
///     $XDG_RUNTIME_DIR, $TMPDIR or /tmp
///       wirework-1000/          mode 0700; locked while a run enters, or sweeps
///         run-4711-0/           locked (flock(2)) by the run for as long as it lives
///           lock
///           tunnel.a
///
/// A lock goes with the process that has it, however it ends. So a directory that nobody holds is a dead run's, and the next
/// run sweeps it. Everything is reached through descriptors and without following symbolic links: what others put into /tmp
/// leads nowhere.
public final class RunDirectory {
    /// Where it is.
    public let path: String
    private let name: String
    private var parent: ParentDirectory?
    private var lock: OwnedDescriptor?

    /// The lock's name in a run's directory.
    static let lockName = "lock"
    static let prefix = "run-"
    private static let tries = 64

    /// Makes a directory, after sweeping those of dead runs.
    ///
    /// - Parameter candidates: Directories that it may be made in, best first.
    /// - Throws: ``RunDirectoryError`` about the last candidate.
    public init(in candidates: [String] = RunDirectory.candidates) throws(RunDirectoryError) {
        var refusal = RunDirectoryError(path: "/tmp", reason: "there is no directory to make one in")
        for candidate in candidates {
            do throws(RunDirectoryError) {
                let made = try Self.make(in: candidate)
                path = made.path
                name = made.name
                parent = made.parent
                lock = made.release()
                return
            } catch {
                refusal = error
            }
        }
        throw refusal
    }

    deinit { remove() }

    /// Removes the directory with everything in it; a second call changes nothing.
    public func remove() {
        guard let parent else { return }
        self.parent = nil
        parent.removeTree(name)
        lock = nil
        parent.removeIfEmpty()
    }

    /// Removes the directories of runs that have ended without doing so.
    ///
    /// What cannot be removed stays; the next run tries again.
    ///
    /// - Parameter candidates: Directories that runs may have used.
    public static func sweep(_ candidates: [String] = RunDirectory.candidates) {
        for candidate in candidates {
            guard let parent = try? ParentDirectory(in: candidate, isMade: false) else { continue }
            if parent.locked({ sweep(parent) }) != nil { parent.removeIfEmpty() }
        }
    }

    /// `$XDG_RUNTIME_DIR`, `$TMPDIR`, `/tmp`: those that are set and absolute.
    public static var candidates: [String] {
        let set = ["XDG_RUNTIME_DIR", "TMPDIR"].compactMap { name -> String? in
            // SAFETY: the text is copied at once, and nothing here changes the environment.
            guard let value = unsafe getenv(name) else { return nil }
            return unsafe String(cString: value)
        }
        var result: [String] = []
        for path in set + ["/tmp"] where path.hasPrefix("/") && !result.contains(path) { result.append(path) }
        return result
    }

    // MARK: Making

    private struct Made: ~Copyable {
        let path: String
        let name: String
        let parent: ParentDirectory
        let lock: OwnedDescriptor

        consuming func release() -> OwnedDescriptor { lock }
    }

    private static func make(in candidate: String) throws(RunDirectoryError) -> Made {
        for _ in 0..<tries {
            let parent = try ParentDirectory(in: candidate, isMade: true)
            // Nil: it was removed between opening and locking.
            if let made = try parent.lockedThrowing({ () throws(RunDirectoryError) in try make(in: parent) }) {
                return made
            }
        }
        throw RunDirectoryError(path: candidate, reason: "other runs remove what this one makes")
    }

    private static func make(in parent: ParentDirectory) throws(RunDirectoryError) -> Made? {
        sweep(parent)
        var number = 0
        while true {
            let name = "\(prefix)\(getpid())-\(number)"
            do throws(Errno) {
                guard try parent.makeDirectory(name) else {
                    // Another process of that number: in another PID namespace.
                    number += 1
                    continue
                }
                let lock = try parent.makeLock(in: name)
                return Made(path: "\(parent.path)/\(name)", name: name, parent: parent, lock: lock)
            } catch .noSuchFileOrDirectory {
                return nil
            } catch {
                throw RunDirectoryError(path: "\(parent.path)/\(name)", reason: "\(error)")
            }
        }
    }

    private static func sweep(_ parent: ParentDirectory) {
        for name in parent.names where name.hasPrefix(prefix) && !parent.isHeld(name) { parent.removeTree(name) }
    }
}

/// Why there is no directory for a run.
public struct RunDirectoryError: Error, Equatable, CustomStringConvertible {
    /// What was to be made or used.
    public let path: String
    /// Why it was not.
    public let reason: String

    /// The path and the reason.
    public var description: String { "\(path): \(reason)" }
}
