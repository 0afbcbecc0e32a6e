#include "test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "engine/config.h"
#include "engine/rule.h"

static struct config *read_kind(struct arena *a, enum config_kind kind, str text, const char *where)
{
	struct config *c = NEW(a, struct config, 1);
	struct buf b = buf_in(a);

	c->kind = kind;
	c->where = str_of(where);
	config_parse(a, kind, test_guarded(text, 0), &b);
	CHECK(config_read(a, buf_str(&b), c));
	return c;
}

static struct config *toml(struct arena *a, str text)
{
	return read_kind(a, CONFIG_ASSAY_TOML, text, "assay.toml");
}

static struct settings make(struct arena *a, const struct config *cli, const struct config *policy,
			    const struct config *project)
{
	struct config_sources from = {cli, policy, {project}, S("2026-01-01"), false};
	struct config_errors errors = {0};
	struct settings s = {.layers = LAYER_CODE};

	if (!CHECK(settings_make(a, &s, &from, &errors)))
		CHECK_STR(errors.items[0], S(""));
	return s;
}

static void check_error(struct arena *a, enum config_kind kind, const char *text, const char *want)
{
	struct config *c = read_kind(a, kind, str_of(text), "f");
	struct config_sources from = {NULL, NULL, {c}, S("2026-01-01"), false};
	struct config_errors errors = {0};
	struct settings s = {0};

	CHECK(!settings_make(a, &s, &from, &errors));
	CHECK_INT(errors.count, 1);
	CHECK_STR(errors.items[0], str_of(want));
}

static size_t index_of(const char *id)
{
	size_t i = 0;

	while (i < rule_count && strcmp(rule_table[i]->id, id) != 0)
		i++;
	CHECK(i < rule_count);
	return i;
}

static bool weakened(const struct settings *s, str what, str where)
{
	for (const struct weakening *w = s->weakenings; w != NULL; w = w->next)
		if (str_eq(w->what, what) && str_eq(w->where, where))
			return true;
	for (const struct weakening *w = s->weakenings; w != NULL; w = w->next)
		fprintf(stderr, "    has: %.*s (%.*s)\n", STR_ARG(w->what), STR_ARG(w->where));
	return false;
}

TEST(config_defaults)
{
	struct settings s = make(a, NULL, NULL, NULL);

	CHECK_INT(s.fail_on, LOW);
	CHECK_INT(s.min_severity, INFO);
	CHECK_INT(s.min_confidence, LOW);
	CHECK_INT(s.incomplete, INCOMPLETE_FAIL);
	CHECK_INT(s.nosec_level, LOW);
	CHECK(s.weakenings == NULL);
	CHECK(!s.off[index_of("B101")]);
}

TEST(config_every_key)
{
	struct settings s =
		make(a, NULL, NULL,
		     toml(a, S("ignore = ['B101', 'AS008']\nexclude = ['gen/**']\nfail-on = "
			       "'high'\nseverity = 'low'\n"
			       "confidence = 'medium'\nincomplete = 'warn'\njobs = 3\nnosec-reason "
			       "= 'medium'\n"
			       "[deps]\nrequired = true\n[per-path]\n'tests/**' = ['assert_used']\n"
			       "[[exception]]\nid = 'assert_used'\npath = 'a.py'\nreason = "
			       "'r'\nowner = 'o'\nexpiry = 2026-06-01\n")));

	CHECK(s.off[index_of("B101")] && s.off[index_of("AS008")] && !s.off[index_of("AS009")]);
	CHECK_INT(s.exclude_count, 1);
	CHECK_INT(s.fail_on, HIGH);
	CHECK_INT(s.min_severity, LOW);
	CHECK_INT(s.min_confidence, MEDIUM);
	CHECK_INT(s.incomplete, INCOMPLETE_WARN);
	CHECK_INT(s.jobs, 3);
	CHECK_INT(s.nosec_level, MEDIUM);
	CHECK(s.deps_required);
	CHECK_STR(s.per_path->glob, S("tests/**"));
	CHECK(s.per_path->off[index_of("B101")] && !s.per_path->off[index_of("AS008")]);
	CHECK_STR(s.exceptions->id, S("B101"));
	CHECK_STR(s.exceptions->expiry, S("2026-06-01"));
	CHECK_STR(s.exceptions->where, S("assay.toml:13"));
	CHECK(weakened(&s, S("rule B101 is off"), S("assay.toml:1")));
	CHECK(weakened(&s, S("fail-on = high"), S("assay.toml:3")));
	CHECK(weakened(&s, S("gen/** is excluded"), S("assay.toml:2")));
	CHECK(weakened(&s, S("exception for B101 until 2026-06-01"), S("assay.toml:13")));
}

