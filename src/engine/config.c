/* All sources to one struct settings. For each setting the strongest source that speaks decides:
 * command line, then project, then default; the policy is a ceiling on the project, not a source
 * among others: it may only make things stricter, and what the project asks beyond it is refused
 * and listed. The command line belongs to whoever chose the policy and stands above it.
 *
 * Rules on or off: `select` of the strongest source that has one decides which run (default: all
 * that are not off by default), `extend-select` adds, `ignore` takes away; `ignore` and
 * `extend-select` of a weaker source than the one whose `select` counts are forgotten. Rules of AS
 * are not for selecting: what assay could not do is always said, unless ignored by id. Rules that
 * the policy selects by `select` stay on whatever the project says. */
#include "engine/config.h"

#include <sys/stat.h>
#include "base/hash.h"
#include "engine/rule.h"
#include "text/glob.h"

struct maker {
	struct arena *arena;
	struct settings *s;
	const struct config_sources *from;
	struct config_errors *errors;
	uint8_t *must; /* rules that the policy keeps on */
	struct weakening **weakenings_end;
	struct exception **exceptions_end;
	struct approved **approved_end;
	struct path_rules **per_path_end;
	size_t exclude_room;
	bool allow_exclude;
	int64_t max_exception_days; /* -1 = any */
	int64_t nosec;		    /* enum level; LEVEL_DEFAULT = off */
	bool option_x;	   /* in compat: something took the place of Bandit\'s exclusions */
	bool bandit_tests; /* a source's `tests` narrowed the B rules: others add to them */
};

static str place(struct arena *a, const struct config *c, const struct config_entry *e)
{
	if (e == NULL || e->line == 0)
		return c->where;
	return arena_printf(a, "%.*s:%u", STR_ARG(c->where), e->line);
}

static void weaken(struct maker *m, const struct config *c, const struct config_entry *e, str what)
{
	struct weakening *w = NEW(m->arena, struct weakening, 1);

	w->what = what;
	w->where = place(m->arena, c, e);
	*m->weakenings_end = w;
	m->weakenings_end = &w->next;
}

static const char *level_name(int64_t level)
{
	static const char *const names[] = {"off", "info", "low", "medium", "high", "critical"};

	return level >= 0 && level <= CRITICAL ? names[level] : "off";
}

/* ---- Numbers and words ---- */

/* The last entry of a tag in a source; NULL when it says nothing. */
static const struct config_entry *find(const struct config *c, enum config_tag tag)
{
	const struct config_entry *found = NULL;

	for (const struct config_entry *e = c ? c->first : NULL; e != NULL; e = e->next)
		if (e->tag == tag)
			found = e;
	return found;
}

static const struct config_entry *find_project(const struct maker *m, enum config_tag tag,
					       const struct config **source)
{
	for (unsigned i = 0; i < COUNTOF(m->from->project) && m->from->project[i] != NULL; i++) {
		const struct config_entry *e = find(m->from->project[i], tag);
		if (e != NULL) {
			*source = m->from->project[i];
			return e;
		}
	}
	return NULL;
}

struct scalar {
	enum config_tag tag;
	const char *name;
	int64_t dflt;
	bool up_is_weak; /* a higher number reports or fails less */
	bool is_level;
};

static const char *scalar_text(struct maker *m, const struct scalar *k, int64_t v)
{
	if (k->is_level)
		return level_name(v);
	if (k->tag == CONFIG_INCOMPLETE)
		return v == INCOMPLETE_WARN ? "warn" : "fail";
	return arena_cstr(m->arena, arena_printf(m->arena, "%lld", (long long)v));
}

static int64_t decide(struct maker *m, const struct scalar *k)
{
	const struct config *source = NULL;
	const struct config_entry *mine = find(m->from->command_line, k->tag);
	const struct config_entry *theirs = find_project(m, k->tag, &source);
	const struct config_entry *limit = find(m->from->policy, k->tag);
	int64_t v = theirs ? theirs->number : limit ? limit->number : k->dflt;
	bool weaker;

	if (theirs != NULL && limit != NULL && v != limit->number &&
	    (v > limit->number) == k->up_is_weak) {
		weaken(m, source, theirs,
		       arena_printf(m->arena, "refused by the policy: %s = %s (stays %s)", k->name,
				    scalar_text(m, k, v), scalar_text(m, k, limit->number)));
		v = limit->number;
		source = m->from->policy;
		theirs = limit;
	}
	if (mine != NULL) {
		v = mine->number;
		source = m->from->command_line;
		theirs = mine;
	} else if (source == NULL && limit != NULL) {
		source = m->from->policy;
		theirs = limit;
	}
	weaker = v != k->dflt && (v > k->dflt) == k->up_is_weak;
	if (weaker && source != NULL)
		weaken(m, source, theirs,
		       arena_printf(m->arena, "%s = %s", k->name, scalar_text(m, k, v)));
	return v;
}

