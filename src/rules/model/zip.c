/* ZIP archives and everything that is one: torch, npz, Keras v3, skops, .mar, wheels, MLflow. What
 * two readers may see differently is a finding, and both views are scanned; what is inside is
 * recognised by content. pack/zip.c reads the headers; here members are opened.
 *
 * Tensor data ("archive/data/17") is passed on as a quiet slice: its name promises nothing and its
 * bytes are not read. Stored members are slices, whatever their size. */
#include "pack/zip.h"

#include "base/cur.h"
#include "base/limits.h"
#include "engine/model.h"
#include "engine/rule.h"
#include "engine/settings.h"
#include "pack/path.h"
#include "repo/walk.h"
#include "rules/model/unpack.h"

#define SHOWN 20	     /* findings of one kind in one archive */
#define CRC_BYTES (1 * MiB)  /* stored members up to this are checked always */
#define SAME_PLACE 16	     /* entries for one local header that are opened */
#define TEXT_BYTES (4 * MiB) /* of a Python file */
#define LINK_BYTES ((size_t)4096)

struct opened {
	struct model *m;
	struct zip *z;
	struct unpack_total total;
	unsigned shown[16]; /* findings by problem */
	bool torch, package, npz, no_crc;
	bool brings_code;  /* a model whose Python is run with it; not just anything packed */
	struct text_room { /* reused, for texts and for what they are unpacked from */
		uint8_t *p;
		size_t n;
	} text, packed;
	struct codec *inflate;
};

static str shown(struct model *m, str name)
{
	return walk_escape(m->arena, str_slice(name, 0, 200));
}

/* ---- Headers ------------------------------------------------------------------------------ */

static const char *note_rule(enum zip_note_code code)
{
	switch (code) {
	case ZIP_NO_END:
	case ZIP_END:
	case ZIP_COUNT:
	case ZIP_BROKEN:
	case ZIP_DISKS:
		return "MD110";
	case ZIP_SEVERAL:
		return "MD111";
	case ZIP_ZIP64:
		return "MD112";
	case ZIP_MANY:
		return "AS004";
	case ZIP_UNREAD:
		return "AS003";
	}
	return "MD110";
}

static void report_notes(struct opened *o)
{
	for (unsigned i = 0; i < o->z->note_count; i++) {
		const struct zip_note *n = &o->z->notes[i];
		model_finding(o->m, note_rule(n->code), n->offset, str_of(n->msg), "%s", n->msg);
	}
}

static void report_problem(struct opened *o, const struct zip_entry *e, unsigned bit,
			   const char *rule)
{
	unsigned *count = &o->shown[__builtin_ctz(bit)];
	struct model *m = o->m;
	uint64_t at = e->at < m->blob.size ? e->at : MODEL_NOWHERE;

	if (++*count > SHOWN)
		return;
	if (bit == ZIP_NAME)
		model_finding(m, rule, at, e->name,
			      "%.*s: its local header calls it %.*s: readers see different files",
			      STR_ARG(shown(m, e->name)), STR_ARG(shown(m, e->local_name)));
	else if (bit == ZIP_METHOD)
		model_finding(m, rule, at, e->name,
			      "%.*s: compressed with method %u, says the directory, and %u, says "
			      "its local header",
			      STR_ARG(shown(m, e->name)), e->h.method, e->local.method);
	else
		model_finding(m, rule, at, e->name, "%.*s: %s", STR_ARG(shown(m, e->name)),
			      zip_problem(bit));
}

static void report_entry(struct opened *o, const struct zip_entry *e)
{
	static const struct {
		unsigned bit;
		const char *rule;
	} table[] = {
		{ZIP_LOCAL_ONLY, "MD113"}, {ZIP_NO_LOCAL, "MD114"},  {ZIP_OUTSIDE, "MD114"},
		{ZIP_NAME, "MD112"},	   {ZIP_METHOD, "MD112"},    {ZIP_FLAGS, "MD112"},
		{ZIP_CRC, "MD112"},	   {ZIP_SIZE, "MD112"},	     {ZIP_STORED_SIZE, "MD112"},
		{ZIP_DESCRIPTOR, "MD112"}, {ZIP_OVERLAP, "MD115"},   {ZIP_TWICE, "MD115"},
		{ZIP_VERSION, "MD112"},	   {ZIP_DUPLICATE, "MD116"},
	};
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if ((e->problems & table[i].bit) != 0)
			report_problem(o, e, table[i].bit, table[i].rule);
}

