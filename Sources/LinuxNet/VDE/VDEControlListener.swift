import CLinuxNet
import Glibc
public import SystemPackage

/// Where the plugs of a VDE network knock: a stream socket called `ctl` in the directory of a switch.
///
/// Directory and socket go with it, the directory if it was made here, or found with what a switch left that was killed.
public struct VDEControlListener: ~Copyable {
    /// The directory.
    public let directory: String
    private let owned: OwnedDescriptor
    private let address: UnixAddress
    private let file: FileIdentity
    private let removesDirectory: Bool
    private let access: FileAccess

    /// The name of the control socket in the directory.
    static let name = "ctl"
    private static let backlog: Int32 = 64

    /// Makes the directory if need be, and listens.
    ///
    /// What a switch has left that is no more is removed; a live one is left alone.
    ///
    /// - Parameters:
    ///   - directory: The directory of the switch's sockets.
    ///   - access: Who may plug in.
    /// - Throws: ``SocketError/Operation/bind``: `EADDRINUSE` if a switch listens there, `EEXIST` if `ctl` is no socket,
    ///   `ENOTDIR` if the directory is none. Then nothing is left.
    public init(in directory: String, access: FileAccess) throws(SocketError) {
        let directory = (try? absolutePath(directory)) ?? directory
        let path = "\(directory)/\(Self.name)"
        guard let address = UnixAddress(path: path) else {
            throw SocketError(.bind, .unix(path), .fileNameTooLong)
        }
        let isNew: Bool
        do throws(Errno) {
            isNew = try Self.make(directory)
        } catch {
            throw SocketError(.bind, .unix(directory), error)
        }
        let bound: (socket: FileDescriptor, removesDirectory: Bool)
        do throws(Errno) {
            bound = try Self.bind(address, in: directory, isNew: isNew, access)
        } catch {
            if isNew { Self.removeDirectory(directory) }
            throw SocketError(.bind, .unix(path), error)
        }
        let owned = OwnedDescriptor(owning: bound.socket)
        let file: FileIdentity
        do throws(Errno) {
            file = try FileIdentity(of: path)
            try access.apply(to: path)
            if isNew { try access.ofDirectory.apply(to: directory) }
            _ = try retryingOnInterrupt { listen(bound.socket.rawValue, Self.backlog) }
        } catch {
            // SAFETY: the path is NUL-terminated for the call, and was bound a moment ago.
            _ = unsafe unlink(path)
            if bound.removesDirectory { Self.removeDirectory(directory) }
            throw SocketError(.bind, .unix(path), error)
        }
        self.owned = owned
        self.file = file
        self.directory = directory
        self.address = address
        self.access = access
        removesDirectory = bound.removesDirectory
    }

    private static func bind(
        _ address: UnixAddress, in directory: String, isNew: Bool, _ access: FileAccess
    ) throws(Errno) -> (socket: FileDescriptor, removesDirectory: Bool) {
        let isStale = try clear(address, in: directory)
        let opened = try VDEControl.open()
        try access.restrict(opened.descriptor)
        try opened.descriptor.bind(to: address)
        return (opened.release(), isNew || isStale)
    }

    deinit {
        // SAFETY: the path is NUL-terminated for the call.
        if (try? FileIdentity(of: address.path)) == file { _ = unsafe unlink(address.path) }
        if removesDirectory { Self.removeDirectory(directory) }
    }

    /// The descriptor, lent for polling: it must not be closed.
    public var descriptor: FileDescriptor { owned.descriptor }

    /// Takes the next plug that has knocked; nil if none waits.
    ///
    /// - Throws: `EMFILE` and its kind, when descriptors or memory are short.
    public func accept() throws(Errno) -> VDEControl? {
        while true {
            do throws(Errno) {
                let number = try retryingOnInterrupt { Glibc.accept(descriptor.rawValue, nil, nil) }
                _ = fcntl(number, F_SETFD, FD_CLOEXEC)
                return VDEControl(owning: OwnedDescriptor(owning: number))
            } catch .wouldBlock {
                return nil
            } catch .connectionAbort {
                continue
            }
        }
    }

    /// Opens the switch's data socket for a plug: `001.7`, port and descriptor, as vde_switch calls its own.
    ///
    /// - Parameters:
    ///   - port: The number of the port.
    ///   - control: The plug's control stream.
    public func openData(port: Int, for control: borrowing VDEControl) throws(SocketError) -> VDEDataSocket {
        let digits = String(port)
        let padded = String(repeating: "0", count: max(0, 3 - digits.count)) + digits
        let path = "\(directory)/\(padded).\(control.descriptor.rawValue)"
        guard let address = UnixAddress(path: path) else {
            throw SocketError(.bind, .unix(path), .fileNameTooLong)
        }
        return try VDEDataSocket(bindingTo: address, access: access)
    }

    // MARK: The directory

    /// Makes a directory for this user alone; its access is set when everything is in place.
    ///
    /// - Returns: Whether it was not there.
    private static func make(_ directory: String) throws(Errno) -> Bool {
        do throws(Errno) {
            // SAFETY: the path is NUL-terminated for the call.
            _ = try retryingOnInterrupt { unsafe mkdir(directory, 0o700) }
            return true
        } catch .fileExists {
            return false
        }
    }

    /// Removes what a switch has left that was killed.
    ///
    /// - Returns: Whether there was such a thing.
    private static func clear(_ address: UnixAddress, in directory: String) throws(Errno) -> Bool {
        let file: FileIdentity
        do throws(Errno) {
            file = try FileIdentity(of: address.path)
        } catch .noSuchFileOrDirectory {
            return false
        }
        guard file.isSocket else { throw .fileExists }
        guard StaleSockets.remove(address, type: clinuxnet_STREAM_SOCKET_TYPE) else { throw .addressInUse }
        StaleSockets.sweep(directory, where: isSwitchData)
        StaleSockets.sweep(directory) { $0.hasPrefix(VDEDataSocket.plugPrefix) }
        return true
    }

    /// `001.7`.
    private static func isSwitchData(_ name: String) -> Bool {
        let parts = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 2 && parts[0].count >= 3
            && parts.allSatisfy { part in !part.isEmpty && part.allSatisfy { (0x30...0x39).contains($0) } }
    }

    /// Of this switch nothing is in it any more; what others have put there keeps it.
    private static func removeDirectory(_ directory: String) {
        // SAFETY: the path is NUL-terminated for the call.
        _ = unsafe rmdir(directory)
    }
}
