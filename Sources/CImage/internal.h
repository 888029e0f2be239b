// What the files of CImage share with each other and with nobody else.
#ifndef CIMAGE_INTERNAL_H
#define CIMAGE_INTERNAL_H

#include "include/cimage.h"

// In pixels: a JPEG's header cannot say more, so no PNG may either.
#define CIMAGE_MAX_SIDE 65535u

// Bytes that grow as an encoder writes them.
typedef struct byte_sink {
    uint8_t *data;
    size_t count;
    size_t capacity;
} byte_sink;

// Records the failure, unless an earlier and so more exact one is recorded, and returns the recorded code.
__attribute__((format(printf, 3, 4)))
cimage_code cimage_fail(cimage_error *error, cimage_code code, const char *format, ...);

cimage_code cimage_check_size(uint32_t width, uint32_t height, cimage_limits limits, cimage_error *error);

// Makes room for `more` bytes after `count`; false when there is no memory, which leaves the sink as it was.
bool cimage_sink_reserve(byte_sink *sink, size_t more);

// Both know that the signature is there.
cimage_code cimage_jpeg_header(const uint8_t *bytes, size_t count, cimage_header *header, cimage_error *error);
cimage_code cimage_png_header(const uint8_t *bytes, size_t count, cimage_header *header, cimage_error *error);

// Both know that `pixels` has the size that `header`, read from the same bytes, asks for, as `options` say.
cimage_code cimage_jpeg_decode(const uint8_t *bytes, size_t count, const cimage_header *header,
    cimage_decode_options options, uint8_t *pixels, unsigned *oddities, cimage_error *error);
cimage_code cimage_png_decode(const uint8_t *bytes, size_t count, const cimage_header *header, uint8_t *pixels,
    unsigned *oddities, cimage_error *error);

// `clean` becomes the PNG without what says nothing of its pixels, for `cimage_free`; false, and nothing, where its chunks cannot be walked.
bool cimage_png_clean(
    const uint8_t *bytes, size_t count, const cimage_header *header, cimage_bytes *clean, unsigned *oddities);

// False where `cimage_png_decode`'s slower way has to decode, or to say what is wrong; `pixels` are then undefined.
bool cimage_png_decode_fast(const uint8_t *bytes, size_t count, const cimage_header *header, uint8_t *pixels);

static inline uint32_t read_u16(const uint8_t *bytes) { return (uint32_t)bytes[0] << 8 | bytes[1]; }

static inline uint32_t read_u32(const uint8_t *bytes) { return read_u16(bytes) << 16 | read_u16(bytes + 2); }

#endif
