import Foundation

#if canImport(Glibc)
import CMalloc
#endif

/// How the process keeps memory that it has freed (mallopt(3)). Other C libraries are left as they are.
package enum Heap {
    /// What is freed stays with the process, up to this many bytes an arena: the next picture takes as much again, and pages that
    /// are asked for anew are filled with zeros first.
    private static let keptBytes: Int32 = 64 << 20
    /// Only larger blocks are pages of their own. It is glibc's limit.
    private static let largestBlock: Int32 = 32 << 20

    /// To be called before there are other threads.
    package static func prepare() {
        #if canImport(Glibc)
        _ = mallopt(M_TRIM_THRESHOLD, keptBytes)
        _ = mallopt(M_MMAP_THRESHOLD, largestBlock)
        // Eight for each processor otherwise, each with its own leftovers.
        _ = mallopt(M_ARENA_MAX, Int32(max(ProcessInfo.processInfo.activeProcessorCount, 2)))
        #endif
    }
}
