/* See write_json.h. Items share what Python shared, so that a small file can stand for a tree of
 * any size: what is written is counted against LIMIT_CONVERT_JSON. Depth is that of the JSON, which
 * readers bound too. A container stands on one line if it fits there; to find that out never more
 * than a line's worth of it is looked at. */
#include "convert/write_json.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include "base/limits.h"
#include "base/map.h"
#include "base/version.h"
#include "text/number.h"

enum { WIDTH = 100 };

struct out {
	struct sink *sink;
	struct arena *a;
	struct refusal *why;
	enum json_end end;
	uint64_t bytes;
	unsigned depth; /* of the JSON */
	unsigned column;
	struct buf number;
};

/* ---- Bytes ---- */

static void put(struct out *o, str s)
{
	o->column += (unsigned)s.n;
	o->bytes += s.n;
	if (o->end == JSON_DONE && !sink_put(o->sink, s))
		o->end = JSON_UNWRITTEN;
}

static void new_line(struct out *o)
{
	static const char spaces[] =
		"\n                                                                ";
	size_t n = 2 * o->depth, most = sizeof(spaces) - 2;

	put(o, (str){(const uint8_t *)spaces, 1 + (n < most ? n : most)});
	for (n -= n < most ? n : most; n > 0; n -= n < most ? n : most)
		put(o, (str){(const uint8_t *)spaces + 1, n < most ? n : most});
	o->column = 2 * o->depth;
}

static unsigned escape(char out[8], uint8_t c)
{
	static const char shorts[] = "btn-fr"; /* 8 ... 13 */

	if (c == '"' || c == '\\')
		return (unsigned)snprintf(out, 8, "\\%c", c);
	if (c >= 8 && c <= 13 && c != 11)
		return (unsigned)snprintf(out, 8, "\\%c", shorts[c - 8]);
	return (unsigned)snprintf(out, 8, "\\u%04x", c);
}

static bool plain(uint8_t c)
{
	return c >= 0x20 && c != 0x7f && c != '"' && c != '\\';
}

static void quoted(struct out *o, str s)
{
	char escaped[8];
	size_t from = 0;

	put(o, S("\""));
	for (size_t i = 0; i < s.n; i++) {
		if (plain(s.p[i]))
			continue;
		put(o, str_slice(s, from, i));
		put(o, (str){(const uint8_t *)escaped, escape(escaped, s.p[i])});
		from = i + 1;
	}
	put(o, str_slice(s, from, s.n));
	put(o, S("\""));
}

/* ---- Numbers ---- */

static void real(struct out *o, double x)
{
	o->number.n = 0;
	number_print(&o->number, x);
	if (isfinite(x)) {
		put(o, buf_str(&o->number));
		return;
	}
	put(o, S("{\"$float\": \""));
	put(o, buf_str(&o->number));
	put(o, S("\"}"));
}

static void integer(struct out *o, int64_t v)
{
	char digits[24];

	put(o, (str){(const uint8_t *)digits,
		     (size_t)snprintf(digits, sizeof(digits), "%" PRId64, v)});
}

static void base64(struct out *o, str s)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	uint8_t four[4];

	put(o, S("\""));
	for (size_t i = 0; i < s.n; i += 3) {
		uint32_t v = (uint32_t)s.p[i] << 16;
		v |= i + 1 < s.n ? (uint32_t)s.p[i + 1] << 8 : 0;
		v |= i + 2 < s.n ? s.p[i + 2] : 0;
		for (unsigned k = 0; k < 4; k++)
			four[k] = (uint8_t)letters[v >> (18 - 6 * k) & 63];
		if (i + 1 >= s.n)
			four[2] = '=';
		if (i + 2 >= s.n)
			four[3] = '=';
		put(o, (str){four, 4});
	}
	put(o, S("\""));
}

/* ---- Refusals ---- */

static void refuse(struct out *o, const struct place *at, const char *why)
{
	if (o->end != JSON_DONE)
		return;
	o->end = JSON_REFUSED;
	*o->why = (struct refusal){place_text(o->a, at), str_of(why)};
}

static const char too_much[] = "written out, what this file holds is larger than any model's";

static void text(struct out *o, const struct place *at, str s)
{
	if (!str_is_utf8(s))
		refuse(o, at, "text that is not UTF-8: JSON has no way to hold it");
	else
		quoted(o, s);
}

/* ---- What kind of thing ---- */

