// Any text against the reader of option strings: it is refused with a position inside it, or what was understood reads
// the same again when it is written.

import NetdevOptions

/// Called by libFuzzer with one input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOptions(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: start, count: count)
    let text = String(decoding: bytes, as: UTF8.self)
    // Most mutations lose a mandatory key; behind these the rest of the table is reached.
    let wholes = [
        text, "l2tpv3,src=a,dst=b,txsession=1,\(text)", "dgram,\(text)", "dgram,local.type=fd,local.str=\(text)",
        "dgram,local.type=unix,local.path=a,remote.type=unix,remote.path=\(text)",
        "dgram,local.type=inet,local.host=a,local.port=1,remote.type=inet,remote.port=2,remote.host=\(text)",
    ]
    for whole in wholes {
        do throws(OptionError) {
            let tree = try OptionTree(parsing: whole)
            checkPlaces(of: tree, in: whole)
            checkRoundTrip(of: try NetdevSpecification.parse(tree))
        } catch {
            checkPlace(error.position, in: whole)
            precondition(!error.description.isEmpty, "an error can be shown")
        }
    }
    return 0
}

private func checkRoundTrip(of configuration: NetdevConfiguration) {
    precondition((try? NetdevSpecification.parse(configuration.optionString)) == configuration, "reads the same again")
    precondition((try? NetdevSpecification.parse(configuration.qemuOptionString)) != nil, "QEMU's form is ours as well")
    switch configuration.backend {
    case .l2tpv3(let options):
        precondition(options.mirrored().mirrored() == options, "the far end's far end is the near end")
    case .dgram(let options):
        guard let far = options.mirrored() else { return }
        precondition(far.mirrored() == options, "the far end's far end is the near end")
    default: break
    }
}

private func checkPlaces(of tree: OptionTree, in text: String) {
    for entry in tree.entries {
        checkPlace(entry.keyPosition, in: text)
        checkPlace(entry.valuePosition, in: text)
    }
}

private func checkPlace(_ position: OptionPosition, in text: String) {
    precondition(
        position.line == 1 && position.column >= 1 && position.column <= text.unicodeScalars.count + 1,
        "a place lies inside the text")
}
