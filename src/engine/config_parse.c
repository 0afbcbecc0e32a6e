/* The worker's side: bytes of a configuration file to a flat record. assay's own schema is a table
 * of keys; Bandit's formats are in config_bandit.c. */
#include "engine/config_schema.h"

#include "base/limits.h"
#include "text/glob.h"
#include "text/ini.h"
#include "text/toml.h"
#include "text/yaml.h"

static void want(struct config_writer *w, const struct tree *t, const char *what)
{
	config_write_error(w, t->start, "`%.*s` must be %s, not %s",
			   STR_ARG(str_slice(t->key, 0, 100)), what, tree_kind_name(t));
}

/* Visits the strings of a list. */
static void each_word(struct config_writer *w, const struct tree *t, const char *what,
		      void (*use)(struct config_writer *w, const struct tree *key,
				  const struct tree *word))
{
	if (t->kind != TREE_ARRAY) {
		want(w, t, what);
		return;
	}
	for (const struct tree *c = t->first; c != NULL; c = c->next) {
		if (c->kind == TREE_STRING)
			use(w, t, c);
		else
			config_write_error(w, c->start, "`%.*s` must be %s; this is %s",
					   STR_ARG(str_slice(t->key, 0, 100)), what,
					   tree_kind_name(c));
	}
}

static void use_selector(struct config_writer *w, const struct tree *key, const struct tree *word)
{
	enum config_tag tag = str_eq(key->key, S("select"))	     ? CONFIG_SELECT
			      : str_eq(key->key, S("extend-select")) ? CONFIG_EXTEND_SELECT
								     : CONFIG_IGNORE;

	config_write_selector(w, tag, (str){NULL, 0}, word->text, word->start);
}

static bool check_glob(struct config_writer *w, str glob, size_t offset)
{
	struct glob g;

	if (glob.n > 0 && glob_compile(&g, w->arena, glob, GLOB_PATH))
		return true;
	config_write_error(w, offset, "this pattern is empty or longer than %d bytes",
			   LIMIT_GLOB_PARTS);
	return false;
}

static void use_exclude(struct config_writer *w, const struct tree *key, const struct tree *word)
{
	struct config_entry e = {.tag = CONFIG_EXCLUDE, .text = {word->text}};

	(void)key;
	if (check_glob(w, word->text, word->start))
		config_write(w, &e, word->start);
}

static void use_per_path(struct config_writer *w, const struct tree *key, const struct tree *word)
{
	config_write_selector(w, CONFIG_PER_PATH, key->key, word->text, word->start);
}

static void parse_level(struct config_writer *w, const struct tree *t, enum config_tag tag,
			const char *what, enum level least, enum level most, bool off)
{
	struct config_entry e = {.tag = tag};
	enum level level = LEVEL_DEFAULT;

	if (t->kind == TREE_STRING &&
	    ((off && str_eq(t->text, S("off"))) ||
	     (level_parse(t->text, &level) && level >= least && level <= most))) {
		e.number = level;
		config_write(w, &e, t->key_start);
	} else {
		want(w, t, what);
	}
}

void config_parse_bool(struct config_writer *w, const struct tree *t, enum config_tag tag)
{
	struct config_entry e = {.tag = tag};
	bool v;

	if (tree_bool(t, &v)) {
		e.number = v;
		config_write(w, &e, t->key_start);
	} else {
		want(w, t, "true or false");
	}
}

void config_parse_count(struct config_writer *w, const struct tree *t, enum config_tag tag,
			int64_t least, int64_t most)
{
	struct config_entry e = {.tag = tag};

	if (tree_int(t, &e.number) && e.number >= least && e.number <= most)
		config_write(w, &e, t->key_start);
	else
		config_write_error(w, t->start, "`%.*s` must be an integer from %lld to %lld",
				   STR_ARG(t->key), (long long)least, (long long)most);
}

