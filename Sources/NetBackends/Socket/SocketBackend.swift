import NetdevOptions

enum SocketBackend {
    static func open(
        _ options: SocketOptions, name: String, driver: RealTimeDriver
    ) throws(BackendError) -> any Backend {
        throw BackendError("socket is not built yet")
    }
}
