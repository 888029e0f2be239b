// Huffman coding of matches that the caller has found (RFC 1951), for data whose repetitions are known beforehand.
#ifndef CIMAGE_DEFLATE_H
#define CIMAGE_DEFLATE_H

#include "internal.h"

enum {
    // RFC 1951, section 3.2.5.
    MAX_DISTANCE = 32768,
    // Of the shortest match that is worth its symbols.
    MIN_MATCH = 4,
};

// Some bytes as they are, and then a match, whose length is 0 or at least 3 and has no upper limit.
typedef struct deflate_step {
    // Where the literals lie among the block's bytes.
    uint32_t literals_at;
    uint32_t literal_count;
    uint32_t match_length;
    // Which of the block's two distances the match has.
    uint32_t distance_index;
} deflate_step;

typedef struct deflate_block {
    const uint8_t *bytes;
    const deflate_step *steps;
    size_t step_count;
    // 1…32 768 bytes back.
    uint32_t distances[2];
    bool is_last;
} deflate_block;

// Appends a block with its own Huffman codes, which ends at a whole byte; false when there is no memory.
bool cimage_deflate_block(const deflate_block *block, byte_sink *sink);

#endif
