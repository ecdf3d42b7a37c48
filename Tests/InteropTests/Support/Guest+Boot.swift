import Foundation
import TestSupport
import Testing

extension Guest {
    /// Where `.ci/guests` puts what guests boot from.
    static let bootFiles = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: ".build/guests").path

    /// The host's and the guest's end of the Ethernet between them.
    static func outerAddresses(_ version: InternetVersion) -> (host: String, guest: String) {
        switch version {
        case .ipv4: ("10.99.0.1", "10.99.0.2")
        case .ipv6: ("fd99::1", "fd99::2")
        }
    }

    /// Debian's kernel in a QEMU without KVM.
    ///
    /// Its virtio NIC is joined with a tap device in a network of its own.
    static func debianKernel() throws -> Guest {
        let (host, host6) = (outerAddresses(.ipv4).host, outerAddresses(.ipv6).host)
        let guest = try Guest { line in
            NetworkNamespace.making(
                """
                ip link set lo up; ip tuntap add dev tap0 mode tap; ip link set tap0 up
                ip address add \(host)/24 dev tap0; ip address add \(host6)/64 dev tap0 nodad
                """,
                then: [
                    "qemu-system-x86_64", "-nodefaults", "-display", "none", "-machine", "pc", "-accel", "tcg",
                    "-cpu", "qemu64", "-m", "160", "-no-reboot", "-kernel", "\(bootFiles)/vmlinuz", "-initrd",
                    "\(bootFiles)/initramfs", "-append", "console=ttyS0 quiet panic=-1 line=ttyS1 modules=on",
                    "-netdev", "tap,id=outer,ifname=tap0,script=no,downscript=no",
                    "-device", "virtio-net-pci,netdev=outer",
                    // Its kernel's messages, for the day when a test fails, and the shell.
                    "-chardev", "file,id=messages,path=/dev/stdout", "-serial", "chardev:messages",
                    "-chardev", "socket,id=line,fd=\(line)", "-serial", "chardev:line",
                ])
        }
        let (own, own6) = (outerAddresses(.ipv4).guest, outerAddresses(.ipv6).guest)
        try guest.ip([
            "link set lo up", "link set eth0 up", "address add \(own)/24 dev eth0",
            "address add \(own6)/64 dev eth0 nodad",
        ])
        // Sessions that come later are to say nothing of themselves.
        try guest.require("echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6")
        try guest.askOnce()
        return guest
    }

    /// A User-Mode Linux, all its processes in a PID namespace that ends with the first.
    ///
    /// - Parameter devices: What stands behind `vec0:`, `vec1:` and so on.
    static func userMode(_ devices: [String]) throws -> Guest {
        let home = try TemporaryDirectory()
        let guest = try Guest(in: home) { line in
            NetworkNamespace.making(
                "ip link set lo up",
                then: [
                    "unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "env", "HOME=\(home.path)",
                    "TMPDIR=\(home.path)", "linux.uml", "mem=64M", "initrd=\(bootFiles)/initramfs", "quiet",
                    // Its kernel's messages go to standard output.
                    "con0=null,fd:1", "con1=fd:\(line)", "con=null", "ssl=null", "line=tty1",
                ] + devices.enumerated().map { "vec\($0):\($1)" })
        }
        try guest.askOnce()
        return guest
    }

    /// Has the kernel send one ARP request for an address and not three, so that no old one comes between.
    private func askOnce() throws {
        try require("for file in /proc/sys/net/ipv4/neigh/*/mcast_solicit; do echo 1 >$file; done")
    }
}
