/* The jail's half. A file is recognised by its first bytes: compressed, a ZIP archive, JSON, CSV
 * with the columns of a list, or else YAML if it is called so. JSON is cut into its values before
 * it is parsed, so that JSON lines, one record and any number of them behind each other are the
 * same thing and memory is one record's.
 *
 * The first thing that is broken ends it: an import is whole or does not happen. */
#include "engine/import_task.h"

#include <unistd.h>
#include "base/cur.h"
#include "base/input.h"
#include "base/limits.h"
#include "dep/osv.h"
#include "engine/import_int.h"
#include "pack/codec.h"
#include "pack/zip.h"
#include "text/json.h"
#include "text/yaml.h"

enum { HEAD = 4096, NESTED = 3, FLUSH = 256 * 1024 };

/* ---- What comes out ---- */

static void flush(struct importing *m)
{
	if (!output_all(m->task->file[1], buf_str(&m->out)))
		import_broken(m, 0, "the records could not be handed on: too many of them");
	m->out.n = 0;
}

void import_put(struct importing *m, enum import_item kind, str bytes)
{
	buf_u8(&m->out, (uint8_t)kind);
	buf_field(&m->out, bytes);
	if (m->out.n >= FLUSH)
		flush(m);
}

bool import_broken(struct importing *m, uint64_t line, const char *why)
{
	struct import_answer *a = &m->answer;

	if (a->end != IMPORT_DONE)
		return false;
	a->end = IMPORT_BROKEN;
	a->where = arena_dup(m->task->arena, m->name);
	a->line = line;
	a->why = str_of(why);
	return false;
}

/* ---- Documents ---- */

/* In a folder lies much that is JSON or YAML and no record. */
static bool is_record(const struct tree *t)
{
	return tree_get(t, S("id")) != NULL &&
	       (tree_get(t, S("affected")) != NULL || tree_get(t, S("modified")) != NULL);
}

static bool take_record(struct importing *m, const struct tree *t, str bytes, uint64_t line)
{
	struct buf b = buf_in(&m->scratch);
	struct osv_record r;
	const char *why;
	uint32_t at;

	if (m->loose && !is_record(t)) {
		m->answer.counts.passed++;
		return true;
	}
	switch (osv_read(&m->scratch, t, &r, &why, &at)) {
	case OSV_NONE:
		return import_broken(m, line + text_line(bytes, at) - 1, why);
	case OSV_OTHER:
		buf_field(&b, r.id);
		buf_field(&b, r.modified);
		import_put(m, IMPORT_ELSEWHERE, buf_str(&b));
		m->answer.counts.others++;
		return true;
	case OSV_RECORD:
		break;
	}
	osv_put(&b, &r);
	import_put(m, IMPORT_RECORD, buf_str(&b));
	m->answer.counts.records++;
	m->answer.counts.withdrawn += r.withdrawn;
	m->answer.counts.unversioned += r.unversioned > 0;
	return true;
}

static bool take_document(struct importing *m, const struct tree *t, str bytes, uint64_t line)
{
	const struct tree *list = tree_is(t, TREE_ARRAY) ? t : tree_get(t, S("vulns"));
	const struct tree *kev = tree_get(t, S("vulnerabilities"));

	if (tree_is(kev, TREE_ARRAY) && tree_get(t, S("id")) == NULL)
		return import_kev_json(m, kev, bytes);
	if (!tree_is(list, TREE_ARRAY))
		return take_record(m, t, bytes, line);
	for (const struct tree *i = list->first; i != NULL; i = i->next)
		if (!take_record(m, i, bytes, line))
			return false;
	return true;
}

/* ---- JSON ---- */

static void skip_space(struct stream *s, uint64_t *line)
{
	while (stream_ready(s) && (*s->p == ' ' || (*s->p >= '\t' && *s->p <= '\r')))
		*line += *s->p++ == '\n';
}

struct cutter {
	unsigned depth;
	bool text, escape;
};

