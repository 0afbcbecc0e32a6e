/* pip's requirements files, as pip reads them (documentation: "Requirements File Format"; what it
 * leaves open: pip._internal.req.req_file and .constructors). Of a line (dep/pip_lines.h), what
 * stands before the first word with a `-` in front is the requirement, the rest is options, which
 * are split as a POSIX shell would. Only blanks separate words in this step.
 *
 * pip refuses the whole file for one bad line. Here the line becomes a problem, as much of it as
 * can be understood is a package, and the rest of the file counts. Environment variables (${NAME})
 * are pip's to know: they stay.
 *
 * pip-compile, uv and rye say in comments (`# via x`) who asked for a package: edges. */
#include "base/map.h"
#include "dep/formats.h"
#include "dep/pip_lines.h"
#include "dep/requirements.h"
#include "dep/source.h"

struct via { /* `parent` asks for packages[child] */
	str parent;
	uint32_t child;
};

struct file {
	struct reader *r;
	bool constraint;      /* the file's name says so */
	uint32_t via_package; /* that the comments now speak of, counted from 1 */
	bool via_open;	      /* `# via` stood alone: the next comments are names */
	struct via *via;
	uint32_t via_count, via_room;
	bool conflict;
};

/* ---- `# via` ---- */

static void add_via(struct file *f, str parent)
{
	parent = str_trim(parent);
	if (parent.n == 0 || f->via_package == 0)
		return;
	f->via = GROW(f->r->arena, f->via, f->via_count, &f->via_room);
	f->via[f->via_count++] = (struct via){parent, f->via_package - 1};
}

/* A comment, from its `#` on. pip-compile writes `# via a, b`, `# via a`, or `# via` and a name in
 * each of the following comments; rye repeats `# via a`. */
static void read_comment(struct file *f, str comment)
{
	str text = str_trim(str_slice(comment, 1, comment.n));
	bool begins = str_eq(text, S("via")) || str_starts(text, S("via "));

	if (!begins && !f->via_open)
		return;
	if (begins)
		text = str_slice(text, 3, text.n);
	f->via_open = true;
	if (str_starts(str_trim(text), S("-"))) {
		add_via(f, text);
		return;
	}
	for (str rest = text; rest.p != NULL;)
		add_via(f, str_cut(&rest, ','));
}

/* Counts, then fills, the `needs` of each package. */
static void link_via(struct file *f)
{
	struct dep_file *out = f->r->out;
	struct map names = map_in(f->r->arena);
	uint32_t *parents = NEW(f->r->arena, uint32_t, f->via_count), *pool, used = 0;

	for (uint32_t i = out->package_count; i-- > 0;)
		if (out->packages[i].normal.n > 0)
			*map_put(&names, out->packages[i].normal) = i + 1;
	for (uint32_t i = 0; i < f->via_count; i++) {
		struct dep_package *child = &out->packages[f->via[i].child];
		str parent = str_slice(f->via[i].parent, 0, str_find_byte(f->via[i].parent, ' '));
		uint64_t *at = map_get(&names, package_normal_name(f->r->arena, parent));
		if (at != NULL)
			out->packages[(parents[i] = (uint32_t)*at) - 1].need_count++;
		else if (!str_eq(parent, S("-c")))
			child->flags |= DEP_DIRECT; /* `-r file`, or the project itself */
	}
	pool = NEW(f->r->arena, uint32_t, f->via_count);
	for (uint32_t i = 0; i < out->package_count; i++) {
		out->packages[i].needs = &pool[used];
		used += out->packages[i].need_count;
		out->packages[i].need_count = 0;
	}
	for (uint32_t i = 0; i < f->via_count; i++) {
		struct dep_package *p = parents[i] > 0 ? &out->packages[parents[i] - 1] : NULL;
		if (p != NULL)
			pool[(size_t)(p->needs - pool) + p->need_count++] = f->via[i].child;
	}
}

