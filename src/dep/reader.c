#include "dep/reader.h"

#include <stdarg.h>
#include <stdio.h>
#include "base/fail.h"
#include "dep/source.h"
#include "text/utf.h"

static str recode(struct arena *a, str bytes, enum utf enc)
{
	struct stream *s = utf_stream(a, blob_of(bytes), enc);
	struct buf b = buf_in(a);
	uint8_t part[4096];
	size_t n;

	while ((n = stream_read(s, part, sizeof(part))) > 0)
		buf_add(&b, (str){part, n});
	return b.p != NULL ? buf_str(&b) : S("");
}

static bool is_marked(enum utf enc)
{
	return enc == UTF_16LE_MARK || enc == UTF_16BE_MARK || enc == UTF_32LE_MARK ||
	       enc == UTF_32BE_MARK;
}

/* Without a mark, tools read bytes: a `#` and a zero in front must not hide the lines behind them
 * from us alone. So it takes a text whose characters all have nothing but zeros above them. */
static bool is_wide(str b, enum utf enc)
{
	size_t unit = enc == UTF_32LE || enc == UTF_32BE ? 4 : 2;
	size_t low = enc == UTF_16LE || enc == UTF_32LE ? 0 : unit - 1;

	for (size_t i = 0; i < b.n; i++)
		if (i % unit != low && b.p[i] != 0)
			return false;
	return true;
}

struct reader reader_of(struct arena *a, str path, str bytes, struct dep_file *out)
{
	struct reader r = {.arena = a, .path = path, .bytes = bytes, .out = out};
	enum utf enc = utf_detect(bytes);

	if (enc == UTF_8_MARK) {
		r.mark = 3;
		r.bytes = str_slice(bytes, 3, bytes.n);
	} else if (enc != UTF_8 && (is_marked(enc) || is_wide(bytes, enc))) {
		r.bytes = recode(a, bytes, enc);
		out->recoded = true;
	}
	r.doc = reader_slice(&r, 0, r.bytes.n);
	return r;
}

/* ---- Places ---- */

struct reader_text reader_slice(const struct reader *r, size_t from, size_t to)
{
	return (struct reader_text){.text = str_slice(r->bytes, from, to), .at = from, .end = to};
}

size_t reader_offset(const struct reader_text *t, size_t text_at)
{
	uint32_t low = 0, high = t->piece_count;

	if (t->decoded)
		return t->at;
	if (high == 0)
		return t->at + text_at;
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;
		if (t->pieces[middle].text_at <= t->base + text_at)
			low = middle;
		else
			high = middle;
	}
	return t->pieces[low].file_at + (t->base + text_at - t->pieces[low].text_at);
}

struct reader_text reader_part(const struct reader_text *t, size_t from, size_t to)
{
	struct reader_text part = *t;

	part.text = str_slice(t->text, from, to);
	if (t->decoded)
		return part;
	part.at = reader_offset(t, from);
	part.end = part.text.n > 0 ? reader_offset(t, from + part.text.n - 1) + 1 : part.at;
	part.base += from;
	return part;
}

/* Lines end in \n, \r\n or a lone \r. */
static void find_lines(struct reader *r)
{
	str b = r->bytes;
	uint32_t room = 0;

	r->lines = GROW(r->arena, r->lines, 0, &room);
	r->line_count = 1; /* the first one begins at 0 */
	for (size_t i = 0; i < b.n; i++) {
		if (b.p[i] != '\n' && !(b.p[i] == '\r' && !(i + 1 < b.n && b.p[i + 1] == '\n')))
			continue;
		r->lines = GROW(r->arena, r->lines, r->line_count, &room);
		r->lines[r->line_count++] = (uint32_t)(i + 1);
	}
}

