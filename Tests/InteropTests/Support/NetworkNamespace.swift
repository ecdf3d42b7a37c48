import Foundation

/// A network of the test's own, which a process made with `unshare --user --net` and keeps: it is gone with the last process
/// in it.
struct NetworkNamespace {
    /// The process that made it.
    let holder: pid_t

    /// What runs a command in a new one, as its root: nobody needs to be root for that.
    ///
    /// Root of a user namespace has no rights outside of it. `setup` is run first, by sh.
    static func making(_ setup: String, then command: [String]) -> [String] {
        // Once more: a change of credentials takes the parent's death signal away (prctl(2)).
        let script = #"set -e; \#(setup); exec setpriv --pdeathsig KILL "$@""#
        return ["unshare", "--user", "--map-root-user", "--net", "sh", "-c", script, "sh"] + command
    }

    /// What stands before a command to run it in here.
    var entering: [String] {
        ["nsenter", "--target", "\(holder)", "--user", "--net", "--preserve-credentials"]
    }
}

extension RunningProgram {
    /// Waits until a UDP socket of the network that it runs in is bound to a port.
    func waitUntilBound(toUDP port: Int) throws {
        // proc(5): `N: ADDRESS:PORT ...`, in hexadecimal.
        let digits = String(port, radix: 16, uppercase: true)
        let wanted = ":" + String(repeating: "0", count: 4 - digits.count) + digits
        let isBound = eventually {
            ["udp", "udp6"].contains { name in
                let table = FileManager.default.contents(atPath: "/proc/\(identifier)/net/\(name)") ?? Data()
                return String(decoding: table, as: UTF8.self).split(separator: "\n").contains { line in
                    line.split(separator: " ").dropFirst().first?.hasSuffix(wanted) == true
                }
            }
        }
        guard isBound else { throw Failure("no UDP port \(port), at \(account)") }
    }
}
