// What the files that code DEFLATE share with each other: bits and codes (RFC 1951).
#ifndef CIMAGE_DEFLATE_BITS_H
#define CIMAGE_DEFLATE_BITS_H

#include "deflate.h"

#include <string.h>

enum {
    // Sections 3.2.5 and 3.2.7.
    LITERAL_SYMBOLS = 286, DISTANCE_SYMBOLS = 30, LENGTH_CODE_SYMBOLS = 19,
    // Of 3 counts, 19 lengths, and one length code with its repetition for each symbol.
    MAX_HEADER_BYTES = (17 + 19 * 3 + (LITERAL_SYMBOLS + DISTANCE_SYMBOLS) * 14) / 8 + 1,
};

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "bits are stored as little-endian words");

// A value among those that share a code: which code, and the bits that are added.
typedef struct coded {
    uint16_t symbol;
    uint8_t extra_count;
    uint16_t extra;
} coded;

typedef struct bit_writer {
    uint8_t *next;
    uint64_t bits;
    unsigned count;
} bit_writer;

static inline void put(bit_writer *writer, uint64_t value, unsigned count) {
    writer->bits |= value << writer->count;
    writer->count += count;
}

// Stores the whole bytes; fewer than 8 bits stay.
static inline void flush(bit_writer *writer) {
    memcpy(writer->next, &writer->bits, 8);
    writer->next += writer->count >> 3;
    writer->bits >>= writer->count & 56;
    writer->count &= 7;
}

static inline void put_code(bit_writer *writer, uint32_t code) { put(writer, code & 0xFFFFFF, code >> 24); }

static inline void put_coded(bit_writer *writer, const uint32_t *codes, coded value) {
    put_code(writer, codes[value.symbol]);
    put(writer, value.extra, value.extra_count);
}

// The lengths of the symbols' codes: 0 where the frequency is, else 1…`limit`, at most 15 bits; 2^limit is at least
// `count`, which is at most `LITERAL_SYMBOLS`.
void cimage_huffman_lengths(const uint32_t *frequencies, size_t count, unsigned limit, uint8_t *lengths);

// Canonical codes (section 3.2.2): in the lower 24 bits the code, its bit that is sent first lowest, and its length
// above them; 0 where the length is.
void cimage_make_codes(const uint8_t *lengths, size_t count, uint32_t *codes);

// `code_lengths` are those of the literals, then those of the distances.
void cimage_put_block_header(bit_writer *writer, const uint8_t *code_lengths, bool is_last);

#endif
