#include "tar_make.h"

#include <stdio.h>

static void put(uint8_t *block, size_t at, size_t n, str s)
{
	memcpy(block + at, s.p, s.n < n ? s.n : n);
}

static void put_octal(uint8_t *block, size_t at, size_t n, uint64_t v)
{
	char digits[32];

	snprintf(digits, sizeof(digits), "%0*llo", (int)n - 1, (unsigned long long)v);
	memcpy(block + at, digits, n - 1);
}

static void pad(struct buf *b)
{
	while (b->n % TAR_BLOCK != 0)
		buf_byte(b, 0);
}

void tar_add(struct buf *b, const struct tar_part *p)
{
	uint8_t block[TAR_BLOCK] = {0};
	uint64_t size = p->size ? p->size - 1 : p->data.n;
	uint32_t sum = 0;

	put(block, 0, 100, str_of(p->name));
	put_octal(block, 100, 8, p->mode ? p->mode : 0644);
	put_octal(block, 108, 8, 0);
	put_octal(block, 116, 8, 0);
	put_octal(block, 124, 12, size);
	if (p->base256) {
		memset(block + 124, 0, 12);
		block[124] = 0x80;
		for (unsigned i = 0; i < 8; i++)
			block[135 - i] = (uint8_t)(size >> 8 * i);
	}
	put_octal(block, 136, 12, 0);
	memset(block + 148, ' ', 8);
	block[156] = p->v7 ? 0 : p->type ? p->type : '0';
	if (p->link != NULL)
		put(block, 157, 100, str_of(p->link));
	if (!p->v7)
		memcpy(block + 257,
		       "ustar\0"
		       "00",
		       8);
	for (size_t i = 0; i < TAR_BLOCK; i++)
		sum += block[i];
	put_octal(block, 148, 7, sum + p->bad_sum);
	buf_add(b, (str){block, TAR_BLOCK});
	if (p->no_data)
		return;
	buf_add(b, p->data);
	pad(b);
}

void tar_end(struct buf *b)
{
	memset(buf_room(b, (size_t)2 * TAR_BLOCK), 0, (size_t)2 * TAR_BLOCK);
}

void tar_add_pax(struct buf *b, uint8_t type, str records)
{
	tar_add(b, &(struct tar_part){.name = "PaxHeader", .type = type, .data = records});
}

str tar_record(struct arena *a, const char *key, const char *value)
{
	size_t n = strlen(key) + strlen(value) + 3, digits = 1;

	while (snprintf(NULL, 0, "%zu", n + digits) > (int)digits)
		digits++;
	return arena_printf(a, "%zu %s=%s\n", n + digits, key, value);
}
