import LinuxNet
public import NetCore
import SystemPackage

// Connections come and go.

extension StreamBackend {
    /// How long a server that had no descriptor for a client waits.
    private static var acceptInterval: Int64 { 1_000_000_000 }

    // MARK: Readiness and time

    func ready(_ readiness: Readiness) {
        if connectWatch != nil { return connectionDecided() }
        // With a read interest this includes a peer that only sends no more, which the last read tells.
        let isBroken = !readiness.isDisjoint(with: [.hangup, .error])
        if channel.isReading {
            if isBroken || readiness.contains(.readable), let ending = channel.read() { return disconnect(ending) }
        } else if isBroken {
            // The node takes nothing, and is not waited for: what the kernel still has ends with the connection.
            return disconnect(takePendingErrorOfSocket().map { .failed($0) } ?? .closed)
        }
        guard readiness.contains(.writable) else { return }
        channel.writable()
        if let error = channel.sendingIsOver { sendingIsOver(error) }
    }

    private func takePendingErrorOfSocket() -> Errno? {
        guard let descriptor = socket?.descriptor else { return nil }
        return takePendingError(of: descriptor)
    }

    /// A try is due, or a look at the peer; or what waits for a connection has waited too long.
    public func timerFired(_ timer: LoopTimer) {
        guard timer == stepTimer else { return port.resume() }
        switch state {
        case .waiting: _ = connect()
        case .listening: driver.set(.read, true, of: &listenerWatch)
        case .connected: listenForSilence()
        case .connecting, .over: break
        }
    }

    private func listenForSilence() {
        guard let silence = socket?.silence else { return }
        guard silence < patience.milliseconds else {
            return disconnect(.silent(seconds: Int(silence / 1000)))
        }
        stepTimer.arm(at: stepTimer.now + patience.interval)
    }

    // MARK: Beginnings

    /// Tries the targets in turn.
    ///
    /// - Parameter first: The number of the first to try.
    /// - Returns: Why none of them will do, if that is clear at once; the first target's reason.
    @discardableResult
    func connect(from first: Int = 0) -> BackendError? {
        var refusal: BackendError?
        for number in first..<targets.count {
            do throws(SocketError) {
                let socket = try StreamSocket(connectingTo: targets[number])
                let descriptor = socket.descriptor
                if let error = socket.wasConnecting ? takePendingError(of: descriptor) : nil {
                    throw SocketError(connecting: targets[number], error)
                }
                do throws(Errno) {
                    let registration = try driver.register(self, descriptor, socket.wasConnecting ? .write : .read)
                    let watch = Watch(registration: registration, interest: socket.wasConnecting ? .write : .read)
                    if socket.wasConnecting {
                        connectWatch = watch
                        state = .connecting(number)
                        self.socket = consume socket
                    } else {
                        establish(socket, watch, named: targets[number].description)
                    }
                    return nil
                } catch {
                    refusal = refusal ?? BackendError("could not watch \(label): \(error)")
                }
            } catch {
                refusal = refusal ?? why(error)
            }
        }
        if let refusal { reason = refusal.description }
        waitOrEnd()
        return refusal
    }

    /// Why a connection failed; one that tries again needs no advice.
    private func why(_ error: SocketError) -> BackendError {
        backoff == nil ? BackendError(error) : BackendError(error.description)
    }

    /// A connection that was under way is there, or will not be.
    private func connectionDecided() {
        guard case .connecting(let number) = state, let watch = connectWatch, let socket = self.socket.take() else {
            return
        }
        connectWatch = nil
        if let error = takePendingError(of: socket.descriptor) {
            driver.deregister(watch.registration)
            reason = why(SocketError(connecting: targets[number], error)).description
            _ = connect(from: number + 1)
        } else {
            establish(socket, watch, named: targets[number].description)
        }
    }

    /// A client waits at the listener.
    func clientWaits() {
        if socket?.peerHasGone == true {
            // What the client before has sent is read first; then this one's turn comes.
            return driver.set(.read, false, of: &listenerWatch)
        }
        do throws(Errno) {
            guard let client = try listener?.accept() else { return }
            guard socket == nil else {
                refusedClients += 1
                return client.reset()
            }
            let peer = client.peerAddress.map { StreamAddress.tcp($0).description } ?? label
            let registration = try driver.register(self, client.descriptor, .read)
            establish(client, Watch(registration: registration, interest: .read), named: peer)
        } catch {
            // No descriptor, or no memory: the client waits in the kernel, and the listener would be ready for ever.
            reason = "could not accept a client: \(error)"
            driver.set(.read, false, of: &listenerWatch)
            if socket == nil { stepTimer.arm(at: stepTimer.now + Self.acceptInterval) }
        }
    }

    /// A connection is there.
    func establish(_ socket: consuming StreamSocket, _ watch: Watch, named peer: String) {
        channel.begin(socket.descriptor, watch)
        stepTimer.cancel()
        staleTimer.cancel()
        if socket.isTCP { stepTimer.arm(at: stepTimer.now + patience.interval) }
        self.socket = consume socket
        state = .connected(peer)
        reason = nil
        since = port.now
        port.setUp(true)
        port.resume()
    }

    // MARK: Ends

    /// The kernel takes no more frames: what the peer has sent is read first, and its end is the end of the connection.
    func sendingIsOver(_ error: Errno) {
        guard channel.isReading else { return disconnect(.failed(error)) }
        socket?.shutDown()
    }

    /// A connection is over.
    func disconnect(_ ending: StreamEnding) {
        let wasInFrame = channel.end()
        socket = nil
        if case .closed = ending, wasInFrame {
            reason = StreamEnding.cut.description
        } else {
            reason = ending.description
        }
        port.setUp(false)
        staleTimer.arm(at: staleTimer.now + Self.staleAge)
        backoff?.connectionStood(for: port.now - since)
        waitOrEnd()
    }

    /// What comes after a connection, or a try that was in vain.
    private func waitOrEnd() {
        stepTimer.cancel()
        if listenerWatch != nil {
            state = .listening
            driver.set(.read, true, of: &listenerWatch)
        } else if backoff != nil {
            state = .waiting
            stepTimer.arm(at: stepTimer.now + (backoff?.wait() ?? 0))
        } else {
            state = .over
            port.resume()
        }
    }
}

/// Tells a server that a client waits; the server itself hears of its connection.
final class StreamDoorbell: ReadinessClient {
    private unowned let server: StreamBackend

    init(_ server: StreamBackend) {
        self.server = server
    }

    func ready(_ readiness: Readiness) { server.clientWaits() }
}
