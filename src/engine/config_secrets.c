/* The worker's side of what configures the secrets layer: [secrets] with rules of the project, a
 * gitleaks configuration, and the lists of known findings of gitleaks and detect-secrets. Patterns
 * are hostile: they are compiled and tried here, in the jail, and every mistake is an error with
 * its line. */
#include "base/limits.h"
#include "engine/config_schema.h"
#include "engine/secret_text.h"
#include "text/json.h"
#include "text/regex.h"
#include "text/toml.h"

struct custom {
	const struct tree *at, *hits, *misses;
	str id, description, pattern, path;
	struct buf keywords, allow; /* one a line */
	double entropy;
	struct regex *regex;
	struct regex **allowed;
	size_t allow_count;
};

static void wrong(struct config_writer *w, const struct tree *t, const char *what)
{
	config_write_error(w, t->start, "`%.*s` must be %s, not %s",
			   STR_ARG(str_slice(t->key, 0, 100)), what, tree_kind_name(t));
}

static void add_line(struct buf *b, str text)
{
	if (b->n > 0)
		buf_byte(b, '\n');
	buf_add(b, text);
}

static void take_list(struct config_writer *w, const struct tree *t, struct buf *out)
{
	if (t->kind != TREE_ARRAY) {
		wrong(w, t, "a list of strings");
		return;
	}
	for (const struct tree *c = t->first; c != NULL; c = c->next) {
		if (c->kind != TREE_STRING || str_find_byte(c->text, '\n') != STR_NONE)
			config_write_error(w, c->start,
					   "`%.*s` must be a list of strings, each on "
					   "one line",
					   STR_ARG(str_slice(t->key, 0, 100)));
		else if (c->text.n > 0)
			add_line(out, c->text);
	}
}

static struct regex *compile(struct config_writer *w, const struct tree *at, str pattern,
			     const char *what)
{
	struct regex *r;
	size_t offset;
	str error;

	r = regex_compile(w->arena, pattern, &error, &offset);
	if (r == NULL)
		config_write_error(w, at->start, "the %s `%.*s` is none: %.*s at character %zu",
				   what, STR_ARG(str_slice(pattern, 0, 200)), STR_ARG(error),
				   offset + 1);
	return r;
}

/* Texts on which a pattern with repetitions inside repetitions never ends. */
static bool is_endless(struct config_writer *w, const struct custom *c)
{
	static const char *const units[] = {"a", "A", "0",  " ", "a1", "aA",
					    "-", "_", "a-", "=", "/"};
	struct regex_room *room = regex_room_new(w->arena);
	struct regex_match m;
	uint8_t text[1200];

	for (size_t u = 0; u < COUNTOF(units); u++) {
		size_t n = 0, size = strlen(units[u]), words = c->keywords.n;
		if (words > 100)
			words = 100;
		for (size_t i = 0; i < words && c->keywords.p[i] != '\n'; i++)
			text[n++] = c->keywords.p[i];
		while (n + size < sizeof(text)) {
			memcpy(text + n, units[u], size);
			n += size;
		}
		text[n - 1] = '!';
		if (regex_match(room, c->regex, (str){text, n}, 0, REGEX_SEARCH, &m) == REGEX_LIMIT)
			return true;
	}
	return false;
}

/* Would the engine find something in this text? */
static enum regex_result finds(struct config_writer *w, const struct custom *c, str text)
{
	struct regex_room *room = regex_room_new(w->arena);
	enum regex_result result;
	struct regex_match m;
	bool named = c->keywords.n == 0;

	for (str rest = buf_str(&c->keywords); rest.p != NULL && rest.n > 0;)
		named |= str_find_nocase(text, str_cut(&rest, '\n')) != STR_NONE;
	if (!named)
		return REGEX_NONE;
	result = regex_match(room, c->regex, text, 0, REGEX_SEARCH, &m);
	if (result != REGEX_MATCH)
		return result;
	text = str_slice(text, m.group_start, m.group_end);
	if (c->entropy > 0 && secret_entropy(text) < c->entropy)
		return REGEX_NONE;
	for (size_t i = 0; i < c->allow_count; i++)
		if (regex_match(room, c->allowed[i], text, 0, REGEX_SEARCH, &m) == REGEX_MATCH)
			return REGEX_NONE;
	return REGEX_MATCH;
}

