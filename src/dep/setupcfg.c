/* setup.cfg: what setuptools reads of [options] and [options.extras_require] (its documentation:
 * "Configuring setuptools using setup.cfg files"). A value is one requirement a line, or, on one
 * line, separated by `;` (so that a marker needs lines); `file: a.txt, b.txt` names files. */
#include "dep/formats.h"
#include "dep/reader.h"
#include "text/ini.h"

/* `%(key)s`, alone: what another key of the section holds, which is read there. */
static bool is_reference(const struct tree *section, str s)
{
	return str_starts(s, S("%(")) && str_ends(s, S(")s")) &&
	       tree_get(section, str_slice(s, 2, s.n - 2)) != NULL;
}

/* One requirement; ` #` begins a comment. */
static void read_one(struct reader *r, const struct tree *section, size_t from, size_t to,
		     uint16_t flags, str group)
{
	str s = str_slice(r->bytes, from, to);
	size_t comment = str_find(s, S(" #"));
	struct reader_text t;

	s = str_slice(s, 0, comment);
	while (s.n > 0 && strchr(" \t\r\\", s.p[s.n - 1]) != NULL)
		s.n--;
	while (s.n > 0 && (s.p[0] == ' ' || s.p[0] == '\t'))
		s = str_slice(s, 1, s.n);
	if (s.n == 0 || s.p[0] == '#' || s.p[0] == ';' || is_reference(section, s))
		return;
	from = (size_t)(s.p - r->bytes.p);
	t = reader_slice(r, from, from + s.n);
	(void)reader_requirement(r, &t, flags, group);
}

/* `file:` and names, separated by commas or lines. */
static void read_files(struct reader *r, str list)
{
	struct buf b = buf_in(r->arena);

	for (size_t i = 0; i < list.n; i++)
		buf_byte(&b, list.p[i] == '\n' ? ',' : list.p[i]);
	for (str rest = buf_str(&b); rest.p != NULL;) {
		str name = str_trim(str_cut(&rest, ','));
		if (name.n > 0)
			reader_include(r, name, (size_t)(list.p - r->bytes.p), false);
	}
}

/* The value's bytes themselves are read: the tree has them without their comments. */
static void read_value(struct reader *r, const struct tree *section, const struct tree *v,
		       uint16_t flags, str group)
{
	str raw = str_slice(r->bytes, v->start, v->end);
	bool lines = str_find_byte(str_trim(raw), '\n') != STR_NONE ||
		     str_find_byte(v->text, '\n') != STR_NONE;
	size_t at = v->start;

	if (str_starts(str_trim(raw), S("file:"))) {
		size_t colon = v->start + str_find_byte(raw, ':') + 1;
		read_files(r, str_slice(r->bytes, colon, v->end));
		return;
	}
	for (str rest = raw; rest.p != NULL;) {
		str part = str_cut(&rest, lines ? '\n' : ';');
		read_one(r, section, at, at + part.n, flags, group);
		at += part.n + 1;
	}
}

static void read_options(struct reader *r, const struct tree *options)
{
	if (options == NULL)
		return;
	for (const struct tree *c = options->first; c != NULL; c = c->next) {
		if (str_in(c->key, "install_requires install-requires"))
			read_value(r, options, c, DEP_DIRECT, (str){NULL, 0});
		else if (str_in(c->key, "setup_requires setup-requires"))
			read_value(r, options, c, DEP_DIRECT | DEP_BUILD, (str){NULL, 0});
		else if (str_in(c->key, "tests_require tests-require"))
			read_value(r, options, c, DEP_DIRECT | DEP_OPTIONAL, S("test"));
		else if (str_in(c->key, "python_requires python-requires"))
			reader_python(r, str_trim(c->text), c->start);
	}
}

static bool knows(str path, UNUSED str head)
{
	return str_eq(str_after_last(path, '/'), S("setup.cfg"));
}

static void read(struct arena *a, str path, str bytes, struct dep_file *out)
{
	struct reader r = reader_of(a, path, bytes, out);
	const struct tree *root, *extras, *name;
	struct diag d;

	out->format = "setup.cfg";
	out->manifest = true;
	if (!ini_parse(a, r.bytes, &root, &d))
		reader_problem(&r, d.offset, true, "expected `key = value` or [section]: %s",
			       d.msg);
	read_options(&r, tree_get(root, S("options")));
	extras = tree_get(root, S("options.extras_require"));
	if (extras != NULL)
		for (const struct tree *c = extras->first; c != NULL; c = c->next)
			read_value(&r, extras, c, DEP_DIRECT | DEP_OPTIONAL, c->key);
	name = tree_path(root, "metadata.name");
	if (name != NULL)
		reader_own_name(&r, str_trim(name->text));
}

const struct dep_format dep_setupcfg = {.name = "setup.cfg", .knows = knows, .read = read};
