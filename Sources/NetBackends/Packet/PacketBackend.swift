import NetdevOptions

enum PacketBackend {
    static func open(
        _ options: PacketOptions, name: String, driver: RealTimeDriver
    ) throws(BackendError) -> any Backend {
        throw BackendError("packet is not built yet")
    }
}
