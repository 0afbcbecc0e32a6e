/* Members of ZIP archives as blobs. Stored ones are a part of the file. Packed ones
 * (savez_compressed, archives that were made by hand) are unpacked while they are read, one at a
 * time, in one arena: whoever reads backwards begins anew, and fuel bounds how often. Their
 * checksum is compared when their last byte is read; that of stored ones by who digests the file
 * meanwhile (convert/checksum.h). */
#include "convert/read.h"

#include "base/limits.h"
#include "pack/crc32.h"
#include "pack/zip.h"

struct packed_member {
	struct blob_source source;
	struct reading *r;
	struct blob packed;
	enum codec_kind kind;
	uint64_t size;
	uint32_t crc;
};

static bool check_entry(struct reading *r, const struct zip_entry *e)
{
	unsigned bad = e->problems & ~(unsigned)ZIP_EXTRA;

	if (bad != 0)
		return read_refuse(r, e->name, "the archive is damaged or made to deceive: %s",
				   zip_problem(bad & (0 - bad)));
	if ((e->h.flags & ZIP_FLAG_ENCRYPTED) != 0 || e->h.method == ZIP_AES)
		return read_refuse(r, e->name, "it is encrypted");
	return true;
}

struct zip *read_zip(struct reading *r)
{
	struct zip *z = zip_read(r->arena, r->blob);

	if (z->note_count > 0) {
		(void)read_refuse(r, S("(archive)"), "%s", z->notes[0].msg);
		return NULL;
	}
	if (z->view_count != 1) {
		(void)read_refuse(r, S("(archive)"), "it has %s",
				  z->view_count == 0 ? "no directory"
						     : "several directories: readers would differ");
		return NULL;
	}
	for (uint32_t i = 0; i < z->count; i++)
		if (!check_entry(r, &z->entries[i]))
			return NULL;
	return z;
}

/* ---- Unpacking ------------------------------------------------------------------------------ */

static bool open_member(struct packed_member *m)
{
	struct reading *r = m->r;

	r->open = NULL;
	arena_reset(r->unpack);
	r->codec = codec_open(r->unpack, m->kind, stream_of(r->unpack, m->packed));
	r->open_at = 0;
	r->open_crc = 0;
	r->open = m;
	return true;
}

/* The next bytes of the open member: to `to`, or passed over. */
static bool unpack(struct packed_member *m, uint8_t *to, uint64_t n)
{
	struct reading *r = m->r;
	struct stream *s = &r->codec->out;

	if (n > LIMIT_MODEL_FUEL - r->unpacked)
		return false;
	r->unpacked += n;
	while (n > 0) {
		size_t part;
		if (!stream_ready(s))
			return false;
		part = (size_t)(s->end - s->p);
		if (part > n)
			part = (size_t)n;
		r->open_crc = crc32_of(r->open_crc, (str){s->p, part});
		if (to != NULL) {
			memcpy(to, s->p, part);
			to += part;
		}
		s->p += part;
		r->open_at += part;
		n -= part;
	}
	if (r->open_at < m->size)
		return true;
	return r->open_crc == m->crc && !stream_ready(s) && s->error == NULL &&
	       r->codec->end == CODEC_DONE;
}

static bool read_packed(struct blob_source *source, uint64_t at, uint8_t *to, size_t n)
{
	struct packed_member *m = (struct packed_member *)source;
	struct reading *r = m->r;
	bool ok;

	if ((r->open != m || r->open_at > at) && !open_member(m))
		return false;
	ok = (at == r->open_at || unpack(m, NULL, at - r->open_at)) && unpack(m, to, n);
	if (!ok)
		r->open = NULL;
	return ok;
}

bool read_member(struct reading *r, const struct zip_entry *e, struct blob *out, bool *slow)
{
	struct packed_member *m;
	enum codec_kind kind = CODEC_NONE;

	*slow = false;
	*out = blob_slice(r->blob, e->data, e->data + e->h.packed);
	if (e->h.method == ZIP_STORED)
		return true;
	if (e->h.method == ZIP_DEFLATE)
		kind = CODEC_DEFLATE;
	else if (e->h.method == ZIP_BZIP2)
		kind = CODEC_BZIP2;
	else if (e->h.method == ZIP_ZSTD)
		kind = CODEC_ZSTD;
	else
		return read_refuse(r, e->name,
				   "it is packed with method %u, which is not converted: save it "
				   "again without compression",
				   e->h.method);
	m = NEW(r->arena, struct packed_member, 1);
	*m = (struct packed_member){.source = {read_packed},
				    .r = r,
				    .packed = *out,
				    .kind = kind,
				    .size = e->h.size,
				    .crc = e->h.crc};
	*out = blob_from(&m->source, e->h.size);
	*slow = true;
	return true;
}
