import Detections
import Render

/// Skeletons that stages name, or that the number of key points stands for.
enum KnownSkeleton {
    /// Pairs of indices, by name.
    static let bones: [String: [SIMD2<Int>]] = [
        // COCO's person, with its indices counted from 0: https://cocodataset.org/#keypoints-2020
        "coco17": pairs(
            [
                15, 13, 13, 11, 16, 14, 14, 12, 11, 12, 5, 11, 6, 12, 5, 6, 5, 7, 6, 8, 7, 9, 8, 10, 1, 2, 0, 1, 0, 2,
                1, 3,
            ],
            [2, 4, 3, 5, 4, 6]
        ),
        // The wrist, and from it each finger's four joints.
        "hand21": chains([
            [0, 1, 2, 3, 4], [0, 5, 6, 7, 8], [0, 9, 10, 11, 12], [0, 13, 14, 15, 16], [0, 17, 18, 19, 20],
        ]),
        // iBUG 300-W: chin, brows, nose, eyes, lips.
        "face68": chains(
            [Array(0...16), Array(17...21), Array(22...26), Array(27...30), Array(31...35), Array(36...41) + [36]]
                + [Array(42...47) + [42], Array(48...59) + [48], Array(60...67) + [60]]
        ),
        // OpenPose's BODY_25.
        "body25": chains([
            [4, 3, 2, 1, 5, 6, 7], [17, 15, 0, 16, 18], [0, 1, 8], [8, 9, 10, 11, 22, 23], [11, 24],
            [8, 12, 13, 14, 19, 20],
            [14, 21],
        ]),
        // MediaPipe's pose.
        "pose33": chains([
            [7, 3, 2, 1, 0, 4, 5, 6, 8], [9, 10], [11, 12, 24, 23, 11], [11, 13, 15, 17, 19, 15, 21],
            [12, 14, 16, 18, 20, 16, 22], [23, 25, 27, 29, 31, 27], [24, 26, 28, 30, 32, 28],
        ]),
    ]

    private static let byCount = [17: "coco17", 21: "hand21", 25: "body25", 33: "pose33", 68: "face68"]

    /// `nil` where the skeleton has a name that is not known; empty where nothing says what is joined.
    static func bones(of detection: Detection) -> [SIMD2<Int>]? {
        switch detection.skeleton {
        case .bones(let bones): bones.map { SIMD2($0.start, $0.end) }
        case .named(let name): bones[name]
        case nil: byCount[detection.keypoints.count].flatMap { bones[$0] } ?? []
        }
    }

    private static func pairs(_ parts: [Int]...) -> [SIMD2<Int>] {
        let indices = parts.flatMap(\.self)
        return stride(from: 0, to: indices.count, by: 2).map { SIMD2(indices[$0], indices[$0 + 1]) }
    }

    private static func chains(_ chains: [[Int]]) -> [SIMD2<Int>] {
        chains.flatMap { chain in zip(chain, chain.dropFirst()).map { SIMD2($0, $1) } }
    }
}

extension Mark {
    /// The key points; `nil` without any that was found.
    var pose: KeypointLayer.Pose? {
        let scores = detection.keypoints.compactMap { $0?.score }
        // COCO counts 2 for a point that is seen, and 1 for one that is hidden; others say how sure they are, up to 1.
        let isVisibility = scores.contains { $0 > 1 }
        let joints = detection.keypoints.map { keypoint -> KeypointLayer.Joint? in
            guard let keypoint, keypoint.score.map({ $0 > 0 }) ?? true else { return nil }
            let isFaint = keypoint.score.map { isVisibility ? $0 < 2 : $0 < Self.faintScore } ?? false
            return KeypointLayer.Joint(point: PixelPoint(keypoint.point), isFaint: isFaint)
        }
        guard joints.contains(where: { $0 != nil }) else { return nil }
        return KeypointLayer.Pose(joints: joints, bones: KnownSkeleton.bones(of: detection) ?? [], color: color)
    }

    /// Of a key point that is more likely elsewhere.
    private static let faintScore = 0.5
}
