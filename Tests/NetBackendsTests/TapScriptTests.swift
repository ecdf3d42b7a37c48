import Glibc
import NetBackends
import NetCore
import TestSupport
import Testing

@Suite(
    "scripts and helpers of taps", .tags(.kernel), .needsInterfaces,
    .timeLimit(.minutes(2)))
struct TapScriptTests {
    private let files: TemporaryDirectory
    private let namespace: OwnNetwork

    init() throws {
        files = try TemporaryDirectory()
        namespace = try OwnNetwork()
    }

    private func program(_ name: String, _ text: String) throws -> String {
        let path = try files.write(text, to: name)
        try #require(chmod(path, 0o755) == 0)
        return path
    }

    private func failure(_ options: String) throws -> String {
        let driver = try RealTimeDriver(loop: Loop())
        let error = #expect(throws: BackendError.self) { try namespace.open(options, driver) }
        #expect(driver.loop.ports.isEmpty)
        #expect(try namespace.status(of: "ip link show near0 2>/dev/null") != 0)
        return error?.description ?? "it was opened"
    }

    @Test("a script is run with the interface's name alone, when it is open; another before it is closed")
    func run() throws {
        let log = files["log"]
        let up = try program("up", "#!/bin/sh\necho up $# $1 >>\(log)\n/usr/sbin/ip link set $1 up\n")
        let down = try program("down", "#!/bin/sh\necho down $# $1 >>\(log)\n/usr/sbin/ip link show $1 >/dev/null\n")
        let bench = try InterfaceBench("tap,ifname=near%d,script=\(up),downscript=\(down)", in: namespace)
        #expect(bench.backend.summary == "ifname=near0,script=\(up),downscript=\(down)")
        try bench.waitForCarrier()
        #expect(files.text(of: "log") == "up 1 near0\n")
        try namespace { bench.backend.close() }
        bench.backend.close()
        #expect(files.text(of: "log") == "up 1 near0\ndown 1 near0\n")
    }

