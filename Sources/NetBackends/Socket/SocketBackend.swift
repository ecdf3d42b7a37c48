import LinuxNet
import NetdevOptions

/// QEMU's older netdev of several kinds: each is what `dgram` or `stream` is, under keys of its own.
enum SocketBackend {
    static func open(
        _ options: SocketOptions, name: String, driver: RealTimeDriver
    ) throws(BackendError) -> any Backend {
        switch options {
        case .listen, .connect:
            return try openStream(options, name: name, driver: driver)
        case .multicast, .udp:
            return try openDatagrams(options, name: name, driver: driver)
        case .descriptor(let number):
            // What it is not is said by the one that takes it.
            return AdoptedSocket.isByteStream(number)
                ? try openStream(options, name: name, driver: driver)
                : try openDatagrams(options, name: name, driver: driver)
        }
    }
}
