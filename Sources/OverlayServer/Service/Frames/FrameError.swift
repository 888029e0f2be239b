/// Why a frame that the timeline has cannot be drawn on.
package enum FrameError: Error, Equatable {
    /// The list of frames names it, but the object is not there.
    case missing(Int)
    /// `extract_frames` says that it lies where no object can.
    case badKey(Int, reason: String)
    /// Another object was put under its key while it was read.
    case changed(Frame)
    case unreadable(Frame, ImageError)
}

extension FrameError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missing(let number): "The picture of frame \(number) is not in the store."
        case .badKey(let number, let reason):
            "The key that extract_frames gives frame \(number) cannot be used: \(reason)."
        case .changed(let frame): "The picture of frame \(frame.number) was replaced while it was read; try again."
        case .unreadable(let frame, let error): "Frame \(frame.number) cannot be read: \(error)."
        }
    }
}
