import Store

extension ObjectStore {
    /// Every object whose key begins with `prefix`, page after page.
    func allObjects(prefix: String) async throws(ObjectStoreError) -> [ObjectEntry] {
        var entries: [ObjectEntry] = []
        var after: ObjectKey?
        repeat {
            let page = try await list(prefix: prefix, after: after, limit: ObjectPage.countLimits.upperBound)
            entries += page.objects
            after = page.next
        } while after != nil
        return entries
    }
}