static void report_more(struct opened *o)
{
	for (unsigned i = 0; i < 16; i++)
		if (o->shown[i] > SHOWN)
			model_finding(o->m, "MD112", MODEL_NOWHERE, str_of(zip_problem(1u << i)),
				      "%u more members: %s", o->shown[i] - SHOWN,
				      zip_problem(1u << i));
}

/* ---- Members ------------------------------------------------------------------------------ */

static bool is_link(const struct zip_entry *e)
{
	return (e->system == 3 || e->system == 19) && (e->attributes >> 16 & 0170000) == 0120000;
}

/* Devices, pipes and sockets have no business in a model. */
static void look_at_mode(struct opened *o, const struct zip_entry *e)
{
	unsigned mode = e->attributes >> 16, type = mode & 0170000;
	struct finding *f;

	if (e->system != 3 && e->system != 19)
		return;
	/* What was zipped from a pipe is called one, and has content. */
	if (type == 0020000 || type == 0060000 || type == 0140000 ||
	    (type == 0010000 && e->h.size == 0)) {
		model_finding(o->m, "MD123", e->at, e->name, "%.*s is a device, a pipe or a socket",
			      STR_ARG(shown(o->m, e->name)));
	} else if (type == 0100000 && (mode & 06000) != 0) {
		f = model_finding(o->m, "MD123", e->at, e->name,
				  "%.*s is to run with the rights of its owner (mode %o)",
				  STR_ARG(shown(o->m, e->name)), mode & 07777);
		f->severity = INFO;
	}
}

static bool is_digits(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0;
}

/* "archive/data/17", "m/constants/0", "m/tensors/3", "m/data/weights/w_1": storages of torch. */
static bool is_tensor(const struct opened *o, str name)
{
	str last = str_after_last(name, '/');

	if (!o->torch || last.n + 1 >= name.n)
		return false;
	if (is_digits(last))
		return true;
	return str_find_byte(last, '.') == STR_NONE && last.n > 7 &&
	       (str_starts(last, S("weight_")) || str_starts(last, S("tensor_")) ||
		str_starts(last, S("constant_")));
}

static bool is_python(const struct opened *o, str name)
{
	size_t slash = str_find_byte(name, '/');

	if (!str_ends(name, S(".py")) || !o->brings_code)
		return false;
	/* TorchScript's text looks like Python and is none. */
	return !(o->torch && slash != STR_NONE &&
		 str_starts(str_slice(name, slash + 1, name.n), S("code/")));
}

static struct blob packed_bytes(const struct opened *o, const struct zip_entry *e,
				const struct zip_header *h)
{
	uint64_t size = o->z->blob.size, left = e->data < size ? size - e->data : 0;

	return blob_slice(o->z->blob, e->data, e->data + (h->packed < left ? h->packed : left));
}

static enum codec_kind kind_of(uint16_t method)
{
	switch (method) {
	case ZIP_DEFLATE:
		return CODEC_DEFLATE;
	case ZIP_BZIP2:
		return CODEC_BZIP2;
	case ZIP_LZMA:
		return CODEC_RAW;
	case ZIP_ZSTD:
	case ZIP_ZSTD_OLD:
		return CODEC_ZSTD;
	case ZIP_XZ:
		return CODEC_XZ;
	default:
		return CODEC_NONE;
	}
}

/* What to decompress. APPNOTE 5.8.8: LZMA begins with a version, the size of the properties, and
 * these. */
static void prepare(struct opened *o, const struct zip_entry *e, const struct zip_header *h,
		    struct unpack *u, struct codec_raw *raw, uint8_t properties[9])
{
	*u = (struct unpack){.kind = kind_of(h->method), .total = &o->total};
	u->from = packed_bytes(o, e, h);
	if (u->kind != CODEC_RAW)
		return;
	memset(properties, 0, 9);
	if (!blob_copy(u->from, 0, properties, 9))
		memset(properties, 0, 9);
	*raw = (struct codec_raw){.count = 1, .size = (h->flags & 2) != 0 ? UINT64_MAX : h->size};
	raw->filter[0].id = FILTER_LZMA1;
	raw->filter[0].properties = (str){&properties[4], 5};
	u->raw = raw;
	u->from = blob_slice(u->from, 9, u->from.size);
}

