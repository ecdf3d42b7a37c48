import WireFormats

/// The layers of a frame as written; nil is filled in.
struct FrameLayersEntry: Sendable {
}