void reader_place(struct reader *r, size_t offset, uint32_t *line, uint32_t *column)
{
	uint32_t low = 0, high;

	if (r->lines == NULL)
		find_lines(r);
	offset = offset < r->bytes.n ? offset : r->bytes.n;
	for (high = r->line_count; high - low > 1;) {
		uint32_t middle = low + (high - low) / 2;
		if (r->lines[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	/* From where the last one was, back and forth, unless the line's start is nearer: a file
	 * may be one line. */
	if (r->column == 0 || low != r->column_line ||
	    (offset < r->column_at && offset - r->lines[low] < r->column_at - offset)) {
		r->column_line = low;
		r->column_at = r->lines[low];
		r->column = 1;
	}
	for (; r->column_at > offset; r->column_at--)
		r->column -= (r->bytes.p[r->column_at - 1] & 0xc0) != 0x80;
	for (; r->column_at < offset; r->column_at++)
		r->column += (r->bytes.p[r->column_at] & 0xc0) != 0x80;
	*line = low + 1;
	*column = r->column;
}

/* ---- Adding ---- */

static struct dep_package *add_package(struct reader *r)
{
	struct dep_file *out = r->out;

	out->packages = GROW(r->arena, out->packages, out->package_count, &r->package_room);
	return &out->packages[out->package_count++];
}

struct dep_package *reader_add(struct reader *r, str name, const struct reader_text *t)
{
	struct dep_package *p = add_package(r);

	*p = (struct dep_package){.name = name};
	if (name.n > 0)
		p->normal = package_normal_name(r->arena, name);
	reader_place(r, t->at, &p->line, &p->column);
	reader_set_place(r, p, t->at, t->end);
	return p;
}

struct dep_package *reader_add_copy(struct reader *r, const struct dep_package *p)
{
	struct dep_package copy = *p, *q = add_package(r);

	*q = copy;
	q->version = (str){NULL, 0};
	q->specifiers = (struct specifiers){0};
	q->version_start = q->version_end = 0;
	return q;
}

void reader_set_place(struct reader *r, struct dep_package *p, size_t from, size_t to)
{
	p->start = (uint32_t)(from + r->mark);
	p->end = (uint32_t)(to + r->mark);
}

void reader_problem(struct reader *r, size_t offset, bool lost, const char *fmt, ...)
{
	struct dep_file *out = r->out;
	struct dep_problem *p;
	char text[512];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	out->problems = GROW(r->arena, out->problems, out->problem_count, &r->problem_room);
	p = &out->problems[out->problem_count++];
	*p = (struct dep_problem){.what = arena_dup(r->arena, str_of(text)), .lost = lost};
	reader_place(r, offset, &p->line, &p->column);
}

void reader_include(struct reader *r, str path, size_t offset, bool constraint)
{
	struct dep_file *out = r->out;
	struct dep_include *i;
	uint32_t column;

	out->includes = GROW(r->arena, out->includes, out->include_count, &r->include_room);
	i = &out->includes[out->include_count++];
	*i = (struct dep_include){.path = path, .constraint = constraint};
	reader_place(r, offset, &i->line, &column);
}

void reader_python(struct reader *r, str requires_python, size_t offset)
{
	uint32_t column;

	r->out->requires_python = requires_python;
	reader_place(r, offset, &r->out->python_line, &column);
}

void reader_runs_on(struct reader *r, str version, size_t offset)
{
	struct dep_file *out = r->out;
	struct dep_python *p;
	uint32_t column;

	out->pythons = GROW(r->arena, out->pythons, out->python_count, &r->python_room);
	p = &out->pythons[out->python_count++];
	p->version = version;
	reader_place(r, offset, &p->line, &column);
}

void reader_index(struct reader *r, str url, size_t offset, bool extra)
{
	struct dep_file *out = r->out;
	struct dep_index *i;
	uint32_t column;

	out->indexes = GROW(r->arena, out->indexes, out->index_count, &r->index_room);
	i = &out->indexes[out->index_count++];
	*i = (struct dep_index){.url = source_without_credentials(r->arena, url), .extra = extra};
	reader_place(r, offset, &i->line, &column);
}

str reader_found(struct reader *r, str text)
{
	struct buf b = buf_in(r->arena);

	for (size_t i = 0; i < text.n;) {
		unsigned n = str_utf8_len(str_slice(text, i, text.n));
		if (i >= 24) {
			buf_add(&b, S("..."));
			break;
		}
		if (n == 0 || text.p[i] < ' ' || text.p[i] == 127)
			buf_add(&b, text.p[i] == '\t' || text.p[i] == '\n' ? S(" ")
									   : S("\xef\xbf\xbd"));
		else
			buf_add(&b, str_slice(text, i, i + n));
		i += n > 0 ? n : 1;
	}
	return b.n > 0 ? arena_printf(r->arena, "`%.*s`", STR_ARG(buf_str(&b))) : S("the end");
}

/* ---- Requirements ---- */

void reader_own_name(struct reader *r, str name)
{
	str normal = package_normal_name(r->arena, name);

	for (uint32_t i = 0; i < r->out->package_count && normal.n > 0; i++)
		if (str_eq(r->out->packages[i].normal, normal))
			r->out->packages[i].kind = DEP_PROJECT;
}

void reader_set_source(struct dep_package *p, const struct dep_source *s)
{
	p->origin = (uint8_t)s->origin;
	p->source = s->url;
	p->revision = s->revision;
	if (s->origin != DEP_PATH && !s->digest)
		p->flags |= DEP_MUTABLE;
	if (s->origin == DEP_URL && s->digest)
		p->flags |= DEP_HASHED;
}

/* `a==1;b==2`: a line end was forgotten, and what stands for a marker is another package. */
static bool is_another_package(struct reader *r, str text)
{
	static const char variables[] =
		"os_name sys_platform platform_machine platform_python_implementation "
		"platform_release platform_system platform_version python_version "
		"python_full_version implementation_name implementation_version extra";
	struct requirement q;
	struct requirement_error error;

	return requirement_parse(r->arena, str_trim(text), &q, &error) &&
	       q.specifiers.count + q.url.n > 0 && !str_in(q.name, variables);
}

void reader_set_marker(struct reader *r, struct dep_package *p, const struct reader_text *t)
{
	struct marker_error error = {0};

	p->marker_text = str_trim(t->text);
	if (p->marker_text.n == 0)
		return;
	p->marker = marker_parse(r->arena, t->text, &error);
	if (p->marker == NULL)
		reader_problem(
			r, reader_offset(t, error.offset), is_another_package(r, t->text),
			"expected %s in the marker, found %.*s", error.expected,
			STR_ARG(reader_found(r, str_slice(t->text, error.offset, t->text.n))));
}

/* Where the specifiers stand, so that they can be replaced: those of a pin without its operator. */
static void set_version_place(struct reader *r, struct dep_package *p, const struct reader_text *t)
{
	const struct specifiers *s = &p->specifiers;
	size_t from, to;

	if (s->count == 0 || t->decoded)
		return;
	from = (size_t)(s->item[0].text.p - t->text.p);
	to = (size_t)(s->item[s->count - 1].text.p - t->text.p) + s->item[s->count - 1].text.n +
	     (s->item[s->count - 1].prefix ? 2 : 0);
	if (p->version.n == 0)
		while (from > 0 && strchr("=<>!~ \t", t->text.p[from - 1]) != NULL)
			from--;
	while (from < to && (t->text.p[from] == ' ' || t->text.p[from] == '\t'))
		from++;
	p->version_start = (uint32_t)(reader_offset(t, from) + r->mark);
	p->version_end = (uint32_t)(reader_offset(t, to - 1) + 1 + r->mark);
}

static void set_url(struct reader *r, struct dep_package *p, str url)
{
	struct dep_source s = source_read(r->arena, url);

	reader_set_source(p, &s);
	if (s.name.n > 0 && str_eq(package_normal_name(r->arena, s.name), p->normal))
		p->version = s.version;
}

static struct dep_package *add_requirement(struct reader *r, const struct reader_text *t,
					   const struct requirement *q)
{
	struct dep_package *p = reader_add(r, q->name, t);
	const struct specifier *pin = specifiers_pin(&q->specifiers);

	p->specifiers = q->specifiers;
	p->marker = q->marker;
	p->marker_text = q->marker_text;
	p->kind = DEP_REQUIREMENT;
	if (pin != NULL)
		p->version = pin->text;
	if (q->url.n > 0)
		set_url(r, p, q->url);
	set_version_place(r, p, t);
	return p;
}

static bool parses(struct reader *r, str head, struct requirement *q)
{
	struct requirement_error error;

	while (head.n > 0 && strchr(" \t,;([\\", head.p[head.n - 1]) != NULL)
		head.n--;
	return head.n > 0 && requirement_parse(r->arena, head, q, &error);
}

static bool any_letter(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] | 32) >= 'a' && (s.p[i] | 32) <= 'z')
			return true;
	return false;
}