static bool only_bandit(const struct config_sources *from)
{
	bool bandit = false;

	for (unsigned i = 0; i < COUNTOF(from->project) && from->project[i] != NULL; i++) {
		if (config_has(from->project[i], CONFIG_HAS_ASSAY))
			return false;
		bandit |= config_has(from->project[i], CONFIG_HAS_BANDIT);
	}
	return bandit;
}

static void make_scalars(struct maker *m)
{
	int64_t nosec = only_bandit(m->from) ? INFO : LOW;
	const struct scalar fail_on = {CONFIG_FAIL_ON, "fail-on", LOW, true, true};
	const struct scalar severity = {CONFIG_SEVERITY, "severity", INFO, true, true};
	const struct scalar confidence = {CONFIG_CONFIDENCE, "confidence", LOW, true, true};
	const struct scalar incomplete = {CONFIG_INCOMPLETE, "incomplete", INCOMPLETE_FAIL, true,
					  false};
	const struct scalar reason = {CONFIG_NOSEC_REASON, "nosec-reason", nosec, false, true};
	const struct scalar deps = {CONFIG_DEPS_REQUIRED, "deps.required", 0, false, false};
	const struct scalar age = {CONFIG_DEPS_MAX_AGE, "deps.max-age-days", 30, true, false};
	const struct config_entry *jobs = find(m->from->command_line, CONFIG_JOBS);
	const struct config *source;

	m->s->fail_on = (enum level)decide(m, &fail_on);
	m->s->min_severity = (enum level)decide(m, &severity);
	m->s->min_confidence = (enum level)decide(m, &confidence);
	m->s->incomplete = (enum incomplete)decide(m, &incomplete);
	m->nosec = decide(m, &reason);
	m->s->nosec_level = m->nosec == LEVEL_DEFAULT ? LOW : (enum level)m->nosec;
	m->s->deps_required = decide(m, &deps) != 0;
	m->s->deps_max_age = (unsigned)decide(m, &age);
	if (jobs == NULL)
		jobs = find_project(m, CONFIG_JOBS, &source);
	if (jobs != NULL && m->s->jobs == 0)
		m->s->jobs = (unsigned)jobs->number;
}

/* ---- Rules on and off ---- */

static bool is_family(const struct rule *r, const char *letters)
{
	size_t n = strlen(letters);

	return strncmp(r->id, letters, n) == 0 && r->id[n] >= '0' && r->id[n] <= '9';
}

static bool for_compat_only(const struct maker *m, const struct rule *r)
{
	return (r->flags & RULE_BANDIT_COMPAT_ONLY) && !m->from->compat;
}

/* Bandit has no findings but its own; what could not be checked is still said. */
static bool not_in_compat(const struct maker *m, const struct rule *r)
{
	return m->from->compat && !is_family(r, "B") &&
	       (!is_family(r, "AS") || str_in(str_of(r->id), "AS008 AS009 AS010"));
}

static void select_defaults(struct maker *m)
{
	for (size_t i = 0; i < rule_count; i++)
		m->s->off[i] = (rule_table[i]->flags & RULE_OFF_BY_DEFAULT) != 0 ||
			       for_compat_only(m, rule_table[i]) || not_in_compat(m, rule_table[i]);
}

/* Off: every rule but AS, or only those of B. */
static void select_none(struct maker *m, bool bandit_only)
{
	for (size_t i = 0; i < rule_count; i++)
		if (bandit_only ? is_family(rule_table[i], "B") : !is_family(rule_table[i], "AS"))
			m->s->off[i] = 1;
}

static void switch_on(struct maker *m, uint8_t *set, uint8_t value, str selector)
{
	bool exact;

	for (size_t i = 0; i < rule_count; i++) {
		const struct rule *r = rule_table[i];
		if (selector_matches(selector, r, &exact) && !for_compat_only(m, r) &&
		    (exact || !(r->flags & RULE_OFF_BY_DEFAULT)))
			set[i] = value;
	}
}

