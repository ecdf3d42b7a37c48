public import NetCore
public import NetdevOptions

extension Scenario {
    /// A way of a link.
    public enum Direction: String, Sendable, Hashable, CaseIterable {
        /// From the first endpoint to the second.
        case forward
        /// From the second endpoint to the first.
        case reverse
    }

    /// Something that happens to the network.
    public struct TimelineEntry: Sendable, Hashable {
        /// What it happens to, by index.
        public enum Target: Sendable, Hashable {
            /// A link of ``Scenario/links``.
            case link(Int)
            /// All links of a node of ``Scenario/nodes``.
            case node(Int)
            /// The link of one interface.
            case nic(node: Int, port: Int)
        }

        /// What happens.
        public enum Action: Sendable, Hashable {
            /// What enters the link ends as `link-down`; without a direction both ends lose carrier.
            case down(Direction?)
            /// The end of that.
            case up(Direction?)
            /// Impairments change, the others stay; without a direction both ways.
            case set([ImpairmentSetting], Direction?)
            /// Impairments change evenly over so many nanoseconds; without a direction both ways.
            case ramp([ImpairmentRamp], over: Int64, Direction?)
            /// The next so many frames that go that way are spoilt.
            case fault(L2TPv3Fault, frames: Int64, Direction)
            /// The IP MTU: of a link both ways, of a NIC its own.
            case mtu(Int)
            /// Switches forget the stations they have learnt.
            case flushStations
            /// Hosts forget their neighbours.
            case flushNeighbors
        }

        /// The name, if it was given one.
        public let name: String?
        /// When it acts first.
        public let start: Start
        /// It acts again every so many nanoseconds, before `until`; nil: once.
        public let every: Int64?
        /// Nanoseconds after time zero; nil without `every`.
        public let until: Int64?
        /// What it happens to.
        public let target: Target
        /// What happens.
        public let action: Action
        /// What was is put back after so many nanoseconds; nil: never.
        public let duration: Int64?
        /// Where it was written.
        public let source: SourceSpan
        /// The entry in the words of the format, on one line.
        public let text: String

        var meaning: TimelineEntry {
            TimelineEntry(
                name: name, start: start, every: every, until: until, target: target, action: action,
                duration: duration, source: .none, text: text)
        }
    }
}
