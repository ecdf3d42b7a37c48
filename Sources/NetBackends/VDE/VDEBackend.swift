import NetdevOptions

enum VDEBackend {
    static func open(
        _ options: VDEOptions, name: String, driver: RealTimeDriver
    ) throws(BackendError) -> any Backend {
        throw BackendError("vde is not built yet")
    }
}
