import NetdevOptions

enum BridgeBackend {
    static func open(
        _ options: BridgeOptions, name: String, driver: RealTimeDriver
    ) throws(BackendError) -> any Backend {
        throw BackendError("bridge is not built yet")
    }
}
