import Foundation

/// Uploads of files that are too large for one request.
extension S3ObjectStore {
    /// Uploads `file` in parts, a few at a time; an upload that fails leaves no parts behind, as far as the store can be
    /// reached.
    func uploadInParts(
        _ key: ObjectKey,
        _ file: SourceFile,
        contentType: String,
        mode: PutMode
    ) async throws(ObjectStoreError) -> PutOutcome {
        // Google cannot complete an upload under a condition.
        let isConditional = client.settings.provider != .google && client.knowsConditions
        if mode.isCreateOnly, !isConditional, try await head(key) != nil { return .existed }
        if try await isTaken(key, mode: mode) { return .existed }
        let upload = S3MultipartUpload(client, key: key, file: file)
        do throws(S3Failure) {
            let id = try await upload.begin(contentType: contentType)
            do throws(S3Failure) {
                let parts = try await upload.sendParts(of: id)
                try await upload.complete(id, parts, isCreateOnly: mode.isCreateOnly && isConditional)
                try await confirm(key, size: file.size)
                return .created
            } catch {
                await upload.abort(id)
                if mode.isCreateOnly, error.isPreconditionFailure { return .existed }
                throw error
            }
        } catch {
            if mode.isCreateOnly, isConditional, error.saysUnknownCondition {
                client.learnConditionsAreUnknown()
                return try await uploadInParts(key, file, contentType: contentType, mode: mode)
            }
            throw failure(error, at: key)
        }
    }
}
