/// One color component of a JPEG: how it is sampled and quantised, and how many blocks it has.
struct JPEGComponent: Sendable {
    /// The identifier Cᵢ that scans call it by.
    let id: UInt8
    /// Sampling factors Hᵢ and Vᵢ, 1…4; both 1 in a picture of one component.
    let horizontalSampling: Int
    let verticalSampling: Int
    /// The blocks that hold samples of the picture; those that only fill up an interleaved scan are not counted.
    let blocksAcross: Int
    let blocksDown: Int
    /// Step sizes in natural order, none of them 0: the table that was in force when the component's scan began.
    var quantization = InlineArray<64, UInt16>(repeating: 1)
    /// The destination Tqᵢ of its quantisation table.
    let quantizationTable: UInt8
}
