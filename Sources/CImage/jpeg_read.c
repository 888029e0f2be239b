// Decodes a JPEG through libjpeg, which takes every doubt about the data for an error; see `cimage_decode_options` for those that are none.
#include "jpeg_planes.h"

#include <setjmp.h>
#include <string.h>

#include <jerror.h>

// Real encoders write about ten; each costs a pass over the whole picture.
enum { MAX_SCANS = 100 };

typedef struct jpeg_reader {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr manager;
    struct jpeg_source_mgr source;
    jmp_buf failed;
    const uint8_t *bytes;
    size_t count;
    bool is_whole;
    unsigned *oddities;
    cimage_error *error;
} jpeg_reader;

static _Noreturn void give_up(j_common_ptr jpeg) {
    jpeg_reader *reader = jpeg->client_data;
    longjmp(reader->failed, 1);
}

static cimage_code code_of(int message) {
    switch (message) {
    case JERR_OUT_OF_MEMORY: return CIMAGE_OUT_OF_MEMORY;
    case JERR_IMAGE_TOO_BIG: case JERR_WIDTH_OVERFLOW: return CIMAGE_TOO_LARGE;
    case JERR_ARITH_NOTIMPL: case JERR_CCIR601_NOTIMPL: case JERR_CONVERSION_NOTIMPL:
    case JERR_FRACT_SAMPLE_NOTIMPL: case JERR_NOT_COMPILED: case JERR_SOF_UNSUPPORTED:
        return CIMAGE_UNSUPPORTED;
    default: return CIMAGE_MALFORMED;
    }
}

static _Noreturn void on_error(j_common_ptr jpeg) {
    jpeg_reader *reader = jpeg->client_data;
    char message[JMSG_LENGTH_MAX];
    jpeg->err->format_message(jpeg, message);
    cimage_fail(reader->error, code_of(jpeg->err->msg_code), "%s", message);
    give_up(jpeg);
}

// What libjpeg warns of, and what that says of the pixels.
static bool loses_nothing(int message, bool is_whole) {
    switch (message) {
    // Header fields that mean nothing for the decoding of such a file.
    case JWRN_JFIF_MAJOR: case JWRN_NOT_SEQUENTIAL: case JWRN_ADOBE_XFORM: return true;
    // Bytes too many, and none at the end: damage leaves both behind, too, so that another has to have looked at the blocks.
    case JWRN_EXTRANEOUS_DATA: case JWRN_JPEG_EOF: return is_whole;
    // Codes that there are not, data that ends too early, restarts out of order, scans that contradict: blocks are lost.
    default: return false;
    }
}

// Negative levels are warnings.
static void on_message(j_common_ptr jpeg, int level) {
    const jpeg_reader *reader = jpeg->client_data;
    if (level < 0 && !loses_nothing(jpeg->err->msg_code, reader->is_whole)) on_error(jpeg);
}

static jpeg_reader *reader_of(j_decompress_ptr jpeg) { return jpeg->client_data; }

static void keep_source(j_decompress_ptr jpeg) { (void)jpeg; }

static boolean on_end_of_bytes(j_decompress_ptr jpeg) {
    static const JOCTET end_of_image[] = {0xFF, JPEG_EOI};
    jpeg_reader *reader = jpeg->client_data;
    if (reader->is_whole) {
        jpeg->src->next_input_byte = end_of_image;
        jpeg->src->bytes_in_buffer = sizeof end_of_image;
        return TRUE;
    }
    cimage_fail(reader->error, CIMAGE_TRUNCATED, "its %zu bytes end before its end marker (EOI)", reader->count);
    give_up((j_common_ptr)jpeg);
}

static void skip_bytes(j_decompress_ptr jpeg, long count) {
    if (count <= 0) return;
    if ((size_t)count > jpeg->src->bytes_in_buffer) {
        reader_of(jpeg)->is_whole = false;
        on_end_of_bytes(jpeg);
    }
    jpeg->src->next_input_byte += count;
    jpeg->src->bytes_in_buffer -= (size_t)count;
}

