/* JSON of any size and any of Python's encodings, as an outline (text/json_outline.h), for the
 * rules on configurations. A document that none of them has anything to say about costs one pass.
 */
#include "rules/model/conf.h"

#include "text/json_outline.h"
#include "text/utf.h"

#define PEEK_TEXT 512

static bool is_space(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The first two characters that are not white space; 0 where there are none. */
static void first_two(str head, enum utf enc, uint8_t out[2])
{
	uint8_t text[PEEK_TEXT];
	size_t n = utf_peek(head, enc, text, sizeof(text)), found = 0;

	out[0] = out[1] = 0;
	for (size_t i = 0; i < n && found < 2; i++)
		if (!is_space(text[i]))
			out[found++] = text[i];
}

static unsigned recognise(UNUSED const struct settings *s, const struct peek *p)
{
	bool named = str_ends(p->name, S(".json")), config = conf_is_named(p->name) && named;
	uint8_t c[2];

	if (p->quiet)
		return 0;
	first_two(p->head, utf_detect(p->head), c);
	if (c[0] == '{' && (c[1] == '"' || c[1] == '}'))
		return 60;
	if (c[0] == '[' && (c[1] == '{' || c[1] == '[' || c[1] == '"'))
		return 55;
	if (c[0] == '[' && named && c[1] != 0)
		return 50;
	if ((c[0] == '{' || c[0] == '"') && named)
		return 50;
	return config ? 30 : 0;
}

/* Does the beginning hold a key that the rules care about? Only asked when it cannot be parsed. */
static bool telling(struct model *m)
{
	str head = blob_get(m->blob, m->arena, 0, 256 * 1024);

	for (str rest = str_of(conf_marks), word; rest.p != NULL;) {
		word = str_cut(&rest, ' ');
		if (word.n > 4 && str_find(head, word) != STR_NONE)
			return true;
	}
	return false;
}

static void unreadable(struct model *m, uint64_t at, const char *msg)
{
	model_finding(m, "MD360", at, S(""), "a configuration that cannot be read as JSON: %s",
		      msg ? msg : "it is empty");
}

static void check_json(struct model *m)
{
	enum utf enc = utf_detect(blob_get(m->blob, m->arena, 0, 64));
	uint64_t base = enc == UTF_8 ? 0 : enc == UTF_8_MARK ? 3 : MODEL_NOWHERE;
	struct conf c = conf_of(m, false, base);
	bool named = conf_is_named(m->name);
	struct json_outline o;

	if (m->blob.size == 0)
		return;
	o = json_outline(m->arena, utf_stream(m->arena, m->blob, enc), conf_words, conf_part, &c);
	if (o.error == JSON_DIAG_INPUT)
		model_unreadable(m);
	else if ((o.error == JSON_DIAG_DEPTH || (o.error != JSON_DIAG_NONE && named)) && telling(m))
		unreadable(m, o.error_offset, o.error_msg);
}

const struct format format_json = {
	.name = "json",
	.layer = LAYER_MODELS,
	.recognise = recognise,
	.model = check_json,
};

const struct rule rules_conf_json[] = {
	{
		.id = "MD360",
		.name = "config_unreadable",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20},
		.title = "A model's configuration that cannot be read",
		.why = "What a reader cannot parse, a checker cannot judge: another reader may be "
		       "more lenient.",
		.fix = "Write valid JSON or YAML.",
		.bad = "{\"model_type\": \"x\", \"auto_map\": {\"A\" \"b.C\"}}",
		.good = "{\"model_type\": \"bert\"}",
		.lang = "file:config.json",
		.tags = "OWASP-ML06",
	},
	{0},
};
