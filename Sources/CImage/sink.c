// The growing buffer that both encoders write into.
#include "internal.h"

#include <stdlib.h>

bool cimage_sink_reserve(byte_sink *sink, size_t more) {
    if (more <= sink->capacity - sink->count) return true;
    size_t capacity = sink->capacity < 65536 ? 65536 : sink->capacity;
    while (capacity - sink->count < more) {
        if (capacity > SIZE_MAX / 2) return false;
        capacity *= 2;
    }
    uint8_t *data = realloc(sink->data, capacity);
    if (data == NULL) return false;
    sink->data = data;
    sink->capacity = capacity;
    return true;
}

void cimage_free(cimage_bytes *encoded) {
    free(encoded->data);
    *encoded = (cimage_bytes){0};
}