/* Without any `via` everything is what somebody wrote; with them, what has none is. */
static void settle_via(struct file *f)
{
	struct dep_file *out = f->r->out;
	bool *asked = NEW(f->r->arena, bool, out->package_count + 1);

	for (uint32_t i = 0; i < f->via_count; i++)
		asked[f->via[i].child] = true;
	for (uint32_t i = 0; i < out->package_count; i++) {
		struct dep_package *p = &out->packages[i];
		if (!asked[i])
			p->flags |= DEP_DIRECT;
		if (out->lock && p->version.n > 0 && p->kind == DEP_REQUIREMENT)
			p->kind = DEP_LOCKED;
	}
	if (f->via_count > 0)
		link_via(f);
}

/* ---- Options ---- */

enum option {
	OPTION_OTHER, /* says nothing of packages */
	OPTION_INDEX,
	OPTION_EXTRA_INDEX,
	OPTION_CONSTRAINT,
	OPTION_REQUIREMENT,
	OPTION_EDITABLE,
	OPTION_HASH,
};

static const struct {
	const char *name;
	char letter;
	bool value;
	enum option option;
} options[] = {
	{"--index-url", 'i', true, OPTION_INDEX},
	{"--pypi-url", 0, true, OPTION_INDEX},
	{"--extra-index-url", 0, true, OPTION_EXTRA_INDEX},
	{"--no-index", 0, false, OPTION_OTHER},
	{"--constraint", 'c', true, OPTION_CONSTRAINT},
	{"--requirement", 'r', true, OPTION_REQUIREMENT},
	{"--editable", 'e', true, OPTION_EDITABLE},
	{"--find-links", 'f', true, OPTION_OTHER},
	{"--no-binary", 0, true, OPTION_OTHER},
	{"--only-binary", 0, true, OPTION_OTHER},
	{"--prefer-binary", 0, false, OPTION_OTHER},
	{"--require-hashes", 0, false, OPTION_OTHER},
	{"--pre", 0, false, OPTION_OTHER},
	{"--all-releases", 0, true, OPTION_OTHER},
	{"--only-final", 0, true, OPTION_OTHER},
	{"--trusted-host", 0, true, OPTION_OTHER},
	{"--use-feature", 0, true, OPTION_OTHER},
	{"--global-option", 0, true, OPTION_OTHER},
	{"--install-option", 0, true, OPTION_OTHER},		/* up to pip 23.0 */
	{"--process-dependency-links", 0, false, OPTION_OTHER}, /* up to pip 18 */
	{"--always-unzip", 'Z', false, OPTION_OTHER},		/* up to pip 20 */
	{"--config-settings", 'C', true, OPTION_OTHER},
	{"--config-setting", 0, true, OPTION_OTHER},
	{"--hash", 0, true, OPTION_HASH},
};

struct word {
	str text;  /* without quotes */
	size_t at; /* in the line */
};

/* What the options of one line say. */
struct said {
	struct word index, extra_index, constraint, requirement, editable; /* .text.p == NULL: no */
	bool hashed;
	struct word wrong_hash;
};

/* The next word of s from *at on as a POSIX shell has it. False: no more, or a quote is open. */
static bool next_word(struct arena *a, str s, size_t *at, struct word *w, bool *open)
{
	struct buf b = buf_in(a);
	uint8_t quote = 0;
	size_t i = *at;

	while (i < s.n && strchr(" \t\r\n", s.p[i]) != NULL && s.p[i] != 0)
		i++;
	if (i == s.n)
		return false;
	w->at = i;
	for (; i < s.n; i++) {
		uint8_t c = s.p[i];
		if (quote == 0 && (c == ' ' || c == '\t' || c == '\r' || c == '\n'))
			break;
		if (quote == 0 ? c == '\'' || c == '"' : c == quote)
			quote = quote == 0 ? c : 0;
		else if (c == '\\' && quote != '\'' && i + 1 < s.n &&
			 (quote == 0 || s.p[i + 1] == quote || s.p[i + 1] == '\\'))
			buf_byte(&b, s.p[++i]);
		else
			buf_byte(&b, c);
	}
	*open = quote != 0;
	*at = i;
	w->text = b.n > 0 ? buf_str(&b) : S("");
	return true;
}

