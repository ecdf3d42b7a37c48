import LinuxNet
import SystemPackage

/// A descriptor with a handler of its own: for a client that has several, and must tell them apart.
///
/// The driver keeps it until it is cancelled; whoever has it cancels it before the descriptor is closed.
final class DescriptorWatch: ReadinessClient {
    private unowned let driver: RealTimeDriver
    private let handler: (Readiness) -> Void
    private var watch: Watch?

    /// Begins to watch.
    ///
    /// - Throws: What epoll said.
    init(
        _ driver: RealTimeDriver, _ descriptor: FileDescriptor, _ interest: Interest = .read,
        handler: @escaping (Readiness) -> Void
    ) throws(Errno) {
        self.driver = driver
        self.handler = handler
        watch = Watch(registration: try driver.register(self, descriptor, interest), interest: interest)
    }

    /// Adds or takes away an interest.
    func set(_ part: Interest, _ isWanted: Bool) {
        if watch != nil { driver.set(part, isWanted, of: &watch) }
    }

    /// Whether an interest is wanted.
    func wants(_ part: Interest) -> Bool { watch?.interest.contains(part) ?? false }

    /// Stops watching; a second call changes nothing.
    func cancel() {
        if let watch { driver.deregister(watch.registration) }
        watch = nil
    }

    func ready(_ readiness: Readiness) { handler(readiness) }
}
