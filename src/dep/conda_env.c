/* conda's environment.yml (conda's documentation, "Managing environments"), its explicit lists
 * (`@EXPLICIT`, then URLs of archives) and what `conda list --export` writes (name=version=build).
 * The line of a package is that of its entry.
 *
 * A file that is no YAML is read line by line: entries of the lists that they seem to stand in. */
#include "dep/conda.h"
#include "dep/formats.h"
#include "dep/requirements.h"
#include "dep/source.h"
#include "text/yaml.h"

/* ---- environment.yml ---- */

/* Where the text of a scalar begins. */
static size_t text_at(const struct tree *t)
{
	return t->start + (t->flags & TREE_QUOTED ? 1 : 0);
}

static void read_pip(struct lock *l, const struct tree *list)
{
	if (!tree_is(list, TREE_ARRAY)) {
		reader_problem(&l->r, list->start, true,
			       "expected a list of requirements, found %s", tree_kind_name(list));
		return;
	}
	for (const struct tree *t = list->first; t != NULL; t = t->next) {
		struct reader_text text = {.at = text_at(t), .end = t->end, .decoded = true};
		if (t->kind >= TREE_ARRAY) {
			reader_problem(&l->r, t->start, true, "expected a requirement, found %s",
				       tree_kind_name(t));
			continue;
		}
		text.text = str_trim(t->text);
		if (text.text.n > 0)
			requirements_line(&l->r, &text);
	}
}

static void read_item(struct lock *l, const struct tree *t)
{
	const struct tree *pip = tree_get(t, S("pip"));

	if (t->kind == TREE_NULL)
		return;
	if (t->kind < TREE_ARRAY)
		conda_spec(l, t->text, text_at(t));
	else if (pip != NULL)
		read_pip(l, pip);
	else
		reader_problem(&l->r, t->start, true, "expected a package or `pip:`, found %s",
			       tree_kind_name(t));
}

static void read_list(struct lock *l, const struct tree *list)
{
	if (list == NULL || list->kind == TREE_NULL)
		return;
	if (list->kind != TREE_ARRAY) {
		reader_problem(&l->r, list->start, true, "expected a list of packages, found %s",
			       tree_kind_name(list));
		return;
	}
	for (const struct tree *t = list->first; t != NULL; t = t->next)
		read_item(l, t);
}

/* ---- What is no YAML, line by line ---- */

struct lines {
	struct lock *l;
	bool dependencies; /* below this key */
	size_t pip;	   /* indentation of `- pip:`; STR_NONE */
};

static void read_line(struct lines *s, str line, size_t at)
{
	size_t indent = 0, n;
	struct reader_text text;

	while (indent < line.n && (line.p[indent] == ' ' || line.p[indent] == '\t'))
		indent++;
	line = str_slice(line, indent, line.n);
	n = str_find(line, S(" #"));
	line = str_trim(str_slice(line, 0, n));
	if (line.n == 0 || line.p[0] == '#')
		return;
	if (!str_starts(line, S("- "))) {
		if (indent == 0)
			s->dependencies = str_starts(line, S("dependencies:"));
		return;
	}
	if (s->pip != STR_NONE && indent <= s->pip)
		s->pip = STR_NONE;
	for (n = 2; n < line.n && line.p[n] == ' '; n++)
		;
	text = reader_slice(&s->l->r, at + indent + n, at + indent + line.n);
	if (text.text.n > 1 && (text.text.p[0] == '"' || text.text.p[0] == '\'') &&
	    text.text.p[text.text.n - 1] == text.text.p[0])
		text = reader_part(&text, 1, text.text.n - 1);
	if (str_starts(text.text, S("pip:")))
		s->pip = indent;
	else if (s->dependencies && s->pip != STR_NONE)
		requirements_line(&s->l->r, &text);
	else if (s->dependencies)
		conda_spec(s->l, text.text, text.at);
}

static void read_lines(struct lock *l)
{
	struct lines s = {.l = l, .pip = STR_NONE};
	size_t at = 0;

	for (str rest = l->r.bytes; rest.p != NULL;) {
		str line = str_cut(&rest, '\n');
		read_line(&s, line, at);
		at += line.n + 1;
	}
}

/* ---- Formats ---- */

