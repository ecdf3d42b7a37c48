import LinuxNet
public import NetdevOptions

extension VDEBackend {
    /// Plugs into a VDE network as the options say: into a switch by itself, into everything else through libvdeplug.
    ///
    /// - Parameters:
    ///   - options: A netdev's options.
    ///   - name: For people, and the name of the port.
    ///   - driver: Watches the sockets.
    /// - Throws: ``BackendError``, and then nothing is left open.
    public static func open(
        _ options: VDEOptions, name: String, driver: RealTimeDriver
    ) throws(BackendError) -> any Backend {
        let access = try access(mode: options.mode, group: options.group)
        switch options.network {
        case .directory(let path):
            return try VDEBackend(options, in: path, access: access, name: name, driver: driver)
        case .library(let locator):
            return try VDELibraryBackend(options, locator: locator, name: name, driver: driver)
        }
    }

    /// Who may use a socket, with the group's name looked up.
    static func access(mode: UInt16, group: String?) throws(BackendError) -> FileAccess {
        guard let group else { return FileAccess(mode: mode) }
        guard let number = FileAccess.group(named: group) else {
            throw BackendError("group: there is no group '\(group)' here; `getent group` shows those that there are")
        }
        return FileAccess(mode: mode, group: number)
    }
}