static void check_crc(struct opened *o, const struct zip_entry *e, const struct zip_header *h,
		      uint32_t crc)
{
	if (crc == h->crc || (h->crc == 0 && o->no_crc))
		return;
	model_finding(o->m, "MD117", e->at, e->name,
		      "%.*s: its checksum is %08x, the header says %08x",
		      STR_ARG(shown(o->m, e->name)), crc, h->crc);
}

static void check_stored(struct opened *o, const struct zip_entry *e, const struct zip_header *h)
{
	struct blob b = packed_bytes(o, e, h);
	uint8_t block[16 * KiB];
	uint32_t crc = 0;

	for (uint64_t at = 0; at < b.size;) {
		size_t n = b.size - at < sizeof(block) ? (size_t)(b.size - at) : sizeof(block);
		str part = {block, n};
		if (!model_spend(o->m, n))
			return;
		if (b.memory != NULL)
			part.p = b.memory + at;
		else if (!blob_copy(b, at, block, n))
			return;
		crc = codec_crc32(crc, part);
		at += n;
	}
	check_crc(o, e, h, crc);
}

static void report_unpacked(struct opened *o, const struct zip_entry *e, const struct zip_header *h,
			    const struct unpack *u)
{
	struct model *m = o->m;
	uint64_t behind = e->data + (h->packed - u->from.size) + u->taken;
	struct blob rest;

	if (u->end == CODEC_CUT || u->end == CODEC_BROKEN) {
		model_finding(m, "MD100", e->data, e->name,
			      "%.*s: the %s data is %s after %llu bytes of content: %s",
			      STR_ARG(shown(m, e->name)), codec_name(u->kind),
			      u->end == CODEC_CUT ? "cut short" : "broken",
			      (unsigned long long)u->made, u->error);
		return;
	}
	if (u->end != CODEC_DONE)
		return;
	check_crc(o, e, h, u->crc);
	if (u->made != h->size)
		model_finding(m, "MD112", e->at, e->name,
			      "%.*s: the header says %llu bytes of content, there are %llu",
			      STR_ARG(shown(m, e->name)), (unsigned long long)h->size,
			      (unsigned long long)u->made);
	rest = blob_slice(u->from, u->taken, u->from.size);
	if (rest.size == 0 || unpack_all_zero(m, rest))
		return;
	model_finding(m, "MD102", behind, e->name,
		      "%.*s: %llu bytes follow the end of its compressed data",
		      STR_ARG(shown(m, e->name)), (unsigned long long)rest.size);
	model_inside(m, S("(behind the compressed data of a member)"), rest);
}

static bool cannot_open(struct opened *o, const struct zip_entry *e, const struct zip_header *h)
{
	struct model *m = o->m;

	if ((e->h.flags & e->local.flags & ZIP_FLAG_ENCRYPTED) != 0 || h->method == ZIP_AES) {
		model_finding(m, "MD119", e->at, e->name,
			      "%.*s is encrypted: it cannot be looked into",
			      STR_ARG(shown(m, e->name)));
		return true;
	}
	if (h->method == ZIP_STORED || kind_of(h->method) != CODEC_NONE)
		return false;
	model_finding(m, "MD120", e->at, e->name,
		      "%.*s is compressed with method %u%s: it cannot be looked into",
		      STR_ARG(shown(m, e->name)), h->method,
		      h->method == ZIP_DEFLATE64 ? " (deflate64)" : "");
	return true;
}

static uint8_t *room_for(struct opened *o, struct text_room *r, size_t n)
{
	if (r->p == NULL || r->n < n) {
		r->n = n < 64 * KiB ? 64 * KiB : n < 512 * KiB ? 512 * KiB : TEXT_BYTES;
		r->p = arena_raw(o->m->arena, r->n, 8);
	}
	return r->p;
}

