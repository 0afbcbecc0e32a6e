/* 7z archives (a torch file packed as 7z was how "nullifAI" passed the scanners of a hub), under
 * any name and behind a self-extracting program. Files of one folder are one compressed stream,
 * which is made once; members are slices of it. */
#include "pack/sevenzip.h"

#include "base/limits.h"
#include "engine/model.h"
#include "engine/rule.h"
#include "pack/path.h"
#include "repo/walk.h"
#include "rules/model/unpack.h"

#define CRC_BYTES (1 * MiB)

struct opened {
	struct model *m;
	struct sevenzip *z;
	struct unpack_total total;
	uint32_t *order; /* files by folder and place in it */
};

static str shown(struct model *m, str name)
{
	return walk_escape(m->scan->arena, str_slice(name, 0, 200));
}

static const char *rule_of(enum sevenzip_diag diag)
{
	switch (diag) {
	case SEVENZIP_FINE:
	case SEVENZIP_SIGNATURE:
	case SEVENZIP_CUT:
	case SEVENZIP_CHECKSUM:
	case SEVENZIP_HEADER:
		return "MD128";
	case SEVENZIP_ENCRYPTED:
		return "MD119";
	case SEVENZIP_METHOD:
		return "MD120";
	case SEVENZIP_LIMIT:
		return "AS004";
	}
	return "MD128";
}

/* ---- Files -------------------------------------------------------------------------------- */

/* Bit 15: the upper half is a Unix mode. */
static bool is_link(const struct sevenzip_file *f)
{
	return ((f->attributes & 0x8000) != 0 && (f->attributes >> 16 & 0170000) == 0120000) ||
	       (f->attributes & 0x400) != 0;
}

static void check_link(struct opened *o, const struct sevenzip_file *f, struct blob b)
{
	str target = blob_get(b, o->m->arena, 0, LIMIT_PATH_BYTES);
	enum path_problem p = path_check_link(f->name, target);

	if (p != PATH_FINE)
		model_finding(o->m, "MD122", MODEL_NOWHERE, f->name,
			      "%.*s is a symbolic link to %.*s, which %s",
			      STR_ARG(shown(o->m, f->name)), STR_ARG(shown(o->m, target)),
			      path_says(p));
}

static void check_crc(struct opened *o, const struct sevenzip_file *f, struct blob b)
{
	uint8_t block[16 * KiB];
	uint32_t crc = 0;

	if (!f->has_crc || (f->size > CRC_BYTES && o->m->scan->settings->hash == HASH_NONE))
		return;
	for (uint64_t at = 0; at < b.size;) {
		size_t n = b.size - at < sizeof(block) ? (size_t)(b.size - at) : sizeof(block);
		if (!model_spend(o->m, n) || !blob_copy(b, at, block, n))
			return;
		crc = codec_crc32(crc, (str){block, n});
		at += n;
	}
	if (crc != f->crc)
		model_finding(o->m, "MD117", MODEL_NOWHERE, f->name,
			      "%.*s: its checksum is %08x, the header says %08x",
			      STR_ARG(shown(o->m, f->name)), crc, f->crc);
}

static void look_at_file(struct opened *o, const struct sevenzip_file *f, struct blob folder)
{
	struct blob b = blob_slice(folder, f->at, f->at + f->size);

	if (b.size < f->size)
		model_finding(o->m, "MD114", MODEL_NOWHERE, f->name,
			      "%.*s: %llu of its %llu bytes are not there",
			      STR_ARG(shown(o->m, f->name)), (unsigned long long)(f->size - b.size),
			      (unsigned long long)f->size);
	if (b.size == 0)
		return;
	if (is_link(f))
		check_link(o, f, b);
	check_crc(o, f, b);
	model_inside(o->m, f->name, b);
}

/* ---- Folders ------------------------------------------------------------------------------ */

/* The name by which a folder's troubles are reported: of its first file. */
static str first_name(const struct opened *o, uint32_t first, uint32_t index)
{
	const struct sevenzip *z = o->z;

	if (first < z->file_count && z->files[o->order[first]].folder == index)
		return z->files[o->order[first]].name;
	return S("(packed stream)");
}

static bool cannot_open(struct opened *o, const struct sevenzip_folder *f, str name)
{
	if (f->encrypted)
		model_finding(o->m, "MD119", f->at, name,
			      "%.*s%s: encrypted, it cannot be looked into",
			      STR_ARG(shown(o->m, name)), f->files > 1 ? " and more" : "");
	else if (f->method != NULL)
		model_finding(o->m, "MD120", f->at, name,
			      "%.*s%s: packed with %s, it cannot be looked into",
			      STR_ARG(shown(o->m, name)), f->files > 1 ? " and more" : "",
			      f->method);
	return f->encrypted || f->method != NULL;
}

static bool unpack_folder(struct opened *o, const struct sevenzip_folder *f, str name,
			  struct blob *out)
{
	struct model *m = o->m;
	struct unpack *u = NEW(m->arena, struct unpack, 1);

	u->kind = f->kind;
	u->raw = f->kind == CODEC_RAW ? &f->raw : NULL;
	u->from = blob_slice(m->blob, f->at, f->at + f->packed);
	u->total = &o->total;
	*out = u->from;
	if (f->kind == CODEC_NONE)
		return true;
	if (!unpack_blob(m, name, u, out))
		return false;
	if (u->end == CODEC_CUT || u->end == CODEC_BROKEN)
		model_finding(m, "MD100", f->at, name,
			      "%.*s: the %s data is %s after %llu bytes of content: %s",
			      STR_ARG(shown(m, name)), codec_name(u->kind),
			      u->end == CODEC_CUT ? "cut short" : "broken",
			      (unsigned long long)u->made, u->error);
	else if (u->end == CODEC_DONE && u->made != f->size)
		model_finding(m, "MD128", f->at, name,
			      "%.*s: the header says %llu bytes of content, there are %llu",
			      STR_ARG(shown(m, name)), (unsigned long long)f->size,
			      (unsigned long long)u->made);
	return true;
}

