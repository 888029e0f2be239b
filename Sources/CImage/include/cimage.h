/// Reads and writes JPEG and PNG pictures held in memory: libjpeg, libpng and libdeflate behind plain values.
///
/// Every function that can fail returns a code (`CIMAGE_OK` is 0) and says in `cimage_error` what went wrong. Nothing
/// is global and nothing is kept between calls, so any thread may call anything at any time.
///
/// Pixels are rows of straight RGBA, 8 bits each, top row first, without padding between rows: `width * height * 4`
/// bytes. They are the stored pixels: no gamma, color profile or EXIF orientation is applied.
#ifndef CIMAGE_H
#define CIMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What became of a call.
typedef enum cimage_code {
    CIMAGE_OK = 0,
    /// The bytes end before the picture is complete.
    CIMAGE_TRUNCATED,
    /// `cimage_read_header` alone: the bytes are the beginning of a picture, and end before its header is known.
    CIMAGE_NEEDS_MORE,
    /// The bytes contradict the format, or a checksum.
    CIMAGE_MALFORMED,
    /// The bytes are neither JPEG nor PNG.
    CIMAGE_UNRECOGNIZED,
    /// A picture of a kind that is not read: 12-bit, arithmetic or lossless JPEG, or sampling that libjpeg lacks.
    CIMAGE_UNSUPPORTED,
    /// More bytes, pixels or scans than the limits allow.
    CIMAGE_TOO_LARGE,
    CIMAGE_OUT_OF_MEMORY,
    /// The caller's own arguments are out of range.
    CIMAGE_INVALID_ARGUMENT,
} cimage_code;

/// Why a call failed: its code, and one line of ASCII that completes "the picture cannot be used: …".
typedef struct cimage_error {
    cimage_code code;
    char text[256];
} cimage_error;

/// What a caller is willing to read, checked before anything is decoded or allocated.
typedef struct cimage_limits {
    size_t max_bytes;
    uint64_t max_pixels;
} cimage_limits;

typedef enum cimage_format {
    CIMAGE_FORMAT_NONE = 0,
    CIMAGE_FORMAT_JPEG,
    CIMAGE_FORMAT_PNG,
} cimage_format;

/// How the file stores color, as its header declares it.
typedef enum cimage_color {
    CIMAGE_GRAY,
    CIMAGE_GRAY_ALPHA,
    CIMAGE_RGB,
    CIMAGE_RGBA,
    CIMAGE_PALETTE,
    CIMAGE_YCBCR,
    CIMAGE_CMYK,
    CIMAGE_YCCK,
} cimage_color;

/// The order in which the file stores its pixels.
typedef enum cimage_coding {
    CIMAGE_BASELINE,
    CIMAGE_EXTENDED,
    CIMAGE_PROGRESSIVE,
    CIMAGE_PLAIN_ROWS,
    CIMAGE_INTERLACED,
} cimage_coding;

/// What a file says of itself before its pixels.
typedef struct cimage_header {
    cimage_format format;
    cimage_color color;
    /// JPEG: baseline, extended or progressive. PNG: plain rows or interlaced.
    cimage_coding coding;
    /// Stored pixels, both at least 1. An EXIF orientation does not swap them.
    uint32_t width;
    uint32_t height;
    /// PNG with an alpha channel or a `tRNS` chunk.
    bool has_alpha;
    /// Bits of one sample: 1, 2, 4, 8 or 16.
    uint8_t bit_depth;
    /// Samples of one pixel: 1…4.
    uint8_t component_count;
    /// JPEG alone: sampling factors of each component, 1…4.
    uint8_t horizontal_sampling[4];
    uint8_t vertical_sampling[4];
} cimage_header;

/// Encoded bytes that this library allocated; give them back with `cimage_free`.
typedef struct cimage_bytes {
    uint8_t *data;
    size_t count;
} cimage_bytes;

/// How finely a JPEG stores chroma: full, half the columns, half of both, half the rows, or not at all.
typedef enum cimage_sampling {
    CIMAGE_444,
    CIMAGE_422,
    CIMAGE_420,
    CIMAGE_440,
    CIMAGE_GRAY_ONLY,
} cimage_sampling;