/* The member's content if it is stored or deflated and small enough; borrowed until the next call.
 * (Anything else is looked at by content only.) */
static bool read_text(struct opened *o, const struct zip_entry *e, const struct zip_header *h,
		      size_t most, str *out)
{
	struct blob b = packed_bytes(o, e, h);
	struct stream *in;
	str packed;

	if (h->size > most || b.size > most ||
	    (h->method != ZIP_STORED && h->method != ZIP_DEFLATE) || !model_spend(o->m, h->size))
		return false;
	*out = (str){room_for(o, &o->text, (size_t)h->size), (size_t)h->size};
	if (h->method == ZIP_STORED)
		return blob_copy(b, 0, o->text.p, out->n);
	packed = (str){room_for(o, &o->packed, (size_t)b.size), (size_t)b.size};
	if (!blob_copy(b, 0, o->packed.p, packed.n))
		return false;
	in = stream_of(o->m->arena, blob_of(packed));
	if (o->inflate == NULL)
		o->inflate = codec_open(o->m->arena, CODEC_DEFLATE, in);
	else
		codec_reopen(o->inflate, in);
	/* One byte more: what is longer than it says is for the other way. */
	return stream_read(&o->inflate->out, o->text.p, out->n) == out->n &&
	       !stream_ready(&o->inflate->out) && o->inflate->end == CODEC_DONE;
}

static void look_at_link(struct opened *o, const struct zip_entry *e)
{
	enum path_problem p;
	str target;

	if (!read_text(o, e, &e->h, LINK_BYTES, &target))
		return;
	p = path_check_link(e->name, target);
	if (p != PATH_FINE)
		model_finding(
			o->m, "MD122", e->at, e->name, "%.*s is a symbolic link to %.*s, which %s",
			STR_ARG(shown(o->m, e->name)), STR_ARG(shown(o->m, target)), path_says(p));
}

/* One view of a member's bytes. */
static void open_member(struct opened *o, const struct zip_entry *e, const struct zip_header *h,
			str name)
{
	uint8_t properties[9];
	struct codec_raw raw;
	struct unpack u;
	bool tensor = is_tensor(o, name);
	str text;

	if (cannot_open(o, e, h))
		return;
	if (is_python(o, name) && read_text(o, e, h, TEXT_BYTES, &text)) {
		check_crc(o, e, h, codec_crc32(0, text));
		model_code(o->m, name, text);
		return;
	}
	if (h->method == ZIP_STORED) {
		if ((!tensor && h->packed <= CRC_BYTES) || o->m->scan->settings->hash != HASH_NONE)
			check_stored(o, e, h);
		if (tensor)
			model_inside_quiet(o->m, name, packed_bytes(o, e, h));
		else
			model_inside(o->m, name, packed_bytes(o, e, h));
		return;
	}
	prepare(o, e, h, &u, &raw, properties);
	unpack_inside(o->m, name, &u);
	report_unpacked(o, e, h, &u);
}

/* pandas names the only member after the file it writes, with its folder. */
static bool is_own_path(const struct opened *o, str name)
{
	str last = str_after_last(name, '/'), own = o->m->name;

	return o->z->count == 1 &&
	       (str_ends(last, S(".zip")) || str_eq(last, own) ||
		(str_ends(own, S(".zip")) && str_eq(last, str_slice(own, 0, own.n - 4))));
}

static void look_at_name(struct opened *o, const struct zip_entry *e, str name)
{
	bool absolute;
	struct finding *f = unpack_check_name(o->m, name, e->at, &absolute);

	/* numpy.savez makes names of keys, which may be "/layer/w"; nobody extracts them. */
	if (f != NULL && absolute && (o->npz || is_own_path(o, name)))
		f->severity = INFO;
}

/* Extra fields (APPNOTE 4.5) that are something by themselves. */
static void look_at_extra(struct opened *o, const struct zip_entry *e)
{
	struct blob all = blob_slice(o->z->blob, e->extra_at, e->data);
	uint8_t head[4];

	for (uint64_t at = 0; blob_copy(all, at, head, 4);) {
		uint64_t n = (uint64_t)(head[2] | head[3] << 8);
		struct blob body = blob_slice(all, at + 4, at + 4 + n);
		at += 4 + n;
		if (body.size < 8 || !model_recognised(o->m, body))
			continue;
		model_finding(o->m, "MD118", e->extra_at, e->name,
			      "%.*s: an extra field of its local header is a model or a program",
			      STR_ARG(shown(o->m, e->name)));
		model_inside(o->m, S("(extra field)"), body);
	}
}

