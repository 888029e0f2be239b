/// How a line is drawn along a path.
package struct Stroke: Hashable, Sendable {
    package enum Join: Hashable, Sendable {
        /// Sharp up to a miter of four times the half width, cut off beyond it.
        case miter
        case round
        case bevel
    }

    package enum Cap: Hashable, Sendable {
        case butt
        case round
        case square
    }

    /// In pixels; the line lies half on either side of the path.
    package var width: Double
    package var join: Join
    package var cap: Cap
    /// Lengths of dashes and gaps in turn, in pixels; empty for a solid line.
    package var dashes: [Double]

    package init(width: Double, join: Join = .miter, cap: Cap = .butt, dashes: [Double] = []) {
        self.width = width
        self.join = join
        self.cap = cap
        self.dashes = dashes
    }
}
