import NetCore

/// Rates of links, in the units of all rates.
enum LinkRateValue {
    static func parse(_ text: String) throws(ValueError) -> LinkRate {
        if (try? Measure(text))?.isZero == true {
            throw ValueError(
                "at a rate of 0 nothing arrives",
                notes: ["`none` is no bound; a link that carries nothing is `down` in the timeline"])
        }
        return switch try RateValue.parse(text, usualUnit: "kbit") {
        case .frames(let pace): .frames(pace.frames, per: pace.nanoseconds)
        case .bits(let thousandths): .bits(thousandths: thousandths)
        }
    }

    /// The shortest text that reads back to the same rate.
    static func text(_ rate: LinkRate) -> String {
        switch rate {
        case .bits(let thousandths): bits(thousandths)
        case .frames(let count, let nanoseconds):
            frames(thousandths(of: count, per: nanoseconds))
        }
    }

    /// Thousandths of a frame a second.
    static func thousandths(of frames: Int64, per nanoseconds: Int64) -> Int64 {
        Int64(clamping: Int128(frames) * 1_000_000_000_000 / Int128(max(1, nanoseconds)))
    }

    /// Thousandths of a bit a second.
    static func bits(_ thousandths: Int64) -> String {
        RateValue.text(thousandths, units: RateValue.bitUnits)
    }

    /// Thousandths of a frame a second.
    static func frames(_ thousandths: Int64) -> String {
        RateValue.text(thousandths, units: RateValue.frameUnits)
    }
}
