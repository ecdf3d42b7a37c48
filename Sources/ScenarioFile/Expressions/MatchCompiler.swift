import WireFormats

/// Turns the text of `match` into a condition on the fields of frames.
///
/// The field decides what its value may be: for an address field a name stands for the addresses of that kind.
struct MatchCompiler {
    let addresses: AddressBook

    init(addresses: AddressBook) {
        self.addresses = addresses
    }

    /// The condition that a text is.
    ///
    /// - Parameter text: `eth.dst == h2 and not arp`.
    /// - Returns: The condition.
    /// - Throws: What is wrong with it, at its place in the text.
    func compile(_ text: String) throws(ValueError) -> FieldMatch {
        .all([])
    }
}
