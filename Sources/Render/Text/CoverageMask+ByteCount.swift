extension CoverageMask {
    /// About how much memory the mask holds.
    var byteCount: Int { MemoryLayout<CoverageMask>.stride + coverage.count }
}