bool config_want_table(struct config_writer *w, const struct tree *t)
{
	if (t->kind != TREE_TABLE)
		want(w, t, "a table");
	return t->kind == TREE_TABLE;
}

static void parse_per_path(struct config_writer *w, const struct tree *table)
{
	if (!config_want_table(w, table))
		return;
	for (const struct tree *c = table->first; c != NULL; c = c->next)
		if (check_glob(w, c->key, c->key_start))
			each_word(w, c, "a list of rules", use_per_path);
}

static const struct rule *rule_named(str name)
{
	for (size_t i = 0; i < rule_count; i++)
		if (str_eq(name, str_of(rule_table[i]->id)) ||
		    str_eq(name, str_of(rule_table[i]->name)))
			return rule_table[i];
	return NULL;
}

static void parse_rule_options(struct config_writer *w, const struct tree *table,
			       const struct rule *r)
{
	size_t n = 0;
	const char **known;

	while (r->options != NULL && r->options[n].name != NULL)
		n++;
	known = NEW(w->arena, const char *, n + 1);
	for (size_t i = 0; i < n; i++)
		known[i] = r->options[i].name;
	for (const struct tree *c = table->first; c != NULL; c = c->next)
		if (!config_write_option(w, r, c))
			config_unknown_key(w, c, known,
					   n ? " of this rule" : ": this rule has no options");
}

static void parse_rules(struct config_writer *w, const struct tree *table)
{
	if (!config_want_table(w, table))
		return;
	for (const struct tree *c = table->first; c != NULL; c = c->next) {
		const struct rule *r = rule_named(c->key);
		if (r != NULL && config_want_table(w, c))
			parse_rule_options(w, c, r);
		else if (r == NULL)
			config_write_error(w, c->key_start, "`%.*s` is no rule's id or name",
					   STR_ARG(str_slice(c->key, 0, 100)));
	}
}

/* ---- Exceptions ---- */

static const char *const exception_keys[] = {"id",    "fingerprint", "path", "reason",
					     "owner", "expiry",	     NULL};

static bool is_day(str s)
{
	unsigned v[3];
	const size_t at[] = {0, 5, 8}, n[] = {4, 2, 2};

	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-')
		return false;
	for (unsigned i = 0; i < 3; i++) {
		uint64_t part;
		if (!str_to_u64(str_slice(s, at[i], at[i] + n[i]), &part))
			return false;
		v[i] = (unsigned)part;
	}
	return v[1] >= 1 && v[1] <= 12 && v[2] >= 1 && v[2] <= 31;
}

static bool is_fingerprint(str s)
{
	if (s.n != 35 || !str_starts(s, S("v1:")))
		return false;
	for (size_t i = 3; i < s.n; i++)
		if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f')))
			return false;
	return true;
}

static bool exception_complete(struct config_writer *w, const struct tree *t,
			       const struct config_entry *e)
{
	size_t at = t->start;

	if ((e->text[0].n == 0) == (e->text[1].n == 0))
		config_write_error(
			w, at,
			"an exception names a finding by `id` or by `fingerprint`, one of them");
	else if (str_trim(e->text[3]).n == 0)
		config_write_error(w, at, "an exception needs a `reason`");
	else if (e->text[5].n == 0)
		config_write_error(w, at, "an exception needs an `expiry` (a date)");
	else if (!is_day(e->text[5]))
		config_write_error(w, at, "`expiry` must be a date such as 2027-01-31");
	else if (e->text[1].n > 0 && !is_fingerprint(e->text[1]))
		config_write_error(
			w, at, "`fingerprint` must be v1: and 32 hex digits, as reports print it");
	else if (e->text[0].n > 0 && rule_named(e->text[0]) == NULL &&
		 !config_is_advisory(e->text[0]))
		config_write_error(w, at,
				   "`%.*s` is neither a rule's id or name nor an advisory's id",
				   STR_ARG(str_slice(e->text[0], 0, 100)));
	else
		return e->text[2].n == 0 || check_glob(w, e->text[2], at);
	return false;
}