/* Folder `index`, whose files begin at order[first]; returns where those of the next one do. */
static uint32_t look_at_folder(struct opened *o, uint32_t index, uint32_t first)
{
	const struct sevenzip_folder *f = &o->z->folders[index];
	struct arena_mark mark = arena_mark(o->m->arena);
	str name = first_name(o, first, index);
	uint64_t end = 0;
	struct blob b;
	bool ok = !cannot_open(o, f, name) && unpack_folder(o, f, name, &b);

	for (; first < o->z->file_count && o->z->files[o->order[first]].folder == index; first++) {
		const struct sevenzip_file *file = &o->z->files[o->order[first]];
		if (ok && !o->m->scan->model_spent)
			look_at_file(o, file, b);
		end = file->at + file->size;
	}
	if (ok && end < b.size) {
		model_finding(o->m, "MD129", f->at, name,
			      "a packed stream holds %llu bytes more than its files",
			      (unsigned long long)(b.size - end));
		model_inside(o->m, S("(behind the files)"), blob_slice(b, end, b.size));
	}
	arena_release(o->m->arena, mark);
	return first;
}

/* Files are listed in the order of their streams: by folder, then by place. */
static void sort_files(struct opened *o)
{
	struct sevenzip *z = o->z;
	uint32_t n = 0;

	o->order = NEW(o->m->arena, uint32_t, z->file_count + 1);
	for (uint32_t i = 0; i < z->file_count; i++)
		if (z->files[i].folder != UINT32_MAX)
			o->order[n++] = i;
	for (uint32_t i = 0; i < z->file_count; i++)
		if (z->files[i].folder == UINT32_MAX)
			o->order[n++] = i;
}

/* ---- The archive -------------------------------------------------------------------------- */

static void look_outside(struct opened *o, uint64_t from, uint64_t to, const char *where)
{
	struct blob b = blob_slice(o->m->blob, from, to);
	struct finding *f;

	if (b.size == 0 || unpack_all_zero(o->m, b))
		return;
	f = model_finding(o->m, "MD129", from, str_of(where), "%llu bytes lie %s",
			  (unsigned long long)b.size, where);
	/* Self-extracting archives begin with a program, which is somebody else's to judge. */
	if (from == 0 && o->m->shared)
		f->severity = INFO;
	else
		model_inside(o->m, arena_printf(o->m->arena, "(%s)", where), b);
}

static void scan(struct model *m)
{
	struct opened o = {.m = m};
	size_t start = sevenzip_find(blob_get(m->blob, m->arena, 0, PEEK_HEAD));
	uint32_t first = 0;
	bool absolute;

	if (start == STR_NONE &&
	    !str_starts(blob_get(m->blob, m->arena, 0, 6), S("7z\xbc\xaf\x27\x1c"))) {
		model_finding(m, "MD124", 0, (str){NULL, 0},
			      "the name says that this is a 7z archive, but its content is not");
		return;
	}
	o.z = sevenzip_read(m->arena, m->blob, start == STR_NONE ? 0 : start);
	model_property(m, "format", S("7z"));
	if (o.z->diag != SEVENZIP_FINE)
		model_finding(m, rule_of(o.z->diag), o.z->header, str_of(o.z->msg), "%s", o.z->msg);
	sort_files(&o);
	for (uint32_t i = 0; i < o.z->file_count; i++)
		(void)unpack_check_name(m, o.z->files[i].name, MODEL_NOWHERE, &absolute);
	for (uint32_t i = 0; i < o.z->folder_count; i++)
		first = look_at_folder(&o, i, first);
	look_outside(&o, 0, o.z->start, "before the archive");
	if (o.z->diag != SEVENZIP_FINE)
		return;
	look_outside(&o, o.z->packed_end, o.z->header, "between packed data and header");
	look_outside(&o, o.z->end, m->blob.size, "behind the archive");
}

static unsigned recognise(const struct settings *s, const struct peek *p)
{
	(void)s;
	if (str_starts(p->head, S("7z\xbc\xaf\x27\x1c")))
		return 95;
	if (!p->quiet && sevenzip_find(p->head) != STR_NONE)
		return 85;
	return str_ends(p->name, S(".7z")) ? 20 : 0;
}

const struct format format_sevenzip = {
	.name = "7z",
	.layer = LAYER_MODELS,
	.recognise = recognise,
	.model = scan,
};

const struct rule rules_sevenzip[] = {
	{
		.id = "MD128",
		.name = "sevenzip_broken",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20},
		.title = "A 7z archive is broken or cut short",
		.why = "Its files, or some of them, were not checked; a reader that repairs it may "
		       "find them all the same.",
		.fix = "Get the archive again from its source and compare its digest.",
		.bad = "7z\\xbc\\xaf\\x27\\x1c\\x00\\x04",
		.good = "7z\\xbc\\xaf\\x27\\x1c\\x00\\x04\\x8d\\x9b\\xd5\\x0f\\x00\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x0"
			"0"
			"\\x00",
		.lang = "bytes:m.7z",
		.tags = "OWASP-ML06",
	},
	{
		.id = "MD129",
		.name = "sevenzip_bytes_outside",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {506, 20},
		.title = "Bytes of a 7z archive belong to no file",
		.why = "What lies before or behind the archive, or in its streams beside the "
		       "files, "
		       "is invisible to whoever lists it.",
		.fix = "Pack the archive anew; find out who added the rest.",
		.tags = "OWASP-ML06",
	},
	{0},
};