/* The number of the option that a word begins, whole or as a prefix that no other one has; the
 * table's length: none. */
static size_t option_of(str word)
{
	size_t found = COUNTOF(options);
	str name = str_slice(word, 0, str_find_byte(word, '='));

	for (size_t i = 0; i < COUNTOF(options); i++) {
		str full = str_of(options[i].name);
		if (str_eq(full, name))
			return i;
		if (name.n > 2 && str_starts(full, name))
			found = found == COUNTOF(options) ? i : COUNTOF(options) + 1;
	}
	return found;
}

static size_t option_of_letter(uint8_t letter)
{
	size_t i = 0;

	while (i < COUNTOF(options) && (letter == 0 || options[i].letter != (char)letter))
		i++;
	return i;
}

static bool is_hash(str value)
{
	str rest = value;

	return str_in(str_cut(&rest, ':'), "sha256 sha384 sha512") && rest.n > 0;
}

static void say(struct said *said, enum option option, struct word value)
{
	struct word *to = &said->editable;

	switch (option) {
	case OPTION_INDEX:
		said->index = value;
		return;
	case OPTION_EXTRA_INDEX:
		to = &said->extra_index;
		break;
	case OPTION_CONSTRAINT:
		to = &said->constraint;
		break;
	case OPTION_REQUIREMENT:
		to = &said->requirement;
		break;
	case OPTION_EDITABLE:
		break;
	case OPTION_HASH:
		said->hashed = is_hash(value.text);
		if (!said->hashed)
			said->wrong_hash = value;
		return;
	case OPTION_OTHER:
		return;
	}
	if (to->text.p == NULL) /* pip takes the first of several */
		*to = value;
}

/* One option word; what it needs of the following ones is taken. False: pip does not know it. */
static bool read_option(struct arena *a, str line, struct word w, size_t *at, struct said *said,
			bool *open)
{
	bool is_long = str_starts(w.text, S("--"));
	size_t i = is_long ? option_of(w.text) : option_of_letter(w.text.p[1]);
	size_t equals = is_long ? str_find_byte(w.text, '=') : STR_NONE;
	struct word value = w;

	if (i >= COUNTOF(options))
		return false;
	if (!options[i].value)
		return equals == STR_NONE;
	if (equals != STR_NONE)
		value.text = str_slice(w.text, equals + 1, w.text.n);
	else if (!is_long && w.text.n > 2)
		value.text = str_slice(w.text, 2, w.text.n);
	else if (!next_word(a, line, at, &value, open))
		return false;
	if (value.at == w.at)
		value.at += w.text.n - value.text.n;
	say(said, options[i].option, value);
	return true;
}

static void read_options(struct file *f, const struct reader_text *t, struct said *said)
{
	static const char naming[] = "-r -c -e --requirement --constraint --editable";
	size_t at = 0;
	struct word w;
	bool open = false, told = false;

	while (next_word(f->r->arena, t->text, &at, &w, &open) && !str_eq(w.text, S("--"))) {
		bool is_option = w.text.n >= 2 && w.text.p[0] == '-';
		if (is_option && read_option(f->r->arena, t->text, w, &at, said, &open))
			continue;
		if (is_option)
			reader_problem(f->r, reader_offset(t, w.at), str_in(w.text, naming),
				       "expected an option of pip with its value, found %.*s",
				       STR_ARG(reader_found(f->r, w.text)));
		else if (!told)
			reader_problem(f->r, reader_offset(t, w.at), false,
				       "pip ignores what stands behind an option: %.*s",
				       STR_ARG(reader_found(f->r, w.text)));
		told = true;
	}
	if (open)
		reader_problem(f->r, t->at, false, "expected the quote that ends %.*s",
			       STR_ARG(reader_found(f->r, t->text)));
	if (said->wrong_hash.text.p != NULL)
		reader_problem(f->r, reader_offset(t, said->wrong_hash.at), false,
			       "expected sha256:, sha384: or sha512: and a digest, found %.*s",
			       STR_ARG(reader_found(f->r, said->wrong_hash.text)));
}

