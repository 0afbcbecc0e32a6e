/* Every package of the run against the advisories of its name, which are asked for once, whatever
 * the number of files that name it: the packages are sorted by name, and only the advisories of one
 * name are in memory at a time. */
#include "engine/deps_plan.h"

#include <stdlib.h>
#include "base/limits.h"
#include "engine/rule.h"
#include "store/advisories.h"

struct ref { /* a package of a file */
	uint32_t file, package;
};

struct compare {
	struct deps *d;
	struct arena scratch; /* of one name */
	const struct advisory *list;
	uint32_t count;
	bool *hit; /* hits() of hit_version, which is empty at first */
	str hit_version;
	size_t ranges; /* what those of this name in this file cost so far */
	uint32_t range_file;
	struct finding_package *kept; /* of each of the list: what all findings about it share */
	bool vulnerable;	      /* the package at hand is: worth a step of the plan */
};

static const struct dep_package *package_of(const struct deps *d, const struct ref *r)
{
	return &d->files[r->file].dep->packages[r->package];
}

/* ---- Grades ---- */

/* CVSS 3.1 and 4.0, "Qualitative severity rating scale"; one step up when it is exploited in the
 * wild. */
static enum level severity_of(const struct advisory *v)
{
	enum level level = MEDIUM;

	if (v->malicious)
		return CRITICAL;
	if (v->cvss != CVSS_UNKNOWN)
		level = v->cvss >= 90	? CRITICAL
			: v->cvss >= 70 ? HIGH
			: v->cvss >= 40 ? MEDIUM
					: LOW;
	if (v->kev)
		level = level >= HIGH ? CRITICAL : HIGH;
	return level;
}

/* Can the package be wanted on any Python that the project is for? */
static bool is_possible(struct compare *m, const struct deps_file *f, const struct dep_package *p)
{
	struct marker_error error;
	const struct marker *marker = p->marker;

	if (marker == NULL && p->marker_text.n > 0)
		marker = marker_parse(&m->scratch, p->marker_text, &error);
	return marker == NULL || marker_possible(&m->scratch, marker, f->requires_python);
}

/* Sure of what every installation gets; less of what only some do. */
static enum level confidence_of(const struct deps_file *f, const struct dep_package *p)
{
	bool some = (p->flags & (DEP_OPTIONAL | DEP_BUILD)) != 0 || p->kind == DEP_CONSTRAINT ||
		    f->constraints;

	return some ? MEDIUM : HIGH;
}

/* ---- Words ---- */

static void add_aliases(struct buf *b, const struct advisory *v)
{
	const char *separator = " (";

	for (uint32_t i = 0; i < v->alias_count && i < 4; i++) {
		buf_printf(b, "%s%.*s", separator, STR_ARG(v->aliases[i]));
		separator = ", ";
	}
	if (v->cvss == CVSS_UNKNOWN)
		buf_printf(b, "%sseverity unknown", separator);
	else
		buf_printf(b, "%sCVSS %u.%u", separator, v->cvss / 10u, v->cvss % 10u);
	if (v->kev)
		buf_add(b, S(", exploited in the wild"));
	if (v->epss >= 0)
		buf_printf(b, ", EPSS %d.%02d %%", v->epss / 1000, v->epss % 1000 / 10);
	buf_byte(b, ')');
}

static str message_of(struct deps *d, const struct advisory *v, str subject)
{
	struct buf b = buf_in(d->arena);

	buf_printf(&b, "%.*s %s %.*s", STR_ARG(subject),
		   v->malicious ? "is malicious by" : "is affected by", STR_ARG(v->id));
	add_aliases(&b, v);
	if (v->summary.n > 0)
		buf_printf(&b, ": %.*s", STR_ARG(v->summary));
	return buf_str(&b);
}

/* The smallest fixed version above this one that the advisory does not affect. */
static str upgrade(const struct advisory *v, str version, const str *fixes, uint32_t count)
{
	struct version now, fix;

	if (!version_parse(version, &now))
		return (str){NULL, 0};
	for (uint32_t i = 0; i < count; i++) {
		if (version_parse(fixes[i], &fix) && version_compare(&fix, &now) > 0 &&
		    !affected_version(&v->affected, fixes[i]))
			return fixes[i];
	}
	return (str){NULL, 0};
}

