import LinuxNet
import NetdevOptions
import SystemPackage

/// A program with more rights than this one that makes a tap interface, adds it to a bridge, and sends back its descriptor.
///
/// QEMU's protocol: `--use-vnet --fd=N --br=NAME`, where N is a connected unix socket; one byte with the descriptor
/// (`SCM_RIGHTS`) is the answer, and status 0 says that it is good.
struct BridgeHelper {
    /// The path, or the command line.
    let program: String
    private let bridge: String

    private static let patience: Int64 = 30_000_000_000

    /// The helper that the options name, or else the one that is installed.
    init(_ options: BridgeOptions) throws(BackendError) {
        bridge = options.br
        if let helper = options.helper {
            program = helper
        } else if let installed = BridgeOptions.standardHelpers.first(where: HostProbe.isExecutable) {
            program = installed
        } else {
            throw BackendError(
                """
                no bridge helper at \(BridgeOptions.standardHelpers.joined(separator: " or ")); install \
                qemu-system-common, or write helper=PATH
                """)
        }
    }

    /// Runs the helper.
    ///
    /// - Returns: The descriptor of a tap.
    /// - Throws: How the helper failed, with what it said.
    func descriptor() throws(BackendError) -> OwnedDescriptor {
        do {
            let exchange = try DescriptorExchange()
            var child = try start(lending: exchange.lent)
            let ending = child.wait(for: Self.patience)
            guard ending == .status(0) else {
                throw BackendError("the bridge helper \(program) \(ending.sentence)\(child.remark)\(remedy)")
            }
            guard let descriptor = try? exchange.receive() else {
                throw BackendError("the bridge helper \(program) sent no descriptor\(child.remark)")
            }
            return descriptor
        } catch let error as BackendError {
            throw error
        } catch {
            throw BackendError("could not run the bridge helper \(program): \(error)")
        }
    }

    private func start(lending socket: FileDescriptor) throws(Errno) -> ChildProcess {
        let arguments = ["--use-vnet", "--fd=\(socket.rawValue)", "--br=\(bridge)"]
        // As QEMU does: with blanks in it, it is a command line.
        guard program.contains(where: \.isWhitespace) else {
            return try ChildProcess(program, arguments, lending: socket)
        }
        return try ChildProcess(
            "/bin/sh", ["-c", ([program] + arguments).joined(separator: " ")], lending: socket)
    }

    private var remedy: String {
        "; it wants a line `allow \(bridge)` in its bridge.conf, the bridge to be there, and to be setuid root or run by root"
    }
}
