import Glibc
public import SystemPackage

/// Where the plugs of a VDE network knock: a stream socket called `ctl` in the directory of a switch.
///
/// Directory and socket go with it, the directory if it was made here, or found with what a switch left that was killed.
public struct VDEControlListener: ~Copyable {
    /// The directory, from the root: plugs may stand elsewhere.
    public let directory: String
    private let listener: StreamListener
    private let file: FileIdentity?
    private let removesDirectory: Bool
    private let access: FileAccess

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
        let directory = absolutePath(directory)
        let address = try Self.address(in: directory)
        let isNew = try Self.make(directory)
        // Either it is somebody's who was killed, or it cannot be bound.
        let isLeft = (try? FileIdentity(of: address.path)) != nil
        do throws(SocketError) {
            let listener = try StreamListener(listeningAt: .unix(address), access: access)
            if isNew { try Self.grant(directory, access.ofDirectory) }
            self.listener = listener
        } catch {
            if isNew { Self.remove(directory) }
            throw error
        }
        file = try? FileIdentity(of: address.path)
        removesDirectory = isNew || isLeft
        self.directory = directory
        self.access = access
        if isLeft {
            StaleSockets.sweep(directory) { Self.isSwitchData($0) || $0.hasPrefix(VDEDataSocket.plugPrefix) }
        }
    }

    deinit {
        guard removesDirectory, let address = try? Self.address(in: directory) else { return }
        // The listener would do so too late: the directory has to be empty.
        // SAFETY: the path is NUL-terminated for the call.
        if (try? FileIdentity(of: address.path)) == file { _ = unsafe unlink(address.path) }
        // Plugs have their sockets here, too, and without a switch no use for the names.
        StaleSockets.unlinkAll(directory) { $0.hasPrefix(".") }
        Self.remove(directory)
    }

    /// The descriptor, lent for polling: it must not be closed.
    public var descriptor: FileDescriptor { listener.descriptor }

    /// Takes the next plug that has knocked; nil if none waits.
    ///
    /// - Throws: `EMFILE` and its kind, when descriptors or memory are short.
    public func accept() throws(Errno) -> VDEControl? {
        guard let socket = try listener.accept() else { return nil }
        return VDEControl(socket)
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

    /// Where the control socket of a switch is.
    static func address(in directory: String) throws(SocketError) -> UnixAddress {
        let path = "\(directory)/ctl"
        guard let address = UnixAddress(path: path) else {
            throw SocketError(.bind, .unix(path), .fileNameTooLong)
        }
        return address
    }

    /// Makes a directory for this user alone; its access is granted when everything is in place.
    ///
    /// - Returns: Whether it was not there.
    private static func make(_ directory: String) throws(SocketError) -> Bool {
        do throws(Errno) {
            // SAFETY: the path is NUL-terminated for the call.
            _ = try retryingOnInterrupt { unsafe mkdir(directory, 0o700) }
            return true
        } catch .fileExists {
            return false
        } catch {
            throw SocketError(.bind, .unix(directory), error)
        }
    }

    private static func grant(_ directory: String, _ access: FileAccess) throws(SocketError) {
        do throws(Errno) {
            try access.apply(to: directory)
        } catch {
            throw SocketError(.bind, .unix(directory), error)
        }
    }

    /// Of this switch nothing is in it any more; what others have put there keeps it.
    private static func remove(_ directory: String) {
        // SAFETY: the path is NUL-terminated for the call.
        _ = unsafe rmdir(directory)
    }

    /// `001.7`.
    private static func isSwitchData(_ name: String) -> Bool {
        let parts = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 2 && parts[0].count >= 3
            && parts.allSatisfy { part in !part.isEmpty && part.allSatisfy { (0x30...0x39).contains($0) } }
    }
}