static void look_at_member(struct opened *o, const struct zip_entry *e)
{
	bool other;

	look_at_name(o, e, e->name);
	if ((e->problems & ZIP_NAME) != 0)
		look_at_name(o, e, e->local_name);
	if (e->unicode_name.n > 0)
		look_at_name(o, e, e->unicode_name);
	if ((e->problems & ZIP_NO_LOCAL) != 0)
		return;
	look_at_mode(o, e);
	if ((e->problems & ZIP_EXTRA) != 0)
		look_at_extra(o, e);
	if (is_link(e))
		look_at_link(o, e);
	if (e->h.packed == 0 && e->local.packed == 0)
		return;
	open_member(o, e, &e->h, e->name);
	other = (e->problems & ZIP_LOCAL_ONLY) == 0 &&
		((e->problems & (ZIP_METHOD | ZIP_NAME)) != 0 ||
		 ((e->problems & ZIP_SIZE) != 0 && e->local.packed > e->h.packed));
	if (other) {
		struct zip_header h = e->local;
		if (h.packed == 0)
			h.packed = e->h.packed;
		if (h.size == 0)
			h.size = e->h.size;
		open_member(o, e, &h, (e->problems & ZIP_NAME) != 0 ? e->local_name : e->name);
	}
}

static void look_at_members(struct opened *o)
{
	uint64_t place = UINT64_MAX;
	unsigned same = 0;

	for (uint32_t i = 0; i < o->z->count; i++) {
		const struct zip_entry *e = &o->z->entries[i];
		report_entry(o, e);
		same = e->at == place ? same + 1 : 0;
		place = e->at;
		if (same < SAME_PLACE && !o->m->scan->model_spent)
			look_at_member(o, e);
	}
	report_more(o);
}

/* ---- Gaps --------------------------------------------------------------------------------- */

/* Programs in front of an archive: self-extracting archives, zipapps, llamafile, Chrome's. */
static bool is_launcher(struct model *m, struct blob b)
{
	static const char *const names[] = {".exe",  ".pyz", ".pyzw", ".pex", ".com",
					    ".run",  ".sh",  ".jar",  ".war", ".crx",
					    ".shiv", ".xar", ".xpi",  ".par", ".llamafile"};
	uint8_t head[4] = {0};
	bool named = str_find_byte(m->name, '.') == STR_NONE;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		named |= str_ends(m->name, str_of(names[i]));
	if (!named || !blob_copy(b, 0, head, b.size < 4 ? (size_t)b.size : 4))
		return false;
	return (head[0] == '#' && head[1] == '!') || (head[0] == 'M' && head[1] == 'Z') ||
	       memcmp(head, "\177ELF", 4) == 0 || memcmp(head, "Cr24", 4) == 0;
}

/* Android's signatures lie before the directory. */
static bool is_apk_signature(struct blob b)
{
	uint8_t end[16];

	return b.size >= 32 && blob_copy(b, b.size - 16, end, 16) &&
	       memcmp(end, "APK Sig Block 42", 16) == 0;
}

/* APPNOTE 8.5.3: what splitting tools leave when one part was enough. */
static bool is_span_marker(struct blob b)
{
	uint8_t mark[4];

	return b.size == 4 && blob_copy(b, 0, mark, 4) &&
	       (memcmp(mark, "PK00", 4) == 0 || memcmp(mark, "PK\7\10", 4) == 0);
}

static void look_at_comment(struct model *m, const struct zip_gap *g, struct blob b)
{
	if (!model_recognised(m, b))
		return;
	model_finding(m, "MD118", g->at, S("comment"),
		      "a comment of %llu bytes is a model or a program",
		      (unsigned long long)g->size);
	model_inside(m, S("(comment)"), b);
}

