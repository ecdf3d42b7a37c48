public import NetdevOptions
import LinuxNet

extension TapBackend {
    /// Opens taps that a bridge of the kernel joins, in a network namespace of their own: the ends of a link.
    ///
    /// The namespace goes with the last of them, also when this process is killed. Frames pass as they are sent, short ones
    /// too: what comes from one tap is what was sent to another, so there is nothing to pad.
    ///
    /// - Parameters:
    ///   - interfaces: Their options; the names are all different, and scripts are not run.
    ///   - limit: Bytes of frames that the kernel may hold of each; nil: no limit.
    ///   - name: Of each, for people, and of its port.
    ///   - driver: Watches the descriptors.
    /// - Throws: ``BackendError``, and then nothing is left open.
    public static func bridged(
        _ interfaces: [(tap: TapInterface, limit: UInt32?)], names name: (Int) -> String, driver: RealTimeDriver
    ) throws(BackendError) -> [TapBackend] {
        do {
            let network = try PrivateNetwork()
            return try network {
                let devices = try interfaces.map { interface in
                    try fitted(interface.limit) {
                        try TapDevice(
                            named: interface.tap.name ?? "tap%d", queueCount: interface.tap.queues,
                            hasHeader: interface.tap.vnetHeader)
                    }
                }
                try network.join(devices.map(\.name))
                return try devices.enumerated().map { index, device in
                    try TapBackend(
                        driver: driver, name: name(index), device: device, summary: "ifname=\(device.name)", pads: false
                    )
                }
            }
        } catch let error as DeviceError {
            throw BackendError(error)
        } catch let error as BackendError {
            throw error
        } catch {
            throw BackendError("\(error)")
        }
    }

    /// The longest frame between such taps.
    public static var bridgedFrameByteLimit: Int { PrivateNetwork.tapFrameByteLimit }
}
