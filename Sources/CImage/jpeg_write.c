// Encodes pixels, or samples of a JPEG, as a baseline JPEG through libjpeg.
#include "jpeg_planes.h"

#include <setjmp.h>
#include <stdlib.h>

#include <jerror.h>

enum { MAX_SEGMENT = 65533, APP1 = 0xE1, APP15 = 0xEF };

// What is encoded: pixels, or where there are none samples.
typedef struct jpeg_picture {
    uint32_t width;
    uint32_t height;
    const uint8_t *pixels;
    const cimage_planes *planes;
} jpeg_picture;

typedef struct jpeg_writer {
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr manager;
    struct jpeg_destination_mgr destination;
    byte_sink sink;
    jmp_buf failed;
    cimage_error *error;
} jpeg_writer;

static _Noreturn void on_error(j_common_ptr jpeg) {
    jpeg_writer *writer = jpeg->client_data;
    char message[JMSG_LENGTH_MAX];
    jpeg->err->format_message(jpeg, message);
    const bool lacks_memory = jpeg->err->msg_code == JERR_OUT_OF_MEMORY;
    cimage_fail(writer->error, lacks_memory ? CIMAGE_OUT_OF_MEMORY : CIMAGE_INVALID_ARGUMENT, "%s", message);
    longjmp(writer->failed, 1);
}

static void ignore_message(j_common_ptr jpeg, int level) { (void)jpeg; (void)level; }

// libjpeg calls this when the room is used up, and expects all of it to be taken.
static boolean make_room(j_compress_ptr jpeg) {
    jpeg_writer *writer = jpeg->client_data;
    byte_sink *sink = &writer->sink;
    sink->count = sink->capacity;
    if (!cimage_sink_reserve(sink, 1)) ERREXIT1(jpeg, JERR_OUT_OF_MEMORY, 0);
    jpeg->dest->next_output_byte = sink->data + sink->count;
    jpeg->dest->free_in_buffer = sink->capacity - sink->count;
    return TRUE;
}

static void begin(j_compress_ptr jpeg) { make_room(jpeg); }

static void finish(j_compress_ptr jpeg) {
    jpeg_writer *writer = jpeg->client_data;
    writer->sink.count = writer->sink.capacity - jpeg->dest->free_in_buffer;
}

static void set_sampling(j_compress_ptr jpeg, cimage_sampling sampling) {
    if (sampling == CIMAGE_GRAY_ONLY) {
        jpeg_set_colorspace(jpeg, JCS_GRAYSCALE);
        return;
    }
    jpeg_set_colorspace(jpeg, JCS_YCbCr);
    jpeg->comp_info[0].h_samp_factor = sampling == CIMAGE_422 || sampling == CIMAGE_420 ? 2 : 1;
    jpeg->comp_info[0].v_samp_factor = sampling == CIMAGE_440 || sampling == CIMAGE_420 ? 2 : 1;
}

static void set_colors(j_compress_ptr jpeg, const jpeg_picture *picture, cimage_sampling sampling) {
    const cimage_planes *planes = picture->planes;
    jpeg->input_components = planes != NULL ? PLANE_COUNT : 4;
    jpeg->in_color_space = planes != NULL ? JCS_YCbCr : JCS_EXT_RGBX;
    jpeg_set_defaults(jpeg);
    jpeg->raw_data_in = planes != NULL;
    if (planes == NULL) {
        set_sampling(jpeg, sampling);
    } else {
        jpeg->comp_info[0].h_samp_factor = (int)planes->chroma_width;
        jpeg->comp_info[0].v_samp_factor = (int)planes->chroma_height;
    }
}

static void set_parameters(j_compress_ptr jpeg, const jpeg_picture *picture, const cimage_jpeg_options *options) {
    jpeg->image_width = picture->width;
    jpeg->image_height = picture->height;
    set_colors(jpeg, picture, options->sampling);
    jpeg_set_quality(jpeg, options->quality, TRUE);
    jpeg->dct_method = JDCT_ISLOW;
    jpeg->optimize_coding = FALSE;
    if (options->horizontal_density == 0 || options->vertical_density == 0) return;
    jpeg->density_unit = options->density_unit;
    jpeg->X_density = options->horizontal_density;
    jpeg->Y_density = options->vertical_density;
}

static void write_pixels(j_compress_ptr jpeg, const jpeg_picture *picture) {
    while (jpeg->next_scanline < picture->height) {
        // libjpeg only reads input rows, though its type does not say so.
        JSAMPROW row
            = (JSAMPROW)(uintptr_t)(picture->pixels + (size_t)jpeg->next_scanline * picture->width * 4);
        jpeg_write_scanlines(jpeg, &row, 1);
    }
}

static void write_planes(j_compress_ptr jpeg, const cimage_planes *planes) {
    plane_rows rows;
    for (uint32_t number = 0; jpeg->next_scanline < planes->height; number++) {
        cimage_planes_rows(planes, number, &rows);
        jpeg_write_raw_data(jpeg, rows.planes, DCTSIZE * planes->chroma_height);
    }
}

