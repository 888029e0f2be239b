// Compresses a band of a PNG's rows into one block of DEFLATE.
#include "png_encode.h"

#include <stdlib.h>
#include <string.h>

#include <libdeflate.h>

enum { FILTER_NONE = 0, FILTER_PAETH = 4, MARGIN = 8, ADLER_MODULUS = 65521 };

// What a band's rows become before they are coded.
typedef struct band_bytes {
    uint8_t *bytes;
    uint32_t count;
    step_list list;
} band_bytes;

uint32_t cimage_join_checksums(uint32_t first, uint32_t second, uint64_t count) {
    const uint64_t low = first & 0xFFFF, second_low = second & 0xFFFF;
    const uint64_t before = low + ADLER_MODULUS - 1;
    const uint64_t high = (first >> 16) + (second >> 16) + count % ADLER_MODULUS * (before % ADLER_MODULUS);
    return (uint32_t)((high % ADLER_MODULUS) << 16 | (before + second_low) % ADLER_MODULUS);
}

// Smooth pictures: every row filtered by Paeth, then runs. On the street frame that scripts/bench is run with this was
// smaller than any other fixed filter, and than the filter of the least absolute sum, which takes far longer to find.
static bool make_filtered(
    const cimage_png_picture *picture, const png_layout *layout, png_band *band, band_bytes *made) {
    const size_t pixel_bytes = layout->pixel_bytes, row_bytes = layout->row_bytes;
    uint8_t *rows = calloc(2, pixel_bytes + row_bytes + MARGIN);
    if (rows == NULL) return false;
    uint8_t *above = rows + pixel_bytes, *row = above + row_bytes + MARGIN + pixel_bytes;
    if (band->first_row > 0) cimage_png_store_row(picture, layout, band->first_row - 1, above);
    memset(above + row_bytes, 0, MARGIN);
    for (uint32_t y = band->first_row; y < band->end_row; y++) {
        cimage_png_store_row(picture, layout, y, row);
        made->bytes[made->count] = FILTER_PAETH;
        cimage_png_filter_paeth(row, above, pixel_bytes, row_bytes, made->bytes + made->count + 1);
        made->count += (uint32_t)row_bytes + 1;
        uint8_t *next = above;
        above = row;
        row = next;
    }
    free(rows);
    band->checksum = libdeflate_adler32(1, made->bytes, made->count);
    band->byte_count = made->count;
    const uint32_t distances[2] = {(uint32_t)pixel_bytes, 0};
    return cimage_find_matches(made->bytes, 0, made->count, distances, &made->list)
        && cimage_add_step(&made->list, made->count, 0, 0);
}

static bool repeats_row_above(const cimage_png_picture *picture, uint32_t y) {
    return y > 0 && picture->row_numbers != NULL && picture->row_numbers[y] == picture->row_numbers[y - 1];
}

// Pictures of flat colors: rows as they are. A row that repeats the one above it is a match and is not looked at.
static bool make_flat(
    const cimage_png_picture *picture, const png_layout *layout, png_band *band, band_bytes *made) {
    const uint32_t row_bytes = (uint32_t)layout->row_bytes + 1;
    const bool can_match_rows = row_bytes >= MIN_MATCH && row_bytes <= MAX_DISTANCE;
    const uint32_t distances[2] = {layout->pixel_bytes, can_match_rows ? row_bytes : 0};
    uint32_t row_checksum = 1;
    band->checksum = 1;
    for (uint32_t y = band->first_row - (band->first_row > 0); y < band->end_row; y++) {
        const bool is_match = can_match_rows && y > band->first_row && repeats_row_above(picture, y);
        if (!is_match) {
            uint8_t *row = made->bytes + made->count;
            row[0] = FILTER_NONE;
            cimage_png_store_row(picture, layout, y, row + 1);
            made->count += row_bytes;
            row_checksum = libdeflate_adler32(1, row, row_bytes);
        }
        if (y < band->first_row) {
            made->list.literals_at = made->count;
            continue;
        }
        band->checksum = cimage_join_checksums(band->checksum, row_checksum, row_bytes);
        band->byte_count += row_bytes;
        const bool is_added = is_match
            ? cimage_add_step(&made->list, made->count, row_bytes, 1)
            : cimage_find_matches(made->bytes, made->count - row_bytes, made->count, distances, &made->list);
        if (!is_added) return false;
    }
    return cimage_add_step(&made->list, made->count, 0, 0);
}

bool cimage_png_encode_band(const cimage_png_picture *picture, const png_layout *layout, png_band *band) {
    const size_t rows = band->end_row - band->first_row + 1;
    band_bytes made = {.bytes = malloc(rows * (layout->row_bytes + 1) + MARGIN)};
    bool is_made = made.bytes != NULL;
    if (is_made) {
        is_made = layout->is_flat ? make_flat(picture, layout, band, &made)
                                  : make_filtered(picture, layout, band, &made);
    }
    if (is_made) {
        const uint32_t row_bytes = (uint32_t)layout->row_bytes + 1;
        const deflate_block block = {
            .bytes = made.bytes,
            .steps = made.list.steps,
            .step_count = made.list.count,
            .distances = {layout->pixel_bytes, row_bytes <= MAX_DISTANCE ? row_bytes : 1},
            .is_last = band->end_row == picture->height,
        };
        is_made = cimage_deflate_block(&block, &band->deflated);
    }
    free(made.list.steps);
    free(made.bytes);
    return is_made;
}
