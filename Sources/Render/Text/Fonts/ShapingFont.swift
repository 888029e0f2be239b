internal import CHarfBuzz

/// A font as HarfBuzz shapes with it: characters to glyphs and their positions, in font units.
// Safety: the blob, the face and the font are made and freed here alone; the blob reads `bytes`, which lives as long.
@safe final class ShapingFont {
    /// Font units per em.
    let unitsPerEm: Int
    private let bytes: FontBytes
    private let font: OpaquePointer

    init(_ bytes: FontBytes, name: String) throws(FontProblem) {
        let start = unsafe bytes.buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
        let count = unsafe UInt32(clamping: bytes.buffer.count)
        let blob = unsafe hb_blob_create(start, count, HB_MEMORY_MODE_READONLY, nil, nil)
        let face = unsafe hb_face_create(blob, 0)
        defer {
            unsafe hb_face_destroy(face)
            unsafe hb_blob_destroy(blob)
        }
        // HarfBuzz reads bare OpenType only, FreeType also what is packed or older.
        guard unsafe hb_face_get_glyph_count(face) > 0, let font = unsafe hb_font_create(face) else {
            throw .malformed(font: name, reason: "HarfBuzz finds no glyphs")
        }
        self.bytes = bytes
        unsafe self.font = font
        unitsPerEm = unsafe Int(hb_face_get_upem(face))
        unsafe hb_font_set_scale(font, Int32(clamping: unitsPerEm), Int32(clamping: unitsPerEm))
        unsafe hb_ot_font_set_funcs(font)
    }

    deinit { unsafe hb_font_destroy(font) }

    /// The glyph that stands for a character by itself, or 0.
    func glyph(for character: Unicode.Scalar) -> UInt32 {
        var glyph: hb_codepoint_t = 0
        _ = unsafe hb_font_get_nominal_glyph(font, character.value, &glyph)
        return glyph
    }

    /// The glyphs of `run`, from left to right. Characters around it in `text` decide how letters join at its ends.
    func shape(_ run: TextRun, of text: [UInt32]) -> [ShapedGlyph] {
        guard let buffer = unsafe hb_buffer_create() else { return [] }
        defer { unsafe hb_buffer_destroy(buffer) }
        let start = UInt32(run.scalars.lowerBound)
        unsafe hb_buffer_add_utf32(buffer, text, Int32(text.count), start, Int32(run.scalars.count))
        // All is set here, for guessed properties follow the process's locale.
        unsafe hb_buffer_set_direction(buffer, run.isRightToLeft ? HB_DIRECTION_RTL : HB_DIRECTION_LTR)
        unsafe hb_buffer_set_script(buffer, hb_script_t(run.script?.tag ?? HB_SCRIPT_COMMON.rawValue))
        unsafe hb_buffer_set_cluster_level(buffer, HB_BUFFER_CLUSTER_LEVEL_MONOTONE_CHARACTERS)
        unsafe hb_buffer_set_flags(buffer, HB_BUFFER_FLAG_REMOVE_DEFAULT_IGNORABLES)
        unsafe hb_shape(font, buffer, nil, 0)
        return unsafe Self.glyphs(in: buffer)
    }

    /// `nil` for characters that any script may use.
    static func script(of character: Unicode.Scalar) -> Script? {
        let script = unsafe hb_unicode_script(hb_unicode_funcs_get_default(), character.value)
        switch script {
        case HB_SCRIPT_COMMON, HB_SCRIPT_INHERITED, HB_SCRIPT_UNKNOWN: return nil
        default: return Script(tag: script.rawValue)
        }
    }

    private static func glyphs(in buffer: OpaquePointer) -> [ShapedGlyph] {
        var count: UInt32 = 0
        let infos = unsafe UnsafeBufferPointer(start: hb_buffer_get_glyph_infos(buffer, &count), count: Int(count))
        let positions = unsafe UnsafeBufferPointer(start: hb_buffer_get_glyph_positions(buffer, nil), count: Int(count))
        return unsafe zip(infos, positions).map { info, position in
            ShapedGlyph(
                id: info.codepoint,
                cluster: Int(info.cluster),
                advance: Int(position.x_advance),
                xOffset: Int(position.x_offset),
                yOffset: Int(position.y_offset)
            )
        }
    }
}

/// A writing system: its ISO 15924 code, four letters in one number.
struct Script: Hashable, Sendable {
    let tag: UInt32
}

/// A glyph where the shaper put it; distances are in font units, y up.
struct ShapedGlyph: Hashable, Sendable {
    /// The glyph's number in its font; 0 is the box for a missing character.
    let id: UInt32
    /// The index of the first scalar, in the whole text, of the characters that the glyph stands for.
    let cluster: Int
    let advance: Int
    let xOffset: Int
    let yOffset: Int
}
