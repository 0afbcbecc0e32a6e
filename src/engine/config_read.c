/* The parent's side of one source: the worker's record, and options of the command line. A record
 * is hostile: tags, numbers and texts are checked again, so that nothing later has to. */
#include "engine/config_schema.h"

#include "base/limits.h"
#include "text/glob.h"

static void append(struct arena *a, struct config *c, const struct config_entry *e)
{
	struct config_entry *copy = NEW(a, struct config_entry, 1);

	*copy = *e;
	copy->next = NULL;
	if (c->last == NULL)
		c->first = copy;
	else
		c->last->next = copy;
	c->last = copy;
}

/* May a number stand with this tag? */
static bool number_fits(enum config_tag tag, int64_t n)
{
	switch (tag) {
	case CONFIG_FAIL_ON:
	case CONFIG_SEVERITY:
		return n >= INFO && n <= CRITICAL;
	case CONFIG_CONFIDENCE:
		return n >= LOW && n <= HIGH;
	case CONFIG_NOSEC_REASON:
		return n == LEVEL_DEFAULT || (n >= INFO && n <= HIGH);
	case CONFIG_INCOMPLETE:
		return n == INCOMPLETE_FAIL || n == INCOMPLETE_WARN;
	case CONFIG_JOBS:
		return n >= 1 && n <= 1024;
	case CONFIG_DEPS_REQUIRED:
	case CONFIG_ALLOW_SUPPRESSIONS:
	case CONFIG_ALLOW_EXCLUDE:
		return n == 0 || n == 1;
	case CONFIG_DEPS_MAX_AGE:
	case CONFIG_MAX_EXCEPTION_DAYS:
		return n >= 0 && n <= 36500;
	case CONFIG_SECRET_RULE:
		return n >= 0 && n <= 8000;
	case CONFIG_KNOWN_SECRET:
		return n >= 0 && n <= UINT32_MAX;
	case CONFIG_GITLEAKS_FILE:
	case CONFIG_VEX_FILE:
	case CONFIG_DATA_PATH:
	case CONFIG_DEPS_WATCH:
	case CONFIG_DEPS_DENY:
	case CONFIG_DEPS_SOURCE:
	case CONFIG_ADVISORY:
	case CONFIG_ERROR:
	case CONFIG_HAS_ASSAY:
	case CONFIG_HAS_BANDIT:
	case CONFIG_SELECT:
	case CONFIG_EXTEND_SELECT:
	case CONFIG_IGNORE:
	case CONFIG_BANDIT_TESTS:
	case CONFIG_EXCLUDE:
	case CONFIG_PER_PATH:
	case CONFIG_OPTION:
	case CONFIG_EXCEPTION:
	case CONFIG_APPROVAL:
	case CONFIG_APPROVED:
	case CONFIG_PROFILE:
	case CONFIG_PROFILE_TESTS:
	case CONFIG_PROFILE_SKIPS:
	case CONFIG_LEGACY_DATA:
	case CONFIG_USE_PROFILE:
	case CONFIG_USE_FILE:
	case CONFIG_TARGET:
	case CONFIG_IGNORE_NOSEC:
	case CONFIG_TAGS:
		return n == 0;
	}
	return false;
}

bool config_read(struct arena *a, str record, struct config *c)
{
	struct cur in = cur_of(record);
	size_t count = 0;

	while (!in.bad && cur_left(&in) > 0) {
		struct config_entry e = {.tag = CONFIG_TAGS};
		uint8_t tag = cur_u8(&in);
		e.line = cur_u32le(&in);
		e.number = (int64_t)cur_u64le(&in);
		for (unsigned i = 0; i < CONFIG_TEXTS; i++)
			e.text[i] = cur_field(&in);
		if (in.bad || tag >= CONFIG_TAGS || !number_fits((enum config_tag)tag, e.number) ||
		    ++count > LIMIT_CONFIG_ENTRIES + LIMIT_CONFIG_ERRORS + 4)
			return false;
		e.tag = (enum config_tag)tag;
		append(a, c, &e);
	}
	return !in.bad;
}

bool config_has(const struct config *c, enum config_tag tag)
{
	for (const struct config_entry *e = c ? c->first : NULL; e != NULL; e = e->next)
		if (e->tag == tag)
			return true;
	return false;
}

/* The value of an option as the tree that the file's parser expects. */
static const struct tree *as_tree(struct arena *a, str key, str value)
{
	struct tree *table = tree_add(a, NULL, TREE_TABLE, 0), *t;
	uint64_t number;

	if (str_in(key, "select extend-select ignore exclude")) {
		t = tree_add(a, table, TREE_ARRAY, 0);
		for (str rest = value, part; rest.p != NULL;) {
			part = str_trim(str_cut(&rest, ','));
			if (part.n > 0)
				tree_add(a, t, TREE_STRING, 0)->text = part;
		}
	} else {
		t = tree_add(a, table, str_to_u64(value, &number) ? TREE_INT : TREE_STRING, 0);
		t->text = value;
	}
	t->key = key;
	return table;
}

bool config_set(struct arena *a, struct config *c, str key, str value, str *error)
{
	struct buf record = buf_in(a);
	struct config_writer w = {.arena = a, .out = &record};
	struct config one = {0};

	config_parse_tables(&w, as_tree(a, key, value), false);
	if (!config_read(a, buf_str(&record), &one))
		return false;
	for (const struct config_entry *e = one.first; e != NULL; e = e->next) {
		if (e->tag == CONFIG_ERROR) {
			*error = arena_printf(a, "--%.*s: %.*s", STR_ARG(key), STR_ARG(e->text[0]));
			return false;
		}
		append(a, c, e);
	}
	return true;
}
