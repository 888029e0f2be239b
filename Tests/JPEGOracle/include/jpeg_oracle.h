/// What libjpeg makes of a JPEG, coefficient by coefficient, and JPEGs of all kinds made by it; for tests only.
#ifndef JPEG_ORACLE_H
#define JPEG_ORACLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct jpeg_oracle_component {
    int horizontal_sampling;
    int vertical_sampling;
    int blocks_across;
    int blocks_down;
    /// Natural order.
    uint16_t quantization[64];
    /// 64 quantised coefficients of each block in natural order, row by row.
    int16_t *coefficients;
} jpeg_oracle_component;

typedef struct jpeg_oracle_picture {
    int width;
    int height;
    int component_count;
    jpeg_oracle_component components[4];
} jpeg_oracle_picture;

/// How to code samples.
typedef struct jpeg_oracle_options {
    /// 1, grey, or 3, YCbCr.
    int component_count;
    /// Of the first component; those of the others are 1.
    int horizontal_sampling;
    int vertical_sampling;
    int quality;
    /// MCUs to an interval, 0 for none.
    int restart_interval;
    bool one_scan_per_component;
    bool optimal_tables;
    bool progressive;
} jpeg_oracle_options;

/// Reads all coefficients; false where libjpeg refuses the file or warns of it.
bool jpeg_oracle_read(const uint8_t *bytes, size_t count, jpeg_oracle_picture *picture);
void jpeg_oracle_release(jpeg_oracle_picture *picture);

/// Codes `width * height * component_count` interleaved samples; the result is to be released with `free`.
bool jpeg_oracle_write(const uint8_t *samples, int width, int height, jpeg_oracle_options options, uint8_t **bytes,
                       size_t *count);

#endif
