import NetCore
import ScenarioFile

/// What is looked at where frames arrive at one port.
final class PortWatch {
    /// `frames` flows that are delivered here.
    var deliveries: [FrameContents] = []
    /// Lines about frames that arrive here.
    var arriving: [FrameWatch] = []
    var bytes: [ByteWatch] = []
    /// Captures, each with the number that this interface has in it.
    var captures: [(watch: PcapWatch, interface: Int)] = []
    var strangers: [StrangerWatch] = []
    /// Lines about frames that leave the port which this one is plugged into.
    var leaving: [FrameWatch] = []
    /// Lines about datagrams: this is the end of a tunnel.
    var datagrams: [ByteWatch] = []

    /// Looks at a frame that has arrived.
    ///
    /// - Parameters:
    ///   - id: Which frame of which flow it is, if that is known.
    ///   - isOfExpectedFlow: Whether it belongs to a flow that stands in `expect`; asked only where that matters.
    func see(_ frame: Frame, id: FrameID?, at time: Int64, isOfExpectedFlow: () -> Bool) {
        for watch in leaving { _ = watch.see(frame, at: time) }
        for watch in datagrams { watch.seeDatagram(frame, at: time) }
        var isAccountedFor = false
        for watch in arriving where watch.see(frame, at: time) { isAccountedFor = true }
        for watch in bytes where watch.see(frame, at: time) { isAccountedFor = true }
        for (watch, interface) in captures where watch.see(frame, at: time, on: interface) { isAccountedFor = true }
        guard !strangers.isEmpty else { return }
        isAccountedFor = isAccountedFor || isOfExpectedFlow()
        for watch in strangers { watch.see(frame, at: time, isAccountedFor: isAccountedFor) }
    }
}