static str fix_of(struct deps *d, const struct advisory *v, const struct finding_package *p)
{
	struct buf b = buf_in(d->arena);
	str to = upgrade(v, p->version, p->fixed_versions, p->fixed_count);

	if (v->malicious)
		return S("Remove it, and treat what could be read where it was installed as known "
			 "to the attacker: replace keys and tokens.");
	if (to.n > 0)
		buf_printf(&b, "Upgrade %.*s to %.*s or later", STR_ARG(p->package), STR_ARG(to));
	else if (p->fixed_count > 0)
		buf_printf(&b, "Ask for %.*s >= %.*s", STR_ARG(p->package),
			   STR_ARG(p->fixed_versions[p->fixed_count - 1]));
	else
		buf_printf(&b,
			   "No version is known to be free of it: replace %.*s, or accept it in an "
			   "[[exception]] with a reason",
			   STR_ARG(p->package));
	if (p->via_count > 0) {
		buf_add(&b, S(" (asked for by "));
		for (uint32_t i = 0; i < p->via_count; i++)
			buf_printf(&b, "%s%.*s", i ? " > " : "", STR_ARG(p->via[i]));
		buf_byte(&b, ')');
	}
	buf_byte(&b, '.');
	return buf_str(&b);
}

static const str *keep_texts(struct arena *a, const str *texts, uint32_t count)
{
	str *kept = NEW(a, str, count + 1);

	for (uint32_t i = 0; i < count; i++)
		kept[i] = arena_dup(a, texts[i]);
	return kept;
}

/* ---- Findings ---- */

/* In the report's arena, once for all files that have the package. */
static const struct finding_package *kept(struct compare *m, const struct advisory *v)
{
	struct finding_package *k = &m->kept[v - m->list];
	struct arena *a = m->d->arena;
	const str *fixes;

	if (k->advisory.n > 0)
		return k;
	affected_fixes(&m->scratch, &v->affected, &fixes, &k->fixed_count);
	k->advisory = arena_dup(a, v->id);
	k->summary = arena_dup(a, v->summary);
	k->vector = arena_dup(a, v->vector);
	k->url = arena_dup(a, v->url);
	k->cvss = v->cvss;
	k->aliases = keep_texts(a, v->aliases, v->alias_count);
	k->alias_count = v->alias_count;
	k->fixed_versions = keep_texts(a, fixes, k->fixed_count);
	return k;
}

/* A file that has more findings than are listed costs no more than saying so. */
static bool is_full(struct deps_file *f)
{
	if (f->findings < LIMIT_FILE_FINDINGS)
		return false;
	f->cut_short++;
	return true;
}

/* `version`: that is affected; empty: no single one is known. */
/* Is it imported, and where: who never does is less likely to run what is broken in it. */
static void tell_use(struct compare *m, const struct ref *r, struct finding *one,
		     const struct finding_package *about)
{
	struct deps *d = m->d;
	struct deps_use use;
	struct buf b = buf_in(d->arena);

	switch (deps_use(&d->check, &d->files[r->file], package_of(d, r)->normal, &use)) {
	case DEPS_NO_CODE:
		return;
	case DEPS_USED:
		buf_printf(&b, "%.*s (%s at %.*s:%u)", STR_ARG(one->message),
			   use.import->need == IMPORT_NAMED ? "named" : "imported",
			   STR_ARG(use.source->path), use.import->line);
		break;
	case DEPS_UNUSED:
		buf_printf(&b, "%.*s (not imported by the project's code", STR_ARG(one->message));
		if (about->via_count > 0)
			buf_printf(&b, ": comes through %.*s",
				   STR_ARG(about->via[about->via_count - 1]));
		buf_byte(&b, ')');
		one->confidence = LOW;
		break;
	}
	one->message = buf_str(&b);
}

