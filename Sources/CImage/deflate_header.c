// Writes the header of a block with dynamic Huffman codes (RFC 1951, section 3.2.7).
#include "deflate_bits.h"

#include <string.h>

enum { LENGTH_CODE_LIMIT = 7 };

// The lengths of the literals' and the distances' codes, with repetitions as symbols 16, 17 and 18.
typedef struct length_codes {
    coded codes[LITERAL_SYMBOLS + DISTANCE_SYMBOLS];
    size_t count;
    uint32_t frequencies[LENGTH_CODE_SYMBOLS];
} length_codes;

static void add_length(length_codes *codes, unsigned symbol, unsigned extra_count, size_t extra) {
    codes->codes[codes->count++] = (coded){(uint16_t)symbol, (uint8_t)extra_count, (uint16_t)extra};
    codes->frequencies[symbol]++;
}

static void make_length_codes(const uint8_t *lengths, length_codes *codes) {
    const size_t end = LITERAL_SYMBOLS + DISTANCE_SYMBOLS;
    codes->count = 0;
    memset(codes->frequencies, 0, sizeof codes->frequencies);
    for (size_t i = 0; i < end;) {
        const uint8_t length = lengths[i];
        size_t run = 1;
        while (i + run < end && lengths[i + run] == length && run < (length == 0 ? 138 : 7)) run++;
        i += run;
        if (length == 0 && run >= 11) {
            add_length(codes, 18, 7, run - 11);
        } else if (length == 0 && run >= 3) {
            add_length(codes, 17, 3, run - 3);
        } else {
            add_length(codes, length, 0, 0);
            if (run >= 4) add_length(codes, 16, 2, run - 4);
            else for (; run > 1; run--) add_length(codes, length, 0, 0);
        }
    }
}

void cimage_put_block_header(bit_writer *writer, const uint8_t *code_lengths, bool is_last) {
    static const uint8_t order[LENGTH_CODE_SYMBOLS] = {
        16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
    };
    length_codes lengths;
    make_length_codes(code_lengths, &lengths);
    uint8_t bits[LENGTH_CODE_SYMBOLS];
    uint32_t table[LENGTH_CODE_SYMBOLS];
    cimage_huffman_lengths(lengths.frequencies, LENGTH_CODE_SYMBOLS, LENGTH_CODE_LIMIT, bits);
    cimage_make_codes(bits, LENGTH_CODE_SYMBOLS, table);

    put(writer, (is_last ? 1 : 0) | 2 << 1, 3);
    put(writer, LITERAL_SYMBOLS - 257, 5);
    put(writer, DISTANCE_SYMBOLS - 1, 5);
    put(writer, LENGTH_CODE_SYMBOLS - 4, 4);
    flush(writer);
    for (int i = 0; i < LENGTH_CODE_SYMBOLS; i++) {
        put(writer, bits[order[i]], 3);
        flush(writer);
    }
    for (size_t i = 0; i < lengths.count; i++) {
        put_coded(writer, table, lengths.codes[i]);
        flush(writer);
    }
}
