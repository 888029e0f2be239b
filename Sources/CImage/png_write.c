// Encodes pixels as a PNG through libpng.
#include "internal.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>
#include <zlib.h>

typedef struct png_writer {
    png_structp png;
    png_infop info;
    byte_sink sink;
    cimage_error *error;
} png_writer;

static _Noreturn void on_error(png_structp png, png_const_charp message) {
    png_writer *writer = png_get_error_ptr(png);
    cimage_fail(writer->error, CIMAGE_INVALID_ARGUMENT, "%s", message);
    png_longjmp(png, 1);
}

static void ignore_warning(png_structp png, png_const_charp message) { (void)png; (void)message; }

static void lacks_memory(png_writer *writer, size_t size) {
    cimage_fail(writer->error, CIMAGE_OUT_OF_MEMORY, "no memory for %zu bytes", size);
}

static png_voidp allocate(png_structp png, png_alloc_size_t size) {
    void *memory = malloc(size);
    if (memory == NULL) lacks_memory(png_get_mem_ptr(png), size);
    return memory;
}

static void release(png_structp png, png_voidp memory) { (void)png; free(memory); }

static void write_bytes(png_structp png, png_bytep bytes, size_t length) {
    png_writer *writer = png_get_io_ptr(png);
    if (!cimage_sink_reserve(&writer->sink, length)) {
        lacks_memory(writer, length);
        png_error(png, "no memory");
    }
    memcpy(writer->sink.data + writer->sink.count, bytes, length);
    writer->sink.count += length;
}

static void flush_nothing(png_structp png) { (void)png; }

static void set_parameters(png_structp png, png_infop info, uint32_t width, uint32_t height, bool is_opaque) {
    png_set_IHDR(png, info, width, height, 8, is_opaque ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_RGB_ALPHA,
        PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_user_limits(png, CIMAGE_MAX_SIDE, CIMAGE_MAX_SIDE);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_UP);
    png_set_compression_level(png, 1);
    png_set_compression_strategy(png, Z_RLE);
    png_set_compression_buffer_size(png, 1 << 18);
}

static bool is_ascii(const char *text) {
    for (; *text != 0; text++) {
        if ((unsigned char)*text >= 128) return false;
    }
    return true;
}

static void set_text(png_structp png, png_infop info, const cimage_text *text) {
    char empty[1] = "";
    // libpng copies the strings, though their types do not say so.
    png_text chunk = {
        .compression = is_ascii(text->value) ? PNG_TEXT_COMPRESSION_NONE : PNG_ITXT_COMPRESSION_NONE,
        .key = (char *)(uintptr_t)text->keyword,
        .text = (char *)(uintptr_t)text->value,
        .lang = empty,
        .lang_key = empty,
    };
    png_set_text(png, info, &chunk, 1);
}

// The only function that sets the jump; it allocates nothing that the caller would not free.
static cimage_code encode(png_writer *writer, const uint8_t *pixels, uint32_t width, uint32_t height, bool is_opaque,
    const cimage_text *texts, size_t text_count) {
    png_structp png = writer->png;
    if (setjmp(png_jmpbuf(png))) return writer->error->code;

    png_set_write_fn(png, writer, write_bytes, flush_nothing);
    set_parameters(png, writer->info, width, height, is_opaque);
    for (size_t i = 0; i < text_count; i++) set_text(png, writer->info, &texts[i]);
    png_write_info(png, writer->info);
    if (is_opaque) png_set_filler(png, 0, PNG_FILLER_AFTER);
    for (uint32_t y = 0; y < height; y++) png_write_row(png, pixels + (size_t)y * width * 4);
    png_write_end(png, NULL);
    return CIMAGE_OK;
}

// PNG specification, section 11.3.3.1; libpng would write a changed keyword instead.
static bool is_keyword(const char *keyword) {
    const size_t length = strlen(keyword);
    if (length < 1 || length > 79 || keyword[0] == ' ' || keyword[length - 1] == ' ') return false;
    for (size_t i = 0; i < length; i++) {
        if (keyword[i] < 32 || keyword[i] > 126 || (keyword[i] == ' ' && keyword[i + 1] == ' ')) return false;
    }
    return true;
}

static cimage_code check_arguments(
    uint32_t width, uint32_t height, const cimage_text *texts, size_t text_count, cimage_error *error) {
    if (width == 0 || height == 0) return cimage_fail(error, CIMAGE_INVALID_ARGUMENT, "a side is 0 pixels");
    for (size_t i = 0; i < text_count; i++) {
        if (!is_keyword(texts[i].keyword)) {
            return cimage_fail(error, CIMAGE_INVALID_ARGUMENT, "text %zu has no valid keyword", i);
        }
    }
    return cimage_check_size(width, height, (cimage_limits){SIZE_MAX, UINT64_MAX}, error);
}

cimage_code cimage_encode_png(const uint8_t *pixels, uint32_t width, uint32_t height, bool is_opaque,
    const cimage_text *texts, size_t text_count, cimage_bytes *encoded, cimage_error *error) {
    *encoded = (cimage_bytes){0};
    *error = (cimage_error){0};
    cimage_code code = check_arguments(width, height, texts, text_count, error);
    if (code != CIMAGE_OK) return code;

    png_writer writer = {.error = error};
    writer.png = png_create_write_struct_2(
        PNG_LIBPNG_VER_STRING, &writer, on_error, ignore_warning, &writer, allocate, release);
    if (writer.png != NULL) writer.info = png_create_info_struct(writer.png);
    code = writer.info == NULL ? cimage_fail(error, CIMAGE_OUT_OF_MEMORY, "no memory for libpng")
                               : encode(&writer, pixels, width, height, is_opaque, texts, text_count);
    png_destroy_write_struct(&writer.png, &writer.info);

    *encoded = (cimage_bytes){writer.sink.data, writer.sink.count};
    if (code != CIMAGE_OK) cimage_free(encoded);
    return code;
}
