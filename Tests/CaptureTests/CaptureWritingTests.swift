import Capture
import Glibc
import NetCore
import SystemPackage
import TestSupport
import Testing
import WireFormats

@Suite("The file of a capture")
struct CaptureWritingTests {
    private static let frame = Sample.frame(to: 2, from: 1, [UInt8](repeating: 0, count: 986))

    /// A capture of a netdev that sends, into a descriptor of the test's.
    private struct Line {
        let loop = Loop()
        let capture: FrameCapture
        let port: Port
        let probe = Probe(keepsBytes: false)

        init(to descriptor: FileDescriptor, closesDescriptor: Bool = true) throws {
            // As the program does; a reader that goes away would end the tests otherwise.
            signal(SIGPIPE, SIG_IGN)
            capture = FrameCapture(loop: loop, to: descriptor, closesDescriptor: closesDescriptor, epoch: 0)
            port = loop.makePort(for: Probe(), name: "a")
            try port.connect(to: loop.makePort(for: probe, name: "b"))
            capture.add(port)
            capture.start()
        }

        func send(_ count: Int) {
            for _ in 0..<count {
                port.send(CaptureWritingTests.frame)
                loop.settle()
            }
        }
    }

    @Test("the head is there at once, frames a quarter of a second after the first")
    func live() throws {
        let file = try TemporaryFile()
        let line = try Line(to: try file.forWriting())
        #expect(try CapturedFile(try file.contents()).interfaces.count == 1)
        line.loop.advance(to: 7)
        line.send(3)
        line.loop.advance(to: 100_000_000)
        line.send(1)
        #expect(line.loop.nextDeadline == 250_000_007)
        #expect(try CapturedFile(try file.contents()).events.isEmpty)
        #expect(VirtualClock().run(line.loop) == .idle)
        #expect(line.loop.now == 250_000_007)
        #expect(try CapturedFile(try file.contents()).events.count == 4)
        #expect(line.capture.summary.frames == 4)
        line.send(1)
        line.capture.flush()
        #expect(try CapturedFile(try file.contents()).events.count == 5)
        line.capture.finish()
        #expect(line.loop.nextDeadline == nil)
    }

    @Test("what came before the start and after the end is not captured")
    func bounds() throws {
        let bench = try CaptureBench()
        let (a, _) = try bench.makePair()
        bench.capture.add(a)
        a.send(Self.frame)
        bench.loop.settle()
        bench.capture.start()
        bench.capture.start()
        a.send(Self.frame)
        bench.loop.settle()
        let summary = bench.capture.finish()
        a.send(Self.frame)
        bench.loop.settle()
        #expect(summary.frames == 1 && bench.capture.finish() == summary)
        bench.capture.start()
        #expect(bench.loop.observer == nil)
        #expect(try CapturedFile(try bench.file.contents()).events.count == 1)
    }

    @Test("an observer from before hears on, and one from after is left alone")
    func observers() throws {
        let bench = try CaptureBench()
        let (a, b) = try bench.makePair()
        b.setBound(frames: 1, bytes: 9000)
        bench.capture.add(a)
        let recorder = WireRecorder(bench.loop)
        bench.capture.start()
        for _ in 0..<2 { a.send(Self.frame) }
        bench.loop.settle()
        #expect(recorder.events.map(\.reason) == [.queueFull, nil])
        bench.capture.finish()
        #expect(bench.loop.observer === recorder)

        let second = try CaptureBench()
        let (c, _) = try second.makePair()
        second.capture.add(c)
        second.capture.start()
        let late = Relay(second.loop)
        c.send(Self.frame)
        second.loop.settle()
        second.capture.finish()
        c.send(Self.frame)
        second.loop.settle()
        #expect(second.loop.observer === late && late.count == 2)
        #expect(second.capture.summary.frames == 1)
    }

    /// Observes, and tells whoever did so before.
    private final class Relay: LoopObserver {
        private let next: (any LoopObserver)?
        private(set) var count = 0

        init(_ loop: Loop) {
            next = loop.observer
            loop.observer = self
        }

        func received(_ burst: Burst, first count: Int, on port: Port) {
            self.count += count
            next?.received(burst, first: count, on: port)
        }
    }

