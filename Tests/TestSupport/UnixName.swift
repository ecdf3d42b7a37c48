import Glibc

/// Lends the address of a unix socket at a path, as `bind(2)` and its kind take it (unix(7)).
///
/// - Parameter path: What is beyond the length of the field is cut off; behind `@` it is an abstract name.
public func withUnixName<Result>(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
) -> Result {
    var name = sockaddr_un()
    name.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &name.sun_path) { field in
        field.copyBytes(from: path.utf8.prefix(field.count))
        if path.hasPrefix("@") { field[0] = 0 }
    }
    let byteCount = path.hasPrefix("@") ? 2 + path.utf8.count : MemoryLayout<sockaddr_un>.size
    return withUnsafePointer(to: &name) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(byteCount)) }
    }
}
