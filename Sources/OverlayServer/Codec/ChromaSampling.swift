/// How finely a JPEG stores chroma, compared with luma.
enum ChromaSampling: Sendable, CaseIterable {
    /// 4:4:4: every pixel has its own chroma.
    case full
    /// 4:2:2: one chroma sample for two pixels side by side.
    case halfColumns
    /// 4:2:0: one chroma sample for a square of four pixels.
    case halfBoth
    /// 4:4:0: one chroma sample for two pixels one above the other.
    case halfRows
    /// Luma alone: the picture becomes gray.
    case gray
}
