/* Format strings of both kinds, and the names of what leads from any object of Python's to its
 * interpreter. */
#include "base/limits.h"
#include "model/jinja_int.h"

/* ---- Names ------------------------------------------------------------------------------------
 */

/* Without the underscores. */
static const char dunders[] =
	"class bases base mro subclasses globals builtins import init new dict getattribute "
	"getattr "
	"getitem setattr delattr setitem reduce reduce_ex code closure func self module loader "
	"spec "
	"enter exit call name qualname annotations wrapped defaults kwdefaults file path package "
	"traceback context cause init_subclass subclasshook format str repr hash dir sizeof "
	"weakref "
	"slots doc get set set_name delete del objclass text_signature main reload loader__ "
	"instancecheck subclasscheck class_getitem prepare iter next add mul mod contains len "
	"getstate "
	"setstate getnewargs getnewargs_ex copy deepcopy fspath index int float complex bool bytes "
	"build_class future all version debug cached await aiter anext missing post_init signature";

static const char internals[] =
	"mro gi_frame gi_code gi_yieldfrom cr_frame cr_code cr_await cr_origin ag_frame ag_code "
	"ag_await f_globals f_locals f_builtins f_back f_code f_trace tb_frame tb_next "
	"func_globals "
	"func_code func_closure func_defaults func_dict im_func im_class im_self co_code co_consts "
	"co_names _TemplateReference__context _module _load_form_data";

static bool is_dunder(str s)
{
	if (s.n < 5 || !str_starts(s, S("__")) || !str_ends(s, S("__")))
		return false;
	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = s.p[i] | 32;
		if (s.p[i] != '_' && (c < 'a' || c > 'z') && (s.p[i] < '0' || s.p[i] > '9'))
			return false;
	}
	return true;
}

bool jinja_is_internal(str name, bool any)
{
	if (is_dunder(name))
		return any || str_in(str_slice(name, 2, name.n - 2), dunders);
	if (any)
		return str_in(name, internals) ||
		       (name.n > 3 && name.p[0] == '_' && str_find(name, S("__")) != STR_NONE &&
			name.p[1] != '_');
	return str_in(name, "_TemplateReference__context");
}

bool jinja_format_reads(str format)
{
	for (size_t at = 0, open;
	     (open = str_find_byte(str_slice(format, at, format.n), '{')) != STR_NONE;) {
		str field = str_slice(format, at + open + 1, format.n);
		size_t end = 0;
		while (end < field.n && field.p[end] != '}' && field.p[end] != '{' &&
		       field.p[end] != ':' && field.p[end] != '!' && field.p[end] != ' ' &&
		       field.p[end] != '\n' && end < 200)
			end++;
		field = str_slice(field, 0, end);
		if (str_find(field, S(".__")) != STR_NONE || str_find(field, S("[__")) != STR_NONE)
			return true;
		at += open + 1;
	}
	return false;
}

/* ---- Formatting -------------------------------------------------------------------------------
 */

struct formatter {
	struct jinja_eval *e;
	struct buf out;
	unsigned flags;
	bool known;
	uint32_t offset;
};

static void put(struct formatter *f, const struct jinja_value *v, bool as_char)
{
	str s;

	if (v == NULL) {
		f->known = false;
		return;
	}
	f->flags |= jinja_printed_flags(v);
	if (as_char && v->kind == JINJA_V_INT)
		buf_utf8(&f->out, v->n >= 0 && v->n < 0x110000 ? (uint32_t)v->n : 0xfffd);
	else if (jinja_text(f->e, v, &s) && jinja_spend(f->e, f->offset, s.n))
		buf_add(&f->out, s);
	else
		f->known = false;
}

/* Digits from *at on: a width or precision. */
static void width(struct formatter *f, str s, size_t *at)
{
	int64_t n = 0;

	for (; *at < s.n && s.p[*at] >= '0' && s.p[*at] <= '9'; ++*at)
		if (n < LIMIT_JINJA_MADE * 10)
			n = n * 10 + (s.p[*at] - '0');
	if (n > LIMIT_JINJA_MADE)
		jinja_tell(f->e, JINJA_BOMB, f->offset, s, "a text is padded until memory ends");
	if (n > 0)
		f->known = false; /* padding is not worked out */
}

