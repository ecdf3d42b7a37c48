import WireFormats

/// One thing that is wrong about a data message, while the rest is in order.
public enum L2TPv3Flaw: Hashable, Sendable {
    /// It is for this session.
    case session(UInt32)
    /// The last bit of its cookie is the other one: the least that a receiver has to notice.
    case cookie
    /// Its cookie lacks four bytes, so that what follows is read as the rest of it.
    ///
    /// Those are the sizes that RFC 3931 knows. Where what follows happens to read the same, it lacks another number of
    /// bytes.
    case shortCookie
    /// It ends with the last byte but one of its header, the offset not counted.
    case cutHeader
    /// It has the T bit of a control message (RFC 3931 3.2.1).
    case controlBit
    /// It is of version 2 (RFC 2661 3.1).
    case version
    /// It carries this number.
    case number(UInt32)
}

/// Writes data messages again with one thing wrong about them; knows the headers of the end that has sent them.
public struct L2TPv3Spoiler: Sendable {
    /// The bits of the number; 0 if there is none.
    public let numberMask: UInt32

    private let isUDP: Bool
    private let cookieOffset: Int
    private let cookieByteCount: Int
    private let numberOffset: Int
    /// The header without the offset's bytes.
    private let fixedByteCount: Int

    /// A spoiler of what one end sends.
    public init(_ sender: L2TPv3Configuration) {
        isUDP = sender.encapsulation == .udp
        cookieOffset = L2TPv3Layout.sessionOffset(sender.encapsulation) + L2TPv3Layout.sessionByteCount
        cookieByteCount = sender.txCookie.byteCount
        numberOffset = cookieOffset + cookieByteCount
        numberMask = sender.sublayer.numberMask
        fixedByteCount = numberOffset + sender.sublayer.byteCount
    }

    /// Whether the header has a field that the flaw is about.
    public func hasField(for flaw: L2TPv3Flaw) -> Bool {
        switch flaw {
        case .session, .cutHeader: true
        case .cookie, .shortCookie: cookieByteCount > 0
        // RFC 3931 4.1.1.1: over IP a data message has neither flags nor version.
        case .controlBit, .version: isUDP
        case .number: numberMask != 0
        }
    }

    /// The number that a message carries; nil if its header has none, or is not all there.
    public func number(in message: RawSpan) -> UInt32? {
        guard numberMask != 0, message.byteCount >= fixedByteCount else { return nil }
        return message.bigEndian(UInt32.self, at: numberOffset) & numberMask
    }

    /// Writes a message with another number; as it is, if it has none.
    public func write(_ message: RawSpan, number: UInt32?, into output: inout OutputRawSpan) {
        output.append(contentsOf: message)
        guard let number, self.number(in: message) != nil else { return }
        store(number, at: numberOffset, of: &output)
    }

    /// Writes a message with a flaw.
    ///
    /// - Parameters:
    ///   - message: Of the sender, whole.
    ///   - number: What it carries in place of its own number.
    ///   - flaw: What is to be wrong about it.
    ///   - output: Where it goes; it has room for all of the message.
    /// - Returns: false if the message has no place for the flaw; then nothing was written.
    public func write(
        _ message: RawSpan, number: UInt32?, with flaw: L2TPv3Flaw, into output: inout OutputRawSpan
    ) -> Bool {
        guard hasField(for: flaw), message.byteCount >= fixedByteCount else { return false }
        switch flaw {
        case .session(let session):
            write(message, number: number, into: &output)
            output.store(bigEndian: session, at: cookieOffset - L2TPv3Layout.sessionByteCount)
        case .cookie:
            write(message, number: number, into: &output)
            let place = numberOffset - 4
            output.store(bigEndian: message.bigEndian(UInt32.self, at: place) ^ 1, at: place)
        case .shortCookie:
            guard let lacking = shortening(of: message) else { return false }
            output.append(contentsOf: message.extracting(first: numberOffset - lacking))
            output.append(contentsOf: message.extracting(droppingFirst: numberOffset))
            if let number, numberMask != 0 { store(number, at: numberOffset - lacking, of: &output) }
        case .cutHeader:
            write(message, number: number, into: &output)
            output.removeLast(message.byteCount - fixedByteCount + 1)
        case .controlBit:
            write(message, number: number, into: &output)
            output.store(bigEndian: L2TPv3Layout.dataVersion | L2TPv3Layout.controlBit, at: 0)
        case .version:
            write(message, number: number, into: &output)
            output.store(bigEndian: L2TPv3Layout.version2, at: 0)
        case .number(let number):
            write(message, number: number, into: &output)
        }
        return true
    }

    private func store(_ number: UInt32, at offset: Int, of output: inout OutputRawSpan) {
        var field = number & numberMask
        if numberMask != .max { field |= L2TPv3Layout.sequenceBit }
        output.store(bigEndian: field, at: offset)
    }

    /// How many bytes the cookie has to lack for a receiver to notice.
    private func shortening(of message: RawSpan) -> Int? {
        let most = min(cookieByteCount, message.byteCount - fixedByteCount)
        return [4, 3, 2, 1].first { lacking in
            lacking <= most
                && (0..<lacking).contains { index in
                    message.byte(at: numberOffset - lacking + index) != message.byte(at: numberOffset + index)
                }
        }
    }
}