static void look_at_gap(struct model *m, const struct zip_gap *g)
{
	static const char *const where[] = {
		[ZIP_GAP_PREFIX] = "before the archive",
		[ZIP_GAP_BETWEEN] = "between members",
		[ZIP_GAP_DIRECTORY] = "beside the directory",
		[ZIP_GAP_TRAILING] = "behind the archive",
	};
	struct blob b = blob_slice(m->blob, g->at, g->at + g->size);
	struct finding *f;

	if (g->kind == ZIP_GAP_COMMENT || g->kind == ZIP_GAP_MEMBER_COMMENT) {
		look_at_comment(m, g, b);
		return;
	}
	if (unpack_all_zero(m, b) || (g->kind == ZIP_GAP_DIRECTORY && is_apk_signature(b)) ||
	    (g->kind == ZIP_GAP_PREFIX && is_span_marker(b)))
		return;
	/* What comes before is something by itself, whose format knows its end: the metadata of
	 * TensorFlow Lite, a tar whose last member is an archive. */
	if (g->kind == ZIP_GAP_PREFIX && m->shared)
		return;
	f = model_finding(m, "MD118", g->at, str_of(where[g->kind]), "%llu bytes lie %s",
			  (unsigned long long)g->size, where[g->kind]);
	/* Two bytes are a line end at most. */
	if ((g->kind == ZIP_GAP_PREFIX && is_launcher(m, b)) ||
	    (g->kind == ZIP_GAP_TRAILING && g->size <= 2))
		f->severity = INFO;
	if (g->size < m->blob.size)
		model_inside(m, arena_printf(m->arena, "(%s)", where[g->kind]), b);
}

/* ---- The format --------------------------------------------------------------------------- */

static void name_kind(struct opened *o)
{
	const struct zip *z = o->z;
	bool keras = false, config = false, skops = false;
	uint32_t npy = 0;

	o->no_crc = z->count > 0;
	for (uint32_t i = 0; i < z->count; i++) {
		str name = z->entries[i].name, last = str_after_last(name, '/');
		o->torch |= str_eq(last, S("data.pkl")) || str_eq(last, S("constants.pkl")) ||
			    str_eq(last, S("archive_format")) || str_eq(last, S("model.json"));
		keras |= str_eq(name, S("metadata.json"));
		config |= str_eq(name, S("config.json"));
		skops |= str_eq(name, S("schema.json"));
		npy += str_ends(name, S(".npy"));
		o->package |= str_ends(name, S(".dist-info/WHEEL")) ||
			      str_ends(name, S("EGG-INFO/PKG-INFO")) ||
			      str_eq(name, S("__main__.py")) || str_eq(last, S("setup.py")) ||
			      str_eq(last, S("pyproject.toml"));
		o->brings_code |= str_eq(name, S("MAR-INF/MANIFEST.json")) ||
				  str_in(last, "config.json MLmodel");
		o->no_crc &= z->entries[i].h.crc == 0;
	}
	o->brings_code |= o->torch || (keras && config) || skops;
	o->npz = npy > 0 && npy == z->count;
	o->m->is_model = o->torch || o->npz || (keras && config) || skops;
	model_property(o->m, "format",
		       o->torch		 ? S("torch")
		       : o->npz		 ? S("npz")
		       : keras && config ? S("keras")
		       : skops		 ? S("skops")
		       : o->package	 ? S("python package")
					 : S("zip"));
}

/* A shard of torch's distributed checkpoints is one archive behind the other, a tensor each. False:
 * it is not made of whole archives only. */
static bool look_at_sequence(struct model *m)
{
	uint64_t *starts = NULL;
	uint32_t count = 0;

	if (!str_ends(m->name, S(".distcp")) || !zip_sequence(m->arena, m->blob, &starts, &count))
		return false;
	model_property(m, "format", S("torch"));
	for (uint32_t i = 0; i < count && !m->scan->model_spent; i++) {
		uint64_t end = i + 1 < count ? starts[i + 1] : m->blob.size;
		model_inside(m, arena_printf(m->scan->arena, "(archive %u)", i + 1),
			     blob_slice(m->blob, starts[i], end));
	}
	return true;
}

