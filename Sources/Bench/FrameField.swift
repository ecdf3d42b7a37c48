import CBench
import NetCore
import WireFormats

/// Frames in memory, as a generator or a receive slab would have them: for each port as many, from its stations to
/// stations of the others, chosen by a fixed pseudo-random sequence.
@safe
struct FrameField: ~Copyable {
    let ports: Int
    let framesPerPort: Int
    let frameByteCount: Int
    let stride: Int
    private let memory: UnsafeMutableRawPointer

    init(ports: Int, stationsPerPort: Int, framesPerPort: Int = 256, frameByteCount: Int = 64, stride: Int = 128) {
        self.ports = ports
        self.framesPerPort = framesPerPort
        self.frameByteCount = frameByteCount
        self.stride = stride
        let byteCount = ports * framesPerPort * stride
        unsafe memory = .allocate(byteCount: byteCount, alignment: 4096)
        unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
        var random = SplitMix64(seed: 1)
        for port in 0..<ports {
            for index in 0..<framesPerPort {
                var other = Int(random.next() % UInt64(ports - 1))
                if other >= port { other += 1 }
                let destination = Self.station(other, Int(random.next() % UInt64(stationsPerPort)))
                let source = Self.station(port, index % stationsPerPort)
                write(destination: destination, source: source, at: port * framesPerPort + index)
            }
        }
    }

    deinit { unsafe memory.deallocate() }

    private static func station(_ port: Int, _ index: Int) -> UInt64 {
        0x0200_0000_0000 | UInt64(port) << 16 | UInt64(index)
    }

    private func write(destination: UInt64, source: UInt64, at index: Int) {
        // SAFETY: the index is below ports * framesPerPort, and a stride is at least an Ethernet header.
        let frame = unsafe memory + index * stride
        unsafe frame.storeBytes(of: (destination << 16 | source >> 32).bigEndian, as: UInt64.self)
        unsafe frame.storeBytes(
            of: UInt32(truncatingIfNeeded: source).bigEndian, toByteOffset: 8, as: UInt32.self)
        unsafe frame.storeBytes(of: UInt16(0x0800).bigEndian, toByteOffset: 12, as: UInt16.self)
    }

    /// Sends frames of a port as one burst.
    @inline(__always)
    func send(_ range: Range<Int>, of port: Int, with batch: inout InboundBatch, through handle: Port) {
        for index in range {
            // SAFETY: inside the allocation, which outlives every dispatch of the benchmark.
            let frame = unsafe memory + (port * framesPerPort + index) * stride
            unsafe batch.append(UnsafeRawBufferPointer(start: frame, count: frameByteCount), time: 0)
        }
        batch.send(through: handle)
    }

    /// The frames of a port, for what is written in C.
    func frames(of port: Int) -> cbench_frames {
        // SAFETY: the port's frames lie in the allocation, one behind the other; who uses them keeps the field alive.
        unsafe cbench_frames(
            memory: memory + port * framesPerPort * stride, stride: stride, count: framesPerPort,
            frame_bytes: frameByteCount)
    }

    /// The yardstick: a loop in C that reads the header of each frame.
    func walk(rounds: Int) -> Sample {
        Sample.measure {
            unsafe sink(cbench_walk(memory, ports * framesPerPort, stride, rounds))
            return rounds * ports * framesPerPort
        }
    }

    @inline(never)
    private func sink(_ value: UInt64) {}
}

/// Steele, Lea and Flood's SplitMix64 (OOPSLA 2014): one multiply-xor-shift chain a number, any seed is good.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
