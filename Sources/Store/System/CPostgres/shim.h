#pragma once

#include <libpq-fe.h> // PostgreSQL's client library
