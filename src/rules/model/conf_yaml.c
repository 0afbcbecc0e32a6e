/* YAML: every document's tree goes to the rules on configurations, and every tag of its own kind is
 * judged, which PyYAML's unsafe loaders turn into imports and calls. Tags are read from libyaml's
 * events, where handles (%TAG), verbatim forms (!<...>) and escapes are resolved already, and where
 * a document that is no tree (keys that are sequences) still has them. */
#include "rules/model/conf.h"

#include "base/limits.h"
#include "rules/model/dotted.h"
#include "text/utf.h"
#include "text/yaml.h"

static bool yaml_name(str name)
{
	return str_ends(name, S(".yaml")) || str_ends(name, S(".yml")) ||
	       str_eq(name, S("MLmodel")) || str_eq(name, S("MLproject"));
}

static bool says_yaml(str head)
{
	static const char *const marks[] = {"!!python/",   "!python/",	 "yaml.org,2002:python",
					    "\n_target_:", " _target_:", "loader_module:"};

	for (size_t i = 0; i < COUNTOF(marks); i++)
		if (str_find(head, str_of(marks[i])) != STR_NONE)
			return true;
	return false;
}

static unsigned recognise(UNUSED const struct settings *s, const struct peek *p)
{
	if (p->quiet)
		return 0;
	if (utf_detect(p->head) >= UTF_16LE_MARK && yaml_name(p->name))
		return 50; /* PyYAML reads UTF-16 that has a mark */
	if (str_find_byte(p->head, 0) != STR_NONE)
		return 0;
	if (yaml_name(p->name))
		return 50;
	return says_yaml(p->head) && !str_ends(p->name, S(".py")) && !str_ends(p->name, S(".md")) &&
			       !str_ends(p->name, S(".rst"))
		       ? 50
		       : 0;
}

/* ---- Tags ---- */

/* Types that PyYAML's FullLoader makes too: no code is named. */
static bool plain_python(str kind)
{
	return str_in(kind, "none bool str unicode int long float complex list tuple dict bytes "
			    "python/tuple");
}

/* Classes whose objects honest files hold: enumerations and numbers of known libraries, and what
 * the documentation tools that everybody uses name in their own configuration. */
static bool harmless(struct dotted d, str name)
{
	str package = dotted_package(name);

	return d.class == DOTTED_KNOWN || d.class == DOTTED_SAFE ||
	       str_in(package, "material materialx pymdownx mkdocs mermaid2 markdown");
}

static void python_tag(struct conf *c, const struct place *at, str kind, str name)
{
	struct dotted d = dotted_judge(name);
	bool call = str_in(kind, "object/apply object/new apply new");
	bool module = str_eq(kind, S("module"));

	if (name.n == 0 || plain_python(kind))
		return;
	if (module && str_find_byte(name, '.') == STR_NONE && is_stdlib_package(name))
		d = dotted_judge2(name, S("x"));
	if (d.class == DOTTED_DANGER)
		conf_finding_as(c, "MD364", call ? CRITICAL : HIGH, at, name,
				"!!python/%.*s names %.*s, which %s", STR_ARG(kind),
				STR_ARG(str_slice(name, 0, 200)), d.why);
	else if (!harmless(d, name))
		conf_finding_as(c, "MD364", call || d.class == DOTTED_STDLIB ? HIGH : MEDIUM, at,
				name,
				"!!python/%.*s imports %.*s when the file is read with an unsafe "
				"loader",
				STR_ARG(kind), STR_ARG(str_slice(name, 0, 200)));
	else
		conf_finding_as(c, "MD364", INFO, at, name, "!!python/%.*s names %.*s",
				STR_ARG(kind), STR_ARG(str_slice(name, 0, 200)));
}

/* HyperPyYAML (SpeechBrain's hyperparams.yaml): !new:x makes an object of x, !apply:x calls it,
 * !name:x and !module:x import it, whatever it is. */
static bool hyper_tag(struct conf *c, const struct place *at, str tag)
{
	static const char *const kinds[] = {"!new:", "!apply:", "!name:", "!module:"};

	for (size_t i = 0; i < COUNTOF(kinds); i++) {
		str name = str_slice(tag, strlen(kinds[i]), tag.n);
		struct dotted d;
		if (!str_starts(tag, str_of(kinds[i])) || name.n == 0)
			continue;
		d = i == 3 && is_identifier(name) && is_stdlib_package(name)
			    ? dotted_judge2(name, S("x"))
			    : dotted_judge_call(name);
		if (d.class == DOTTED_DANGER || d.class == DOTTED_STDLIB)
			conf_finding_as(c, "MD364", d.severity, at, name, "%s%.*s names what %s",
					kinds[i], STR_ARG(str_slice(name, 0, 200)), d.why);
		return true;
	}
	return false;
}

