/* Values as Python would write them, cut to what a message can hold. Text is shown in ASCII: what a
 * terminal or a report might act upon is escaped. */
#include "model/pickle_int.h"

#define SHOW_DEPTH 6
#define SHOW_TEXT 160
#define SHOW_ALL 600

struct show {
	struct pickle *p;
	struct buf *out;
	size_t most;
};

static void show(struct show *s, struct pickle_value v, unsigned depth);

static uint32_t code_point(str s, size_t i, unsigned *n)
{
	uint8_t b = s.p[i];
	uint32_t c;

	*n = b < 0x80 ? 1 : b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4;
	if (*n == 1 || i + *n > s.n) {
		*n = 1;
		return b;
	}
	c = b & (0xffu >> (*n + 1));
	for (unsigned k = 1; k < *n; k++)
		c = c << 6 | (s.p[i + k] & 0x3f);
	return c;
}

static void escape(struct buf *out, uint32_t c)
{
	if (c == '"' || c == '\\')
		buf_printf(out, "\\%c", (char)c);
	else if (c >= 0x20 && c < 0x7f)
		buf_byte(out, (uint8_t)c);
	else if (c == '\n')
		buf_add(out, S("\\n"));
	else if (c < 0x100)
		buf_printf(out, "\\x%02x", c);
	else
		buf_printf(out, c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
}

static void show_text(struct show *s, struct pickle_value v, bool text)
{
	str t = pickle_text(s->p, v, SHOW_TEXT + 4);
	str cut = str_slice(t, 0, SHOW_TEXT);
	unsigned n = 1;

	if (!text)
		buf_byte(s->out, 'b');
	buf_byte(s->out, '"');
	for (size_t i = 0; i < cut.n; i += n) {
		n = 1;
		escape(s->out, text ? code_point(cut, i, &n) : cut.p[i]);
	}
	buf_byte(s->out, '"');
	if (t.n > cut.n)
		buf_add(s->out, S("..."));
}

static void show_float(struct show *s, struct pickle_value v)
{
	uint8_t raw[9];
	uint64_t bits = 0;
	double d;

	if (!blob_copy(s->p->blob, pv_payload(v), raw, 1)) {
		buf_add(s->out, S("..."));
	} else if (raw[0] == PK_FLOAT) {
		str t = pickle_text(s->p, v, 40);
		buf_add(s->out, str_slice(t, 0, 40));
	} else if (blob_copy(s->p->blob, pv_payload(v), raw, 9)) {
		for (unsigned i = 1; i < 9; i++)
			bits = bits << 8 | raw[i];
		memcpy(&d, &bits, 8);
		buf_printf(s->out, "%.12g", d);
	}
}

static void show_big(struct show *s, struct pickle_value v)
{
	str t = pickle_text(s->p, v, 24);
	uint8_t op = 0;

	if (blob_copy(s->p->blob, pv_payload(v), &op, 1) && (op == PK_INT || op == PK_LONG)) {
		buf_add(s->out, t);
		return;
	}
	buf_add(s->out, S("0x"));
	for (size_t i = t.n; i > 0; i--)
		buf_printf(s->out, "%02x", t.p[i - 1]);
}

static void show_items(struct show *s, const struct pickle_node *n, size_t from, unsigned depth)
{
	bool dict = n->op == PK_DICT || n->op == PK_EMPTY_DICT;

	for (size_t i = from; i < n->count; i++) {
		if (i > from)
			buf_add(s->out, dict && i % 2 ? S(": ") : S(", "));
		if (i == PICKLE_ITEMS || s->out->n > s->most) {
			buf_add(s->out, S("..."));
			return;
		}
		show(s, n->item[i], depth + 1);
	}
}

static void show_container(struct show *s, struct pickle_value v, unsigned depth,
			   const char *around)
{
	const struct pickle_node *n = pickle_node_of(s->p, v);

	buf_byte(s->out, (uint8_t)around[0]);
	if (n == NULL || depth >= SHOW_DEPTH)
		buf_add(s->out, S("..."));
	else
		show_items(s, n, 0, depth);
	if (n != NULL && n->count == 1 && around[0] == '(')
		buf_byte(s->out, ',');
	buf_byte(s->out, (uint8_t)around[1]);
}

static void show_call(struct show *s, struct pickle_value v, unsigned depth)
{
	const struct pickle_node *n = pickle_node_of(s->p, v);

	if (n == NULL || depth >= SHOW_DEPTH) {
		buf_add(s->out, S("..."));
		return;
	}
	if (pv_kind(v) == PV_PERSID)
		buf_add(s->out, S("persistent_load"));
	else
		show(s, n->head, depth + 1);
	buf_byte(s->out, '(');
	show_items(s, n, 0, depth);
	buf_byte(s->out, ')');
}

static void show_name(struct buf *out, str s)
{
	unsigned n;

	s = str_slice(s, 0, SHOW_TEXT);
	for (size_t i = 0; i < s.n; i += n)
		escape(out, code_point(s, i, &n));
}

static void show_global(struct show *s, struct pickle_value v)
{
	const struct pickle_global *g = pickle_global_at(s->p, v);

	show_name(s->out, g->module);
	buf_byte(s->out, '.');
	show_name(s->out, g->name);
}

static void show(struct show *s, struct pickle_value v, unsigned depth)
{
	if (s->out->n > s->most) {
		buf_add(s->out, S("..."));
		return;
	}
	switch (pv_kind(v)) {
	case PV_ABSENT:
		return;
	case PV_NONE:
		buf_add(s->out, S("None"));
		return;
	case PV_BOOL:
		buf_add(s->out, pv_payload(v) ? S("True") : S("False"));
		return;
	case PV_INT:
		buf_printf(s->out, "%lld", (long long)pv_int(v));
		return;
	case PV_BIG:
		show_big(s, v);
		return;
	case PV_FLOAT:
		show_float(s, v);
		return;
	case PV_STR:
		show_text(s, v, true);
		return;
	case PV_BYTES:
	case PV_BYTEARRAY:
		show_text(s, v, false);
		return;
	case PV_TUPLE:
		show_container(s, v, depth, "()");
		return;
	case PV_LIST:
		show_container(s, v, depth, "[]");
		return;
	case PV_DICT:
	case PV_SET:
	case PV_FROZENSET:
		show_container(s, v, depth, "{}");
		return;
	case PV_GLOBAL:
		show_global(s, v);
		return;
	case PV_CALL:
	case PV_PERSID:
		show_call(s, v, depth);
		return;
	case PV_UNKNOWN:
		buf_add(s->out, S("<unknown>"));
		return;
	case PV_LOST:
		buf_add(s->out, S("..."));
		return;
	}
}

void pickle_show(struct pickle *p, struct buf *out, struct pickle_value v)
{
	struct show s = {p, out, out->n + SHOW_ALL};

	show(&s, v, 0);
}

str pickle_shown(struct pickle *p, struct pickle_value v)
{
	struct buf out = buf_in(p->arena);

	if (p->mute)
		return S("");
	pickle_show(p, &out, v);
	return buf_str(&out);
}

str pickle_show_name(struct pickle *p, const struct pickle_global *g)
{
	struct buf out = buf_in(p->arena);

	if (p->mute)
		return S("");
	show_name(&out, g->module);
	buf_byte(&out, '.');
	show_name(&out, g->name);
	return buf_str(&out);
}

str pickle_show_call(struct pickle *p, const struct pickle_call *c)
{
	struct buf out = buf_in(p->arena);
	struct show s = {p, &out, SHOW_ALL};

	if (p->mute)
		return S("");
	show(&s, c->callee, 0);
	buf_byte(&out, '(');
	for (size_t i = 0; i < c->count; i++) {
		if (i > 0)
			buf_add(&out, S(", "));
		if (i == PICKLE_ITEMS || out.n > SHOW_ALL) {
			buf_add(&out, S("..."));
			break;
		}
		show(&s, c->args[i], 1);
	}
	if (!c->known)
		buf_add(&out, S("..."));
	if (pv_kind(c->kwargs) != PV_ABSENT) {
		buf_add(&out, c->count ? S(", **") : S("**"));
		show(&s, c->kwargs, 1);
	}
	buf_byte(&out, ')');
	return buf_str(&out);
}
