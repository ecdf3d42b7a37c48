import NetdevOptions

/// A netdev on a bridge of the host: a tap that a helper makes.
enum BridgeBackend {
    static func open(
        _ options: BridgeOptions, name: String, driver: RealTimeDriver
    ) throws(BackendError) -> any Backend {
        try TapBackend.open(options, limit: nil, name: name, driver: driver)
    }
}
