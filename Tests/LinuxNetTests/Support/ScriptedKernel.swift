import CLinuxNet
import Glibc
import LinuxNet
import SystemPackage

/// Plays the kernel: answers each call with the next step of a script, and remembers what it was asked.
struct ScriptedKernel: DatagramKernel {
    enum Step {
        /// The call takes so many messages.
        case taken(Int)
        /// The call fails.
        case failure(Errno)
        /// The call brings these messages.
        case messages([Incoming])
    }

    /// A message that a receive brings.
    struct Incoming {
        var bytes: [UInt8]
        var segment: Int32?
        var overflow: UInt32?
        var source: SocketAddress? = .loopback(.ipv4, port: 9)
        /// The length on the wire, when it was longer than the bytes.
        var isTruncated = false
    }

    /// A message as a send gave it.
    struct Outgoing: Equatable {
        var bytes: [UInt8]
        /// The datagram size of a run; `nil` for a single datagram.
        var segment: Int?
        var destination: SocketAddress?
    }

    /// The room that a receive offered in one slot.
    struct Room: Equatable {
        var nameByteCount: Int
        var controlByteCount: Int
        var flags: Int32
    }

    var segmentLimit = 128
    var script: [Step]
    /// The messages of each send.
    private(set) var sends: [[Outgoing]] = []
    /// The room of each receive.
    private(set) var receives: [[Room]] = []

    init(_ script: [Step], segmentLimit: Int = 128) {
        self.script = script
        self.segmentLimit = segmentLimit
    }

    mutating func sendmmsg(
        _ descriptor: Int32, _ messages: UnsafeMutablePointer<clinuxnet_mmsghdr>, _ count: UInt32, _ flags: Int32
    ) -> Int32 {
        sends.append((0..<Int(count)).map { Outgoing(messages[$0].msg_hdr) })
        return answer { _ in 0 }
    }

    mutating func recvmmsg(
        _ descriptor: Int32, _ messages: UnsafeMutablePointer<clinuxnet_mmsghdr>, _ count: UInt32, _ flags: Int32
    ) -> Int32 {
        receives.append(
            (0..<Int(count)).map { slot in
                let header = messages[slot].msg_hdr
                return Room(
                    nameByteCount: Int(header.msg_namelen), controlByteCount: header.msg_controllen,
                    flags: header.msg_flags)
            })
        return answer { incoming in
            for (slot, message) in incoming.enumerated() { message.deliver(to: &messages[slot]) }
            return incoming.count
        }
    }

    mutating func recvmsg(_ descriptor: Int32, _ message: UnsafeMutablePointer<msghdr>, _ flags: Int32) -> Int {
        Int(answer { $0.count })
    }

    private mutating func answer(_ deliver: ([Incoming]) -> Int) -> Int32 {
        guard !script.isEmpty else {
            errno = EAGAIN
            return -1
        }
        switch script.removeFirst() {
        case .taken(let count):
            return Int32(count)
        case .failure(let error):
            errno = error.rawValue
            return -1
        case .messages(let incoming):
            return Int32(deliver(incoming))
        }
    }
}

extension ScriptedKernel.Outgoing {
    init(_ header: msghdr) {
        bytes = (0..<header.msg_iovlen).flatMap { index in
            let vector = header.msg_iov[index]
            return [UInt8](UnsafeRawBufferPointer(start: vector.iov_base, count: vector.iov_len))
        }
        destination = header.msg_name.flatMap { name in
            let raw = UnsafeRawPointer(name)
            guard Int32(raw.load(as: sa_family_t.self)) == AF_INET else {
                let v6 = raw.load(as: sockaddr_in6.self)
                return SocketAddress.loopback(.ipv6, port: UInt16(bigEndian: v6.sin6_port))
            }
            let v4 = raw.load(as: sockaddr_in.self)
            return SocketAddress(ipv4: UInt32(bigEndian: v4.sin_addr.s_addr), port: UInt16(bigEndian: v4.sin_port))
        }
        guard header.msg_controllen > 0, let control = header.msg_control else { return }
        // udp(7): a control message of SOL_UDP, UDP_SEGMENT with 16 bits.
        let head = control.load(as: cmsghdr.self)
        guard head.cmsg_level == SOL_UDP, head.cmsg_type == UDP_SEGMENT else { return }
        segment = Int(control.load(fromByteOffset: MemoryLayout<cmsghdr>.size, as: UInt16.self))
    }
}

extension ScriptedKernel.Incoming {
    /// Writes the message where `recvmmsg(2)` would.
    func deliver(to message: inout clinuxnet_mmsghdr) {
        let vector = message.msg_hdr.msg_iov[0]
        vector.iov_base.copyMemory(from: bytes, byteCount: min(bytes.count, vector.iov_len))
        message.msg_len = UInt32(bytes.count)
        message.msg_hdr.msg_flags = isTruncated ? clinuxnet_MSG_TRUNC : 0
        message.msg_hdr.msg_namelen = 0
        if let source, let name = message.msg_hdr.msg_name {
            source.withSockaddr { address, byteCount in
                name.copyMemory(from: address, byteCount: Int(byteCount))
                message.msg_hdr.msg_namelen = byteCount
            }
        }
        guard let control = message.msg_hdr.msg_control else { return }
        var end = 0
        if let overflow { end = append(overflow, SOL_SOCKET, SO_RXQ_OVFL, to: control, at: end) }
        if let segment { end = append(UInt32(bitPattern: segment), SOL_UDP, UDP_GRO, to: control, at: end) }
        message.msg_hdr.msg_controllen = end
    }

    private func append(
        _ value: UInt32, _ level: Int32, _ type: Int32, to control: UnsafeMutableRawPointer, at offset: Int
    ) -> Int {
        let headByteCount = MemoryLayout<cmsghdr>.size
        var head = cmsghdr()
        head.cmsg_len = headByteCount + 4
        head.cmsg_level = level
        head.cmsg_type = type
        (control + offset).storeBytes(of: head, as: cmsghdr.self)
        (control + offset + headByteCount).storeBytes(of: value, as: UInt32.self)
        return offset + headByteCount + 8
    }
}
