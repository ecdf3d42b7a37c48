import SystemPackage

/// Why a connection is over.
enum StreamEnding: CustomStringConvertible {
    /// The peer has closed it behind a whole frame.
    case closed
    /// The peer has closed it in the middle of a frame.
    case cut
    /// What the kernel said of it.
    case failed(Errno)
    /// The peer announced a frame of so many bytes, which cannot be.
    case impossible(announced: UInt32)
    /// The peer has not acknowledged anything for so many seconds.
    case silent(seconds: Int)

    var description: String {
        switch self {
        case .closed: "the peer has closed the connection"
        case .cut: "the peer has closed the connection in the middle of a frame"
        case .failed(let error): "\(error)"
        case .impossible(let length): "the peer announced a frame of \(length) bytes, so it is no peer of this kind"
        case .silent(let seconds): "the peer has acknowledged nothing for \(seconds) s"
        }
    }
}