static void on_tag(void *ctx, str tag, size_t offset)
{
	struct conf *c = ctx;
	struct tree node = {.start = (uint32_t)offset};
	struct place at = {.node = &node};
	str rest, kind;
	size_t colon;

	if (hyper_tag(c, &at, tag))
		return;
	if (str_starts(tag, S("tag:yaml.org,2002:python/")))
		rest = str_slice(tag, 25, tag.n);
	else if (str_starts(tag, S("!python/")))
		rest = str_slice(tag, 8, tag.n);
	else if (str_starts(tag, S("tag:yaml.org,2002:javax.")) ||
		 str_starts(tag, S("tag:yaml.org,2002:java.")) ||
		 str_starts(tag, S("tag:yaml.org,2002:com.sun.")) ||
		 str_starts(tag, S("!ruby/object")) ||
		 str_starts(tag, S("tag:yaml.org,2002:ruby/"))) {
		conf_finding_as(c, "MD364", MEDIUM, &at, tag,
				"the tag %.*s makes an object of a class of another language",
				STR_ARG(str_slice(tag, 0, 200)));
		return;
	} else {
		return;
	}
	colon = str_find_byte(rest, ':');
	kind = str_slice(rest, 0, colon == STR_NONE ? rest.n : colon);
	python_tag(c, &at, kind,
		   colon == STR_NONE ? (str){NULL, 0} : str_slice(rest, colon + 1, rest.n));
}

/* ---- Documents ---- */

static bool telling(str bytes)
{
	for (str rest = str_of(conf_marks), word; rest.p != NULL;) {
		word = str_cut(&rest, ' ');
		if (word.n > 4 && str_find(bytes, word) != STR_NONE)
			return true;
	}
	return str_find(bytes, S("python/")) != STR_NONE;
}

/* A file that is data for its size is told about only when it says what runs code. */
static bool says_code(struct model *m)
{
	static const char *const marks[] = {
		"!python/", "2002:python", "_target_:", "__lambda__", "loader_module:", "%TAG "};
	struct arena *a = m->arena;

	for (uint64_t at = 0; at < m->blob.size; at += STREAM_WINDOW) {
		str part = blob_get(m->blob, a, at, STREAM_WINDOW + 64);
		if (!model_spend(m, part.n))
			return true;
		for (size_t i = 0; i < COUNTOF(marks); i++)
			if (str_find(part, str_of(marks[i])) != STR_NONE)
				return true;
		if (m->blob.memory == NULL)
			arena_trim(a, (void *)(uintptr_t)part.p, part.n, 0);
	}
	return false;
}

static void too_large(struct model *m)
{
	if (!says_code(m) && !conf_is_named(m->name))
		return;
	model_finding(m, "AS004", MODEL_NOWHERE, S(""),
		      "larger than assay reads YAML (%zu bytes): it was not checked",
		      LIMIT_MODEL_YAML_BYTES);
}

/* The file as UTF-8; false when it cannot be read. */
static bool yaml_bytes(struct model *m, str *out, uint64_t *base)
{
	enum utf enc = utf_detect(blob_get(m->blob, m->arena, 0, 64));
	struct stream *s;
	uint8_t *to;

	*base = 0;
	if (enc < UTF_16LE)
		return model_bytes(m, LIMIT_MODEL_YAML_BYTES, out);
	*base = MODEL_NOWHERE;
	s = utf_stream(m->arena, m->blob, enc);
	to = arena_raw(m->arena, 2 * LIMIT_MODEL_YAML_BYTES, 1);
	*out = (str){to, stream_read(s, to, 2 * LIMIT_MODEL_YAML_BYTES)};
	return true;
}

static void check_yaml(struct model *m)
{
	struct conf tags = conf_of(m, true, 0), c;
	uint64_t base;
	const struct tree *stream = NULL;
	struct diag d = {0};
	str bytes;

	if (m->blob.size > LIMIT_MODEL_YAML_BYTES) {
		too_large(m);
		return;
	}
	if (!yaml_bytes(m, &bytes, &base))
		return;
	tags.base = base;
	yaml_tags(bytes, on_tag, &tags);
	if (!telling(bytes) && str_find(bytes, S("dependencies")) == STR_NONE &&
	    str_find(bytes, S("params")) == STR_NONE && str_find_byte(bytes, '\\') == STR_NONE)
		return;
	if (!yaml_parse(m->arena, bytes, &stream, &d) && conf_is_named(m->name))
		model_finding(m, "MD360", d.offset, S(""),
			      "a configuration that cannot be read as YAML: %s", d.msg);
	c = conf_of(m, true, base);
	for (const struct tree *t = stream ? stream->first : NULL; t != NULL; t = t->next)
		conf_part(&c, t);
}

const struct format format_yaml = {
	.name = "yaml",
	.layer = LAYER_MODELS,
	.recognise = recognise,
	.model = check_yaml,
};

const struct rule rules_conf_yaml[] = {
	{
		.id = "MD364",
		.name = "yaml_python_tag",
		.severity = CRITICAL,
		.confidence = HIGH,
		.cwe = {502},
		.title = "A YAML tag that runs code when read",
		.why = "PyYAML's unsafe loaders turn !!python/ tags into imports and calls: the "
		       "file "
		       "runs any command when it is read. Old Keras models are read like this "
		       "(CVE-2021-37678).",
		.fix = "Read it with yaml.safe_load, and write data without such tags.",
		.bad = "config: !!python/object/apply:os.system [\"id\"]\n",
		.good = "config: !!python/tuple [1, 2]\nother: !Ref x\n",
		.lang = "file:model.yaml",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0011",
	},
	{0},
};
