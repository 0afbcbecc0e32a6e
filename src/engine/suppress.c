/* `# nosec` comments.
 *
 * Ours (CONTRACT, Suppressions): `# nosec B301 - reason`, valid on every line of the statement and,
 * as a line of its own, above it. Ids or names, then the reason after `-`, `:`, `#` or in
 * parentheses. No word at all suppresses everything; a word that is no rule suppresses nothing and
 * is reported.
 *
 * --bandit-compat: Bandit 1.9.4 (core/manager.py, core/tester.py). The comment of the finding's
 * line and the first one among the lines of the node that was visited count, together; a comment
 * that names no test that exists suppresses everything; in a list without spaces only the last name
 * counts. */
#include "engine/engine_int.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/fail.h"

#define NOSEC_RULES 32

struct nosec {
	uint32_t line;	     /* of the decoded source */
	uint32_t start, end; /* of the comment */
	bool alone;	     /* nothing else stands on its line */
	bool all;	     /* suppresses every rule */
	uint32_t used;	     /* findings it suppressed */
	uint16_t count;
	const struct rule *rules[NOSEC_RULES];
	str unknown; /* first word that is no rule */
	str reason;
};

struct nosecs {
	struct nosec *list; /* by line */
	uint32_t count;
};

static bool is_word(uint8_t c)
{
	return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z');
}

static str skip_space(str s)
{
	while (s.n > 0 && is_space(s.p[0]))
		s = str_slice(s, 1, s.n);
	return s;
}

/* What follows the first `# nosec` of a comment; p is NULL when there is none. */
static str after_nosec(str comment, bool compat)
{
	for (str left = comment; left.n > 0;) {
		size_t at = left.p[0] == '#' ? 0 : str_find_byte(left, '#');
		str rest;
		if (at == STR_NONE)
			break;
		left = str_slice(left, at + 1, left.n);
		rest = skip_space(left);
		if (rest.n < 5 || rest.p[0] != 'n' || !str_starts(rest, S("nosec")))
			continue;
		rest = str_slice(rest, 5, rest.n);
		if (!compat && rest.n > 0 && is_word(rest.p[0]))
			continue;
		if (rest.n > 0 && rest.p[0] == ':')
			rest = str_slice(rest, 1, rest.n);
		return rest.p ? rest : S("");
	}
	return (str){0};
}

static const struct rule *find_rule(struct arena *a, str word)
{
	const struct rule *rule = rule_find(word);
	uint8_t *upper;

	if (rule != NULL || word.n == 0 || word.n > 8 || word.p[word.n - 1] > '9')
		return rule;
	upper = arena_alloc(a, word.n, 1);
	for (size_t i = 0; i < word.n; i++)
		upper[i] = (uint8_t)(word.p[i] >= 'a' && word.p[i] <= 'z' ? word.p[i] - 32
									  : word.p[i]);
	return rule_find((str){upper, word.n});
}

static void add_rule(struct nosec *n, const struct rule *rule)
{
	if (n->count < NOSEC_RULES)
		n->rules[n->count++] = rule;
}

static bool covers_rule(const struct nosec *n, const struct rule *rule)
{
	if (n->all)
		return true;
	for (uint16_t i = 0; i < n->count; i++)
		if (n->rules[i] == rule)
			return true;
	return false;
}

static str trim_reason(str s)
{
	s = str_trim(s);
	while (s.n > 0 && (str_find_byte(S("-:#("), s.p[0]) != STR_NONE || is_space(s.p[0])))
		s = str_slice(s, 1, s.n);
	if (str_ends(s, S(")")) && str_find_byte(s, '(') == STR_NONE)
		s = str_slice(s, 0, s.n - 1);
	return str_trim(s);
}

static void parse_words(struct arena *a, struct nosec *n, str rest)
{
	n->all = true;
	for (;;) {
		const struct rule *rule;
		size_t end = 0;
		while (rest.n > 0 && (is_space(rest.p[0]) || rest.p[0] == ','))
			rest = str_slice(rest, 1, rest.n);
		while (end < rest.n && is_word(rest.p[end]))
			end++;
		if (end == 0)
			break;
		rule = find_rule(a, str_slice(rest, 0, end));
		n->all = false;
		if (rule != NULL)
			add_rule(n, rule);
		else if (n->unknown.n == 0)
			n->unknown = str_slice(rest, 0, end);
		rest = str_slice(rest, end, rest.n);
	}
	n->reason = trim_reason(rest);
}

