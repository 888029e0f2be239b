// Encodes a picture as a PNG: checks it, compresses its bands, and writes the file.
#include "png_encode.h"

#include <string.h>

// PNG specification, section 11.3.3.1.
static bool is_keyword(const char *keyword) {
    const size_t length = strlen(keyword);
    if (length < 1 || length > 79 || keyword[0] == ' ' || keyword[length - 1] == ' ') return false;
    for (size_t i = 0; i < length; i++) {
        if (keyword[i] < 32 || keyword[i] > 126 || (keyword[i] == ' ' && keyword[i + 1] == ' ')) return false;
    }
    return true;
}

static cimage_code check_texts(const cimage_text *texts, size_t text_count, cimage_error *error) {
    for (size_t i = 0; i < text_count; i++) {
        if (!is_keyword(texts[i].keyword)) {
            return cimage_fail(error, CIMAGE_INVALID_ARGUMENT, "text %zu has no valid keyword", i);
        }
        // Section 5.3: the length of a chunk; the keyword and its like take less than 100 bytes.
        if (strlen(texts[i].value) > 0x7FFFFFFF - 100) {
            return cimage_fail(error, CIMAGE_INVALID_ARGUMENT, "text %zu is longer than a chunk may be", i);
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

cimage_code cimage_encode_png(const cimage_png_picture *picture, const cimage_text *texts, size_t text_count,
    cimage_bytes *encoded, cimage_error *error) {
    *encoded = (cimage_bytes){0};
    *error = (cimage_error){0};
    cimage_code code = check_picture(picture, error);
    if (code == CIMAGE_OK) code = check_texts(texts, text_count, error);
    if (code != CIMAGE_OK) return code;

    const png_layout layout = cimage_png_layout(picture);
    png_bands bands = {0};
    byte_sink sink = {0};
    if (!cimage_png_encode_bands(picture, &layout, &bands)
        || !cimage_png_write(picture, &layout, texts, text_count, &bands, &sink)) {
        code = cimage_fail(
            error, CIMAGE_OUT_OF_MEMORY, "no memory for %u x %u pixels", picture->width, picture->height);
    }
    cimage_png_free_bands(&bands);
    *encoded = (cimage_bytes){sink.data, sink.count};
    if (code != CIMAGE_OK) cimage_free(encoded);
    return code;
}