static void ignore(struct maker *m, const struct config *c, const struct config_entry *e,
		   bool bound)
{
	size_t refused = 0, off = 0;
	bool exact;

	for (size_t i = 0; i < rule_count; i++) {
		const struct rule *r = rule_table[i];
		if (!selector_matches(e->text[0], r, &exact) || (is_family(r, "AS") && !exact))
			continue;
		if (bound && m->must[i]) {
			refused++;
		} else {
			off += !m->s->off[i];
			m->s->off[i] = 1;
		}
	}
	if (off > 0)
		weaken(m, c, e,
		       off == 1 ? arena_printf(m->arena, "rule %.*s is off", STR_ARG(e->text[0]))
				: arena_printf(m->arena, "%zu rules of %.*s are off", off,
					       STR_ARG(e->text[0])));
	if (refused > 0)
		weaken(m, c, e,
		       arena_printf(m->arena, "refused by the policy: ignore %.*s",
				    STR_ARG(e->text[0])));
}

/* A list that may be long, for people. */
static str some_of(struct maker *m, str names)
{
	size_t cut = 200;

	if (names.n <= cut)
		return names;
	while (cut > 0 && names.p[cut] != ',')
		cut--;
	return arena_printf(m->arena, "%.*s, ...", STR_ARG(str_slice(names, 0, cut)));
}

static void select_of(struct maker *m, const struct config *c, enum config_tag tag)
{
	const struct config_entry *first = NULL;
	struct buf names = buf_in(m->arena);

	for (const struct config_entry *e = c->first; e != NULL; e = e->next) {
		if (e->tag != tag)
			continue;
		if (first == NULL) {
			if (tag == CONFIG_SELECT || !m->bandit_tests)
				select_none(m, tag == CONFIG_BANDIT_TESTS);
			m->bandit_tests |= tag == CONFIG_BANDIT_TESTS;
			first = e;
		}
		switch_on(m, m->s->off, 0, e->text[0]);
		buf_printf(&names, "%s%.*s", names.n ? ", " : "", STR_ARG(e->text[0]));
	}
	if (first != NULL)
		weaken(m, c, first,
		       arena_printf(m->arena, "only %.*s selected",
				    STR_ARG(some_of(m, buf_str(&names)))));
}

/* What one source says about rules; `bound`: by the policy. */
static void apply_rules(struct maker *m, const struct config *c, bool bound)
{
	if (c == NULL)
		return;
	if (config_has(c, CONFIG_SELECT))
		select_defaults(m); /* forgets weaker sources */
	select_of(m, c, CONFIG_SELECT);
	select_of(m, c, CONFIG_BANDIT_TESTS);
	for (const struct config_entry *e = c->first; e != NULL; e = e->next) {
		if (e->tag == CONFIG_EXTEND_SELECT)
			switch_on(m, m->s->off, 0, e->text[0]);
		else if (e->tag == CONFIG_IGNORE)
			ignore(m, c, e, bound);
	}
}

/* What the project narrowed away and the policy keeps. */
static void restore_must(struct maker *m)
{
	size_t restored = 0;

	for (size_t i = 0; i < rule_count; i++) {
		restored += m->must[i] && m->s->off[i];
		if (m->must[i])
			m->s->off[i] = 0;
	}
	if (restored > 0 && m->from->project[0] != NULL)
		weaken(m, m->from->project[0], NULL,
		       arena_printf(m->arena, "refused by the policy: %zu rules it selects stay on",
				    restored));
}

static void make_rules(struct maker *m)
{
	select_defaults(m);
	for (const struct config_entry *e = m->from->policy ? m->from->policy->first : NULL;
	     e != NULL; e = e->next)
		if (e->tag == CONFIG_SELECT || e->tag == CONFIG_EXTEND_SELECT)
			switch_on(m, m->must, 1, e->text[0]);
	for (const struct config_entry *e = m->from->policy ? m->from->policy->first : NULL;
	     e != NULL; e = e->next)
		if (e->tag == CONFIG_IGNORE)
			switch_on(m, m->must, 0, e->text[0]);
	for (unsigned i = COUNTOF(m->from->project); i-- > 0;)
		if (m->from->project[i] != NULL)
			apply_rules(m, m->from->project[i], true);
	restore_must(m);
	for (const struct config_entry *e = m->from->policy ? m->from->policy->first : NULL;
	     e != NULL; e = e->next)
		if (e->tag == CONFIG_IGNORE)
			ignore(m, m->from->policy, e, true);
	apply_rules(m, m->from->command_line, false);
	if (m->nosec == LEVEL_DEFAULT)
		switch_on(m, m->s->off, 1, S("suppression_without_reason"));
}

