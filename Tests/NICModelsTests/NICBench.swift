import NICModels
import NetCore
import TestSupport
import WireFormats

/// A driver that writes down what it is given.
final class RecordingDriver: NICDriver {
    private(set) var frames: [[UInt8]] = []
    private(set) var links: [Bool] = []
    private(set) var roomCalls = 0
    /// What it says of every frame.
    var refusal: DropReason?
    /// Called inside `received`, before the frame is written down.
    var whenReceiving: ((any NICDevice) -> Void)?

    var numbers: [Int] { frames.map(Sample.number(in:)) }

    func received(_ frame: Frame, on nic: any NICDevice) -> DropReason? {
        let copy = frame.copied
        whenReceiving?(nic)
        frames.append(copy)
        return refusal
    }

    func linkChanged(on nic: any NICDevice) { links.append(nic.isLinkUp) }

    func hasTransmitRoom(on nic: any NICDevice) { roomCalls += 1 }
}

/// A NIC with station 02:00:00:00:00:07 on a wire to a probe.
struct NICBench {
    let loop = Loop()
    let driver = RecordingDriver()
    let wire = Probe()
    let nic: EmulatedNIC
    let far: Port

    init(ringSize: Int = 256, pausable: Bool = false) throws {
        nic = EmulatedNIC(
            loop: loop, name: "h1:eth0", macAddress: MACAddress(truncating: 0x0200_0000_0007), ringSize: ringSize)
        nic.driver = driver
        far = loop.makePort(for: wire, name: "wire", pausable: pausable)
        try far.connect(to: nic.port)
        loop.settle()
    }

    /// Sends numbered frames to the NIC's station.
    @discardableResult
    func send(_ numbers: Range<Int>) -> SendResult {
        var result = SendResult.open
        for number in numbers { result = far.send(Sample.frame(to: 7, from: 1, Sample.number(number))) }
        return result
    }
}