static const struct jinja_value *result(struct formatter *f)
{
	if (f->known)
		return jinja_string(f->e, buf_str(&f->out), f->offset);
	if (str_find(buf_str(&f->out), S("__")) != STR_NONE)
		f->flags |= JINJA_V_DUNDER;
	return jinja_flagged(f->e, f->flags | JINJA_V_MADE);
}

const struct jinja_value *jinja_percent(struct jinja_eval *e, str s, const struct jinja_value *args,
					uint32_t offset)
{
	struct formatter f = {.e = e, .out = buf_in(e->arena), .known = true, .offset = offset};
	uint32_t next = 0;

	if (e->hurry || !jinja_spend(e, offset, s.n))
		return jinja_flagged(e, JINJA_V_MADE);
	for (size_t at = 0; at < s.n; at++) {
		if (s.p[at] != '%') {
			buf_byte(&f.out, s.p[at]);
			continue;
		}
		at++;
		while (at < s.n && str_find_byte(S("#0- +"), s.p[at]) != STR_NONE)
			at++;
		width(&f, s, &at);
		if (at < s.n && s.p[at] == '.') {
			at++;
			width(&f, s, &at);
		}
		if (at >= s.n)
			break;
		if (s.p[at] == '%') {
			buf_byte(&f.out, '%');
			continue;
		}
		put(&f, next < args->count ? args->items[next] : NULL, s.p[at] == 'c');
		next++;
		if (s.p[at] == 'x' || s.p[at] == 'o' || s.p[at] == 'r')
			f.known = false;
	}
	return result(&f);
}

/* One field, from behind its brace up to its end: {}, {0}, {name}, {0:c}. */
static void field(struct formatter *f, str s, const struct jinja_value *args,
		  const struct jinja_value *named, uint32_t *next)
{
	size_t colon = str_find_byte(s, ':'), at = 0;
	str name = str_slice(s, 0, colon == STR_NONE ? s.n : colon);
	str spec = colon == STR_NONE ? (str){NULL, 0} : str_slice(s, colon + 1, s.n);
	const struct jinja_value *v = NULL;
	uint64_t i;

	if (name.n == 0)
		v = *next < args->count ? args->items[(*next)++] : NULL;
	else if (str_to_u64(name, &i))
		v = i < args->count ? args->items[i] : NULL;
	else
		v = jinja_dict_get(named, name);
	while (at < spec.n && str_find_byte(S("<>^=+- #"), spec.p[at]) != STR_NONE)
		at++;
	if (at == 0 && spec.n > 1 && str_find_byte(S("<>^="), spec.p[1]) != STR_NONE)
		at = 2;
	width(f, spec, &at);
	if (at < spec.n && spec.p[at] != 'c' && spec.p[at] != 's' && spec.p[at] != 'd')
		f->known = false;
	put(f, v, at < spec.n && spec.p[at] == 'c');
}

const struct jinja_value *jinja_format(struct jinja_eval *e, str s, const struct jinja_value *args,
				       const struct jinja_value *named, uint32_t offset)
{
	struct formatter f = {.e = e, .out = buf_in(e->arena), .known = true, .offset = offset};
	uint32_t next = 0;

	if (!jinja_spend(e, offset, s.n))
		return jinja_flagged(e, JINJA_V_MADE);
	for (size_t at = 0; at < s.n; at++) {
		size_t close;
		bool twice = at + 1 < s.n && s.p[at + 1] == s.p[at];
		if (s.p[at] != '{' || twice) {
			buf_byte(&f.out, s.p[at]);
			at += twice && (s.p[at] == '{' || s.p[at] == '}');
			continue;
		}
		close = str_find_byte(str_slice(s, at, s.n), '}');
		if (close == STR_NONE)
			break;
		field(&f, str_slice(s, at + 1, at + close), args, named, &next);
		at += close;
	}
	return result(&f);
}
