import Testing

@testable import OverlayService

/// Every picture that the project keeps, drawn again and compared.
@Suite("Golden pictures")
struct GoldenTests {
    static let suites: [any GoldenCase.Type] = [
        BoxCase.self, LabelCase.self, MaskCase.self, PolygonCase.self, PolylineCase.self, KeypointCase.self,
        PanelCase.self, PresetCase.self, ExtraCase.self, EffectCase.self,
        CompositeCase.self, HitCase.self, SheetCase.self,
        SceneCase.self,
    ]

    @Test("boxes have exactly their golden's pixels", arguments: BoxCase.allCases)
    func boxes(_ golden: BoxCase) throws { try check(golden) }

    @Test("labels have exactly their golden's pixels", arguments: LabelCase.allCases)
    func labels(_ golden: LabelCase) throws { try check(golden) }

    @Test("masks have exactly their golden's pixels", arguments: MaskCase.allCases)
    func masks(_ golden: MaskCase) throws { try check(golden) }

    @Test("polygons have exactly their golden's pixels", arguments: PolygonCase.allCases)
    func polygons(_ golden: PolygonCase) throws { try check(golden) }

    @Test("key points have exactly their golden's pixels", arguments: KeypointCase.allCases)
    func keypoints(_ golden: KeypointCase) throws { try check(golden) }

    @Test("panels have exactly their golden's pixels", arguments: PanelCase.allCases)
    func panels(_ golden: PanelCase) throws { try check(golden) }

    @Test("effects have exactly their golden's pixels", arguments: EffectCase.allCases)
    func effects(_ golden: EffectCase) throws { try check(golden) }

    @Test("extras have exactly their golden's pixels", arguments: ExtraCase.allCases)
    func extras(_ golden: ExtraCase) throws { try check(golden) }

    @Test("presets have exactly their golden's pixels", arguments: PresetCase.allCases)
    func presets(_ golden: PresetCase) throws { try check(golden) }

    @Test("every preset has a golden")
    func allPresets() { #expect(PresetCase.allCases.map(\.rawValue) == StylePreset.all.map(\.name)) }

    @Test("polylines have exactly their golden's pixels", arguments: PolylineCase.allCases)
    func polylines(_ golden: PolylineCase) throws { try check(golden) }

    @Test("composites have exactly their golden's pixels", arguments: CompositeCase.allCases)
    func composites(_ golden: CompositeCase) throws { try check(golden) }

    @Test("scenes have exactly their golden's pixels", arguments: SceneCase.allCases)
    func scenes(_ golden: SceneCase) throws { try check(golden) }

    @Test("hit maps have exactly their golden's pixels", arguments: HitCase.allCases)
    func hits(_ golden: HitCase) throws { try check(golden) }

    @Test("sheets have exactly their golden's pixels", arguments: SheetCase.allCases)
    func sheets(_ golden: SheetCase) throws { try check(golden) }

    private func check(_ golden: some GoldenCase) throws {
        try Golden(suite: type(of: golden).suite, name: golden.rawValue).expect(golden.picture())
    }
}
