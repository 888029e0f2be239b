// Feeds libFuzzer's bytes to the C library: reads them as a picture, and what it read it writes and reads again. What the fast way through a PNG
// takes, libpng has to take, too, with the same pixels; the samples of a JPEG are there where its pixels are. `scripts/fuzz` compiles it together with the files that it tests.
#include "../Sources/CImage/png_read.c"

#include <stdint.h>

// More would spend the time on pixels.
enum { MAX_PIXELS = 1 << 16 };
static const cimage_limits limits = {.max_bytes = 1 << 20, .max_pixels = MAX_PIXELS};

static void expect(bool condition, const char *what) {
    if (condition) return;
    fprintf(stderr, "%s\n", what);
    abort();
}

static void compare_ways(const uint8_t *bytes, size_t count, const cimage_header *header) {
    static uint8_t fast[MAX_PIXELS * 4], slow[MAX_PIXELS * 4];
    cimage_error error = {0};
    if (!cimage_png_decode_fast(bytes, count, header, fast)) return;
    png_reader reader = {.bytes = bytes, .count = count, .error = &error};
    expect(read(&reader, header, slow) == CIMAGE_OK, "libpng refuses what the fast way takes");
    expect(memcmp(fast, slow, (size_t)header->width * header->height * 4) == 0, "the fast way has other pixels");
}

static void read_back(const cimage_bytes *encoded, const uint8_t *pixels, size_t pixel_bytes, bool ignores_alpha) {
    static uint8_t again[MAX_PIXELS * 4];
    cimage_error error;
    bool is_opaque;
    expect(cimage_decode(encoded->data, encoded->count, limits, again, pixel_bytes, &is_opaque, &error) == CIMAGE_OK,
        "what was written cannot be read");
    for (size_t i = 0; pixels != NULL && i < pixel_bytes; i++) {
        expect(again[i] == pixels[i] || (ignores_alpha && i % 4 == 3), "what was written has other pixels");
    }
}

static void write_png(const uint8_t *pixels, const cimage_header *header, cimage_png_pixels kind) {
    static uint32_t row_numbers[MAX_PIXELS];
    static uint8_t colors[256 * 4];
    const size_t pixel_count = (size_t)header->width * header->height;
    const bool is_indexed = kind == CIMAGE_PNG_INDICES;
    cimage_png_picture picture = {.pixels = kind, .width = header->width, .height = header->height, .bytes = pixels,
        .byte_count = pixel_count * (is_indexed ? 1 : 4)};
    if (is_indexed) {
        for (uint32_t y = 0; y < header->height; y++) row_numbers[y] = y;
        for (int i = 0; i < 256 * 4; i++) colors[i] = (uint8_t)(i * 7);
        picture.row_numbers = row_numbers;
        picture.colors = colors;
        picture.color_count = 256;
    }
    const cimage_part part = {.name = 0x65584966, .bytes = pixels, .count = pixel_count};
    cimage_bytes encoded;
    cimage_error error;
    expect(cimage_encode_png(&picture, &part, 1, &encoded, &error) == CIMAGE_OK, "a picture cannot be written");
    read_back(&encoded, is_indexed ? NULL : pixels, pixel_count * 4, kind == CIMAGE_PNG_OPAQUE);
    cimage_free(&encoded);
}

static void write_jpeg(const uint8_t *pixels, const cimage_header *header) {
    const cimage_jpeg_options options = {.quality = 1 + pixels[0] % 100, .sampling = pixels[1] % 5};
    const cimage_part part = {.name = 0xE1, .bytes = pixels, .count = 4};
    cimage_bytes encoded;
    cimage_error error;
    expect(cimage_encode_jpeg(pixels, header->width, header->height, &options, &part, 1, &encoded, &error) == CIMAGE_OK,
        "a picture cannot be written");
    read_back(&encoded, NULL, (size_t)header->width * header->height * 4, true);
    cimage_free(&encoded);
}

// The samples of a JPEG, which are to be had where its pixels are, and to be written again.
static void read_samples(
    const uint8_t *bytes, size_t count, const cimage_header *header, bool is_whole, bool has_pixels) {
    // Each of three planes has up to 7 rows or columns beyond the picture.
    static uint8_t samples[MAX_PIXELS * 8 * 3], pixels[MAX_PIXELS * 4];
    const uint32_t chroma_width = header->horizontal_sampling[0], chroma_height = header->vertical_sampling[0];
    const cimage_planes planes = {.width = header->width, .height = header->height, .chroma_width = chroma_width,
        .chroma_height = chroma_height, .samples = samples,
        .sample_bytes = cimage_planes_size(header->width, header->height, chroma_width, chroma_height)};
    cimage_error error;
    unsigned oddities;
    const cimage_code code = cimage_decode_planes(bytes, count, limits, is_whole, &planes, &oddities, &error);
    if (code == CIMAGE_UNSUPPORTED || code == CIMAGE_INVALID_ARGUMENT) return;
    expect((code == CIMAGE_OK) == has_pixels, "samples are not where pixels are");
    if (code != CIMAGE_OK) return;
    const cimage_jpeg_options options = {.quality = 1 + samples[0] % 100};
    cimage_bytes encoded;
    expect(cimage_encode_planes(&planes, &options, NULL, 0, &encoded, &error) == CIMAGE_OK, "samples cannot be written");
    bool is_opaque;
    const size_t pixel_bytes = (size_t)header->width * header->height * 4;
    expect(cimage_decode(encoded.data, encoded.count, limits, pixels, pixel_bytes, &is_opaque, &error) == CIMAGE_OK,
        "what was written of samples cannot be read");
    cimage_free(&encoded);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
    static uint8_t pixels[MAX_PIXELS * 4];
    cimage_header header;
    cimage_error error;
    bool is_opaque;
    unsigned oddities;
    if (cimage_read_header(bytes, count, limits, &header, &error) != CIMAGE_OK) return 0;
    if (header.format == CIMAGE_FORMAT_PNG) compare_ways(bytes, count, &header);
    // The last byte says how: an eighth, or as somebody who has found all blocks.
    const bool is_small = bytes[count - 1] % 4 == 1 && header.format == CIMAGE_FORMAT_JPEG;
    const cimage_decode_options options = {.eighths = is_small ? 1 : 8, .is_whole = bytes[count - 1] % 4 == 2};
    const cimage_header whole = header;
    if (is_small) {
        header.width = (header.width + 7) / 8;
        header.height = (header.height + 7) / 8;
    }
    const size_t pixel_bytes = (size_t)header.width * header.height * 4;
    const cimage_code code
        = cimage_decode_with(bytes, count, limits, options, pixels, pixel_bytes, &is_opaque, &oddities, &error);
    const bool has_samples = whole.format == CIMAGE_FORMAT_JPEG && whole.component_count == 3 && !is_small;
    if (has_samples) read_samples(bytes, count, &whole, options.is_whole, code == CIMAGE_OK);
    if (code != CIMAGE_OK) {
        expect(error.code != CIMAGE_OK && error.text[0] != 0, "an error says nothing");
        return 0;
    }
    write_png(pixels, &header, is_opaque ? CIMAGE_PNG_OPAQUE : CIMAGE_PNG_RGBA);
    write_png(pixels, &header, CIMAGE_PNG_INDICES);
    write_jpeg(pixels, &header);
    return 0;
}