static void set_source(jpeg_reader *reader) {
    reader->source = (struct jpeg_source_mgr){
        .next_input_byte = reader->bytes,
        .bytes_in_buffer = reader->count,
        .init_source = keep_source,
        .fill_input_buffer = on_end_of_bytes,
        .skip_input_data = skip_bytes,
        .resync_to_restart = jpeg_resync_to_restart,
        .term_source = keep_source,
    };
    reader->jpeg.src = &reader->source;
}

static unsigned components_of_scan(const struct jpeg_decompress_struct *jpeg) {
    unsigned mask = 0;
    for (int i = 0; i < jpeg->comps_in_scan; i++) mask |= 1u << jpeg->cur_comp_info[i]->component_index;
    return mask;
}

// False where the scans end before the finest of a progressive picture, which then looks blurred.
static bool has_every_coefficient(const struct jpeg_decompress_struct *jpeg) {
    if (!jpeg->progressive_mode) return true;
    for (int component = 0; component < jpeg->num_components; component++) {
        for (int k = 0; k < DCTSIZE2; k++) {
            if (jpeg->coef_bits[component][k] != 0) return false;
        }
    }
    return true;
}

static void read_all_scans(jpeg_reader *reader) {
    j_decompress_ptr jpeg = &reader->jpeg;
    unsigned seen = components_of_scan(jpeg);
    while (!jpeg_input_complete(jpeg)) {
        if (jpeg_consume_input(jpeg) != JPEG_REACHED_SOS) continue;
        seen |= components_of_scan(jpeg);
        if (jpeg->input_scan_number > MAX_SCANS) {
            cimage_fail(reader->error, CIMAGE_TOO_LARGE, "it has more than %d scans", MAX_SCANS);
            give_up((j_common_ptr)jpeg);
        }
    }
    if (seen != (1u << jpeg->num_components) - 1) {
        cimage_fail(reader->error, CIMAGE_TRUNCATED, "its last scans are missing");
        give_up((j_common_ptr)jpeg);
    }
    if (!has_every_coefficient(jpeg)) *reader->oddities |= CIMAGE_ODD_BLURRED;
}

// round(a * b / 255), exactly, for bytes.
static uint8_t multiply(unsigned a, unsigned b) {
    const unsigned biased = a * b + 128;
    return (uint8_t)((biased + (biased >> 8)) >> 8);
}

// Light is what the inks let through: (1 - C)(1 - K). Adobe's marker means that samples are stored as 1 - ink.
static void make_rgba_of_cmyk(uint8_t *row, uint32_t width, bool is_inverted) {
    const uint8_t flip = is_inverted ? 0 : 255;
    for (uint32_t x = 0; x < width; x++, row += 4) {
        const uint8_t black = row[3] ^ flip;
        for (int ink = 0; ink < 3; ink++) row[ink] = multiply(row[ink] ^ flip, black);
        row[3] = 255;
    }
}

static void read_rows(jpeg_reader *reader, uint8_t *pixels) {
    j_decompress_ptr jpeg = &reader->jpeg;
    const size_t row_bytes = (size_t)jpeg->output_width * 4;
    while (jpeg->output_scanline < jpeg->output_height) {
        JSAMPROW row = pixels + jpeg->output_scanline * row_bytes;
        jpeg_read_scanlines(jpeg, &row, 1);
        if (jpeg->out_color_space == JCS_CMYK) make_rgba_of_cmyk(row, jpeg->output_width, jpeg->saw_Adobe_marker);
    }
}

static void read_planes(jpeg_reader *reader, const cimage_planes *planes) {
    j_decompress_ptr jpeg = &reader->jpeg;
    plane_rows rows;
    for (uint32_t number = 0; jpeg->output_scanline < jpeg->output_height; number++) {
        cimage_planes_rows(planes, number, &rows);
        jpeg_read_raw_data(jpeg, rows.planes, DCTSIZE * planes->chroma_height);
    }
}

// Whether the file has three planes of these sizes.
static bool has_planes(const struct jpeg_decompress_struct *jpeg, const cimage_planes *planes) {
    if (jpeg->jpeg_color_space != JCS_YCbCr || jpeg->num_components != PLANE_COUNT) return false;
    for (int i = 0; i < PLANE_COUNT; i++) {
        const jpeg_component_info *component = &jpeg->comp_info[i];
        if (component->h_samp_factor != (i == 0 ? (int)planes->chroma_width : 1)) return false;
        if (component->v_samp_factor != (i == 0 ? (int)planes->chroma_height : 1)) return false;
    }
    return jpeg->image_width == planes->width && jpeg->image_height == planes->height;
}

