// Walks a JPEG's marker segments up to its frame header (ITU-T T.81, annex B).
#include "internal.h"

#include <string.h>

enum {
    SOF0 = 0xC0, SOF1 = 0xC1, SOF2 = 0xC2, DHT = 0xC4, SOF15 = 0xCF, DAC = 0xCC,
    RST0 = 0xD0, SOI = 0xD8, EOI = 0xD9, SOS = 0xDA, APP0 = 0xE0, APP14 = 0xEE, TEM = 0x01,
};

// What the segments before the frame header say about its components' meaning.
typedef struct color_hints {
    bool has_jfif;
    bool has_adobe;
    uint8_t adobe_transform;
} color_hints;

static cimage_code needs_more(size_t count, cimage_error *error) {
    return cimage_fail(error, CIMAGE_NEEDS_MORE, "it ends after %zu bytes, before its frame header", count);
}

static void note_application_segment(
    uint8_t marker, const uint8_t *segment, size_t length, color_hints *hints) {
    if (marker == APP0 && length >= 14 && memcmp(segment, "JFIF", 5) == 0) hints->has_jfif = true;
    if (marker == APP14 && length >= 12 && memcmp(segment, "Adobe", 5) == 0) {
        hints->has_adobe = true;
        hints->adobe_transform = segment[11];
    }
}

// The rules by which libjpeg's own decoder chooses, so that the header says what decoding will do.
static cimage_color color_of(const uint8_t *components, int count, const color_hints *hints) {
    if (count == 1) return CIMAGE_GRAY;
    if (count == 4) return hints->has_adobe && hints->adobe_transform != 0 ? CIMAGE_YCCK : CIMAGE_CMYK;
    if (hints->has_jfif) return CIMAGE_YCBCR;
    if (hints->has_adobe) return hints->adobe_transform == 0 ? CIMAGE_RGB : CIMAGE_YCBCR;
    const bool named_rgb = components[0] == 'R' && components[3] == 'G' && components[6] == 'B';
    return named_rgb ? CIMAGE_RGB : CIMAGE_YCBCR;
}

// T.81, table B.1: the kinds of frame beyond SOF2.
static const char *unsupported_kind(uint8_t marker) {
    switch (marker) {
    case 0xC3: case 0xC7: case 0xCB: case 0xCF: return "lossless";
    case 0xC9: case 0xCA: return "arithmetic-coded";
    default: return "hierarchical or of a reserved kind";
    }
}

static cimage_code check_frame_kind(uint8_t marker, const uint8_t *frame, size_t length, cimage_error *error) {
    if (marker > SOF2) {
        return cimage_fail(error, CIMAGE_UNSUPPORTED, "it is %s (SOF%d)", unsupported_kind(marker), marker - SOF0);
    }
    if (length < 6 || length != 6 + 3 * (size_t)frame[5]) {
        return cimage_fail(error, CIMAGE_MALFORMED, "its frame header has a wrong length");
    }
    if (frame[0] != 8) {
        return cimage_fail(error, CIMAGE_UNSUPPORTED, "its samples have %d bits; 8 are supported", frame[0]);
    }
    if (frame[5] != 1 && frame[5] != 3 && frame[5] != 4) {
        return cimage_fail(error, CIMAGE_UNSUPPORTED, "it has %d components; 1, 3 or 4 are supported", frame[5]);
    }
    return CIMAGE_OK;
}

// `frame` is the segment after its length: precision, height, width, count, then three bytes per component.
static cimage_code read_frame(uint8_t marker, const uint8_t *frame, size_t length, const color_hints *hints,
    cimage_header *header, cimage_error *error) {
    cimage_code code = check_frame_kind(marker, frame, length, error);
    if (code != CIMAGE_OK) return code;

    header->bit_depth = frame[0];
    header->height = read_u16(frame + 1);
    header->width = read_u16(frame + 3);
    header->component_count = frame[5];
    header->color = color_of(frame + 6, frame[5], hints);
    header->coding = marker == SOF0 ? CIMAGE_BASELINE : marker == SOF1 ? CIMAGE_EXTENDED : CIMAGE_PROGRESSIVE;
    if (header->width == 0) return cimage_fail(error, CIMAGE_MALFORMED, "it is 0 pixels wide");
    if (header->height == 0) {
        return cimage_fail(error, CIMAGE_UNSUPPORTED, "its frame header leaves the height open");
    }
    for (int i = 0; i < frame[5]; i++) {
        const uint8_t horizontal = frame[7 + 3 * i] >> 4, vertical = frame[7 + 3 * i] & 15;
        if (horizontal < 1 || horizontal > 4 || vertical < 1 || vertical > 4) {
            return cimage_fail(
                error, CIMAGE_MALFORMED, "component %d has sampling factors %d x %d", i, horizontal, vertical);
        }
        header->horizontal_sampling[i] = horizontal;
        header->vertical_sampling[i] = vertical;
    }
    return CIMAGE_OK;
}

static bool is_frame(uint8_t marker) {
    return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != DAC;
}

static bool stands_alone(uint8_t marker) { return marker == TEM || (marker >= RST0 && marker < SOI); }

cimage_code cimage_jpeg_header(const uint8_t *bytes, size_t count, cimage_header *header, cimage_error *error) {
    color_hints hints = {0};
    size_t at = 2;
    for (;;) {
        // Bytes between segments say nothing; whoever decodes judges them.
        while (at < count && bytes[at] != 0xFF) at++;
        if (at >= count) return needs_more(count, error);
        while (at < count && bytes[at] == 0xFF) at++;
        if (at >= count) return needs_more(count, error);

        const uint8_t marker = bytes[at++];
        if (stands_alone(marker) || marker == 0) continue;
        if ( marker == SOI || marker == EOI || marker == SOS) {
            return cimage_fail(error, CIMAGE_MALFORMED, "marker 0x%02x stands before the frame header", marker);
        }
        if (count - at < 2) return needs_more(count, error);
        const size_t length = read_u16(bytes + at);
        if (length < 2) return cimage_fail(error, CIMAGE_MALFORMED, "segment 0x%02x has length %zu", marker, length);
        if (count - at < length) return needs_more(count, error);
        if (is_frame(marker)) return read_frame(marker, bytes + at + 2, length - 2, &hints, header, error);
        note_application_segment(marker, bytes + at + 2, length - 2, &hints);
        at += length;
    }
}
