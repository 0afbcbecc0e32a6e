/* Package URLs (https://github.com/package-url/purl-spec):
 * pkg:TYPE/NAMESPACE/NAME@VERSION?QUALIFIERS #SUBPATH, percent-encoded. Types are pypi, and conda
 * for what is a Python package there. What the document is about is the project; without that, what
 * nobody needs is direct. */
#include "dep/bom.h"

#include "dep/conda.h"
#include "dep/source.h"

struct bom_link {
	str from, to;
};

void bom_begin(struct bom *b, struct arena *a, const char *format, str path, str bytes,
	       struct dep_file *out)
{
	*b = (struct bom){.refs = map_in(a), .known = map_in(a)};
	lock_begin(&b->l, a, format, path, bytes, out);
	out->lock = false;
}

struct purl {
	str type, name, version;
	str vcs, download; /* qualifiers */
};

static bool read_purl(struct arena *a, str text, struct purl *p)
{
	str rest, qualifiers;

	*p = (struct purl){0};
	if (!str_eq_nocase(str_slice(text, 0, 4), S("pkg:")))
		return false;
	rest = str_slice(text, 4, text.n);
	while (rest.n > 0 && rest.p[0] == '/')
		rest = str_slice(rest, 1, rest.n);
	rest = str_slice(rest, 0, str_find_byte(rest, '#'));
	qualifiers = rest;
	rest = str_cut(&qualifiers, '?');
	if (str_find_byte(rest, '/') == STR_NONE)
		return false;
	p->type = str_cut(&rest, '/');
	p->version = str_after_last(rest, '/');
	p->name = source_unescape(a, str_cut(&p->version, '@'));
	p->version = source_unescape(a, p->version);
	while (qualifiers.p != NULL) {
		str value = str_cut(&qualifiers, '&'), key = str_cut(&value, '=');
		if (str_eq(key, S("vcs_url")))
			p->vcs = source_unescape(a, value);
		else if (str_eq(key, S("download_url")))
			p->download = source_unescape(a, value);
	}
	return p->name.n > 0;
}

static struct dep_package *add_package(struct bom *b, const struct bom_component *c,
				       const struct purl *u)
{
	enum dep_kind kind = c->root ? DEP_PROJECT : DEP_INSTALLED;
	str version = u->version.n > 0 ? u->version : c->version;
	struct dep_package *p;

	if (str_eq_nocase(u->type, S("conda")))
		return conda_package(&b->l, kind, u->name, version, c->at);
	p = lock_package(&b->l, kind, u->name, c->at);
	if (p == NULL)
		return NULL;
	p->version = version;
	if (u->vcs.n > 0 || u->download.n > 0) {
		struct dep_source s =
			source_read(b->l.r.arena, u->vcs.n > 0 ? u->vcs : u->download);
		reader_set_source(p, &s);
	}
	return p;
}

/* Components that are the same package (its parts, its copies in several layers of an image) are
 * one; returns its index + 1. */
static uint32_t same_package(struct bom *b, const struct dep_package *p)
{
	uint64_t *known = map_put(&b->known, arena_printf(b->l.r.arena, "%u %.*s %.*s", p->kind,
							  STR_ARG(p->normal), STR_ARG(p->version)));

	if (*known == 0)
		*known = b->l.out->package_count;
	else
		b->l.out->package_count--;
	return (uint32_t)*known;
}

void bom_component(struct bom *b, const struct bom_component *c)
{
	struct purl u = {0};
	struct dep_package *p = NULL;
	uint32_t index;

	if (c->root)
		b->root = c->ref;
	if (read_purl(b->l.r.arena, c->purl, &u)) {
		if (str_eq_nocase(u.type, S("pypi")) || str_eq_nocase(u.type, S("conda")))
			p = add_package(b, c, &u);
		else
			b->l.out->foreign++;
	} else if (c->purl.n > 0) {
		reader_problem(&b->l.r, c->at, true,
			       "expected a package URL (pkg:pypi/NAME@VERSION), found %.*s",
			       STR_ARG(reader_found(&b->l.r, c->purl)));
	} else if (!c->plain && !c->root && b->unnamed++ == 0) {
		b->unnamed_at = c->at;
	}
	index = p != NULL ? same_package(b, p) : 0;
	if (c->ref.n > 0)
		*map_put(&b->refs, c->ref) = index;
}

void bom_needs(struct bom *b, str from, str to)
{
	b->links = GROW(b->l.r.arena, b->links, b->link_count, &b->link_room);
	b->links[b->link_count++] = (struct bom_link){from, to};
}

static void resolve(struct bom *b)
{
	for (uint32_t i = 0; i < b->link_count; i++) {
		const struct bom_link *k = &b->links[i];
		uint64_t *from = map_get(&b->refs, k->from), *to = map_get(&b->refs, k->to);
		bool direct = b->root.n > 0 && str_eq(k->from, b->root);
		if (to == NULL || *to == 0)
			continue;
		if (from != NULL && *from != 0)
			lock_edge(&b->l, &(struct lock_edge){.from = (uint32_t)*from - 1,
							     .to = (uint32_t)*to,
							     .flags = direct ? DEP_DIRECT : 0});
		else if (direct)
			b->l.out->packages[*to - 1].flags |= DEP_DIRECT;
	}
}

static bool any_direct(const struct dep_file *f)
{
	for (uint32_t i = 0; i < f->package_count; i++)
		if (f->packages[i].flags & DEP_DIRECT)
			return true;
	return false;
}

void bom_end(struct bom *b)
{
	/* Where others have one, those without are no packages of an index: parts written in C. */
	if (b->unnamed > 0 && b->l.out->package_count + b->l.out->foreign == 0)
		reader_problem(&b->l.r, b->unnamed_at, true,
			       "expected a package URL for every component, found %u without: "
			       "whether they are Python packages is unknown",
			       b->unnamed);
	b->l.out->foreign += b->unnamed;
	resolve(b);
	lock_end(&b->l);
	if (!any_direct(b->l.out))
		lock_direct(&b->l);
}
