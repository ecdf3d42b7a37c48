import CLinuxNet
import Glibc
import SystemPackage

/// A tap interface of the kernel, open: a queue for each descriptor (`Documentation/networking/tuntap.rst`).
///
/// One that was made here goes with its last descriptor, also when this process is killed. One that was there before stays.
public struct TapDevice {
    /// The interface's name.
    public let name: String
    /// Its queues, at least one; each owns its descriptor.
    public let queues: [TapQueue]

    /// What virtio calls `virtio_net_hdr_mrg_rxbuf`.
    private static let headerByteCount: Int32 = 12

    /// Opens an interface of this name, or makes one.
    ///
    /// - Parameters:
    ///   - name: At most 15 bytes; `%d` in it is a number that the kernel finds.
    ///   - queueCount: More than one makes an interface of several queues (`IFF_MULTI_QUEUE`).
    ///   - hasHeader: Whether a virtio_net_hdr stands before each frame at the descriptors (`IFF_VNET_HDR`).
    /// - Throws: ``DeviceError/Operation/openTun``; ``DeviceError/Operation/attach`` with `EPERM` without `CAP_NET_ADMIN`,
    ///   `EBUSY` if somebody has it, `EINVAL` if it is no tap, or not of as many queues. Nothing stays open.
    public init(named name: String, queueCount: Int = 1, hasHeader: Bool = false) throws(DeviceError) {
        var attached = name
        var queues: [TapQueue] = []
        for _ in 0..<queueCount {
            let owned = OwnedDescriptor(owning: try DeviceError.wrapping(.openTun, name) { clinuxnet_open_tun() })
            attached = try Self.attach(owned.descriptor, to: attached, hasHeader, isOneOfMany: queueCount > 1)
            var headerByteCount: Int32 = 0
            if hasHeader {
                headerByteCount = Self.headerByteCount
                let descriptor = owned.descriptor.rawValue
                _ = try DeviceError.wrapping(.set("TUNSETVNETHDRSZ"), attached) {
                    clinuxnet_tap_set_header_byte_count(descriptor, headerByteCount)
                }
            }
            queues.append(TapQueue(owning: owned, headerByteCount: Int(headerByteCount)))
        }
        self.name = attached
        self.queues = queues
        refuseOffloads()
    }

    /// Takes over descriptors that somebody else opened, one for each queue of an interface.
    ///
    /// They are this object's from now on, are closed with it, and no longer block (`O_NONBLOCK`, which belongs to the open file).
    ///
    /// - Throws: ``DeviceError/Operation/adopt``: `EBADF` if one is not open, `ENOTTY` if it is no tun device, `EBADFD` if it is
    ///   attached to no interface, `EPROTOTYPE` if there are packets in it instead of frames, or four bytes before each,
    ///   `EXDEV` if it is another interface's than the first. Then all are left open.
    public init(adopting numbers: [Int32]) throws(DeviceError) {
        var facts: [clinuxnet_tap] = []
        for number in numbers { facts.append(try Self.identify(number)) }
        let names = facts.map(Self.name(of:))
        for (number, other) in zip(numbers, names) where other != names[0] {
            throw DeviceError(.adopt, "descriptor \(number)", .improperLink)
        }
        name = names[0]
        queues = zip(numbers, facts).map { number, facts in
            _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK)
            _ = fcntl(number, F_SETFD, FD_CLOEXEC)
            return TapQueue(owning: OwnedDescriptor(owning: number), headerByteCount: Int(facts.header_byte_count))
        }
        refuseOffloads()
    }

    /// Takes over a descriptor that came through a socket; it is closed if it is none of a tap.
    public init(adopting descriptor: consuming OwnedDescriptor) throws(DeviceError) {
        try self.init(adopting: [descriptor.descriptor.rawValue])
        _ = descriptor.release()
    }

    /// Limits the bytes of frames that the kernel may still hold before a write answers that it would block.
    ///
    /// - Throws: ``DeviceError/Operation/set(_:)``.
    public func setSendBuffer(_ byteCount: Int32) throws(DeviceError) {
        for queue in queues {
            _ = try DeviceError.wrapping(.set("TUNSETSNDBUF"), name) {
                clinuxnet_tap_set_send_buffer(queue.descriptor.rawValue, byteCount)
            }
        }
    }

    /// What follows the interface; nil if this namespace does not have it: the descriptor may be from another.
    public func monitor() -> InterfaceMonitor? {
        guard let monitor = try? InterfaceMonitor(name), monitor.isInterface(of: queues[0].descriptor) else {
            return nil
        }
        return monitor
    }

    /// A former owner may have allowed frames without checksums, or of more than the MTU; here they are to be whole.
    private func refuseOffloads() {
        for queue in queues { _ = clinuxnet_tap_refuse_offloads(queue.descriptor.rawValue) }
    }

    private static func attach(
        _ descriptor: FileDescriptor, to name: String, _ hasHeader: Bool, isOneOfMany: Bool
    ) throws(DeviceError) -> String {
        var bytes = [CChar](repeating: 0, count: Int(clinuxnet_interface_name_space))
        for (index, byte) in name.utf8.prefix(bytes.count - 1).enumerated() { bytes[index] = CChar(bitPattern: byte) }
        _ = try DeviceError.wrapping(.attach, name) {
            // SAFETY: the array has the room that the call reads and writes.
            unsafe clinuxnet_tap_attach(descriptor.rawValue, &bytes, hasHeader ? 1 : 0, isOneOfMany ? 1 : 0)
        }
        return text(bytes)
    }

    private static func identify(_ number: Int32) throws(DeviceError) -> clinuxnet_tap {
        var facts = clinuxnet_tap()
        _ = try DeviceError.wrapping(.adopt, "descriptor \(number)") {
            // SAFETY: the call writes one structure.
            unsafe clinuxnet_tap_identify(number, &facts)
        }
        guard facts.is_tap != 0, facts.has_packet_info == 0 else {
            throw DeviceError(.adopt, "descriptor \(number)", .protocolWrongTypeForSocket)
        }
        return facts
    }

    private static func name(of facts: clinuxnet_tap) -> String {
        // SAFETY: the bytes are read within the call.
        unsafe withUnsafeBytes(of: facts.name) { bytes in
            text(unsafe bytes.map { CChar(bitPattern: $0) })
        }
    }

    private static func text(_ bytes: [CChar]) -> String {
        String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
