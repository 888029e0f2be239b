// Tells the formats apart, checks the limits, and hands the bytes on.
#include "internal.h"

#include <inttypes.h>
#include <string.h>

static const uint8_t jpeg_signature[3] = {0xFF, 0xD8, 0xFF};
static const uint8_t png_signature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

static bool begins_with(const uint8_t *bytes, size_t count, const uint8_t *signature, size_t length) {
    return count >= length && memcmp(bytes, signature, length) == 0;
}

static bool is_beginning_of(const uint8_t *bytes, size_t count, const uint8_t *signature, size_t length) {
    return count < length && (count == 0 || memcmp(bytes, signature, count) == 0);
}

cimage_format cimage_format_of(const uint8_t *bytes, size_t count) {
    if (begins_with(bytes, count, jpeg_signature, sizeof jpeg_signature)) return CIMAGE_FORMAT_JPEG;
    if (begins_with(bytes, count, png_signature, sizeof png_signature)) return CIMAGE_FORMAT_PNG;
    return CIMAGE_FORMAT_NONE;
}

static cimage_code fail_unrecognized(const uint8_t *bytes, size_t count, cimage_error *error) {
    if (is_beginning_of(bytes, count, jpeg_signature, sizeof jpeg_signature)
        || is_beginning_of(bytes, count, png_signature, sizeof png_signature)) {
        return cimage_fail(error, CIMAGE_NEEDS_MORE, "it is %zu bytes long, shorter than a signature", count);
    }
    char beginning[3 * 8 + 1] = "";
    for (size_t i = 0; i < count && i < 8; i++) {
        static const char digits[] = "0123456789abcdef";
        const char text[4] = {' ', digits[bytes[i] >> 4], digits[bytes[i] & 15], 0};
        strcat(beginning, text);
    }
    return cimage_fail(error, CIMAGE_UNRECOGNIZED, "it begins with%s", beginning);
}

cimage_code cimage_check_size(uint32_t width, uint32_t height, cimage_limits limits, cimage_error *error) {
    if (width > CIMAGE_MAX_SIDE || height > CIMAGE_MAX_SIDE) {
        return cimage_fail(error, CIMAGE_TOO_LARGE, "it is %" PRIu32 " x %" PRIu32 " pixels; a side may have %u",
            width, height, CIMAGE_MAX_SIDE);
    }
    if ((uint64_t)width * height > limits.max_pixels) {
        return cimage_fail(error, CIMAGE_TOO_LARGE,
            "it is %" PRIu32 " x %" PRIu32 " pixels; the limit is %" PRIu64 " pixels", width, height,
            limits.max_pixels);
    }
    return CIMAGE_OK;
}

cimage_code cimage_read_header(
    const uint8_t *bytes, size_t count, cimage_limits limits, cimage_header *header, cimage_error *error) {
    *header = (cimage_header){0};
    *error = (cimage_error){0};
    if (count > limits.max_bytes) {
        return cimage_fail(
            error, CIMAGE_TOO_LARGE, "it has %zu bytes; the limit is %zu bytes", count, limits.max_bytes);
    }
    cimage_code code;
    header->format = cimage_format_of(bytes, count);
    switch (header->format) {
    case CIMAGE_FORMAT_JPEG: code = cimage_jpeg_header(bytes, count, header, error); break;
    case CIMAGE_FORMAT_PNG: code = cimage_png_header(bytes, count, header, error); break;
    default: code = fail_unrecognized(bytes, count, error); break;
    }
    return code != CIMAGE_OK ? code : cimage_check_size(header->width, header->height, limits, error);
}

static bool every_alpha_is_255(const uint8_t *pixels, size_t count) {
    uint8_t all = 255;
    for (size_t i = 3; i < count; i += 4) all &= pixels[i];
    return all == 255;
}

static uint32_t reduced(uint32_t side, unsigned eighths) { return (uint32_t)(((uint64_t)side * eighths + 7) / 8); }

cimage_code cimage_decode_with(const uint8_t *bytes, size_t count, cimage_limits limits, cimage_decode_options options,
    uint8_t *pixels, size_t pixel_bytes, bool *is_opaque, unsigned *oddities, cimage_error *error) {
    *oddities = 0;
    const unsigned eighths = options.eighths;
    cimage_header header;
    *is_opaque = false;
    cimage_code code = cimage_read_header(bytes, count, limits, &header, error);
    if (code == CIMAGE_NEEDS_MORE) error->code = code = CIMAGE_TRUNCATED;
    if (code != CIMAGE_OK) return code;

    const bool is_jpeg = header.format == CIMAGE_FORMAT_JPEG;
    if (eighths != 8 && !(is_jpeg && (eighths == 1 || eighths == 2 || eighths == 4))) {
        return cimage_fail(error, CIMAGE_INVALID_ARGUMENT, "it cannot be decoded to %u eighths of its size", eighths);
    }
    const size_t needed = (size_t)reduced(header.width, eighths) * reduced(header.height, eighths) * 4;
    if (pixel_bytes != needed) {
        return cimage_fail(
            error, CIMAGE_INVALID_ARGUMENT, "its pixels take %zu bytes, not %zu", needed, pixel_bytes);
    }
    code = is_jpeg ? cimage_jpeg_decode(bytes, count, &header, options, pixels, oddities, error)
                   : cimage_png_decode(bytes, count, &header, pixels, oddities, error);
    if (code == CIMAGE_OK) *is_opaque = !header.has_alpha || every_alpha_is_255(pixels, pixel_bytes);
    return code;
}

cimage_code cimage_decode(const uint8_t *bytes, size_t count, cimage_limits limits, uint8_t *pixels,
    size_t pixel_bytes, bool *is_opaque, cimage_error *error) {
    const cimage_decode_options options = {.eighths = 8};
    unsigned oddities = 0;
    return cimage_decode_with(bytes, count, limits, options, pixels, pixel_bytes, is_opaque, &oddities, error);
}