/// What a file says beside its pixels, written as it is.
typedef struct cimage_part {
    /// Of a JPEG's segment the second byte of its marker: APP1 to APP15, or COM. Of a PNG's chunk its four letters, the first one uppermost; the
    /// first is small, since no pixel may depend on it.
    uint32_t name;
    const uint8_t *bytes;
    /// At most 65 533 in a JPEG.
    size_t count;
} cimage_part;

typedef struct cimage_jpeg_options {
    /// 1…100 on libjpeg's scale.
    int quality;
    cimage_sampling sampling;
    /// Pixels along each axis as JFIF counts them: an inch's (1), a centimeter's (2), or in proportion alone (0). Both 0: square pixels of no size.
    uint8_t density_unit;
    uint16_t horizontal_density;
    uint16_t vertical_density;
} cimage_jpeg_options;

/// What the pixels of a picture are, and what they become.
typedef enum cimage_png_pixels {
    /// Straight RGBA, written as RGBA.
    CIMAGE_PNG_RGBA,
    /// Straight RGBA whose alpha is ignored, written as RGB.
    CIMAGE_PNG_OPAQUE,
    /// One byte each, the number of a color; written with as few bits as there are colors.
    CIMAGE_PNG_INDICES,
} cimage_png_pixels;

/// A picture to be written as a PNG.
typedef struct cimage_png_picture {
    cimage_png_pixels pixels;
    uint32_t width;
    uint32_t height;
    /// Whole rows without padding, as many as there are row numbers that differ; `height` where there are none.
    const uint8_t *bytes;
    size_t byte_count;
    /// For each row of the picture which row of `bytes` it shows, or NULL for each its own. With row numbers, pixels
    /// are taken for flat colors that repeat their neighbors, without for a photograph's.
    const uint32_t *row_numbers;
    /// Of indices alone: straight RGBA, 4 bytes each, 1…256 of them.
    const uint8_t *colors;
    uint32_t color_count;
} cimage_png_picture;

/// The format whose signature `bytes` begin with.
cimage_format cimage_format_of(const uint8_t *bytes, size_t count);

/// Reads the header from a file or from the beginning of one.
///
/// The answer depends on nothing after a JPEG's frame header (SOF) or a PNG's first IDAT.
cimage_code cimage_read_header(
    const uint8_t *bytes, size_t count, cimage_limits limits, cimage_header *header, cimage_error *error);

/// Decodes a whole file into `pixels`, whose `pixel_bytes` must be `width * height * 4` of its header.
///
/// `is_opaque` becomes true when every alpha byte is 255. A file that is truncated is an error, and so is all damage
/// that shows (a JPEG has no checksum) before the end marker; `pixels` are then undefined. 16-bit samples are rounded
/// to the nearest of 8 bits. CMYK becomes RGB as (1 - C)(1 - K), with Adobe's inverted samples recognized by
/// Adobe's marker. A progressive JPEG takes up to 8 bytes per pixel more while it is decoded.
cimage_code cimage_decode(const uint8_t *bytes, size_t count, cimage_limits limits, uint8_t *pixels,
    size_t pixel_bytes, bool *is_opaque, cimage_error *error);

/// How a file is decoded.
typedef struct cimage_decode_options {
    /// A JPEG to so many (1, 2, 4 or 8) eighths of its width and height, each rounded up, at a part of the cost; a PNG to 8 alone. All that
    /// shows as damage at full size does so here.
    unsigned eighths;
    /// Whether somebody has found all blocks of a JPEG, so that bytes too many, and none at its end, are no damage.
    bool is_whole;
} cimage_decode_options;

/// What is odd about a file that is decoded all the same.
enum {
    /// The checksum of a PNG's chunk that says nothing of the pixels is wrong.
    CIMAGE_ODD_CHECKSUM = 1,
    /// There is more compressed data than pixels.
    CIMAGE_ODD_SURPLUS = 2,
    /// A transparent color (tRNS) where there can be none.
    CIMAGE_ODD_TRANSPARENCY = 4,
    /// A palette (PLTE) where there can be none.
    CIMAGE_ODD_PALETTE = 8,
    /// A progressive JPEG without the scans of its fine detail, of which all components have some.
    CIMAGE_ODD_BLURRED = 16,
};