/* ---- Requirements ---- */

/* `egg=name[extra]`; in old times also `egg=name==1.0`. */
static str egg_name(str egg)
{
	size_t n = 0;

	while (n < egg.n && strchr("[=<>!~(; ", egg.p[n]) == NULL)
		n++;
	return str_slice(egg, 0, n);
}

/* `#egg=name[extra]` belongs to a URL, `[extra]` to a path. */
static str without_extras(str url)
{
	size_t bracket = str_ends(url, S("]")) ? str_rfind_byte(url, '[') : STR_NONE;
	str path = str_slice(url, 0, bracket);

	return bracket == 0 || str_find(path, S("egg=")) != STR_NONE ? url : path;
}

/* `url`, with a name (and extras) that may be empty. */
struct dep_package *requirements_source(struct reader *r, const struct reader_text *t, str url)
{
	struct dep_source s = source_read(r->arena, without_extras(url));
	str name = s.egg.n > 0 && !s.wheel ? egg_name(s.egg) : s.name;
	struct dep_package *p;

	if (!package_name_valid(name))
		name = (str){NULL, 0};
	p = reader_add(r, name, t);
	p->kind = s.origin == DEP_PATH && s.version.n == 0 ? DEP_PROJECT : DEP_REQUIREMENT;
	p->version = s.version;
	reader_set_source(p, &s);
	if (s.wheel && s.name.n == 0)
		reader_problem(r, t->at, true,
			       "expected name-version-python-abi-platform.whl, found %.*s",
			       STR_ARG(reader_found(r, str_after_last(s.url, '/'))));
	return p;
}

/* Is the text the name of a folder or archive, and no `name @ url`? */
static bool is_path(str text)
{
	str name = str_slice(text, 0, str_find_byte(text, '['));
	str before = str_trim(str_slice(text, 0, str_find_byte(text, '@')));

	if (str_starts(text, S(".")) || str_starts(text, S("/")) || str_starts(text, S("~/")))
		return true;
	if (before.n < text.n && str_find_byte(before, '/') == STR_NONE)
		return false;
	return str_find_byte(name, '/') != STR_NONE || source_is_archive(str_trim(name));
}

/* A URL or path, without its marker. */
static struct dep_package *read_source(struct reader *r, const struct reader_text *t)
{
	return requirements_source(r, t, str_trim(t->text));
}

/* Where the first ${NAME} begins; STR_NONE. */
static size_t variable_at(str s)
{
	for (size_t i = 0, at; (at = str_find(str_slice(s, i, s.n), S("${"))) != STR_NONE;) {
		size_t k = i + at + 2;
		while (k < s.n && ((s.p[k] >= 'A' && s.p[k] <= 'Z') ||
				   (s.p[k] >= '0' && s.p[k] <= '9') || s.p[k] == '_'))
			k++;
		if (k < s.n && s.p[k] == '}' && k > i + at + 2)
			return i + at;
		i += at + 2;
	}
	return STR_NONE;
}

/* `foo==${VERSION}`: the name is known, and what decides is not. */
static struct dep_package *read_variable(struct reader *r, const struct reader_text *t, size_t at)
{
	struct reader_text known = reader_part(t, 0, at);
	struct dep_package *p;

	reader_problem(r, reader_offset(t, at), true,
		       "the value of an environment variable decides here: %.*s",
		       STR_ARG(reader_found(r, str_slice(t->text, at, t->text.n))));
	while (known.text.n > 0 && strchr(" \t=<>!~,", known.text.p[known.text.n - 1]) != NULL)
		known.text.n--;
	if (!package_name_valid(known.text))
		return NULL;
	p = reader_add(r, known.text, &known);
	p->kind = DEP_NAMED;
	return p;
}