/* ---- Paths, options, exceptions ---- */

static void push_exclude(struct maker *m, str pattern)
{
	struct settings *s = m->s;

	if (s->exclude_count == m->exclude_room) {
		size_t room = m->exclude_room ? m->exclude_room * 2 : 8;
		str *more = NEW(m->arena, str, room);
		if (s->exclude_count > 0)
			memcpy(more, s->exclude, s->exclude_count * sizeof(*more));
		s->exclude = more;
		m->exclude_room = room;
	}
	s->exclude[s->exclude_count++] = pattern;
}

/* Bandit's `-x`, which `.bandit` may say too: a folder of the current directory means what is in
 * it, and only in paths that are written like that. */
static str as_option_x(struct maker *m, str word)
{
	struct stat st;

	if (stat(arena_cstr(m->arena, word), &st) == 0 && S_ISDIR(st.st_mode))
		return arena_printf(m->arena, "%.*s%s*", STR_ARG(word),
				    str_ends(word, S("/")) ? "" : "/");
	return word;
}

static void add_exclude(struct maker *m, const struct config *c, const struct config_entry *e)
{
	bool option = c->kind == CONFIG_COMMAND_LINE || c->kind == CONFIG_BANDIT_INI;
	str word = e->text[1].n > 0 ? e->text[1] : e->text[0];

	if (!m->from->compat) {
		push_exclude(m, e->text[0]);
	} else if (option) {
		if (c->kind == CONFIG_BANDIT_INI &&
		    config_has(m->from->command_line, CONFIG_EXCLUDE))
			return;
		push_exclude(m, as_option_x(m, word));
		m->option_x = true;
	} else {
		push_exclude(m, word);
	}
	weaken(m, c, e, arena_printf(m->arena, "%.*s is excluded", STR_ARG(e->text[0])));
}

/* What Bandit leaves out where nobody says anything else. */
static void exclude_as_bandit(struct maker *m)
{
	static const char *const words[] = {".svn",	   "CVS",  ".bzr",  ".hg",  ".git",
					    "__pycache__", ".tox", ".eggs", "*.egg"};

	for (size_t i = 0; i < COUNTOF(words) && m->from->compat && !m->option_x; i++)
		push_exclude(m, as_option_x(m, str_of(words[i])));
}

static struct path_rules *path_entry(struct maker *m, str glob)
{
	struct path_rules *p;

	for (p = m->s->per_path; p != NULL; p = p->next)
		if (str_eq(p->glob, glob))
			return p;
	p = NEW(m->arena, struct path_rules, 1);
	p->glob = glob;
	p->off = NEW(m->arena, uint8_t, rule_count);
	*m->per_path_end = p;
	m->per_path_end = &p->next;
	return p;
}

static void add_per_path(struct maker *m, const struct config *c, const struct config_entry *e,
			 bool bound)
{
	struct path_rules *p = path_entry(m, e->text[0]);
	bool exact, refused = false;

	for (size_t i = 0; i < rule_count; i++) {
		if (!selector_matches(e->text[1], rule_table[i], &exact) ||
		    (is_family(rule_table[i], "AS") && !exact))
			continue;
		if (bound && m->must[i])
			refused = true;
		else
			p->off[i] = 1;
	}
	weaken(m, c, e,
	       arena_printf(m->arena, "%s%.*s is off in %.*s",
			    refused ? "refused by the policy in part: " : "", STR_ARG(e->text[1]),
			    STR_ARG(e->text[0])));
}

static void add_option(struct maker *m, const struct config *c, const struct config_entry *e)
{
	str *value = NEW(m->arena, str, 1);

	*value = e->text[1];
	*map_put(&m->s->options, e->text[0]) = (uintptr_t)value;
	if (c->kind != CONFIG_POLICY)
		weaken(m, c, e, arena_printf(m->arena, "option %.*s is set", STR_ARG(e->text[0])));
}

/* Proleptic Gregorian. */
int64_t config_day_number(str s)
{
	uint64_t y = 0, mo = 1, d = 1;
	int64_t year, era, of_era, of_year;

	if (s.n != 10 || !str_to_u64(str_slice(s, 0, 4), &y) ||
	    !str_to_u64(str_slice(s, 5, 7), &mo) || !str_to_u64(str_slice(s, 8, 10), &d) ||
	    mo < 1 || mo > 12)
		return INT64_MAX;
	year = (int64_t)y - (mo <= 2);
	era = year / 400;
	of_year = (153 * ((int64_t)mo + (mo > 2 ? -3 : 9)) + 2) / 5 + (int64_t)d - 1;
	of_era = (year % 400) * 365 + (year % 400) / 4 - (year % 400) / 100 + of_year;
	return era * 146097 + of_era - 719468;
}