/* What stands before the mistake is a requirement as well, if anything useful does: up to the blank
 * behind it (`a==1 b==2`), or up to it. *lost: there may be more than that. */
static bool salvage(struct reader *r, const struct reader_text *t, size_t wrong_at,
		    struct requirement *q, bool *lost)
{
	size_t end = wrong_at;
	bool known;

	while (end < t->text.n && memchr(" \t#\\", t->text.p[end], 4) == NULL)
		end++;
	known = end < t->text.n && parses(r, str_slice(t->text, 0, end), q);
	*lost = !known || any_letter(str_slice(t->text, end, t->text.n));
	if (!known) {
		known = parses(r, str_slice(t->text, 0, wrong_at), q);
		*lost = !known || q->specifiers.count + q->url.n == 0 ||
			is_another_package(r, str_slice(t->text, wrong_at, t->text.n));
	}
	return known;
}

struct dep_package *reader_requirement(struct reader *r, const struct reader_text *t,
				       uint16_t flags, str group)
{
	struct requirement q;
	struct requirement_error error;
	struct dep_package *p = NULL;
	bool known = true, lost;

	if (!requirement_parse(r->arena, t->text, &q, &error)) {
		str rest = str_slice(t->text, error.offset, t->text.n);
		known = salvage(r, t, error.offset, &q, &lost);
		reader_problem(r, reader_offset(t, error.offset), lost, "expected %s, found %.*s",
			       error.expected, STR_ARG(reader_found(r, rest)));
	}
	if (known) {
		p = add_requirement(r, t, &q);
		if (error.expected != NULL && q.specifiers.count + q.url.n == 0)
			p->kind = DEP_NAMED; /* what is wrong said which */
		p->flags |= flags;
		p->group = group;
	}
	return p;
}

