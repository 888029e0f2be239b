import Render

/// Goldens of `HUDLayer`, `LegendLayer` and `ProblemLayer`.
enum PanelCase: String, GoldenCase {
    static let suite = "panels"

    case hud
    case legend
    case scale
    /// More rows, and longer ones, than the frame has room for.
    case tooMuch = "too-much"
    case problems

    func picture() throws -> Bitmap {
        switch self {
        case .tooMuch: try scene(170, 84, panels).transparentPicture()
        case .hud, .legend, .scale: try scene(240, 120, panels).transparentPicture()
        case .problems: try scene(200, 120, [problems]).transparentPicture()
        }
    }

    private var panels: [any Layer] {
        let colors: [Panel.Row] = ["#1 person", "#2 person", "#13 car"].enumerated().map {
            Panel.Row($1, sample: .color(Palette.color(index: $0)))
        }
        let rows = ["demo · job-3 · track", "frame 12 · 4.00 s", "person 12, car 3", "2 not drawn"].map {
            Panel.Row($0)
        }
        return switch self {
        case .hud: [HUDLayer(Panel(rows: rows, corner: .topLeft, fontSize: 12))]
        case .legend: [LegendLayer(Panel(rows: colors, corner: .topRight, fontSize: 12))]
        case .scale:
            [
                LegendLayer(
                    Panel(
                        rows: [Panel.Row("conf.", sample: .scale(low: "0", high: "1", start: 0.25))],
                        corner: .topRight,
                        fontSize: 12
                    )
                )
            ]
        default:
            [
                HUDLayer(
                    Panel(
                        rows: (rows + rows).map { Panel.Row("\($0.text), \($0.text)") },
                        corner: .topLeft,
                        fontSize: 12
                    )
                ),
                LegendLayer(Panel(rows: colors + colors + colors, corner: .topRight, fontSize: 12)),
            ]
        }
    }

    private var problems: ProblemLayer {
        let outside = [PixelPoint](
            (-40, 30),
            (-20, 34),
            (-9000, 36),
            (90, -10),
            (900, 60),
            (60, 500),
            (64, 130),
            (190, 400),
            (-5, -80)
        )
        return ProblemLayer(outside: outside, text: "9 outside the frame · 1 unusable · another unit?", fontSize: 10)
    }
}
