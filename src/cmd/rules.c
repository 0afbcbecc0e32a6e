/* `assay rules`: the list of all rules, as text or JSON, or a folder of Markdown pages. */
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/input.h"
#include "base/version.h"
#include "cmd/command.h"
#include "report/json_out.h"
#include "report/paint.h"
#include "report/report.h"
#include "report/rule_page.h"

static void write_text(struct buf *out, bool colour)
{
	for (size_t i = 0; i < rule_count; i++) {
		const struct rule *rule = rule_table[i];
		paint(out, colour, PAINT_BOLD);
		buf_printf(out, "%-6s ", rule->id);
		paint_end(out, colour);
		paint(out, colour, paint_of_level(rule->severity));
		buf_printf(out, "%-8s ", report_level(rule->severity));
		paint_end(out, colour);
		buf_printf(out, "%-36s %s", rule->name, rule->title);
		if (rule->flags & RULE_OFF_BY_DEFAULT)
			buf_add(out, S(" (off unless selected)"));
		if (rule->flags & RULE_BANDIT_COMPAT_ONLY)
			buf_add(out, S(" (only with --bandit-compat)"));
		buf_byte(out, '\n');
	}
}

static void write_options(struct json_out *j, const struct rule *rule)
{
	static const char *const types[] = {"bool", "int", "string", "list", "list"};

	json_out_array(j, "options");
	for (const struct rule_option *o = rule->options; o != NULL && o->name != NULL; o++) {
		json_out_object(j, NULL);
		json_out_text(j, "name", o->name);
		json_out_text(j, "type", types[o->type]);
		json_out_text(j, "default", o->dflt ? o->dflt : "");
		json_out_text(j, "help", o->help ? o->help : "");
		json_out_end(j);
	}
	json_out_end(j);
}

static void write_text_or_null(struct json_out *j, const char *key, const char *text)
{
	if (text != NULL)
		json_out_text(j, key, text);
	else
		json_out_null(j, key);
}

static void write_rule(struct json_out *j, const struct rule *rule)
{
	json_out_object(j, NULL);
	json_out_text(j, "id", rule->id);
	json_out_text(j, "name", rule->name);
	json_out_text(j, "layer", report_layer(rule));
	json_out_text(j, "severity", report_level(rule->severity));
	json_out_text(j, "confidence", report_level(rule->confidence));
	json_out_array(j, "cwe");
	for (size_t i = 0; i < COUNTOF(rule->cwe) && rule->cwe[i] != 0; i++)
		json_out_int(j, NULL, rule->cwe[i]);
	json_out_end(j);
	json_out_array(j, "tags");
	for (str rest = str_of(rule->tags); rest.n > 0 && rest.p != NULL;)
		json_out_str(j, NULL, str_cut(&rest, ' '));
	json_out_end(j);
	json_out_text(j, "title", rule->title);
	write_text_or_null(j, "why", rule->why);
	write_text_or_null(j, "fix", rule->fix);
	write_text_or_null(j, "bad", rule->bad);
	write_text_or_null(j, "good", rule->good);
	write_text_or_null(j, "reference", rule->reference);
	json_out_bool(j, "default",
		      (rule->flags & (RULE_OFF_BY_DEFAULT | RULE_BANDIT_COMPAT_ONLY)) == 0);
	json_out_bool(j, "bandit_compat_only", (rule->flags & RULE_BANDIT_COMPAT_ONLY) != 0);
	write_options(j, rule);
	json_out_end(j);
}

static void write_json(struct buf *out)
{
	struct json_out j = json_out_to(out, 2);

	json_out_object(&j, NULL);
	json_out_text(&j, "schema_version", ASSAY_SCHEMA);
	json_out_text(&j, "rules_version", ASSAY_RULES_VERSION);
	json_out_array(&j, "rules");
	for (size_t i = 0; i < rule_count; i++)
		write_rule(&j, rule_table[i]);
	json_out_end(&j);
	json_out_end(&j);
}

/* ---- Pages ---- */

static bool make_folder(struct arena *a, const char *path)
{
	for (const char *at = path; (at = strchr(at + 1, '/')) != NULL;) {
		if (mkdir(arena_cstr(a, (str){(const uint8_t *)path, (size_t)(at - path)}), 0777) <
			    0 &&
		    errno != EEXIST)
			return false;
	}
	return mkdir(path, 0777) == 0 || errno == EEXIST;
}

static bool write_page(struct arena *a, const char *folder, const char *name, str page)
{
	str path = arena_printf(a, "%s/%s.md", folder, name);

	if (output_replace(a, path, page))
		return true;
	fprintf(stderr, "assay: %.*s: %s\n", STR_ARG(path), strerror(errno));
	return false;
}

