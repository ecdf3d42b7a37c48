extension IPv6Address: LosslessStringConvertible {
    /// An address from its text, in any form of RFC 4291 section 2.2.
    ///
    /// That is: eight groups, `::` once for one or more groups of zeros, dotted decimal for the last two groups. A zone
    /// (`%eth0`) is not part of an address and refused.
    public init?(_ text: String) {
        let characters = text.utf8
        var groups = GroupList()
        var gap: Int?
        var rest = characters[...]
        if rest.starts(with: "::".utf8) {
            gap = 0
            rest = rest.dropFirst(2)
        }
        while !rest.isEmpty {
            let end = rest.firstIndex(of: UInt8(ascii: ":")) ?? rest.endIndex
            let piece = rest[..<end]
            if end == rest.endIndex, piece.contains(UInt8(ascii: ".")) {
                guard let address = IPv4Address(characters: piece) else { return nil }
                guard groups.append(UInt16(address.rawValue >> 16)),
                    groups.append(UInt16(address.rawValue & 0xffff))
                else { return nil }
                break
            }
            guard let group = Self.group(piece), groups.append(group) else { return nil }
            guard end != rest.endIndex else { break }
            rest = rest[end...].dropFirst()
            if rest.first == UInt8(ascii: ":") {
                guard gap == nil else { return nil }
                gap = groups.count
                rest = rest.dropFirst()
            } else {
                // A single colon separates: something has to follow it.
                guard !rest.isEmpty else { return nil }
            }
        }
        guard gap == nil ? groups.count == 8 : groups.count < 8 else { return nil }
        self = groups.address(gapAt: gap ?? groups.count)
    }

    /// One to four hexadecimal digits.
    private static func group(_ characters: Substring.UTF8View) -> UInt16? {
        guard (1...4).contains(characters.count) else { return nil }
        var value: UInt16 = 0
        for character in characters {
            guard let digit = character.hexadecimalDigitValue else { return nil }
            value = value << 4 | UInt16(digit)
        }
        return value
    }

    /// The canonical text of RFC 5952: lowercase, no leading zeros, the first longest run of two or more zero groups
    /// as `::`, and dotted decimal behind ::ffff:0:0/96.
    public var description: String {
        if high == 0, low >> 32 == 0xffff {
            return "::ffff:\(IPv4Address(rawValue: UInt32(truncatingIfNeeded: low)))"
        }
        let run = longestZeroRun
        var text = ""
        var position = 0
        while position < 8 {
            if position == run.lowerBound, !run.isEmpty {
                text += "::"
                position = run.upperBound
                continue
            }
            if position > 0, position != run.upperBound || run.isEmpty { text += ":" }
            text += String(self[group: position], radix: 16)
            position += 1
        }
        return text
    }

    /// One of the eight groups of 16 bits, the first one on the wire being 0.
    private subscript(group position: Int) -> UInt16 {
        let half = position < 4 ? high : low
        return UInt16(truncatingIfNeeded: half >> UInt64(48 - 16 * (position % 4)))
    }

    /// RFC 5952 sections 4.2.2 and 4.2.3: a single group is not shortened, and of equal runs the first one is.
    private var longestZeroRun: Range<Int> {
        var longest = 0..<0
        var start = 0
        for position in 0..<8 {
            guard self[group: position] == 0 else {
                start = position + 1
                continue
            }
            if position + 1 - start > max(longest.count, 1) { longest = start..<(position + 1) }
        }
        return longest
    }
}

/// Up to eight groups of 16 bits, as they are read.
private struct GroupList {
    private(set) var count = 0
    private var groups: [8 of UInt16] = .init(repeating: 0)

    /// Takes one more group; false when there are eight already.
    mutating func append(_ group: UInt16) -> Bool {
        guard count < 8 else { return false }
        groups[count] = group
        count += 1
        return true
    }

    /// The address with the missing groups, all zero, put in front of the group at `gap`.
    func address(gapAt gap: Int) -> IPv6Address {
        var high: UInt64 = 0
        var low: UInt64 = 0
        let missing = 8 - count
        for position in 0..<count {
            let place = position < gap ? position : position + missing
            let bits = UInt64(groups[position]) << UInt64(48 - 16 * (place % 4))
            if place < 4 { high |= bits } else { low |= bits }
        }
        return IPv6Address(high: high, low: low)
    }
}
