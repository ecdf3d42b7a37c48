import Glibc

/// Has the kernel throw away all that comes to a socket from now on (socket(7), `SO_ATTACH_FILTER`): for its peer it is as if
/// the wire had been cut.
public func goDeaf(_ descriptor: Int32) throws {
    /// <linux/filter.h>: one instruction, `BPF_RET | BPF_K`, that lets no byte through.
    struct Instruction {
        var code: UInt16 = 0x06
        var jumps: (UInt8, UInt8) = (0, 0)
        var constant: UInt32 = 0
    }
    struct Program {
        var count: UInt16
        var instructions: UnsafeMutablePointer<Instruction>
    }
    var instruction = Instruction()
    let result = withUnsafeMutablePointer(to: &instruction) { instructions in
        var program = Program(count: 1, instructions: instructions)
        return setsockopt(
            descriptor, SOL_SOCKET, SO_ATTACH_FILTER, &program, socklen_t(MemoryLayout<Program>.size))
    }
    guard result == 0 else { throw DeafnessRefused(code: errno) }
}

/// The kernel took no filter.
public struct DeafnessRefused: Error {
    /// `errno`.
    public let code: Int32
}
