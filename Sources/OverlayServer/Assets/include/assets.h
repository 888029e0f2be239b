/// Files that are part of the program, so that it needs nothing beside itself.
#pragma once
#include <stddef.h>

typedef struct {
    const unsigned char *bytes;
    size_t count;
} cassets_file;

/// `Serve/openapi.yaml`, UTF-8; never freed.
cassets_file cassets_openapi(void);
