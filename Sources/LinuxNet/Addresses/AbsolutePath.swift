import Glibc

/// A path from the root: one that is told to other programs must not depend on where this one stands.
///
/// The corresponding C function is `getcwd(3)`; where that fails the path stays as it is.
func absolutePath(_ path: String) -> String {
    // SAFETY: without a buffer the C library allocates one, which is copied and given back.
    guard !path.hasPrefix("/"), let start = unsafe getcwd(nil, 0) else { return path }
    defer { unsafe free(start) }
    let base = unsafe String(cString: start)
    return base == "/" ? "/\(path)" : "\(base)/\(path)"
}