static void add_exception(struct maker *m, const struct config *c, const struct config_entry *e,
			  bool bound)
{
	const struct rule *r = e->text[0].n ? rule_find(e->text[0]) : NULL;
	str subject = r ? str_of(r->id) : e->text[0].n ? e->text[0] : e->text[1];
	struct exception *x;

	if (bound && m->max_exception_days >= 0 && m->from->today.n == 10 &&
	    config_day_number(e->text[5]) >
		    config_day_number(m->from->today) + m->max_exception_days) {
		weaken(m, c, e,
		       arena_printf(m->arena,
				    "refused by the policy: exception for %.*s until %.*s (at most "
				    "%lld days)",
				    STR_ARG(subject), STR_ARG(e->text[5]),
				    (long long)m->max_exception_days));
		return;
	}
	x = NEW(m->arena, struct exception, 1);
	*x = (struct exception){.id = r ? str_of(r->id) : (str){NULL, 0},
				.advisory = r ? (str){NULL, 0} : e->text[0],
				.fingerprint = e->text[1],
				.path = e->text[2],
				.reason = e->text[3],
				.owner = e->text[4],
				.expiry = e->text[5],
				.where = place(m->arena, c, e)};
	*m->exceptions_end = x;
	m->exceptions_end = &x->next;
	weaken(m, c, e,
	       arena_printf(m->arena, "exception for %.*s until %.*s", STR_ARG(subject),
			    STR_ARG(e->text[5])));
}

/* What another tool, or a VEX document, says is no problem. */
static void add_advisory(struct maker *m, const struct config *c, const struct config_entry *e,
			 bool bound)
{
	str subject = e->text[0].n > 0 ? e->text[0] : e->text[1];
	bool forever = e->text[5].n == 0;
	struct exception *x;

	if (bound && m->max_exception_days >= 0 &&
	    (forever || config_day_number(e->text[5]) >
				config_day_number(m->from->today) + m->max_exception_days)) {
		weaken(m, c, e,
		       arena_printf(m->arena,
				    "refused by the policy: exception for %.*s (at most %lld days)",
				    STR_ARG(subject), (long long)m->max_exception_days));
		return;
	}
	x = NEW(m->arena, struct exception, 1);
	*x = (struct exception){.advisory = e->text[0],
				.package = e->text[1],
				.version = e->text[2],
				.reason = e->text[3].n ? e->text[3] : S("no reason is given"),
				.until_fixed = e->text[4].n > 0,
				.expiry = forever ? S("9999-12-31") : e->text[5],
				.where = place(m->arena, c, e)};
	*m->exceptions_end = x;
	m->exceptions_end = &x->next;
	weaken(m, c, e, arena_printf(m->arena, "exception for %.*s", STR_ARG(subject)));
}

/* ---- Approved models ---- */

