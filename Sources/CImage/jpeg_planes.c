// Where the samples of a YCbCr JPEG lie in memory.
#include "jpeg_planes.h"

static size_t divided_up(size_t count, size_t divisor) { return (count + divisor - 1) / divisor; }

static size_t in_whole_blocks(size_t samples) { return divided_up(samples, DCTSIZE) * DCTSIZE; }

static size_t columns(const cimage_planes *planes, int plane) {
    return in_whole_blocks(divided_up(planes->width, plane == 0 ? 1 : planes->chroma_width));
}

static size_t rows_of(const cimage_planes *planes, int plane) {
    return in_whole_blocks(divided_up(planes->height, plane == 0 ? 1 : planes->chroma_height));
}

size_t cimage_planes_size(uint32_t width, uint32_t height, uint32_t chroma_width, uint32_t chroma_height) {
    const cimage_planes planes = {
        .width = width, .height = height, .chroma_width = chroma_width, .chroma_height = chroma_height};
    return columns(&planes, 0) * rows_of(&planes, 0) + 2 * columns(&planes, 1) * rows_of(&planes, 1);
}

static bool is_scale(uint32_t scale) { return scale == 1 || scale == 2; }

bool cimage_planes_fit(const cimage_planes *planes) {
    if (planes->width < 1 || planes->width > CIMAGE_MAX_SIDE) return false;
    if (planes->height < 1 || planes->height > CIMAGE_MAX_SIDE) return false;
    if (!is_scale(planes->chroma_width) || !is_scale(planes->chroma_height)) return false;
    const size_t needed
        = cimage_planes_size(planes->width, planes->height, planes->chroma_width, planes->chroma_height);
    return planes->samples != NULL && planes->sample_bytes == needed;
}

void cimage_planes_rows(const cimage_planes *planes, uint32_t number, plane_rows *rows) {
    uint8_t *start = planes->samples;
    for (int plane = 0; plane < PLANE_COUNT; plane++) {
        const size_t width = columns(planes, plane), height = rows_of(planes, plane);
        const size_t count = plane == 0 ? DCTSIZE * planes->chroma_height : DCTSIZE;
        for (size_t i = 0; i < count; i++) {
            const size_t y = number * count + i;
            rows->rows[plane][i] = start + (y < height ? y : height - 1) * width;
        }
        rows->planes[plane] = rows->rows[plane];
        start += width * height;
    }
}
