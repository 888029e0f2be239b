#include "jpeg_oracle.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

typedef struct failure {
    struct jpeg_error_mgr manager;
    jmp_buf target;
} failure;

static void fail(j_common_ptr common) { longjmp(((failure *)common->err)->target, 1); }

static void discard_message(j_common_ptr common, int level) {
    if (level < 0) common->err->num_warnings++;
}

static struct jpeg_error_mgr *prepare(failure *failure) {
    struct jpeg_error_mgr *manager = jpeg_std_error(&failure->manager);
    manager->error_exit = fail;
    manager->emit_message = discard_message;
    return manager;
}

static void copy_component(struct jpeg_decompress_struct *decoder, jvirt_barray_ptr blocks,
                           const jpeg_component_info *info, jpeg_oracle_component *component) {
    component->horizontal_sampling = info->h_samp_factor;
    component->vertical_sampling = info->v_samp_factor;
    component->blocks_across = (int)info->width_in_blocks;
    component->blocks_down = (int)info->height_in_blocks;
    for (int index = 0; index < 64; index++) {
        component->quantization[index] = info->quant_table ? info->quant_table->quantval[index] : 0;
    }
    size_t row_size = (size_t)info->width_in_blocks * sizeof(JBLOCK);
    component->coefficients = malloc(row_size * info->height_in_blocks);
    if (component->coefficients == NULL) longjmp(((failure *)decoder->err)->target, 1);
    for (JDIMENSION row = 0; row < info->height_in_blocks; row++) {
        JBLOCKARRAY source = decoder->mem->access_virt_barray((j_common_ptr)decoder, blocks, row, 1, FALSE);
        memcpy((char *)component->coefficients + row * row_size, source[0], row_size);
    }
}

bool jpeg_oracle_read(const uint8_t *bytes, size_t count, jpeg_oracle_picture *picture) {
    memset(picture, 0, sizeof *picture);
    struct jpeg_decompress_struct decoder;
    failure failure;
    decoder.err = prepare(&failure);
    if (setjmp(failure.target)) {
        jpeg_destroy_decompress(&decoder);
        jpeg_oracle_release(picture);
        return false;
    }
    jpeg_create_decompress(&decoder);
    jpeg_mem_src(&decoder, bytes, count);
    jpeg_read_header(&decoder, TRUE);
    jvirt_barray_ptr *blocks = jpeg_read_coefficients(&decoder);
    picture->width = (int)decoder.image_width;
    picture->height = (int)decoder.image_height;
    picture->component_count = decoder.num_components;
    for (int index = 0; index < decoder.num_components && index < 4; index++) {
        copy_component(&decoder, blocks[index], &decoder.comp_info[index], &picture->components[index]);
    }
    jpeg_finish_decompress(&decoder);
    bool is_sound = failure.manager.num_warnings == 0;
    jpeg_destroy_decompress(&decoder);
    if (!is_sound) jpeg_oracle_release(picture);
    return is_sound;
}

void jpeg_oracle_release(jpeg_oracle_picture *picture) {
    for (int index = 0; index < 4; index++) {
        free(picture->components[index].coefficients);
        picture->components[index].coefficients = NULL;
    }
}

static void configure(struct jpeg_compress_struct *encoder, const jpeg_oracle_options *options,
                      jpeg_scan_info *scans) {
    jpeg_set_defaults(encoder);
    jpeg_set_quality(encoder, options->quality, TRUE);
    encoder->comp_info[0].h_samp_factor = options->horizontal_sampling;
    encoder->comp_info[0].v_samp_factor = options->vertical_sampling;
    encoder->restart_interval = (unsigned)options->restart_interval;
    encoder->optimize_coding = options->optimal_tables;
    if (options->progressive) {
        jpeg_simple_progression(encoder);
    } else if (options->one_scan_per_component) {
        for (int index = 0; index < options->component_count; index++) {
            scans[index] = (jpeg_scan_info){.comps_in_scan = 1, .component_index = {index}, .Se = 63};
        }
        encoder->scan_info = scans;
        encoder->num_scans = options->component_count;
    }
}

bool jpeg_oracle_write(const uint8_t *samples, int width, int height, jpeg_oracle_options options, uint8_t **bytes,
                       size_t *count) {
    struct jpeg_compress_struct encoder;
    failure failure;
    jpeg_scan_info scans[4];
    unsigned char *output = NULL;
    unsigned long size = 0;
    encoder.err = prepare(&failure);
    if (setjmp(failure.target)) {
        jpeg_destroy_compress(&encoder);
        return false;
    }
    jpeg_create_compress(&encoder);
    jpeg_mem_dest(&encoder, &output, &size);
    encoder.image_width = (JDIMENSION)width;
    encoder.image_height = (JDIMENSION)height;
    encoder.input_components = options.component_count;
    encoder.in_color_space = options.component_count == 1 ? JCS_GRAYSCALE : JCS_YCbCr;
    configure(&encoder, &options, scans);
    jpeg_start_compress(&encoder, TRUE);
    for (int row = 0; row < height; row++) {
        JSAMPROW samples_of_row = (JSAMPROW)(samples + (size_t)row * (size_t)width * (size_t)options.component_count);
        jpeg_write_scanlines(&encoder, &samples_of_row, 1);
    }
    jpeg_finish_compress(&encoder);
    jpeg_destroy_compress(&encoder);
    *bytes = output;
    *count = size;
    return true;
}
