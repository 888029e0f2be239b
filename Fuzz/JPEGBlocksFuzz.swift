/// Feeds libFuzzer's bytes to the JPEG block compositor's stream: parse, walk, change every third block, write, read again.
///
/// `scripts/fuzz` compiles it together with the files it tests.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzJPEGBlocks(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    guard let stream = try? JPEGStream(bytes), let index = try? stream.makeIndex() else { return 0 }
    var editor = EveryThirdBlock()
    guard let rewritten = try? stream.rewrite(index, editor: &editor, comment: [0x66]) else { return 0 }
    guard let again = try? JPEGStream(rewritten), let second = try? again.makeIndex() else {
        preconditionFailure("what was written cannot be read")
    }
    precondition(second.blocks.count == index.blocks.count)
    return 0
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