/* ---- Merge conflicts ---- */

bool reader_is_conflict(str line)
{
	static const char signs[] = "<|=>";
	const char *sign = line.n >= 7 ? memchr(signs, line.p[0], 4) : NULL;

	for (size_t i = 1; sign != NULL && i < 7; i++)
		if (line.p[i] != line.p[0])
			return false;
	return sign != NULL && (line.n == 7 || line.p[7] == ' ' || line.p[7] == '\r');
}

str reader_without_conflicts(struct reader *r, const struct reader_text *t)
{
	uint8_t *copy;
	size_t at = 0;

	if (!str_starts(t->text, S("<<<<<<< ")) && str_find(t->text, S("\n<<<<<<< ")) == STR_NONE)
		return t->text;
	copy = arena_raw(r->arena, t->text.n, 1);
	memcpy(copy, t->text.p, t->text.n);
	for (str rest = t->text; rest.p != NULL;) {
		str line = str_cut(&rest, '\n');
		if (reader_is_conflict(line)) {
			if (line.p[0] == '<')
				reader_problem(r, reader_offset(t, at), false,
					       "expected one version of the file, found the mark "
					       "of an unfinished merge: both sides are read");
			memset(copy + at, ' ', line.n);
		}
		at += line.n + 1;
	}
	return (str){copy, t->text.n};
}
