package import Detections
import Render
package import Store

/// Reads masks that stage outputs give as pictures by key: `{"key": "masks/000012-3.png"}`, below the timeline's own prefix.
///
/// A picture of the frame's size or shape lies over the whole frame, any other over the detection's box. Its pixels are inside where they are more than half as
/// bright (or as opaque, where it has transparent pixels) as its brightest.
package struct MaskPictures: Sendable {
    private let objects: any ObjectStore
    private let template: FrameKeyTemplate
    private let limits: ImageLimits

    /// So many pictures of one frame are read, the others are named as skipped.
    private static let mostPictures = 500
    private static let concurrency = 8

    package init(_ objects: any ObjectStore, _ template: FrameKeyTemplate, _ limits: ImageLimits) {
        (self.objects, self.template, self.limits) = (objects, template, limits)
    }

    /// Whether any detection has a mask that is still to be read.
    package static func areNeeded(by found: FrameDetections) -> Bool {
        found.detections.contains { $0.mask == nil && $0.maskKey != nil }
    }

    /// `found` with its masks; what cannot be read is skipped, and named. Throws where the store fails.
    package func read(
        for found: FrameDetections,
        of timeline: TimelineID,
        in frame: FrameSize
    ) async throws -> FrameDetections {
        var found = found
        let indices = found.detections.indices.filter {
            found.detections[$0].mask == nil && found.detections[$0].maskKey != nil
        }
        let detections = indices.prefix(Self.mostPictures).map { found.detections[$0] }
        let results = await detections.mapConcurrently(width: Self.concurrency) { detection in
            await mask(of: detection, of: timeline, in: frame)
        }
        for (index, result) in zip(indices, results) {
            switch try result.get() {
            case .success(let mask):
                found.detections[index].mask = mask
                found.detections[index].maskKey = nil
            case .failure(let fault): found.skipped.append(skipped(found.detections[index], fault.reason))
            }
        }
        for index in indices.dropFirst(Self.mostPictures) {
            let reason = "more than \(Self.mostPictures) masks are pictures: drawn without it"
            found.skipped.append(
                SkippedPart(.beyondLimit, path: found.detections[index].path + ".mask.key", reason: reason)
            )
        }
        return found
    }

    /// Why a picture makes no mask.
    private struct Fault: Error {
        let reason: String
    }

    private func skipped(_ detection: Detection, _ reason: String) -> SkippedPart {
        SkippedPart(path: detection.path + ".mask.key", reason: "\(reason): drawn without it")
    }

    /// The outer failure is the store's.
    private func mask(
        of detection: Detection,
        of timeline: TimelineID,
        in frame: FrameSize
    ) async -> Result<Result<RunLengthMask, Fault>, any Error> {
        guard let text = detection.maskKey, let key = try? key(text, of: timeline) else {
            return .success(.failure(Fault(reason: "is not a key below \(template.folder(of: timeline))")))
        }
        do {
            let bytes = try await objects.get(key, range: nil, limit: limits.maxBytes).bytes
            return .success(
                Result { try Self.mask(bytes, over: detection, in: frame, limits) }.mapError { error in
                    error as? Fault ?? Fault(reason: "its picture cannot be read: \(error)")
                }
            )
        } catch {
            switch error {
            case .notFound: return .success(.failure(Fault(reason: "there is no such object")))
            case .tooLarge:
                return .success(.failure(Fault(reason: "its picture has more than \(limits.maxBytes) bytes")))
            default: return .failure(error)
            }
        }
    }

    /// A key may begin with the timeline's prefix, or is below it.
    private func key(_ text: String, of timeline: TimelineID) throws(ObjectStoreError) -> ObjectKey {
        let folder = template.folder(of: timeline)
        return try ObjectKey(text.hasPrefix(folder) ? text : folder + text)
    }

    private static func mask(
        _ bytes: [UInt8],
        over detection: Detection,
        in frame: FrameSize,
        _ limits: ImageLimits
    ) throws -> RunLengthMask {
        let picture = try ImageCodec.decode(bytes, limits: limits)
        let mask = try RunLengthMask(height: picture.size.height, width: picture.size.width, runs: picture.insideRuns)
        guard mask.hasPixels else { throw Fault(reason: "its picture has no pixel that is inside") }
        let isOfFrame =
            abs(picture.size.width * frame.height - picture.size.height * frame.width) <= max(frame.width, frame.height)
        guard !isOfFrame, let box = detection.box else { return mask }
        return try mask.placed(over: box, on: frame)
    }
}

extension FrameKeyTemplate {
    /// What all keys of a timeline begin with, to the slash behind its id.
    fileprivate func folder(of timeline: TimelineID) -> String {
        let prefix = prefix(of: timeline)
        guard let id = prefix.firstRange(of: timeline.description),
            let slash = prefix[id.upperBound...].firstIndex(of: "/")
        else {
            return prefix
        }
        return String(prefix[...slash])
    }
}

extension Bitmap {
    /// COCO's run lengths of the pixels that are inside: down the columns, those outside first.
    fileprivate var insideRuns: [UInt32] {
        let (values, isOfAlpha) = (bytes, !isOpaque)
        func value(_ pixel: Int) -> UInt8 {
            isOfAlpha ? values[pixel * 4 + 3] : max(values[pixel * 4], values[pixel * 4 + 1], values[pixel * 4 + 2])
        }
        let brightest = (0..<size.pixelCount).lazy.map(value).max() ?? 0
        var (runs, isInside) = ([UInt32](), false)
        var count: UInt32 = 0
        for x in 0..<size.width {
            for y in 0..<size.height {
                let isNow = Int(value(y * size.width + x)) * 2 > Int(brightest)
                if isNow != isInside {
                    runs.append(count)
                    (isInside, count) = (isNow, 0)
                }
                count += 1
            }
        }
        return runs + [count]
    }
}
