/* B609: programs that take an expanded `*` as options. Bandit looks for the four names anywhere in
 * the text, also inside longer words. */
#include "base/buf.h"
#include "rules/py/shell.h"

static bool is_listed(struct check *c, const char *list, const struct node *call)
{
	return option_list_has(c, list, call_name(c, call));
}

static void add_literal(struct check *c, struct buf *b, const struct node *n)
{
	struct lit l = n->kind == NODE_ATTRIBUTE ? (struct lit){0} : lit_of(c, n);

	buf_byte(b, ' ');
	if (l.kind == LIT_TEXT)
		buf_add(b, l.text);
}

/* The command as one text; empty when it is none. */
static str command_text(struct check *c, const struct node *n)
{
	struct buf b = buf_in(c->arena);
	struct lit l;

	if (!c->compat)
		n = behind_name(c, n);
	if (node_is(n, NODE_LIST_EXPR)) {
		for (const struct node *e = n->child; e != NULL; e = e->next)
			add_literal(c, &b, e);
		return buf_str(&b);
	}
	l = lit_of(c, n);
	if (!c->compat && !is_text(n))
		return (str){0};
	return l.kind == LIT_TEXT ? l.text : (str){0};
}

static bool names_program(struct check *c, str text)
{
	static const char *const programs[] = {"chown", "chmod", "tar", "rsync"};

	for (size_t i = 0; i < COUNTOF(programs); i++)
		if (c->compat ? text_contains(text, programs[i]) : text_has_word(text, programs[i]))
			return true;
	return false;
}

static void wildcard(struct check *c, const struct node *call)
{
	const struct node *shell = keyword_value(c, call, "shell"),
			  *command = shell_command(c, call);
	str text;

	if (command == NULL)
		return;
	if (!is_listed(c, "shell", call) &&
	    !(c->compat ? lit_is(lit_of(c, shell), "True") : shell_is_on(c, call, &shell)))
		return;
	text = command_text(c, command);
	if (text.n > 0 && str_find_byte(text, '*') != STR_NONE && names_program(c, text))
		finding(c, shell ? shell : call, "the shell turns file names into options here");
}

static const struct rule_option options[] = {SHELL_SUBPROCESS, SHELL_SHELL, {0}};

const struct rule rule_linux_commands_wildcard_injection = {
	.id = "B609",
	.name = "linux_commands_wildcard_injection",
	.severity = HIGH,
	.confidence = MEDIUM,
	.cwe = {155},
	.title = "A wildcard given to tar, chown, chmod or rsync",
	.why = "A file named --checkpoint-action=exec=sh is an option to tar once the shell has "
	       "expanded "
	       "the star, and runs a command.",
	.fix = "Pass a list without a shell, or write ./* so that no name starts with a dash.",
	.bad = "import os\nos.system('/bin/tar cf /backup.tar *')  #! B609\n",
	.good = "import os\nos.system('/bin/tar cf /backup.tar data')\n",
	.options = options,
	.py = wildcard,
};