// What is decoded to: pixels, or the file's own samples.
typedef struct jpeg_target {
    unsigned eighths;
    uint8_t *pixels;
    const cimage_planes *planes;
} jpeg_target;

// The only function that sets the jump; it allocates nothing that `jpeg_destroy_decompress` would not free.
static cimage_code decode(jpeg_reader *reader, const cimage_header *header, const jpeg_target *target) {
    j_decompress_ptr jpeg = &reader->jpeg;
    if (setjmp(reader->failed)) return reader->error->code;

    jpeg_create_decompress(jpeg);
    set_source(reader);
    jpeg_read_header(jpeg, TRUE);
    if (jpeg->image_width != header->width || jpeg->image_height != header->height) {
        return cimage_fail(reader->error, CIMAGE_MALFORMED, "it has two frame headers");
    }
    if (target->planes != NULL) {
        if (!has_planes(jpeg, target->planes)) {
            return cimage_fail(reader->error, CIMAGE_UNSUPPORTED, "its samples are not those of the planes");
        }
        jpeg->raw_data_out = TRUE;
        jpeg->out_color_space = JCS_YCbCr;
    } else {
        jpeg->out_color_space = jpeg->num_components == 4 ? JCS_CMYK : JCS_EXT_RGBA;
    }
    jpeg->scale_num = target->eighths;
    jpeg->scale_denom = 8;
    jpeg->dct_method = JDCT_ISLOW;
    jpeg->do_block_smoothing = FALSE;
    jpeg->buffered_image = jpeg_has_multiple_scans(jpeg);
    jpeg_start_decompress(jpeg);
    if (jpeg->buffered_image) {
        read_all_scans(reader);
        jpeg_start_output(jpeg, jpeg->input_scan_number);
    }
    if (target->planes != NULL) {
        read_planes(reader, target->planes);
    } else {
        read_rows(reader, target->pixels);
    }
    if (jpeg->buffered_image) jpeg_finish_output(jpeg);
    jpeg_finish_decompress(jpeg);
    return CIMAGE_OK;
}

static cimage_code decode_to(const jpeg_target *target, const uint8_t *bytes, size_t count, bool is_whole,
    const cimage_header *header, unsigned *oddities, cimage_error *error) {
    jpeg_reader reader = {
        .bytes = bytes, .count = count, .is_whole = is_whole, .oddities = oddities, .error = error};
    reader.jpeg.err = jpeg_std_error(&reader.manager);
    reader.jpeg.client_data = &reader;
    reader.manager.error_exit = on_error;
    reader.manager.emit_message = on_message;
    const cimage_code code = decode(&reader, header, target);
    jpeg_destroy_decompress(&reader.jpeg);
    return code;
}

cimage_code cimage_jpeg_decode(const uint8_t *bytes, size_t count, const cimage_header *header,
    cimage_decode_options options, uint8_t *pixels, unsigned *oddities, cimage_error *error) {
    const jpeg_target target = {.eighths = options.eighths, .pixels = pixels};
    return decode_to(&target, bytes, count, options.is_whole, header, oddities, error);
}

cimage_code cimage_decode_planes(const uint8_t *bytes, size_t count, cimage_limits limits, bool is_whole,
    const cimage_planes *planes, unsigned *oddities, cimage_error *error) {
    *oddities = 0;
    cimage_header header;
    cimage_code code = cimage_read_header(bytes, count, limits, &header, error);
    if (code == CIMAGE_NEEDS_MORE) error->code = code = CIMAGE_TRUNCATED;
    if (code != CIMAGE_OK) return code;
    if (header.format != CIMAGE_FORMAT_JPEG || !cimage_planes_fit(planes)) {
        return cimage_fail(error, CIMAGE_INVALID_ARGUMENT, "its samples are not those of the planes");
    }
    const jpeg_target target = {.eighths = 8, .planes = planes};
    return decode_to(&target, bytes, count, is_whole, &header, oddities, error);
}
