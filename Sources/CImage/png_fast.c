// Decodes the usual kinds of PNG, whole and plain rows of 8-bit RGB or RGBA, faster than libpng; leaves all others, and
// everything that is doubtful, to it.
#include "internal.h"

#include <stdlib.h>
#include <string.h>

#include <libdeflate.h>

enum { SIGNATURE = 8, CHUNK_OVERHEAD = 12 };

static bool is_letter(uint8_t byte) { return (byte | 32) >= 'a' && (byte | 32) <= 'z'; }

// PNG specification, section 5.4: a chunk that is not critical has a lower-case first letter.
static bool may_be_skipped(const uint8_t *name) {
    for (int i = 0; i < 4; i++) {
        if (!is_letter(name[i])) return false;
    }
    return (name[0] & 32) != 0 && memcmp(name, "tRNS", 4) != 0;
}

// The compressed pixels: the data of all IDAT chunks.
typedef struct image_data {
    uint8_t *bytes;
    size_t count;
    bool has_begun, has_ended;
} image_data;

static bool take_chunk(const uint8_t *name, const uint8_t *data, size_t length, image_data *image) {
    if (memcmp(name, "IDAT", 4) != 0) {
        image->has_ended = image->has_begun;
        return may_be_skipped(name);
    }
    if (image->has_ended) return false;
    image->has_begun = true;
    memcpy(image->bytes + image->count, data, length);
    image->count += length;
    return true;
}

// Walks all chunks after IHDR to IEND and checks them; false where libpng has to judge.
static bool gather(const uint8_t *bytes, size_t count, image_data *image) {
    size_t at = SIGNATURE + 13 + CHUNK_OVERHEAD;
    for (;;) {
        if (at > count || count - at < CHUNK_OVERHEAD) return false;
        const size_t length = read_u32(bytes + at);
        const uint8_t *name = bytes + at + 4;
        if (length > 0x7FFFFFFF || count - at - CHUNK_OVERHEAD < length) return false;
        if (libdeflate_crc32(0, name, 4 + length) != read_u32(name + 4 + length)) return false;
        if (memcmp(name, "IEND", 4) == 0) return length == 0;
        if (!take_chunk(name, name + 4, length, image)) return false;
        at += length + CHUNK_OVERHEAD;
    }
}

// zlib would refuse a distance beyond the window that the header declares; so only the largest one is taken.
static bool inflate_all(const image_data *image, uint8_t *rows, size_t row_bytes) {
    if (image->count < 2 || image->bytes[0] != 0x78) return false;
    struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
    if (decompressor == NULL) return false;
    size_t consumed = 0;
    const enum libdeflate_result result = libdeflate_zlib_decompress_ex(
        decompressor, image->bytes, image->count, rows, row_bytes, &consumed, NULL);
    libdeflate_free_decompressor(decompressor);
    return result == LIBDEFLATE_SUCCESS && consumed == image->count;
}

// Four bytes of a pixel at once. Sums keep to their bytes.
static inline uint32_t add(uint32_t a, uint32_t b) {
    return ((a & 0x7F7F7F7F) + (b & 0x7F7F7F7F)) ^ ((a ^ b) & 0x80808080);
}

static inline uint32_t average(uint32_t a, uint32_t b) { return (a & b) + ((a ^ b) >> 1 & 0x7F7F7F7F); }

typedef int16_t lanes __attribute__((vector_size(8)));
typedef uint8_t bytes4 __attribute__((vector_size(4)));

static inline lanes widen(uint32_t pixel) {
    bytes4 bytes;
    memcpy(&bytes, &pixel, sizeof bytes);
    return __builtin_convertvector(bytes, lanes);
}

static inline lanes magnitude(lanes value) {
    const lanes sign = value >> 15;
    return (value ^ sign) - sign;
}

// Section 9.4.
static inline lanes paeth(lanes a, lanes b, lanes c) {
    const lanes from_a = b - c, from_b = a - c;
    const lanes distance_a = magnitude(from_a), distance_b = magnitude(from_b);
    const lanes distance_c = magnitude(from_a + from_b);
    const lanes is_b = distance_b <= distance_c;
    const lanes is_a = (distance_a <= distance_b) & (distance_a <= distance_c);
    const lanes b_or_c = (is_b & b) | (~is_b & c);
    return (is_a & a) | (~is_a & b_or_c);
}

