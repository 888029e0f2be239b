// Leaves out of a PNG what says nothing of its pixels, so that nothing that is wrong with it keeps libpng from them.
#include "internal.h"

#include <stdlib.h>
#include <string.h>

#include <libdeflate.h>

enum { SIGNATURE = 8, CHUNK_OVERHEAD = 12 };

typedef struct chunk {
    const uint8_t *start;
    const uint8_t *name;
    size_t length;
    bool is_sound;
} chunk;

typedef struct cleaner {
    uint8_t *bytes;
    size_t count;
    unsigned oddities;
    bool has_pixels;
    bool have_pixels_ended;
} cleaner;

static bool is_named(const chunk *chunk, const char *name) { return memcmp(chunk->name, name, 4) == 0; }

static void keep(cleaner *cleaner, const uint8_t *bytes, size_t count) {
    memcpy(cleaner->bytes + cleaner->count, bytes, count);
    cleaner->count += count;
}

static void keep_chunk(cleaner *cleaner, const chunk *chunk) {
    keep(cleaner, chunk->start, chunk->length + CHUNK_OVERHEAD);
}

// PNG specification, section 11.3.1.1: where there is alpha already, or there are pixels already, and where it names no color.
static bool says_nothing(const cleaner *cleaner, const chunk *transparency, cimage_color color) {
    return cleaner->has_pixels || transparency->length == 0 || color == CIMAGE_GRAY_ALPHA || color == CIMAGE_RGBA;
}

// Those of the specification, its extensions and APNG.
static bool has_known_name(const chunk *chunk) {
    static const char names[] = "tEXtzTXtiTXtpHYstIMEgAMAcHRMsRGBiCCPcICPmDCVcLLIsBITbKGDhISTsPLTeXIfoFFspCALsCALsTERdSIGgIFg"
                                "gIFxacTLfcTLfdATcaNvvpAg";
    for (size_t at = 0; at + 4 < sizeof names; at += 4) {
        if (memcmp(chunk->name, names + at, 4) == 0) return true;
    }
    return false;
}

// False where a wrong checksum may be that of a chunk whose name is damaged, so that it does say something of the pixels.
static bool take_ancillary(cleaner *cleaner, const chunk *chunk, cimage_color color) {
    if (!is_named(chunk, "tRNS")) {
        if (!chunk->is_sound) cleaner->oddities |= CIMAGE_ODD_CHECKSUM;
        return chunk->is_sound || has_known_name(chunk);
    }
    if (says_nothing(cleaner, chunk, color)) {
        cleaner->oddities |= CIMAGE_ODD_TRANSPARENCY;
    } else {
        keep_chunk(cleaner, chunk);
    }
    return true;
}

static void take_palette(cleaner *cleaner, const chunk *chunk, cimage_color color) {
    if (color == CIMAGE_PALETTE && !cleaner->has_pixels) {
        keep_chunk(cleaner, chunk);
    } else if (cleaner->has_pixels || (color != CIMAGE_RGB && color != CIMAGE_RGBA)) {
        cleaner->oddities |= CIMAGE_ODD_PALETTE;
    }
}

// False where libpng has to judge: also where the pixels are in pieces.
static bool take(cleaner *cleaner, const chunk *chunk, cimage_color color) {
    if (is_named(chunk, "IDAT")) {
        if (cleaner->have_pixels_ended) return false;
        cleaner->has_pixels = true;
        keep_chunk(cleaner, chunk);
        return true;
    }
    cleaner->have_pixels_ended = cleaner->has_pixels;
    if (is_named(chunk, "PLTE")) {
        take_palette(cleaner, chunk, color);
    } else if ((chunk->name[0] & 32) != 0) {
        return take_ancillary(cleaner, chunk, color);
    } else {
        keep_chunk(cleaner, chunk);
    }
    return true;
}

// True where all is walked to IEND.
static bool walk(cleaner *cleaner, const uint8_t *bytes, size_t count, cimage_color color) {
    static const uint8_t end[CHUNK_OVERHEAD] = {0, 0, 0, 0, 'I', 'E', 'N', 'D', 0xAE, 0x42, 0x60, 0x82};
    size_t at = SIGNATURE;
    for (;;) {
        if (at > count || count - at < CHUNK_OVERHEAD) return false;
        chunk chunk = {.start = bytes + at, .name = bytes + at + 4, .length = read_u32(bytes + at)};
        if (chunk.length > 0x7FFFFFFF || count - at - CHUNK_OVERHEAD < chunk.length) return false;
        chunk.is_sound =
            libdeflate_crc32(0, chunk.name, 4 + chunk.length) == read_u32(chunk.name + 4 + chunk.length);
        if (is_named(&chunk, "IEND")) {
            if (!chunk.is_sound || chunk.length > 0) cleaner->oddities |= CIMAGE_ODD_CHECKSUM;
            keep(cleaner, end, sizeof end);
            return true;
        }
        if (!take(cleaner, &chunk, color)) return false;
        at += chunk.length + CHUNK_OVERHEAD;
    }
}

bool cimage_png_clean(
    const uint8_t *bytes, size_t count, const cimage_header *header, cimage_bytes *clean, unsigned *oddities) {
    *clean = (cimage_bytes){0};
    cleaner cleaner = {.bytes = malloc(count + CHUNK_OVERHEAD)};
    if (cleaner.bytes == NULL) return false;
    keep(&cleaner, bytes, SIGNATURE);
    if (!walk(&cleaner, bytes, count, header->color)) {
        free(cleaner.bytes);
        return false;
    }
    *clean = (cimage_bytes){.data = cleaner.bytes, .count = cleaner.count};
    *oddities = cleaner.oddities;
    return true;
}
