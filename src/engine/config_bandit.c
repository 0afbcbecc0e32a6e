/* Bandit's configuration, honoured as it stands: `tests`, `skips`, `exclude_dirs`, `profiles` and
 * the blocks of options of its plugins, in [tool.bandit] or YAML; of the [bandit] section of
 * `.bandit` those keys that say what is looked at and what counts. Keys that mean nothing to assay
 * are passed over, as Bandit does. Ids that Bandit has and assay does not cannot be an error
 * either: they are passed over.
 *
 * B001 is what all its lists of calls and imports (B301 to B323, B325, B401 to B415) are together,
 * and nothing where one of them is named beside it. Old profiles call it by the names of the
 * plugins it took the place of, whose data were in the same file: names of one's own in them are
 * not looked for.
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

struct list {
	enum config_tag tag;
	str profile;	  /* of CONFIG_PROFILE_* */
	bool any, listed; /* B001 was there; one of its rules was */
	size_t any_at;
};

static bool is_listed(const struct rule *r)
{
	uint64_t n;

	return r->id[0] == 'B' && str_to_u64(str_of(r->id + 1), &n) &&
	       ((n >= 301 && n <= 325 && n != 324) || (n >= 401 && n <= 415));
}

static void add_rule(struct config_writer *w, struct list *l, str word, size_t offset)
{
	struct config_entry e = {.tag = l->tag};
	const struct rule *r;

	e.text[0] = str_trim(word);
	e.text[1] = l->profile;
	if (str_in(e.text[0], "B001 blacklist_calls blacklist_imports blacklist_import_func")) {
		l->any = true;
		l->any_at = offset;
	}
	if (!known_rule(e.text[0]))
		return;
	r = rule_find(e.text[0]);
	l->listed |= r != NULL && is_listed(r);
	config_write(w, &e, offset);
}

static void end_list(struct config_writer *w, const struct list *l)
{
	if (!l->any || l->listed)
		return;
	for (size_t i = 0; i < rule_count; i++) {
		struct config_entry e = {.tag = l->tag};
		e.text[0] = str_of(rule_table[i]->id);
		e.text[1] = l->profile;
		if (is_listed(rule_table[i]))
			config_write(w, &e, l->any_at);
	}
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
	e.text[1] = word;
	if (glob_compile(&g, w->arena, e.text[0], GLOB_PATH))
		config_write(w, &e, offset);
	else
		config_write_error(w, offset, "this pattern is longer than %d bytes",
				   LIMIT_GLOB_PARTS);
}

static void add_words(struct config_writer *w, struct list *l, str words, size_t offset)
{
	for (str rest = words, part; rest.p != NULL;) {
		part = str_cut(&rest, ',');
		if (l->tag == CONFIG_EXCLUDE)
			add_exclude(w, part, offset);
		else
			add_rule(w, l, part, offset);
	}
}

/* A list, or words separated by commas in one string. */
static void read_words(struct config_writer *w, struct list *l, const struct tree *t)
{
	if (t->kind == TREE_STRING) {
		add_words(w, l, t->text, t->start);
	} else if (t->kind == TREE_ARRAY) {
		for (const struct tree *c = t->first; c != NULL; c = c->next)
			if (c->kind == TREE_STRING)
				add_words(w, l, c->text, c->start);
	} else if (t->kind != TREE_NULL) {
		config_write_error(w, t->start, "`%.*s` must be a list, not %s", STR_ARG(t->key),
				   tree_kind_name(t));
	}
	end_list(w, l);
}

static void read_list(struct config_writer *w, enum config_tag tag, const struct tree *t)
{
	struct list l = {.tag = tag};

	read_words(w, &l, t);
}

static void read_profile(struct config_writer *w, const struct tree *t, const struct tree *legacy)
{
	struct config_entry e = {.tag = CONFIG_PROFILE};
	struct list tests = {.tag = CONFIG_PROFILE_TESTS, .profile = t->key};
	struct list skips = {.tag = CONFIG_PROFILE_SKIPS, .profile = t->key};

	e.text[0] = t->key;
	config_write(w, &e, t->key_start);
	if (t->kind != TREE_TABLE)
		return;
	for (const struct tree *c = t->first; c != NULL; c = c->next) {
		if (str_eq(c->key, S("include")))
			read_words(w, &tests, c);
		else if (str_eq(c->key, S("exclude")))
			read_words(w, &skips, c);
	}
	e = (struct config_entry){.tag = CONFIG_LEGACY_DATA};
	if (tests.any && legacy != NULL) {
		e.text[0] = legacy->key;
		e.text[1] = t->key;
		config_write(w, &e, legacy->key_start);
	}
}

static void read_profiles(struct config_writer *w, const struct tree *table,
			  const struct tree *profiles)
{
	const struct tree *legacy = tree_get(table, S("blacklist_calls"));

	if (legacy == NULL)
		legacy = tree_get(table, S("blacklist_imports"));
	if (profiles->kind != TREE_TABLE)
		return;
	for (const struct tree *c = profiles->first; c != NULL; c = c->next)
		read_profile(w, c, legacy);
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
		else if (str_eq(c->key, S("profiles")))
			read_profiles(w, table, c);
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

/* The project must not lead the run out of its folder. */
static bool stays_inside(str path)
{
	if (path.n == 0 || path.p[0] == '/')
		return false;
	for (str rest = path; rest.p != NULL;)
		if (str_eq(str_cut(&rest, '/'), S("..")))
			return false;
	return true;
}

static void read_paths(struct config_writer *w, enum config_tag tag, const struct tree *t)
{
	struct config_entry e = {.tag = tag};

	for (str rest = t->text; rest.p != NULL;) {
		e.text[0] = str_trim(str_cut(&rest, tag == CONFIG_TARGET ? ',' : '\n'));
		if (e.text[0].n > 0 && stays_inside(e.text[0]))
			config_write(w, &e, t->start);
		else if (e.text[0].n > 0)
			config_write_error(w, t->start, "`%.*s` must stay below this file's folder",
					   STR_ARG(t->key));
	}
}

static void read_text(struct config_writer *w, enum config_tag tag, const struct tree *t)
{
	struct config_entry e = {.tag = tag};

	if (tag != CONFIG_IGNORE_NOSEC)
		e.text[0] = str_trim(t->text);
	if (str_trim(t->text).n > 0) /* Bandit takes any word for yes */
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
		else if (str_eq(c->key, S("targets")))
			read_paths(w, CONFIG_TARGET, c);
		else if (str_eq(c->key, S("configfile")))
			read_paths(w, CONFIG_USE_FILE, c);
		else if (str_eq(c->key, S("profile")))
			read_text(w, CONFIG_USE_PROFILE, c);
		else if (str_eq(c->key, S("ignore-nosec")))
			read_text(w, CONFIG_IGNORE_NOSEC, c);
	}
}
