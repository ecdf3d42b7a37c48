import LinuxNet
import NetCore
import SystemPackage
import Tunnels

/// A port of a switch of ours that a plug may have: a net client between the element's port and the plug's data socket.
///
/// It is there before the plug, without carrier, and waits for the next one when a plug has gone: ports of a loop are never
/// given back.
final class VDEPlugPort: NetClient, TimerClient, ReadinessClient {
    /// From 1.
    let number: Int
    /// Towards the element.
    let port: Port

    private unowned let driver: RealTimeDriver
    private let name: String
    private var channel: DatagramChannel<VDEFraming>
    private var data: VDEDataSocket?
    private var control: VDEControl?
    private var controlWatch: DescriptorWatch?

    /// A port without a plug.
    ///
    /// - Parameters:
    ///   - driver: Watches the sockets.
    ///   - number: From 1.
    ///   - side: The element's port, which it is plugged into.
    ///   - name: Of the switch.
    /// - Throws: ``PortError`` if that port is not free.
    init(_ driver: RealTimeDriver, number: Int, into side: Port, name: String) throws(PortError) {
        self.driver = driver
        self.number = number
        self.name = "\(name):plug\(number)"
        let loop = driver.loop
        port = loop.makePort(name: self.name, pausable: true)
        channel = DatagramChannel(
            driver: driver, port: port, framing: VDEFraming(frameByteLimit: Frame.byteLimit),
            wiring: .init(reading: FileDescriptor(rawValue: -1), mayRun: false, hasErrorQueue: false))
        port.setUp(false)
        try port.connect(to: side)
        channel.attach(self)
    }

    /// Whether no plug has it.
    var isFree: Bool { control == nil }

    /// What went to and from plugs so far.
    var counters: BackendCounters { channel.counters }

    var account: ElementAccount { ElementAccount(consumed: channel.counters.sent.frames) }

    /// Gives the port to a plug, and answers it.
    ///
    /// - Throws: Why it cannot be had; then the port stays free, and the plug's stream is closed.
    func plug(
        _ control: consuming VDEControl, _ request: VDERequest, at listener: borrowing VDEControlListener
    ) throws(SocketError) {
        let data = try listener.openData(port: number, for: control)
        let path = data.local.path
        do throws(Errno) {
            try data.connect(to: request.address.name)
            guard let address = VDEAddress(path: path) else { throw .fileNameTooLong }
            channel.move(to: data.descriptor)
            do throws(BackendError) {
                try channel.watch(for: self, named: path)
            } catch {
                throw .tooManyOpenFiles
            }
            try control.send(VDEReply(address: address, frameByteLimit: Frame.byteLimit).bytes)
            controlWatch = try DescriptorWatch(driver, control.descriptor) { [unowned self] _ in controlReady() }
        } catch {
            channel.unwatch()
            throw SocketError(.connect, .unix(request.address.path ?? "an abstract name"), error)
        }
        self.data = consume data
        self.control = consume control
        port.setUp(true)
    }

    /// The plug has gone, or has to.
    func unplug() {
        guard control != nil else { return }
        channel.unwatch()
        controlWatch?.cancel()
        controlWatch = nil
        control = nil
        data = nil
        port.setUp(false)
        port.resume()
    }

    /// Unplugs, and closes the port.
    func close() {
        unplug()
        driver.loop.remove(self)
    }

    /// A plug that has its port has nothing to say but that it goes.
    private func controlReady() {
        guard control?.receive(atMost: VDERequest.byteLimit) == .end else { return }
        // What it sent last may still stand in the socket.
        channel.ready(.readable)
        unplug()
    }

    func receive(_ burst: Burst, on port: Port) -> Int {
        isFree ? channel.drop(burst, .linkDown) : channel.send(burst)
    }

    func timerFired(_ timer: LoopTimer) { port.resume() }

    func peerHasRoom(on port: Port) { channel.readOn() }

    func ready(_ readiness: Readiness) { channel.ready(readiness) }
}
