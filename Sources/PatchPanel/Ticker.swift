import NetCore

/// Does something at equal distances of time.
final class Ticker: TimerClient {
    private let timer: LoopTimer
    private let interval: Int64
    private let action: () -> Void

    init(loop: Loop, interval: Int64, _ action: @escaping () -> Void) {
        self.interval = interval
        self.action = action
        timer = loop.makeTimer()
        loop.attach(self, to: timer)
        timer.arm(at: loop.now + interval)
    }

    func timerFired(_ timer: LoopTimer) {
        timer.arm(at: timer.now + interval)
        action()
    }

    func stop() { timer.cancel() }
}