static void parse_exception(struct config_writer *w, const struct tree *t)
{
	struct config_entry e = {.tag = CONFIG_EXCEPTION};

	if (t->kind != TREE_TABLE) {
		config_write_error(w, t->start, "an exception is a table: [[exception]]");
		return;
	}
	for (const struct tree *c = t->first; c != NULL; c = c->next) {
		unsigned i = 0;
		while (exception_keys[i] != NULL && !str_eq(c->key, str_of(exception_keys[i])))
			i++;
		if (i == CONFIG_TEXTS)
			config_unknown_key(w, c, exception_keys, " of an exception");
		else if (c->kind == TREE_STRING || (i == 5 && c->kind == TREE_DATE))
			e.text[i] = c->text;
		else
			want(w, c, i == 5 ? "a date" : "a string");
	}
	if (exception_complete(w, t, &e))
		config_write(w, &e, t->start);
}

static void parse_exceptions(struct config_writer *w, const struct tree *t)
{
	if (t->kind != TREE_ARRAY) {
		want(w, t, "an array of tables: [[exception]]");
		return;
	}
	for (const struct tree *c = t->first; c != NULL; c = c->next)
		parse_exception(w, c);
}

/* ---- Approved models ---- */

static const char *const approved_keys[] = {"path", "sha256", "purpose", "by",
					    "date", "files",  NULL};

/* Relative, of plain parts, so that each file has one spelling. A folder's ends with a slash. */
static bool is_plain_path(str path)
{
	if (str_ends(path, S("/")))
		path.n--;
	for (str rest = path, part; rest.p != NULL;) {
		part = str_cut(&rest, '/');
		if (part.n == 0 || str_in(part, ". .."))
			return false;
	}
	return path.n > 0;
}

static bool is_sha256(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f')))
			return false;
	return s.n == 64;
}

static bool digest_fits(struct config_writer *w, const struct tree *t)
{
	if (t->kind == TREE_STRING && is_sha256(t->text))
		return true;
	config_write_error(w, t->start, "`%.*s` must be the SHA-256 of the file: 64 hex digits",
			   STR_ARG(str_slice(t->key, 0, 100)));
	return false;
}

/* A folder lists its files: one whose content is not known cannot be approved. */
static void approve_folder(struct config_writer *w, const struct config_entry *folder,
			   const struct tree *files)
{
	for (const struct tree *c = files->first; c != NULL; c = c->next) {
		struct config_entry e = *folder;
		if (!digest_fits(w, c))
			continue;
		e.text[0] = arena_printf(w->arena, "%.*s%.*s", STR_ARG(e.text[0]), STR_ARG(c->key));
		e.text[1] = c->text;
		if (is_plain_path(c->key) && !str_ends(c->key, S("/")))
			config_write(w, &e, c->key_start);
		else
			config_write_error(w, c->key_start,
					   "`files` names files below the folder, without `..`");
	}
}

static bool approved_complete(struct config_writer *w, const struct tree *t,
			      const struct config_entry *e, const struct tree *files)
{
	bool folder = str_ends(e->text[0], S("/"));

	if (!is_plain_path(e->text[0]))
		config_write_error(w, t->start,
				   "an approved model needs a `path` relative to the repository's "
				   "root, without `.` and `..`");
	else if (str_trim(e->text[2]).n == 0)
		config_write_error(w, t->start, "an approved model needs a `purpose`");
	else if (folder && (files == NULL || e->text[1].n > 0))
		config_write_error(w, t->start,
				   "a folder is approved by `files`, a table of names and their "
				   "SHA-256; `assay models --approve` writes one entry a file");
	else if (!folder && (files != NULL || e->text[1].n == 0))
		config_write_error(w, t->start,
				   "an approved file needs its `sha256`; a folder's path ends with "
				   "a slash");
	else if (e->text[4].n > 0 && !is_day(e->text[4]))
		config_write_error(w, t->start, "`date` must be a date such as 2027-01-31");
	else
		return true;
	return false;
}

