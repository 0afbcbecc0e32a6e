/* What every kind of configuration file needs: writing entries, selectors, options of rules, and
 * the nearest known word for one that is unknown. */
#include "engine/config_schema.h"

#include <stdarg.h>
#include <stdio.h>
#include "base/limits.h"

static uint32_t line_of(const struct config_writer *w, size_t offset)
{
	size_t low = 0, high = w->line_count;

	while (high > low + 1) {
		size_t middle = (low + high) / 2;
		if (w->line_starts[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	return w->line_count ? (uint32_t)low + 1 : 0;
}

static void write_entry(struct config_writer *w, const struct config_entry *e, size_t offset)
{
	buf_u8(w->out, (uint8_t)e->tag);
	buf_u32(w->out, line_of(w, offset));
	buf_u64(w->out, (uint64_t)e->number);
	for (unsigned i = 0; i < CONFIG_TEXTS; i++)
		buf_field(w->out, e->text[i]);
}

void config_write(struct config_writer *w, const struct config_entry *e, size_t offset)
{
	if (++w->entries <= LIMIT_CONFIG_ENTRIES)
		write_entry(w, e, offset);
	else if (w->entries == LIMIT_CONFIG_ENTRIES + 1)
		config_write_error(w, offset, "more than %d settings", LIMIT_CONFIG_ENTRIES);
}

void config_write_error(struct config_writer *w, size_t offset, const char *fmt, ...)
{
	char text[LIMIT_MESSAGE_BYTES];
	struct config_entry e = {.tag = CONFIG_ERROR};
	va_list args;
	int n;

	if (++w->errors > LIMIT_CONFIG_ERRORS)
		return;
	va_start(args, fmt);
	n = vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	if (n < 0)
		n = 0;
	if ((size_t)n >= sizeof(text))
		n = sizeof(text) - 1;
	e.text[0] = (str){(const uint8_t *)text, (size_t)n};
	write_entry(w, &e, offset);
}

/* Edits (insert, delete, replace) from a to b; both are short. */
static unsigned distance(str a, str b)
{
	unsigned row[65];

	if (a.n > 64 || b.n > 64)
		return 64;
	for (unsigned j = 0; j <= b.n; j++)
		row[j] = j;
	for (unsigned i = 1; i <= a.n; i++) {
		unsigned diagonal = row[0];
		row[0] = i;
		for (unsigned j = 1; j <= b.n; j++) {
			unsigned best = diagonal + ((a.p[i - 1] | 32) != (b.p[j - 1] | 32));
			diagonal = row[j];
			if (best > row[j] + 1)
				best = row[j] + 1;
			if (best > row[j - 1] + 1)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[b.n];
}

const char *config_suggest(str word, const char *const *candidates)
{
	const char *best = NULL;
	unsigned least = 1 + (unsigned)(word.n < 60 ? word.n : 60) / 3;

	for (; *candidates != NULL; candidates++) {
		unsigned d = distance(word, str_of(*candidates));
		if (d < least || (d == least && best == NULL)) {
			least = d;
			best = *candidates;
		}
	}
	return best;
}

void config_unknown_key(struct config_writer *w, const struct tree *t, const char *const *known,
			const char *where)
{
	const char *near = w->errors < LIMIT_CONFIG_ERRORS ? config_suggest(t->key, known) : NULL;

	config_write_error(w, t->key_start, "unknown key `%.*s`%s%s%s%s",
			   STR_ARG(str_slice(t->key, 0, 100)), where,
			   near ? "; did you mean `" : "", near ? near : "", near ? "`?" : "");
}

bool level_parse(str word, enum level *out)
{
	static const char *const names[] = {"info", "low", "medium", "high", "critical"};

	for (unsigned i = 0; i < COUNTOF(names); i++) {
		if (str_eq_nocase(word, str_of(names[i]))) {
			*out = (enum level)(INFO + i);
			return true;
		}
	}
	return false;
}

/* ---- Selectors ---- */

static bool is_id_prefix(str s)
{
	size_t i = 0;

	while (i < s.n && s.p[i] >= 'A' && s.p[i] <= 'Z')
		i++;
	if (i == 0)
		return false;
	while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
		i++;
	return i == s.n;
}

bool selector_matches(str selector, const struct rule *r, bool *exact)
{
	str id = str_of(r->id);
	size_t letters = 0;

	*exact = str_eq(selector, id) || str_eq(selector, str_of(r->name));
	if (*exact || str_eq(selector, S("ALL")))
		return true;
	if (!is_id_prefix(selector) || !str_starts(id, selector))
		return false;
	/* Letters name a family whole: "M" is not "ML" and "MD". */
	while (letters < id.n && id.p[letters] >= 'A' && id.p[letters] <= 'Z')
		letters++;
	return selector.n >= letters;
}

static const char *nearest_rule(struct arena *a, str selector)
{
	const char **names = NEW(a, const char *, 2 * rule_count + 1);

	for (size_t i = 0; i < rule_count; i++) {
		names[2 * i] = rule_table[i]->id;
		names[2 * i + 1] = rule_table[i]->name;
	}
	return config_suggest(selector, names);
}

void config_write_selector(struct config_writer *w, enum config_tag tag, str glob, str selector,
			   size_t offset)
{
	struct config_entry e = {.tag = tag, .text = {selector}};
	bool exact, any = str_eq(selector, S("ALL"));
	const char *near;

	if (tag == CONFIG_PER_PATH) {
		e.text[0] = glob;
		e.text[1] = selector;
	}
	for (size_t i = 0; i < rule_count && !any; i++)
		any = selector_matches(selector, rule_table[i], &exact);
	if (any) {
		config_write(w, &e, offset);
		return;
	}
	near = w->errors < LIMIT_CONFIG_ERRORS ? nearest_rule(w->arena, selector) : NULL;
	config_write_error(w, offset, "`%.*s` is no rule, prefix of rules or rule name%s%s%s",
			   STR_ARG(str_slice(selector, 0, 100)), near ? "; did you mean `" : "",
			   near ? near : "", near ? "`?" : "");
}

/* ---- Options of rules ---- */

static bool join_items(struct config_writer *w, const struct tree *list, str *out)
{
	struct buf b = buf_in(w->arena);

	for (const struct tree *c = list->first; c != NULL; c = c->next) {
		if (c->kind == TREE_ARRAY || c->kind == TREE_TABLE ||
		    str_find_byte(c->text, '\n') != STR_NONE)
			return false;
		buf_add(&b, c->text);
		if (c->next != NULL)
			buf_byte(&b, '\n');
	}
	*out = buf_str(&b);
	return true;
}

static bool option_value(struct config_writer *w, const struct rule_option *o, const struct tree *t,
			 str *out)
{
	bool flag;
	int64_t number;

	switch (o->type) {
	case OPTION_BOOL:
		if (!tree_bool(t, &flag))
			return false;
		*out = flag ? S("true") : S("false");
		return true;
	case OPTION_INT:
		if (!tree_int(t, &number))
			return false;
		*out = arena_printf(w->arena, "%lld", (long long)number);
		return true;
	case OPTION_STRING:
		*out = t->kind == TREE_STRING ? t->text : (str){NULL, 0};
		return t->kind == TREE_STRING;
	case OPTION_LIST:
	case OPTION_CALLS:
		return t->kind == TREE_ARRAY && join_items(w, t, out);
	}
	return false;
}

bool config_write_option(struct config_writer *w, const struct rule *r, const struct tree *value)
{
	static const char *const types[] = {"true or false", "an integer", "a string",
					    "a list of words", "a list of names"};
	const struct rule_option *o = r->options;
	struct config_entry e = {.tag = CONFIG_OPTION};

	while (o != NULL && o->name != NULL && !str_eq(value->key, str_of(o->name)))
		o++;
	if (o == NULL || o->name == NULL)
		return false;
	e.text[0] = arena_printf(w->arena, "%s.%s", r->id, o->name);
	if (option_value(w, o, value, &e.text[1]))
		config_write(w, &e, value->key_start);
	else
		config_write_error(w, value->start, "`%s` of %s must be %s, not %s", o->name, r->id,
				   types[o->type], tree_kind_name(value));
	return true;
}