/* How many bytes of `s` belong to the value; *end: it ends with them. */
static size_t cut(struct cutter *c, str s, bool *end)
{
	for (size_t i = 0; i < s.n; i++) {
		uint8_t b = s.p[i];
		if (c->escape) {
			c->escape = false;
		} else if (c->text) {
			c->escape = b == '\\';
			c->text = b != '"';
		} else if (b == '"') {
			c->text = true;
		} else if (b == '{' || b == '[') {
			c->depth++;
		} else if ((b == '}' || b == ']') && --c->depth == 0) {
			*end = true;
			return i + 1;
		}
	}
	return s.n;
}

/* The next value, an object or array; false at the end and where something else stands. */
static bool next_value(struct importing *m, struct stream *s, struct buf *b, uint64_t line)
{
	struct cutter c = {0};
	bool end = false;

	b->n = 0;
	if (!stream_ready(s) || (*s->p != '{' && *s->p != '['))
		return stream_ready(s) && import_broken(m, line, "a JSON object was expected");
	while (!end) {
		str window;
		if (!stream_ready(s))
			return import_broken(m, line, "a JSON value is cut short");
		window = (str){s->p, (size_t)(s->end - s->p)};
		window.n = cut(&c, window, &end);
		if (b->n + window.n > LIMIT_ADVISORY_BYTES)
			return import_broken(m, line, "a JSON value is larger than any record");
		buf_add(b, window);
		s->p += window.n;
	}
	return true;
}

static bool read_json(struct importing *m, struct stream *s)
{
	struct arena_mark mark = arena_mark(&m->hold);
	struct buf b = buf_in(&m->hold);
	uint64_t line = 1;

	for (skip_space(s, &line); next_value(m, s, &b, line); skip_space(s, &line)) {
		const struct tree *t;
		struct diag d;
		arena_reset(&m->scratch);
		if (!json_parse(&m->scratch, buf_str(&b), &t, &d))
			return import_broken(m, line + text_line(buf_str(&b), d.offset) - 1, d.msg);
		if (!take_document(m, t, buf_str(&b), line))
			return false;
		line += text_line(buf_str(&b), b.n) - 1;
		m->task->page->pulse++;
	}
	arena_release(&m->hold, mark);
	return m->answer.end == IMPORT_DONE;
}

/* ---- YAML ---- */

static bool read_yaml(struct importing *m, struct stream *s)
{
	struct arena_mark mark = arena_mark(&m->hold);
	struct buf b = buf_in(&m->hold);
	const struct tree *documents;
	struct diag d;
	str bytes;

	while (stream_ready(s) && b.n <= LIMIT_YAML_BYTES) {
		buf_add(&b, (str){s->p, (size_t)(s->end - s->p)});
		s->p = s->end;
	}
	bytes = buf_str(&b);
	arena_reset(&m->scratch);
	if (!yaml_parse(&m->scratch, bytes, &documents, &d))
		return import_broken(m, text_line(bytes, d.offset), d.msg);
	for (const struct tree *t = documents->first; t != NULL; t = t->next)
		if (!take_document(m, t, bytes, 1))
			return false;
	arena_release(&m->hold, mark);
	m->task->page->pulse++;
	return true;
}

/* ---- Whatever it is ---- */

static bool is_yaml_name(str name)
{
	return str_ends(name, S(".yaml")) || str_ends(name, S(".yml"));
}

static str without_suffix(str name)
{
	size_t dot = str_rfind_byte(name, '.');

	return dot == STR_NONE ? name : str_slice(name, 0, dot);
}

