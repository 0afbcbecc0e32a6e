/* Base64 (RFC 4648), both alphabets at once: bytes as they occur in tokens. */
#ifndef TEXT_BASE64_H
#define TEXT_BASE64_H

#include "base/arena.h"

/* The bytes that `text` stands for, in arena. False: a character of neither alphabet, more than
 * two `=`, or a last group of one character. Padding may be missing; bits behind the last byte are
 * not looked at. */
MUST_CHECK bool base64_decode(struct arena *a, str text, str *out);

/* Six bits of a character of either alphabet, or -1. */
PURE int base64_digit(uint8_t c);

#endif
