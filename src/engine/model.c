/* See model.h. The recursion of containers runs through here: every level has an arena of its own,
 * which belongs to the scanner and is given back when the thing on that level is done. */
#include "engine/model.h"

#include <stdarg.h>
#include "base/fail.h"
#include "base/limits.h"
#include "engine/engine_int.h"
#include "engine/report.h"
#include "repo/walk.h"

/* ---- Recognition ---- */

static void peek_at(struct model *m, struct peek *p)
{
	uint64_t from = m->blob.size > PEEK_TAIL ? m->blob.size - PEEK_TAIL : 0;

	*p = (struct peek){
		.path = m->member.n > 0 ? m->member : m->scan->path,
		.name = m->name,
		.size = m->blob.size,
		.head = blob_get(m->blob, m->arena, 0, PEEK_HEAD),
		.quiet = m->quiet_name,
	};
	if (!m->quiet_name)
		p->tail = blob_get(m->blob, m->arena, from, PEEK_TAIL);
}

/* The formats that are sure of it, at most `room`; *by_name is the one surest by name. */
static unsigned sure_formats(const struct settings *s, const struct peek *p,
			     const struct format **sure, unsigned room,
			     const struct format **by_name)
{
	unsigned n = 0, most = 0;

	*by_name = NULL;
	for (size_t i = 0; i < format_count; i++) {
		const struct format *f = format_table[i];
		unsigned level = f->layer == LAYER_MODELS ? f->recognise(s, p) : 0;
		if (level >= SURE_BY_CONTENT && n < room) {
			sure[n++] = f;
		} else if (level > most && level < SURE_BY_CONTENT) {
			most = level;
			*by_name = f;
		}
	}
	return n;
}

#define SURE_MOST                                                                                  \
	16 /* formats that can be sure of the same bytes; there are not so many magics             \
	    */

/* Is it a model? */
static bool dispatch(struct model *m)
{
	const struct format *sure[SURE_MOST], *by_name;
	unsigned n, models = 0, known = 0;
	struct peek p;

	peek_at(m, &p);
	if (p.head.n == 0 && m->blob.size > 0) {
		model_unreadable(m);
		return true;
	}
	n = sure_formats(m->scan->settings, &p, sure, SURE_MOST, &by_name);
	for (unsigned i = 0; i < n; i++) {
		models += !sure[i]->is_no_model;
		known += !sure[i]->is_beside;
	}
	m->shared = models > 1;
	for (unsigned i = 0; i < n; i++)
		sure[i]->model(m);
	if (models > 0 || by_name == NULL || m->quiet_name || (known > 0 && by_name->is_no_model))
		return models > 0;
	by_name->model(m);
	return !by_name->is_no_model;
}

bool model_recognised(struct model *m, struct blob blob)
{
	const struct format *sure[SURE_MOST], *by_name;
	struct model inner = *m;
	struct peek p;
	unsigned n;

	inner.blob = blob;
	inner.name = inner.member = (str){NULL, 0};
	inner.quiet_name = false;
	peek_at(&inner, &p);
	n = sure_formats(m->scan->settings, &p, sure, SURE_MOST, &by_name);
	for (unsigned i = 0; i < n; i++)
		if (!sure[i]->is_no_model)
			return true;
	return false;
}

/* ---- Levels ---- */

static struct arena *arena_of(const struct scan *s, unsigned depth)
{
	struct arena *a = &s->scanner->models->level[depth];

	arena_reset(a);
	return a;
}

void model_digest(struct scan *s)
{
	bool model = (s->out->layers & LAYER_MODELS) != 0;
	bool file = s->settings->hash == HASH_FILE ||
		    (s->settings->hash == HASH_SHARDS && s->blob.size <= SHARD_BYTES);
	bool wanted =
		s->digest || (model && file) || (model && s->settings->approval && s->out->unsafe);

	if (!wanted)
		return;
	if (s->blob.memory != NULL) {
		hash_sha256((str){s->blob.memory, (size_t)s->blob.size}, s->out->sha256);
		s->out->hashed = 1;
	} else if (s->file != NULL) {
		s->out->hashed = blob_file_digest(s->file, s->out->sha256);
	}
}

void model_scan(struct scan *s)
{
	struct model m = {
		.scan = s,
		.blob = s->blob,
		.name = str_after_last(s->path, '/'),
		.arena = arena_of(s, 0),
	};

	if (dispatch(&m))
		s->out->layers |= LAYER_MODELS;
	else if (s->out->layers == 0)
		s->out->skipped = SKIPPED_NOTHING;
}

str model_member_path(const struct model *m, str member)
{
	str shown = walk_escape(m->scan->arena, str_slice(member, 0, LIMIT_PATH_BYTES));

	if (m->member.n == 0)
		return shown;
	return arena_printf(m->scan->arena, "%.*s!%.*s",
			    STR_ARG(str_slice(m->member, 0, LIMIT_PATH_BYTES)), STR_ARG(shown));
}

bool model_too_deep(struct model *m, str member)
{
	if (m->depth + 1 < LIMIT_MODEL_DEPTH)
		return false;
	model_finding(m, "AS004", MODEL_NOWHERE, member,
		      "%.*s lies %u containers deep: deeper than assay looks",
		      STR_ARG(walk_escape(m->arena, str_slice(member, 0, 200))), m->depth + 1);
	return true;
}

static struct model inner_of(struct model *m, str member, bool quiet)
{
	return (struct model){
		.scan = m->scan,
		.outer = m,
		.member = model_member_path(m, member),
		.name = str_after_last(member, '/'),
		.depth = m->depth + 1,
		.arena = arena_of(m->scan, m->depth + 1),
		.quiet_name = quiet,
	};
}