/// As `cimage_decode`, as `options` say; `oddities` becomes what is odd about the file.
///
/// Of a PNG all is damage that says something of the pixels: its critical chunks, a transparent color in its place, and their checksums.
///
/// What libjpeg warns of, and what becomes of the picture:
///
/// | warning | meaning | picture |
/// |---|---|---|
/// | JWRN_JFIF_MAJOR | an unknown version of JFIF | drawn |
/// | JWRN_ADOBE_XFORM | a color transform that three components cannot have; they are taken for YCbCr | drawn |
/// | JWRN_NOT_SEQUENTIAL | spectral parameters in a scan that has none | drawn |
/// | JWRN_EXTRANEOUS_DATA | bytes before a marker | drawn where `is_whole`, else refused: damage leaves them, too |
/// | JWRN_JPEG_EOF | no end marker | likewise |
/// | JWRN_HIT_MARKER | data ends before its blocks do | refused: blocks are lost |
/// | JWRN_HUFF_BAD_CODE, JWRN_ARITH_BAD_CODE | a code that there is not | refused |
/// | JWRN_MUST_RESYNC | restart markers out of order | refused |
/// | JWRN_BOGUS_PROGRESSION | progressive scans that contradict each other | refused |
cimage_code cimage_decode_with(const uint8_t *bytes, size_t count, cimage_limits limits, cimage_decode_options options,
    uint8_t *pixels, size_t pixel_bytes, bool *is_opaque, unsigned *oddities, cimage_error *error);

/// A YCbCr JPEG's samples as the file has them, before chroma is spread over pixels and becomes red, green and blue: a plane of luma, one of blue
/// chroma and one of red.
///
/// Luma has a sample for each pixel, chroma one for `chroma_width` x `chroma_height` (1 or 2) of them. A plane's rows and columns are rounded up to
/// whole blocks of 8 samples, and lie without padding between them.
typedef struct cimage_planes {
    uint32_t width;
    uint32_t height;
    uint32_t chroma_width;
    uint32_t chroma_height;
    /// The three planes, one after the other.
    uint8_t *samples;
    /// As `cimage_planes_size` says.
    size_t sample_bytes;
} cimage_planes;

/// How many bytes the samples of such a picture take.
size_t cimage_planes_size(uint32_t width, uint32_t height, uint32_t chroma_width, uint32_t chroma_height);

/// Decodes a whole YCbCr JPEG into `planes`; everything else is as in `cimage_decode_with`, and so is what counts as damage. A JPEG whose samples are
/// not of these sizes and meaning is `CIMAGE_UNSUPPORTED`: what stands between frame header and scan may say so late.
cimage_code cimage_decode_planes(const uint8_t *bytes, size_t count, cimage_limits limits, bool is_whole,
    const cimage_planes *planes, unsigned *oddities, cimage_error *error);

/// Encodes samples, chroma as coarse as they are; everything else is as in `cimage_encode_jpeg`, but that `sampling` is not looked at.
cimage_code cimage_encode_planes(const cimage_planes *planes, const cimage_jpeg_options *options,
    const cimage_part *parts, size_t part_count, cimage_bytes *encoded, cimage_error *error);

/// Encodes pixels, without their alpha, as a baseline JPEG with the standard Huffman tables.
///
/// `parts` stand before its tables, in their order. The same arguments give the same bytes. A side is at most 65 500. On failure `encoded` is
/// empty.
cimage_code cimage_encode_jpeg(const uint8_t *pixels, uint32_t width, uint32_t height,
    const cimage_jpeg_options *options, const cimage_part *parts, size_t part_count, cimage_bytes *encoded,
    cimage_error *error);

/// Encodes a picture as a PNG.
///
/// `parts` stand before palette and pixels, in their order. The same arguments give the same bytes. On failure `encoded` is empty.
cimage_code cimage_encode_png(const cimage_png_picture *picture, const cimage_part *parts, size_t part_count,
    cimage_bytes *encoded, cimage_error *error);

/// Frees what an encoder made, and empties it.
void cimage_free(cimage_bytes *encoded);

#endif
