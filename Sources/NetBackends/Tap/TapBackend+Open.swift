import LinuxNet
import NetdevOptions
import SystemPackage

extension TapBackend {
    /// Opens a tap as the options say.
    ///
    /// - Parameters:
    ///   - options: A netdev's options.
    ///   - name: For people, and the name of the port.
    ///   - driver: Watches the descriptors.
    /// - Throws: ``BackendError``, and then nothing is left open, and no interface that was made here.
    static func open(
        _ options: TapOptions, name: String, driver: RealTimeDriver
    ) throws(BackendError) -> TapBackend {
        switch options.source {
        case .interface(let interface):
            try open(interface, limit: options.sndbuf, name: name, driver: driver)
        case .descriptors(let numbers):
            try adopt(numbers, limit: options.sndbuf, name: name, driver: driver)
        case .helper(let bridge):
            try open(bridge, limit: options.sndbuf, name: name, driver: driver)
        }
    }

    /// Opens a tap that a helper makes and adds to a bridge.
    static func open(
        _ options: BridgeOptions, limit: UInt32?, name: String, driver: RealTimeDriver
    ) throws(BackendError) -> TapBackend {
        let helper = try BridgeHelper(options)
        let device = try fitted(limit) {
            try TapDevice(adopting: try helper.descriptor())
        }
        return try TapBackend(
            driver: driver, name: name, device: device, summary: "helper=\(helper.program),br=\(options.br)")
    }

    private static func open(
        _ interface: TapInterface, limit: UInt32?, name: String, driver: RealTimeDriver
    ) throws(BackendError) -> TapBackend {
        let up = NetworkScript(interface.script, standard: TapInterface.standardScript)
        let down = NetworkScript(interface.downscript, standard: TapInterface.standardDownscript)
        try down?.check()
        let device = try fitted(limit) {
            try TapDevice(
                named: interface.name ?? "tap%d", queueCount: interface.queues, hasHeader: interface.vnetHeader)
        }
        try up?.run(for: device.name)
        do throws(BackendError) {
            return try TapBackend(
                driver: driver, name: name, device: device,
                summary: "ifname=\(device.name),script=\(up?.path ?? "no"),downscript=\(down?.path ?? "no")",
                downscript: down)
        } catch {
            try? down?.run(for: device.name)
            throw error
        }
    }

    private static func adopt(
        _ numbers: [Int32], limit: UInt32?, name: String, driver: RealTimeDriver
    ) throws(BackendError) -> TapBackend {
        // Two owners would close a descriptor twice, the second time perhaps somebody else's.
        if let number = numbers.first(where: driver.watches) {
            throw BackendError("descriptor \(number) belongs to another netdev")
        }
        let device = try fitted(limit) { try TapDevice(adopting: numbers) }
        let text = numbers.map(String.init).joined(separator: ":")
        return try TapBackend(
            driver: driver, name: name, device: device, summary: "\(numbers.count == 1 ? "fd" : "fds")=\(text)")
    }

    /// A device with its limit; without one it is the kernel's largest, which a former owner may have changed.
    static func fitted(
        _ limit: UInt32?, _ open: () throws -> TapDevice
    ) throws(BackendError) -> TapDevice {
        do {
            let device = try open()
            let isLimited = limit.map { $0 > 0 } ?? false
            do {
                try device.setSendBuffer(isLimited ? Int32(clamping: limit ?? 0) : .max)
            } catch {
                if isLimited { throw error }
            }
            return device
        } catch {
            throw BackendError(error)
        }
    }
}