static bool is_simple(const struct item *v)
{
	switch ((enum item_kind)v->kind) {
	case ITEM_NULL:
	case ITEM_BOOL:
	case ITEM_INT:
	case ITEM_BIG:
	case ITEM_FLOAT:
	case ITEM_COMPLEX:
	case ITEM_TEXT:
	case ITEM_BYTES:
	case ITEM_TENSOR:
	case ITEM_TYPE:
	case ITEM_SCALAR:
	case ITEM_DROPPED:
		return true;
	case ITEM_LIST:
	case ITEM_TUPLE:
	case ITEM_SET:
	case ITEM_DICT:
	case ITEM_OBJECT:
		break;
	}
	return false;
}

static unsigned width(const struct item *v, unsigned room);

static unsigned add_width(unsigned sum, unsigned more, unsigned room)
{
	return more > room || sum > room - more ? room + 1 : sum + more;
}

static unsigned text_width(str s, unsigned room)
{
	return s.n > room ? room + 1 : (unsigned)s.n + 2;
}

static unsigned elements_width(const struct item *v, uint32_t n, unsigned room)
{
	unsigned sum = 12; /* "{"$tuple": []}" and the like */

	for (uint32_t i = 0; i < n && sum <= room; i++)
		sum = add_width(sum, 2 + width(v->element[i], room - sum), room);
	return sum;
}

/* About the columns that an item takes on one line, over `room` if it is more than that. */
static unsigned width(const struct item *v, unsigned room)
{
	switch ((enum item_kind)v->kind) {
	case ITEM_NULL:
	case ITEM_BOOL:
	case ITEM_INT:
		return 8;
	case ITEM_BIG:
	case ITEM_TEXT:
		return text_width(v->text, room);
	case ITEM_FLOAT:
		return 18;
	case ITEM_COMPLEX:
		return 50;
	case ITEM_BYTES:
		return add_width(14, text_width(v->text, room), room);
	case ITEM_TENSOR:
		return add_width(12, text_width(v->tensor->name, room), room);
	case ITEM_TYPE:
		return add_width(12, text_width(v->text, room), room);
	case ITEM_SCALAR:
		return add_width(50, text_width(v->text, room), room);
	case ITEM_DROPPED:
	case ITEM_OBJECT:
		return room + 1;
	case ITEM_LIST:
	case ITEM_TUPLE:
	case ITEM_SET:
		return elements_width(v, v->count, room);
	case ITEM_DICT:
		return v->count > room ? room + 1 : elements_width(v, 2 * v->count, room);
	}
	return room + 1;
}

/* ---- Items ---- */

static void item(struct out *o, const struct item *v, const struct place *at, bool one_line);

static void open(struct out *o, const struct place *at, str bracket)
{
	put(o, bracket);
	if (++o->depth > LIMIT_TEXT_DEPTH)
		refuse(o, at, "values lie deeper inside each other than any model needs");
}

static void close(struct out *o, str bracket, bool one_line, bool empty)
{
	o->depth--;
	if (!one_line && !empty)
		new_line(o);
	put(o, bracket);
}

/* Between elements: elements of one word each fill the line, others begin one. */
static void next(struct out *o, bool first, bool one_line, unsigned columns)
{
	if (!first)
		put(o, S(","));
	if (!one_line && (first || columns == 0 || o->column + columns > WIDTH))
		new_line(o);
	else if (!first)
		put(o, S(" "));
}

static bool fits(const struct out *o, const struct item *v)
{
	unsigned left = o->column < WIDTH ? WIDTH - o->column : 0;

	return width(v, left) <= left;
}

static void list(struct out *o, const struct item *v, const struct place *at, bool one_line)
{
	struct place in = {.up = at};

	open(o, at, S("["));
	for (uint32_t i = 0; i < v->count && o->end == JSON_DONE; i++) {
		const struct item *e = v->element[i];
		in.index = i;
		next(o, i == 0, one_line, is_simple(e) ? width(e, WIDTH) : 0);
		item(o, e, &in, one_line || fits(o, e));
	}
	close(o, S("]"), one_line, v->count == 0);
}

static void pairs(struct out *o, const struct item *v, const struct place *at, bool one_line)
{
	struct place in = {.up = at};

	open(o, at, S("["));
	for (uint32_t i = 0; i < v->count && o->end == JSON_DONE; i++) {
		const struct item *key = v->element[2 * i], *value = v->element[2 * i + 1];
		bool short_pair = one_line || (fits(o, key) && fits(o, value));
		in.key = key;
		in.index = i;
		next(o, i == 0, one_line, 0);
		open(o, &in, S("["));
		next(o, true, short_pair, 0);
		item(o, key, &in, short_pair);
		next(o, false, short_pair, 0);
		item(o, value, &in, short_pair);
		close(o, S("]"), short_pair, false);
	}
	close(o, S("]"), one_line, v->count == 0);
}

