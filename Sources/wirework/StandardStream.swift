import Glibc

/// Standard output, for results, or standard error, for diagnostics.
struct StandardStream {
    private let descriptor: Int32
    private let name: String

    static let output = StandardStream(descriptor: STDOUT_FILENO, name: "standard output")
    static let error = StandardStream(descriptor: STDERR_FILENO, name: "standard error")

    /// Makes the streams safe to write to, whatever the parent left of them.
    ///
    /// A closed one would hand its number to the next socket, and text would go out as a datagram. A reader that went
    /// away is an error of write(2) and not a signal: the run, and its exit status, do not depend on who reads.
    static func prepare() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 {
            // The lowest free number is this one (open(2)). Where even that fails, nothing is left to write to.
            guard let null = try? FileContents.open("/dev/null", O_RDWR) else { return }
            // The streams are inherited by commands of guests, unlike all other descriptors.
            _ = fcntl(null, F_SETFD, 0)
        }
        _ = signal(SIGPIPE, SIG_IGN)
    }

    /// Whether escape sequences are welcome: on a terminal that knows them, unless NO_COLOR (no-color.org) holds
    /// anything.
    var wantsColor: Bool { isInteractive && (Self.variable("NO_COLOR") ?? "").isEmpty }

    /// Whether it is a terminal that can move its cursor.
    var isInteractive: Bool { isatty(descriptor) == 1 && Self.variable("TERM") != "dumb" }

    /// Whether a write would not wait (poll(2)): a terminal may have been stopped with Ctrl-S.
    var hasRoom: Bool {
        var watched = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        // SAFETY: the kernel keeps nothing of the structure.
        return unsafe poll(&watched, 1, 0) == 1
    }

    /// Writes a text, at once and unbuffered.
    ///
    /// - Returns: Why it could not be written; nil also where nobody reads any more.
    @discardableResult
    func write(_ text: String) -> FileError? {
        let failure = FileContents.write(text, to: descriptor)
        return failure == 0 || failure == EPIPE ? nil : FileError(path: name, number: failure)
    }

    private static func variable(_ name: String) -> String? {
        // SAFETY: getenv(3) returns a string that stands until the environment changes, and is copied here.
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }
}
