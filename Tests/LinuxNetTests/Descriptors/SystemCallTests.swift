import Glibc
import SystemPackage
import Testing

@testable import LinuxNet

@Suite("the funnel for system calls")
struct SystemCallTests {
    @Test("an interrupted call is made again")
    func interrupted() throws {
        var calls = 0
        let result = try retryingOnInterrupt { () -> Int32 in
            calls += 1
            errno = EINTR
            return calls < 3 ? -1 : 7
        }
        #expect(result == 7)
        #expect(calls == 3)
    }

    @Test("an error is thrown as it was when the call returned")
    func failed() {
        #expect(throws: Errno.badFileDescriptor) {
            try retryingOnInterrupt { () -> Int in
                errno = EBADF
                return -1
            }
        }
    }

    @Test("would block is an answer, another error is not")
    func wouldBlock() throws {
        let answer = try nonBlocking { () -> Int32 in
            errno = EAGAIN
            return -1
        }
        #expect(answer == .wouldBlock)
        #expect(try nonBlocking { Int32(3) } == .done(3))
        #expect(throws: Errno.ioError) {
            try nonBlocking { () -> Int32 in
                errno = EIO
                return -1
            }
        }
    }
}
