/* What continuous integration installs: `pip install` in the scripts of GitHub and GitLab workflows
 * and of the services that write theirs alike. A variable there never makes an audit incomplete:
 * workflows test many versions, and what they run is no part of what is shipped. */
#include "dep/formats.h"
#include "dep/pip_command.h"
#include "text/yaml.h"

static void command(void *ctx, const struct shell_word *words, uint32_t count)
{
	pip_command_read(ctx, words, count);
}

/* Where the bytes of a scalar's text are in the file: YAML drops indentation, quotes and the header
 * of a block, and keeps the rest in order. */
static struct reader_text text_of(struct reader *r, const struct tree *t)
{
	struct reader_text x = {.text = t->text, .at = t->start, .end = t->end, .decoded = true};
	str raw = str_slice(r->bytes, t->start, t->end);
	struct reader_piece *pieces = NULL;
	uint32_t count = 0, room = 0;
	size_t at = 0, last = STR_NONE;

	if (raw.n > 0 && (raw.p[0] == '|' || raw.p[0] == '>'))
		at = str_find_byte(raw, '\n');
	for (size_t i = 0; i < t->text.n; i++) {
		uint8_t c = t->text.p[i];
		if (c == '\n' || c == ' ') /* folded: either may be the other */
			while (at < raw.n && raw.p[at] != c && raw.p[at] != '\n')
				at++;
		else
			while (at < raw.n && raw.p[at] != c)
				at++;
		if (at >= raw.n)
			return i + 1 == t->text.n && c == '\n' ? (x.decoded = count == 0, x) : x;
		if (last == STR_NONE || at != last + 1) {
			pieces = GROW(r->arena, pieces, count, &room);
			pieces[count++] =
				(struct reader_piece){(uint32_t)i, (uint32_t)(t->start + at)};
			x.pieces = pieces;
			x.piece_count = count;
		}
		last = at++;
	}
	x.decoded = count == 0;
	return x;
}

static void read_script(struct pip_command *pip, const struct tree *t)
{
	struct shell shell = {pip->r->arena, NULL, command, pip};
	struct reader_text text;

	if (tree_is(t, TREE_ARRAY))
		for (const struct tree *c = t->first; c != NULL; c = c->next)
			read_script(pip, c);
	if (!tree_is(t, TREE_STRING) || str_find(t->text, S("install")) == STR_NONE)
		return;
	text = text_of(pip->r, t);
	shell_read(&shell, &text);
}

/* "3.8", a list of them in a matrix; a variable says nothing. */
static void read_pythons(struct reader *r, const struct tree *t)
{
	if (tree_is(t, TREE_ARRAY))
		for (const struct tree *c = t->first; c != NULL; c = c->next)
			read_pythons(r, c);
	else if (t->kind != TREE_TABLE && t->text.n > 0 && t->text.p[0] != '$')
		reader_runs_on(r, t->text, t->start);
}

/* Every value of a key that holds a script or a version, however deep. */
static void walk(struct pip_command *pip, const struct tree *t)
{
	if (t->kind < TREE_ARRAY)
		return;
	for (const struct tree *c = t->first; c != NULL; c = c->next) {
		if (str_in(c->key, "run script before_script after_script command commands bash "
				   "install before_install inlineScript pre_build build"))
			read_script(pip, c);
		else if (str_in(c->key, "python-version python_version python-versions "
					"pythonVersion versionSpec"))
			read_pythons(pip->r, c);
		walk(pip, c);
	}
}

static bool knows(str path, UNUSED str head)
{
	str name = str_after_last(path, '/');

	if (!str_ends(name, S(".yml")) && !str_ends(name, S(".yaml")))
		return false;
	return str_find(path, S(".github/workflows/")) != STR_NONE ||
	       str_find(path, S(".circleci/")) != STR_NONE || str_ends(name, S(".gitlab-ci.yml")) ||
	       str_starts(name, S("azure-pipelines")) ||
	       str_in(name, "action.yml action.yaml .travis.yml bitbucket-pipelines.yml .drone.yml "
			    "buildspec.yml cloudbuild.yaml cloudbuild.yml");
}

static void read(struct arena *a, str path, str bytes, struct dep_file *out)
{
	struct reader r = reader_of(a, path, bytes, out);
	struct pip_command pip = {.r = &r, .flags = DEP_DIRECT | DEP_BUILD, .group = S("ci")};
	const struct tree *documents;
	struct diag d;

	out->format = "workflow";
	if (str_find(r.bytes, S("install")) == STR_NONE &&
	    str_find_nocase(r.bytes, S("python")) == STR_NONE)
		return;
	if (!yaml_parse(a, r.bytes, &documents, &d))
		reader_problem(&r, d.offset, false, "expected YAML: %s", d.msg);
	if (documents != NULL)
		walk(&pip, documents);
}

const struct dep_format dep_workflow = {.name = "workflow", .knows = knows, .read = read};
