import NetdevOptions

extension SocketBackend {
    /// Opens the kinds that are byte streams.
    static func openStream(
        _ options: SocketOptions, name: String, driver: RealTimeDriver
    ) throws(BackendError) -> any Backend {
        throw BackendError("byte streams of socket are not built yet")
    }
}
