extension ExpectationResolver {
    /// What is expected to arrive, with the frames of its capture; nil after reporting what is wrong.
    func pcap(_ line: ExpectationEntry.PcapLine) -> PcapExpectation? {
        guard let places = places.interfaces(line.at) else { return nil }
        guard places.count == 1, let place = places.first else {
            sink.error(
                "one capture is of one place, and `\(line.at.text)` is \(places.count)", at: line.at.node.span,
                notes: [.init("write a line for each of them")])
            return nil
        }
        var result = PcapExpectation(
            place: place, path: line.equals.value, file: folder.path(of: line.equals.value), mask: line.mask)
        do throws(CaptureProblem) {
            let frames = try folder.capture(line.equals.value).frames
            if !folder.isBlessing { result.frames = frames }
        } catch {
            guard !error.isMissing, !folder.isBlessing || error.isForeign else { return result }
            sink.error(
                "`\(line.equals.value)` \(error.message)", at: line.equals.span,
                notes: error.notes.map { .init($0) } + (error.isForeign ? [] : [.init("`run --bless` writes it anew")]))
            return nil
        }
        return result
    }
}
