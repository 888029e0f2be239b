import Foundation

extension ObjectFolder {
    /// A put that began so long ago has been interrupted.
    static let staleSeconds: TimeInterval = 24 * 60 * 60

    /// Removes the temporary files of interrupted puts.
    func sweep() {
        // A failure costs disk space only, and the next start tries again.
        try? removeStaleUploads()
    }

    private func removeStaleUploads() throws {
        guard let uploads = try openFolder([Self.uploads]) else { return }
        for entry in try uploads.entries() where entry.kind == .regular {
            guard let status = try uploads.status(of: entry.name) else { continue }
            guard now().timeIntervalSince(status.lastTouched) > Self.staleSeconds else { continue }
            try uploads.remove(entry.name)
        }
    }
}
