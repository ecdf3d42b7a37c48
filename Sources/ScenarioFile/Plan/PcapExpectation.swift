public import WireFormats

/// All that arrives at an interface, as a capture has it.
public struct PcapExpectation: Sendable, Hashable {
    /// Where.
    public var place: InterfacePlace
    /// The capture as written, from the scenario's folder.
    public var path: String
    /// The capture from where the scenario was opened: what `--bless` writes.
    public var file: String
    /// Its frames, in order; nil if there is no such file yet, or it is to be written.
    public var frames: [[UInt8]]?
    /// What is not compared.
    public var mask: FieldMask
}

extension Scenario {
    /// The captures that its lines compare with: what `--bless` writes.
    public var expectedCaptures: [String] {
        expectations.compactMap { if case .pcap(let expected) = $0.kind { expected.file } else { nil } }
    }
}
