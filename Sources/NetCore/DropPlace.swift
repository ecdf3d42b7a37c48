/// Where on its way a frame ended at a port: which side of the port it came from, and how far it got.
public enum DropPlace: Sendable {
    /// The owner sent it, and it could not leave: no carrier, no room, too many hops.
    ///
    /// ``PortCounters/refused`` counts these.
    case leaving
    /// The peer had sent it, and it still stood in the queue of the port.
    case queued
    /// The owner ended it while it was handed it: it is in the burst that is being received.
    case arriving
    /// The owner had taken it before, and has ended it since.
    case inside
    /// It has never been a frame of this network: what came from outside and was refused, what was never composed.
    case outside
}
