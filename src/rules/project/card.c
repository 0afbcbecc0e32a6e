/* SE545: what the front matter of a model card tells about the machine that the model was made on.
 */
#include "base/limits.h"
#include "engine/engine_int.h"
#include "engine/format.h"
#include "text/yaml.h"

#define CARD_MOST ((size_t)64 << 10)

static unsigned recognise(const struct settings *s, const struct peek *p)
{
	bool front = str_starts(p->head, S("---\n")) || str_starts(p->head, S("---\r\n"));

	return !s->compat && front && str_eq_nocase(p->name, S("README.md")) &&
			       p->size <= LIMIT_PROJECT_BYTES
		       ? 20
		       : 0;
}

/* The YAML between the lines `---`: of s->bytes, so that offsets are those of the file. */
static size_t front_end(str text)
{
	str rest = text;

	(void)str_cut(&rest, '\n');
	while (rest.p != NULL) {
		size_t at = text.n - rest.n;
		if (str_eq(str_trim(str_cut(&rest, '\n')), S("---")))
			return at;
	}
	return 0;
}

static bool is_local(str v)
{
	static const char *const starts[] = {"/home/",	 "/Users/",  "/root/",	   "/mnt/",
					     "/data/",	 "/scratch", "/workspace", "/content/",
					     "/kaggle/", "/tmp/",    "file://",	   "/storage/",
					     "/gpfs/",	 "/lustre/", "/cluster/",  "/opt/ml/"};

	for (size_t i = 0; i < COUNTOF(starts); i++)
		if (str_starts(v, str_of(starts[i])))
			return true;
	return v.n > 3 && v.p[1] == ':' && v.p[2] == '\\' &&
	       ((v.p[0] | 32) >= 'a' && (v.p[0] | 32) <= 'z');
}

/* Whose home it is. */
static str person(str v)
{
	str rest = v;

	if (str_starts(v, S("/home/")))
		rest = str_slice(v, 6, v.n);
	else if (str_starts(v, S("/Users/")))
		rest = str_slice(v, 7, v.n);
	else if (v.n > 9 && str_eq(str_slice(v, 2, 9), S("\\Users\\")))
		rest = str_slice(v, 9, v.n);
	else
		return (str){NULL, 0};
	return str_slice(str_cut(&rest, v.p[0] == '/' ? '/' : '\\'), 0, 60);
}

static void look(struct scan *s, const struct tree *t)
{
	str who;

	if (t->kind == TREE_STRING && is_local(t->text)) {
		who = person(t->text);
		scan_text_finding(s, "SE545", t->start, t->end, t->key,
				  who.n > 0 ? "a path of %s's machine is published with the model"
					    : "a path of one machine is published with the model%s",
				  who.n > 0 ? arena_cstr(s->arena, who) : "");
	}
	if (t->kind != TREE_TABLE && t->kind != TREE_ARRAY)
		return;
	for (const struct tree *e = t->first; e != NULL; e = e->next)
		look(s, e);
}

static void scan_card(struct scan *s)
{
	str front = str_slice(s->bytes, 0, CARD_MOST);
	const struct tree *stream;

	front = str_slice(front, 0, front_end(front));
	if (front.n == 0)
		return;
	stream = scan_yaml(s, front);
	if (yaml_document(stream) != NULL)
		look(s, yaml_document(stream));
}

const struct format format_card_paths = {
	.name = "card-paths",
	.layer = LAYER_SECRETS,
	.recognise = recognise,
	.project = scan_card,
};

const struct rule rules_card[] = {
	{
		.id = "SE545",
		.name = "model_card_local_path",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {200},
		.title = "A path of somebody's machine in a model card",
		.why = "The front matter is what trainers fill in by themselves and hubs publish. "
		       "It "
		       "tells the account's name and how the machine is set up, and whoever "
		       "follows "
		       "`base_model` finds nothing.",
		.fix = "Name the model or data set by its place on the hub (org/name), or remove "
		       "the "
		       "line.",
		.lang = "file:README.md",
		.bad = "---\nbase_model: /home/ada/checkpoints/step-900\n---\n# Model\n",
		.good = "---\nbase_model: org/model\nlicense: mit\n---\n# Model\n",
	},
	{0},
};