static bool write_index(struct arena *a, const char *folder)
{
	struct buf page = buf_in(a);

	buf_printf(&page, "# Rules\n\nVersion %s, %zu rules. Made by `make docs`.\n\n",
		   ASSAY_RULES_VERSION, rule_count);
	buf_add(&page, S("| id | name | severity | confidence | what |\n|---|---|---|---|---|\n"));
	for (size_t i = 0; i < rule_count; i++) {
		const struct rule *rule = rule_table[i];
		buf_printf(&page, "| [%s](%s.md) | %s | %s | %s | ", rule->id, rule->id, rule->name,
			   report_level(rule->severity), report_level(rule->confidence));
		for (const char *c = rule->title; *c != '\0'; c++) {
			if (*c == '|')
				buf_byte(&page, '\\');
			buf_byte(&page, (uint8_t)*c);
		}
		buf_add(&page, S(" |\n"));
	}
	return write_page(a, folder, "README", buf_str(&page));
}

static int write_pages(struct arena *a, const char *folder)
{
	if (!make_folder(a, folder)) {
		fprintf(stderr, "assay: %s: %s\n", folder, strerror(errno));
		return EXIT_INCOMPLETE;
	}
	for (size_t i = 0; i < rule_count; i++) {
		struct buf page = buf_in(a);
		rule_page_markdown(&page, rule_table[i]);
		if (!write_page(a, folder, rule_table[i]->id, buf_str(&page)))
			return EXIT_INCOMPLETE;
	}
	return write_index(a, folder) ? EXIT_CLEAN : EXIT_INCOMPLETE;
}

/* ---- The command ---- */

/* The value of `--NAME VALUE`, `--NAME=VALUE` or `-N VALUE` at argv[*i], or NULL. */
static const char *value_of_option(int argc, char **argv, int *i, const char *name,
				   const char *letter)
{
	str word = str_of(argv[*i]), full = str_of(name);

	if ((str_eq(word, full) || str_eq(word, str_of(letter))) && *i + 1 < argc)
		return argv[++*i];
	if (str_starts(word, full) && word.n > full.n && word.p[full.n] == '=')
		return argv[*i] + full.n + 1;
	return NULL;
}

static int write_rules(struct arena *a, str format, const char *output)
{
	struct buf out = buf_in(a);
	bool done;

	if (str_eq(format, S("markdown"))) {
		if (output != NULL)
			return write_pages(a, output);
		fputs("assay: --format markdown writes a folder: give it with --output DIR\n",
		      stderr);
		return EXIT_USAGE;
	}
	if (str_eq(format, S("json"))) {
		write_json(&out);
	} else if (str_eq(format, S("text"))) {
		write_text(&out, output == NULL && paint_wanted(STDOUT_FILENO));
	} else {
		fprintf(stderr, "assay: there is no format '%.*s'; formats: text json markdown\n",
			STR_ARG(format));
		return EXIT_USAGE;
	}
	done = output ? output_replace(a, str_of(output), buf_str(&out))
		      : output_all(STDOUT_FILENO, buf_str(&out));
	if (!done)
		fprintf(stderr, "assay: %s: %s\n", output ? output : "output", strerror(errno));
	return done ? EXIT_CLEAN : EXIT_INCOMPLETE;
}

static int rules(int argc, char **argv)
{
	const char *format = "text", *output = NULL;
	struct arena a;
	int code;

	for (int i = 1; i < argc; i++) {
		const char *value = value_of_option(argc, argv, &i, "--format", "-f");
		if (value != NULL) {
			format = value;
		} else if ((value = value_of_option(argc, argv, &i, "--output", "-o")) != NULL) {
			output = value;
		} else {
			fprintf(stderr,
				"assay: rules does not know '%s'; see `assay rules --help`\n",
				argv[i]);
			return EXIT_USAGE;
		}
	}
	arena_init(&a, SIZE_MAX / 4);
	code = write_rules(&a, str_of(format), output);
	arena_free(&a);
	return code;
}

const struct command command_rules = {
	.name = "rules",
	.summary = "List all rules",
	.usage = "Usage: assay rules [OPTION...]\n"
		 "\n"
		 "  -f, --format FORMAT  text (default), json, or markdown: a folder with a page a "
		 "rule\n"
		 "  -o, --output PATH    write to this file, or into this folder for markdown\n"
		 "\n"
		 "Examples\n"
		 "  assay rules\n"
		 "  assay rules --format json\n"
		 "  assay rules --format markdown --output docs/rules\n",
	.order = 11,
	.run = rules,
};