static bool try_examples(struct config_writer *w, const struct custom *c, const struct tree *list,
			 bool hits)
{
	bool ok = true;

	if (list != NULL && list->kind != TREE_ARRAY) {
		wrong(w, list, "a list of strings");
		return false;
	}
	for (const struct tree *t = list ? list->first : NULL; t != NULL; t = t->next) {
		enum regex_result r;
		if (t->kind != TREE_STRING) {
			config_write_error(w, t->start, "an example must be a string");
			ok = false;
			continue;
		}
		r = finds(w, c, t->text);
		if ((r == REGEX_MATCH) == hits && r != REGEX_LIMIT)
			continue;
		ok = false;
		config_write_error(w, t->start, "the rule %.*s %s this example of `%s`",
				   STR_ARG(c->id),
				   r == REGEX_LIMIT ? "needs more steps than it may for"
				   : hits	    ? "does not find"
						    : "finds something in",
				   hits ? "hits" : "misses");
	}
	return ok;
}

static bool compile_all(struct config_writer *w, struct custom *c)
{
	size_t n = 0;

	c->regex = compile(w, c->at, c->pattern, "pattern");
	if (c->regex == NULL)
		return false;
	for (str rest = buf_str(&c->allow); rest.p != NULL && rest.n > 0; n++)
		(void)str_cut(&rest, '\n');
	c->allowed = NEW(w->arena, struct regex *, n + 1);
	for (str rest = buf_str(&c->allow); rest.p != NULL && rest.n > 0;) {
		struct regex *r = compile(w, c->at, str_cut(&rest, '\n'), "allowed pattern");
		if (r == NULL)
			return false;
		c->allowed[c->allow_count++] = r;
	}
	if (!is_endless(w, c))
		return true;
	config_write_error(w, c->at->start,
			   "the pattern of %.*s takes more than %d steps for a line of 1200 "
			   "characters: write repetitions inside repetitions apart",
			   STR_ARG(c->id), LIMIT_REGEX_STEPS);
	return false;
}

static void write_custom(struct config_writer *w, struct custom *c)
{
	struct config_entry e = {
		.tag = CONFIG_SECRET_RULE,
		.number = (int64_t)(c->entropy * 1000),
		.text = {c->id, c->pattern, buf_str(&c->keywords), buf_str(&c->allow),
			 c->description, c->path},
	};

	if (c->id.n == 0 || c->pattern.n == 0) {
		config_write_error(w, c->at->start,
				   "a rule for secrets needs an `id` and a `pattern`");
		return;
	}
	if (!compile_all(w, c) || !try_examples(w, c, c->hits, true) ||
	    !try_examples(w, c, c->misses, false))
		return;
	config_write(w, &e, c->at->start);
}

static void take_number(struct config_writer *w, const struct tree *t, double *out)
{
	if (!tree_double(t, out) || !(*out >= 0) || *out > 8)
		config_write_error(w, t->start, "`entropy` must be a number from 0 to 8");
}

static void take_text(struct config_writer *w, const struct tree *t, str *out)
{
	if (t->kind == TREE_STRING)
		*out = t->text;
	else
		wrong(w, t, "a string");
}

