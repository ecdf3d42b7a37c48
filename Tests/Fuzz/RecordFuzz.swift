// Any bytes as the items of a record: each lies inside, goes on, and is written as it was read.

import WireFormats

/// Called by libFuzzer with one input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRecord(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
    var offset = 0
    while case .item(let item, let next) = RunRecord.item(in: bytes.span.bytes, at: offset) {
        precondition(next > offset && next <= bytes.count, "an item lies inside, and is not empty")
        check(item, in: bytes)
        offset = next
    }
    return 0
}

private func check(_ item: RunRecord.Item, in bytes: [UInt8]) {
    let written = rewritten(item, from: bytes)
    let step = RunRecord.item(in: written.span.bytes, at: 0)
    guard case .item(let read, written.count) = step else { preconditionFailure("what was written is read") }
    switch (item, read) {
    case (.event(let event, let frame), .event(let again, let range)):
        precondition(frame.upperBound <= bytes.count && frame.count <= RunRecord.bytesLimit, "a frame that can be")
        precondition(again == event && written[range].elementsEqual(bytes[frame]), "the same event")
    default:
        // A text that was mended may have grown beyond the longest, and is then cut off.
        if written.count < RunRecord.textByteLimit { precondition(read == item, "the same item") }
    }
}

private func rewritten(_ item: RunRecord.Item, from bytes: [UInt8]) -> [UInt8] {
    switch item {
    case .head(let key, let value):
        return made(RunRecord.textItemByteCount) { RunRecord.writeHead(key, value, into: &$0) }
    case .name(let table, let number, let name):
        return made(RunRecord.textItemByteCount) { RunRecord.writeName(table, number, name, into: &$0) }
    case .event(let event, let frame):
        let contents = Array(bytes[frame])
        return made(RunRecord.eventByteCount(bytes: frame.count)) {
            RunRecord.write(event, bytes: contents.span.bytes, into: &$0)
        }
    case .end(let events, let fingerprint):
        precondition(fingerprint.count == 2, "two halves")
        return made(RunRecord.endByteCount) {
            RunRecord.writeEnd(
                events: events, fingerprint: (fingerprint[0].byteSwapped, fingerprint[1].byteSwapped), into: &$0)
        }
    }
}

private func made(_ byteCount: Int, _ write: (inout OutputRawSpan) -> Void) -> [UInt8] {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: 1)
    defer { buffer.deallocate() }
    var output = OutputRawSpan(buffer: buffer, initializedCount: 0)
    write(&output)
    return [UInt8](buffer.prefix(output.finalize(for: buffer)))
}
