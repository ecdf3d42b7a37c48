import CLinuxNet
import CVDEPlug
import Glibc
public import SystemPackage

/// A plug of a VDE network through libvdeplug(3), which has a module for each kind: `ptp://`, `tap://`, `udp://`, `cmd://` ...
///
/// Opening may wait, and may start programs, as the module has it. Sending does not wait, and neither does receiving where
/// ``isReadable`` says that something has come.
@safe
public struct VDELibrary: ~Copyable {
    private let connection: OpaquePointer
    /// Readable when frames have come, lent.
    public let dataDescriptor: FileDescriptor
    /// Readable when the other end has gone, lent; nil where the module has none.
    public let controlDescriptor: FileDescriptor?

    /// The longest frame that the library has in mind (`VDE_ETHBUFSIZE`).
    public static let frameByteLimit = Int(VDE_MAXMTU) + 14 + 4

    /// Plugs in.
    ///
    /// - Parameters:
    ///   - locator: The network; nil: the one that the library looks for.
    ///   - description: Who plugs in, for people.
    ///   - port: The port of a switch; 0: any.
    ///   - group: The group of the plug's own socket.
    ///   - mode: The permissions of the plug's own socket.
    /// - Throws: What the module said; `EINVAL` if it said nothing.
    public init(
        opening locator: String?, description: String, port: UInt16, group: String?, mode: UInt16
    ) throws(Errno) {
        // SAFETY: the library copies what it keeps of its arguments; each is NUL-terminated, and a buffer of our own.
        var network = Array((locator ?? "").utf8CString)
        var name = Array(description.utf8CString)
        var groupName = Array((group ?? "").utf8CString)
        errno = 0
        let opened: OpaquePointer? = unsafe groupName.withUnsafeMutableBufferPointer { group in
            let given = group.count > 1 ? group.baseAddress : nil
            var arguments = unsafe vde_open_args(port: Int32(port), group: given, mode: mode_t(mode))
            return unsafe vde_open_real(&network, &name, Int32(LIBVDEPLUG_INTERFACE_VERSION), &arguments)
        }
        guard let opened = unsafe opened else {
            throw errno == 0 ? .invalidArgument : Errno(rawValue: errno)
        }
        unsafe connection = opened
        dataDescriptor = FileDescriptor(rawValue: unsafe vde_datafd(opened))
        let control = unsafe vde_ctlfd(opened)
        controlDescriptor = control >= 0 ? FileDescriptor(rawValue: control) : nil
        for number in [dataDescriptor.rawValue, control] where number >= 0 {
            let flags = fcntl(number, F_GETFL)
            if flags >= 0 { _ = fcntl(number, F_SETFL, flags | O_NONBLOCK) }
        }
    }

    deinit {
        // SAFETY: it was opened here, and nobody else has it.
        _ = unsafe vde_close(connection)
    }

    /// Sends a frame.
    ///
    /// - Returns: Its length, or that there is no room now.
    @unsafe
    public func send(_ frame: UnsafeRawBufferPointer) throws(Errno) -> IOResult {
        try nonBlocking { unsafe vde_send(connection, frame.baseAddress, frame.count, 0) }
    }

    /// Receives a frame.
    ///
    /// - Returns: Its length; 1 for what is to be ignored, 0 for an empty frame or at the end of what the module reads.
    @unsafe
    public func receive(into frame: UnsafeMutableRawBufferPointer) throws(Errno) -> IOResult {
        try nonBlocking { unsafe vde_recv(connection, frame.baseAddress, frame.count, 0) }
    }

    /// Whether receiving finds something, or the end: some modules wait for it inside, whatever the descriptor's flags.
    ///
    /// The corresponding C function is `poll(2)`.
    public var isReadable: Bool {
        var watched = pollfd(fd: dataDescriptor.rawValue, events: Int16(POLLIN), revents: 0)
        // SAFETY: one structure, which the kernel writes during the call.
        let count = try? retryingOnInterrupt { unsafe poll(&watched, 1, 0) }
        return count ?? 0 > 0
    }

    /// Whether frames come as datagrams (`SO_TYPE`, socket(7)), of which an empty one is no end.
    public var isDatagram: Bool {
        var type: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        // SAFETY: the kernel writes at most `size` bytes.
        let result = unsafe getsockopt(dataDescriptor.rawValue, SOL_SOCKET, SO_TYPE, &type, &size)
        return result == 0 && type == clinuxnet_SOCK_DGRAM
    }

    /// Whether the other end has gone, as the control descriptor has it.
    public var isAtEnd: Bool {
        guard let controlDescriptor else { return false }
        var byte: UInt8 = 0
        // SAFETY: the kernel writes at most one byte.
        return unsafe read(controlDescriptor.rawValue, &byte, 1) == 0
    }
}