    @Test("two captures of one loop")
    func twoCaptures() throws {
        let bench = try CaptureBench()
        let other = try TemporaryFile()
        let second = FrameCapture(loop: bench.loop, to: try other.forWriting(), epoch: 0)
        let (a, b) = try bench.makePair()
        bench.capture.add(a)
        second.add(b)
        bench.capture.start()
        second.start()
        a.send(Self.frame)
        bench.loop.settle()
        second.finish()
        #expect(try bench.finished().events == ["in a"])
        #expect(try CapturedFile(try other.contents()).events == ["out b"])
        #expect(bench.loop.observer == nil)
    }

    @Test("a descriptor that is lent stays open, one that is owned does not")
    func ownership() throws {
        for closes in [true, false] {
            let file = try TemporaryFile()
            let descriptor = try file.forWriting()
            let line = try Line(to: descriptor, closesDescriptor: closes)
            line.capture.finish()
            #expect((fcntl(descriptor.rawValue, F_GETFD) == -1) == closes)
            if !closes { try descriptor.close() }
        }
    }

    @Test("a capture that is never finished closes what it owns")
    func abandoned() throws {
        let file = try TemporaryFile()
        let descriptor = try file.forWriting()
        do { _ = try Line(to: descriptor) }
        #expect(fcntl(descriptor.rawValue, F_GETFD) == -1)
    }

    @Test("a full disk ends the capture and not the run")
    func fullDisk() throws {
        let line = try Line(to: try FileDescriptor.open("/dev/full", .writeOnly))
        #expect(line.capture.summary.error == .noSpace)
        line.send(5)
        let summary = line.capture.finish()
        #expect(line.probe.count == 5)
        #expect(summary.error == .noSpace)
        #expect(summary.frames == 0 && summary.bytes == 0)
    }

    @Test("F5: a reader that goes away ends the capture and nothing else, and the frames from then on are counted")
    func brokenPipe() throws {
        let (reader, writer) = try FileDescriptor.pipe()
        let line = try Line(to: writer)
        line.send(2)
        line.capture.flush()
        try reader.close()
        // Only the write tells: until the buffer is full there is no error.
        line.send(10)
        #expect(line.capture.summary.error == nil)
        line.send(500)
        #expect(line.capture.summary.error == .brokenPipe)
        let summary = line.capture.finish()
        #expect(line.probe.count == 512)
        #expect(summary.frames == 2 && summary.missed == 510)
        #expect(summary.error == .brokenPipe)
    }

    @Test("F4: a pipe that nobody empties costs frames of the capture and does not stop the loop")
    func slowReader() throws {
        let (reader, writer) = try FileDescriptor.pipe()
        defer { try? reader.close() }
        let flags = fcntl(writer.rawValue, F_GETFL)
        #expect(fcntl(writer.rawValue, F_SETFL, flags | O_NONBLOCK) == 0)
        let line = try Line(to: writer)
        line.send(1000)
        #expect(line.probe.count == 1000)
        let missed = line.capture.summary.missed
        #expect(missed > 0 && missed < 1000)
        var file = try Self.drain(reader)
        for _ in 0..<100 where line.capture.summary.frames == 0 {
            line.capture.flush()
            file += try Self.drain(reader)
        }
        line.send(1)
        let summary = line.capture.finish()
        file += try Self.drain(reader)
        #expect(summary.error == nil && summary.missed == missed && summary.frames == 1001 - missed)
        #expect(UInt64(try CapturedFile(file).events.count) == summary.frames)
        #expect(UInt64(file.count) == summary.bytes)
    }

    @Test("a pipe that is still full at the end is an error")
    func neverRead() throws {
        let (reader, writer) = try FileDescriptor.pipe()
        defer { try? reader.close() }
        let flags = fcntl(writer.rawValue, F_GETFL)
        #expect(fcntl(writer.rawValue, F_SETFL, flags | O_NONBLOCK) == 0)
        let line = try Line(to: writer)
        line.send(100)
        let summary = line.capture.finish()
        #expect(summary.error == .wouldBlock && summary.frames == 0 && summary.missed == 100)
    }

    /// What stands in a pipe now.
    private static func drain(_ reader: FileDescriptor) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var waiting: CInt = 0
        while ioctl(reader.rawValue, UInt(FIONREAD), &waiting) == 0, waiting > 0 {
            bytes += try [UInt8](unsafeUninitializedCapacity: Int(waiting)) { buffer, count in
                count = try reader.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
        }
        return bytes
    }
}