static bool read_text(struct importing *m, struct stream *s, str head, str name)
{
	uint64_t line = 1;

	if (str_starts(head, S("\xef\xbb\xbf"))) {
		(void)stream_skip(s, 3);
		head = str_slice(head, 3, head.n);
	}
	head = str_trim(head);
	if (head.n == 0 && m->loose) {
		m->answer.counts.passed++;
		return true;
	}
	if (head.n > 0 && (head.p[0] == '{' || head.p[0] == '['))
		return read_json(m, s);
	if (import_is_list(head))
		return import_list(m, s);
	if (is_yaml_name(name))
		return read_yaml(m, s);
	return import_broken(m, line,
			     "neither advisories in the OSV format (JSON, JSON lines, YAML, an "
			     "archive of these) nor a list of CISA (KEV) or FIRST (EPSS)");
}

/* The first bytes of a stream that can be had again. */
static str head_of(struct importing *m, struct stream *s)
{
	uint8_t *head = arena_alloc(&m->hold, HEAD, 8);

	return (str){head, stream_read(s, head, HEAD)};
}

static bool read_blob(struct importing *m, struct blob b, str name, unsigned nested);

/* What is wrong with the packing explains what is wrong with the content, not the other way round.
 */
static bool packed_ended(struct importing *m, const struct codec *c, struct blob packed)
{
	uint8_t next = 0; /* zero bytes are padding */

	if (c->end != CODEC_RUNNING && c->end != CODEC_DONE)
		m->answer.end = IMPORT_DONE;
	switch (c->end) {
	case CODEC_CUT:
		return import_broken(m, 0, "the compressed file is cut short");
	case CODEC_BROKEN:
		return import_broken(m, 0, "the compressed file is damaged");
	case CODEC_TOO_BIG:
		return import_broken(m, 0, "the compressed file wants too much memory");
	case CODEC_RUNNING:
	case CODEC_DONE:
		break;
	}
	if (c->end == CODEC_DONE && blob_copy(packed, c->start + c->taken, &next, 1) && next != 0)
		return import_broken(m, 0, "behind the compressed data stands something else");
	if (c->made > LIMIT_ADVISORY_SOURCE)
		return import_broken(m, 0, "it unpacks to more than any database has");
	return m->answer.end == IMPORT_DONE;
}

static bool read_packed(struct importing *m, enum codec_kind kind, struct blob b, str name)
{
	struct arena_mark mark = arena_mark(&m->unpack);
	struct codec *c = codec_open(&m->unpack, kind, stream_of(&m->hold, b));
	str head = head_of(m, &c->out);
	bool done;

	if (head.n == 0 && c->end != CODEC_DONE) {
		(void)packed_ended(m, c, b);
		arena_release(&m->unpack, mark);
		return false;
	}
	codec_reopen(c, stream_of(&m->hold, b));
	done = read_text(m, &c->out, head, name);
	while (done && stream_ready(&c->out)) /* what is behind it has a checksum as well */
		c->out.p = c->out.end;
	done = packed_ended(m, c, b) && done;
	arena_release(&m->unpack, mark);
	return done;
}

static enum codec_kind zip_codec(unsigned method)
{
	switch (method) {
	case ZIP_DEFLATE:
		return CODEC_DEFLATE;
	case ZIP_BZIP2:
		return CODEC_BZIP2;
	case ZIP_ZSTD:
		return CODEC_ZSTD;
	default:
		return CODEC_NONE;
	}
}

/* Unpacked into memory: its checksum decides whether it is read at all. */
static bool unpack_member(struct importing *m, const struct zip_entry *e, struct blob packed,
			  str *out)
{
	enum codec_kind kind = zip_codec(e->h.method);
	struct buf b = buf_in(&m->hold);
	struct stream *s = stream_of(&m->hold, packed);

	if (e->h.method != ZIP_STORED && kind == CODEC_NONE)
		return import_broken(m, 0, "a member is packed in a way that is not read");
	if (e->h.size > LIMIT_ADVISORY_BYTES)
		return import_broken(m, 0, "a member is larger than any record");
	if (kind != CODEC_NONE)
		s = &codec_open(&m->unpack, kind, s)->out;
	while (stream_ready(s) && b.n <= e->h.size) {
		buf_add(&b, (str){s->p, (size_t)(s->end - s->p)});
		s->p = s->end;
	}
	*out = buf_str(&b);
	if (s->error != NULL || out->n != e->h.size || codec_crc32(0, *out) != e->h.crc)
		return import_broken(m, 0, "a member is damaged: its checksum or size is another");
	return true;
}

