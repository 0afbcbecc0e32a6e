#include "dep/toml_table.h"

#include "base/limits.h"
#include "dep/poetry.h"
#include "dep/source.h"
#include "text/toml.h"

/* A part that is no TOML costs its line: this many are left out before the rest is given up. */
#define TOML_RETRIES 16

static void blank_line(uint8_t *p, size_t n, size_t at)
{
	size_t from = at < n ? at : n;

	while (from > 0 &&
	       (from == n || p[from] == '\n')) /* the end belongs to what is before it */
		from--;
	for (size_t i = from; i < n && p[i] != '\n'; i++)
		p[i] = ' ';
	while (from > 0 && p[from - 1] != '\n')
		p[--from] = ' ';
}

const struct tree *toml_table_parse(struct reader *r)
{
	const struct tree *root;
	struct diag d;
	str text = reader_without_conflicts(r, &r->doc);

	for (unsigned i = 0; !toml_parse(r->arena, text, &root, &d); i++) {
		str copy;
		reader_problem(r, reader_offset(&r->doc, d.offset), true, "expected TOML: %s",
			       d.msg);
		if (i == TOML_RETRIES || text.n > 1 * MiB)
			break;
		copy = arena_dup(r->arena, text);
		blank_line((uint8_t *)(uintptr_t)copy.p, copy.n, d.offset);
		text = copy;
	}
	return root;
}

static struct reader_text text_of(const struct reader *r, const struct tree *t)
{
	struct reader_text x = reader_part(&r->doc, t->start, t->end);
	size_t quote = x.text.n == t->text.n + 6 ? 3 : 1;

	if (t->kind == TREE_STRING && !(t->flags & TREE_ESCAPED) &&
	    x.text.n == t->text.n + 2 * quote)
		return reader_part(&x, quote, x.text.n - quote);
	x.text = t->text;
	x.decoded = true;
	return x;
}

static void unexpected(struct reader *r, const struct tree *t, const char *expected)
{
	reader_problem(r, reader_offset(&r->doc, t->start), true, "expected %s, found %s", expected,
		       tree_kind_name(t));
}

static void read_item(struct reader *r, const struct tree *t, uint16_t flags, str group)
{
	struct reader_text text;
	struct dep_package *p;

	if (t->kind != TREE_STRING) {
		if (tree_get(t, S("include-group")) == NULL) /* is read where it stands */
			unexpected(r, t, "a requirement as a string");
		return;
	}
	text = text_of(r, t);
	p = reader_requirement(r, &text, flags, group);
	if (p != NULL) /* with its quotes */
		reader_set_place(r, p, reader_offset(&r->doc, t->start),
				 reader_offset(&r->doc, t->end));
}

void toml_table_list(struct reader *r, const struct tree *list, uint16_t flags, str group)
{
	if (list == NULL)
		return;
	if (list->kind != TREE_ARRAY) {
		unexpected(r, list, "an array of requirements");
		return;
	}
	for (const struct tree *c = list->first; c != NULL; c = c->next)
		read_item(r, c, flags, group);
}

void toml_table_groups(struct reader *r, const struct tree *groups, uint16_t flags)
{
	if (groups == NULL)
		return;
	if (groups->kind != TREE_TABLE) {
		unexpected(r, groups, "a table of groups");
		return;
	}
	for (const struct tree *c = groups->first; c != NULL; c = c->next)
		toml_table_list(r, c, flags, c->key);
}

/* ---- name = "constraint" ---- */

static str first_text(const struct tree *t, const char *const *keys)
{
	for (; *keys != NULL; keys++) {
		const struct tree *v = tree_get(t, str_of(*keys));
		if (tree_is(v, TREE_STRING))
			return v->text;
	}
	return (str){NULL, 0};
}