static void parse_approved(struct config_writer *w, const struct tree *t)
{
	enum { SHA256 = 1, DATE = 4, FILES = 5 }; /* of approved_keys */
	struct config_entry e = {.tag = CONFIG_APPROVED};
	const struct tree *files = NULL;
	bool ok = true;

	if (t->kind != TREE_TABLE) {
		config_write_error(w, t->start,
				   "an approved model is a table: [[models.approved]]");
		return;
	}
	for (const struct tree *c = t->first; c != NULL; c = c->next) {
		unsigned i = 0;
		while (approved_keys[i] != NULL && !str_eq(c->key, str_of(approved_keys[i])))
			i++;
		if (approved_keys[i] == NULL)
			config_unknown_key(w, c, approved_keys, " of an approved model");
		else if (i == FILES && config_want_table(w, c))
			files = c;
		else if (i == SHA256 && !digest_fits(w, c))
			ok = false;
		else if (c->kind == TREE_STRING || (i == DATE && c->kind == TREE_DATE))
			e.text[i] = c->text;
		else if (i != FILES)
			want(w, c, i == DATE ? "a date" : "a string");
	}
	if (!ok || !approved_complete(w, t, &e, files))
		return;
	if (files != NULL)
		approve_folder(w, &e, files);
	else
		config_write(w, &e, t->start);
}

static void parse_models(struct config_writer *w, const struct tree *table)
{
	static const char *const known[] = {"approved", NULL};
	const struct config_entry list = {.tag = CONFIG_APPROVAL};

	if (!config_want_table(w, table))
		return;
	for (const struct tree *c = table->first; c != NULL; c = c->next) {
		if (!str_eq(c->key, S("approved"))) {
			config_unknown_key(w, c, known, " of [models]");
			continue;
		}
		if (c->kind != TREE_ARRAY) {
			want(w, c, "an array of tables: [[models.approved]]");
			continue;
		}
		config_write(w, &list, c->key_start);
		for (const struct tree *one = c->first; one != NULL; one = one->next)
			parse_approved(w, one);
	}
}

/* ---- Tables of keys ---- */

static void parse_policy(struct config_writer *w, const struct tree *table)
{
	static const char *const known[] = {"max-exception-days", "allow-suppressions",
					    "allow-exclude", NULL};

	if (!config_want_table(w, table))
		return;
	for (const struct tree *c = table->first; c != NULL; c = c->next) {
		if (str_eq(c->key, S("max-exception-days")))
			config_parse_count(w, c, CONFIG_MAX_EXCEPTION_DAYS, 0, 36500);
		else if (str_eq(c->key, S("allow-suppressions")))
			config_parse_bool(w, c, CONFIG_ALLOW_SUPPRESSIONS);
		else if (str_eq(c->key, S("allow-exclude")))
			config_parse_bool(w, c, CONFIG_ALLOW_EXCLUDE);
		else
			config_unknown_key(w, c, known, " of [policy]");
	}
}

static void parse_selectors(struct config_writer *w, const struct tree *t)
{
	each_word(w, t, "a list of rules", use_selector);
}

static void parse_exclude(struct config_writer *w, const struct tree *t)
{
	each_word(w, t, "a list of patterns", use_exclude);
}

static void use_data_path(struct config_writer *w, const struct tree *key, const struct tree *word)
{
	struct config_entry e = {.tag = CONFIG_DATA_PATH, .text = {word->text}};

	(void)key;
	if (check_glob(w, word->text, word->start))
		config_write(w, &e, word->start);
}

