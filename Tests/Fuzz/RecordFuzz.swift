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
    let written: [UInt8]
    switch item {
    case .head(let key, let value):
        written = made(RunRecord.textItemByteCount) { RunRecord.writeHead(key, value, into: &$0) }
    case .name(let table, let number, let name):
        written = made(RunRecord.textItemByteCount) { RunRecord.writeName(table, number, name, into: &$0) }
    case .event(let event, let frame):
        precondition(frame.upperBound <= bytes.count && frame.count <= RunRecord.bytesLimit, "a frame that can be")
        let again = made(RunRecord.eventByteCount(bytes: frame.count)) {
            RunRecord.write(event, bytes: bytes.span.bytes.extracting(frame), into: &$0)
        }
        guard case .item(.event(let read, let range), again.count) = RunRecord.item(in: again.span.bytes, at: 0) else {
            preconditionFailure("what was written is read")
        }
        precondition(read == event && again[range].elementsEqual(bytes[frame]), "the same event")
        return
    case .end(let events, let fingerprint):
        precondition(fingerprint.count == 2, "two halves")
        written = made(RunRecord.endByteCount) {
            RunRecord.writeEnd(
                events: events, fingerprint: (fingerprint[0].byteSwapped, fingerprint[1].byteSwapped), into: &$0)
        }
    }
    guard case .item(let read, written.count) = RunRecord.item(in: written.span.bytes, at: 0) else {
        preconditionFailure("what was written is read")
    }
    // A text that was mended may have grown beyond the longest, and is then cut off.
    if written.count < RunRecord.textByteLimit { precondition(read == item, "the same item") }
}

private func made(_ byteCount: Int, _ write: (inout OutputRawSpan) -> Void) -> [UInt8] {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: 1)
    defer { buffer.deallocate() }
    var output = OutputRawSpan(buffer: buffer, initializedCount: 0)
    write(&output)
    return [UInt8](buffer.prefix(output.finalize(for: buffer)))
}
