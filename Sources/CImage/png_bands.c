// Compresses the bands of a PNG one after the other.
#include "png_encode.h"

#include <stdlib.h>

// Large enough for its codes to weigh little, small enough for its bytes to stay in the cache of one core.
enum { BAND_BYTES = 1 << 18 };

// The bands depend on the picture alone, and so do the bytes of the file.
static bool cut_into_bands(const cimage_png_picture *picture, const png_layout *layout, png_bands *bands) {
    uint32_t rows = (uint32_t)(BAND_BYTES / (layout->row_bytes + 1));
    if (rows == 0) rows = 1;
    bands->count = (picture->height - 1) / rows + 1;
    bands->bands = calloc(bands->count, sizeof *bands->bands);
    if (bands->bands == NULL) return false;
    for (uint32_t i = 0; i < bands->count; i++) {
        bands->bands[i].first_row = i * rows;
        bands->bands[i].end_row = i + 1 == bands->count ? picture->height : (i + 1) * rows;
    }
    return true;
}

bool cimage_png_encode_bands(const cimage_png_picture *picture, const png_layout *layout, png_bands *bands) {
    if (!cut_into_bands(picture, layout, bands)) return false;
    for (uint32_t i = 0; i < bands->count; i++) {
        if (!cimage_png_encode_band(picture, layout, &bands->bands[i])) return false;
    }
    return true;
}

void cimage_png_free_bands(png_bands *bands) {
    for (uint32_t i = 0; i < bands->count && bands->bands != NULL; i++) free(bands->bands[i].deflated.data);
    free(bands->bands);
}
