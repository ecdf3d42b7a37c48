import NetCore

/// Where the frames of a flow ended that have not arrived: for each number one place and reason.
struct FlowEndings {
    /// A port and a reason.
    struct Place {
        let port: Int
        let reason: DropReason
        var count: Int64 = 0
        /// The first number that ended there.
        var first: Int
    }

    /// In the order in which they were first met.
    private(set) var places: [Place] = []
    private var indexes: [Key: Int] = [:]
    /// By number: one more than the index of its place, 0 for none.
    private var endedAt: [Int32] = []
    /// Numbers of which nothing can be on its way any more.
    private(set) var traced: Int64 = 0

    private struct Key: Hashable {
        let port: Int
        let reason: DropReason
    }

    /// Notes an end; the first counts, but the end of a copy that was for another station gives way to a true one.
    mutating func note(_ number: Int, _ reason: DropReason, at port: Int) {
        if let known = place(of: number) {
            guard places[known].reason.isOfCopies, !reason.isOfCopies else { return }
            places[known].count -= 1
        }
        let index = indexes[Key(port: port, reason: reason)] ?? places.count
        if index == places.count {
            guard index < Int(Int32.max) else { return }
            places.append(Place(port: port, reason: reason, first: number))
            indexes[Key(port: port, reason: reason)] = index
        }
        if places[index].count == 0 || number < places[index].first { places[index].first = number }
        places[index].count += 1
        if endedAt.count <= number { endedAt.append(contentsOf: repeatElement(0, count: number + 1 - endedAt.count)) }
        endedAt[number] = Int32(index + 1)
        if !reason.isOfCopies { traced += 1 }
    }

    /// Takes back what was noted of a number: it has arrived by another way.
    mutating func forget(_ number: Int) {
        guard let index = place(of: number) else { return }
        places[index].count -= 1
        endedAt[number] = 0
        if !places[index].reason.isOfCopies { traced -= 1 }
    }

    /// One more than the highest number that an end is noted of.
    var limit: Int { endedAt.count }

    /// The index in ``places`` of where a number ended; nil if that is not known.
    func place(of number: Int) -> Int? {
        guard endedAt.indices.contains(number), endedAt[number] > 0 else { return nil }
        return Int(endedAt[number]) - 1
    }
}

extension DropReason {
    /// What mostly ends copies of a flooded frame, at a station which they were not for: a frame that ends so may yet
    /// arrive elsewhere.
    var isOfCopies: Bool { self == .filtered || self == .notForMe || self == .noPeer }
}
