import Results

extension RunResult.Event.Effect {
    /// In words: `500 frames, 12 impaired-loss`.
    var text: String {
        switch self {
        case .frames(let frames, let dropped):
            "\(frames) \(frames == 1 ? "frame" : "frames")" + (frames > 0 ? ", \(DropText.ended(dropped))" : "")
        case .forgotten(let entries): "\(entries) \(entries == 1 ? "entry" : "entries") forgotten"
        case .struck(let struck, let asked): "\(struck) of \(asked) \(asked == 1 ? "frame" : "frames") struck"
        }
    }

    /// The figures by name, with the words beside them.
    var json: JSONValue {
        var members: [String: JSONValue] = ["text": .string(text)]
        switch self {
        case .frames(let frames, let dropped):
            members["frames"] = .unsigned(frames)
            members["dropped"] = JSONReport.drops(dropped)
        case .forgotten(let entries): members["forgotten"] = .unsigned(entries)
        case .struck(let struck, let asked):
            members["struck"] = .integer(struck)
            members["asked"] = .integer(asked)
        }
        return .object(members)
    }
}
