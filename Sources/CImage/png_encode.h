// What the files that write PNG share with each other.
#ifndef CIMAGE_PNG_ENCODE_H
#define CIMAGE_PNG_ENCODE_H

#include "deflate.h"

// How the file lays out the picture.
typedef struct png_layout {
    uint8_t color_type;
    uint8_t bit_depth;
    // Of one pixel, at least 1.
    uint32_t pixel_bytes;
    // Of one row, without the byte that names its filter.
    size_t row_bytes;
    // Whether bytes stay as they are, because they repeat those before them or above them; else each is filtered.
    bool is_flat;
} png_layout;

png_layout cimage_png_layout(const cimage_png_picture *picture);

// Rows that are compressed by themselves, with codes of their own.
typedef struct png_band {
    uint32_t first_row, end_row;
    // One or more whole blocks of DEFLATE.
    byte_sink deflated;
    // Adler-32 of the bytes before compression, and their number.
    uint32_t checksum;
    uint64_t byte_count;
} png_band;

// Filters and compresses the band's rows; false when there is no memory.
bool cimage_png_encode_band(const cimage_png_picture *picture, const png_layout *layout, png_band *band);

// Row `y` of the picture as the file has it before filtering. Up to 8 bytes after the row are overwritten.
void cimage_png_store_row(
    const cimage_png_picture *picture, const png_layout *layout, uint32_t y, uint8_t *destination);

// Adler-32 of some bytes followed by `count` others, from the checksums of both (RFC 1950, section 9).
uint32_t cimage_join_checksums(uint32_t first, uint32_t second, uint64_t count);

// All bands of a picture, the uppermost first.
typedef struct png_bands {
    png_band *bands;
    uint32_t count;
} png_bands;

// False when there is no memory. Free the bands in any case.
bool cimage_png_encode_bands(const cimage_png_picture *picture, const png_layout *layout, png_bands *bands);
void cimage_png_free_bands(png_bands *bands);

// Appends the whole file; false when there is no memory.
bool cimage_png_write(const cimage_png_picture *picture, const png_layout *layout, const cimage_part *parts,
    size_t part_count, const png_bands *bands, byte_sink *sink);

// `row` and `above` have `pixel_bytes` bytes of 0 before them.
void cimage_png_filter_paeth(
    const uint8_t *row, const uint8_t *above, size_t pixel_bytes, size_t count, uint8_t *filtered);

// Steps in the order of the bytes that they stand for.
typedef struct step_list {
    deflate_step *steps;
    size_t count;
    size_t capacity;
    // Literals that no step has yet.
    uint32_t literals_at;
} step_list;

// Adds steps for the bytes up to `end`, of which those up to `at` are done already, with matches `distances[0]` bytes
// back and, unless it is 0, `distances[1]` back. 8 bytes after `end` are readable. False when there is no memory.
bool cimage_find_matches(
    const uint8_t *bytes, uint32_t at, uint32_t end, const uint32_t distances[2], step_list *list);

// Ends the literals at `at` with a match; a length of 0 is none.
bool cimage_add_step(step_list *list, uint32_t at, uint32_t match_length, uint32_t distance_index);

#endif
