// Decodes a PNG through libpng, from its signature to its IEND.
#include "internal.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

typedef struct png_reader {
    png_structp png;
    png_infop info;
    const uint8_t *bytes;
    size_t count;
    size_t at;
    // Whether data behind the last pixel is none of its business.
    bool takes_surplus;
    bool has_surplus;
    cimage_error *error;
} png_reader;

static _Noreturn void on_error(png_structp png, png_const_charp message) {
    png_reader *reader = png_get_error_ptr(png);
    cimage_fail(reader->error, CIMAGE_MALFORMED, "%s", message);
    png_longjmp(png, 1);
}

// Where surplus is taken, what else would have been an error stays one.
static void on_warning(png_structp png, png_const_charp message) {
    png_reader *reader = png_get_error_ptr(png);
    if (!reader->takes_surplus) return;
    reader->has_surplus = true;
    if (strstr(message, "Extra compressed data") == NULL && strstr(message, "Too much image data") == NULL) {
        on_error(png, message);
    }
}

static png_voidp allocate(png_structp png, png_alloc_size_t size) {
    png_reader *reader = png_get_mem_ptr(png);
    void *memory = malloc(size);
    if (memory == NULL) cimage_fail(reader->error, CIMAGE_OUT_OF_MEMORY, "no memory for %zu bytes", (size_t)size);
    return memory;
}

static void release(png_structp png, png_voidp memory) { (void)png; free(memory); }

static void read_bytes(png_structp png, png_bytep destination, size_t length) {
    png_reader *reader = png_get_io_ptr(png);
    if (length > reader->count - reader->at) {
        cimage_fail(reader->error, CIMAGE_TRUNCATED, "its %zu bytes end before its end chunk (IEND)", reader->count);
        png_error(png, "truncated");
    }
    memcpy(destination, reader->bytes + reader->at, length);
    reader->at += length;
}

static void set_strictness(png_structp png, bool takes_surplus) {
    png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
    png_set_benign_errors(png, takes_surplus);
    // Chunks that do not bear on the pixels are only checked and skipped: nothing of theirs is inflated or complained
    // of, whatever their length.
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    png_set_chunk_malloc_max(png, 0);
    png_set_user_limits(png, CIMAGE_MAX_SIDE, CIMAGE_MAX_SIDE);
}

// Every kind of PNG becomes rows of RGBA with 8 bits, except that a palette's become rows of bytes that are indices.
static void set_transformations(png_structp png, cimage_color color) {
    if (color == CIMAGE_PALETTE) {
        png_set_packing(png);
        return;
    }
    png_set_expand(png);
    png_set_scale_16(png);
    png_set_gray_to_rgb(png);
    png_set_add_alpha(png, 255, PNG_FILLER_AFTER);
}

static void read_rows(png_structp png, uint8_t *pixels, uint32_t width, uint32_t height) {
    const int passes = png_set_interlace_handling(png);
    png_start_read_image(png);
    for (int pass = 0; pass < passes; pass++) {
        for (uint32_t y = 0; y < height; y++) png_read_row(png, pixels + (size_t)y * width * 4, NULL);
    }
}

typedef struct color_table {
    uint8_t rgba[256][4];
    int count;
} color_table;

static void read_color_table(const png_reader *reader, color_table *table) {
    png_colorp colors = NULL;
    png_bytep alphas = NULL;
    int alpha_count = 0;
    png_get_PLTE(reader->png, reader->info, &colors, &table->count);
    png_get_tRNS(reader->png, reader->info, &alphas, &alpha_count, NULL);
    for (int i = 0; i < table->count; i++) {
        const uint8_t alpha = i < alpha_count ? alphas[i] : 255;
        memcpy(table->rgba[i], (uint8_t[4]){colors[i].red, colors[i].green, colors[i].blue, alpha}, 4);
    }
}

// Widens the indices at the beginning of each row, from right to left because they lie in the way. libpng's own
// expansion takes an index beyond the palette for black.
static cimage_code look_up_indices(const png_reader *reader, uint8_t *pixels, uint32_t width, uint32_t height) {
    color_table table = {.count = 0};
    read_color_table(reader, &table);
    for (uint32_t y = 0; y < height; y++) {
        uint8_t *row = pixels + (size_t)y * width * 4;
        for (uint32_t x = width; x-- > 0;) {
            const uint8_t index = row[x];
            if (index >= table.count) {
                return cimage_fail(reader->error, CIMAGE_MALFORMED, "row %u has color %d of a palette of %d", y, index,
                    table.count);
            }
            memcpy(row + (size_t)x * 4, table.rgba[index], 4);
        }
    }
    return CIMAGE_OK;
}

// The only function that sets the jump; it allocates nothing that `png_destroy_read_struct` would not free.
static cimage_code decode(png_reader *reader, const cimage_header *header, uint8_t *pixels) {
    png_structp png = reader->png;
    if (setjmp(png_jmpbuf(png))) return reader->error->code;

    png_set_read_fn(png, reader, read_bytes);
    set_strictness(png, reader->takes_surplus);
    png_read_info(png, reader->info);
    if (png_get_image_width(png, reader->info) != header->width
        || png_get_image_height(png, reader->info) != header->height) {
        return cimage_fail(reader->error, CIMAGE_MALFORMED, "it has two IHDR chunks");
    }
    set_transformations(png, header->color);
    read_rows(png, pixels, header->width, header->height);
    png_read_end(png, NULL);
    if (header->color != CIMAGE_PALETTE) return CIMAGE_OK;
    return look_up_indices(reader, pixels, header->width, header->height);
}

static cimage_code read(png_reader *reader, const cimage_header *header, uint8_t *pixels) {
    reader->png = png_create_read_struct_2(
        PNG_LIBPNG_VER_STRING, reader, on_error, on_warning, reader, allocate, release);
    if (reader->png != NULL) reader->info = png_create_info_struct(reader->png);
    const cimage_code code = reader->info == NULL
        ? cimage_fail(reader->error, CIMAGE_OUT_OF_MEMORY, "no memory for libpng")
        : decode(reader, header, pixels);
    png_destroy_read_struct(&reader->png, &reader->info, NULL);
    return code;
}

// What is wrong with the whole file stands in `error` where its pixels cannot be had without the rest either.
static bool read_clean(const uint8_t *bytes, size_t count, const cimage_header *header, uint8_t *pixels, unsigned *oddities) {
    cimage_bytes clean;
    cimage_error error = {0};
    if (!cimage_png_clean(bytes, count, header, &clean, oddities)) return false;
    png_reader reader = {.bytes = clean.data, .count = clean.count, .takes_surplus = true, .error = &error};
    const cimage_code code = read(&reader, header, pixels);
    if (reader.has_surplus) *oddities |= CIMAGE_ODD_SURPLUS;
    cimage_free(&clean);
    return code == CIMAGE_OK;
}

cimage_code cimage_png_decode(const uint8_t *bytes, size_t count, const cimage_header *header, uint8_t *pixels,
    unsigned *oddities, cimage_error *error) {
    if (cimage_png_decode_fast(bytes, count, header, pixels)) return CIMAGE_OK;
    png_reader reader = {.bytes = bytes, .count = count, .error = error};
    const cimage_code code = read(&reader, header, pixels);
    if (code != CIMAGE_MALFORMED || !read_clean(bytes, count, header, pixels, oddities)) return code;
    *error = (cimage_error){0};
    return CIMAGE_OK;
}