static bool read_member(struct importing *m, const struct zip *z, const struct zip_entry *e)
{
	struct blob b = blob_slice(z->blob, e->data, e->data + e->h.packed);
	struct arena_mark mark = arena_mark(&m->unpack);
	str bytes;
	bool done;

	if ((e->problems & ~(unsigned)ZIP_EXTRA) != 0 || (e->h.flags & ZIP_FLAG_ENCRYPTED) != 0)
		return import_broken(m, 0, "the archive is damaged, encrypted or made to deceive");
	done = unpack_member(m, e, b, &bytes) && read_blob(m, blob_of(bytes), e->name, NESTED);
	arena_release(&m->unpack, mark);
	return done;
}

static bool read_zip(struct importing *m, struct blob b)
{
	struct zip *z = zip_read(m->task->arena, b);
	str outer = m->name;

	if (z->note_count > 0)
		return import_broken(m, 0, z->notes[0].msg);
	if (z->view_count != 1)
		return import_broken(m, 0, "the archive has not exactly one directory");
	m->loose = true;
	for (uint32_t i = 0; i < z->count; i++) {
		const struct zip_entry *e = &z->entries[i];
		struct arena_mark mark = arena_mark(&m->hold);
		if (!import_is_wanted(e->name)) {
			m->answer.counts.passed += !str_ends(e->name, S("/"));
			continue;
		}
		m->name = arena_printf(&m->hold, "%.*s: %.*s", STR_ARG(outer), STR_ARG(e->name));
		if (!read_member(m, z, e))
			return false;
		m->name = outer;
		arena_release(&m->hold, mark);
	}
	return true;
}

static bool read_blob(struct importing *m, struct blob b, str name, unsigned nested)
{
	str head = head_of(m, stream_of(&m->hold, b));
	enum codec_kind kind = codec_detect(head);

	if (nested == 0 && str_starts(head, S("PK\x03\x04")))
		return read_zip(m, b);
	if (nested == 0 && kind != CODEC_NONE)
		return read_packed(m, kind, b, without_suffix(name));
	return read_text(m, stream_of(&m->hold, b), head, name);
}

/* ---- The task ---- */

static bool read_frame(struct importing *m, struct blob b, uint64_t *at)
{
	uint8_t header[12];
	struct cur c = cur_of((str){header, sizeof(header)});
	uint32_t name;
	uint64_t size, begin = *at + sizeof(header);

	if (!blob_copy(b, *at, header, sizeof(header)))
		return false;
	name = cur_u32le(&c);
	size = cur_u64le(&c);
	m->name = blob_get(b, &m->hold, begin, name);
	*at = begin + name + size;
	return read_blob(m, blob_slice(b, begin + name, *at), m->name, 0);
}

static void read_frames(struct importing *m, struct blob b)
{
	struct arena_mark mark = arena_mark(&m->hold);

	for (uint64_t at = 0; at < b.size && m->answer.end == IMPORT_DONE;) {
		if (!read_frame(m, b, &at))
			return;
		m->name = m->ask->name; /* the frame's is released */
		arena_release(&m->hold, mark);
	}
}

static void put_answer(struct buf *b, const struct import_answer *a)
{
	const struct import_counts *n = &a->counts;
	const uint64_t counts[] = {n->records, n->withdrawn, n->unversioned, n->others,
				   n->kev,     n->epss,	     n->passed};

	buf_u8(b, (uint8_t)a->end);
	buf_field(b, str_slice(a->where, 0, LIMIT_MESSAGE_BYTES));
	buf_field(b, str_slice(a->why, 0, LIMIT_MESSAGE_BYTES));
	buf_u64(b, a->line);
	for (size_t i = 0; i < COUNTOF(counts); i++)
		buf_u64(b, counts[i]);
}

