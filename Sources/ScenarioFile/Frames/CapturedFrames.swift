import WireFormats

/// Why a file gives no frames to send or to compare with; the message stands behind the name of the file.
struct CaptureProblem: Error {
    let message: String
    var notes: [String] = []
    /// Whether there is no such file.
    var isMissing = false
    /// Whether it is a file of another kind, which must not be written over.
    var isForeign = false

    init(_ message: String, notes: [String] = [], isMissing: Bool = false, isForeign: Bool = false) {
        self.message = message
        self.notes = notes
        self.isMissing = isMissing
        self.isForeign = isForeign
    }
}

/// The Ethernet frames of a capture file, pcap or pcapng, in its order.
///
/// All of them or none: what is cut, of another link type, or behind a damage is an error, since a part of a capture would
/// be another one.
struct CapturedFrames: Sendable, Hashable {
    private(set) var frames: [[UInt8]] = []
    /// Of each frame, in nanoseconds since 1970; nil if one of them has none.
    private(set) var times: [Int64]? = []

    /// - Throws: ``CaptureProblem`` with the number of the frame, or the byte of the file, that it is about.
    init(parsing file: [UInt8]) throws(CaptureProblem) {
        // SAFETY: a byte has no padding, so all of the array's memory is initialized.
        let bytes = unsafe file.span.bytes
        if PcapReader.recognizes(bytes) {
            try readPcap(bytes)
        } else if file.starts(with: Self.sectionHeader) {
            try readPcapNG(bytes)
        } else {
            throw Self.foreign(file)
        }
    }

    // MARK: Formats

    private mutating func readPcap(_ file: RawSpan) throws(CaptureProblem) {
        var reader: PcapReader
        do throws(WireError) {
            reader = try PcapReader(file)
        } catch {
            throw broken(error, at: 0, of: file)
        }
        while true {
            let packet: PcapPacket?
            do throws(WireError) {
                packet = try reader.next()
            } catch {
                throw broken(error, at: reader.offset, of: file)
            }
            guard let packet else { return }
            try add(
                packet.bytes, of: file, original: packet.originalByteCount, linkType: reader.linkType,
                checkSequence: reader.checkSequenceByteCount)
            times?.append(packet.time)
        }
    }

    private mutating func readPcapNG(_ file: RawSpan) throws(CaptureProblem) {
        var reader = PcapNGReader(file)
        while true {
            let block: PcapNGBlock?
            do throws(WireError) {
                block = try reader.next()
            } catch {
                throw broken(error, at: reader.offset, of: file)
            }
            switch block {
            case nil: return
            case .packet(let packet):
                let interface = reader.interfaces[packet.interface]
                try add(
                    packet.bytes, of: file, original: packet.originalByteCount, linkType: interface.linkType)
                guard let time = interface.nanoseconds(of: packet.time) else {
                    throw CaptureProblem("has frame \(frames.count) at a time behind the year 2262")
                }
                times?.append(time)
            case .simple(let packet):
                try add(
                    packet.bytes, of: file, original: packet.originalByteCount,
                    linkType: reader.interfaces[0].linkType)
                times = nil
            case .section, .interface, .statistics, .other: break
            }
        }
    }

    private mutating func add(
        _ place: Range<Int>, of file: RawSpan, original: Int, linkType: UInt16, checkSequence: Int = 0
    ) throws(CaptureProblem) {
        let number = frames.count + 1
        guard linkType == PcapNG.ethernet else {
            throw CaptureProblem(
                "has frame \(number) of link type \(linkType)\(Self.name(ofLinkType: linkType))",
                notes: ["only Ethernet frames go over links: link type 1"])
        }
        guard place.count == original else {
            throw CaptureProblem(
                "has frame \(number) cut: \(place.count) of its \(original) bytes are there",
                notes: ["tcpdump keeps whole frames with `-s 0`"])
        }
        let count = max(0, place.count - checkSequence)
        guard count > 0 else { throw CaptureProblem("has frame \(number) of no bytes") }
        let bytes = file.extracting(droppingFirst: place.lowerBound).extracting(first: count)
        // SAFETY: the bytes are copied before the call returns.
        frames.append(unsafe bytes.withUnsafeBytes { unsafe Array($0) })
    }

    // MARK: Words

    private func broken(_ error: WireError, at offset: Int, of file: RawSpan) -> CaptureProblem {
        switch error {
        case .truncated:
            CaptureProblem(
                "is truncated at byte \(file.byteCount), in what begins at byte \(offset), behind \(frames.count) frames"
            )
        case .invalid: CaptureProblem("is damaged at byte \(offset): \(error)")
        }
    }

    /// pcapng's first four bytes, in either byte order.
    private static let sectionHeader: [UInt8] = [0x0a, 0x0d, 0x0d, 0x0a]
    private static let gzip: [UInt8] = [0x1f, 0x8b]

    private static func foreign(_ file: [UInt8]) -> CaptureProblem {
        if file.isEmpty { return CaptureProblem("is empty") }
        if file.starts(with: gzip) {
            return CaptureProblem("is compressed", notes: ["unpack it: `gunzip`"], isForeign: true)
        }
        return CaptureProblem(
            "is no capture: it begins with `\(HexValue.text(Array(file.prefix(4))))`",
            notes: ["pcap and pcapng are read"], isForeign: true)
    }

    /// Those that people meet (draft-ietf-opsawg-pcaplinktype).
    private static func name(ofLinkType type: UInt16) -> String {
        switch type {
        case 0: ", loopback"
        case 101, 228, 229: ", IP packets"
        case 105, 127: ", IEEE 802.11"
        case 113, 276: ", `tcpdump -i any`"
        default: ""
        }
    }
}
