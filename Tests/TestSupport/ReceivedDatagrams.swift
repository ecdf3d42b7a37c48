import Glibc

/// The datagrams that a socket has, oldest first; nothing is waited for.
public func received(by descriptor: Int32) -> [[UInt8]] {
    var datagrams: [[UInt8]] = []
    var buffer = [UInt8](repeating: 0, count: 70_000)
    while true {
        let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        guard count >= 0 else { return datagrams }
        datagrams.append(Array(buffer.prefix(count)))
    }
}
