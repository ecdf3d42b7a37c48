public import NetdevOptions

/// From configurations to backends.
public enum Backends {
    /// Opens a netdev as its options say.
    ///
    /// - Parameters:
    ///   - configuration: A type with its options.
    ///   - name: For people, and the name of the port.
    ///   - driver: Watches what is opened.
    /// - Throws: ``BackendError``, and then nothing is left open.
    public static func open(
        _ configuration: NetdevConfiguration, name: String, driver: RealTimeDriver
    ) throws(BackendError) -> any Backend {
        switch configuration.backend {
        case .l2tpv3(let options): try L2TPv3Backend.open(options, name: name, driver: driver)
        case .dgram(let options): try DgramBackend.open(options, name: name, driver: driver)
        case .stream(let options): try StreamBackend.open(options, name: name, driver: driver)
        case .socket(let options): try SocketBackend.open(options, name: name, driver: driver)
        case .vde(let options): try VDEBackend.open(options, name: name, driver: driver)
        case .vdeSwitch(let options): try VDESwitchBackend.open(options, name: name, driver: driver)
        case .tap(let options): try TapBackend.open(options, name: name, driver: driver)
        case .bridge(let options): try BridgeBackend.open(options, name: name, driver: driver)
        case .packet(let options): try PacketBackend.open(options, name: name, driver: driver)
        case .hubport(let options): HubportBackend.open(options, driver: driver)
        }
    }
}