static void parse_data(struct config_writer *w, const struct tree *table)
{
	static const char *const known[] = {"paths", NULL};

	if (!config_want_table(w, table))
		return;
	for (const struct tree *c = table->first; c != NULL; c = c->next) {
		if (str_eq(c->key, S("paths")))
			each_word(w, c, "a list of patterns", use_data_path);
		else
			config_unknown_key(w, c, known, " of [data]");
	}
}

static void parse_fail_on(struct config_writer *w, const struct tree *t)
{
	parse_level(w, t, CONFIG_FAIL_ON, "info, low, medium, high or critical", INFO, CRITICAL,
		    false);
}

static void parse_severity(struct config_writer *w, const struct tree *t)
{
	parse_level(w, t, CONFIG_SEVERITY, "info, low, medium, high or critical", INFO, CRITICAL,
		    false);
}

static void parse_confidence(struct config_writer *w, const struct tree *t)
{
	parse_level(w, t, CONFIG_CONFIDENCE, "low, medium or high", LOW, HIGH, false);
}

static void parse_nosec_reason(struct config_writer *w, const struct tree *t)
{
	parse_level(w, t, CONFIG_NOSEC_REASON, "off, info, low, medium or high", INFO, HIGH, true);
}

static void parse_jobs(struct config_writer *w, const struct tree *t)
{
	config_parse_count(w, t, CONFIG_JOBS, 1, 1024);
}

static void parse_incomplete(struct config_writer *w, const struct tree *t)
{
	struct config_entry e = {.tag = CONFIG_INCOMPLETE, .number = INCOMPLETE_FAIL};
	bool warn = t->kind == TREE_STRING && str_eq(t->text, S("warn"));

	if (warn)
		e.number = INCOMPLETE_WARN;
	if (warn || (t->kind == TREE_STRING && str_eq(t->text, S("fail"))))
		config_write(w, &e, t->key_start);
	else
		want(w, t, "\"fail\" or \"warn\"");
}

struct key {
	const char *name;
	void (*parse)(struct config_writer *w, const struct tree *t);
};

static const struct key keys[] = {
	{"select", parse_selectors},
	{"extend-select", parse_selectors},
	{"ignore", parse_selectors},
	{"exclude", parse_exclude},
	{"fail-on", parse_fail_on},
	{"severity", parse_severity},
	{"confidence", parse_confidence},
	{"incomplete", parse_incomplete},
	{"jobs", parse_jobs},
	{"nosec-reason", parse_nosec_reason},
	{"per-path", parse_per_path},
	{"rules", parse_rules},
	{"exception", parse_exceptions},
	{"data", parse_data},
	{"deps", config_parse_deps},
	{"models", parse_models},
	{"policy", parse_policy},
	{"secrets", config_parse_secrets},
};

void config_parse_tables(struct config_writer *w, const struct tree *table, bool policy)
{
	const char *known[COUNTOF(keys) + 1] = {NULL};

	for (unsigned i = 0; i < COUNTOF(keys); i++)
		known[i] = keys[i].name;
	for (const struct tree *c = table->first; c != NULL; c = c->next) {
		unsigned i = 0;
		while (i < COUNTOF(keys) && !str_eq(c->key, str_of(keys[i].name)))
			i++;
		if (i == COUNTOF(keys))
			config_unknown_key(w, c, known, "");
		else if (keys[i].parse == parse_policy && !policy)
			config_write_error(w, c->key_start,
					   "[policy] belongs into the file given with --policy");
		else
			keys[i].parse(w, c);
	}
}

static void mark(struct config_writer *w, enum config_tag tag, size_t offset)
{
	struct config_entry e = {.tag = tag};

	config_write(w, &e, offset);
}