static void parse_rule(struct config_writer *w, const struct tree *t)
{
	static const char *const known[] = {"id",	"description", "pattern",
					    "keywords", "entropy",     "allow",
					    "hits",	"misses",      NULL};
	struct custom c = {.at = t, .keywords = buf_in(w->arena), .allow = buf_in(w->arena)};

	if (t->kind != TREE_TABLE) {
		config_write_error(w, t->start, "a rule for secrets is a table: [[secrets.rule]]");
		return;
	}
	for (const struct tree *k = t->first; k != NULL; k = k->next) {
		if (str_eq(k->key, S("id")))
			take_text(w, k, &c.id);
		else if (str_eq(k->key, S("description")))
			take_text(w, k, &c.description);
		else if (str_eq(k->key, S("pattern")))
			take_text(w, k, &c.pattern);
		else if (str_eq(k->key, S("keywords")))
			take_list(w, k, &c.keywords);
		else if (str_eq(k->key, S("allow")))
			take_list(w, k, &c.allow);
		else if (str_eq(k->key, S("entropy")))
			take_number(w, k, &c.entropy);
		else if (str_eq(k->key, S("hits")))
			c.hits = k;
		else if (str_eq(k->key, S("misses")))
			c.misses = k;
		else
			config_unknown_key(w, k, known, " of a rule for secrets");
	}
	write_custom(w, &c);
}

void config_parse_secrets(struct config_writer *w, const struct tree *table)
{
	static const char *const known[] = {"rule", "gitleaks", NULL};

	if (table->kind != TREE_TABLE) {
		wrong(w, table, "a table");
		return;
	}
	for (const struct tree *c = table->first; c != NULL; c = c->next) {
		struct config_entry e = {.tag = CONFIG_GITLEAKS_FILE};
		if (str_eq(c->key, S("gitleaks"))) {
			take_text(w, c, &e.text[0]);
			if (e.text[0].n > 0)
				config_write(w, &e, c->start);
		} else if (!str_eq(c->key, S("rule"))) {
			config_unknown_key(w, c, known, " of [secrets]");
		} else if (c->kind != TREE_ARRAY) {
			wrong(w, c, "an array of tables: [[secrets.rule]]");
		} else {
			for (const struct tree *one = c->first; one != NULL; one = one->next)
				parse_rule(w, one);
		}
	}
}

/* ---- gitleaks ---- */

static void take_strings(const struct tree *t, struct buf *out)
{
	for (const struct tree *c = tree_is(t, TREE_ARRAY) ? t->first : NULL; c != NULL;
	     c = c->next)
		if (c->kind == TREE_STRING && str_find_byte(c->text, '\n') == STR_NONE)
			add_line(out, c->text);
}

/* A word as a pattern of its own. */
static void take_stopwords(struct config_writer *w, const struct tree *t, struct buf *out)
{
	for (const struct tree *c = tree_is(t, TREE_ARRAY) ? t->first : NULL; c != NULL;
	     c = c->next) {
		struct buf b = buf_in(w->arena);
		if (c->kind != TREE_STRING || c->text.n == 0)
			continue;
		buf_add(&b, S("(?i)"));
		for (size_t i = 0; i < c->text.n; i++) {
			uint8_t byte = c->text.p[i];
			if (byte < 0x80 && strchr(".^$*+?()[]{}|\\-", byte) != NULL)
				buf_byte(&b, '\\');
			buf_byte(&b, byte);
		}
		add_line(out, buf_str(&b));
	}
}

static void take_allowlist(struct config_writer *w, const struct tree *t, struct buf *out)
{
	str target = tree_is(tree_get(t, S("regexTarget")), TREE_STRING)
			     ? tree_get(t, S("regexTarget"))->text
			     : S("secret");

	if (str_eq(target, S("secret")) || str_eq(target, S("match")))
		take_strings(tree_get(t, S("regexes")), out);
	take_stopwords(w, tree_get(t, S("stopwords")), out);
}

static void take_allowlists(struct config_writer *w, const struct tree *table, struct buf *out)
{
	const struct tree *many = tree_get(table, S("allowlists"));

	take_allowlist(w, tree_get(table, S("allowlist")), out);
	for (const struct tree *c = tree_is(many, TREE_ARRAY) ? many->first : NULL; c != NULL;
	     c = c->next)
		take_allowlist(w, c, out);
}