static bool has_line(str head, str start)
{
	for (str rest = head; rest.p != NULL;)
		if (str_starts(str_cut(&rest, '\n'), start))
			return true;
	return false;
}

static bool environment_knows(str path, str head)
{
	str name = str_after_last(path, '/');

	if (!str_ends(name, S(".yml")) && !str_ends(name, S(".yaml")))
		return false;
	if (str_in(name, "environment.yml environment.yaml"))
		return true;
	return has_line(head, S("dependencies:")) &&
	       (has_line(head, S("channels:")) || str_starts(name, S("environment")) ||
		str_find(head, S("- pip:")) != STR_NONE);
}

static void environment_read(struct arena *a, str path, str bytes, struct dep_file *out)
{
	const struct tree *t;
	struct diag d;
	struct lock l;

	lock_begin(&l, a, "environment.yml", path, bytes, out);
	out->lock = false;
	out->manifest = true;
	if (!yaml_parse(a, l.r.bytes, &t, &d)) {
		reader_problem(&l.r, d.offset, true, "expected YAML: %s", d.msg);
		read_lines(&l);
		return;
	}
	read_list(&l, tree_get(yaml_document(t), S("dependencies")));
}

const struct dep_format dep_conda_environment = {
	.name = "environment.yml", .knows = environment_knows, .read = environment_read};

/* ---- Lists of archives ---- */

struct archive {
	str name, version, build;
};

/* .../numpy-1.21.0-py39_0.tar.bz2#md5: name, version and build, from the end. */
static bool read_file_name(str file, struct archive *a)
{
	size_t build = str_rfind_byte(file, '-');
	size_t version = build == STR_NONE ? build : str_rfind_byte(str_slice(file, 0, build), '-');

	if (version == STR_NONE)
		return false;
	a->name = str_slice(file, 0, version);
	a->version = str_slice(file, version + 1, build);
	a->build = str_slice(file, build + 1, file.n);
	return true;
}

/* numpy=1.21.0=py39_0: what `conda list --export` writes. */
static bool read_export(str line, struct archive *a)
{
	a->build = line;
	a->name = str_cut(&a->build, '=');
	a->version = str_cut(&a->build, '=');
	return a->build.n > 0;
}

static void read_archive(struct lock *l, str line, size_t at)
{
	str digest = line, url = str_cut(&digest, '#');
	bool export = str_find(url, S("://")) == STR_NONE;
	str file = str_after_last(url, '/');
	struct archive a;
	struct dep_package *p;

	if (!(export ? read_export(line, &a) : read_file_name(file, &a))) {
		reader_problem(&l->r, at, true, "expected a conda package, found %.*s",
			       STR_ARG(reader_found(&l->r, line)));
		return;
	}
	if (!conda_build_is_python(a.build)) {
		l->out->foreign++;
		return;
	}
	if (str_eq(a.build, S("pypi_0"))) /* came from PyPI */
		p = lock_package(l, DEP_LOCKED, a.name, at);
	else
		p = conda_package(l, DEP_LOCKED, a.name, a.version, at);
	if (p == NULL)
		return;
	p->version = a.version;
	if (!export) {
		p->source =
			source_without_credentials(l->r.arena, str_slice(url, 0, url.n - file.n));
		p->flags |= digest.n >= 32 ? DEP_HASHED : 0;
	}
	p->start = (uint32_t)(at + l->r.mark);
	p->end = (uint32_t)(at + line.n + l->r.mark);
}

static bool explicit_knows(str path, str head)
{
	return (str_ends(path, S(".txt")) || str_ends(path, S(".lock"))) &&
	       (has_line(head, S("@EXPLICIT")) || has_line(head, S("# $ conda create --name")));
}

static void explicit_read(struct arena *a, str path, str bytes, struct dep_file *out)
{
	struct lock l;

	lock_begin(&l, a, "conda-explicit", path, bytes, out);
	for (str rest = l.r.bytes; rest.p != NULL;) {
		str line = str_trim(str_cut(&rest, '\n'));
		if (line.n > 0 && line.p[0] != '#' && line.p[0] != '@')
			read_archive(&l, line, (size_t)(line.p - l.r.bytes.p));
	}
}

const struct dep_format dep_conda_explicit = {
	.name = "conda-explicit", .knows = explicit_knows, .read = explicit_read};