/* Bandit's expression for names: (?:(B\d+|[a-z\d_]+),?)+ of which the last group counts. */
static void parse_compat(struct nosec *n, str rest)
{
	size_t hash = str_find_byte(rest, '#');

	if (hash != STR_NONE)
		rest = str_slice(rest, 0, hash);
	while (rest.n > 0) {
		const struct rule *rule;
		str last = {0};
		while (rest.n > 0 && is_word(rest.p[0])) {
			size_t end = 1;
			while (end < rest.n && rest.p[end] >= '0' && rest.p[end] <= '9')
				end++;
			if ((rest.p[0] != 'B' && rest.p[0] != 'b') || end == 1)
				while (end < rest.n && is_word(rest.p[end]))
					end++;
			last = str_slice(rest, 0, end);
			rest = str_slice(rest, end, rest.n);
			if (rest.n > 0 && rest.p[0] == ',')
				rest = str_slice(rest, 1, rest.n);
		}
		rule = last.n ? rule_find(last) : NULL;
		if (rule != NULL && rule->id[0] == 'B')
			add_rule(n, rule);
		if (last.n == 0)
			rest = str_slice(rest, 1, rest.n);
	}
	n->all = n->count == 0;
}

/* In files of any kind: whatever begins a comment there. */
bool suppress_in_line(struct arena *a, str line, const struct rule *rule, str *reason)
{
	static const char *const marks[] = {"#", "//", "--", ";", "/*", "<!--", "%", "REM"};

	for (size_t from = 0; from < line.n;) {
		size_t at = str_find(str_slice(line, from, line.n), S("nosec"));
		struct nosec n = {0};
		str before, rest;
		if (at == STR_NONE)
			return false;
		from += at;
		before = str_trim(str_slice(line, 0, from));
		rest = str_slice(line, from + 5, line.n);
		from += 5;
		for (size_t i = 0; i < COUNTOF(marks); i++) {
			if (!str_ends(before, str_of(marks[i])) ||
			    (rest.n > 0 && is_word(rest.p[0])))
				continue;
			if (rest.n > 0 && rest.p[0] == ':')
				rest = str_slice(rest, 1, rest.n);
			parse_words(a, &n, rest);
			*reason = n.reason;
			return covers_rule(&n, rule);
		}
	}
	return false;
}

static bool stands_alone(const struct py_file *f, uint32_t start)
{
	while (start > 0 && f->source.p[start - 1] != '\n' && f->source.p[start - 1] != '\r') {
		if (!is_space(f->source.p[start - 1]))
			return false;
		start--;
	}
	return true;
}

static void collect(struct scan *s, struct py_file *f, struct nosecs *out)
{
	bool compat = s->settings->compat;
	uint32_t room = 0;

	for (uint32_t i = 0; i < f->comment_count; i++) {
		str text = str_slice(f->source, f->comments[i].start, f->comments[i].end), rest;
		struct nosec *n;
		rest = after_nosec(text, compat);
		if (rest.p == NULL)
			continue;
		out->list = GROW(s->arena, out->list, out->count, &room);
		py_lines(f, s->arena);
		n = &out->list[out->count++];
		n->start = f->comments[i].start;
		n->end = f->comments[i].end;
		n->line = py_line(f, n->start);
		n->alone = stands_alone(f, n->start);
		if (compat)
			parse_compat(n, rest);
		else
			parse_words(s->arena, n, rest);
	}
}

