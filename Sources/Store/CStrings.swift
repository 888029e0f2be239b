/// Strings laid out for C: their UTF-8 bytes one after the other, each ended by a NUL.
package struct CStrings {
    private let bytes: [CChar]
    /// Where each string begins in `bytes`.
    private let starts: [Int]

    /// `nil` where a string holds a NUL itself, which C would take for its end.
    package init?(_ strings: [String]) {
        var bytes: [CChar] = []
        var starts: [Int] = []
        for string in strings {
            guard !string.utf8.contains(0) else { return nil }
            starts.append(bytes.count)
            bytes += string.utf8CString
        }
        self.bytes = bytes
        self.starts = starts
    }

    package var count: Int { starts.count }

    /// Calls `body` with a pointer to each string and `nil` after the last, valid until it returns.
    package func withPointers<Result>(_ body: ([UnsafePointer<CChar>?]) -> Result) -> Result {
        // Safety: every start lies inside `bytes`, which live until the closure returns.
        unsafe bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return unsafe body([nil]) }
            return unsafe body(starts.map { unsafe base + $0 } + [nil])
        }
    }
}