static void import_inside(struct task_inside *t)
{
	const struct import_ask *ask = t->ctx;
	struct importing *m = NEW(t->arena, struct importing, 1);
	struct blob_file f;

	*m = (struct importing){.task = t,
				.ask = ask,
				.name = ask->name,
				.out = buf_in(t->arena),
				.loose = ask->folder};
	arena_init(&m->scratch, LIMIT_TASK_MEMORY);
	arena_init(&m->hold, LIMIT_TASK_MEMORY);
	arena_init(&m->unpack, LIMIT_STREAM_MEMORY);
	m->answer.end = IMPORT_UNREAD;
	if (blob_file_open(&f, t->file[0], &t->page->pulse)) {
		m->answer.end = IMPORT_DONE;
		if (ask->frames)
			read_frames(m, blob_file(&f));
		else
			(void)read_blob(m, blob_file(&f), ask->name, 0);
		flush(m);
		if (f.failed || f.changed)
			m->answer.end = IMPORT_UNREAD;
	}
	put_answer(t->reply, &m->answer);
}

static void import_failed(struct task_inside *t, bool memory, const char *what)
{
	const struct import_ask *ask = t->ctx;
	struct import_answer a = {.end = IMPORT_BROKEN, .where = ask->name, .why = str_of(what)};

	if (memory)
		a.why = S("it needs more memory than a source may");
	put_answer(t->reply, &a);
}

struct task_job import_task(const struct import_ask *ask)
{
	return (struct task_job){
		.ctx = ask,
		.work = import_inside,
		.failed = import_failed,
		.memory = LIMIT_TASK_MEMORY,
	};
}

/* ---- Outside ---- */

bool import_answer_read(struct arena *a, str reply, struct import_answer *out)
{
	struct cur c = cur_of(arena_dup(a, reply));
	struct import_counts *n = &out->counts;
	uint64_t *const counts[] = {&n->records, &n->withdrawn, &n->unversioned, &n->others,
				    &n->kev,	 &n->epss,	&n->passed};
	uint8_t end = cur_u8(&c);

	*out = (struct import_answer){.end = (enum import_end)end};
	out->where = cur_field(&c);
	out->why = cur_field(&c);
	out->line = cur_u64le(&c);
	for (size_t i = 0; i < COUNTOF(counts); i++)
		*counts[i] = cur_u64le(&c);
	return !c.bad && cur_left(&c) == 0 && end < IMPORT_ENDS;
}

static bool take_item(struct arena *a, unsigned kind, str bytes, struct advisories_import *to)
{
	struct osv_record *r;
	struct cur c = cur_of(bytes);
	str id, cve, due;
	uint32_t score;

	switch (kind) {
	case IMPORT_RECORD:
		r = NEW(a, struct osv_record, 1);
		if (!osv_get(a, &c, r))
			return false;
		advisories_import_record(to, r);
		break;
	case IMPORT_ELSEWHERE:
		id = cur_field(&c);
		advisories_import_elsewhere(to, id, cur_field(&c));
		if (c.bad)
			return false;
		break;
	case IMPORT_KEV:
		cve = cur_field(&c);
		due = cur_field(&c);
		if (c.bad || !advisories_import_kev(to, cve, due))
			return false;
		break;
	case IMPORT_EPSS:
		cve = cur_field(&c);
		score = cur_u32le(&c);
		if (c.bad || !advisories_import_epss(to, cve, score))
			return false;
		break;
	default:
		return false;
	}
	return cur_left(&c) == 0;
}

bool import_take(struct arena *a, str bytes, struct advisories_import *to)
{
	struct cur c = cur_of(bytes);

	while (cur_left(&c) > 0) {
		uint8_t kind = cur_u8(&c);
		str item = cur_field(&c);
		if (c.bad || !take_item(a, kind, item, to))
			return false;
	}
	return true;
}