/* The first comment on a line from `line` on. */
static uint32_t first_from(const struct nosecs *list, uint32_t line)
{
	uint32_t lo = 0, hi = list->count;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (list->list[mid].line < line)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void mark(struct record *r, struct nosec *n)
{
	r->f.suppressed = SUPPRESSED_NOSEC;
	if (r->f.reason.n == 0)
		r->f.reason = n->reason;
	n->used++;
}

/* ---- Ours ---- */

static uint32_t decorated_start(const struct node *n)
{
	const struct node *list = NULL;

	if (n->kind == NODE_FUNCTION_DEF)
		list = function_decorators(n);
	else if (n->kind == NODE_CLASS_DEF)
		list = class_decorators(n);
	return list && list->child && list->child->start < n->start ? list->child->start : n->start;
}

/* Lines of the finding itself and of its statement (the header of a compound one). */
static void lines_of(const struct py_file *f, const struct record *r, uint32_t *first,
		     uint32_t *last)
{
	const struct node *n = r->statement;
	uint32_t start = r->f.start, end = r->f.end;

	if (n != NULL && n->start <= start && start < n->end) {
		uint32_t stop = record_compound(n) ? record_body(n) : n->end;
		bool whole = start == n->start && end == n->end;
		if (start < stop || !record_compound(n)) {
			start = decorated_start(n);
			end = whole || end < stop ? stop : end;
		}
	}
	*first = py_line(f, start);
	*last = py_line(f, end);
	if (n != NULL && record_compound(n) && end == record_body(n) && *last > *first) {
		/* the body starts on a line of its own, unless it follows the colon */
		uint32_t line = py_line_offset(f, *last), i = line;
		while (i < end && is_space(f->source.p[i]))
			i++;
		if (i == end)
			--*last;
	}
}

/* Findings of one rule on the same lines: the same comments count for all of them. One statement
 * may have thousands of both, so they are matched once. */
struct group {
	uint32_t first, last;
	const struct rule *rule;
	uint32_t findings;
	bool covered;
	str reason;
};

static void use(struct group *g, struct nosec *n)
{
	if (!covers_rule(n, g->rule))
		return;
	g->covered = true;
	if (g->reason.n == 0)
		g->reason = n->reason;
	n->used += g->findings;
}

static void match_group(const struct nosecs *list, struct group *g)
{
	uint32_t from = first_from(list, g->first);

	for (uint32_t i = from; i < list->count && list->list[i].line <= g->last; i++)
		use(g, &list->list[i]);
	for (uint32_t i = from; i-- > 0 && list->list[i].line + 1 == g->first;)
		if (list->list[i].alone)
			use(g, &list->list[i]);
}

static struct group *group_of(struct arena *a, struct map *groups, const struct py_file *f,
			      const struct record *r)
{
	struct {
		uint32_t first, last;
		const struct rule *rule;
	} key = {.rule = r->f.rule};
	str bytes = {(const uint8_t *)&key, sizeof(key)};
	uint64_t *known;
	struct group *g;

	lines_of(f, r, &key.first, &key.last);
	known = map_get(groups, bytes);
	if (known != NULL)
		return (struct group *)(uintptr_t)*known;
	g = NEW(a, struct group, 1);
	*g = (struct group){.first = key.first, .last = key.last, .rule = key.rule};
	*map_put(groups, arena_dup(a, bytes)) = (uint64_t)(uintptr_t)g;
	return g;
}

static void suppress_all(struct scan *s, const struct py_file *f, const struct nosecs *list)
{
	struct map groups = map_in(s->arena);

	for (struct record *r = s->records; r != NULL; r = r->next)
		if (!r->engine)
			group_of(s->arena, &groups, f, r)->findings++;
	for (size_t i = 0; i < groups.count; i++)
		match_group(list, (struct group *)(uintptr_t)groups.entries[i].value);
	for (struct record *r = s->records; r != NULL; r = r->next) {
		const struct group *g = r->engine ? NULL : group_of(s->arena, &groups, f, r);
		if (g == NULL || !g->covered)
			continue;
		r->f.suppressed = SUPPRESSED_NOSEC;
		r->f.reason = g->reason;
	}
}

static bool may_be_unused(const struct scan *s, const struct nosec *n)
{
	if (n->used > 0 || n->unknown.n > 0)
		return false;
	if (n->all)
		return !s->scanner->any_off && !s->settings->secrets_only;
	for (uint16_t i = 0; i < n->count; i++) /* of a notebook's cell they are applied later */
		if (s->settings->secrets_only || (s->locate != NULL && n->rules[i]->secret != NULL))
			return false;
	for (uint16_t i = 0; i < n->count; i++)
		for (size_t k = 0; k < rule_count && s->off != NULL; k++)
			if (rule_table[k] == n->rules[i] && s->off[k])
				return false;
	return true;
}

static void report(struct scan *s, const struct py_file *f, const struct nosecs *list)
{
	if (s->settings->secrets_only) /* comments about other rules are none of its business */
		return;
	for (uint32_t i = 0; i < list->count; i++) {
		const struct nosec *n = &list->list[i];
		struct finding *found;
		if (n->reason.n == 0 && (n->all || n->count > 0)) {
			found = scan_finding(s, "AS008", f, n->start, n->end,
					     "nosec without a reason: write `# nosec ID - why`");
			if (s->settings->nosec_level != LEVEL_DEFAULT)
				found->severity = (uint8_t)s->settings->nosec_level;
		}
		if (n->unknown.n > 0)
			scan_finding(s, "AS009", f, n->start, n->end,
				     "nosec names `%.*s`, which is no rule; a reason follows ` - `",
				     STR_ARG(str_slice(n->unknown, 0, 60)));
		if (may_be_unused(s, n))
			scan_finding(s, "AS010", f, n->start, n->end,
				     "nosec where there is nothing to suppress");
	}
}

/* ---- Bandit's ---- */

static void suppress_compat(const struct py_file *f, const struct nosecs *list, struct record *r)
{
	uint32_t line = py_line(f, r->f.start), first = 0, last = 0, i;
	struct nosec *base = NULL, *context = NULL;

	i = first_from(list, line);
	if (i < list->count && list->list[i].line == line)
		base = &list->list[i];
	if (r->visited != NULL) {
		compat_lines(f, r->visited, r->parent, &first, &last);
		i = first_from(list, first);
		if (i < list->count && list->list[i].line <= last)
			context = &list->list[i];
	}
	if (base == NULL && context == NULL)
		return;
	if ((base == NULL || base->count == 0) && (context == NULL || context->count == 0))
		mark(r, base ? base : context);
	else if (base != NULL && base->count > 0 && covers_rule(base, r->f.rule))
		mark(r, base);
	else if (context != NULL && context->count > 0 && covers_rule(context, r->f.rule))
		mark(r, context);
}

/* ---- The inventory ---- */

static void inventory(struct scan *s, const struct py_file *f, const struct nosecs *list)
{
	struct suppression *all = NEW(s->arena, struct suppression, list->count);

	for (uint32_t i = 0; i < list->count; i++) {
		const struct nosec *n = &list->list[i];
		struct finding at = {.start = n->start, .end = n->end, .line = n->line};
		struct buf ids = buf_in(s->arena);
		for (uint16_t k = 0; k < n->count; k++)
			buf_printf(&ids, "%s%s", k ? " " : "", n->rules[k]->id);
		if (n->unknown.n > 0)
			buf_printf(&ids, "%s%.*s", ids.n ? " " : "", STR_ARG(n->unknown));
		if (s->locate != NULL)
			s->locate(s, f, &at);
		all[i] = (struct suppression){
			.path = s->path,
			.line = at.line,
			.ids = buf_str(&ids),
			.reason = n->reason,
			.used = n->used,
		};
	}
	s->out->suppressions = all;
	s->out->suppression_count = s->suppression_room = list->count;
}

void suppress(struct scan *s, struct py_file *f)
{
	struct nosecs list = {0};

	collect(s, f, &list);
	if (list.count == 0)
		return;
	if (!s->settings->compat && !s->settings->no_suppressions)
		suppress_all(s, f, &list);
	for (struct record *r = s->records; r != NULL; r = r->next)
		if (s->settings->compat && !r->engine && !s->settings->no_suppressions)
			suppress_compat(f, &list, r);
	if (s->settings->suppressions)
		inventory(s, f, &list);
	if (!s->settings->compat && !s->settings->no_suppressions)
		report(s, f, &list);
}