/* Can it be an object of JSON? Then its keys are all there is to say. */
static bool is_object(const struct out *o, const struct item *v)
{
	struct arena_mark mark = arena_mark(o->a);
	struct map seen = map_in(o->a);
	bool ok = true;

	for (uint32_t i = 0; i < v->count && ok; i++) {
		const struct item *key = v->element[2 * i];
		uint64_t *times;
		if (key->kind != ITEM_TEXT || (key->text.n > 0 && key->text.p[0] == '$')) {
			ok = false;
			break;
		}
		times = map_put(&seen, key->text);
		ok = (*times)++ == 0;
	}
	arena_release(o->a, mark);
	return ok;
}

static void member(struct out *o, bool first, bool one_line, const struct place *at,
		   const struct item *value)
{
	next(o, first, one_line, 0);
	text(o, at, at->key->text);
	put(o, S(": "));
	item(o, value, at, one_line || fits(o, value));
}

static void dict(struct out *o, const struct item *v, const struct place *at, bool one_line)
{
	struct place in = {.up = at};

	if (!is_object(o, v)) {
		open(o, at, S("{\"$dict\": "));
		pairs(o, v, at, one_line);
		close(o, S("}"), true, false);
		return;
	}
	open(o, at, S("{"));
	for (uint32_t i = 0; i < v->count && o->end == JSON_DONE; i++) {
		in.key = v->element[2 * i];
		member(o, i == 0, one_line, &in, v->element[2 * i + 1]);
	}
	close(o, S("}"), one_line, v->count == 0);
}

enum part { PART_PARAMETERS, PART_FITTED, PART_PRIVATE, PARTS };

static enum part part_of(str name)
{
	if (str_starts(name, S("_")))
		return PART_PRIVATE;
	return str_ends(name, S("_")) ? PART_FITTED : PART_PARAMETERS;
}

static void attributes(struct out *o, const struct item *v, const struct place *at, enum part part)
{
	static const str names[PARTS] = {
		[PART_PARAMETERS] = S_INIT("parameters"),
		[PART_FITTED] = S_INIT("fitted"),
		[PART_PRIVATE] = S_INIT("private"),
	};
	struct place in = {.up = at};
	bool first = true;

	for (uint32_t i = 0; i < v->count && o->end == JSON_DONE; i++) {
		in.key = v->element[2 * i];
		if (part_of(in.key->text) != part)
			continue;
		if (first) {
			next(o, false, false, 0);
			quoted(o, names[part]);
			open(o, at, S(": {"));
		}
		member(o, first, false, &in, v->element[2 * i + 1]);
		first = false;
	}
	if (!first)
		close(o, S("}"), false, false);
}

static void object(struct out *o, const struct item *v, const struct place *at)
{
	if (!is_object(o, v)) {
		refuse(o, at,
		       "an object with an attribute whose name is no text, begins with $, or is "
		       "there twice");
		return;
	}
	open(o, at, S("{"));
	next(o, true, v->count == 0, 0);
	put(o, S("\"$class\": "));
	text(o, at, v->text);
	for (unsigned part = 0; part < PARTS; part++)
		attributes(o, v, at, (enum part)part);
	close(o, S("}"), v->count == 0, false);
}

static void wrapped(struct out *o, const char *key, const struct place *at, str value)
{
	put(o, S("{\""));
	put(o, str_of(key));
	put(o, S("\": "));
	text(o, at, value);
}

static void sequence(struct out *o, const char *key, const struct item *v, const struct place *at,
		     bool one_line)
{
	open(o, at, S("{\""));
	put(o, str_of(key));
	put(o, S("\": "));
	list(o, v, at, one_line);
	close(o, S("}"), true, false);
}

static void dropped(struct out *o, const struct item *v, const struct place *at)
{
	wrapped(o, "$dropped", at, v->text);
	put(o, S(", \"why\": "));
	quoted(o, str_of(v->why));
	put(o, S("}"));
}

static bool is_digits(str s)
{
	size_t from = str_starts(s, S("-")) ? 1 : 0;
	bool ok = s.n > from && (s.p[from] != '0' || s.n == from + 1);

	for (size_t i = from; i < s.n; i++)
		ok &= s.p[i] >= '0' && s.p[i] <= '9';
	return ok;
}