static void inside(struct model *m, str member, struct blob blob, bool quiet)
{
	struct model inner;

	if (model_too_deep(m, member))
		return;
	inner = inner_of(m, member, quiet);
	inner.blob = blob;
	(void)dispatch(&inner);
}

void model_inside(struct model *m, str member, struct blob blob)
{
	inside(m, member, blob, false);
}

void model_inside_quiet(struct model *m, str member, struct blob blob)
{
	inside(m, member, blob, true);
}

/* ---- Compressed contents ---- */

static bool spend(void *ctx, uint64_t bytes)
{
	return model_spend(ctx, bytes);
}

/* What the stream gives, in memory when it is small. False: it cannot be opened, or fuel is out. */
static bool unpack(struct model *m, struct arena *a, struct replay *r, struct blob *out,
		   const char **error)
{
	struct stream *first;
	uint8_t *head;
	size_t n;

	r->spend = spend;
	r->spend_ctx = m;
	r->memory = &m->scan->scanner->models->stream[m->depth];
	first = replay_begin(r);
	*error = "it cannot be decompressed";
	if (first == NULL)
		return false;
	head = arena_raw(a, LIMIT_MODEL_INLINE, 64);
	n = stream_read(first, head, LIMIT_MODEL_INLINE);
	*error = NULL;
	if (!model_spend(m, n))
		return false;
	arena_trim(a, head, LIMIT_MODEL_INLINE, n < LIMIT_MODEL_INLINE ? n : 0);
	*out = blob_of((str){head, n});
	if (n == LIMIT_MODEL_INLINE) {
		if (!replay_through(r, a))
			return false;
		*out = replay_blob(r);
	}
	*error = first->error;
	return true;
}

bool model_unpacked(struct model *m, model_open_fn *open, void *ctx, struct blob *out,
		    const char **error)
{
	struct replay *r = NEW(m->arena, struct replay, 1);

	r->open = open;
	r->ctx = ctx;
	return unpack(m, m->arena, r, out, error);
}

const char *model_inside_stream(struct model *m, str member, model_open_fn *open, void *ctx,
				uint64_t *size)
{
	struct replay r = {.open = open, .ctx = ctx};
	struct model inner;
	const char *error;

	*size = 0;
	if (model_too_deep(m, member))
		return NULL;
	inner = inner_of(m, member, false);
	if (!unpack(m, inner.arena, &r, &inner.blob, &error))
		return error;
	*size = inner.blob.size;
	if (inner.blob.size > 0)
		(void)dispatch(&inner);
	replay_memory_rest(r.memory, true);
	return error;
}

/* ---- What formats ask and say ---- */

static uint32_t repeated(struct scan *s, const char *id, str what, str member)
{
	str key =
		arena_printf(s->arena, "%s%c%.*s%c%.*s", id, 0, STR_ARG(what), 0, STR_ARG(member));

	if (s->repeats == NULL) {
		s->repeats = NEW(s->arena, struct map, 1);
		*s->repeats = map_in(s->arena);
	}
	return (uint32_t)(*map_put(s->repeats, key))++;
}

struct finding *model_finding(struct model *m, const char *id, uint64_t offset, str what,
			      const char *fmt, ...)
{
	struct scan *s = m->scan;
	struct record *r = record_of(s, id);
	va_list args;

	va_start(args, fmt);
	r->f.message = record_message(s->arena, fmt, args);
	va_end(args);
	r->f.member = m->member;
	r->f.has_offset = offset != MODEL_NOWHERE;
	r->f.offset = r->f.has_offset ? offset : 0;
	r->f.fingerprint =
		fingerprint_of(s->arena, id, what, m->member, repeated(s, id, what, m->member));
	if (id[0] == 'A' && r->f.severity >= HIGH)
		s->out->unread = 1;
	return &r->f;
}

void model_unreadable(struct model *m)
{
	model_finding(m, "AS003", MODEL_NOWHERE, (str){NULL, 0}, "its bytes cannot be read");
}

bool model_bytes(struct model *m, size_t most, str *out)
{
	*out = (str){(const uint8_t *)"", 0};
	if (m->blob.size > most) {
		model_finding(m, "AS004", MODEL_NOWHERE, (str){NULL, 0},
			      "%llu bytes: more than %zu are not looked at in this format",
			      (unsigned long long)m->blob.size, most);
		return false;
	}
	if (m->blob.size > 0)
		*out = blob_get(m->blob, m->arena, 0, (size_t)m->blob.size);
	if (out->n == m->blob.size)
		return true;
	model_unreadable(m);
	return false;
}

bool model_spend(struct model *m, uint64_t bytes)
{
	struct scan *s = m->scan;

	if (!s->model_spent && bytes <= s->model_fuel) {
		s->model_fuel -= bytes;
		return true;
	}
	if (!s->model_spent)
		model_finding(m, "AS004", MODEL_NOWHERE, (str){NULL, 0},
			      "more than %llu GiB would have to be decompressed",
			      (unsigned long long)(LIMIT_MODEL_FUEL >> 30));
	s->model_spent = true;
	return false;
}

void model_property(struct model *m, const char *key, str value)
{
	struct file_result *out = m->scan->out;
	struct arena *a = m->scan->arena;
	bool format = strcmp(key, "format") == 0;

	if (out->property_count == LIMIT_MODEL_PROPERTIES || (format && m->outer != NULL))
		return;
	if (out->properties == NULL)
		out->properties = NEW(a, struct property, LIMIT_MODEL_PROPERTIES);
	out->properties[out->property_count++] = (struct property){
		str_of(key), arena_dup(a, str_slice(value, 0, LIMIT_MODEL_PROPERTY_BYTES))};
}

void model_unsafe_format(struct model *m)
{
	m->scan->out->unsafe = 1;
}
