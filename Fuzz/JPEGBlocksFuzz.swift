/// Feeds libFuzzer's bytes to the JPEG block compositor: parse, walk, change every third block, write, read again; then the same with a canvas, which
/// has to leave all blocks that it does not touch as they were.
///
/// `scripts/fuzz` compiles it together with the files it tests.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzJPEGBlocks(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    guard let stream = try? JPEGStream(bytes), let index = try? stream.makeIndex() else { return 0 }
    var editor = EveryThirdBlock()
    if let rewritten = try? stream.rewrite(index, editor: &editor, comment: [0x66]) {
        precondition(blocks(of: rewritten).count == blocks(of: bytes).count)
    }
    composite(onto: bytes, size: stream.size)
    return 0
}

private func composite(onto bytes: [UInt8], size: PixelSize) {
    guard size.pixelCount <= 1 << 18, let frame = try? IndexedJPEG(bytes) else { return }
    var random = bytes.suffix(64).reduce(UInt64(1)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    func number(below limit: Int) -> Int {
        random = random &* 6_364_136_223_846_793_005 &+ 1
        return Int(random >> 33) % limit
    }
    var canvas = Canvas(size: size)
    for _ in 0...number(below: 4) {
        let (x, y) = (Double(number(below: size.width * 4)) / 4, Double(number(below: size.height * 4)) / 4)
        let (width, height) = (number(below: size.width), number(below: size.height))
        let color = StraightRGBA8(
            red: UInt8(number(below: 256)),
            green: UInt8(number(below: 256)),
            blue: 9,
            alpha: UInt8(number(below: 256))
        )
        canvas.fill(PixelRect(x: x, y: y, width: Double(width), height: Double(height)), with: color)
    }
    guard let editor = CanvasBlockEditor(canvas, components: frame.stream.components),
        let overlay = try? JPEGCompositor.composite(canvas, onto: frame, comment: "fuzz")
    else { return }
    let after = blocks(of: overlay)
    for (place, block) in blocks(of: bytes) where !editor.touches(place.component, place.column, place.row) {
        guard let other = after[place] else { preconditionFailure("a block is lost") }
        precondition(
            (0..<64).allSatisfy { block.values[$0] == other.values[$0] },
            "a block that is not touched changes"
        )
    }
}

/// All blocks of a file that can be read.
private func blocks(of bytes: [UInt8]) -> [BlockPlace: CoefficientBlock] {
    guard let stream = try? JPEGStream(bytes), let index = try? stream.makeIndex() else {
        preconditionFailure("what was written cannot be read")
    }
    var reader = BlockReader()
    _ = try? stream.rewrite(index, editor: &reader)
    return reader.blocks
}

private struct BlockPlace: Hashable {
    let component, column, row: Int
}

private struct BlockReader: JPEGBlockEditor {
    private(set) var blocks: [BlockPlace: CoefficientBlock] = [:]

    func touches(_ component: Int, _ column: Int, _ row: Int) -> Bool { true }

    mutating func edit(_ block: inout CoefficientBlock, _ component: Int, _ column: Int, _ row: Int) {
        blocks[BlockPlace(component: component, column: column, row: row)] = block
    }
}

/// Changes a DC and an AC coefficient of every third block, by amounts that grow.
private struct EveryThirdBlock: JPEGBlockEditor {
    private var amount: Int16 = 1

    func touches(_ component: Int, _ column: Int, _ row: Int) -> Bool { (component + column + row).isMultiple(of: 3) }

    mutating func edit(_ block: inout CoefficientBlock, _ component: Int, _ column: Int, _ row: Int) {
        amount = amount &* 3 &+ 1
        block.values[0] = block.values[0] &+ amount
        block.values[Int(amount) & 63] = amount
    }
}
