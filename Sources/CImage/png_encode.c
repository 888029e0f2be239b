// Encodes a picture as a PNG: checks it, compresses its bands, and writes the file.
#include "png_encode.h"

#include <string.h>

// PNG specification, section 5.4: letters, of which the first says by being small that no pixel depends on the chunk.
static bool is_ancillary_name(uint32_t name) {
    for (int shift = 0; shift < 32; shift += 8) {
        const uint8_t letter = (uint8_t)(name >> shift | 32);
        if (letter < 'a' || letter > 'z') return false;
    }
    return (name >> 24 & 32) != 0;
}

static cimage_code check_parts(const cimage_part *parts, size_t part_count, cimage_error *error) {
    for (size_t i = 0; i < part_count; i++) {
        if (!is_ancillary_name(parts[i].name)) {
            return cimage_fail(error, CIMAGE_INVALID_ARGUMENT, "part %zu has no name of a chunk", i);
        }
        if (parts[i].count > 0x7FFFFFFF) {
            return cimage_fail(error, CIMAGE_INVALID_ARGUMENT, "part %zu is longer than a chunk may be", i);
        }
    }
    return CIMAGE_OK;
}

static bool are_within(const uint8_t *indices, size_t count, uint32_t limit) {
    uint8_t most = 0;
    for (size_t i = 0; i < count; i++) most = indices[i] > most ? indices[i] : most;
    return most < limit;
}

// That every row number and every index says a row and a color that are there.
static cimage_code check_picture(const cimage_png_picture *picture, cimage_error *error) {
    if (picture->width == 0 || picture->height == 0) {
        return cimage_fail(error, CIMAGE_INVALID_ARGUMENT, "a side is 0 pixels");
    }
    cimage_code code = cimage_check_size(
        picture->width, picture->height, (cimage_limits){SIZE_MAX, UINT64_MAX}, error);
    if (code != CIMAGE_OK) return code;
    const bool is_indexed = picture->pixels == CIMAGE_PNG_INDICES;
    const size_t row_bytes = (size_t)picture->width * (is_indexed ? 1 : 4);
    const size_t row_count = picture->byte_count / row_bytes;
    if (picture->byte_count % row_bytes != 0 || (picture->row_numbers == NULL && row_count != picture->height)) {
        return cimage_fail(error, CIMAGE_INVALID_ARGUMENT, "its %zu bytes are not its rows", picture->byte_count);
    }
    for (uint32_t y = 0; picture->row_numbers != NULL && y < picture->height; y++) {
        if (picture->row_numbers[y] >= row_count) {
            return cimage_fail(error, CIMAGE_INVALID_ARGUMENT, "row %u is not there", y);
        }
    }
    if (!is_indexed) return CIMAGE_OK;
    const uint32_t colors = picture->color_count;
    if (colors == 0 || colors > 256 || !are_within(picture->bytes, picture->byte_count, colors)) {
        return cimage_fail(error, CIMAGE_INVALID_ARGUMENT, "an index is beyond its %u colors", colors);
    }
    return CIMAGE_OK;
}

cimage_code cimage_encode_png(const cimage_png_picture *picture, const cimage_part *parts, size_t part_count,
    cimage_bytes *encoded, cimage_error *error) {
    *encoded = (cimage_bytes){0};
    *error = (cimage_error){0};
    cimage_code code = check_picture(picture, error);
    if (code == CIMAGE_OK) code = check_parts(parts, part_count, error);
    if (code != CIMAGE_OK) return code;

    const png_layout layout = cimage_png_layout(picture);
    png_bands bands = {0};
    byte_sink sink = {0};
    if (!cimage_png_encode_bands(picture, &layout, &bands)
        || !cimage_png_write(picture, &layout, parts, part_count, &bands, &sink)) {
        code = cimage_fail(
            error, CIMAGE_OUT_OF_MEMORY, "no memory for %u x %u pixels", picture->width, picture->height);
    }
    cimage_png_free_bands(&bands);
    *encoded = (cimage_bytes){sink.data, sink.count};
    if (code != CIMAGE_OK) cimage_free(encoded);
    return code;
}
