#include "cmd/debug.h"
#include "dep/requirement.h"
#include "text/json.h"

/* A question is a JSON array of strings, so that nothing in them has to be escaped twice. */
struct question {
	struct arena *arena;
	str word[64];
	unsigned count;
	struct buf *out;
};

static str word(const struct question *q, unsigned i)
{
	return i < q->count ? q->word[i] : S("");
}

static void ask_version(struct question *q)
{
	struct version v;

	if (version_parse(word(q, 1), &v))
		version_print(q->out, &v);
	else
		buf_add(q->out, S("none"));
}

static void ask_order(struct question *q)
{
	struct version a, b;
	int order;

	if (!version_parse(word(q, 1), &a) || !version_parse(word(q, 2), &b)) {
		buf_add(q->out, S("none"));
		return;
	}
	order = version_compare(&a, &b);
	buf_byte(q->out, order < 0 ? '<' : order > 0 ? '>' : '=');
}

/* SPECIFIERS, or SPECIFIERS VERSION and whether pre-releases count. */
static void ask_specifiers(struct question *q)
{
	struct specifiers s;
	struct version v;
	str bad;
	bool is_version = version_parse(word(q, 2), &v);

	if (!specifiers_parse(q->arena, word(q, 1), &s, &bad))
		buf_add(q->out, S("none"));
	else if (q->count < 3)
		specifiers_print(q->out, &s);
	else
		buf_add(q->out, specifiers_allow(&s, word(q, 2), is_version ? &v : NULL,
						 str_eq(word(q, 3), S("yes")))
					? S("yes")
					: S("no"));
}

static str variable(void *ctx, str name)
{
	const struct question *q = ctx;

	for (unsigned i = 2; i + 1 < q->count; i += 2)
		if (str_eq(q->word[i], name))
			return q->word[i + 1];
	return (str){NULL, 0};
}

/* MARKER, or MARKER and names with their values. */
static void ask_marker(struct question *q)
{
	static const char *const truths[] = {"no", "unknown", "yes"};
	struct marker_error error;
	const struct marker *m = marker_parse(q->arena, word(q, 1), &error);

	if (m == NULL)
		buf_printf(q->out, "none: expected %s at byte %zu", error.expected, error.offset);
	else if (q->count < 3)
		buf_add(q->out, S("marker"));
	else
		buf_add(q->out, str_of(truths[marker_holds(q->arena, m, variable, q)]));
}

static void ask_requirement(struct question *q)
{
	struct requirement r;
	struct requirement_error error;

	if (!requirement_parse(q->arena, word(q, 1), &r, &error)) {
		buf_printf(q->out, "none: expected %s at byte %zu", error.expected, error.offset);
		return;
	}
	buf_add(q->out, r.name);
	for (size_t i = 0; i < r.extra_count; i++)
		buf_printf(q->out, "%s%.*s", i ? "," : "\t", STR_ARG(r.extras[i]));
	buf_add(q->out, r.extra_count ? S("\t") : S("\t\t"));
	specifiers_print(q->out, &r.specifiers);
	buf_printf(q->out, "\t%.*s\t%s", STR_ARG(r.url), r.marker ? "marker" : "");
}

static void ask_name(struct question *q)
{
	buf_add(q->out, package_normal_name(q->arena, word(q, 1)));
}

static bool read_question(struct question *q, str line)
{
	const struct tree *t;
	struct diag d;

	q->count = 0;
	if (!json_parse(q->arena, line, &t, &d) || !tree_is(t, TREE_ARRAY))
		return false;
	for (const struct tree *w = t->first; w != NULL; w = w->next) {
		if (!tree_is(w, TREE_STRING) || q->count == COUNTOF(q->word))
			return false;
		q->word[q->count++] = w->text;
	}
	return q->count > 0;
}

static bool answer(struct question *q)
{
	static const struct {
		const char *name;
		void (*ask)(struct question *q);
	} kinds[] = {
		{"version", ask_version},	  {"order", ask_order},
		{"specifiers", ask_specifiers},	  {"marker", ask_marker},
		{"requirement", ask_requirement}, {"name", ask_name},
	};

	for (size_t i = 0; i < COUNTOF(kinds); i++) {
		if (!str_eq(q->word[0], str_of(kinds[i].name)))
			continue;
		kinds[i].ask(q);
		return true;
	}
	return false;
}

static bool print(struct arena *a, str path, str bytes, str option, struct buf *out)
{
	struct question q = {.arena = a, .out = out};
	bool all = true;

	(void)path;
	(void)option;
	for (str rest = bytes; rest.n > 0;) {
		if (!read_question(&q, str_cut(&rest, '\n')) || !answer(&q)) {
			buf_add(out, S("no question"));
			all = false;
		}
		buf_byte(out, '\n');
	}
	return all;
}

const struct stage stage_pep440 = {
	.name = "pep440",
	.help = "versions, specifiers, markers, requirements: [\"order\", \"1.0\", \"1.1\"], ...",
	.print = print,
};
