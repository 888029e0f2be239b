// Writes one block of DEFLATE with dynamic Huffman codes (RFC 1951, section 3.2.7).
#include "deflate_bits.h"

#include <string.h>

enum {
    END_OF_BLOCK = 256,
    MAX_MATCH = 258,
    // Four of them and 7 bits that wait fit in 64 bits.
    LITERAL_LIMIT = 14,
    DISTANCE_LIMIT = 15,
    // The empty stored block, and the 8 bytes that are stored at once.
    TAIL_BYTES = 5 + 8,
};

// RFC 1951, section 3.2.5: the first length of each code from 257 on, and how many bits are added.
static const uint16_t length_base[29] = {
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
};
static const uint8_t length_extra[29] = {
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
};

static coded coded_length(uint32_t length) {
    if (length == MAX_MATCH) return (coded){285, 0, 0};
    if (length < 11) return (coded){(uint16_t)(257 + length - 3), 0, 0};
    const unsigned bits = 31u - (unsigned)__builtin_clz(length - 3);
    const unsigned code = 4 * (bits - 1) + ((length - 3) >> (bits - 2) & 3);
    return (coded){(uint16_t)(257 + code), length_extra[code], (uint16_t)(length - length_base[code])};
}

static coded coded_distance(uint32_t distance) {
    const uint32_t back = distance - 1;
    if (back < 2) return (coded){(uint16_t)back, 0, 0};
    const unsigned bits = 31u - (unsigned)__builtin_clz(back);
    return (coded){(uint16_t)(2 * bits + (back >> (bits - 1) & 1)), (uint8_t)(bits - 1),
        (uint16_t)(back & ((1u << (bits - 1)) - 1))};
}

// The longest part of a match that leaves nothing or at least 3, the length of the shortest match.
static uint32_t first_part(uint32_t length) {
    if (length <= MAX_MATCH) return length;
    return length - MAX_MATCH < 3 ? length - 3 : MAX_MATCH;
}

typedef struct histogram {
    uint32_t literals[LITERAL_SYMBOLS];
    uint32_t distances[DISTANCE_SYMBOLS];
} histogram;

// Equal bytes come in rows, so each of four tables counts every fourth one: an addition need not wait for the last.
static void count_literals(const deflate_block *block, uint32_t counts[4][256]) {
    for (size_t i = 0; i < block->step_count; i++) {
        const uint8_t *byte = block->bytes + block->steps[i].literals_at;
        const uint8_t *end = byte + block->steps[i].literal_count;
        for (; end - byte >= 4; byte += 4) {
            counts[0][byte[0]]++;
            counts[1][byte[1]]++;
            counts[2][byte[2]]++;
            counts[3][byte[3]]++;
        }
        for (; byte < end; byte++) counts[0][*byte]++;
    }
}

static void count_matches(const deflate_block *block, histogram *histogram) {
    for (size_t i = 0; i < block->step_count; i++) {
        const uint16_t symbol = coded_distance(block->distances[block->steps[i].distance_index]).symbol;
        for (uint32_t rest = block->steps[i].match_length; rest > 0;) {
            const uint32_t part = first_part(rest);
            histogram->literals[coded_length(part).symbol]++;
            histogram->distances[symbol]++;
            rest -= part;
        }
    }
}

static void count(const deflate_block *block, histogram *histogram) {
    uint32_t counts[4][256] = {{0}};
    count_literals(block, counts);
    memset(histogram, 0, sizeof *histogram);
    for (int byte = 0; byte < 256; byte++) {
        histogram->literals[byte] = counts[0][byte] + counts[1][byte] + counts[2][byte] + counts[3][byte];
    }
    histogram->literals[END_OF_BLOCK] = 1;
    count_matches(block, histogram);
}

// The codes of a block, and their lengths in the order in which the header says them.
typedef struct code_tables {
    uint32_t literals[LITERAL_SYMBOLS];
    uint32_t distances[DISTANCE_SYMBOLS];
    uint8_t lengths[LITERAL_SYMBOLS + DISTANCE_SYMBOLS];
} code_tables;

