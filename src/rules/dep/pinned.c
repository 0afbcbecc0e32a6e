/* Requirements files of applications: versions that are left open, and digests that are missing. A
 * file in which most is pinned is meant to be installed as it stands; one in which nothing is may
 * be the list of what a library asks for, and is only mentioned. */
#include "base/buf.h"
#include "engine/deps.h"
#include "engine/rule.h"

struct count {
	uint32_t pinned, open, hashed, bare; /* bare: pinned and without a digest */
	const struct dep_package *first_open, *first_bare;
	struct buf open_names, bare_names;
};

static void add_name(struct buf *b, uint32_t n, str name)
{
	if (n <= 5)
		buf_printf(b, "%s%.*s", n > 1 ? ", " : "", STR_ARG(name));
	else if (n == 6)
		buf_add(b, S(", ..."));
}

static bool is_open(const struct dep_package *p)
{
	return p->origin == DEP_INDEX && deps_version(p).n == 0;
}

static void count(struct count *n, struct dep_check *c, const struct deps_file *f)
{
	struct arena *a = c->arena;

	*n = (struct count){.open_names = buf_in(a), .bare_names = buf_in(a)};
	for (uint32_t i = 0; i < f->dep->package_count; i++) {
		const struct dep_package *p = &f->dep->packages[i];
		if ((p->kind != DEP_REQUIREMENT && p->kind != DEP_LOCKED) ||
		    deps_is_decided(c, f, p))
			continue;
		if ((p->flags & DEP_HASHED) != 0) {
			n->hashed++;
		} else if (p->origin == DEP_INDEX) {
			n->bare++;
			n->first_bare = n->first_bare ? n->first_bare : p;
			add_name(&n->bare_names, n->bare, p->name);
		}
		if (is_open(p)) {
			n->open++;
			n->first_open = n->first_open ? n->first_open : p;
			add_name(&n->open_names, n->open, p->name);
		} else if (p->origin == DEP_INDEX) {
			n->pinned++;
		}
	}
}

static bool is_installed_as_it_stands(const struct deps_file *f)
{
	return strcmp(f->dep->format, "requirements") == 0 && !f->constraints &&
	       !str_ends(f->name, S(".in")) && f->lock == NULL;
}

static void unpinned(struct dep_check *c)
{
	for (uint32_t i = 0; i < c->count; i++) {
		struct deps_file *f = &c->files[i];
		struct finding *one;
		struct count n;
		if (!is_installed_as_it_stands(f))
			continue;
		count(&n, c, f);
		if (n.open == 0)
			continue;
		one = dep_finding(c, f, n.first_open, "%u of %u requirement%s not pinned: %.*s",
				  n.open, n.open + n.pinned,
				  n.open + n.pinned == 1 ? " is"
				  : n.open == 1		 ? "s is"
							 : "s are",
				  STR_ARG(buf_str(&n.open_names)));
		one->severity = n.pinned > n.open ? LOW : INFO;
	}
}

/* pip refuses a file with digests where one is missing, unless it is told not to care. */
static void unhashed(struct dep_check *c)
{
	for (uint32_t i = 0; i < c->count; i++) {
		struct deps_file *f = &c->files[i];
		struct finding *one;
		struct count n;
		if (!is_installed_as_it_stands(f))
			continue;
		count(&n, c, f);
		if (n.bare == 0 || (n.hashed == 0 && (n.open > 0 || n.pinned < 2)))
			continue;
		one = dep_finding(c, f, n.first_bare, "%u of %u requirements without --hash: %.*s",
				  n.bare, n.bare + n.hashed, STR_ARG(buf_str(&n.bare_names)));
		one->severity = n.hashed > 0 ? LOW : INFO;
	}
}

const struct rule rules_pinned[] = {
	{
		.id = "DP010",
		.name = "unpinned_requirement",
		.severity = LOW,
		.confidence = MEDIUM,
		.cwe = {1357},
		.title = "Requirements that are installed as they stand are not pinned",
		.why = "The next installation takes what is newest that day: nobody has tried it, "
		       "and whoever takes over a package of the list is installed at once.",
		.fix = "Pin every version (`uv pip compile`, `pip-compile --generate-hashes`), or "
		       "commit a lock file.",
		.deps = unpinned,
	},
	{
		.id = "DP011",
		.name = "missing_hashes",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {494},
		.title = "Pinned requirements have no digests",
		.why = "A version number does not say what is in the archive: an index, a mirror "
		       "or "
		       "a proxy can hand out another one. Where some have digests and others do "
		       "not, pip refuses the file.",
		.fix = "`uv pip compile --generate-hashes` or `pip-compile --generate-hashes`, and "
		       "`pip install --require-hashes`.",
		.deps = unhashed,
	},
	{0},
};