static inline uint32_t load_pixel(const uint8_t *bytes, size_t pixel_bytes) {
    uint32_t pixel = 0;
    memcpy(&pixel, bytes, pixel_bytes);
    return pixel;
}

static inline __attribute__((always_inline)) void undo_paeth(
    const uint8_t *filtered, const uint8_t *above, uint32_t width, size_t pixel_bytes, uint32_t opaque, uint8_t *row) {
    lanes left = {0}, above_left = {0};
    for (uint32_t x = 0; x < width; x++) {
        const lanes up = widen(load_pixel(above + (size_t)x * 4, 4));
        const lanes sum = (widen(load_pixel(filtered, pixel_bytes)) + paeth(left, up, above_left)) & 255;
        const bytes4 narrow = __builtin_convertvector(sum, bytes4);
        uint32_t pixel;
        memcpy(&pixel, &narrow, sizeof pixel);
        pixel |= opaque;
        memcpy(row + (size_t)x * 4, &pixel, sizeof pixel);
        left = sum;
        above_left = up;
        filtered += pixel_bytes;
    }
}

// `row` may overlap `filtered` as long as no pixel of it begins after the filtered one.
static inline __attribute__((always_inline)) bool undo_filter(uint8_t filter, const uint8_t *filtered,
    const uint8_t *above, uint32_t width, size_t pixel_bytes, uint32_t opaque, uint8_t *row) {
    if (filter > 4) return false;
    if (filter == 4) {
        undo_paeth(filtered, above, width, pixel_bytes, opaque, row);
        return true;
    }
    uint32_t left = 0;
    for (uint32_t x = 0; x < width; x++) {
        const uint32_t up = load_pixel(above + (size_t)x * 4, 4);
        const uint32_t guess = filter == 0 ? 0 : filter == 1 ? left : filter == 2 ? up : average(left, up);
        left = add(load_pixel(filtered, pixel_bytes), guess) | opaque;
        memcpy(row + (size_t)x * 4, &left, sizeof left);
        filtered += pixel_bytes;
    }
    return true;
}

// Above the first row everything is 0. Alpha that the file does not have is made 255 after the sum, and only its own
// byte ever depends on it.
static bool undo_filters(const uint8_t *rows, const cimage_header *header, uint8_t *pixels) {
    const uint32_t width = header->width;
    const bool is_rgb = header->color == CIMAGE_RGB;
    uint8_t *zeros = calloc(width, 4);
    const uint8_t *above = zeros;
    bool is_done = zeros != NULL;
    for (uint32_t y = 0; is_done && y < header->height; y++) {
        uint8_t *row = pixels + (size_t)y * width * 4;
        is_done = is_rgb ? undo_filter(rows[0], rows + 1, above, width, 3, 0xFF000000, row)
                         : undo_filter(rows[0], rows + 1, above, width, 4, 0, row);
        rows += 1 + (size_t)width * (is_rgb ? 3 : 4);
        above = row;
    }
    free(zeros);
    return is_done;
}

// The filtered rows of RGB lie at the end of `pixels`: pixels grow from 3 to 4 bytes just fast enough not to run into
// those that are still to be read.
static bool decode_rows(const image_data *image, const cimage_header *header, uint8_t *pixels) {
    const bool is_rgb = header->color == CIMAGE_RGB;
    const size_t row_bytes = 1 + (size_t)header->width * (is_rgb ? 3 : 4);
    const size_t count = row_bytes * header->height;
    uint8_t *own = is_rgb ? NULL : malloc(count);
    if (!is_rgb && own == NULL) return false;
    uint8_t *rows = is_rgb ? pixels + (size_t)header->width * header->height * 4 - count : own;
    const bool is_done = inflate_all(image, rows, count) && undo_filters(rows, header, pixels);
    free(own);
    return is_done;
}

bool cimage_png_decode_fast(const uint8_t *bytes, size_t count, const cimage_header *header, uint8_t *pixels) {
    if (header->coding != CIMAGE_PLAIN_ROWS || header->bit_depth != 8) return false;
    if (!(header->color == CIMAGE_RGB && !header->has_alpha) && header->color != CIMAGE_RGBA) return false;
    image_data image = {.bytes = malloc(count)};
    const bool is_done =
        image.bytes != NULL && gather(bytes, count, &image) && decode_rows(&image, header, pixels);
    free(image.bytes);
    return is_done;
}
