/* What a byte of ASCII is, whatever the locale. The argument is a byte, or -1 at the end of a text,
 * which is nothing. */
#ifndef BASE_ASCII_H
#define BASE_ASCII_H

#include "base/compiler.h"

static inline bool is_digit(int c)
{
	return c >= '0' && c <= '9';
}

static inline bool is_upper(int c)
{
	return c >= 'A' && c <= 'Z';
}

static inline bool is_lower(int c)
{
	return c >= 'a' && c <= 'z';
}

static inline bool is_letter(int c)
{
	return is_upper(c) || is_lower(c);
}

static inline bool is_alnum(int c)
{
	return is_letter(c) || is_digit(c);
}

static inline bool is_hex(int c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* 0 to 15, or -1: no digit. */
static inline int hex_digit(int c)
{
	return is_digit(c) ? c - '0' : is_hex(c) ? (c | 32) - 'a' + 10 : -1;
}

/* Space, and tab to carriage return: C's isspace(). */
static inline bool is_space(int c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

#endif