// The only function that sets the jump; it allocates nothing that the caller would not free.
static cimage_code write(jpeg_writer *writer, const jpeg_picture *picture, const cimage_jpeg_options *options,
    const cimage_part *parts, size_t part_count) {
    j_compress_ptr jpeg = &writer->jpeg;
    if (setjmp(writer->failed)) return writer->error->code;

    jpeg_create_compress(jpeg);
    jpeg->dest = &writer->destination;
    set_parameters(jpeg, picture, options);
    jpeg_start_compress(jpeg, TRUE);
    for (size_t i = 0; i < part_count; i++) {
        jpeg_write_marker(jpeg, (int)parts[i].name, parts[i].bytes, (unsigned)parts[i].count);
    }
    if (picture->planes != NULL) {
        write_planes(jpeg, picture->planes);
    } else {
        write_pixels(jpeg, picture);
    }
    jpeg_finish_compress(jpeg);
    return CIMAGE_OK;
}

static cimage_code check_options(
    uint32_t width, uint32_t height, const cimage_jpeg_options *options, cimage_error *error) {
    if (width == 0 || height == 0) return cimage_fail(error, CIMAGE_INVALID_ARGUMENT, "a side is 0 pixels");
    if (width > JPEG_MAX_DIMENSION || height > JPEG_MAX_DIMENSION) {
        return cimage_fail(error, CIMAGE_TOO_LARGE, "it is %u x %u pixels; a side of a JPEG may have %ld", width,
            height, JPEG_MAX_DIMENSION);
    }
    if (options->quality < 1 || options->quality > 100) {
        return cimage_fail(error, CIMAGE_INVALID_ARGUMENT, "quality is %d, not 1 to 100", options->quality);
    }
    if (options->sampling > CIMAGE_GRAY_ONLY) {
        return cimage_fail(error, CIMAGE_INVALID_ARGUMENT, "sampling is %u, not one of cimage_sampling",
            (unsigned)options->sampling);
    }
    return CIMAGE_OK;
}

static cimage_code check_parts(const cimage_part *parts, size_t part_count, cimage_error *error) {
    for (size_t i = 0; i < part_count; i++) {
        if ((parts[i].name < APP1 || parts[i].name > APP15) && parts[i].name != JPEG_COM) {
            return cimage_fail(error, CIMAGE_INVALID_ARGUMENT, "part %zu has no marker of a segment", i);
        }
        if (parts[i].count > MAX_SEGMENT) {
            return cimage_fail(error, CIMAGE_INVALID_ARGUMENT, "part %zu has %zu bytes; at most %d fit", i,
                parts[i].count, MAX_SEGMENT);
        }
    }
    return CIMAGE_OK;
}

static cimage_code encode(const jpeg_picture *picture, const cimage_jpeg_options *options, const cimage_part *parts,
    size_t part_count, cimage_bytes *encoded, cimage_error *error) {
    cimage_code code = check_options(picture->width, picture->height, options, error);
    if (code == CIMAGE_OK) code = check_parts(parts, part_count, error);
    if (code != CIMAGE_OK) return code;

    jpeg_writer writer = {.error = error};
    writer.jpeg.err = jpeg_std_error(&writer.manager);
    writer.jpeg.client_data = &writer;
    writer.manager.error_exit = on_error;
    writer.manager.emit_message = ignore_message;
    writer.destination = (struct jpeg_destination_mgr){
        .init_destination = begin, .empty_output_buffer = make_room, .term_destination = finish};
    code = write(&writer, picture, options, parts, part_count);
    jpeg_destroy_compress(&writer.jpeg);

    *encoded = (cimage_bytes){writer.sink.data, writer.sink.count};
    if (code != CIMAGE_OK) cimage_free(encoded);
    return code;
}

cimage_code cimage_encode_jpeg(const uint8_t *pixels, uint32_t width, uint32_t height,
    const cimage_jpeg_options *options, const cimage_part *parts, size_t part_count, cimage_bytes *encoded,
    cimage_error *error) {
    *encoded = (cimage_bytes){0};
    *error = (cimage_error){0};
    const jpeg_picture picture = {.width = width, .height = height, .pixels = pixels};
    return encode(&picture, options, parts, part_count, encoded, error);
}

cimage_code cimage_encode_planes(const cimage_planes *planes, const cimage_jpeg_options *options,
    const cimage_part *parts, size_t part_count, cimage_bytes *encoded, cimage_error *error) {
    *encoded = (cimage_bytes){0};
    *error = (cimage_error){0};
    if (!cimage_planes_fit(planes)) return cimage_fail(error, CIMAGE_INVALID_ARGUMENT, "its planes are not whole");
    const jpeg_picture picture = {.width = planes->width, .height = planes->height, .planes = planes};
    return encode(&picture, options, parts, part_count, encoded, error);
}
