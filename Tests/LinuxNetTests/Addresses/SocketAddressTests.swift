import Glibc
import Testing

@testable import LinuxNet

@Suite("a socket address")
struct SocketAddressTests {
    @Test(
        "reads numbers and writes them",
        arguments: [
            ("127.0.0.1", "127.0.0.1:1701"),
            ("0.0.0.0", "0.0.0.0:1701"),
            ("255.255.255.255", "255.255.255.255:1701"),
            ("::1", "[::1]:1701"),
            ("::", "[::]:1701"),
            ("2001:DB8:0:0:0:0:0:1", "[2001:db8::1]:1701"),
            ("fe80::1%7", "[fe80::1%7]:1701"),
            ("fe80::1%lo", "[fe80::1%\(if_nametoindex("lo"))]:1701"),
        ])
    func numeric(text: String, description: String) throws {
        let address = try #require(SocketAddress(numeric: text, port: 1701))
        #expect(address.description == description)
        #expect(address == SocketAddress(numeric: address.host, port: 1701))
    }

    @Test(
        "takes nothing but an address",
        arguments: [
            "", "localhost", "127.0.0.1:80", "127.0.0.1 ", "127.1", "256.0.0.1", "[::1]", "::1%", "::1%nowhere",
            "127.0.0.1\0x", "::1\0", "1.2.3.4%1",
        ])
    func refused(text: String) {
        #expect(SocketAddress(numeric: text, port: 1) == nil)
    }

    @Test("differs by family, address, port and interface")
    func equality() {
        let all: Set<SocketAddress> = [
            .any(.ipv4), .any(.ipv6), .loopback(.ipv4), .loopback(.ipv6), .loopback(.ipv4, port: 1),
            SocketAddress(ipv6High: 0xfe80 << 48, low: 1, scope: 1, port: 1),
            SocketAddress(ipv6High: 0xfe80 << 48, low: 1, scope: 2, port: 1),
        ]
        #expect(all.count == 7)
        #expect(SocketAddress.loopback(.ipv4).withPort(1) == .loopback(.ipv4, port: 1))
    }

    @Test("is to the kernel what the C library makes of it")
    func sockaddr() {
        SocketAddress(ipv4: 0x7f00_0001, port: 0x06a5).withSockaddr { name, byteCount in
            let bytes = [UInt8](UnsafeRawBufferPointer(start: name, count: Int(byteCount)))
            #expect(bytes == [2, 0, 0x06, 0xa5, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0])
        }
        SocketAddress(ipv6High: 0xfe80 << 48, low: 0x0102, scope: 3, port: 0x06a5).withSockaddr { name, byteCount in
            let bytes = [UInt8](UnsafeRawBufferPointer(start: name, count: Int(byteCount)))
            let address: [UInt8] = [0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2]
            #expect(bytes == [10, 0, 0x06, 0xa5, 0, 0, 0, 0] + address + [3, 0, 0, 0])
        }
    }

    @Test("comes back from the kernel's form, and not from less of it", arguments: AddressFamily.allCases)
    func copying(family: AddressFamily) {
        let address = SocketAddress.loopback(family, port: 1701)
        address.withSockaddr { name, byteCount in
            #expect(SocketAddress(copying: name, byteCount: Int(byteCount)) == address)
            #expect(SocketAddress(copying: name, byteCount: Int(byteCount) - 1) == nil)
            #expect(SocketAddress(copying: nil, byteCount: Int(byteCount)) == nil)
        }
        var other = sockaddr_storage()
        other.ss_family = sa_family_t(AF_UNIX)
        #expect(SocketAddress(copying: &other, byteCount: MemoryLayout<sockaddr_storage>.size) == nil)
    }

    @Test("a name gives every address it has, each once")
    func resolve() throws {
        #expect(try SocketAddress.resolve("127.0.0.1", service: "1701") == [.loopback(.ipv4, port: 1701)])
        #expect(try SocketAddress.resolve("::1", service: "0", family: .ipv6) == [.loopback(.ipv6)])
        let local = try SocketAddress.resolve("localhost", service: "65535", family: .ipv4)
        #expect(local.contains(.loopback(.ipv4, port: 65535)))
        #expect(Set(local).count == local.count)
    }

    @Test(
        "a name without an address, a port past 16 bits and a hidden tail are refused",
        arguments: [
            ("127.0.0.1", "65536"), ("127.0.0.1", "99999999999999999999"), ("127.0.0.1", "-1"), ("127.0.0.1", "+1"),
            ("127.0.0.1", " 1"), ("127.0.0.1", ""), ("127.0.0.1", "80x"), ("127.0.0.1", "no-such-service"),
            ("127.0.0.1\0.invalid", "1"), ("127.0.0.1", "1\02"), ("", "1"), ("127.0.0.1:1", "1"),
        ])
    func unresolved(host: String, service: String) {
        #expect(throws: ResolutionError.self) { try SocketAddress.resolve(host, service: service) }
    }

    @Test("an address of the other family is an error that says which name")
    func wrongFamily() {
        let error = #expect(throws: ResolutionError.self) {
            try SocketAddress.resolve("::1", service: "1701", family: .ipv4)
        }
        #expect(error?.description.hasPrefix("could not resolve ::1 port 1701: ") == true)
    }
}
