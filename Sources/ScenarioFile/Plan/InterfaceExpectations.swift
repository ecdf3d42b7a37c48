public import NetCore
public import WireFormats

/// An interface, or all of a node.
public struct InterfacePlace: Sendable, Hashable {
    /// The index of the node in ``Scenario/nodes``.
    public var node: Int
    /// The number of the interface, from 0; nil for all interfaces of the node.
    public var port: Int?
}

/// Which way frames go at an interface, seen from the node.
public enum InterfaceDirection: String, Sendable, Hashable, CaseIterable {
    /// They arrive from the link.
    case rx
    /// They leave.
    case tx
}

/// How many frames are seen at an interface.
public struct FramesExpectation: Sendable, Hashable {
    /// Where; what is seen at several places counts together.
    public var places: [InterfacePlace]
    /// Which way they go.
    public var direction: InterfaceDirection
    /// Which frames count; nil: all.
    public var match: FieldMatch?
    /// How many there must be.
    public var count: Comparison<Int64>
}

/// Nothing arrives at an interface but what other lines of `expect` account for.
public struct NothingElseExpectation: Sendable, Hashable {
    /// Where.
    public var place: InterfacePlace
    /// What may arrive beside.
    public var except: [FieldMatch]
}

/// The bytes of one frame that arrives at an interface.
public struct BytesExpectation: Sendable, Hashable {
    /// Where the bytes begin.
    public enum Layer: String, Sendable, Hashable, CaseIterable {
        /// With the Ethernet frame.
        case frame
        /// With the header of the tunnel that the frame comes through.
        case wire
    }

    /// Where.
    public var place: InterfacePlace
    /// Which of the frames that arrive, and match, from 1.
    public var number: Int64
    /// Which frames are counted; nil: all.
    public var match: FieldMatch?
    /// Where the bytes begin.
    public var layer: Layer
    /// What stands there.
    public var pattern: BytePattern
    /// Whether nothing stands behind (`equals`), or anything may (`starts`).
    public var isWhole: Bool
}

/// How many frames were dropped, where and why.
public struct DroppedExpectation: Sendable, Hashable {
    /// Where drops are counted.
    public enum Place: Sendable, Hashable {
        /// Anywhere in the lab.
        case anywhere
        /// On a link, its two ends included, by its index in ``Scenario/links``.
        case link(Int)
        /// At a node, by its index in ``Scenario/nodes``.
        case node(Int)
    }

    /// Where.
    public var place: Place
    /// Why; nil for every reason together.
    public var reason: DropReason?
    /// How many.
    public var count: Comparison<Int64>
}

/// What an emulated node knows; what is empty is not looked at.
public struct StateExpectation: Sendable, Hashable {
    /// The index of the node in ``Scenario/nodes``.
    public var node: Int
    /// Stations of a switch.
    public var stations: [Station] = []
    /// Neighbours of a host.
    public var neighbors: [Neighbor] = []
    /// Counters of interfaces.
    public var counters: [Counter] = []
    /// The addresses of NICs.
    public var macs: [NICAddress] = []

    /// Where a switch has learnt a station.
    public struct Station: Sendable, Hashable {
        /// The station as written: `h2`.
        public var text: String
        /// Its addresses; one of them is enough.
        public var macs: [MACAddress]
        /// The number of the port, from 0; nil: nowhere.
        public var port: Int?
    }

    /// What a host knows of an address.
    public struct Neighbor: Sendable, Hashable {
        /// The neighbour as written: `h2`.
        public var text: String
        /// Its addresses; one of them is enough.
        public var addresses: [IPAddress]
        /// The stations, one of which it must be; nil: it is not known.
        public var macs: [MACAddress]?
    }

    /// A counter of an interface.
    public struct Counter: Sendable, Hashable {
        /// What is counted.
        public enum What: Sendable, Hashable {
            /// Frames that arrived.
            case rxFrames
            /// Their bytes.
            case rxBytes
            /// Frames that left.
            case txFrames
            /// Their bytes.
            case txBytes
            /// Frames that ended there; nil: for any reason.
            case dropped(DropReason?)
        }

        /// The counter as written: `eth0.rx_frames`.
        public var text: String
        /// The number of the interface, from 0.
        public var port: Int
        /// What is counted.
        public var what: What
        /// How many there must be.
        public var count: Comparison<Int64>
    }

    /// The address of a NIC.
    public struct NICAddress: Sendable, Hashable {
        /// The number of the interface, from 0.
        public var port: Int
        /// Its address.
        public var mac: MACAddress
    }
}
