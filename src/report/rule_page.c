/* Everything here comes from struct rule. The examples carry the tests' marks: `#! ID` at the end
 * of a line that is hit. Pages show the line without the mark and say which line it is. */
#include "report/rule_page.h"

#include "engine/secret.h"
#include "report/paint.h"
#include "report/report.h"

/* The line without its `#! ID` mark; *hit says whether it had one. */
static str unmarked(str line, bool *hit)
{
	size_t mark = str_find(line, S("#! "));

	*hit = mark != STR_NONE;
	if (!*hit)
		return line;
	line = str_slice(line, 0, mark);
	while (line.n > 0 && (line.p[line.n - 1] == ' ' || line.p[line.n - 1] == '\t'))
		line.n--;
	return line;
}

static str without_last_newline(const char *text)
{
	str s = str_of(text);

	return str_ends(s, S("\n")) ? str_slice(s, 0, s.n - 1) : s;
}

static const char *type_name(enum option_type type)
{
	switch (type) {
	case OPTION_BOOL:
		return "true or false";
	case OPTION_INT:
		return "a number";
	case OPTION_STRING:
		return "a string";
	case OPTION_LIST:
		return "a list of strings";
	case OPTION_CALLS:
		return "a list of dotted names";
	}
	return "";
}

/* A list's default as it would stand in TOML. */
static void write_default(struct buf *out, const struct rule_option *o)
{
	const char *separator = "";

	if (o->type == OPTION_BOOL || o->type == OPTION_INT) {
		buf_add(out, str_of(o->dflt));
		return;
	}
	if (o->type == OPTION_STRING) {
		buf_printf(out, "\"%s\"", o->dflt ? o->dflt : "");
		return;
	}
	buf_byte(out, '[');
	for (str rest = str_of(o->dflt ? o->dflt : ""); rest.n > 0 && rest.p != NULL;) {
		str item = str_cut(&rest, '\n');
		buf_printf(out, "%s\"%.*s\"", separator, STR_ARG(item));
		separator = ", ";
	}
	buf_byte(out, ']');
}

/* ---- Terminal ---- */

static void heading(struct buf *out, const char *text, bool colour)
{
	buf_byte(out, '\n');
	paint(out, colour, PAINT_BOLD);
	buf_add(out, str_of(text));
	paint_end(out, colour);
	buf_byte(out, '\n');
}

#define WRAP 96

/* Words of a paragraph, filled to WRAP columns with an indent of two. */
static void filled(struct buf *out, const char *text)
{
	size_t column = 0;

	for (str rest = str_of(text ? text : ""); rest.p != NULL;) {
		str word = str_cut(&rest, ' ');
		if (column > 0 && column + 1 + word.n > WRAP) {
			buf_byte(out, '\n');
			column = 0;
		}
		buf_add(out, column == 0 ? S("  ") : S(" "));
		buf_add(out, word);
		column += word.n + (column == 0 ? 2 : 1);
	}
	buf_byte(out, '\n');
}

static void example_text(struct buf *out, const char *text, bool bad, bool colour)
{
	for (str rest = without_last_newline(text); rest.p != NULL;) {
		bool hit;
		str line = unmarked(str_cut(&rest, '\n'), &hit);
		if (hit)
			paint(out, colour, PAINT_HIGH);
		else if (!bad)
			paint(out, colour, PAINT_GOOD);
		buf_printf(out, "%s%.*s", hit ? "  > " : "    ", STR_ARG(line));
		if (hit || !bad)
			paint_end(out, colour);
		buf_byte(out, '\n');
	}
}

static void options_text(struct buf *out, const struct rule *rule, bool colour)
{
	if (rule->options == NULL || rule->options[0].name == NULL)
		return;
	heading(out, "Options", colour);
	buf_printf(out, "  [rules.%s]\n", rule->id);
	for (const struct rule_option *o = rule->options; o->name != NULL; o++) {
		buf_printf(out, "  %s = ", o->name);
		write_default(out, o);
		paint(out, colour, PAINT_DIM);
		buf_printf(out, "  # %s; %s\n", o->help ? o->help : "", type_name(o->type));
		paint_end(out, colour);
	}
}

static void facts_text(struct buf *out, const struct rule *rule, bool colour)
{
	paint(out, colour, paint_of_level(rule->severity));
	buf_add(out, str_of(report_level(rule->severity)));
	paint_end(out, colour);
	buf_printf(out, " severity, %s confidence, layer %s", report_level(rule->confidence),
		   report_layer(rule));
	if (rule->flags & RULE_OFF_BY_DEFAULT)
		buf_add(out, S(", off unless selected"));
	if (rule->flags & RULE_BANDIT_COMPAT_ONLY)
		buf_add(out, S(", only with --bandit-compat"));
	buf_byte(out, '\n');
	for (size_t i = 0; i < COUNTOF(rule->cwe) && rule->cwe[i] != 0; i++)
		buf_printf(out, "CWE-%d  https://cwe.mitre.org/data/definitions/%d.html\n",
			   rule->cwe[i], rule->cwe[i]);
}

static void tags_text(struct buf *out, const struct rule *rule)
{
	if (rule->tags != NULL)
		buf_printf(out, "%s\n", rule->tags);
}

