// Writes a PNG's chunks (PNG specification, third edition, sections 5 and 11).
#include "png_encode.h"

#include <stdlib.h>
#include <string.h>

#include <libdeflate.h>

enum { IHDR = 0x49484452, PLTE = 0x504C5445, tRNS = 0x74524E53, IDAT = 0x49444154, IEND = 0x49454E44 };

static void store_u32(uint8_t *bytes, uint32_t value) {
    for (int i = 0; i < 4; i++) bytes[i] = (uint8_t)(value >> (24 - 8 * i));
}

// Where the chunk that is being written begins, and what was written of it.
typedef struct chunk_writer {
    byte_sink *sink;
    size_t start;
    bool lacks_memory;
} chunk_writer;

static void put_bytes(chunk_writer *writer, const void *bytes, size_t count) {
    if (count == 0 || writer->lacks_memory) return;
    writer->lacks_memory = !cimage_sink_reserve(writer->sink, count);
    if (writer->lacks_memory) return;
    memcpy(writer->sink->data + writer->sink->count, bytes, count);
    writer->sink->count += count;
}

static void put_byte(chunk_writer *writer, uint8_t byte) { put_bytes(writer, &byte, 1); }

static void put_u32(chunk_writer *writer, uint32_t value) {
    uint8_t bytes[4];
    store_u32(bytes, value);
    put_bytes(writer, bytes, sizeof bytes);
}

static void begin_chunk(chunk_writer *writer, uint32_t name) {
    writer->start = writer->sink->count;
    put_u32(writer, 0);
    put_u32(writer, name);
}

// The checksum is of the name and the data.
static void end_chunk(chunk_writer *writer) {
    if (writer->lacks_memory) return;
    uint8_t *length = writer->sink->data + writer->start;
    const size_t count = writer->sink->count - writer->start - 8;
    store_u32(length, (uint32_t)count);
    put_u32(writer, libdeflate_crc32(0, length + 4, count + 4));
}

static void put_header(chunk_writer *writer, const cimage_png_picture *picture, const png_layout *layout) {
    static const uint8_t signature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    put_bytes(writer, signature, sizeof signature);
    begin_chunk(writer, IHDR);
    put_u32(writer, picture->width);
    put_u32(writer, picture->height);
    put_bytes(writer, (uint8_t[5]){layout->bit_depth, layout->color_type, 0, 0, 0}, 5);
    end_chunk(writer);
}

// tRNS ends with the last color that is not opaque.
static void put_palette(chunk_writer *writer, const cimage_png_picture *picture) {
    uint32_t alpha_count = picture->color_count;
    begin_chunk(writer, PLTE);
    for (uint32_t i = 0; i < picture->color_count; i++) put_bytes(writer, picture->colors + (size_t)i * 4, 3);
    end_chunk(writer);
    while (alpha_count > 0 && picture->colors[(size_t)alpha_count * 4 - 1] == 255) alpha_count--;
    if (alpha_count == 0) return;
    begin_chunk(writer, tRNS);
    for (uint32_t i = 0; i < alpha_count; i++) put_byte(writer, picture->colors[(size_t)i * 4 + 3]);
    end_chunk(writer);
}

static void put_part(chunk_writer *writer, const cimage_part *part) {
    begin_chunk(writer, part->name);
    put_bytes(writer, part->bytes, part->count);
    end_chunk(writer);
}

static void put_band(chunk_writer *writer, const png_band *band, uint32_t checksum, bool is_last) {
    begin_chunk(writer, IDAT);
    // RFC 1950, section 2.2: DEFLATE with a window of 32 KiB, compressed fast.
    if (band->first_row == 0) put_bytes(writer, (uint8_t[2]){0x78, 0x01}, 2);
    put_bytes(writer, band->deflated.data, band->deflated.count);
    if (is_last) put_u32(writer, checksum);
    end_chunk(writer);
}

bool cimage_png_write(const cimage_png_picture *picture, const png_layout *layout, const cimage_part *parts,
    size_t part_count, const png_bands *bands, byte_sink *sink) {
    chunk_writer writer = {.sink = sink};
    put_header(&writer, picture, layout);
    for (size_t i = 0; i < part_count; i++) put_part(&writer, &parts[i]);
    if (picture->pixels == CIMAGE_PNG_INDICES) put_palette(&writer, picture);
    uint32_t checksum = 1;
    for (uint32_t i = 0; i < bands->count; i++) {
        const png_band *band = &bands->bands[i];
        checksum = cimage_join_checksums(checksum, band->checksum, band->byte_count);
        put_band(&writer, band, checksum, i + 1 == bands->count);
    }
    begin_chunk(&writer, IEND);
    end_chunk(&writer);
    return !writer.lacks_memory;
}
