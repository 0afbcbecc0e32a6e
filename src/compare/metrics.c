/* Metric files: numbers with names, from JSON nested as it likes ("eval.f1", "folds[2].loss") or
 * from CSV. They are held against each other by name. */
#include <math.h>
#include "base/limits.h"
#include "compare/compare_int.h"
#include "text/glob.h"
#include "text/json.h"
#include "text/number.h"

void metrics_init(struct metrics *m, struct arena *a)
{
	*m = (struct metrics){.names = NEW(a, struct map, 1)};
	*m->names = map_in(a);
}

bool metrics_put(struct metrics *m, struct arena *a, str name, double value)
{
	uint64_t *index = map_put(m->names, name);

	if (*index != 0)
		return false;
	m->values = GROW(a, m->values, m->count, &m->room);
	m->values[m->count++] = value;
	*index = m->count;
	return true;
}

bool compare_number(str s, double *out)
{
	bool minus;

	s = str_trim(s);
	if (number_parse(s, out))
		return true;
	minus = s.n > 0 && s.p[0] == '-';
	if (s.n > 0 && (minus || s.p[0] == '+'))
		s = str_slice(s, 1, s.n);
	if (str_eq_nocase(s, S("nan")))
		*out = (double)NAN;
	else if (str_eq_nocase(s, S("inf")) || str_eq_nocase(s, S("infinity")))
		*out = minus ? -(double)INFINITY : (double)INFINITY;
	else
		return false;
	return true;
}

/* ---- Which are judged ---- */

/* What a run takes, which no upgrade leaves as it was. */
static bool is_time(str name)
{
	static const char *const ends[] = {"runtime",	  "_time",    "_seconds",  "_secs",
					   "_per_second", "duration", "timestamp", "elapsed",
					   "_ms",	  "latency",  "throughput"};

	name = str_after_last(name, '.');
	for (size_t i = 0; i < COUNTOF(ends); i++)
		if (str_ends(name, str_of(ends[i])))
			return true;
	return str_in(name, "time seconds fit_time score_time");
}

struct chosen {
	struct glob *globs;
	uint32_t count;
};

static bool choose(struct comparing *c, struct chosen *out)
{
	*out = (struct chosen){NEW(c->arena, struct glob, c->ask->metric_count + 1), 0};
	for (uint32_t i = 0; i < c->ask->metric_count; i++)
		if (!glob_compile(&out->globs[out->count++], c->arena, c->ask->metrics[i],
				  GLOB_FNMATCH))
			return compare_refuse(c, -1, S("--metrics"), "a pattern is too long");
	return true;
}

/* NULL: judged. */
static const char *left_out(const struct chosen *chosen, str name)
{
	for (uint32_t i = 0; i < chosen->count; i++)
		if (glob_match(&chosen->globs[i], name))
			return NULL;
	if (chosen->count > 0)
		return "not asked for";
	return is_time(name) ? "a measure of time: judged only when --metrics names it" : NULL;
}

bool metrics_compare(struct comparing *c, const struct metrics side[2])
{
	struct chosen chosen;
	uint64_t found = 0;

	if (!choose(c, &chosen))
		return false;
	if (side[0].count == 0)
		return compare_refuse(c, 0, S(""),
				      "there is no metric in it: no number with a "
				      "name");
	for (size_t i = 0; i < side[0].names->count; i++) {
		str name = side[0].names->entries[i].key;
		const uint64_t *other = map_get(side[1].names, name);
		const char *why = left_out(&chosen, name);
		struct compare_item it = {.kind = COMPARE_METRIC,
					  .name = compare_quoted(c->arena, name),
					  .value = {side[0].values[i], (double)NAN}};
		found += other != NULL;
		if (other != NULL)
			it.value[1] = side[1].values[*other - 1];
		if (why != NULL) {
			it.verdict = COMPARE_SKIPPED;
			it.why = str_of(why);
		} else if (other == NULL) {
			it.verdict = COMPARE_INCOMPARABLE;
			it.why = S("it is gone: there is no such metric any more");
		} else {
			compare_judge(c->arena, c->ask, &it);
		}
		compare_add(c, &it);
	}
	c->result->only_after = side[1].names->count - found;
	return true;
}

/* ---- JSON ---- */

static bool add_tree(struct comparing *c, int at, struct metrics *m, str path,
		     const struct tree *t);

static bool add_children(struct comparing *c, int at, struct metrics *m, str path,
			 const struct tree *t)
{
	uint64_t i = 0;

	for (const struct tree *k = t->first; k != NULL; k = k->next, i++) {
		str name = t->kind == TREE_ARRAY
				   ? arena_printf(c->arena, "%.*s[%llu]", STR_ARG(path),
						  (unsigned long long)i)
				   : arena_printf(c->arena, "%.*s%s%.*s", STR_ARG(path),
						  path.n > 0 ? "." : "", STR_ARG(k->key));
		if (!add_tree(c, at, m, name, k))
			return false;
	}
	return true;
}

/* Depth is the parser's. Texts and booleans are no metrics; null is a number that is missing. */
static bool add_tree(struct comparing *c, int at, struct metrics *m, str path, const struct tree *t)
{
	double v = (double)NAN;

	if (t->kind == TREE_ARRAY || t->kind == TREE_TABLE)
		return add_children(c, at, m, path, t);
	if (t->kind != TREE_INT && t->kind != TREE_FLOAT && t->kind != TREE_NULL)
		return true;
	if (t->kind != TREE_NULL && !compare_number(t->text, &v))
		return true;
	return metrics_put(m, c->arena, path.n > 0 ? path : S("(number)"), v) ||
	       compare_refuse(c, at, compare_quoted(c->arena, path),
			      "it is there twice, so that it is not clear which one counts");
}

static bool read_json(struct comparing *c, int at, struct metrics *m)
{
	struct blob b = c->result->side[at].blob;
	const struct tree *root;
	struct diag d;
	str bytes;

	if (b.size > LIMIT_COMPARE_METRICS)
		return compare_refuse(c, at, S(""), "%llu bytes are more than a metric file has",
				      (unsigned long long)b.size);
	bytes = blob_get(b, c->arena, 0, (size_t)b.size);
	if (bytes.n < b.size)
		return compare_unread(c, at);
	metrics_init(m, c->arena);
	if (!json_parse(c->arena, bytes, &root, &d))
		return compare_refuse(c, at,
				      arena_printf(c->arena, "line %u", text_line(bytes, d.offset)),
				      "no JSON: %s", d.msg);
	return add_tree(c, at, m, S(""), root);
}

bool compare_json(struct comparing *c)
{
	struct metrics m[2];

	return read_json(c, 0, &m[0]) && read_json(c, 1, &m[1]) && metrics_compare(c, m);
}