static void parse_toml(struct config_writer *w, enum config_kind kind)
{
	const struct tree *t, *assay, *bandit;
	struct diag d;
	bool ok = toml_parse(w->arena, w->bytes, &t, &d);

	if (!ok)
		config_write_error(w, d.offset, "%s", d.msg);
	if (kind != CONFIG_PYPROJECT && kind != CONFIG_BANDIT_TOML) {
		mark(w, CONFIG_HAS_ASSAY, 0);
		if (ok)
			config_parse_tables(w, t, kind == CONFIG_POLICY);
		return;
	}
	if (!ok && kind == CONFIG_PYPROJECT && str_find(w->bytes, S("tool.assay")) != STR_NONE)
		mark(w, CONFIG_HAS_ASSAY, 0); /* which may stand behind the mistake */
	assay = kind == CONFIG_PYPROJECT ? tree_path(t, "tool.assay") : NULL;
	bandit = tree_path(t, "tool.bandit");
	if (assay != NULL) {
		mark(w, CONFIG_HAS_ASSAY, assay->start);
		if (config_want_table(w, assay))
			config_parse_tables(w, assay, false);
	}
	if (bandit != NULL) {
		mark(w, CONFIG_HAS_BANDIT, bandit->start);
		if (assay == NULL && bandit->kind == TREE_TABLE)
			config_parse_bandit(w, bandit);
	}
}

static void parse_bandit_yaml(struct config_writer *w)
{
	const struct tree *t;
	struct diag d;

	mark(w, CONFIG_HAS_BANDIT, 0);
	if (!yaml_parse(w->arena, w->bytes, &t, &d))
		config_write_error(w, d.offset, "%s", d.msg);
	t = yaml_document(t);
	if (tree_is(t, TREE_TABLE))
		config_parse_bandit(w, t);
	else
		config_write_error(w, 0, "a Bandit configuration is a mapping");
}

static void parse_bandit_ini(struct config_writer *w)
{
	const struct tree *t;
	struct diag d;

	mark(w, CONFIG_HAS_BANDIT, 0);
	if (!ini_parse(w->arena, w->bytes, &t, &d))
		config_write_error(w, d.offset, "%s", d.msg);
	config_parse_bandit_ini(w, t);
}

static void index_lines(struct config_writer *w)
{
	size_t at = 0, n;

	w->line_count = 1;
	for (size_t i = 0; i < w->bytes.n; i++)
		w->line_count += w->bytes.p[i] == '\n';
	w->line_starts = NEW(w->arena, uint32_t, w->line_count);
	for (size_t line = 1; line < w->line_count; line++) {
		n = str_find_byte(str_slice(w->bytes, at, w->bytes.n), '\n');
		at += n + 1;
		w->line_starts[line] = (uint32_t)at;
	}
}

void config_parse(struct arena *a, enum config_kind kind, str bytes, struct buf *out)
{
	struct config_writer w = {.arena = a, .bytes = bytes, .out = out};

	if (bytes.p == NULL)
		w.bytes = S("");
	if (bytes.n > LIMIT_CONFIG_BYTES) {
		config_write_error(&w, 0, "larger than a configuration file may be");
		return;
	}
	index_lines(&w);
	switch (kind) {
	case CONFIG_ASSAY_TOML:
	case CONFIG_POLICY:
	case CONFIG_PYPROJECT:
	case CONFIG_BANDIT_TOML:
		parse_toml(&w, kind);
		break;
	case CONFIG_BANDIT_INI:
		parse_bandit_ini(&w);
		break;
	case CONFIG_BANDIT_YAML:
		parse_bandit_yaml(&w);
		break;
	case CONFIG_GITLEAKS:
		config_parse_gitleaks(&w);
		break;
	case CONFIG_GITLEAKS_IGNORE:
		config_parse_gitleaksignore(&w);
		break;
	case CONFIG_DETECT_SECRETS:
		config_parse_detect_secrets(&w);
		break;
	case CONFIG_OSV_SCANNER:
		config_parse_osv_scanner(&w);
		break;
	case CONFIG_AUDIT_TOOLS:
		config_parse_audit_tools(&w);
		break;
	case CONFIG_OPENVEX:
		config_parse_openvex(&w);
		break;
	case CONFIG_COMMAND_LINE:
		break;
	}
}
