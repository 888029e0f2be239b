// Compresses the bands of a PNG, several at once where the caller allows it.
#include "png_encode.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

enum {
    // Large enough for its codes to weigh little, small enough for its bytes to stay in the cache of one core.
    BAND_BYTES = 1 << 18,
    MAX_THREADS = 16,
};

// What the threads share: each takes the next band that nobody has taken.
typedef struct band_work {
    const cimage_png_picture *picture;
    const png_layout *layout;
    png_bands *bands;
    atomic_uint next;
    atomic_bool lacks_memory;
} band_work;

static void *encode_bands(void *context) {
    band_work *work = context;
    for (;;) {
        const unsigned index = atomic_fetch_add(&work->next, 1);
        if (index >= work->bands->count || atomic_load(&work->lacks_memory)) return NULL;
        if (!cimage_png_encode_band(work->picture, work->layout, &work->bands->bands[index])) {
            atomic_store(&work->lacks_memory, true);
        }
    }
}

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

bool cimage_png_encode_bands(
    const cimage_png_picture *picture, const png_layout *layout, uint32_t thread_count, png_bands *bands) {
    if (!cut_into_bands(picture, layout, bands)) return false;
    band_work work = {.picture = picture, .layout = layout, .bands = bands};
    pthread_t threads[MAX_THREADS];
    uint32_t started = 0;
    // A thread that does not start leaves its bands to the others.
    while (started + 1 < thread_count && started + 1 < bands->count && started < MAX_THREADS) {
        if (pthread_create(&threads[started], NULL, encode_bands, &work) != 0) break;
        started++;
    }
    encode_bands(&work);
    for (uint32_t i = 0; i < started; i++) pthread_join(threads[i], NULL);
    return !atomic_load(&work.lacks_memory);
}

void cimage_png_free_bands(png_bands *bands) {
    for (uint32_t i = 0; i < bands->count && bands->bands != NULL; i++) free(bands->bands[i].deflated.data);
    free(bands->bands);
}
