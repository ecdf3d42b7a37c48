import LinuxNet
import NetdevOptions

/// QEMU's older netdev: each of its kinds is one that there is already.
enum SocketBackend {
    /// Opens what the options say.
    ///
    /// - Throws: ``BackendError``, and then nothing is left open.
    static func open(
        _ options: SocketOptions, name: String, driver: RealTimeDriver
    ) throws(BackendError) -> any Backend {
        switch options {
        case .listen(let endpoint):
            try StreamBackend.open(
                StreamOptions(.inet(endpoint, version: nil), isServer: true), name: name, driver: driver)
        case .connect(let endpoint):
            try StreamBackend.open(StreamOptions(.inet(endpoint, version: nil)), name: name, driver: driver)
        case .multicast(let group, let interface):
            try DgramBackend.open(
                .multicast(group: group, interface: interface), name: name, driver: driver, words: .ofSocket)
        case .udp(let local, let remote):
            try DgramBackend.open(.inet(local: local, remote: remote), name: name, driver: driver, words: .ofSocket)
        case .descriptor(let number):
            if try carriesByteStream(number) {
                try StreamBackend.open(StreamOptions(.descriptor(number)), name: name, driver: driver)
            } else {
                try DgramBackend.open(.descriptor(number), name: name, driver: driver, words: .ofSocket)
            }
        }
    }

    private static func carriesByteStream(_ number: Int32) throws(BackendError) -> Bool {
        do {
            return try isByteStream(number)
        } catch {
            throw BackendError(error)
        }
    }
}
