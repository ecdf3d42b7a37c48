import WireFormats

/// The addresses in use in a lab, and the next one for a NIC that has none.
///
/// As in QEMU, an unset (all-zero) address gets the lowest free one of 52:54:00:12:34:56 to ..:fe, an address is
/// counted as often as it is used, and given back with its NIC. QEMU hands out ..:ff for every NIC after the 169th; a
/// lab has more NICs than that, so this table goes on at 52:54:00:12:35:00 and gives no address to two NICs.
public struct MACTable: Sendable {
    /// What happens after the 169th default address.
    public enum Exhaustion: Sendable {
        /// Go on above the block.
        case extend
        /// Hand out 52:54:00:12:34:ff again and again, as QEMU does.
        case asQEMU
    }

    /// Why an address cannot be given.
    public enum Refusal: Error, Equatable, CustomStringConvertible {
        /// The lowest bit of the first byte is set: that is the address of a group of stations.
        case group(MACAddress)
        /// All of 52:54:00:12:34:56 to 52:54:00:ff:ff:ff is in use.
        case exhausted

        /// The rule in words.
        public var description: String {
            switch self {
            case .group(let address):
                "\(address) is a group address (its first byte is odd); a NIC needs the address of one station"
            case .exhausted:
                "no default MAC address is left below 52:54:01:00:00:00"
            }
        }
    }

    private static let firstInBlock: UInt64 = 0x5254_0012_3456
    private static let lastInBlock: UInt64 = 0x5254_0012_34fe
    private static let exhausted: UInt64 = 0x5254_0012_34ff
    private static let firstBeyond: UInt64 = 0x5254_0012_3500
    private static let lastBeyond: UInt64 = 0x5254_00ff_ffff

    private let exhaustion: Exhaustion
    private let last: UInt64
    /// Uses of each address; no entry is zero.
    private var uses: [UInt64: Int] = [:]
    /// Below these, every address of the block, or beyond it, is in use.
    private var lowestInBlock = Self.firstInBlock
    private var lowestBeyond = Self.firstBeyond

    /// A table with nothing in use.
    public init(exhaustion: Exhaustion = .extend) { self.init(exhaustion: exhaustion, last: Self.lastBeyond) }

    /// - Parameter last: The last default address there is.
    init(exhaustion: Exhaustion = .extend, last: UInt64) {
        self.exhaustion = exhaustion
        self.last = last
    }

    /// Takes an address for a NIC.
    ///
    /// - Parameter address: The one to use; all zero, or nil: the lowest free default.
    /// - Returns: The NIC's address.
    /// - Throws: ``Refusal`` for a group address, or if no default is left.
    public mutating func claim(_ address: MACAddress? = nil) throws(Refusal) -> MACAddress {
        guard let address, address != .zero else { return try claimDefault() }
        guard !address.isGroup else { throw .group(address) }
        uses[address.rawValue, default: 0] += 1
        return address
    }

    /// Gives back one use of an address.
    ///
    /// One that is not in use is left alone: counts do not go below zero.
    public mutating func release(_ address: MACAddress) {
        let value = address.rawValue
        guard let count = uses[value] else { return }
        if count > 1 {
            uses[value] = count - 1
            return
        }
        uses[value] = nil
        if (Self.firstInBlock...Self.lastInBlock).contains(value) { lowestInBlock = min(lowestInBlock, value) }
        if (Self.firstBeyond...Self.lastBeyond).contains(value) { lowestBeyond = min(lowestBeyond, value) }
    }

    /// How many NICs use an address.
    public func uses(of address: MACAddress) -> Int { uses[address.rawValue] ?? 0 }

    private mutating func claimDefault() throws(Refusal) -> MACAddress {
        if let free = Self.take(from: &lowestInBlock, to: Self.lastInBlock, in: &uses) { return free }
        if exhaustion == .asQEMU { return MACAddress(truncating: Self.exhausted) }
        if let free = Self.take(from: &lowestBeyond, to: last, in: &uses) { return free }
        throw .exhausted
    }

    private static func take(from lowest: inout UInt64, to last: UInt64, in uses: inout [UInt64: Int]) -> MACAddress? {
        while lowest <= last && uses[lowest] != nil { lowest += 1 }
        guard lowest <= last else { return nil }
        uses[lowest] = 1
        return MACAddress(truncating: lowest)
    }
}
