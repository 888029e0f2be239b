import Render

/// Goldens of `KeypointLayer`.
enum KeypointCase: String, GoldenCase {
    static let suite = "keypoints"

    case person
    /// A hidden arm, and a leg that was not found.
    case faint
    case hand
    case loosePoints = "loose-points"

    func picture() throws -> Bitmap { try scene(120, 150, layer()).transparentPicture() }

    private func layer() -> KeypointLayer {
        switch self {
        case .person: layer(Self.personPoints, Self.personBones)
        case .faint: layer(Self.personPoints, Self.personBones, faint: [7, 9], missing: [14, 16])
        case .hand: layer(Self.handPoints, Self.handBones, thickness: 2)
        case .loosePoints: layer(Self.personPoints, [], thickness: 4, faint: [0])
        }
    }

    private func layer(
        _ points: [PixelPoint],
        _ bones: [SIMD2<Int>],
        thickness: Double = 3,
        faint: Set<Int> = [],
        missing: Set<Int> = []
    ) -> KeypointLayer {
        let joints = points.enumerated().map { index, point in
            missing.contains(index) ? nil : KeypointLayer.Joint(point: point, isFaint: faint.contains(index))
        }
        let pose = KeypointLayer.Pose(joints: joints, bones: bones, color: Palette.color(index: 5))
        return KeypointLayer(poses: [pose], thickness: thickness)
    }

    /// In COCO's order: nose, eyes, ears, shoulders, elbows, wrists, hips, knees, ankles, the left one before the right one.
    private static let personPoints = [PixelPoint](
        (60, 18),
        (66, 14),
        (55, 14),
        (73, 18),
        (48, 18),
        (80, 40),
        (42, 40),
        (94, 62),
        (26, 58),
        (102, 84),
        (20, 80),
        (74, 82),
        (48, 82),
        (78, 110),
        (40, 110),
        (82, 140),
        (36, 138)
    )
    private static let personBones: [SIMD2<Int>] = [
        [15, 13], [13, 11], [16, 14], [14, 12], [11, 12], [5, 11], [6, 12], [5, 6], [5, 7], [6, 8], [7, 9], [8, 10],
        [1, 2],
        [0, 1], [0, 2], [1, 3], [2, 4], [3, 5], [4, 6],
    ]
    private static let handPoints = [PixelPoint](
        (60, 136),
        (40, 120),
        (26, 102),
        (18, 86),
        (12, 72),
        (46, 84),
        (42, 60),
        (40, 42),
        (38, 26),
        (60, 80),
        (60, 52),
        (60, 32),
        (60, 14),
        (74, 82),
        (78, 58),
        (80, 40),
        (82, 24),
        (86, 90),
        (94, 70),
        (100, 56),
        (104, 44)
    )
    private static let handBones: [SIMD2<Int>] = (0..<5).flatMap { finger in
        (0..<4).map { SIMD2($0 == 0 ? 0 : finger * 4 + $0, finger * 4 + $0 + 1) }
    }
}
