import Results

extension JSONReport {
    /// The record of a run.
    static func record(_ record: RecordResult) -> JSONValue {
        var members: [String: JSONValue] = ["path": .string(record.path), "events": .unsigned(record.events)]
        if let failure = record.failure { members["failure"] = .string(failure) }
        return .object(members)
    }

    /// The capture of a run.
    static func capture(_ capture: CaptureResult) -> JSONValue {
        var members: [String: JSONValue] = [
            "path": .string(capture.path), "packets": .unsigned(capture.packets), "missing": .unsigned(capture.missing),
            "zero_ns": .integer(capture.zero),
            "tunnels": .array(
                capture.decodings.map { decoding in
                    var members: [String: JSONValue] = [
                        "interfaces": .array(decoding.interfaces.map(JSONValue.string))
                    ]
                    if let options = decoding.options { members["tshark"] = .array(options.map(JSONValue.string)) }
                    return .object(members)
                }),
        ]
        if let failure = capture.failure { members["failure"] = .string(failure) }
        return .object(members)
    }
}
