import Hosts
import NICModels
import NetCore
import TestSupport
import WireFormats

/// A host with several NICs, 52:54:00:12:34:a0 and on, each on a wire to a probe.
struct MultiHost {
    let loop = Loop()
    let recorder: WireRecorder
    let host: Host
    let nics: [EmulatedNIC]
    let wires: [Probe]
    let fars: [Port]
    let delegate = RecordingDelegate()

    /// - Parameters:
    ///   - interfaces: NIC, VLAN and addresses of each.
    ///   - routes: A prefix and its next hops.
    ///   - forwards: Whether it is a router.
    ///   - mtu: Of NICs, where it is not 1500.
    init(
        nics count: Int, _ interfaces: [(nic: Int, vlan: UInt16?, addresses: [String])],
        routes: [(String, [String])] = [], forwards: Bool = false, mtu: [Int: Int] = [:]
    ) throws {
        let loop = loop
        recorder = WireRecorder(loop)
        nics = (0..<count).map {
            EmulatedNIC(loop: loop, name: "h:eth\($0)", macAddress: station(0xa0 + UInt8($0)), mtu: mtu[$0] ?? 1500)
        }
        host = Host(
            loop: loop, name: "h", nics: nics,
            interfaces: interfaces.map {
                Host.Interface(nic: $0.nic, vlan: $0.vlan, addresses: prefixes($0.addresses))
            },
            routes: routes.flatMap { destination, nextHops in
                prefixes([destination]).map { Host.Route(destination: $0, nextHops: nextHops.map { address($0) }) }
            }, forwards: forwards)
        host.delegate = delegate
        wires = nics.map { _ in Probe() }
        fars = wires.map { loop.makePort(for: $0) }
        for (far, nic) in zip(fars, nics) { try far.connect(to: nic.port) }
        loop.settle()
    }

    func send(_ frame: [UInt8], to nic: Int, id: FrameID? = nil) {
        fars[nic].send(frame, id: id)
        loop.settle()
    }

    /// A frame to the station of a NIC, with these bytes behind the addresses.
    func frame(to nic: Int, from sender: UInt8 = 0x56, _ rest: String) -> [UInt8] {
        bytes("5254001234a\(nic) 5254001234") + [sender] + bytes(rest)
    }

    /// Says that a station has an IPv4 address: an ARP reply to an address of the host.
    func teach(_ address: String, at sender: UInt8, to own: String, on nic: Int, tag: String = "") {
        let packet = ARPPacket(
            operation: .reply, senderHardwareAddress: station(sender), senderProtocolAddress: Self.v4(address),
            targetHardwareAddress: station(0xa0 + UInt8(nic)), targetProtocolAddress: Self.v4(own))
        send(frame(to: nic, from: sender, tag + "0806") + [UInt8](atMost: 28) { packet.write(into: &$0) }, to: nic)
    }

    /// An ARP request of 10.9.9.9's station for an address.
    func ask(_ target: String, on nic: Int, tag: String = "", from source: String = "10.9.9.9") {
        let packet = ARPPacket.request(
            for: Self.v4(target), senderHardwareAddress: station(0x56), senderProtocolAddress: Self.v4(source))
        let head = bytes("ffffffffffff 525400123456" + tag + "0806")
        send(head + [UInt8](atMost: 28) { packet.write(into: &$0) }, to: nic)
    }

    /// An echo request in a frame to the station of a NIC.
    func ping(from source: String, to destination: String, on nic: Int, tag: String = "", id: FrameID? = nil) {
        let message = ICMPv4Message(ICMPEcho(.request, identifier: 1, sequence: 2))
        let header = IPv4Header(
            source: Self.v4(source), destination: Self.v4(destination), protocol: .icmp, payloadByteCount: 24)
        let packet = [UInt8](atMost: 44) { output in
            header.write(into: &output)
            message.write(into: &output) { Literal.flowStamp.write(into: &$0) }
        }
        send(frame(to: nic, tag + "0800") + packet, to: nic, id: id)
    }

    private static func v4(_ text: String) -> IPv4Address { IPv4Address(text) ?? .unspecified }
}