static void make_tables(const histogram *histogram, code_tables *tables) {
    uint8_t *distance_lengths = tables->lengths + LITERAL_SYMBOLS;
    cimage_huffman_lengths(histogram->literals, LITERAL_SYMBOLS, LITERAL_LIMIT, tables->lengths);
    cimage_huffman_lengths(histogram->distances, DISTANCE_SYMBOLS, DISTANCE_LIMIT, distance_lengths);
    cimage_make_codes(tables->lengths, LITERAL_SYMBOLS, tables->literals);
    cimage_make_codes(distance_lengths, DISTANCE_SYMBOLS, tables->distances);
}

// Upper bound of the bits after the header.
static uint64_t body_bits(const histogram *histogram, const code_tables *tables) {
    uint64_t bits = 0;
    for (int i = 0; i < LITERAL_SYMBOLS; i++) {
        const unsigned extra = i > END_OF_BLOCK ? length_extra[i - END_OF_BLOCK - 1] : 0;
        bits += (uint64_t)histogram->literals[i] * (tables->lengths[i] + extra);
    }
    // A distance has at most 13 bits beside its code.
    for (int i = 0; i < DISTANCE_SYMBOLS; i++) {
        bits += (uint64_t)histogram->distances[i] * (tables->lengths[LITERAL_SYMBOLS + i] + 13u);
    }
    return bits;
}

// Codes and bits of one match are 47 at most.
static void put_match(bit_writer *writer, const code_tables *tables, uint32_t length, coded distance) {
    while (length > 0) {
        const uint32_t part = first_part(length);
        const coded code = coded_length(part);
        put_coded(writer, tables->literals, code);
        put_coded(writer, tables->distances, distance);
        flush(writer);
        length -= part;
    }
}

static void put_steps(bit_writer *shared, const code_tables *tables, const deflate_block *block) {
    bit_writer writer = *shared;
    const coded distances[2] = {coded_distance(block->distances[0]), coded_distance(block->distances[1])};
    for (size_t i = 0; i < block->step_count; i++) {
        const deflate_step *step = &block->steps[i];
        const uint8_t *byte = block->bytes + step->literals_at, *end = byte + step->literal_count;
        for (; end - byte >= 4; byte += 4) {
            put_code(&writer, tables->literals[byte[0]]);
            put_code(&writer, tables->literals[byte[1]]);
            put_code(&writer, tables->literals[byte[2]]);
            put_code(&writer, tables->literals[byte[3]]);
            flush(&writer);
        }
        for (; byte < end; byte++) put_code(&writer, tables->literals[*byte]);
        flush(&writer);
        put_match(&writer, tables, step->match_length, distances[step->distance_index]);
    }
    *shared = writer;
}

// The end of the block and, so that the next one begins at a whole byte, an empty stored one.
static void put_end(bit_writer *writer, const code_tables *tables, bool is_last) {
    put_code(writer, tables->literals[END_OF_BLOCK]);
    if (!is_last) put(writer, 0, 3);
    flush(writer);
    if (writer->count > 0) put(writer, 0, 8 - writer->count);
    flush(writer);
    if (is_last) return;
    put(writer, 0xFFFF0000, 32);
    flush(writer);
}

bool cimage_deflate_block(const deflate_block *block, byte_sink *sink) {
    histogram histogram;
    code_tables tables;
    count(block, &histogram);
    make_tables(&histogram, &tables);
    const uint64_t most = MAX_HEADER_BYTES + body_bits(&histogram, &tables) / 8 + 1 + TAIL_BYTES;
    if (most > SIZE_MAX || !cimage_sink_reserve(sink, (size_t)most)) return false;

    bit_writer writer = {.next = sink->data + sink->count};
    cimage_put_block_header(&writer, tables.lengths, block->is_last);
    put_steps(&writer, &tables, block);
    put_end(&writer, &tables, block->is_last);
    sink->count = (size_t)(writer.next - sink->data);
    return true;
}
