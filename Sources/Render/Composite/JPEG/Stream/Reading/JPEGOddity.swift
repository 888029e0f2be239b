/// What a JPEG has that it should not have, or lacks, and that takes nothing from its picture: encoders of cameras write such files.
package enum JPEGOddity: Hashable, CaseIterable, Sendable {
    /// Bytes behind the last block of a scan, or of a part of it between restart markers: hardware fills buffers of a fixed size.
    case surplusBytes
    /// Nothing ends the picture (EOI).
    case noEndOfImage
    /// Bytes between two segments.
    case bytesBetweenSegments
    /// A sequential scan that says which coefficients it has, as progressive ones do, and says it wrongly.
    case spectralParameters
    /// An Adobe segment with a color transform that three components cannot have.
    case adobeTransform
}

extension JPEGOddity: CustomStringConvertible {
    package var description: String {
        switch self {
        case .surplusBytes: "bytes behind its blocks"
        case .noEndOfImage: "no end marker"
        case .bytesBetweenSegments: "bytes between its segments"
        case .spectralParameters: "parameters in a scan header that mean nothing there"
        case .adobeTransform: "a color transform that there is not"
        }
    }
}
