import NetdevOptions

enum StreamBackend {
    static func open(
        _ options: StreamOptions, name: String, driver: RealTimeDriver
    ) throws(BackendError) -> any Backend {
        throw BackendError("stream is not built yet")
    }
}
