package import Detections
package import Render

extension FrameSize {
    /// The same size, as the module that decodes detections knows it.
    package init(_ size: PixelSize) {
        guard let frameSize = FrameSize(width: size.width, height: size.height) else {
            preconditionFailure("Both types allow the same sizes.")
        }
        self = frameSize
    }
}
