internal import CFreeType

/// A font's glyph outlines, scaled and hinted by FreeType.
///
/// Hinting is FreeType's own and light: it moves outlines up and down only, to sharpen their horizontal edges, and does
/// not ask the font's bytecode. So advances stay linear in the size, and glyphs may start anywhere between two pixels.
// Safety: the library and the face are made and freed here alone; the face reads `bytes`, which lives as long as it.
@safe final class OutlineFace {
    /// Font units per em; 0 where it has pictures alone.
    let unitsPerEm: Int
    /// In font units above the baseline; the descender is negative.
    let ascender: Int
    let descender: Int
    /// Whether glyphs may be drawn in color instead, their outlines being empty.
    let hasColour: Bool
    /// Whether it has pictures of glyphs in color, and no outlines: bitmaps of a few sizes.
    let hasPictures: Bool

    private let bytes: FontBytes
    private let library: FT_Library
    private let face: FT_Face
    private var size: FontSize?

    init(_ bytes: FontBytes, name: String) throws(FontProblem) {
        guard let library = unsafe Self.makeLibrary() else {
            throw .malformed(font: name, reason: "FreeType does not start")
        }
        do throws(FontProblem) {
            unsafe face = try Self.open(bytes, in: library, name: name)
        } catch {
            unsafe FT_Done_FreeType(library)
            throw error
        }
        self.bytes = bytes
        unsafe self.library = library
        unitsPerEm = unsafe Int(face.pointee.units_per_EM)
        ascender = unsafe Int(face.pointee.ascender)
        descender = unsafe Int(face.pointee.descender)
        hasColour = unsafe Self.has(FT_FACE_FLAG_COLOR, face)
        hasPictures = unsafe !Self.has(FT_FACE_FLAG_SCALABLE, face)
    }

    deinit { unsafe FT_Done_FreeType(library) }

    /// The outline of a glyph with its origin at (`shift`, 0), in px, y down; empty where the glyph is blank.
    func path(of glyph: UInt32, size: FontSize, shift: Double) -> Path {
        guard select(size), load(glyph, hinted: true) else { return Path() }
        var sink = OutlineSink(shift: shift)
        unsafe sink.read(&face.pointee.glyph.pointee.outline)
        return sink.path
    }

    func hasOutline(_ glyph: UInt32) -> Bool {
        guard load(glyph, hinted: false) else { return false }
        return unsafe face.pointee.glyph.pointee.outline.n_points > 0
    }

    /// Whether there is a picture of the glyph.
    func hasPicture(_ glyph: UInt32) -> Bool { loadPicture(glyph) }

    /// The picture of the glyph, made smaller to `size`; `nil` where there is none.
    func picture(of glyph: UInt32, size: FontSize) -> GlyphPicture? {
        guard loadPicture(glyph) else { return nil }
        let slot = unsafe face.pointee.glyph.pointee
        let (bitmap, width) = unsafe (slot.bitmap, Int(slot.bitmap.width))
        let pixelsPerEm = unsafe Double(face.pointee.size.pointee.metrics.y_ppem)
        guard width > 0, pixelsPerEm > 0, let start = unsafe bitmap.buffer else { return nil }
        var pixels: [SIMD4<UInt8>] = []
        for row in unsafe 0..<Int(bitmap.rows) {
            for x in 0..<width {
                // Safety: FreeType's buffer has `rows` rows of `pitch` bytes, four of them a pixel: blue, green, red, alpha.
                let pixel = unsafe start + row * Int(bitmap.pitch) + x * 4
                pixels.append(unsafe SIMD4(pixel[2], pixel[1], pixel[0], pixel[3]))
            }
        }
        let (left, top) = unsafe (Int(slot.bitmap_left), -Int(slot.bitmap_top))
        return GlyphPicture(pixels, width: width, left: left, top: top, scale: size.pixels / pixelsPerEm)
    }

    /// Loads the largest picture that there is.
    private func loadPicture(_ glyph: UInt32) -> Bool {
        let last = unsafe face.pointee.num_fixed_sizes - 1
        guard hasPictures, unsafe FT_Select_Size(face, last) == 0 else { return false }
        let status = unsafe FT_Load_Glyph(face, glyph, Int32(FT_LOAD_COLOR))
        return unsafe status == 0 && face.pointee.glyph.pointee.bitmap.pixel_mode == UInt8(FT_PIXEL_MODE_BGRA.rawValue)
    }

    private func select(_ size: FontSize) -> Bool {
        if self.size == size { return true }
        let points = FT_F26Dot6(size.sixtyFourths)
        let status = unsafe FT_Set_Char_Size(face, points, points, 72, 72)
        self.size = status == 0 ? size : nil
        return status == 0
    }

