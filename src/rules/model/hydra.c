/* Configurations whose reader makes objects of the names in them: Hydra's `_target_` (NeMo's
 * model_config.yaml, CVE-2025-23304), torchtune's `_component_`, LightningCLI's `class_path`,
 * `target` with `params` (latent diffusion), fvcore's LazyConfig. The reader calls what is named
 * with the table's other keys.
 *
 * A name may be put together of other values by interpolation (${a}.${b}); it is resolved as
 * OmegaConf does for plain references from the document's root. */
#include "rules/model/conf.h"
#include "rules/model/dotted.h"

#define MOST_NAME 300

static const struct tree *scalar_at(const struct conf *c, const struct place *at, str path)
{
	const struct tree *t = c->root;
	unsigned up = 0;

	while (up < path.n && path.p[up] == '.')
		up++;
	if (up > 0) {
		for (; up > 1 && at->outer != NULL; up--)
			at = at->outer;
		t = at->node;
		path = str_slice(path, up, path.n);
		while (path.n > 0 && path.p[0] == '.')
			path = str_slice(path, 1, path.n);
	}
	for (str rest = path; rest.p != NULL && t != NULL;)
		t = tree_get(t, str_cut(&rest, '.'));
	return t != NULL && t->kind < TREE_ARRAY ? t : NULL;
}

/* The name with its references replaced; false when one cannot be. */
static bool resolve(struct conf *c, const struct place *at, str name, struct buf *out,
		    unsigned depth)
{
	while (name.n > 0) {
		size_t open = str_find(name, S("${")), close;
		const struct tree *t;
		if (open == STR_NONE || out->n > MOST_NAME) {
			buf_add(out, name);
			return true;
		}
		buf_add(out, str_slice(name, 0, open));
		name = str_slice(name, open + 2, name.n);
		close = str_find_byte(name, '}');
		if (close == STR_NONE || depth > 8)
			return false;
		t = scalar_at(c, at, str_trim(str_slice(name, 0, close)));
		if (t == NULL || !resolve(c, at, t->text, out, depth + 1))
			return false;
		name = str_slice(name, close + 1, name.n);
	}
	return true;
}

static void judge(struct conf *c, const struct place *at, const char *key, str written)
{
	struct buf b = buf_in(c->m->arena);
	bool known = resolve(c, at, written, &b, 0);
	str name = str_trim(str_slice(buf_str(&b), 0, MOST_NAME));
	struct dotted d;

	if (!known) {
		conf_finding_as(c, "MD362", INFO, at, written,
				"%s is put together when it is read: %.*s", key,
				STR_ARG(str_slice(written, 0, 200)));
		return;
	}
	d = dotted_judge_call(name);
	if (d.class == DOTTED_DANGER || d.class == DOTTED_STDLIB)
		conf_finding_as(c, "MD361", d.severity, at, name, "%s calls %.*s, which %s", key,
				STR_ARG(name), d.why);
	else if (d.class == DOTTED_OTHER && str_eq(str_of(key), S("_target_")))
		conf_finding_as(c, "MD362", INFO, at, name, "%s makes an object of %.*s", key,
				STR_ARG(name));
}

/* hydra.utils.get_method and its like take the name to be looked up as an argument. */
static void judge_arguments(struct conf *c, const struct place *at, str name)
{
	static const char *const keys[] = {"path", "name",     "obj",	"target",
					   "func", "function", "_args_"};

	if (!str_starts(name, S("hydra.")) && !str_in(name, "functools.partial pydoc.locate"))
		return;
	for (size_t i = 0; i < COUNTOF(keys); i++) {
		const struct tree *t = tree_get(at->node, str_of(keys[i]));
		if (tree_is(t, TREE_ARRAY))
			t = t->first;
		if (tree_is(t, TREE_STRING) && t->text.n > 0)
			judge(c, at, keys[i], t->text);
	}
}

void hydra_table(struct conf *c, const struct place *at)
{
	static const char *const targets[] = {"_target_", "__target__", "_component_", "class_path",
					      "target"};

	for (size_t i = 0; i < COUNTOF(targets); i++) {
		str name = conf_text(at->node, targets[i]);
		if (name.n == 0)
			continue;
		/* the looser ones only as their readers need them */
		if (i == 3 && !conf_has(at->node, "init_args") && !is_dotted(name))
			continue;
		if (i == 4 && (!is_table(tree_get(at->node, S("params"))) || !is_dotted(name)))
			continue;
		judge(c, at, targets[i], name);
		judge_arguments(c, at, name);
	}
}

const struct rule rules_hydra[] = {
	{
		.id = "MD361",
		.name = "config_target_danger",
		.severity = CRITICAL,
		.confidence = HIGH,
		.cwe = {94, 502},
		.title = "A configuration that calls a dangerous function",
		.why = "Hydra and its like call what _target_ names, with arguments from the file: "
		       "a model's configuration runs any program (CVE-2025-23304 in NeMo).",
		.fix = "Do not load the model. Readers should compare targets with a list of what "
		       "they expect.",
		.bad = "cfg:\n  _target_: os.system\n  command: id\n",
		.good = "cfg:\n  _target_: torch.nn.Linear\n  in_features: 2\n",
		.lang = "file:model_config.yaml",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0011",
	},
	{
		.id = "MD362",
		.name = "config_target_other",
		.severity = INFO,
		.confidence = HIGH,
		.cwe = {829},
		.title = "A configuration that makes objects of a package of its own",
		.why = "What is named is imported and called when the configuration is read.",
		.fix = "Read the configuration only where that package is the one that is meant.",
		.bad = "cfg:\n  _target_: my_project.models.Net\n",
		.good = "cfg:\n  _target_: torch.nn.Linear\n",
		.lang = "file:model_config.yaml",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0011",
	},
	{0},
};
