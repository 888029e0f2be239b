// Walks a PNG's chunks up to its first IDAT (PNG specification, third edition, sections 5 and 11).
#include "internal.h"

#include <libdeflate.h>
#include <string.h>

enum { SIGNATURE = 8, IHDR_LENGTH = 13, CHUNK_OVERHEAD = 12 };

static cimage_code needs_more(size_t count, cimage_error *error) {
    return cimage_fail(error, CIMAGE_NEEDS_MORE, "it ends after %zu bytes, before its pixels", count);
}

// Section 11.2.1, table 12: bit n is set when a sample may have n bits.
static bool allows_depth(uint8_t color_type, uint8_t depth) {
    static const uint32_t allowed[7] = {
        [0] = 1u << 1 | 1u << 2 | 1u << 4 | 1u << 8 | 1u << 16,
        [2] = 1u << 8 | 1u << 16,
        [3] = 1u << 1 | 1u << 2 | 1u << 4 | 1u << 8,
        [4] = 1u << 8 | 1u << 16,
        [6] = 1u << 8 | 1u << 16,
    };
    return color_type < 7 && depth <= 16 && (allowed[color_type] >> depth & 1) != 0;
}

static void set_color(uint8_t color_type, cimage_header *header) {
    switch (color_type) {
    case 0: header->color = CIMAGE_GRAY; header->component_count = 1; break;
    case 2: header->color = CIMAGE_RGB; header->component_count = 3; break;
    case 3: header->color = CIMAGE_PALETTE; header->component_count = 1; break;
    case 4: header->color = CIMAGE_GRAY_ALPHA; header->component_count = 2; break;
    default: header->color = CIMAGE_RGBA; header->component_count = 4; break;
    }
}

// `ihdr` is the chunk's data.
static cimage_code read_ihdr(const uint8_t *ihdr, cimage_header *header, cimage_error *error) {
    const uint8_t depth = ihdr[8], color_type = ihdr[9], interlace = ihdr[12];
    if (!allows_depth(color_type, depth)) {
        return cimage_fail(
            error, CIMAGE_MALFORMED, "IHDR: color type %d does not go with %d bits", color_type, depth);
    }
    if (ihdr[10] != 0 || ihdr[11] != 0 || interlace > 1) {
        return cimage_fail(error, CIMAGE_MALFORMED, "IHDR: unknown compression, filter or interlace method");
    }
    header->width = read_u32(ihdr);
    header->height = read_u32(ihdr + 4);
    header->bit_depth = depth;
    header->coding = interlace == 1 ? CIMAGE_INTERLACED : CIMAGE_PLAIN_ROWS;
    header->has_alpha = color_type >= 4;
    set_color(color_type, header);
    if (header->width == 0 || header->height == 0) {
        return cimage_fail(error, CIMAGE_MALFORMED, "IHDR: a side is 0 pixels");
    }
    return CIMAGE_OK;
}

// Color types without an alpha channel have alpha all the same when tRNS comes before the pixels.
static cimage_code look_for_trns(const uint8_t *bytes, size_t count, size_t at, cimage_header *header,
    cimage_error *error) {
    for (;;) {
        if (count - at < 8) return needs_more(count, error);
        const uint32_t length = read_u32(bytes + at);
        const uint8_t *name = bytes + at + 4;
        header->has_alpha = memcmp(name, "tRNS", 4) == 0;
        if (header->has_alpha || memcmp(name, "IDAT", 4) == 0) return CIMAGE_OK;
        if (memcmp(name, "IEND", 4) == 0) return cimage_fail(error, CIMAGE_MALFORMED, "it has no IDAT chunk");
        if (length > 0x7FFFFFFF) return cimage_fail(error, CIMAGE_MALFORMED, "a chunk is longer than a chunk may be");
        if (count - at < (size_t)length + CHUNK_OVERHEAD) return needs_more(count, error);
        at += (size_t)length + CHUNK_OVERHEAD;
    }
}

cimage_code cimage_png_header(const uint8_t *bytes, size_t count, cimage_header *header, cimage_error *error) {
    const size_t end = SIGNATURE + IHDR_LENGTH + CHUNK_OVERHEAD;
    if (count < end) return needs_more(count, error);
    const uint8_t *chunk = bytes + SIGNATURE;
    if (read_u32(chunk) != IHDR_LENGTH || memcmp(chunk + 4, "IHDR", 4) != 0) {
        return cimage_fail(error, CIMAGE_MALFORMED, "its first chunk is not IHDR");
    }
    if (libdeflate_crc32(0, chunk + 4, 4 + IHDR_LENGTH) != read_u32(chunk + 8 + IHDR_LENGTH)) {
        return cimage_fail(error, CIMAGE_MALFORMED, "IHDR: CRC error");
    }
    cimage_code code = read_ihdr(chunk + 8, header, error);
    if (code != CIMAGE_OK || header->has_alpha) return code;
    return look_for_trns(bytes, count, end, header, error);
}
