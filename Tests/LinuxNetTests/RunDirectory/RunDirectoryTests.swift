import Glibc
import LinuxNet
import TestSupport
import Testing

@Suite("Run directories")
struct RunDirectoryTests {
    private let base: TemporaryDirectory
    private let parent: String

    init() throws {
        base = try TemporaryDirectory()
        parent = base["wirework-\(geteuid())"]
    }

    private func mode(_ path: String) throws -> mode_t {
        var facts = stat()
        try #require(lstat(path, &facts) == 0)
        return facts.st_mode
    }

    private func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    @Test("it is this user's alone, and gone when it is removed, with what is in it and what it stands in")
    func life() throws {
        let directory = try RunDirectory(in: [base.path])
        #expect(directory.path.hasPrefix(parent + "/run-\(getpid())-"))
        #expect(try mode(directory.path) & 0o777 == 0o700 && mode(parent) & 0o777 == 0o700)
        try #require(mkdir(directory.path + "/deeper", 0o700) == 0)
        try base.write("x", to: "wirework-\(geteuid())/\(directory.path.split(separator: "/").last ?? "")/deeper/file")
        directory.remove()
        #expect(base.names.isEmpty)
        directory.remove()
    }

    @Test("several of one process stand side by side, and go one by one")
    func several() throws {
        let first = try RunDirectory(in: [base.path])
        let second = try RunDirectory(in: [base.path])
        #expect(first.path != second.path)
        first.remove()
        #expect(!exists(first.path) && exists(second.path))
        second.remove()
        #expect(base.names.isEmpty)
    }

    @Test("a sweep takes what nobody holds, and leaves what somebody does")
    func sweep() throws {
        let held = try RunDirectory(in: [base.path])
        // What a killed run leaves: a lock that nobody holds; or one that died before it had a lock.
        for name in ["run-1-0", "run-2-0"] { try #require(mkdir("\(parent)/\(name)", 0o700) == 0) }
        try base.write("", to: "wirework-\(geteuid())/run-1-0/lock")
        try base.write("", to: "wirework-\(geteuid())/run-1-0/tunnel.a")
        try base.write("", to: "wirework-\(geteuid())/other")
        RunDirectory.sweep([base.path])
        #expect(exists(held.path) && exists(held.path + "/lock"))
        #expect(!exists("\(parent)/run-1-0") && !exists("\(parent)/run-2-0"))
        #expect(exists("\(parent)/other"), "what is not a run's stays")
        held.remove()
    }

    @Test("a symbolic link is not followed: what it leads to stays")
    func symbolicLink() throws {
        let victim = try TemporaryDirectory()
        try victim.write("x", to: "precious")
        let held = try RunDirectory(in: [base.path])
        try #require(symlink(victim.path, "\(parent)/run-1-0") == 0)
        try #require(mkdir("\(parent)/run-2-0", 0o700) == 0)
        try #require(symlink(victim.path, "\(parent)/run-2-0/inside") == 0)
        RunDirectory.sweep([base.path])
        #expect(victim.names == ["precious"])
        #expect(!exists("\(parent)/run-2-0"))
        held.remove()
    }

    @Test("a parent that is a link, or that others may enter, is refused, and the next candidate taken")
    func refused() throws {
        let elsewhere = try TemporaryDirectory()
        try #require(symlink(elsewhere.path, parent) == 0)
        #expect(throws: RunDirectoryError.self) { try RunDirectory(in: [base.path]) }
        #expect(elsewhere.names.isEmpty)
        try #require(unlink(parent) == 0 && mkdir(parent, 0o755) == 0 && chmod(parent, 0o755) == 0)
        let error = #expect(throws: RunDirectoryError.self) { try RunDirectory(in: [base.path]) }
        #expect(error?.description.contains("others may enter") == true)
        let directory = try RunDirectory(in: ["/nowhere", base.path, elsewhere.path])
        #expect(directory.path.hasPrefix(elsewhere.path))
        directory.remove()
        RunDirectory.sweep(["/nowhere", base.path])
    }

    @Test("the candidates are absolute, and end with /tmp")
    func candidates() {
        #expect(RunDirectory.candidates.last == "/tmp" || RunDirectory.candidates.contains("/tmp"))
        #expect(RunDirectory.candidates.allSatisfy { $0.hasPrefix("/") })
    }
}
