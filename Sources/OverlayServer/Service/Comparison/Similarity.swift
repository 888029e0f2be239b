import Detections
import Foundation
import Render

/// How much alike the places of things are, from 0 (apart) to 1 (the same).
///
/// Masks and outlines by the IoU of their pixels, key points by COCO's object keypoint similarity, turned boxes and quads by the IoU
/// of their outlines, all else by that of the boxes around them. Things without a place speak of the whole frame: they are at the same.
struct Similarity {
    /// What of a detection is compared.
    private final class Place {
        let detection: Detection
        let box: DetectionBox?
        /// Four corners, where no upright box says as much.
        let corners: [PixelPoint]
        let hasJoints: Bool
        private let frame: FrameSize
        /// Its pixels on the frame; `nil` where it has no mask and no outline, or the frame is too large for one.
        private(set) lazy var mask = detection.pixels(on: frame)
        private(set) lazy var pixelCount = mask?.pixelCount ?? 0

        init(_ detection: Detection, _ frame: FrameSize) {
            self.detection = detection
            self.frame = frame
            box = detection.box ?? detection.bounds(in: frame)?.box
            corners = detection.turnedOutline
            hasJoints = detection.keypoints.contains { $0?.isSeen ?? false }
        }

        var hasPixels: Bool { detection.mask != nil || !detection.polygon.isEmpty }
    }

    private let current: [Place]
    private let reference: [Place]

    /// Both in pixels of a frame of `size`.
    init(_ current: [Detection], _ reference: [Detection], on size: FrameSize) {
        self.current = current.map { Place($0, size) }
        self.reference = reference.map { Place($0, size) }
    }

    /// A detection of each side that may be the same thing, by their indices, and how much alike their places are.
    struct Pair {
        let current: Int
        let reference: Int
        let similarity: Double
    }

    /// What rounding takes from numbers that are equal.
    private static let tolerance = 1e-9

    /// All pairs that are at least `threshold` alike, which is above 0: in order of their indices.
    func pairs(above threshold: Double) -> [Pair] {
        let order = reference.indices.filter { reference[$0].box != nil }.sorted { left($0) < left($1) }
        let lefts = order.map(left)
        let widest = order.map { reference[$0].box?.width ?? 0 }.max() ?? 0
        let placeless = reference.indices.filter { reference[$0].box == nil }
        var pairs: [Pair] = []
        for (index, place) in current.enumerated() {
            guard let box = place.box else {
                pairs += placeless.map { Pair(current: index, reference: $0, similarity: 1) }
                continue
            }
            let first = lefts.partitioningIndex { $0 > box.minX - widest }
            for position in first..<order.count {
                guard lefts[position] < box.maxX else { break }
                let other = order[position]
                let similarity = similarity(place, reference[other])
                if similarity >= threshold - Self.tolerance {
                    pairs.append(Pair(current: index, reference: other, similarity: similarity))
                }
            }
        }
        return pairs.sorted { ($0.current, $0.reference) < ($1.current, $1.reference) }
    }

    private func left(_ index: Int) -> Double { reference[index].box?.minX ?? 0 }

    private func similarity(_ current: Place, _ reference: Place) -> Double {
        guard let box = current.box, let other = reference.box else { return 0 }
        let common = box.intersectionArea(with: other)
        guard common > 0 else { return 0 }
        if current.hasPixels, reference.hasPixels, let mask = current.mask, let otherMask = reference.mask {
            let both = mask.commonPixelCount(with: otherMask)
            return both == 0 ? 0 : Double(both) / Double(current.pixelCount + reference.pixelCount - both)
        }
        if current.hasJoints, reference.hasJoints {
            return ObjectKeypointSimilarity.value(
                current.detection.keypoints,
                reference.detection.keypoints,
                area: other.area
            )
        }
        if !current.corners.isEmpty || !reference.corners.isEmpty {
            let (ours, theirs) = (current.corners.or(box), reference.corners.or(other))
            let both = abs(ours.convexIntersection(theirs).doubleArea)
            let all = abs(ours.doubleArea) + abs(theirs.doubleArea) - both
            return all > 0 ? both / all : 0
        }
        return common / (box.area + other.area - common)
    }
}

/// How near key points are to those of a reference: COCO's OKS, https://cocodataset.org/#keypoints-eval.
enum ObjectKeypointSimilarity {
    /// Of COCO's 17, how far each is off when people mark it, as a part of the square root of the object's area.
    private static let cocoSigmas = [
        0.026, 0.025, 0.025, 0.035, 0.035, 0.079, 0.079, 0.072, 0.072, 0.062, 0.062, 0.107, 0.107, 0.087, 0.087, 0.089,
        0.089,
    ]
    /// Of other skeletons, the mean of those.
    private static let otherSigma = 0.067

    /// The mean over the points that the reference has; one that `current` lacks is infinitely far. `area`: of the reference, in pixels.
    static func value(_ current: [Keypoint?], _ reference: [Keypoint?], area: Double) -> Double {
        var (sum, count) = (0.0, 0)
        for (index, point) in reference.enumerated() {
            guard let point, point.isSeen else { continue }
            count += 1
            guard current.indices.contains(index), let other = current[index], other.isSeen else { continue }
            let sigma = reference.count == cocoSigmas.count ? cocoSigmas[index] : otherSigma
            let (x, y) = (other.point.x - point.point.x, other.point.y - point.point.y)
            sum += exp(-(x * x + y * y) / (8 * sigma * sigma * area))
        }
        return count == 0 ? 0 : sum / Double(count)
    }
}

extension Keypoint {
    /// COCO writes 0 for one that is not marked.
    fileprivate var isSeen: Bool { score.map { $0 > 0 } ?? true }
}

extension DetectionBox {
    fileprivate var area: Double { width * height }

    fileprivate func intersectionArea(with other: DetectionBox) -> Double {
        let (width, height) = (
            min(maxX, other.maxX) - max(minX, other.minX), min(maxY, other.maxY) - max(minY, other.minY)
        )
        return width > 0 && height > 0 ? width * height : 0
    }
}

extension Detection {
    /// The corners of a box that is turned, else of a quad; none where its upright box says as much.
    fileprivate var turnedOutline: [PixelPoint] {
        if box != nil { return turnedCorners ?? [] }
        return quad.map(PixelPoint.init)
    }

    /// What its mask or its outline covers of a frame; `nil` where it has neither, or it is not to be said.
    fileprivate func pixels(on frame: FrameSize) -> RunLengthMask? {
        if let mask { return try? mask.stretched(to: frame) }
        guard !polygon.isEmpty else { return nil }
        return try? RunLengthMask(evenOdd: [polygon] + polygonParts + polygonHoles, on: frame)
    }
}

extension [PixelPoint] {
    /// Itself, or where it is empty the corners of `box`.
    fileprivate func or(_ box: DetectionBox) -> [PixelPoint] { isEmpty ? PixelRect(box).corners : self }
}

extension [Double] {
    /// The first index whose element `isBehind`, which all after it are too.
    fileprivate func partitioningIndex(_ isBehind: (Double) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