static void parse_gitleaks_rule(struct config_writer *w, const struct tree *t,
				const struct tree *root)
{
	struct custom c = {.at = t, .keywords = buf_in(w->arena), .allow = buf_in(w->arena)};
	const struct tree *id = tree_get(t, S("id")), *regex = tree_get(t, S("regex")),
			  *description = tree_get(t, S("description")),
			  *path = tree_get(t, S("path")), *entropy = tree_get(t, S("entropy"));

	if (!tree_is(id, TREE_STRING))
		return;
	if (!tree_is(regex, TREE_STRING)) /* it looks at paths only, or changes a built-in rule */
		return;
	c.id = id->text;
	c.pattern = regex->text;
	c.description = tree_is(description, TREE_STRING) ? description->text : id->text;
	c.path = tree_is(path, TREE_STRING) ? path->text : (str){NULL, 0};
	if (entropy != NULL && !tree_double(entropy, &c.entropy))
		c.entropy = 0;
	take_strings(tree_get(t, S("keywords")), &c.keywords);
	take_allowlists(w, t, &c.allow);
	take_allowlists(w, root, &c.allow);
	if (c.path.n > 0 && compile(w, path, c.path, "path") == NULL)
		return;
	write_custom(w, &c);
}

void config_parse_gitleaks(struct config_writer *w)
{
	const struct tree *root, *rules;
	struct diag d;

	if (!toml_parse(w->arena, w->bytes, &root, &d)) {
		config_write_error(w, d.offset, "%s", d.msg);
		return;
	}
	rules = tree_get(root, S("rules"));
	for (const struct tree *c = tree_is(rules, TREE_ARRAY) ? rules->first : NULL; c != NULL;
	     c = c->next)
		if (c->kind == TREE_TABLE)
			parse_gitleaks_rule(w, c, root);
}

/* ---- What others know already ---- */

/* FILE:RULE:LINE, with a commit before it in histories. */
void config_parse_gitleaksignore(struct config_writer *w)
{
	size_t offset = 0;

	for (str rest = w->bytes; rest.p != NULL;) {
		str line = str_trim(str_cut(&rest, '\n'));
		struct config_entry e = {.tag = CONFIG_KNOWN_SECRET};
		size_t colon = str_rfind_byte(line, ':');
		uint64_t number;
		offset = line.p ? (size_t)(line.p - w->bytes.p) : offset;
		if (line.n == 0 || line.p[0] == '#')
			continue;
		if (colon == STR_NONE || !str_to_u64(str_slice(line, colon + 1, line.n), &number) ||
		    number == 0 || number > UINT32_MAX)
			continue;
		line = str_slice(line, 0, colon);
		colon = str_rfind_byte(line, ':');
		if (colon == STR_NONE)
			continue;
		line = str_slice(line, 0, colon);
		colon = str_find_byte(line, ':');
		if (colon == 40) {
			e.text[1] = str_slice(line, 0, 40);
			line = str_slice(line, 41, line.n);
		}
		e.text[0] = line;
		e.text[2] = S("line");
		e.number = (int64_t)number;
		config_write(w, &e, offset);
	}
}

static bool is_sha1(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!(s.p[i] >= '0' && s.p[i] <= '9') && !(s.p[i] >= 'a' && s.p[i] <= 'f'))
			return false;
	return s.n == 40;
}

void config_parse_detect_secrets(struct config_writer *w)
{
	const struct tree *root, *results;
	struct diag d;

	if (!json_parse(w->arena, w->bytes, &root, &d)) {
		config_write_error(w, d.offset, "%s", d.msg);
		return;
	}
	results = tree_get(root, S("results"));
	for (const struct tree *file = tree_is(results, TREE_TABLE) ? results->first : NULL;
	     file != NULL; file = file->next) {
		for (const struct tree *c = tree_is(file, TREE_ARRAY) ? file->first : NULL;
		     c != NULL; c = c->next) {
			const struct tree *hash = tree_get(c, S("hashed_secret"));
			struct config_entry e = {.tag = CONFIG_KNOWN_SECRET};
			bool real = false;
			if (!tree_is(hash, TREE_STRING) || !is_sha1(hash->text) ||
			    (tree_bool(tree_get(c, S("is_secret")), &real) && real))
				continue; /* audited, and one: it stays a finding */
			e.text[0] = file->key;
			e.text[1] = hash->text;
			config_write(w, &e, c->start);
		}
	}
}