TEST(config_select_narrows_and_keeps_as)
{
	struct settings s = make(a, NULL, NULL, toml(a, S("select = ['B101']\n")));

	for (size_t i = 0; i < rule_count; i++) {
		bool is_as = strncmp(rule_table[i]->id, "AS", 2) == 0;
		CHECK(s.off[i] == !(is_as || strcmp(rule_table[i]->id, "B101") == 0));
	}
	s = make(a, NULL, NULL, toml(a, S("select = ['ALL']\nignore = ['AS']\n")));
	CHECK(!s.off[index_of("AS001")]);
}

TEST(config_command_line_wins)
{
	struct config cli = {.kind = CONFIG_COMMAND_LINE, .where = S("command line")};
	struct settings s;
	str error = {NULL, 0};

	CHECK(config_set(a, &cli, S("select"), S("B101, AS"), &error));
	CHECK(config_set(a, &cli, S("fail-on"), S("critical"), &error));
	CHECK(config_set(a, &cli, S("jobs"), S("7"), &error));
	s = make(a, &cli, NULL, toml(a, S("ignore = ['B101']\nfail-on = 'low'\njobs = 2\n")));
	CHECK(!s.off[index_of("B101")]);
	CHECK_INT(s.fail_on, CRITICAL);
	CHECK_INT(s.jobs, 7);
	CHECK(!config_set(a, &cli, S("severity"), S("hihg"), &error));
	CHECK_STR(error, S("--severity: `severity` must be info, low, medium, high or critical, "
			   "not a string"));
	CHECK(!config_set(a, &cli, S("ignore"), S("B10l"), &error));
	CHECK(!config_set(a, &cli, S("nonsense"), S("1"), &error));
}

TEST(config_policy_is_a_ceiling)
{
	struct config *policy = read_kind(a, CONFIG_POLICY,
					  S("select = ['B101']\nfail-on = 'medium'\nseverity = "
					    "'low'\nincomplete = 'fail'\nnosec-reason = 'medium'\n"
					    "[policy]\nmax-exception-days = 30\nallow-suppressions "
					    "= false\nallow-exclude = false\n"),
					  "policy.toml");
	struct settings s =
		make(a, NULL, policy,
		     toml(a, S("ignore = ['B101', 'AS009']\nfail-on = 'high'\nseverity = "
			       "'info'\nincomplete = 'warn'\nnosec-reason = 'off'\n"
			       "exclude = ['x']\n[per-path]\n'**' = ['B101']\n"
			       "[[exception]]\nid = 'B101'\nreason = 'r'\nexpiry = 2026-02-01\n"
			       "[[exception]]\nid = 'B101'\nreason = 'r'\nexpiry = 2026-01-31\n")));

	CHECK(!s.off[index_of("B101")]);
	CHECK(s.off[index_of("AS009")]);
	CHECK_INT(s.fail_on, MEDIUM);
	CHECK_INT(s.min_severity, INFO);
	CHECK_INT(s.incomplete, INCOMPLETE_FAIL);
	CHECK_INT(s.nosec_level, MEDIUM);
	CHECK_INT(s.exclude_count, 0);
	CHECK(s.no_suppressions);
	CHECK(!s.per_path->off[index_of("B101")]);
	CHECK_STR(s.exceptions->expiry, S("2026-01-31"));
	CHECK(s.exceptions->next == NULL);
	CHECK(weakened(&s, S("refused by the policy: ignore B101"), S("assay.toml:1")));
	CHECK(weakened(&s, S("refused by the policy: fail-on = high (stays medium)"),
		       S("assay.toml:2")));
	CHECK(weakened(&s, S("refused by the policy: exclude x"), S("assay.toml:6")));
	CHECK(weakened(
		&s,
		S("refused by the policy: exception for B101 until 2026-02-01 (at most 30 days)"),
		S("assay.toml:9")));
}

