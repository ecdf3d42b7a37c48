import CLinuxNet
public import SystemPackage

/// Raises this process's soft limit of open descriptors to the hard limit.
///
/// The corresponding C functions are `getrlimit(2)` and `setrlimit(2)` with `RLIMIT_NOFILE`. A lab of a thousand links
/// needs more than the usual 1024.
///
/// - Returns: The limit now in force.
/// - Throws: The error of either call.
@discardableResult
public func raiseDescriptorLimit() throws(Errno) -> UInt64 {
    var limit = clinuxnet_limit()
    // SAFETY: both calls use the structure only while they run.
    _ = try retryingOnInterrupt { unsafe clinuxnet_get_descriptor_limit(&limit) }
    guard limit.soft < limit.hard else { return limit.soft }
    limit.soft = limit.hard
    _ = try retryingOnInterrupt { unsafe clinuxnet_set_descriptor_limit(&limit) }
    return limit.soft
}