/* A requirement and its marker. In a bare URL `;` may be a part of it, `; ` is not. */
struct dep_package *requirements_argument(struct reader *r, const struct reader_text *t)
{
	bool url = source_is_url(t->text);
	size_t cut = url ? str_find(t->text, S("; ")) : str_find_byte(t->text, ';'), variable;
	struct reader_text head =
		reader_part(t, 0, pip_lines_trim_end(str_slice(t->text, 0, cut)).n);
	struct dep_package *p;

	variable = variable_at(head.text);
	if (url || is_path(head.text))
		p = read_source(r, &head);
	else if (variable != STR_NONE &&
		 str_find_byte(str_slice(head.text, 0, variable), '@') == STR_NONE)
		p = read_variable(r, &head, variable);
	else
		p = reader_requirement(r, &head, 0, (str){NULL, 0});
	if (p != NULL && cut != STR_NONE) {
		struct reader_text marker = reader_part(t, cut + 1, t->text.n);
		reader_set_marker(r, p, &marker);
	}
	return p;
}

static void read_settings(struct file *f, const struct reader_text *t, const struct said *said)
{
	if (said->index.text.p != NULL)
		reader_index(f->r, said->index.text, reader_offset(t, said->index.at), false);
	if (said->extra_index.text.p != NULL)
		reader_index(f->r, said->extra_index.text, reader_offset(t, said->extra_index.at),
			     true);
	if (said->requirement.text.p != NULL)
		reader_include(f->r, said->requirement.text, reader_offset(t, said->requirement.at),
			       false);
	else if (said->constraint.text.p != NULL)
		reader_include(f->r, said->constraint.text, reader_offset(t, said->constraint.at),
			       true);
}

/* Where the options begin: the first word, blanks between, that has a `-` in front. */
static size_t options_at(str line)
{
	for (size_t i = 0; i < line.n; i++)
		if (line.p[i] == '-' && (i == 0 || line.p[i - 1] == ' '))
			return i;
	return line.n;
}

/* A logical line without comment and white space around it. */
static struct dep_package *read_logical(struct file *f, const struct reader_text *t)
{
	size_t cut = options_at(t->text);
	struct reader_text args =
		reader_part(t, 0, pip_lines_trim_end(str_slice(t->text, 0, cut)).n);
	struct reader_text rest = reader_part(t, cut, t->text.n);
	struct said said = {0};
	struct dep_package *p = NULL;

	read_options(f, &rest, &said);
	if (args.text.n > 0) {
		p = requirements_argument(f->r, &args);
	} else if (said.editable.text.p != NULL) {
		p = requirements_source(f->r, &rest, said.editable.text);
		p->flags |= DEP_EDITABLE;
	} else {
		read_settings(f, &rest, &said);
	}
	if (p == NULL)
		return NULL;
	p->end = (uint32_t)(t->end + f->r->mark);
	if (said.hashed)
		p->flags = (uint16_t)((p->flags | DEP_HASHED) & ~DEP_MUTABLE);
	if (f->constraint && p->kind == DEP_REQUIREMENT)
		p->kind = DEP_CONSTRAINT;
	return p;
}

void requirements_line(struct reader *r, const struct reader_text *t)
{
	struct file f = {.r = r};

	(void)read_logical(&f, t);
}

/* ---- The file ---- */

/* The markers of a merge that was not finished: both sides are read. */
static bool is_conflict(struct file *f, str line, size_t at)
{
	bool found = reader_is_conflict(line);

	if (found && !f->conflict)
		reader_problem(f->r, at, false,
			       "expected a requirement, found the mark of an unfinished merge");
	f->conflict |= found;
	return found;
}

static void read_lines(struct file *f)
{
	struct pip_line line;

	for (size_t at = 0; pip_lines_next(f->r, &at, &line);) {
		if (line.text.text.n > 0 && !is_conflict(f, line.text.text, line.text.at)) {
			f->via_package =
				read_logical(f, &line.text) != NULL ? f->r->out->package_count : 0;
			f->via_open = false;
		}
		if (line.comment.n > 0)
			read_comment(f, line.comment);
	}
}