static const char *revoke_of(const struct rule *rule)
{
	return rule->secret ? rule->secret->revoke : NULL;
}

void rule_page_text(struct buf *out, const struct rule *rule, bool colour)
{
	paint(out, colour, PAINT_BOLD);
	buf_printf(out, "%s %s", rule->id, rule->name);
	paint_end(out, colour);
	buf_printf(out, ": %s\n", rule->title);
	facts_text(out, rule, colour);
	tags_text(out, rule);
	heading(out, "Why", colour);
	filled(out, rule->why);
	heading(out, "How to fix", colour);
	filled(out, rule->fix);
	if (revoke_of(rule) != NULL) {
		heading(out, "Where to revoke it", colour);
		filled(out, revoke_of(rule));
	}
	if (rule->bad != NULL) {
		heading(out, "Found", colour);
		example_text(out, rule->bad, true, colour);
	}
	if (rule->good != NULL) {
		heading(out, "Fine", colour);
		example_text(out, rule->good, false, colour);
	}
	options_text(out, rule, colour);
	if (str_starts(str_of(rule->id), S("MD"))) {
		heading(out, "To accept one finding for a while (assay.toml)", colour);
		buf_add(out, S("    [[exception]]\n"
			       "    fingerprint = \"v1:...\"      # of the JSON report\n"
			       "    reason = \"why it is safe here\"\n"
			       "    owner = \"who answers for it\"\n"
			       "    expiry = 2027-12-31\n"));
	} else if (!str_starts(str_of(rule->id), S("AS"))) {
		heading(out, "To suppress one finding", colour);
		buf_printf(out, "    ...  # nosec %s - the reason why it is safe here\n", rule->id);
	}
	if (rule->reference != NULL) {
		heading(out, "See", colour);
		buf_printf(out, "  %s\n", rule->reference);
	}
}

/* ---- Markdown ---- */

static void example_markdown(struct buf *out, const char *title, const char *text, const char *lang)
{
	if (text == NULL)
		return;
	buf_printf(out, "\n## %s\n\n```%s\n", title, lang ? lang : "python");
	for (str rest = without_last_newline(text); rest.p != NULL;) {
		bool hit;
		str line = unmarked(str_cut(&rest, '\n'), &hit);
		buf_printf(out, "%.*s%s\n", STR_ARG(line), hit && lang == NULL ? "  # <-" : "");
	}
	buf_add(out, S("```\n"));
}

static void options_markdown(struct buf *out, const struct rule *rule)
{
	if (rule->options == NULL || rule->options[0].name == NULL)
		return;
	buf_printf(out, "\n## Options\n\n```toml\n[rules.%s]\n", rule->id);
	for (const struct rule_option *o = rule->options; o->name != NULL; o++) {
		buf_printf(out, "# %s (%s)\n%s = ", o->help ? o->help : "", type_name(o->type),
			   o->name);
		write_default(out, o);
		buf_byte(out, '\n');
	}
	buf_add(out, S("```\n"));
}

void rule_page_body(struct buf *out, const struct rule *rule)
{
	buf_printf(out, "%s\n\n", rule->title);
	buf_printf(out, "Severity **%s**, confidence %s, layer %s", report_level(rule->severity),
		   report_level(rule->confidence), report_layer(rule));
	for (size_t i = 0; i < COUNTOF(rule->cwe) && rule->cwe[i] != 0; i++)
		buf_printf(out, ", [CWE-%d](https://cwe.mitre.org/data/definitions/%d.html)",
			   rule->cwe[i], rule->cwe[i]);
	for (str rest = str_of(rule->tags); rest.n > 0 && rest.p != NULL;) {
		str tag = str_cut(&rest, ' ');
		buf_printf(out, ", %.*s", STR_ARG(tag));
	}
	buf_add(out, S(".\n"));
	if (rule->flags & RULE_OFF_BY_DEFAULT)
		buf_add(out, S("\nRuns only when selected by name.\n"));
	if (rule->flags & RULE_BANDIT_COMPAT_ONLY)
		buf_add(out, S("\nRuns only with `--bandit-compat`.\n"));
	if (rule->why != NULL)
		buf_printf(out, "\n## Why\n\n%s\n", rule->why);
	if (rule->fix != NULL)
		buf_printf(out, "\n## How to fix\n\n%s\n", rule->fix);
	if (revoke_of(rule) != NULL)
		buf_printf(out, "\n## Where to revoke it\n\n%s\n", revoke_of(rule));
	example_markdown(out, "Found", rule->bad, rule->lang);
	example_markdown(out, "Fine", rule->good, rule->lang);
	options_markdown(out, rule);
	if (!str_starts(str_of(rule->id), S("AS")))
		buf_printf(out, "\n## Suppress one finding\n\n`# nosec %s - the reason`\n",
			   rule->id);
	if (rule->reference != NULL)
		buf_printf(out, "\nSee <%s>.\n", rule->reference);
}

void rule_page_markdown(struct buf *out, const struct rule *rule)
{
	buf_printf(out, "# %s %s\n\n", rule->id, rule->name);
	rule_page_body(out, rule);
}
