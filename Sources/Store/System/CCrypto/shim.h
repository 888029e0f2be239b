#pragma once

#include <openssl/crypto.h> // CRYPTO_memcmp, OPENSSL_init_crypto
#include <openssl/evp.h>    // SHA-256, MD5
#include <openssl/hmac.h>   // HMAC
#include <openssl/rand.h>   // RAND_bytes