static struct finding *record(struct compare *m, const struct ref *r, const char *rule,
			      const struct advisory *v, str version, str subject)
{
	struct deps *d = m->d;
	struct deps_file *f = &d->files[r->file];
	const struct dep_package *p = package_of(d, r);
	struct finding_package *about = NEW(d->arena, struct finding_package, 1);
	struct finding *one;

	*about = *kept(m, v);
	about->package = p->normal;
	about->version = version;
	deps_via(&d->check, f, r->package, &about->via, &about->via_count);
	one = deps_record(d, rule, f, p->line,
			  arena_printf(d->arena, "%.*s %.*s", STR_ARG(p->normal), STR_ARG(v->id)),
			  message_of(d, v, subject));
	one->severity = (uint8_t)severity_of(v);
	one->confidence = (uint8_t)confidence_of(f, p);
	one->fix = fix_of(d, v, about);
	one->dep = about;
	if (p->line > 0 && p->column > 0)
		one->column = one->end_column = p->column;
	tell_use(m, r, one, about);
	if (!is_possible(m, f, p)) {
		one->severity = INFO;
		one->message =
			arena_printf(d->arena,
				     "%.*s (never installed: its marker excludes every Python "
				     "that the project allows)",
				     STR_ARG(one->message));
	}
	return one;
}

static str subject_of(struct compare *m, const struct dep_package *p)
{
	struct buf b = buf_in(&m->scratch);

	buf_add(&b, p->name);
	if (p->version.n > 0)
		buf_printf(&b, " %.*s", STR_ARG(p->version));
	else if (p->specifiers.count > 0) {
		buf_byte(&b, ' ');
		specifiers_print(&b, &p->specifiers);
	}
	return buf_str(&b);
}

/* Which of the advisories affect a version: the same one stands in many files. */
static const bool *hits(struct compare *m, str version)
{
	if (!str_eq(m->hit_version, version)) {
		m->hit_version = version;
		for (uint32_t i = 0; i < m->count; i++)
			m->hit[i] = affected_version(&m->list[i].affected, version);
	}
	return m->hit;
}

/* `===1.0-ours`, and what SBOMs and old installations have: no range says anything of it. */
static void tell_not_ordered(struct compare *m, const struct ref *r, str version)
{
	struct deps *d = m->d;
	const struct dep_package *p = package_of(d, r);
	struct finding *one;

	one = deps_record(d, "AS023", &d->files[r->file], p->line, p->normal,
			  arena_printf(d->arena,
				       "%.*s %.*s is no version of PEP 440: it was not compared "
				       "with the ranges of advisories",
				       STR_ARG(p->name), STR_ARG(str_slice(version, 0, 100))));
	if (p->line > 0 && p->column > 0)
		one->column = one->end_column = p->column;
	d->incomplete = true;
}

static void compare_version(struct compare *m, const struct ref *r, str version)
{
	const struct dep_package *p = package_of(m->d, r);
	const bool *hit = hits(m, version);
	struct version parsed;

	if (!version_parse(version, &parsed))
		tell_not_ordered(m, r, version);

	for (uint32_t i = 0; i < m->count; i++) {
		const struct advisory *v = &m->list[i];
		if (!hit[i])
			continue;
		m->vulnerable = true;
		record(m, r, v->malicious ? "DP005" : "DP001", v, version,
		       arena_printf(&m->scratch, "%.*s %.*s", STR_ARG(p->name), STR_ARG(version)));
	}
}

/* The version that ">=1.2" or "~=1.2" alone names: what its author had, and what an installation
 * that is never upgraded keeps. Empty: the requirement is another. */
static str lowest_allowed(const struct specifiers *s)
{
	bool names = s->count == 1 &&
		     (s->item->op == SPECIFIER_AT_LEAST || s->item->op == SPECIFIER_COMPATIBLE);

	return names ? s->item->text : (str){NULL, 0};
}

