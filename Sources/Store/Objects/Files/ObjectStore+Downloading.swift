import Foundation

extension ObjectStore {
    /// Copies an object into the file at `path`, which appears whole or not at all; a file that is there is replaced.
    ///
    /// Large objects are read in parts of one version, a few at a time. Throws `.changed` where another comes meanwhile.
    @discardableResult
    package func download(
        _ key: ObjectKey,
        to path: String,
        threads: BlockingThreads
    ) async throws(ObjectStoreError) -> ObjectInfo {
        guard let info = try await head(key) else { throw .notFound(key) }
        let target = try await TargetFile.make(for: path, threads: threads)
        do throws(ObjectStoreError) {
            if info.contentEncoding == nil {
                try await copy(info, to: target)
            } else {
                try await copyWhole(info, to: target)
            }
            try await target.finish()
        } catch {
            await target.discard()
            throw error
        }
        return info
    }

    /// In one piece, since stores that unpack what they have stored send other bytes than they count.
    private func copyWhole(_ info: ObjectInfo, to target: TargetFile) async throws(ObjectStoreError) {
        let object = try await get(info.key, limit: TargetFile.packedLimit)
        guard object.info.etag == info.etag else { throw .changed(info.key) }
        try await target.write(object.bytes, at: 0)
    }

    private func copy(_ info: ObjectInfo, to target: TargetFile) async throws(ObjectStoreError) {
        let starts = Array(stride(from: 0, to: info.size, by: TargetFile.partBytes))
        var next = 0
        let result = await withTaskGroup(of: Result<Void, ObjectStoreError>.self) { group in
            for start in starts.prefix(TargetFile.partsAtOnce) {
                group.addTask { await part(from: start, of: info, to: target) }
                next += 1
            }
            while let result = await group.next() {
                if case .failure = result {
                    group.cancelAll()
                    return result
                }
                guard next < starts.count else { continue }
                let start = starts[next]
                next += 1
                group.addTask { await part(from: start, of: info, to: target) }
            }
            return .success(())
        }
        try result.get()
    }

    private func part(
        from start: Int,
        of info: ObjectInfo,
        to target: TargetFile
    ) async -> Result<Void, ObjectStoreError> {
        do throws(ObjectStoreError) {
            let range = start..<min(start + TargetFile.partBytes, info.size)
            let object = try await get(info.key, range: range, limit: range.count)
            guard object.info.etag == info.etag, object.info.size == info.size else { throw .changed(info.key) }
            try await target.write(object.bytes, at: start)
            return .success(())
        } catch {
            return .failure(error)
        }
    }
}