static void scan(struct model *m)
{
	struct opened o = {.m = m};
	str tail;

	if (look_at_sequence(m))
		return;
	if (!str_starts(blob_get(m->blob, m->arena, 0, 2), S("PK"))) {
		uint64_t from = m->blob.size > PEEK_TAIL ? m->blob.size - PEEK_TAIL : 0;
		tail = blob_get(m->blob, m->arena, from, PEEK_TAIL);
		if (zip_ends(tail, m->blob.size) == 0) {
			struct finding *f = model_finding(
				m, "MD124", 0, (str){NULL, 0},
				"the name says that this is a ZIP archive, but its content is not");
			/* pandas' members are called like their archive. */
			if (m->outer != NULL && str_ends(m->name, S(".zip")))
				f->severity = INFO;
			return;
		}
	}
	o.z = zip_read(m->arena, m->blob);
	name_kind(&o);
	report_notes(&o);
	look_at_members(&o);
	for (uint32_t i = 0; i < o.z->gap_count; i++)
		look_at_gap(m, &o.z->gaps[i]);
}

static unsigned recognise(const struct settings *s, const struct peek *p)
{
	static const char *const names[] = {".zip",   ".npz", ".keras", ".whl", ".mar",
					    ".skops", ".jar", ".pt2",	".egg"};
	struct cur c = cur_of(p->head);
	unsigned ends;

	(void)s;
	if (cur_u32le(&c) == 0x04034b50) {
		uint16_t version = cur_u16le(&c);
		uint16_t method;
		cur_skip(&c, 2);
		method = cur_u16le(&c);
		if (!c.bad && (version & 0xff) <= 100 && method <= 100)
			return 95;
		return p->quiet ? 0 : 90;
	}
	if (str_starts(p->head, S("PK\5\6\0\0")) || str_starts(p->head, S("PK\7\10PK\3\4")) ||
	    str_starts(p->head, S("PK00PK\3\4")))
		return 90;
	ends = p->quiet ? 0 : zip_ends(p->tail, p->size);
	if (ends == 2)
		return 85;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_ends(p->name, str_of(names[i])))
			return ends == 1 ? 60 : 20;
	return ends == 1 ? 30 : 0;
}

const struct format format_zip = {
	.name = "zip",
	.layer = LAYER_MODELS,
	.recognise = recognise,
	.model = scan,
};