/* One for all that concern only a part of what is allowed, and not what would be chosen today. */
static void record_some(struct compare *m, const struct ref *r, const struct advisory **some,
			uint32_t count)
{
	struct deps *d = m->d;
	struct deps_file *f = &d->files[r->file];
	const struct dep_package *p = package_of(d, r);
	struct finding_package *about = NEW(d->arena, struct finding_package, 1);
	str *ids = NEW(d->arena, str, count);
	struct finding *one;

	for (uint32_t i = 0; i < count; i++)
		ids[i] = arena_dup(d->arena, some[i]->id);
	*about = (struct finding_package){
		.package = p->normal, .aliases = ids, .alias_count = count};
	one = deps_record(
		d, "DP004", f, p->line, p->normal,
		arena_printf(d->arena,
			     "%.*s allows versions that %u advisor%s affect%s (the newest is "
			     "not)",
			     STR_ARG(subject_of(m, p)), count, count == 1 ? "y" : "ies",
			     count == 1 ? "s" : ""));
	one->dep = about;
	if (p->line > 0 && p->column > 0)
		one->column = one->end_column = p->column;
}

static void record_lowest(struct compare *m, const struct ref *r, const struct advisory *v,
			  str lowest, str subject)
{
	struct finding *one = record(m, r, "DP004", v, lowest,
				     arena_printf(&m->scratch, "%.*s allows %.*s, which",
						  STR_ARG(subject), STR_ARG(lowest)));

	one->severity = INFO;
	one->confidence = LOW;
}

static void compare_range(struct compare *m, const struct ref *r)
{
	const struct dep_package *p = package_of(m->d, r);
	const struct advisory **some = NEW(&m->scratch, const struct advisory *, m->count);
	str lowest = lowest_allowed(&p->specifiers), subject = subject_of(m, p);
	uint32_t n = 0;

	for (uint32_t i = 0; i < m->count; i++) {
		const struct advisory *v = &m->list[i];
		bool low = lowest.n > 0 && affected_version(&v->affected, lowest);
		str version = low ? lowest : (str){NULL, 0};
		struct finding *one;
		switch (affected_allowed(&m->scratch, &v->affected, &p->specifiers)) {
		case AFFECTED_NONE:
			break;
		case AFFECTED_SOME:
			if (low)
				record_lowest(m, r, v, version, subject);
			else
				some[n++] = v;
			break;
		case AFFECTED_NEWEST:
			m->vulnerable = true;
			one = record(m, r, v->malicious ? "DP005" : "DP003", v, version,
				     arena_printf(&m->scratch,
						  "the newest version that %.*s allows",
						  STR_ARG(subject)));
			if (one->confidence > MEDIUM)
				one->confidence = MEDIUM;
			break;
		case AFFECTED_ALL:
			m->vulnerable = true;
			record(m, r, v->malicious ? "DP005" : "DP002", v, version,
			       arena_printf(&m->scratch, "every version that %.*s allows",
					    STR_ARG(subject)));
			break;
		}
	}
	if (n > 0)
		record_some(m, r, some, n);
}

/* ---- All packages, by name ---- */

static int by_name(const void *x, const void *y, void *ctx)
{
	const struct ref *a = x, *b = y;
	const struct deps *d = ctx;
	int order = str_cmp(package_of(d, a)->normal, package_of(d, b)->normal);

	if (order == 0)
		order = (a->file > b->file) - (a->file < b->file);
	return order ? order : (a->package > b->package) - (a->package < b->package);
}

static bool is_same_entry(const struct deps *d, const struct ref *a, const struct ref *b)
{
	const struct dep_package *p = package_of(d, a), *q = package_of(d, b);

	return a->file == b->file && p->line == q->line &&
	       str_eq(deps_version(p), deps_version(q)) &&
	       p->specifiers.count == q->specifiers.count;
}

/* The names that something asks for, whatever version it gets. */
static struct map asked_for(const struct deps *d)
{
	struct map names = map_in(d->arena);

	for (uint32_t i = 0; i < d->count; i++)
		for (uint32_t k = 0; k < d->files[i].dep->package_count; k++)
			if (!d->files[i].constraints)
				*map_put(&names, d->files[i].dep->packages[k].normal) = 1;
	return names;
}

/* A constraint installs nothing. One of a file that was asked for counts anyway, because what is
 * asked for by way of other packages is not known here; of one that is only read on account of a
 * `-c`, what nobody names is left out. */
