// The one way in which every file reports a failure.
#include "internal.h"

#include <stdarg.h>
#include <stdio.h>

cimage_code cimage_fail(cimage_error *error, cimage_code code, const char *format, ...) {
    if (error->code != CIMAGE_OK) return error->code;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->text, sizeof error->text, format, arguments);
    va_end(arguments);
    error->code = code;
    return code;
}