static void item(struct out *o, const struct item *v, const struct place *at, bool one_line)
{
	if (o->bytes > LIMIT_CONVERT_JSON)
		refuse(o, at, too_much);
	if (o->end != JSON_DONE)
		return;
	switch ((enum item_kind)v->kind) {
	case ITEM_NULL:
		put(o, S("null"));
		break;
	case ITEM_BOOL:
		put(o, v->flag ? S("true") : S("false"));
		break;
	case ITEM_INT:
		integer(o, v->number);
		break;
	case ITEM_BIG:
		if (is_digits(v->text))
			put(o, v->text);
		else
			refuse(o, at, "a number that is none");
		break;
	case ITEM_FLOAT:
		real(o, v->real[0]);
		break;
	case ITEM_COMPLEX:
		put(o, S("{\"$complex\": ["));
		real(o, v->real[0]);
		put(o, S(", "));
		real(o, v->real[1]);
		put(o, S("]}"));
		break;
	case ITEM_TEXT:
		text(o, at, v->text);
		break;
	case ITEM_BYTES:
		put(o, S("{\"$bytes\": "));
		base64(o, v->text);
		put(o, S("}"));
		break;
	case ITEM_SCALAR:
		wrapped(o, "$scalar", at, v->text);
		put(o, S(", \"value\": "));
		item(o, v->element[0], at, true);
		put(o, S("}"));
		break;
	case ITEM_LIST:
		list(o, v, at, one_line);
		break;
	case ITEM_TUPLE:
		sequence(o, "$tuple", v, at, one_line);
		break;
	case ITEM_SET:
		sequence(o, "$set", v, at, one_line);
		break;
	case ITEM_DICT:
		dict(o, v, at, one_line);
		break;
	case ITEM_TENSOR:
		wrapped(o, "$array", at, v->tensor->name);
		put(o, S("}"));
		break;
	case ITEM_TYPE:
		wrapped(o, "$type", at, v->text);
		put(o, S("}"));
		break;
	case ITEM_OBJECT:
		object(o, v, at);
		break;
	case ITEM_DROPPED:
		dropped(o, v, at);
		break;
	}
}

/* ---- The whole ---- */

static void field(struct out *o, const char *key, str value)
{
	put(o, S(", "));
	quoted(o, str_of(key));
	put(o, S(": "));
	quoted(o, value);
}

static void drops(struct out *o, const struct json_model *m)
{
	open(o, NULL, S("["));
	for (uint32_t i = 0; i < m->drop_count; i++) {
		next(o, i == 0, false, 0);
		put(o, S("{\"where\": "));
		text(o, NULL, m->drops[i].where);
		put(o, S(", \"class\": "));
		text(o, NULL, m->drops[i].class);
		field(o, "why", str_of(m->drops[i].why));
		put(o, S("}"));
	}
	close(o, S("]"), false, m->drop_count == 0);
}

static void line(struct out *o, const char *key)
{
	put(o, S(","));
	new_line(o);
	quoted(o, str_of(key));
	put(o, S(": "));
}

static void head(struct out *o, const struct json_model *m)
{
	put(o, S("{"));
	o->depth = 1;
	new_line(o);
	put(o, S("\"format\": \"assay-model\""));
	line(o, "version");
	put(o, S("1"));
	line(o, "source");
	put(o, S("{\"name\": "));
	text(o, NULL, m->source);
	field(o, "sha256", m->source_sha256);
	put(o, S(", \"bytes\": "));
	integer(o, (int64_t)m->source_bytes);
	field(o, "format", m->source_format);
	put(o, S("}"));
	line(o, "tool");
	put(o, S("{\"name\": \"assay\""));
	field(o, "version", S(ASSAY_VERSION));
	field(o, "rules_version", S(ASSAY_RULES_VERSION));
	put(o, S("}"));
	line(o, "policy");
	if (m->policy.n > 0)
		text(o, NULL, m->policy);
	else
		put(o, S("null"));
	line(o, "arrays");
	put(o, S("{\"file\": "));
	text(o, NULL, m->arrays);
	field(o, "sha256", m->arrays_sha256);
	put(o, S("}"));
}

static void libraries(struct out *o, const struct json_model *m)
{
	line(o, "libraries");
	put(o, S("{"));
	for (size_t i = 0; i < m->library_count; i++) {
		if (i > 0)
			put(o, S(", "));
		text(o, NULL, m->libraries[i].key);
		put(o, S(": "));
		text(o, NULL, m->libraries[i].value);
	}
	put(o, S("}"));
}

enum json_end write_json(struct sink *sink, struct arena *a, const struct json_model *m,
			 struct refusal *why)
{
	struct out o = {.sink = sink, .a = a, .why = why, .number = buf_in(a)};

	head(&o, m);
	libraries(&o, m);
	line(&o, "dropped");
	drops(&o, m);
	line(&o, "root");
	item(&o, m->root, NULL, fits(&o, m->root));
	o.depth = 0;
	new_line(&o);
	put(&o, S("}\n"));
	if (o.end == JSON_DONE && !sink_end(sink))
		o.end = JSON_UNWRITTEN;
	return o.end;
}
