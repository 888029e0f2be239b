// Where the samples of a YCbCr JPEG lie in memory, and how libjpeg is shown them.
#ifndef CIMAGE_JPEG_PLANES_H
#define CIMAGE_JPEG_PLANES_H

#include "internal.h"

#include <stdio.h>

#include <jpeglib.h>

enum { PLANE_COUNT = 3, MAX_ROWS = 2 * DCTSIZE };

// The rows of one row of MCUs, of each plane.
typedef struct plane_rows {
    JSAMPROW rows[PLANE_COUNT][MAX_ROWS];
    JSAMPARRAY planes[PLANE_COUNT];
} plane_rows;

// False unless the picture has pixels, chroma is as coarse as it can be, and there are as many samples as that takes.
bool cimage_planes_fit(const cimage_planes *planes);

// Those of MCU row `number`. Below a plane's last block libjpeg neither reads nor writes, though it wants rows there: they are the last.
void cimage_planes_rows(const cimage_planes *planes, uint32_t number, plane_rows *rows);

#endif