/* git+https://...: Poetry, uv and Pipenv name the kind of repository by the key. */
static bool read_repository(struct reader *r, struct dep_package *p, const struct tree *t)
{
	static const char *const revisions[] = {"rev", "ref", "tag", "branch", NULL};
	static const char *const kinds[] = {"git", "hg", "svn", "bzr", NULL};
	str url = first_text(t, kinds);

	if (url.n == 0)
		return false;
	p->origin = DEP_VCS;
	p->source = source_without_credentials(r->arena, url);
	p->revision = first_text(t, revisions);
	if (!source_is_commit(p->revision))
		p->flags |= DEP_MUTABLE;
	return true;
}

void toml_table_source(struct reader *r, struct dep_package *p, const struct tree *t)
{
	static const char *const places[] = {"path", "file", "url", NULL};
	static const char *const indexes[] = {"source", "index", NULL};
	const struct tree *workspace = tree_get(t, S("workspace"));
	str place = first_text(t, places), index = first_text(t, indexes);
	struct dep_source s;

	if (read_repository(r, p, t))
		return;
	if (place.n > 0) {
		s = source_read(r->arena, place);
		reader_set_source(p, &s);
		p->version = s.version;
	} else if (workspace != NULL) {
		p->origin = DEP_PATH;
	} else if (index.n > 0) {
		p->source = index;
		p->flags |= DEP_EXPLICIT_INDEX;
	}
	if (p->origin == DEP_PATH && p->version.n == 0)
		p->kind = DEP_PROJECT;
}

/* One range of a constraint. */
static void set_range(struct reader *r, struct dep_package *p, const struct reader_text *t)
{
	const struct specifier *pin;
	size_t from = 0;

	if (!poetry_specifiers(r->arena, t->text, &p->specifiers)) {
		reader_problem(r, t->at, true, "expected a constraint such as ^1.2, found %.*s",
			       STR_ARG(reader_found(r, t->text)));
		return;
	}
	pin = specifiers_pin(&p->specifiers);
	if (pin != NULL)
		p->version = pin->text;
	if (t->decoded)
		return;
	while (pin != NULL && from < t->text.n && strchr("= \t", t->text.p[from]) != NULL)
		from++;
	p->version_start = (uint32_t)(reader_offset(t, from) + r->mark);
	p->version_end = (uint32_t)(t->end + r->mark);
}

/* `^1 || ^2`: PEP 440 has no "or", so each range is an entry of its own. */
static void set_constraint(struct reader *r, struct dep_package *p, const struct tree *v)
{
	struct reader_text text = text_of(r, v);
	size_t at = 0, end;

	for (bool first = true; at <= text.text.n; first = false) {
		struct reader_text part;
		end = str_find_byte(str_slice(text.text, at, text.text.n), '|');
		end = end == STR_NONE ? text.text.n : at + end;
		part = reader_part(&text, at, end);
		if (!first)
			p = reader_add_copy(r, p);
		set_range(r, p, &part);
		for (at = end + 1; at < text.text.n && text.text.p[at] == '|'; at++)
			;
	}
}

/* {python = "<3.8"}: a marker. */
static void set_python(struct reader *r, struct dep_package *p, str constraint)
{
	struct reader_text t = {.decoded = true};
	struct buf b = buf_in(r->arena);
	struct specifiers s;

	if (!poetry_specifiers(r->arena, constraint, &s))
		return;
	for (size_t i = 0; i < s.count; i++) {
		struct specifiers one = {&s.item[i], 1};
		struct buf text = buf_in(r->arena);
		size_t n = 0;
		specifiers_print(&text, &one);
		while (n < text.n && strchr("=<>!~", text.p[n]) != NULL)
			n++;
		buf_printf(&b, "%spython_full_version %.*s '%.*s'", i > 0 ? " and " : "",
			   STR_ARG(str_slice(buf_str(&text), 0, n)),
			   STR_ARG(str_slice(buf_str(&text), n, text.n)));
	}
	t.text = b.n > 0 ? buf_str(&b) : S("");
	reader_set_marker(r, p, &t);
}

