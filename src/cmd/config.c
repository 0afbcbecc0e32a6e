/* `assay config`: the settings in force, as a configuration file could say them, and where they
 * come from. */
#include <stdio.h>
#include <stdlib.h>
#include "base/fail.h"
#include "base/hash.h"
#include "base/input.h"
#include "cmd/command.h"
#include "cmd/scan_options.h"
#include "engine/rule.h"
#include "text/tree.h"

static const char *level_name(enum level level)
{
	static const char *const names[] = {"off", "info", "low", "medium", "high", "critical"};

	return names[level];
}

static void print_rules(struct buf *out, const char *key, const uint8_t *off)
{
	size_t n = 0;

	tree_quote(out, str_of(key));
	buf_add(out, S(" = ["));
	for (size_t i = 0; i < rule_count; i++)
		if (off[i])
			buf_printf(out, "%s\"%s\"", n++ ? ", " : "", rule_table[i]->id);
	buf_add(out, S("]\n"));
}

static void print_list(struct buf *out, const char *key, const str *items, size_t count)
{
	buf_printf(out, "%s = [", key);
	for (size_t i = 0; i < count; i++) {
		buf_add(out, i ? S(", ") : S(""));
		tree_quote(out, items[i]);
	}
	buf_add(out, S("]\n"));
}

static void print_approved(struct buf *out, const struct approved *x)
{
	char hex[2 * sizeof(x->sha256) + 1];

	hash_hex(x->sha256, sizeof(x->sha256), hex);
	buf_printf(out, "\n# %.*s\n[[models.approved]]\npath = ", STR_ARG(x->where));
	tree_quote(out, x->path);
	buf_printf(out, "\nsha256 = \"%s\"\npurpose = ", hex);
	tree_quote(out, x->purpose);
	buf_byte(out, '\n');
}

static void print_settings(struct arena *a, struct buf *out, const struct settings *s)
{
	buf_printf(out, "# from %.*s\n",
		   STR_ARG(s->config_path.n ? s->config_path : S("no file: the defaults")));
	buf_printf(out, "fail-on = \"%s\"\nseverity = \"%s\"\nconfidence = \"%s\"\n",
		   level_name(s->fail_on), level_name(s->min_severity),
		   level_name(s->min_confidence));
	buf_printf(out, "incomplete = \"%s\"\nnosec-reason = \"%s\"\n",
		   s->incomplete == INCOMPLETE_FAIL ? "fail" : "warn", level_name(s->nosec_level));
	if (s->jobs > 0)
		buf_printf(out, "jobs = %u\n", s->jobs);
	print_list(out, "exclude", s->exclude, s->exclude_count);
	buf_add(out, S("# every rule that is off\n"));
	print_rules(out, "ignore", s->off);
	if (s->per_path != NULL)
		buf_add(out, S("\n[per-path]\n"));
	for (const struct path_rules *p = s->per_path; p != NULL; p = p->next)
		print_rules(out, arena_cstr(a, p->glob), p->off);
	for (size_t i = 0; i < s->options.count; i++) {
		const struct map_entry *e = &s->options.entries[i];
		buf_printf(out, "\n# option %.*s =\n#   ", STR_ARG(e->key));
		tree_quote(out, *(const str *)(uintptr_t)e->value);
		buf_byte(out, '\n');
	}
	if (s->approval && s->approved == NULL)
		buf_add(out, S("\n[models]\napproved = []\n"));
	for (const struct approved *x = s->approved; x != NULL; x = x->next)
		print_approved(out, x);
	if (s->data_path_count > 0) {
		buf_add(out, S("\n[data]\n"));
		print_list(out, "paths", s->data_paths, s->data_path_count);
	}
	buf_printf(out, "\n[deps]\nrequired = %s\n", s->deps_required ? "true" : "false");
	if (s->weakenings != NULL)
		buf_add(out, S("\n# What weakens the analysis, or was refused, and where it is "
			       "said:\n"));
	for (const struct weakening *w = s->weakenings; w != NULL; w = w->next)
		buf_printf(out, "# - %.*s (%.*s)\n", STR_ARG(w->what), STR_ARG(w->where));
}

static int config_in(struct arena *a, int argc, char **argv)
{
	struct scan_options o;
	struct buf out = buf_in(a);
	struct helper helper;
	bool ok;

	if (!scan_options_read(&o, a, argc, argv))
		return EXIT_USAGE;
	helper_init(&helper);
	ok = scan_configure(&o, a, &helper);
	helper_stop(&helper);
	if (!ok)
		return EXIT_USAGE;
	print_settings(a, &out, o.settings);
	return output_all(1, buf_str(&out)) ? EXIT_CLEAN : EXIT_INCOMPLETE;
}

static int config(int argc, char **argv)
{
	struct fail_point here;
	struct arena a;
	volatile int code = EXIT_INCOMPLETE;

	arena_init(&a, SIZE_MAX / 4);
	if (FAIL_SET(&here) == FAIL_NONE)
		code = config_in(&a, argc, argv);
	else
		fprintf(stderr, "assay: %s\n", here.what);
	fail_clear(&here);
	arena_free(&a);
	return code;
}

const struct command command_config = {
	.name = "config",
	.summary = "Print the settings in force and where they come from",
	.usage = "Usage: assay config [OPTIONS] [PATH]\n"
		 "\n"
		 "Takes the options of `assay check` and prints what they, the policy and the\n"
		 "configuration found from PATH upwards come to. docs/configuration.md has every "
		 "key.\n"
		 "\n"
		 "Examples\n"
		 "  assay config\n"
		 "  assay config --policy policy.toml src/train.py\n",
	.order = 70,
	.run = config,
};
