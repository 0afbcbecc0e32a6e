/* Bandit's configuration, honoured as it stands: `tests`, `skips`, `exclude_dirs` and the blocks of
 * options of its plugins, in [tool.bandit] or YAML; `tests`, `skips`, `exclude`, `level` and
 * `confidence` of the [bandit] section of `.bandit`. Keys that mean nothing to assay are passed
 * over, as Bandit does. Ids that Bandit has and assay does not cannot be an error either: they are
 * passed over.
 *
 * Bandit's exclusions are substrings or fnmatch patterns of the whole path; as_glob says the same
 * in assay's patterns. */
#include "engine/config_schema.h"

#include "base/limits.h"
#include "text/glob.h"

static bool known_rule(str selector)
{
	bool exact;

	for (size_t i = 0; i < rule_count; i++)
		if (selector_matches(selector, rule_table[i], &exact) && exact)
			return true;
	return false;
}

static void add_rule(struct config_writer *w, enum config_tag tag, str word, size_t offset)
{
	struct config_entry e = {.tag = tag};

	e.text[0] = str_trim(word);
	if (known_rule(e.text[0]))
		config_write(w, &e, offset);
}

static bool has_wildcard(str s)
{
	return str_find_byte(s, '*') != STR_NONE || str_find_byte(s, '?') != STR_NONE ||
	       str_find_byte(s, '[') != STR_NONE;
}

/* fnmatch's star crosses slashes: a component `*` becomes `**`. */
static void wildcard_glob(struct buf *b, str s)
{
	for (str rest = s; rest.p != NULL;) {
		str part = str_cut(&rest, '/');
		buf_add(b, str_eq(part, S("*")) ? S("**") : part);
		if (rest.p != NULL)
			buf_byte(b, '/');
	}
}

static str as_glob(struct arena *a, str s)
{
	struct buf b = buf_in(a);
	bool left, right;

	if (str_starts(s, S("./")))
		s = str_slice(s, 1, s.n);
	if (has_wildcard(s)) {
		wildcard_glob(&b, s);
		return buf_str(&b);
	}
	left = str_starts(s, S("/"));
	right = s.n > 1 && str_ends(s, S("/"));
	s = str_slice(s, left, s.n - right);
	if (str_find_byte(s, '/') != STR_NONE)
		buf_add(&b, S("**/"));
	if (!left)
		buf_byte(&b, '*');
	buf_add(&b, s);
	if (!right)
		buf_byte(&b, '*');
	return buf_str(&b);
}

static void add_exclude(struct config_writer *w, str word, size_t offset)
{
	struct config_entry e = {.tag = CONFIG_EXCLUDE};
	struct glob g;

	word = str_trim(word);
	if (word.n == 0 || str_eq(word, S(".")) || str_eq(word, S("/")))
		return;
	e.text[0] = as_glob(w->arena, word);
	if (glob_compile(&g, w->arena, e.text[0], GLOB_PATH))
		config_write(w, &e, offset);
	else
		config_write_error(w, offset, "this pattern is longer than %d bytes",
				   LIMIT_GLOB_PARTS);
}

static void add_words(struct config_writer *w, enum config_tag tag, str words, size_t offset)
{
	for (str rest = words, part; rest.p != NULL;) {
		part = str_cut(&rest, ',');
		if (tag == CONFIG_EXCLUDE)
			add_exclude(w, part, offset);
		else
			add_rule(w, tag, part, offset);
	}
}

/* A list, or words separated by commas in one string. */
static void read_list(struct config_writer *w, enum config_tag tag, const struct tree *t)
{
	if (t->kind == TREE_STRING) {
		add_words(w, tag, t->text, t->start);
	} else if (t->kind == TREE_ARRAY) {
		for (const struct tree *c = t->first; c != NULL; c = c->next)
			if (c->kind == TREE_STRING)
				add_words(w, tag, c->text, c->start);
	} else if (t->kind != TREE_NULL) {
		config_write_error(w, t->start, "`%.*s` must be a list, not %s", STR_ARG(t->key),
				   tree_kind_name(t));
	}
}

/* Does a block configure a rule? By name or id, or by what Bandit calls the block of some. */
static bool block_is_for(str block, const struct rule *r)
{
	if (str_eq(block, str_of(r->name)) || str_eq(block, str_of(r->id)))
		return true;
	return (str_eq(block, S("ssl_with_bad_version")) && strcmp(r->id, "B503") == 0) ||
	       (str_eq(block, S("markupsafe_xss")) && strcmp(r->id, "B704") == 0);
}

/* The block of a plugin, or `shell_injection`, which several plugins share. */
static void read_block(struct config_writer *w, const struct tree *block)
{
	bool shared = str_eq(block->key, S("shell_injection"));

	for (size_t i = 0; i < rule_count; i++) {
		const struct rule *r = rule_table[i];
		if (r->id[0] != 'B' || r->options == NULL ||
		    !(shared || block_is_for(block->key, r)))
			continue;
		for (const struct tree *c = block->first; c != NULL; c = c->next)
			if (!shared || str_in(c->key, "subprocess shell no_shell"))
				(void)config_write_option(w, r, c);
	}
}

void config_parse_bandit(struct config_writer *w, const struct tree *table)
{
	for (const struct tree *c = table->first; c != NULL; c = c->next) {
		if (str_eq(c->key, S("tests")))
			read_list(w, CONFIG_BANDIT_TESTS, c);
		else if (str_eq(c->key, S("skips")))
			read_list(w, CONFIG_IGNORE, c);
		else if (str_eq(c->key, S("exclude_dirs")))
			read_list(w, CONFIG_EXCLUDE, c);
		else if (c->kind == TREE_TABLE)
			read_block(w, c);
	}
}

/* `level` and `confidence` are numbers (1 = everything, 2 = medium and up, 3 = high) or words. */
static void read_level(struct config_writer *w, enum config_tag tag, const struct tree *t)
{
	struct config_entry e = {.tag = tag};
	enum level level = LEVEL_DEFAULT;
	uint64_t n = 0;

	if (str_to_u64(str_trim(t->text), &n) && n >= 1 && n <= 3)
		level = n == 1 ? LOW : n == 2 ? MEDIUM : HIGH;
	else if (!level_parse(str_trim(t->text), &level))
		return;
	e.number = level < LOW ? LOW : level > HIGH ? HIGH : level;
	if (e.number == LOW)
		return; /* everything: the default */
	config_write(w, &e, t->start);
}

void config_parse_bandit_ini(struct config_writer *w, const struct tree *sections)
{
	const struct tree *section = tree_get(sections, S("bandit"));

	if (section == NULL)
		return;
	for (const struct tree *c = section->first; c != NULL; c = c->next) {
		if (str_eq(c->key, S("tests")))
			read_list(w, CONFIG_BANDIT_TESTS, c);
		else if (str_eq(c->key, S("skips")))
			read_list(w, CONFIG_IGNORE, c);
		else if (str_eq(c->key, S("exclude")))
			read_list(w, CONFIG_EXCLUDE, c);
		else if (str_eq(c->key, S("level")))
			read_level(w, CONFIG_SEVERITY, c);
		else if (str_eq(c->key, S("confidence")))
			read_level(w, CONFIG_CONFIDENCE, c);
	}
}