/* ---- The format ---- */

static bool has_extension(str name, const char *words)
{
	size_t dot = str_rfind_byte(name, '.');

	return dot == STR_NONE ? str_in(S("-"), words)
			       : str_in(str_slice(name, dot + 1, name.n), words);
}

static bool is_constraints(str path)
{
	return str_find_nocase(str_after_last(path, '/'), S("constraint")) != STR_NONE;
}

static bool knows(str path, str head)
{
	str name = str_after_last(path, '/'), folder;
	bool below;

	(void)head;
	if (str_find_nocase(name, S("requirement")) != STR_NONE)
		return has_extension(name, "txt in pip lock -");
	if (str_in(name, "constraints.txt constraint.txt test-requires pip-requires") ||
	    (is_constraints(path) && has_extension(name, "txt in pip")))
		return true;
	folder = str_slice(path, 0, path.n - name.n);
	below = str_starts(path, S("requirements/")) ||
		str_find(path, S("/requirements/")) != STR_NONE;
	folder = str_after_last(str_slice(folder, 0, folder.n > 0 ? folder.n - 1 : 0), '/');
	return (below || str_in(folder, "requires reqs")) && has_extension(name, "txt in pip") &&
	       str_find_nocase(name, S("readme")) == STR_NONE;
}

/* Written by a resolver? They say so in the first lines; `via` comments say it too. */
static bool is_generated(const struct file *f)
{
	str head = str_slice(f->r->bytes, 0, 1000);

	return f->via_count > 0 || str_find_nocase(head, S("autogenerated by")) != STR_NONE ||
	       str_find(head, S("generated by rye")) != STR_NONE ||
	       str_ends(f->r->path, S(".lock"));
}

/* In these ASCII is ASCII, so that names, versions and line ends are what they seem. */
static bool is_harmless(str charset)
{
	static const char *const names[] = {
		"utf-8",    "utf8",    "utf_8",	    "ascii", "us-ascii",    "latin",
		"iso-8859", "iso8859", "iso_8859",  "cp125", "koi8",	    "gb",
		"big5",	    "euc",     "shift_jis", "sjis",  "windows-125",
	};

	for (size_t i = 0; i < COUNTOF(names); i++) {
		str known = str_of(names[i]);
		if (str_eq_nocase(str_slice(charset, 0, known.n), known))
			return true;
	}
	return false;
}

/* pip takes `coding: NAME` in a comment of the first two lines for the charset of the file, and
 * with `unicode_escape` a comment may hold lines. */
static void check_charset(struct reader *r)
{
	str rest = r->bytes;

	for (unsigned i = 0; i < 2 && rest.p != NULL; i++) {
		str line = str_cut(&rest, '\n'), name;
		size_t colon = str_find(line, S("coding:")), equals = str_find(line, S("coding="));
		size_t at = colon < equals ? colon : equals;
		if (!str_starts(line, S("#")) || at == STR_NONE)
			continue;
		name = str_trim(str_slice(line, at + 7, line.n));
		if (!is_harmless(name))
			reader_problem(r, (size_t)(line.p - r->bytes.p), true,
				       "expected UTF-8, found that pip reads the file as %.*s",
				       STR_ARG(reader_found(r, name)));
		return;
	}
}

static void read(struct arena *a, str path, str bytes, struct dep_file *out)
{
	struct reader r = reader_of(a, path, bytes, out);
	struct file f = {.r = &r, .constraint = is_constraints(path)};

	out->format = "requirements";
	if (!out->recoded && r.mark == 0)
		check_charset(&r);
	read_lines(&f);
	out->lock = is_generated(&f);
	out->manifest = !out->lock;
	settle_via(&f);
}

const struct dep_format dep_requirements = {.name = "requirements", .knows = knows, .read = read};
