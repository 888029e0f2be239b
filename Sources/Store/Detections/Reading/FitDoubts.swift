/// Finds out whether boxes would lie on the frame if it had been put into the output's picture in another way than declared.
struct FitDoubts {
    private struct Candidate {
        let fit: CoordinateSpace.Fit
        let align: CoordinateSpace.Align
        let scale: FrameScale
        var outsideCount = 0
    }

    private let region: PictureRegion
    /// The declared one first.
    private var candidates: [Candidate]
    private var boxCount = 0

    /// How far a box may reach beyond the region, as a part of the region's side: detectors do not stop at the edge.
    private static let tolerance = 0.02

    /// `nil` where the output does not say how the frame was put into its picture.
    init?(_ space: CoordinateSpace, _ frame: FrameSize) {
        guard space.isFitDeclared, space.pictureSize != nil else { return nil }
        region = space.region ?? PictureRegion(of: frame)
        var ways = [(space.fit, space.align)]
        for fit in CoordinateSpace.Fit.allCases {
            for align in CoordinateSpace.Align.allCases where fit != .stretch || align == .center {
                ways.append((fit, align))
            }
        }
        candidates = ways.map { fit, align in
            var other = space
            (other.fit, other.align) = (fit, align)
            return Candidate(fit: fit, align: align, scale: FrameScale(from: other, to: frame))
        }
    }

    /// minX, minY, maxX and maxY of a box in the output's space.
    mutating func note(_ corners: SIMD4<Double>) {
        boxCount += 1
        for index in candidates.indices {
            let scale = candidates[index].scale
            let (low, high) = (scale(corners.x, corners.y), scale(corners.z, corners.w))
            let margin = (x: region.width * Self.tolerance, y: region.height * Self.tolerance)
            let isInside =
                low.x >= region.x - margin.x && low.y >= region.y - margin.y
                && high.x <= region.x + region.width + margin.x && high.y <= region.y + region.height + margin.y
            if !isInside { candidates[index].outsideCount += 1 }
        }
    }

    var warning: Warning? {
        let declared = candidates[0]
        guard declared.outsideCount > 0, let better = candidates.first(where: { $0.outsideCount == 0 }) else {
            return nil
        }
        let align = better.align == .center ? "" : ", \"align\": \"\(better.align.rawValue)\""
        let detail =
            "\(declared.outsideCount) of the \(boxCount) boxes reach beyond what the picture shows; if it had been put there by "
            + "\(better.fit.rawValue)\(better.align == .center ? "" : ", \(better.align.rawValue)"), all would lie inside"
        return Warning(
            .fitDoubtful,
            detail,
            path: "$.coordinates.fit",
            declare: "{\"coordinates\": {\"fit\": \"\(better.fit.rawValue)\"\(align)}}"
        )
    }
}
