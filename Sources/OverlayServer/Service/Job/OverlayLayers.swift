import Foundation
import Render
import Store

/// A layer of an overlay as a transparent picture of its own, of the frame's size, so that a page can lay it over the frame, or leave it out.
package struct OverlayLayer: Codable, Hashable, Sendable {
    /// Such as `boxes`.
    package let name: String
    /// The lowest is 0.
    package let z: Int
    /// How many things it draws.
    package let count: Int
    /// Around what it draws: x, y, width, height in frame pixels; empty where it draws nothing that is on the frame.
    package let bounds: [Int]
    /// Where its picture, a PNG, lies in the bucket of the overlays.
    package let key: String
    package let bytes: Int
}

/// The layers of an overlay, from the lowest to the uppermost. It lies beside them, and is written when they are all there.
package struct LayerManifest: Codable, Equatable, Sendable {
    package let timeline_id: String
    package let job_id: String
    package let stage: String
    package let frame: Int
    /// Of the frame and of each layer, in pixels.
    package let width: Int
    package let height: Int
    package let layers: [OverlayLayer]

    /// Of the manifest of the overlay at `overlay`.
    static func key(of overlay: ObjectKey) throws(ObjectStoreError) -> ObjectKey {
        try ObjectKey("\(stem(of: overlay))layers.json")
    }

    /// What the keys of the manifest and of all layers begin with.
    fileprivate static func stem(of overlay: ObjectKey) -> String {
        // Of the file's ending, which has no dot in it.
        "\(overlay.text.prefix(upTo: overlay.text.lastIndex(of: ".") ?? overlay.text.endIndex))-"
    }
}

extension OverlayJob {
    /// The layers of the overlay for `request`, which is in the store: those that are there, where they are all there and `mode` overwrites none,
    /// else drawn and stored now.
    func layers(
        of overlay: ObjectKey,
        _ request: OverlayRequest,
        mode: PutMode,
        for party: Party
    ) async throws -> [OverlayLayer] {
        if mode != .overwrite, let known = try await storedLayers(of: overlay) { return known }
        let plan = try await planner.plan(request, for: party)
        let cost = plan.named.frame.header.size.pixelCount * 8
        return try await splits.run(overlay) {
            try await limits.memory.run(cost: cost, for: party) {
                let pictures = try await limits.drawing.run(for: party) {
                    try await limits.processors.run {
                        try painter.layers(of: plan.scene.scene, comment: plan.named.provenance)
                    }
                }
                return try await store(pictures, of: overlay, plan, mode)
            }
        }
    }

    /// `nil` where they are not all there.
    private func storedLayers(of overlay: ObjectKey) async throws -> [OverlayLayer]? {
        do {
            let json = try await objects.get(LayerManifest.key(of: overlay), limit: 1 << 20).bytes
            let manifest = try JSONDecoder().decode(LayerManifest.self, from: Data(json))
            // Some of them may have been pruned.
            let listed = try await objects.allObjects(prefix: LayerManifest.stem(of: overlay)).map(\.key.text)
            return manifest.layers.allSatisfy { listed.contains($0.key) } ? manifest.layers : nil
        } catch ObjectStoreError.notFound {
            return nil
        } catch is DecodingError {
            return nil
        }
    }

    private func store(
        _ pictures: [LayerPicture],
        of overlay: ObjectKey,
        _ plan: PlannedOverlay,
        _ mode: PutMode
    ) async throws -> [OverlayLayer] {
        var layers: [OverlayLayer] = []
        for (z, picture) in pictures.enumerated() {
            let key = try ObjectKey("\(LayerManifest.stem(of: overlay))\(z)-\(picture.name).png")
            _ = try await objects.put(
                key,
                picture.bytes,
                contentType: ImageFormat.png.contentType,
                metadata: plan.named.metadata,
                mode: mode
            )
            let layer = OverlayLayer(
                name: picture.name,
                z: z,
                count: picture.count,
                bounds: picture.bounds.map { [$0.minX, $0.minY, $0.width, $0.height].map { Int($0) } } ?? [],
                key: key.text,
                bytes: picture.bytes.count
            )
            layers.append(layer)
        }
        let (request, size) = (plan.named.request, plan.named.frame.header.size)
        let manifest = LayerManifest(
            timeline_id: request.stage.timeline.text,
            job_id: request.stage.job.text,
            stage: request.stage.stage.text,
            frame: request.frame,
            width: size.width,
            height: size.height,
            layers: layers
        )
        _ = try await objects.put(
            LayerManifest.key(of: overlay),
            Array(try CanonicalJSON.encode(manifest)),
            contentType: "application/json",
            // What is there names the same pictures, or some that are gone.
            mode: .overwrite
        )
        return layers
    }
}
