import LinuxNet

/// Why a backend could not be set up on this host.
public struct BackendError: Error, CustomStringConvertible {
    /// A sentence that names what was tried, on which address, and what to do about it where that is known.
    public let description: String

    /// An error with its sentence.
    public init(_ description: String) {
        self.description = description
    }

    init(_ error: SocketError) {
        switch (error.operation, error.errno) {
        case (.bind, .addressInUse):
            description = "\(error); another program, or another run, has that port"
        case (.bind, .addressNotAvailable):
            description = "\(error); no interface of this host has that address"
        default:
            description = error.description
        }
    }
}