TEST(config_errors_name_line_and_nearest_key)
{
	check_error(a, CONFIG_ASSAY_TOML, "\nignroe = []\n",
		    "f:2: unknown key `ignroe`; did you mean `ignore`?");
	check_error(a, CONFIG_ASSAY_TOML, "zzzzzzzzzz = 1\n", "f:1: unknown key `zzzzzzzzzz`");
	check_error(a, CONFIG_ASSAY_TOML, "ignore = 'B101'\n",
		    "f:1: `ignore` must be a list of rules, not a string");
	check_error(a, CONFIG_ASSAY_TOML, "ignore = [1]\n",
		    "f:1: `ignore` must be a list of rules; this is an integer");
	check_error(a, CONFIG_ASSAY_TOML, "ignore = ['assert_usde']\n",
		    "f:1: `assert_usde` is no rule, prefix of rules or rule name; did you mean "
		    "`assert_used`?");
	check_error(a, CONFIG_ASSAY_TOML, "fail-on = 'none'\n",
		    "f:1: `fail-on` must be info, low, medium, high or critical, not a string");
	check_error(a, CONFIG_ASSAY_TOML, "jobs = 0\n",
		    "f:1: `jobs` must be an integer from 1 to 1024");
	check_error(a, CONFIG_ASSAY_TOML, "[policy]\n",
		    "f:1: [policy] belongs into the file given with --policy");
	check_error(a, CONFIG_ASSAY_TOML, "[rules.B000]\n", "f:1: `B000` is no rule's id or name");
	check_error(a, CONFIG_ASSAY_TOML, "[rules.AS001]\nx = 1\n",
		    "f:2: unknown key `x`: this rule has no options");
	check_error(a, CONFIG_ASSAY_TOML, "a = \n",
		    "f:1: a value is expected here (TOML 1.0, Key/Value Pair)");
	check_error(a, CONFIG_ASSAY_TOML, "[[exception]]\nid = 'B101'\nexpiry = 2026-01-01\n",
		    "f:1: an exception needs a `reason`");
	check_error(a, CONFIG_ASSAY_TOML, "[[exception]]\nid = 'B101'\nreason = 'r'\n",
		    "f:1: an exception needs an `expiry` (a date)");
	check_error(a, CONFIG_ASSAY_TOML, "[[exception]]\nreason = 'r'\nexpiry = 2026-01-01\n",
		    "f:1: an exception names a finding by `id` or by `fingerprint`, one of them");
	check_error(a, CONFIG_ASSAY_TOML,
		    "[[exception]]\nfingerprint = 'v1:x'\nreason = 'r'\nexpiry = 2026-01-01\n",
		    "f:1: `fingerprint` must be v1: and 32 hex digits, as reports print it");
	check_error(a, CONFIG_ASSAY_TOML,
		    "[[exception]]\nid = 'B101'\nreason = 'r'\nexpiry = 'soon'\n",
		    "f:1: `expiry` must be a date such as 2027-01-31");
	check_error(a, CONFIG_PYPROJECT, "[tool.assay]\nselct = []\n",
		    "f:2: unknown key `selct`; did you mean `select`?");
	check_error(a, CONFIG_BANDIT_YAML, "- a\n", "f:1: a Bandit configuration is a mapping");
}

TEST(config_bandit_as_it_stands)
{
	struct settings s = make(a, NULL, NULL,
				 read_kind(a, CONFIG_BANDIT_YAML,
					   S("# x\nskips: [B101, B999]\nexclude_dirs: ['tests', "
					     "'/venv/', '*/gen/*', 'a/b']\nother: {}\n"),
					   "bandit.yaml"));
	static const char *const globs[] = {"*tests*", "venv", "**/gen/**", "**/*a/b*"};

	CHECK(s.off[index_of("B101")]);
	CHECK_INT(s.nosec_level, INFO);
	CHECK_INT(s.exclude_count, COUNTOF(globs));
	for (size_t i = 0; i < s.exclude_count && i < COUNTOF(globs); i++)
		CHECK_STR(s.exclude[i], str_of(globs[i]));
	CHECK(weakened(&s, S("rule B101 is off"), S("bandit.yaml:2")));
	s = make(a, NULL, NULL,
		 read_kind(a, CONFIG_PYPROJECT, S("[tool.bandit]\ntests = ['B101']\n"),
			   "pyproject.toml"));
	CHECK(!s.off[index_of("B101")] && !s.off[index_of("AS001")]);
	s = make(a, NULL, NULL,
		 read_kind(a, CONFIG_BANDIT_INI, S("[bandit]\nskips = B101,B102\nlevel = 2\n"),
			   ".bandit"));
	CHECK(s.off[index_of("B101")]);
	CHECK_INT(s.min_severity, MEDIUM);
}

