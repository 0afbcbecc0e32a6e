#include "base/limits.h"
#include "cmd/debug.h"
#include "engine/rule.h"
#include "engine/scan.h"
#include "py/scope.h"

static bool print_scopes(struct arena *a, str path, str bytes, str option, struct buf *out)
{
	struct py_file file = {0};
	struct diag d = {0};
	str source;
	bool ok = py_decode(a, bytes, &source, &d);

	(void)path;
	(void)option;
	py_parse(&file, a, source, PY_PARSE_DEFAULT);
	scope_print(py_bind(a, &file), out);
	return ok && file.error_count == 0;
}

/* Which rule looked where, what it saw as the callee's name, and whether it said something. */
static bool print_rules(struct arena *a, str path, str bytes, str option, struct buf *out)
{
	struct settings s = {
		.layers = LAYER_ALL,
		.fail_on = LOW,
		.min_severity = INFO,
		.min_confidence = LOW,
		.compat = str_eq(option, S("--bandit-compat")),
		.options = map_in(a),
	};
	struct file_result result;

	scan_traced(scanner_new(a, &s), a, path, bytes, &result, out);
	for (uint32_t i = 0; i < result.finding_count; i++) {
		const struct finding *f = &result.findings[i];
		buf_printf(out, "finding %s %u:%u %.*s%s\n", f->rule->id, f->line, f->column,
			   STR_ARG(f->message), f->suppressed ? " (suppressed)" : "");
	}
	return true;
}

const struct stage stages_rules[] = {
	{
		.name = "scope",
		.help = "scopes, bindings and what they denote (Python)",
		.print = print_scopes,
	},
	{
		.name = "rules",
		.help = "which rule looked where, and what it found (--bandit-compat)",
		.print = print_rules,
	},
};