const struct rule rules_zip[] = {
	{
		.id = "MD110",
		.name = "zip_directory_broken",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20},
		.title = "The directory of a ZIP archive is broken or missing",
		.why = "Readers repair such archives each in their own way, so that what a scanner "
		       "saw need not be what a loader finds.",
		.fix = "Pack the archive anew, or get it again from its source.",
		.bad = "PK\\x05\\x06\\x00\\x00\\x00\\x00\\x01\\x00\\x01\\x00.\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00",
		.good = "PK\\x05\\x06\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00",
		.lang = "bytes:m.zip",
		.tags = "OWASP-ML06",
	},
	{
		.id = "MD111",
		.name = "zip_several_archives",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {436, 506},
		.title = "One file holds several ZIP archives",
		.why = "Readers choose different ones: a scanner may be shown a harmless archive "
		       "and the loader another. Both were looked at.",
		.fix = "Pack the archive anew, with the members you mean.",
		.tags = "OWASP-ML06 ATLAS-AML.T0010",
	},
	{
		.id = "MD112",
		.name = "zip_headers_disagree",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {436, 20},
		.title = "The headers of a ZIP member contradict each other",
		.why = "Every member is described twice, in the directory and before its data. "
		       "Python's zipfile gives up when they differ while torch's reader goes on "
		       "(CVE-2025-1944, CVE-2025-1945): so models are hidden from scanners.",
		.fix = "Pack the archive anew; find out who made it.",
		.tags = "OWASP-ML06 ATLAS-AML.T0010",
	},
	{
		.id = "MD113",
		.name = "zip_hidden_member",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {436, 506},
		.title = "A ZIP member is in no directory",
		.why = "Readers that go by the directory do not see it; those that read from the "
		       "start, or another file that knows its place, do.",
		.fix = "Pack the archive anew; find out what the member is for.",
		.tags = "OWASP-ML06 ATLAS-AML.T0010",
	},
	{
		.id = "MD114",
		.name = "zip_member_missing",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20},
		.title = "The directory names a ZIP member that is not there",
		.why = "The archive is cut short or was changed, and this member was not checked.",
		.fix = "Get the archive again from its source and compare its digest.",
		.tags = "OWASP-ML06",
	},
	{
		.id = "MD115",
		.name = "zip_members_overlap",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {405, 436},
		.title = "ZIP members lie over each other",
		.why = "Overlapping members make bombs of a few kilobytes, and members that are "
		       "something else for each reader.",
		.fix = "Do not unpack it.",
		.tags = "OWASP-ML06 OWASP-LLM10",
	},
	{
		.id = "MD116",
		.name = "zip_duplicate_name",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {436, 506},
		.title = "Two ZIP members have the same name",
		.why = "One reader takes the first, another the last: what is checked need not be "
		       "what is loaded. Both were looked at.",
		.fix = "Pack the archive anew, with each member once.",
		.tags = "OWASP-ML06 ATLAS-AML.T0010",
	},
	{
		.id = "MD117",
		.name = "zip_wrong_checksum",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {354},
		.title = "The checksum of a ZIP member is wrong",
		.why = "The member was changed after it was packed, or never meant to be read by "
		       "those who check: Python's zipfile refuses it, torch's reader does not look "
		       "(CVE-2025-10156).",
		.fix = "Get the archive again from its source and compare its digest.",
		.tags = "OWASP-ML06 ATLAS-AML.T0010",
	},
	{
		.id = "MD118",
		.name = "zip_bytes_outside",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {506, 20},
		.title = "Bytes of a ZIP archive belong to no member",
		.why = "What lies before, between or behind the members is invisible to whoever "
		       "lists the archive, and may make it a file of another kind as well.",
		.fix = "Pack the archive anew; find out who added the rest.",
		.tags = "OWASP-ML06",
	},
	{
		.id = "MD119",
		.name = "zip_encrypted",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {311},
		.title = "An archive member is encrypted and was not checked",
		.why = "Nobody but those who have the password can see what would be loaded.",
		.fix = "Ask for the content without encryption, or check it after unpacking.",
		.tags = "OWASP-ML06",
	},
	{
		.id = "MD120",
		.name = "archive_method_unknown",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20},
		.title = "An archive member is compressed in a way assay does not read",
		.why = "It was not checked. No Python library that loads models writes it.",
		.fix = "Pack the archive anew with deflate or without compression.",
		.tags = "OWASP-ML06",
	},
	{
		.id = "MD121",
		.name = "archive_path_traversal",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {22},
		.title = "The name of an archive member leads out of the archive",
		.why = "Unpacking it writes a file wherever the author wants: a start-up script, a "
		       "key, a module that is imported later.",
		.fix = "Do not unpack it; extractall() needs a filter that refuses such names.",
		.tags = "OWASP-ML06 ATLAS-AML.T0011",
	},
	{
		.id = "MD122",
		.name = "archive_link_leaves",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {59, 22},
		.title = "A link in an archive leads out of it",
		.why = "Unpacked, it shows a file of the victim's machine as a part of the model, "
		       "or "
		       "lets the next member be written through it.",
		.fix = "Do not unpack it.",
		.tags = "OWASP-ML06 ATLAS-AML.T0011",
	},
	{
		.id = "MD123",
		.name = "archive_special_file",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20, 250},
		.title = "An archive member is a device, a pipe, or runs with its owner's rights",
		.why = "Unpacked as root it gives access to a disk or to rights; reading from a "
		       "device or a pipe never ends.",
		.fix = "Do not unpack it; models are regular files.",
		.tags = "OWASP-ML06",
	},
	{
		.id = "MD124",
		.name = "not_an_archive",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {20},
		.title = "A file named as an archive is none",
		.why = "What the name says and what a loader finds differ; what it is instead is "
		       "not "
		       "known to assay.",
		.fix = "Name the file after what it is, or get it again from its source.",
		.bad = "this is a text and nothing else",
		.good = "PK\\x05\\x06\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00",
		.lang = "bytes:m.zip",
		.tags = "OWASP-ML06",
	},
	{0},
};