static bool is_wanted(const struct deps *d, const struct deps_file *f, const struct dep_package *p,
		      struct map *names)
{
	if (!f->constraints || !f->beside)
		return true;
	if (names->count == 0)
		*names = asked_for(d);
	return map_get(names, p->normal) != NULL;
}

static struct ref *all_packages(struct deps *d, size_t *count)
{
	struct map names = map_in(d->arena);
	size_t n = 0;
	struct ref *refs;

	for (uint32_t i = 0; i < d->count; i++)
		n += d->files[i].dep->package_count;
	refs = NEW(d->arena, struct ref, n + 1);
	n = 0;
	for (uint32_t i = 0; i < d->count; i++) {
		const struct deps_file *f = &d->files[i];
		for (uint32_t k = 0; k < f->dep->package_count; k++) {
			const struct dep_package *p = &f->dep->packages[k];
			if (deps_is_looked_up(p) && is_wanted(d, f, p, &names) &&
			    !deps_is_decided(&d->check, f, p))
				refs[n++] = (struct ref){i, k};
		}
	}
	if (n > 1)
		qsort_r(refs, n, sizeof(*refs), by_name, d);
	*count = n;
	return refs;
}

/* Nobody writes hundreds of ranges for one package into a file, nor one of hundreds of specifiers,
 * whose cost is their square: who does wants to exhaust. */
static bool has_too_many(struct compare *m, const struct ref *r)
{
	const struct dep_package *p = package_of(m->d, r);
	size_t eights = p->specifiers.count / 8, cost = 1 + eights * eights, before;

	before = r->file == m->range_file ? m->ranges : 0;
	m->ranges = before + cost;
	m->range_file = r->file;
	if (m->ranges <= LIMIT_DEP_RANGES)
		return false;
	if (before <= LIMIT_DEP_RANGES)
		deps_record(m->d, "AS004", &m->d->files[r->file], p->line, p->normal,
			    arena_printf(m->d->arena,
					 "too many or too long ranges of %.*s (more than %d): this "
					 "one and those after it were not compared with advisories",
					 STR_ARG(p->normal), LIMIT_DEP_RANGES));
	m->d->incomplete = true;
	return true;
}

static void compare_one(struct compare *m, const struct ref *r)
{
	struct arena_mark mark = arena_mark(&m->scratch);
	str version = deps_version(package_of(m->d, r));

	if (version.n > 0)
		compare_version(m, r, version);
	else if (!has_too_many(m, r))
		compare_range(m, r);
	arena_release(&m->scratch, mark);
}

static bool compare_name(struct compare *m, const struct ref *refs, size_t n)
{
	struct deps *d = m->d;

	arena_reset(&m->scratch);
	if (!advisories_find(d->check.db, &m->scratch, package_of(d, refs)->normal, &m->list,
			     &m->count))
		return false;
	m->hit = NEW(&m->scratch, bool, m->count + 1);
	m->hit_version = (str){NULL, 0};
	m->ranges = 0;
	m->kept = NEW(&m->scratch, struct finding_package, m->count + 1);
	for (size_t i = 0; i < n && m->count > 0; i++) {
		if (i > 0 && is_same_entry(d, &refs[i - 1], &refs[i]))
			continue;
		m->vulnerable = false;
		if (!is_full(&d->files[refs[i].file]))
			compare_one(m, &refs[i]);
		if (m->vulnerable && d->plan != NULL)
			deps_plan_take(d, &m->scratch, &d->files[refs[i].file],
				       package_of(d, &refs[i]), m->list, m->count);
	}
	return true;
}

bool deps_compare(struct deps *d)
{
	struct compare m = {.d = d};
	size_t count, at = 0, end;
	struct ref *refs = all_packages(d, &count);
	bool ok = true;

	arena_init(&m.scratch, LIMIT_FILE_MEMORY);
	for (; at < count && ok; at = end) {
		str name = package_of(d, &refs[at])->normal;
		for (end = at + 1; end < count; end++)
			if (!str_eq(package_of(d, &refs[end])->normal, name))
				break;
		ok = compare_name(&m, &refs[at], end - at);
	}
	arena_free(&m.scratch);
	return ok;
}
