import TestSupport
import Testing
import Tunnels

@Suite("frames on a byte stream")
struct StreamFramingTests {
    /// What a reader makes of a stream that comes in pieces: it keeps what is unread, and hands it in again with more behind.
    private struct Reader {
        var unread: [UInt8] = []
        var frames: [[UInt8]] = []
        var empties = 0
        var impossible: UInt32?

        mutating func receive(_ piece: some Sequence<UInt8>) {
            unread += piece
            var offset = 0
            while impossible == nil {
                switch StreamFraming.item(in: unread.span.bytes, at: offset) {
                case .frame(let range):
                    frames.append(Array(unread[range]))
                    offset = range.upperBound
                case .empty:
                    empties += 1
                    offset += StreamFraming.prefixByteCount
                case .impossible(let length): impossible = length
                case .incomplete:
                    unread.removeFirst(offset)
                    return
                }
            }
        }
    }

    private func written(_ frame: [UInt8]) -> [UInt8] {
        var prefix: [UInt8] = [9, 9, 9, 9]
        var span = prefix.mutableSpan
        var bytes = span.mutableBytes
        StreamFraming.write(frame.count, to: &bytes)
        return prefix + frame
    }

    @Test("a frame of 60 bytes is 0000003c and the frame, as QEMU writes it")
    func golden() {
        let frame = [UInt8](0..<60)
        #expect(written(frame) == bytes("0000003c") + frame)
        #expect(written([UInt8](repeating: 1, count: 65_553)).prefix(4) == bytes("00010011")[...])
    }

    @Test("the same frames, however the stream is cut", arguments: 0..<200 as Range<UInt64>)
    func anySplit(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let frames = (0..<Int.random(in: 1...20, using: &random)).map { _ in
            random.bytes([0, 1, 3, 4, 5, 60, 1514, 9000].randomElement(using: &random) ?? 1)
        }
        var rest = frames.flatMap(written)[...]
        let longest = [1, 2, 3, 7, 64, 4096, 100_000].randomElement(using: &random) ?? 1
        var reader = Reader()
        while !rest.isEmpty {
            let count = Int.random(in: 1...longest, using: &random)
            reader.receive(rest.prefix(count))
            rest = rest.dropFirst(count)
        }
        #expect(reader.frames == frames.filter { !$0.isEmpty })
        #expect(reader.empties == frames.count { $0.isEmpty })
        #expect(reader.unread.isEmpty && reader.impossible == nil)
    }

    @Test("every cut within two items")
    func everyCut() {
        let whole = written([1, 2, 3]) + written([]) + written([4])
        for cut in 0...whole.count {
            var reader = Reader()
            reader.receive(whole[..<cut])
            reader.receive(whole[cut...])
            #expect(reader.frames == [[1, 2, 3], [4]])
            #expect(reader.empties == 1)
        }
    }

    @Test("a length that cannot be is refused before any byte of its frame, the longest that can is waited for")
    func limit() {
        for length in [69_633, 0x0100_0000, 0x7fff_ffff, 0x8000_0000, .max] as [UInt32] {
            var reader = Reader()
            let prefix = (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) }
            for byte in prefix { reader.receive([byte]) }
            #expect(reader.impossible == length)
        }
        var reader = Reader()
        let longest = [UInt8](repeating: 5, count: StreamFraming.byteLimit)
        reader.receive(written(longest).dropLast())
        #expect(reader.frames.isEmpty && reader.impossible == nil)
        reader.receive([5])
        #expect(reader.frames == [longest])
    }

    @Test("no bytes trap the reader, and what it calls a frame lies inside", arguments: 0..<100 as Range<UInt64>)
    func anyBytes(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let noise = random.bytes(200).map { Bool.random(using: &random) ? 0 : $0 }
        for offset in 0...noise.count {
            if case .frame(let range) = StreamFraming.item(in: noise.span.bytes, at: offset) {
                #expect(range.lowerBound == offset + 4 && range.upperBound <= noise.count && !range.isEmpty)
            }
        }
    }
}
