/// Key points as dots, and the lines of their skeletons.
package struct KeypointLayer: Layer {
    package static let name = "keypoints"

    package struct Joint: Sendable {
        package let point: PixelPoint
        /// Hidden, or found with little confidence: a ring, and lines to it are dashed.
        package let isFaint: Bool

        package init(point: PixelPoint, isFaint: Bool) { (self.point, self.isFaint) = (point, isFaint) }
    }

    /// The key points of one thing.
    package struct Pose: Sendable {
        /// `nil` for those that were not found; lines to them are left out.
        package let joints: [Joint?]
        /// Pairs of indices of `joints`; those beyond are left out.
        package let bones: [SIMD2<Int>]
        package let color: StraightRGBA8

        package init(joints: [Joint?], bones: [SIMD2<Int>], color: StraightRGBA8) {
            (self.joints, self.bones, self.color) = (joints, bones, color)
        }
    }

    private let poses: [Pose]
    /// Of lines, in pixels.
    private let thickness: Double

    package init(poses: [Pose], thickness: Double) { (self.poses, self.thickness) = (poses, thickness) }

    package var count: Int { poses.count }

    /// Of a joint, in thicknesses of a line.
    private static let jointRadius = 1.5
    /// What sets a pose off from any frame.
    private static let edge = StraightRGBA8.black.withOpacity(0.55)

    package func draw(on canvas: inout Canvas, in context: DrawingContext) {
        for pose in poses {
            let (firm, faint) = bones(of: pose)
            let thickness = thickness(of: pose)
            let dashes = [thickness * 2, thickness * 2]
            for (width, color) in [(thickness + edgeWidth(thickness), Self.edge), (thickness, pose.color)] {
                canvas.stroke(firm, Stroke(width: width, join: .round, cap: .round), with: color)
                canvas.stroke(faint, Stroke(width: width, dashes: dashes), with: color)
            }
            for joint in pose.joints.compactMap(\.self) { draw(joint, thickness, pose.color, on: &canvas) }
        }
    }

    /// Thinner where a pose is small, so that its bones do not run together.
    private func thickness(of pose: Pose) -> Double {
        guard let bounds = PixelRect(around: pose.joints.compactMap { $0?.point }) else { return thickness }
        let size = (bounds.width * bounds.width + bounds.height * bounds.height).squareRoot()
        return size > 0 ? min(thickness, max(size * Self.thinness, 1)) : thickness
    }

    /// Of a line, as a part of a small pose's diagonal.
    private static let thinness = 1.0 / 45

    /// Of both sides of a line, in pixels.
    private func edgeWidth(_ thickness: Double) -> Double { min(thickness, 2) }

    private func bones(of pose: Pose) -> (firm: Path, faint: Path) {
        var (firm, faint) = (Path(), Path())
        for bone in pose.bones {
            guard pose.joints.indices.contains(bone.x), pose.joints.indices.contains(bone.y),
                let start = pose.joints[bone.x], let end = pose.joints[bone.y]
            else { continue }
            let line = Path(points: [start.point, end.point], isClosed: false)
            if start.isFaint || end.isFaint { faint.append(line) } else { firm.append(line) }
        }
        return (firm, faint)
    }

    private func draw(_ joint: Joint, _ thickness: Double, _ color: StraightRGBA8, on canvas: inout Canvas) {
        let radius = thickness * Self.jointRadius
        let place = PixelRect(x: joint.point.x, y: joint.point.y, width: 0, height: 0)
        let circle = { (radius: Double) in Path(roundedRect: place.expanded(by: radius), radius: radius) }
        if joint.isFaint {
            canvas.stroke(circle(radius), Stroke(width: thickness + edgeWidth(thickness)), with: Self.edge)
            canvas.stroke(circle(radius), Stroke(width: thickness), with: color)
        } else {
            canvas.fill(circle(radius + edgeWidth(thickness) / 2), with: Self.edge)
            canvas.fill(circle(radius), with: color)
        }
    }

    package func describe(to description: inout SceneDescription) {
        description.append(thickness)
        description.append(poses.count)
        for pose in poses {
            description.append(pose.joints.count)
            for joint in pose.joints {
                description.append(joint == nil ? 0 : joint?.isFaint == true ? 1 : 2)
                if let joint { description.append(joint.point) }
            }
            description.append(pose.bones.count)
            for bone in pose.bones {
                description.append(bone.x)
                description.append(bone.y)
            }
            description.append(pose.color)
        }
    }
}
