/* Converted models in memory, for the tests of predict and its fuzz target: an archive of stored
 * members as assay convert writes it, and the JSON around a root. */
#ifndef PREDICT_MAKE_H
#define PREDICT_MAKE_H

#include "base/buf.h"
#include "base/hash.h"

struct make_member {
	const char *name; /* with .npy */
	str bytes;
};

static inline str make_npy(struct arena *a, const char *descr, bool fortran, const char *shape,
			   str data)
{
	struct buf b = buf_in(a);
	str dict = arena_printf(a, "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n", descr,
				fortran ? "True" : "False", shape);

	buf_add(&b, S("\x93NUMPY\1"));
	buf_u8(&b, 0);
	buf_u16(&b, (uint16_t)dict.n);
	buf_add(&b, dict);
	buf_add(&b, data);
	return buf_str(&b);
}

static inline str make_doubles(struct arena *a, const double *v, size_t n)
{
	struct buf b = buf_in(a);

	for (size_t i = 0; i < n; i++) {
		uint64_t bits;
		memcpy(&bits, &v[i], 8);
		buf_u64(&b, bits);
	}
	return buf_str(&b);
}

static inline void make_header(struct buf *b, bool local, const struct make_member *m, uint32_t at)
{
	buf_u32(b, local ? 0x04034b50 : 0x02014b50);
	if (!local)
		buf_u16(b, 20);
	buf_u16(b, 20);
	buf_u32(b, 0);	      /* flags, method */
	buf_u32(b, 0x210000); /* the first day of DOS */
	buf_u32(b, 0);	      /* (nobody asks for checksums here) */
	buf_u32(b, (uint32_t)m->bytes.n);
	buf_u32(b, (uint32_t)m->bytes.n);
	buf_u16(b, (uint16_t)strlen(m->name));
	buf_u16(b, 0);
	if (!local) {
		buf_u32(b, 0);
		buf_u16(b, 0);
		buf_u32(b, 0);
		buf_u32(b, at);
	}
	buf_add(b, str_of(m->name));
}

static inline str make_npz(struct arena *a, const struct make_member *m, size_t count)
{
	struct buf b = buf_in(a), central = buf_in(a);
	uint32_t at;

	for (size_t i = 0; i < count; i++) {
		make_header(&central, false, &m[i], (uint32_t)b.n);
		make_header(&b, true, &m[i], 0);
		buf_add(&b, m[i].bytes);
	}
	at = (uint32_t)b.n;
	buf_add(&b, buf_str(&central));
	buf_u32(&b, 0x06054b50);
	buf_u32(&b, 0);
	buf_u16(&b, (uint16_t)count);
	buf_u16(&b, (uint16_t)count);
	buf_u32(&b, (uint32_t)central.n);
	buf_u32(&b, at);
	buf_u16(&b, 0);
	return buf_str(&b);
}

static inline str make_config(struct arena *a, str npz, str root)
{
	uint8_t digest[HASH_SHA256_BYTES];
	char hex[2 * HASH_SHA256_BYTES + 1];
	struct buf b = buf_in(a);

	hash_sha256(npz, digest);
	hash_hex(digest, sizeof(digest), hex);
	buf_printf(
		&b,
		"{\"format\": \"assay-model\", \"version\": 1, \"arrays\": {\"sha256\": \"%s\"}, "
		"\"root\": ",
		hex);
	buf_add(&b, root);
	buf_byte(&b, '}');
	return buf_str(&b);
}

#endif
