/* `assay explain`: what a rule means, by id or name. */
#include <limits.h>
#include <stdio.h>
#include <unistd.h>
#include "base/input.h"
#include "cmd/command.h"
#include "report/paint.h"
#include "report/rule_page.h"

/* Ids are often typed in lower case. */
static const struct rule *find(struct arena *a, str word)
{
	const struct rule *rule = rule_find(word);
	uint8_t *upper;

	if (rule != NULL || word.n > 16)
		return rule;
	upper = arena_alloc(a, word.n + 1, 1);
	for (size_t i = 0; i < word.n; i++)
		upper[i] = (uint8_t)(word.p[i] >= 'a' && word.p[i] <= 'z' ? word.p[i] - 32
									  : word.p[i]);
	return rule_find((str){upper, word.n});
}

#define NEAREST 3

static void say_unknown(struct arena *a, str word)
{
	const struct rule *best[NEAREST] = {0};
	unsigned distance[NEAREST] = {UINT_MAX, UINT_MAX, UINT_MAX};
	struct buf says = buf_in(a);

	for (size_t i = 0; i < rule_count; i++) {
		const struct rule *rule = rule_table[i];
		unsigned id = str_distance(word, str_of(rule->id));
		unsigned name = str_distance(word, str_of(rule->name)), d = id < name ? id : name;
		size_t k = NEAREST;
		if (d > 2 + word.n / 4)
			continue;
		while (k > 0 && d < distance[k - 1])
			k--;
		for (size_t m = NEAREST - 1; k < NEAREST && m > k; m--) {
			best[m] = best[m - 1];
			distance[m] = distance[m - 1];
		}
		if (k < NEAREST) {
			best[k] = rule;
			distance[k] = d;
		}
	}
	buf_printf(&says, "assay: there is no rule '");
	paint_text(&says, word);
	buf_byte(&says, '\'');
	for (size_t k = 0; k < NEAREST && best[k] != NULL; k++)
		buf_printf(&says, "%s%s %s", k == 0 ? "; nearest: " : ", ", best[k]->id,
			   best[k]->name);
	buf_printf(&says, "%s\n", best[0] ? "" : "; `assay rules` lists all");
	fwrite(says.p, 1, says.n, stderr);
}

static int explain(int argc, char **argv)
{
	bool colour = paint_wanted(STDOUT_FILENO);
	int code = argc > 1 ? EXIT_CLEAN : EXIT_USAGE;
	struct arena a;
	struct buf out;

	arena_init(&a, SIZE_MAX / 4);
	out = buf_in(&a);
	if (argc < 2)
		fputs("assay: explain which rule? `assay rules` lists all\n", stderr);
	for (int i = 1; i < argc; i++) {
		const struct rule *rule = find(&a, str_of(argv[i]));
		if (rule == NULL) {
			say_unknown(&a, str_of(argv[i]));
			code = EXIT_USAGE;
			continue;
		}
		if (out.n > 0)
			buf_byte(&out, '\n');
		rule_page_text(&out, rule, colour);
	}
	if (!output_all(STDOUT_FILENO, buf_str(&out)))
		code = EXIT_INCOMPLETE;
	arena_free(&a);
	return code;
}

const struct command command_explain = {
	.name = "explain",
	.summary = "Say what a rule means, why it matters and how to fix what it finds",
	.usage = "Usage: assay explain RULE...\n"
		 "\n"
		 "RULE is an id or a name, as reports print them.\n"
		 "\n"
		 "Examples\n"
		 "  assay explain B614\n"
		 "  assay explain assert_used ML101\n",
	.order = 10,
	.run = explain,
};
