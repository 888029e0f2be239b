// Lays out and filters the rows of a PNG (PNG specification, third edition, sections 7 and 9).
#include "png_encode.h"

#include <stdlib.h>
#include <string.h>

static uint8_t palette_depth(uint32_t count) { return count <= 2 ? 1 : count <= 4 ? 2 : count <= 16 ? 4 : 8; }

png_layout cimage_png_layout(const cimage_png_picture *picture) {
    const uint32_t width = picture->width;
    const bool is_flat = picture->row_numbers != NULL;
    switch (picture->pixels) {
    case CIMAGE_PNG_INDICES: {
        const uint8_t depth = palette_depth(picture->color_count);
        return (png_layout){3, depth, 1, ((size_t)width * depth + 7) / 8, true};
    }
    case CIMAGE_PNG_OPAQUE: return (png_layout){2, 8, 3, (size_t)width * 3, is_flat};
    default: return (png_layout){6, 8, 4, (size_t)width * 4, is_flat};
    }
}

// Two pixels at a time, whose alpha bytes the next store overwrites.
static void drop_alpha(const uint8_t *pixels, uint32_t width, uint8_t *destination) {
    uint32_t x = 0;
    for (; x + 2 <= width; x += 2) {
        uint64_t pair;
        memcpy(&pair, pixels + (size_t)x * 4, sizeof pair);
        pair = (pair & 0xFFFFFF) | (pair >> 8 & 0xFFFFFF000000);
        memcpy(destination + (size_t)x * 3, &pair, sizeof pair);
    }
    if (x < width) memcpy(destination + (size_t)x * 3, pixels + (size_t)x * 4, 3);
}

// The leftmost pixel has the highest bits.
static void pack(const uint8_t *indices, uint32_t width, unsigned depth, uint8_t *destination) {
    const unsigned per_byte = 8 / depth;
    for (uint32_t x = 0; x < width; x += per_byte) {
        unsigned byte = 0;
        for (unsigned i = 0; i < per_byte; i++) byte = byte << depth | (x + i < width ? indices[x + i] : 0u);
        *destination++ = (uint8_t)byte;
    }
}

void cimage_png_store_row(
    const cimage_png_picture *picture, const png_layout *layout, uint32_t y, uint8_t *destination) {
    const size_t row = picture->row_numbers == NULL ? y : picture->row_numbers[y];
    const size_t stride = (size_t)picture->width * (picture->pixels == CIMAGE_PNG_INDICES ? 1 : 4);
    const uint8_t *source = picture->bytes + row * stride;
    switch (picture->pixels) {
    case CIMAGE_PNG_INDICES:
        if (layout->bit_depth < 8) pack(source, picture->width, layout->bit_depth, destination);
        else memcpy(destination, source, stride);
        break;
    case CIMAGE_PNG_OPAQUE: drop_alpha(source, picture->width, destination); break;
    default: memcpy(destination, source, stride); break;
    }
}

// Section 9.4: whichever of left (a), above (b) and upper left (c) is nearest to a + b - c.
static inline uint8_t paeth(uint8_t a, uint8_t b, uint8_t c) {
    const int16_t from_a = (int16_t)(b - c), from_b = (int16_t)(a - c), from_c = (int16_t)(from_a + from_b);
    const int16_t distance_a = (int16_t)(from_a < 0 ? -from_a : from_a);
    const int16_t distance_b = (int16_t)(from_b < 0 ? -from_b : from_b);
    const int16_t distance_c = (int16_t)(from_c < 0 ? -from_c : from_c);
    const uint8_t b_or_c = distance_b <= distance_c ? b : c;
    return distance_a <= distance_b && distance_a <= distance_c ? a : b_or_c;
}

void cimage_png_filter_paeth(
    const uint8_t *row, const uint8_t *above, size_t pixel_bytes, size_t count, uint8_t *restrict filtered) {
    const uint8_t *left = row - pixel_bytes, *above_left = above - pixel_bytes;
    for (size_t i = 0; i < count; i++) filtered[i] = (uint8_t)(row[i] - paeth(left[i], above[i], above_left[i]));
}