    private func load(_ glyph: UInt32, hinted: Bool) -> Bool {
        let hinting = hinted ? Int32(FT_LOAD_FORCE_AUTOHINT) | cfreetype_load_target_light() : Int32(FT_LOAD_NO_SCALE)
        let status = unsafe FT_Load_Glyph(face, glyph, Int32(FT_LOAD_NO_BITMAP) | hinting)
        return unsafe status == 0 && face.pointee.glyph.pointee.format == FT_GLYPH_FORMAT_OUTLINE
    }
}

extension OutlineFace {
    /// A library that does not thicken stems, whatever the environment says.
    private static func makeLibrary() -> FT_Library? {
        var library: FT_Library?
        guard unsafe FT_Init_FreeType(&library) == 0 else { return nil }
        var yes: FT_Bool = 1
        for module in ["autofitter", "cff", "type1", "t1cid"] {
            _ = unsafe FT_Property_Set(library, module, "no-stem-darkening", &yes)
        }
        return unsafe library
    }

    private static func open(_ bytes: FontBytes, in library: FT_Library, name: String) throws(FontProblem) -> FT_Face {
        var face: FT_Face?
        let start = unsafe bytes.buffer.baseAddress?.assumingMemoryBound(to: FT_Byte.self)
        let status = unsafe FT_New_Memory_Face(library, start, FT_Long(bytes.buffer.count), 0, &face)
        guard status == 0, let face = unsafe face else {
            throw .malformed(font: name, reason: "FreeType error \(status)")
        }
        let isScalable = unsafe has(FT_FACE_FLAG_SCALABLE, face)
        let hasPictures = unsafe has(FT_FACE_FLAG_COLOR, face) && face.pointee.num_fixed_sizes > 0
        guard unsafe hasPictures || (isScalable && face.pointee.units_per_EM > 0) else {
            throw .noOutlines(font: name)
        }
        return unsafe face
    }

    private static func has(_ flag: Int, _ face: FT_Face) -> Bool {
        unsafe face.pointee.face_flags & flag != 0
    }
}

/// Turns a FreeType outline (1/64 px, y up) into a path (px, y down).
private struct OutlineSink {
    let shift: Double
    var path = Path()

    mutating func read(_ outline: inout FT_Outline) {
        var functions = unsafe FT_Outline_Funcs(
            move_to: { end, sink in unsafe OutlineSink.with(sink) { unsafe $0.move(to: end) } },
            line_to: { end, sink in unsafe OutlineSink.with(sink) { unsafe $0.line(to: end) } },
            conic_to: { control, end, sink in unsafe OutlineSink.with(sink) { unsafe $0.quadratic(control, to: end) } },
            cubic_to: { control1, control2, end, sink in
                unsafe OutlineSink.with(sink) { unsafe $0.cubic(control1, control2, to: end) }
            },
            shift: 0,
            delta: 0
        )
        // Safety: FreeType calls the functions with this pointer before it returns, and keeps it no longer.
        let status = unsafe withUnsafeMutablePointer(to: &self) { sink in
            unsafe FT_Outline_Decompose(&outline, &functions, sink)
        }
        if status != 0 { path = Path() }
    }

    private static func with(_ sink: UnsafeMutableRawPointer?, _ body: (inout OutlineSink) -> Void) -> Int32 {
        guard let sink = unsafe sink?.assumingMemoryBound(to: OutlineSink.self) else { return 1 }
        unsafe body(&sink.pointee)
        return 0
    }

    private func point(_ vector: UnsafePointer<FT_Vector>?) -> PixelPoint {
        guard let vector = unsafe vector?.pointee else { return PixelPoint(x: shift, y: 0) }
        return PixelPoint(x: Double(vector.x) / 64 + shift, y: -Double(vector.y) / 64)
    }

    private mutating func move(to end: UnsafePointer<FT_Vector>?) { unsafe path.move(to: point(end)) }

    private mutating func line(to end: UnsafePointer<FT_Vector>?) { unsafe path.line(to: point(end)) }

    private mutating func quadratic(_ control: UnsafePointer<FT_Vector>?, to end: UnsafePointer<FT_Vector>?) {
        unsafe path.quadratic(control: point(control), to: point(end))
    }

    private mutating func cubic(
        _ control1: UnsafePointer<FT_Vector>?,
        _ control2: UnsafePointer<FT_Vector>?,
        to end: UnsafePointer<FT_Vector>?
    ) {
        unsafe path.cubic(control1: point(control1), control2: point(control2), to: point(end))
    }
}

/// The bytes of a font file, which stay where they are as long as this object lives.
// Safety: the memory is allocated and freed here alone, and never changes in between.
@safe final class FontBytes {
    let buffer: UnsafeRawBufferPointer

    init(_ bytes: [UInt8]) {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
        unsafe copy.copyBytes(from: bytes)
        unsafe buffer = UnsafeRawBufferPointer(copy)
    }

    deinit { unsafe buffer.deallocate() }
}
