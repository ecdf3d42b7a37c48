import NetdevOptions

enum VDESwitchBackend {
    static func open(
        _ options: VDESwitchOptions, name: String, driver: RealTimeDriver
    ) throws(BackendError) -> any Backend {
        throw BackendError("vde-switch is not built yet")
    }
}
