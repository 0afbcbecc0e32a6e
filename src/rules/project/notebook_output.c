/* SE540: the environment of whoever ran a notebook, printed by a cell and saved with it (`!env`,
 * `%env`, os.environ). Secrets by their form are the engine's; here it is the dump as a whole. */
#include "base/limits.h"
#include "engine/engine_int.h"
#include "engine/format.h"
#include "rules/project/value.h"
#include "text/json.h"

static unsigned recognise(const struct settings *s, const struct peek *p)
{
	return !s->compat && str_ends(p->name, S(".ipynb")) && p->size <= LIMIT_SOURCE_BYTES ? 20
											     : 0;
}

static bool is_word(uint8_t b)
{
	return b == '_' || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') ||
	       (b >= '0' && b <= '9');
}

struct dump {
	unsigned known; /* of the variables that every system has */
	str secret;	/* a variable with a secret in it */
	unsigned line;
};

/* `NAME=value` at the start of a line, or 'NAME': 'value' anywhere: at a `=` or `:`. */
static bool pair_at(str text, size_t at, str *name, str *value)
{
	size_t from = at, to;
	uint8_t quote = 0;

	if (text.p[at] == ':' && at > 0 && (text.p[at - 1] == '\'' || text.p[at - 1] == '"')) {
		quote = text.p[at - 1];
		from--;
	} else if (text.p[at] != '=') {
		return false;
	}
	to = from;
	while (from > 0 && to - from < 100 && is_word(text.p[from - 1]))
		from--;
	*name = str_slice(text, from, to);
	if (quote != 0 ? (from == 0 || text.p[from - 1] != quote)
		       : (from > 0 && text.p[from - 1] != '\n'))
		return false;
	if (name->n == 0)
		return false;
	at++;
	while (quote != 0 && at < text.n &&
	       (text.p[at] == ' ' || text.p[at] == '\'' || text.p[at] == '"'))
		at++;
	for (to = at; to < text.n && to - at < 400 && text.p[to] != '\n'; to++)
		if (quote != 0 && (text.p[to] == '\'' || text.p[to] == '"'))
			break;
	*value = str_slice(text, at, to);
	return true;
}

static void look(struct dump *d, str text)
{
	for (size_t i = 1; i < text.n; i++) {
		str name, value;
		if ((text.p[i] != '=' && text.p[i] != ':') || !pair_at(text, i, &name, &value))
			continue;
		d->known +=
			str_in(name, "PATH HOME USER SHELL PWD LANG HOSTNAME LOGNAME TERM SHLVL "
				     "PYTHONPATH CONDA_PREFIX VIRTUAL_ENV JPY_PARENT_PID "
				     "LD_LIBRARY_PATH USERNAME USERPROFILE COMPUTERNAME APPDATA");
		if (d->secret.n == 0 && secret_name(name) && value_look(value, name) == VALUE_REAL)
			d->secret = name;
	}
}

/* A string, or a list of lines. */
static void look_at(struct dump *d, struct arena *a, const struct tree *t)
{
	struct buf b = buf_in(a);

	if (tree_is(t, TREE_STRING)) {
		look(d, t->text);
		return;
	}
	if (!tree_is(t, TREE_ARRAY))
		return;
	for (const struct tree *e = t->first; e != NULL; e = e->next)
		if (e->kind == TREE_STRING)
			buf_add(&b, e->text);
	look(d, buf_str(&b));
}

static void output(struct scan *s, const struct tree *t, uint32_t cell)
{
	struct dump d = {0};
	struct finding *f;

	look_at(&d, s->arena, tree_get(t, S("text")));
	look_at(&d, s->arena, tree_get(tree_get(t, S("data")), S("text/plain")));
	if (d.known < 3)
		return;
	if (d.secret.n > 0)
		f = scan_text_finding(
			s, "SE540", t->start, t->start + 1, S("dump"),
			"this output is the environment of whoever ran the cell, with "
			"%.*s in it",
			STR_ARG(d.secret));
	else
		f = scan_text_finding(s, "SE540", t->start, t->start + 1, S("dump"),
				      "this output is the environment of whoever ran the cell");
	f->cell = cell;
	f->cell_line = 1;
	if (d.secret.n == 0)
		f->severity = LOW;
}

static void scan_outputs(struct scan *s)
{
	const struct tree *t = NULL, *cells;
	uint32_t cell = 0;
	struct diag d;

	if (str_find(s->bytes, S("PATH")) == STR_NONE ||
	    str_find(s->bytes, S("HOME")) == STR_NONE ||
	    str_find(s->bytes, S("outputs")) == STR_NONE)
		return;
	(void)!json_parse(s->arena, s->bytes, &t, &d);
	cells = tree_get(t, S("cells"));
	for (const struct tree *c = tree_is(cells, TREE_ARRAY) ? cells->first : NULL; c != NULL;
	     c = c->next) {
		const struct tree *outputs = tree_get(c, S("outputs"));
		cell++;
		for (const struct tree *o = tree_is(outputs, TREE_ARRAY) ? outputs->first : NULL;
		     o != NULL; o = o->next)
			output(s, o, cell);
	}
}

const struct format format_notebook_output = {
	.name = "notebook-output",
	.layer = LAYER_SECRETS,
	.recognise = recognise,
	.project = scan_outputs,
};

#define CELL(text)                                                                                 \
	"{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\", \"source\": \"x\", \"outputs\": " \
	"[{\"output_type\": \"stream\", \"text\": [" text "]}]}]}\n"

const struct rule rules_notebook_output[] = {
	{
		.id = "SE540",
		.name = "notebook_environment_dump",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {532, 200},
		.title = "A notebook with the environment of who ran it in an output",
		.why = "The output is saved with the notebook and goes wherever it goes: names of "
		       "machines and accounts, paths, and every token that is kept in a variable.",
		.fix = "Clear the output (`jupyter nbconvert --clear-output --inplace FILE`), "
		       "replace "
		       "tokens that stood in it, and keep outputs out of commits with nbstripout.",
		.lang = "file:dump.ipynb",
		.bad = CELL("\"HOME=/home/ada\\n\", \"PATH=/usr/bin\\n\", \"SHELL=/bin/sh\\n\", "
			    "\"API_TOKEN=q8Zr4"
			    "TnX0pLw7\\n\""),
		.good = CELL("\"HOME and PATH\\n\", \"loss=0.5\\n\""),
	},
	{0},
};