    @Test("a script that fails says so with its status and its words, and nothing is left")
    func fails() throws {
        let bad = try program("bad", "#!/bin/sh\necho first\necho oh no >&2\nexit 3\n")
        #expect(
            try failure("tap,ifname=near0,script=\(bad),downscript=no")
                == "the network script \(bad) failed with status 3: first; oh no")
        let ended = try program("ended", "#!/bin/sh\nkill -9 $$\n")
        #expect(
            try failure("tap,ifname=near0,script=\(ended),downscript=no")
                == "the network script \(ended) was ended by signal 9")
    }

    @Test("a script that was written and is not there is an error, one for later too; no is none")
    func missing() throws {
        #expect(
            try failure("tap,ifname=near0,script=/nowhere,downscript=no")
                == "could not run the network script /nowhere: No such file or directory; script=no goes without")
        #expect(
            try failure("tap,ifname=near0,script=no,downscript=/nowhere")
                == "the network script /nowhere is not there, or may not be run; downscript=no goes without")
        let plain = try files.write("#!/bin/sh\n", to: "plain")
        #expect(
            try failure("tap,ifname=near0,script=\(plain),downscript=no").contains("Permission denied"))
    }

    /// What a helper does, in as few lines as there can be.
    private static let helper = """
        #!/usr/bin/python3
        from fcntl import ioctl
        from os import O_RDWR, open, system
        from socket import send_fds, socket
        from struct import pack
        from sys import argv
        assert argv[1:2] == ["--use-vnet"] and len(argv) == 4, argv
        names = dict(word.lstrip("-").split("=") for word in argv[2:])
        tap = open("/dev/net/tun", O_RDWR)
        ioctl(tap, 0x400454CA, pack("16sH22x", b"near0", 0x5002))
        assert system("/usr/sbin/ip link set near0 master %s up" % names["br"]) == 0
        send_fds(socket(fileno=int(names["fd"])), [b"!"], [tap])

        """

    @Test("a helper's descriptor is used, with the header before frames that it asked for")
    func helper() throws {
        try namespace.shell("ip link add lab0 type bridge; ip link set lab0 up")
        let path = try program("helper", Self.helper)
        for options in [
            "bridge,br=lab0,helper=\(path)", "tap,br=lab0,helper=\(path)", "bridge,br=lab0,helper=exec \(path)",
        ] {
            let bench = try InterfaceBench(options, in: namespace)
            #expect(bench.backend.summary.hasSuffix(",br=lab0"))
            try bench.waitForCarrier()
            let peer = try InterfacePeer("lab0", in: namespace)
            let frame = Sample.broadcast(from: 1, [UInt8](repeating: 5, count: 50))
            bench.send(frame)
            try bench.wait { peer.listen() == 1 }
            try peer.send(frame)
            try bench.wait { bench.inside.count == 1 }
            #expect(peer.frames == [frame] && bench.inside.frames == [frame])
            bench.backend.close()
        }
    }

    @Test("a helper that fails, sends nothing, or is not there is told of")
    func helperFails() throws {
        let denied = try program("denied", "#!/bin/sh\necho access denied by acl file >&2\nexit 1\n")
        #expect(
            try failure("bridge,helper=\(denied)").hasPrefix(
                "the bridge helper \(denied) failed with status 1: access denied by acl file; it wants a line `allow br0`"
            ))
        let silent = try program("silent", "#!/bin/sh\nexit 0\n")
        #expect(try failure("tap,helper=\(silent)") == "the bridge helper \(silent) sent no descriptor")
        #expect(
            try failure("bridge,helper=/nowhere")
                == "could not run the bridge helper /nowhere: No such file or directory")
        let other = try program(
            "other",
            """
            #!/usr/bin/python3
            from os import O_RDWR, open
            from socket import send_fds, socket
            from sys import argv
            number = int(argv[2].split("=")[1])
            send_fds(socket(fileno=number), [b"!"], [open("/dev/null", O_RDWR)])

            """)
        #expect(try failure("bridge,helper=\(other)").hasSuffix("a tap netdev takes a descriptor of /dev/net/tun"))
    }
}

private let bridgeHelper = "/usr/lib/qemu/qemu-bridge-helper"
private let isBridgeHelperThere = OwnNetwork.isPossible && access(bridgeHelper, X_OK) == 0

/// The helper that QEMU's package brings reads /etc/qemu/bridge.conf, so each test has an /etc of its own: it is a process.
@Suite(
    "qemu-bridge-helper", .tags(.kernel),
    .enabled(if: isBridgeHelperThere, "needs root, /dev/net/tun, iproute2 and qemu-system-common"),
    .timeLimit(.minutes(2)))
struct BridgeHelperTests {
    @Test("a bridge that its bridge.conf allows gets a port, another is denied")
    func real() async {
        await #expect(processExitsWith: .success) {
            try Unshare.mounts.enter()
            let namespace = try OwnNetwork()
            try namespace.shell(
                """
                mount --make-rprivate /; mount -t tmpfs none /etc; mkdir /etc/qemu
                echo allow lab0 >/etc/qemu/bridge.conf
                ip link add lab0 type bridge; ip link set lab0 up
                """)
            let bench = try InterfaceBench("bridge,br=lab0", in: namespace)
            try #require(bench.backend.summary == "helper=\(bridgeHelper),br=lab0")
            try bench.waitForCarrier()
            let peer = try InterfacePeer("lab0", in: namespace)
            let frame = Sample.broadcast(from: 1, [UInt8](repeating: 5, count: 50))
            bench.send(frame)
            try bench.wait { peer.listen() == 1 }
            try peer.send(frame)
            try bench.wait { bench.inside.count == 1 }
            try #require(peer.frames == [frame] && bench.inside.frames == [frame])

            let error = #expect(throws: BackendError.self) { try namespace.open("bridge,br=lab1", bench.driver) }
            try #require(error?.description.contains("failed with status 1: access denied by acl file") == true)
        }
    }
}