/* `name = "^1"`, or a table of one variant. */
static void read_constraint(struct reader *r, const struct tree *entry, const struct tree *t,
			    uint16_t flags, str group)
{
	const struct tree *version = t->kind == TREE_STRING ? t : tree_get(t, S("version"));
	const struct tree *marker = tree_get(t, S("markers")), *optional;
	const struct tree *python = tree_get(t, S("python"));
	struct reader_text place = reader_part(&r->doc, entry->key_start, t->end);
	struct dep_package *p;
	bool yes;

	if (t->kind != TREE_STRING && t->kind != TREE_TABLE) {
		unexpected(r, t, "a version or a table");
		return;
	}
	if (t != entry && t->kind == TREE_TABLE)
		place = reader_part(&r->doc, t->start, t->end);
	p = reader_add(r, entry->key, &place);
	p->flags = flags;
	p->group = group;
	toml_table_source(r, p, t);
	optional = tree_get(t, S("optional"));
	if (tree_bool(optional, &yes) && yes)
		p->flags |= DEP_OPTIONAL;
	if (tree_is(marker, TREE_STRING)) {
		place = text_of(r, marker);
		reader_set_marker(r, p, &place);
	} else if (tree_is(python, TREE_STRING)) {
		set_python(r, p, python->text);
	}
	if (tree_is(version, TREE_STRING))
		set_constraint(r, p, version);
}

/* Poetry writes what it needs of Python among the dependencies. */
static void read_python(struct reader *r, const struct tree *t)
{
	const struct tree *v = t->kind == TREE_STRING ? t : tree_get(t, S("version"));
	struct specifiers s;
	struct buf b = buf_in(r->arena);

	if (!tree_is(v, TREE_STRING) || r->out->requires_python.n > 0 ||
	    !poetry_specifiers(r->arena, v->text, &s) || s.count == 0)
		return;
	specifiers_print(&b, &s);
	reader_python(r, buf_str(&b), reader_offset(&r->doc, v->start));
}

void toml_table_constraints(struct reader *r, const struct tree *table, uint16_t flags, str group)
{
	if (table == NULL)
		return;
	if (table->kind != TREE_TABLE) {
		unexpected(r, table, "a table of packages and their versions");
		return;
	}
	for (const struct tree *c = table->first; c != NULL; c = c->next) {
		if (str_eq_nocase(c->key, S("python"))) {
			read_python(r, c);
		} else if (!package_name_valid(c->key)) {
			reader_problem(r, reader_offset(&r->doc, c->key_start), true,
				       "expected the name of a package, found %.*s",
				       STR_ARG(reader_found(r, c->key)));
		} else if (c->kind == TREE_ARRAY) { /* one of several, by marker */
			for (const struct tree *v = c->first; v != NULL; v = v->next)
				read_constraint(r, c, v, flags, group);
		} else {
			read_constraint(r, c, c, flags, group);
		}
	}
}

/* [[tool.poetry.source]], [[tool.uv.index]], [[tool.pdm.source]]. */
void toml_table_indexes(struct reader *r, const struct tree *list)
{
	if (!tree_is(list, TREE_ARRAY))
		return;
	for (const struct tree *c = list->first; c != NULL; c = c->next) {
		const struct tree *url = tree_get(c, S("url")), *priority, *main, *explicit;
		bool yes = false, bound = false;
		if (!tree_is(url, TREE_STRING))
			continue;
		priority = tree_get(c, S("priority"));
		main = tree_get(c, S("default"));
		explicit = tree_get(c, S("explicit"));
		(void)!tree_bool(main, &yes);
		(void)!tree_bool(explicit, &bound);
		if (tree_is(priority, TREE_STRING)) {
			yes = str_in(priority->text, "default primary");
			bound = str_eq(priority->text, S("explicit"));
		}
		if (!bound) /* asked only by what names it */
			reader_index(r, url->text, reader_offset(&r->doc, url->start), !yes);
	}
}
