import NetdevOptions

enum TapBackend {
    static func open(
        _ options: TapOptions, name: String, driver: RealTimeDriver
    ) throws(BackendError) -> any Backend {
        throw BackendError("tap is not built yet")
    }
}
