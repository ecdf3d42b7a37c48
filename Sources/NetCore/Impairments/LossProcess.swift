/// The losses of one direction, frame by frame.
struct LossProcess {
    private var isBad = false
    private var position = 0
    private var stream: RandomStream

    init(_ stream: RandomStream) { self.stream = stream }

    /// Whether the next frame is lost.
    mutating func next(_ model: LossModel) -> Bool {
        switch model {
        case .chance(let chance): return chance.falls(&stream)
        case .gilbert(let states):
            if (isBad ? states.leave : states.enter).falls(&stream) { isBad.toggle() }
            return (isBad ? states.bad : states.good).falls(&stream)
        case .pattern(let losses):
            guard !losses.isEmpty else { return false }
            // A shorter pattern may have taken its place.
            let isLost = losses[position % losses.count]
            position = (position + 1) % losses.count
            return isLost
        }
    }

    /// Another model begins at its beginning.
    mutating func restart() {
        isBad = false
        position = 0
    }
}

extension LossModel {
    /// Whether what the other has come to means nothing to this one; a ramp of one chance goes on.
    func isOtherModel(than other: LossModel) -> Bool {
        if case .chance = self { return false }
        return self != other
    }
}
