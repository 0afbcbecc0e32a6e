#include "dep/print.h"

static const char *const kinds[] = {"requirement", "locked",  "installed",
				    "constraint",  "project", "named"};
static const char *const origins[] = {"index", "url", "vcs", "path"};
static const char *const flags[] = {"direct", "hashed", "editable", "optional",	     "build",
				    "yanked", "conda",	"mutable",  "explicit-index"};

static void print_package(struct buf *out, const struct dep_package *p)
{
	buf_printf(out, "%u:%u %s ", p->line, p->column, kinds[p->kind]);
	buf_add(out, p->normal.n > 0 ? p->normal : S("-"));
	if (p->version.n > 0)
		buf_printf(out, " %.*s", STR_ARG(p->version));
	else if (p->specifiers.count > 0)
		buf_byte(out, ' ');
	if (p->version.n == 0)
		specifiers_print(out, &p->specifiers);
	for (size_t i = 0; i < COUNTOF(flags); i++)
		if (p->flags >> i & 1)
			buf_printf(out, " +%s", flags[i]);
	if (p->group.n > 0)
		buf_printf(out, " (%.*s)", STR_ARG(p->group));
	if (p->origin != DEP_INDEX || p->source.n > 0)
		buf_printf(out, " %s:%.*s", origins[p->origin], STR_ARG(p->source));
	if (p->revision.n > 0)
		buf_printf(out, "@%.*s", STR_ARG(p->revision));
	if (p->marker_text.n > 0)
		buf_printf(out, " ; %.*s", STR_ARG(p->marker_text));
}

void dep_print(struct buf *out, const struct dep_file *f)
{
	buf_printf(out, "%s%s%s%s", f->format, f->lock ? " lock" : "",
		   f->manifest ? " manifest" : "", f->recoded ? " recoded" : "");
	if (f->requires_python.n > 0)
		buf_printf(out, " python %.*s", STR_ARG(f->requires_python));
	if (f->content_hash.n > 0)
		buf_printf(out, " hash %.*s", STR_ARG(f->content_hash));
	buf_byte(out, '\n');
	for (uint32_t i = 0; i < f->package_count; i++) {
		const struct dep_package *p = &f->packages[i];
		print_package(out, p);
		for (uint32_t k = 0; k < p->need_count; k++)
			buf_printf(out, "%s%.*s", k > 0 ? "," : " needs ",
				   STR_ARG(f->packages[p->needs[k]].normal));
		buf_byte(out, '\n');
	}
	for (uint32_t i = 0; i < f->include_count; i++)
		buf_printf(out, "include %u %s%.*s\n", f->includes[i].line,
			   f->includes[i].constraint ? "-c " : "", STR_ARG(f->includes[i].path));
	for (uint32_t i = 0; i < f->python_count; i++)
		buf_printf(out, "runs on %u %.*s\n", f->pythons[i].line,
			   STR_ARG(f->pythons[i].version));
	for (uint32_t i = 0; i < f->index_count; i++)
		buf_printf(out, "index %u %s%.*s\n", f->indexes[i].line,
			   f->indexes[i].extra ? "extra " : "", STR_ARG(f->indexes[i].url));
	for (uint32_t i = 0; i < f->update_count; i++)
		buf_printf(out, "update %u %.*s %.*s\n", f->updates[i].line,
			   STR_ARG(f->updates[i].ecosystem), STR_ARG(f->updates[i].folder));
	for (uint32_t i = 0; i < f->problem_count; i++)
		buf_printf(out, "problem %u:%u%s %.*s\n", f->problems[i].line,
			   f->problems[i].column, f->problems[i].lost ? " lost" : "",
			   STR_ARG(f->problems[i].what));
}