TEST(config_digest_changes_with_what_matters)
{
	struct settings s = make(a, NULL, NULL, NULL),
			t = make(a, NULL, NULL, toml(a, S("jobs = 2\nfail-on = 'high'\n")));
	struct settings u = make(a, NULL, NULL, toml(a, S("ignore = ['B101']\n")));

	CHECK(memcmp(s.digest, t.digest, 32) == 0);
	CHECK(memcmp(s.digest, u.digest, 32) != 0);
}

TEST(config_records_are_hostile)
{
	struct buf b = buf_in(a);
	struct config c = {0};

	config_parse(a, CONFIG_ASSAY_TOML, S("ignore = ['B101']\njobs = 4\n"), &b);
	for (size_t n = 1; n < b.n; n++) {
		struct config cut = {0};
		(void)!config_read(a, test_guarded(str_slice(buf_str(&b), 0, n), 0), &cut);
	}
	b.p[0] = 200;
	CHECK(!config_read(a, buf_str(&b), &c));
	b.p[0] = CONFIG_FAIL_ON;
	b.p[5] = 77;
	CHECK(!config_read(a, buf_str(&b), &c));
}

/* ---- Searching ---- */

static bool parse_here(void *ctx, struct arena *a, enum config_kind kind, str path, int fd,
		       str *record)
{
	struct buf b = buf_in(a);
	uint8_t *bytes = NEW(a, uint8_t, 65536);
	ssize_t n = read(fd, bytes, 65536);

	(void)ctx;
	(void)path;
	config_parse(a, kind, (str){bytes, n > 0 ? (size_t)n : 0}, &b);
	*record = buf_str(&b);
	return true;
}

static void write_file(struct arena *a, const char *root, const char *name, const char *text)
{
	FILE *f = fopen((const char *)arena_printf(a, "%s/%s", root, name).p, "w");

	if (!CHECK(f != NULL))
		return;
	fputs(text, f);
	fclose(f);
}

static struct settings load(struct arena *a, struct config_request r)
{
	struct config_io io = {NULL, parse_here};
	struct config_errors errors = {0};
	struct settings s = {0};

	r.root = config_repository_root(a, r.path);
	r.today = S("2026-01-01");
	if (!config_load(a, &io, &r, &s, &errors))
		CHECK_STR(errors.items[0], S("no error"));
	return s;
}

TEST(config_is_searched_upwards_to_the_root)
{
	char root[] = "/tmp/assay-test-XXXXXX";
	str sub;
	static const char *const names[] = {"r/assay.toml", "r/pyproject.toml", "r/.bandit",
					    "assay.toml"};

	if (!CHECK(mkdtemp(root) != NULL))
		return;
	for (const char *const *d = (const char *const[]){"r", "r/.git", "r/sub", NULL}; *d != NULL;
	     d++)
		CHECK(mkdir((const char *)arena_printf(a, "%s/%s", root, *d).p, 0700) == 0);
	sub = arena_printf(a, "%s/r/sub", root);
	write_file(a, root, "assay.toml", "jobs = 9\n");
	CHECK_STR(load(a, (struct config_request){.path = sub}).config_path, S(""));
	write_file(a, root, "r/.bandit", "[bandit]\nskips = B101\n");
	write_file(a, root, "r/pyproject.toml", "[tool.bandit]\nskips = ['B101']\n");
	CHECK_STR(load(a, (struct config_request){.path = sub}).config_path, S(".bandit"));
	CHECK_INT(load(a, (struct config_request){.path = sub}).nosec_level, INFO);
	write_file(a, root, "r/pyproject.toml", "[tool.assay]\njobs = 2\n");
	CHECK_INT(load(a, (struct config_request){.path = sub}).jobs, 2);
	write_file(a, root, "r/assay.toml", "jobs = 3\n");
	CHECK_INT(load(a, (struct config_request){.path = sub}).jobs, 3);
	CHECK_STR(load(a, (struct config_request){.path = sub}).config_path, S("assay.toml"));
	CHECK_INT(load(a, (struct config_request){.path = sub, .isolated = true}).jobs, 0);
	CHECK_INT(load(a,
		       (struct config_request){
			       .path = sub, .config_path = arena_printf(a, "%s/assay.toml", root)})
			  .jobs,
		  9);
	for (size_t i = 0; i < COUNTOF(names); i++)
		unlink((const char *)arena_printf(a, "%s/%s", root, names[i]).p);
	for (const char *const *d = (const char *const[]){"r/sub", "r/.git", "r", "", NULL};
	     *d != NULL; d++)
		rmdir((const char *)arena_printf(a, "%s/%s", root, *d).p);
}
