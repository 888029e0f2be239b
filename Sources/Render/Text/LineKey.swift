/// What a line depends on. Texts are equal only when their bytes are: canonically equivalent ones may look different.
struct LineKey: Hashable, Sendable {
    let text: String
    let size: FontSize

    static func == (left: LineKey, right: LineKey) -> Bool {
        left.size == right.size && left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(size)
        // Safety: the bytes are read before the call returns. (The hash of a `String` normalises it first.)
        _ = unsafe text.utf8.withContiguousStorageIfAvailable { bytes in
            unsafe hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
        }
    }
}