static uint8_t hex_digit(uint8_t c)
{
	return (uint8_t)(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
}

static void add_approved(struct maker *m, const struct config *c, const struct config_entry *e)
{
	struct approved *x = NEW(m->arena, struct approved, 1);

	if (e->text[1].n != 2 * sizeof(x->sha256))
		return;
	*x = (struct approved){.path = e->text[0],
			       .purpose = e->text[2],
			       .by = e->text[3],
			       .date = e->text[4],
			       .where = place(m->arena, c, e)};
	for (size_t i = 0; i < sizeof(x->sha256); i++)
		x->sha256[i] = (uint8_t)(hex_digit(e->text[1].p[2 * i]) << 4 |
					 hex_digit(e->text[1].p[2 * i + 1]));
	*m->approved_end = x;
	m->approved_end = &x->next;
}

static bool approves(const struct config *c, const struct config_entry *what)
{
	for (const struct config_entry *e = c->first; e != NULL; e = e->next) {
		if (e->tag == CONFIG_APPROVED && str_eq(e->text[0], what->text[0]) &&
		    str_eq(e->text[1], what->text[1]))
			return true;
	}
	return false;
}

/* One list is in force: the policy's where it has one, which the project cannot add to. */
static void make_approved(struct maker *m)
{
	const struct config *policy = m->from->policy;
	bool bound = config_has(policy, CONFIG_APPROVAL);

	for (unsigned i = 0; i < COUNTOF(m->from->project) && m->from->project[i] != NULL; i++) {
		const struct config *c = m->from->project[i];
		m->s->approval |= config_has(c, CONFIG_APPROVAL);
		for (const struct config_entry *e = c->first; e != NULL; e = e->next) {
			if (e->tag == CONFIG_APPROVED && !bound)
				add_approved(m, c, e);
			else if (e->tag == CONFIG_APPROVED && !approves(policy, e))
				weaken(m, c, e,
				       arena_printf(m->arena,
						    "refused by the policy: approval of %.*s",
						    STR_ARG(e->text[0])));
		}
	}
	m->s->approval |= bound;
	for (const struct config_entry *e = bound ? policy->first : NULL; e != NULL; e = e->next) {
		if (e->tag == CONFIG_APPROVED)
			add_approved(m, policy, e);
	}
}

/* ---- Secrets ---- */

static void add_custom(struct maker *m, const struct config_entry *e)
{
	struct secret_custom *x = NEW(m->arena, struct secret_custom, 1),
			     **at = &m->s->custom_secrets;

	*x = (struct secret_custom){
		.id = e->text[0],
		.pattern = e->text[1],
		.keywords = e->text[2],
		.allow = e->text[3],
		.description = e->text[4],
		.path = e->text[5],
		.entropy = (double)e->number / 1000,
	};
	while (*at != NULL)
		at = &(*at)->next;
	*at = x;
}

static void add_known_line(struct maker *m, const struct config *c, const struct config_entry *e)
{
	struct exception *x = NEW(m->arena, struct exception, 1);

	*x = (struct exception){
		.path = e->text[0],
		.line = (uint32_t)e->number,
		.commit = e->text[1],
		.reason = arena_printf(m->arena, "listed in %.*s", STR_ARG(c->where)),
		.expiry = S("9999-12-31"),
		.where = place(m->arena, c, e),
	};
	*m->exceptions_end = x;
	m->exceptions_end = &x->next;
}

static void add_known_hash(struct maker *m, const struct config *c, const struct config_entry *e)
{
	struct secret_known *x = NEW(m->arena, struct secret_known, 1);

	if (e->text[1].n != 2 * sizeof(x->sha1))
		return;
	x->path = e->text[0];
	for (size_t i = 0; i < sizeof(x->sha1); i++)
		x->sha1[i] = (uint8_t)(hex_digit(e->text[1].p[2 * i]) << 4 |
				       hex_digit(e->text[1].p[2 * i + 1]));
	x->number = m->s->known_secrets ? m->s->known_secrets->number + 1 : 1;
	x->where = place(m->arena, c, e);
	x->next = m->s->known_secrets;
	m->s->known_secrets = x;
}

/* Lists of known secrets weaken the run: each is told once. */
static void make_secrets(struct maker *m)
{
	const struct config *policy = m->from->policy;
	bool bound = policy != NULL && m->s->no_suppressions;

	for (unsigned i = 0; i < COUNTOF(m->from->project) && m->from->project[i] != NULL; i++) {
		const struct config *c = m->from->project[i];
		const struct config_entry *first = NULL;
		size_t known = 0;
		for (const struct config_entry *e = c->first; e != NULL; e = e->next) {
			if (e->tag == CONFIG_SECRET_RULE)
				add_custom(m, e);
			if (e->tag != CONFIG_KNOWN_SECRET || bound)
				continue;
			first = first ? first : e;
			known++;
			if (e->text[2].n > 0)
				add_known_line(m, c, e);
			else
				add_known_hash(m, c, e);
		}
		if (known > 0)
			weaken(m, c, first, arena_printf(m->arena, "%zu secrets are known", known));
	}
	for (const struct config_entry *e = policy ? policy->first : NULL; e != NULL; e = e->next)
		if (e->tag == CONFIG_SECRET_RULE)
			add_custom(m, e);
}

static void digest_secrets(struct buf *b, const struct settings *s)
{
	for (const struct secret_custom *x = s->custom_secrets; x != NULL; x = x->next) {
		buf_field(b, x->id);
		buf_field(b, x->description);
		buf_field(b, x->pattern);
		buf_field(b, x->path);
		buf_field(b, x->keywords);
		buf_field(b, x->allow);
		buf_u64(b, (uint64_t)(x->entropy * 1000));
	}
	for (const struct secret_known *x = s->known_secrets; x != NULL; x = x->next) {
		buf_field(b, x->path);
		buf_add(b, (str){x->sha1, sizeof(x->sha1)});
	}
}

static void add_data_path(struct maker *m, const struct config_entry *e)
{
	struct settings *s = m->s;
	str *more = NEW(m->arena, str, s->data_path_count + 1);

	if (s->data_path_count > 0)
		memcpy(more, s->data_paths, s->data_path_count * sizeof(*more));
	more[s->data_path_count++] = e->text[0];
	s->data_paths = more;
}

static void add_target(struct maker *m, const struct config *c, const struct config_entry *e)
{
	struct settings *s = m->s;
	str *more;

	if (!m->allow_exclude) {
		weaken(m, c, e,
		       arena_printf(m->arena, "refused by the policy: targets %.*s",
				    STR_ARG(e->text[0])));
		return;
	}
	more = NEW(m->arena, str, s->target_count + 1);
	if (s->target_count > 0)
		memcpy(more, s->targets, s->target_count * sizeof(*more));
	more[s->target_count++] = e->text[0];
	s->targets = more;
}

static void add_watched(struct maker *m, const struct config_entry *e)
{
	str *reason = NEW(m->arena, str, 1);

	*reason = e->text[1];
	*map_put(&m->s->deps_watch, e->text[0]) = (uintptr_t)reason;
}

static void add_text(struct maker *m, const struct config_entry *e, str **list, size_t *count)
{
	str *more = NEW(m->arena, str, *count + 1);

	if (*count > 0)
		memcpy(more, *list, *count * sizeof(*more));
	more[(*count)++] = e->text[0];
	*list = more;
}

static void apply_lists(struct maker *m, const struct config *c, bool bound)
{
	for (const struct config_entry *e = c ? c->first : NULL; e != NULL; e = e->next) {
		if (e->tag == CONFIG_PER_PATH)
			add_per_path(m, c, e, bound);
		else if (e->tag == CONFIG_OPTION)
			add_option(m, c, e);
		else if (e->tag == CONFIG_EXCEPTION)
			add_exception(m, c, e, bound);
		else if (e->tag == CONFIG_ADVISORY)
			add_advisory(m, c, e, bound);
		else if (e->tag == CONFIG_TARGET)
			add_target(m, c, e);
		else if (e->tag == CONFIG_DEPS_WATCH)
			add_watched(m, e);
		else if (e->tag == CONFIG_DEPS_DENY)
			add_text(m, e, &m->s->deps_deny, &m->s->deps_deny_count);
		else if (e->tag == CONFIG_DEPS_SOURCE)
			add_text(m, e, &m->s->deps_sources, &m->s->deps_source_count);
		else if (e->tag == CONFIG_IGNORE_NOSEC)
			m->s->no_suppressions = true;
		else if (e->tag == CONFIG_LEGACY_DATA)
			weaken(m, c, e,
			       arena_printf(m->arena, "names of %.*s are not looked for",
					    STR_ARG(e->text[0])));
		else if (e->tag == CONFIG_EXCLUDE && bound && !m->allow_exclude)
			weaken(m, c, e,
			       arena_printf(m->arena, "refused by the policy: exclude %.*s",
					    STR_ARG(e->text[0])));
		else if (e->tag == CONFIG_DATA_PATH)
			add_data_path(m, e);
		else if (e->tag == CONFIG_EXCLUDE)
			add_exclude(m, c, e);
	}
}

/* Options: the last one written wins, so the weakest source comes first. */
static void make_lists(struct maker *m)
{
	const struct config_entry *days = find(m->from->policy, CONFIG_MAX_EXCEPTION_DAYS);
	const struct config_entry *suppress = find(m->from->policy, CONFIG_ALLOW_SUPPRESSIONS);
	const struct config_entry *exclude = find(m->from->policy, CONFIG_ALLOW_EXCLUDE);

	m->max_exception_days = days ? days->number : -1;
	m->allow_exclude = exclude == NULL || exclude->number != 0;
	m->s->no_suppressions = suppress != NULL && suppress->number == 0;
	for (unsigned i = COUNTOF(m->from->project); i-- > 0;)
		apply_lists(m, m->from->project[i], true);
	apply_lists(m, m->from->policy, false);
	apply_lists(m, m->from->command_line, false);
	exclude_as_bandit(m);
}

/* ---- All together ---- */

static void add_error(struct maker *m, str text)
{
	struct config_errors *e = m->errors;

	if (e->count == e->room) {
		size_t room = e->room ? e->room * 2 : 8;
		str *more = NEW(m->arena, str, room);
		if (e->count > 0)
			memcpy(more, e->items, e->count * sizeof(*more));
		e->items = more;
		e->room = room;
	}
	e->items[e->count++] = text;
}

static void collect_errors(struct maker *m, const struct config *c)
{
	for (const struct config_entry *e = c ? c->first : NULL; e != NULL; e = e->next) {
		str where;
		if (e->tag != CONFIG_ERROR)
			continue;
		where = place(m->arena, c, e);
		add_error(m, arena_printf(m->arena, "%.*s: %.*s", STR_ARG(where),
					  STR_ARG(e->text[0])));
	}
}

/* In order of key, so that the order in files does not matter. */
static void digest_options(struct buf *b, const struct map *options)
{
	const struct map_entry *last = NULL;

	for (size_t n = 0; n < options->count; n++) {
		const struct map_entry *least = NULL;
		for (size_t i = 0; i < options->count; i++) {
			const struct map_entry *e = &options->entries[i];
			if ((last == NULL || str_cmp(e->key, last->key) > 0) &&
			    (least == NULL || str_cmp(e->key, least->key) < 0))
				least = e;
		}
		if (least == NULL)
			break;
		buf_field(b, least->key);
		buf_field(b, *(const str *)(uintptr_t)least->value);
		last = least;
	}
}

static void digest_rules(struct buf *b, const uint8_t *off)
{
	for (size_t i = 0; i < rule_count; i++)
		if (off[i])
			buf_field(b, str_of(rule_table[i]->id));
	buf_u32(b, 0);
}

static void make_digest(struct maker *m)
{
	const struct settings *s = m->s;
	struct buf b = buf_in(m->arena);

	buf_add(&b, S("assay settings 1"));
	buf_u32(&b, s->layers);
	buf_u8(&b, s->compat);
	buf_u8(&b, s->line_hashes);
	buf_u8(&b, s->suppressions);
	buf_u8(&b, s->no_suppressions);
	buf_u8(&b, (uint8_t)s->nosec_level);
	buf_u8(&b, (uint8_t)s->min_severity);
	buf_u8(&b, (uint8_t)s->min_confidence);
	buf_u8(&b, s->weights);
	buf_u8(&b, s->models_only);
	buf_u8(&b, s->secrets_only);
	buf_u8(&b, s->reveal);
	buf_u8(&b, s->explain || s->show_filtered);
	buf_u8(&b, (uint8_t)s->hash);
	buf_u8(&b, s->approval);
	digest_rules(&b, s->off);
	digest_options(&b, &s->options);
	digest_secrets(&b, s);
	for (const struct path_rules *p = s->per_path; p != NULL; p = p->next) {
		buf_field(&b, p->glob);
		digest_rules(&b, p->off);
	}
	hash_sha256(buf_str(&b), m->s->digest);
}

bool settings_make(struct arena *a, struct settings *s, const struct config_sources *sources,
		   struct config_errors *errors)
{
	struct maker m = {.arena = a, .s = s, .from = sources, .errors = errors};

	s->off = NEW(a, uint8_t, rule_count + 1);
	m.must = NEW(a, uint8_t, rule_count + 1);
	s->options = map_in(a);
	s->deps_watch = map_in(a);
	s->deps_deny = NULL;
	s->deps_deny_count = 0;
	s->deps_sources = NULL;
	s->deps_source_count = 0;
	s->weakenings = NULL;
	s->exceptions = NULL;
	s->approval = false;
	s->approved = NULL;
	s->custom_secrets = NULL;
	s->known_secrets = NULL;
	s->per_path = NULL;
	s->exclude = NULL;
	s->exclude_count = 0;
	s->targets = NULL;
	s->target_count = 0;
	s->data_paths = NULL;
	s->data_path_count = 0;
	m.weakenings_end = &s->weakenings;
	m.exceptions_end = &s->exceptions;
	m.approved_end = &s->approved;
	m.per_path_end = &s->per_path;
	collect_errors(&m, sources->policy);
	for (unsigned i = 0; i < COUNTOF(sources->project); i++)
		collect_errors(&m, sources->project[i]);
	make_scalars(&m);
	make_rules(&m);
	make_lists(&m);
	make_approved(&m);
	make_secrets(&m);
	make_digest(&m);
	return errors->count == 0;
}
