import JPEGOracle

/// What libjpeg reads out of a JPEG.
struct OraclePicture: Equatable {
    let width: Int
    let height: Int
    let components: [Component]

    struct Component: Equatable {
        let sampling: SIMD2<Int>
        let blocksAcross: Int
        let blocksDown: Int
        let quantization: [UInt16]
        /// 64 of each block, row by row.
        var coefficients: [Int16]

        func block(column: Int, row: Int) -> ArraySlice<Int16> {
            coefficients[(row * blocksAcross + column) * 64..<(row * blocksAcross + column + 1) * 64]
        }
    }

    /// `nil` where libjpeg refuses the file or warns of it.
    init?(_ bytes: [UInt8]) {
        var picture = jpeg_oracle_picture()
        guard unsafe jpeg_oracle_read(bytes, bytes.count, &picture) else { return nil }
        defer { unsafe jpeg_oracle_release(&picture) }
        let all = unsafe [picture.components.0, picture.components.1, picture.components.2]
        width = Int(picture.width)
        height = Int(picture.height)
        components = unsafe all.prefix(Int(picture.component_count)).map { unsafe Component($0) }
    }
}

extension OraclePicture.Component {
    fileprivate init(_ component: jpeg_oracle_component) {
        sampling = unsafe [Int(component.horizontal_sampling), Int(component.vertical_sampling)]
        blocksAcross = unsafe Int(component.blocks_across)
        blocksDown = unsafe Int(component.blocks_down)
        quantization = unsafe withUnsafeBytes(of: component.quantization) {
            unsafe Array($0.bindMemory(to: UInt16.self))
        }
        coefficients = unsafe Array(
            UnsafeBufferPointer(start: component.coefficients, count: blocksAcross * blocksDown * 64)
        )
    }
}
