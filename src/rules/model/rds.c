/* Serialized R objects. R has no code in data that runs by itself when it is read, with exceptions:
 * a promise that was not evaluated yet runs its expression when the variable is touched
 * (CVE-2024-27322), classes of packages bring objects back with code of their own, and .First() of
 * a workspace runs when R starts beside it. Honest models have calls (formulas), closures with
 * their byte code, environments, and inside these even promises. */
#include "model/rds.h"

#include "base/limits.h"
#include "engine/model.h"
#include "engine/rule.h"
#include "rules/model/graph.h"

#define TAGS "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0010 ATLAS-AML.T0011"

struct r_object {
	struct model *m;
	struct map seen;
	bool telling; /* the promise at hand calls something that is_dangerous */
	str first;    /* the first call in it; in arena */
	bool functions;
};

/* Nothing that a model computes. */
static bool is_dangerous(str function)
{
	return str_in(function,
		      "system system2 shell shell.exec pipe socketConnection serverSocket "
		      "download.file url dyn.load library.dynam unlink file.remove setwd "
		      "Sys.setenv Sys.chmod install.packages browseURL fifo pskill "
		      "source sys.source curl_download GET POST system.exec rJava .jcall "
		      "py_run_string reticulate url.show download.packages fork mcfork");
}

/* In a promise, also what evaluates text or calls by name. */
static bool is_dangerous_lazily(str function)
{
	return is_dangerous(function) ||
	       str_in(function, "eval evalq parse do.call readRDS load unserialize file writeLines "
				"writeBin cat sink .C .Call .External .External2 .Internal "
				".Primitive get match.fun assign getFromNamespace attachNamespace "
				"loadNamespace library require Sys.getenv readLines scan Reduce");
}

static void on_call(void *ctx, const struct rds_where *w, str function)
{
	struct r_object *x = ctx;
	struct finding *f;

	x->functions |= w->closures > 0;
	if (w->promises > 0) {
		x->telling |= is_dangerous_lazily(function);
		if (x->first.p == NULL || is_dangerous(function))
			x->first = arena_dup(x->m->arena, function);
		return;
	}
	if (!is_dangerous(function) || !graph_first(&x->seen, "MD421", function))
		return;
	f = model_finding(x->m, "MD421", w->at, function, "%s that calls %.*s()",
			  w->closures > 0 ? "a function" : "an expression",
			  STR_ARG(graph_show(x->m, function)));
	if (str_in(function, "url source unlink setwd Sys.setenv file.remove"))
		f->severity = w->closures > 0 ? INFO : MEDIUM;
}

static void on_text(void *ctx, const struct rds_where *w, str s)
{
	struct r_object *x = ctx;

	if (w->promises > 0)
		x->telling |= is_dangerous(s);
}

static void on_promise(void *ctx, const struct rds_where *w, bool unevaluated)
{
	struct r_object *x = ctx;
	struct finding *f;

	if (!unevaluated)
		return;
	if (graph_first(&x->seen, "MD420", x->first)) {
		f = model_finding(x->m, "MD420", w->at, x->first,
				  "a promise that was not evaluated yet%s%.*s%s",
				  x->first.n ? ": it calls " : "",
				  STR_ARG(x->first.n ? graph_show(x->m, x->first) : S("")),
				  x->first.n ? " when it is touched" : "");
		/* arguments that nobody looked at, in the environment of a closure */
		if (w->environments > 0 && !x->telling)
			f->severity = INFO;
	}
	x->first = (str){NULL, 0};
	x->telling = false;
}

static void on_altrep(void *ctx, uint64_t at, str class, str package)
{
	struct r_object *x = ctx;
	struct finding *f;
	bool base = str_eq(package, S("base"));

	if (base && (str_starts(class, S("compact_")) || str_starts(class, S("wrap_")) ||
		     str_eq(class, S("deferred_string"))))
		return;
	if (!graph_first(&x->seen, "MD422", class))
		return;
	f = model_finding(x->m, "MD422", at, class,
			  "an object that class %.*s of package %.*s brings back with its own code",
			  STR_ARG(graph_show(x->m, class)), STR_ARG(graph_show(x->m, package)));
	if (str_starts(class, S("mmap_")))
		f->severity = HIGH;
	else if (str_in(package, "arrow vroom bit64 stringfish qs data.table cpp11 Rcpp tibble"))
		f->severity = INFO;
}

static void on_variable(void *ctx, uint64_t at, str name, unsigned type)
{
	struct r_object *x = ctx;
	bool runs = str_in(name, ".First .Last .First.sys .Last.sys .Rprofile .onLoad .onAttach");

	if (runs && (type == RDS_CLOSURE || type == RDS_PROMISE))
		model_finding(x->m, "MD423", at, name,
			      "the workspace defines %.*s(), which R calls by itself",
			      STR_ARG(name));
}

/* Names of functions in what could not be read: a length and the name. */
static void scan_bytes(struct r_object *x)
{
	static const char *const names[] = {"system", "system2",	 "shell",
					    "pipe",   "download.file",	 "dyn.load",
					    "unlink", "socketConnection"};
	str s = blob_get(x->m->blob, x->m->arena, 0, 1 * MiB);

	for (size_t i = 0; i < COUNTOF(names); i++) {
		str name = str_of(names[i]);
		uint8_t head[4] = {0, 0, 0, (uint8_t)name.n};
		for (size_t at = 0, found; at < s.n; at += found + name.n) {
			found = str_find(str_slice(s, at, s.n), name);
			if (found == STR_NONE)
				break;
			if (at + found < 4 || memcmp(str_slice(s, at + found - 4, s.n).p, head, 4))
				continue;
			if (graph_first(&x->seen, "MD421", name))
				model_finding(x->m, "MD421", at + found, name,
					      "the name of %.*s() in a damaged object",
					      STR_ARG(name))
					->severity = HIGH;
		}
	}
}

static void check_wire(struct r_object *x, const struct rds_diag *d, uint64_t end)
{
	struct model *m = x->m;

	if (d->code == RDS_DIAG_SYMBOLS)
		model_finding(m, "AS004", d->offset, (str){NULL, 0}, "%s", d->msg);
	else if (d->code != RDS_DIAG_NONE)
		model_finding(m, "MD424", d->offset, (str){NULL, 0},
			      "a serialized R object that is cut short or damaged: %s", d->msg);
	else if (end < m->blob.size) {
		model_finding(m, "MD424", end, S("behind"),
			      "%llu bytes lie behind the end of the object",
			      (unsigned long long)(m->blob.size - end));
		model_inside_quiet(m, S("(behind the object)"),
				   blob_slice(m->blob, end, m->blob.size));
	}
	if (d->code != RDS_DIAG_NONE || end < m->blob.size)
		scan_bytes(x);
}

static bool is_named(str name)
{
	return str_ends(name, S(".rds")) || str_ends(name, S(".RDS")) ||
	       str_ends(name, S(".Rds")) || str_ends(name, S(".rda")) ||
	       str_ends(name, S(".RData")) || str_ends(name, S(".Rdata")) ||
	       str_ends(name, S(".rdata")) || str_ends(name, S(".RDA"));
}

static void check_rds(struct model *m)
{
	struct r_object x = {.m = m, .seen = map_in(m->arena)};
	struct rds_visitor v = {
		.ctx = &x,
		.promise = on_promise,
		.call = on_call,
		.text = on_text,
		.altrep = on_altrep,
		.variable = on_variable,
	};
	struct rds_diag d;
	uint64_t end;

	if (rds_looks_like(blob_get(m->blob, m->arena, 0, 16)) == RDS_NONE) {
		if (!graph_lfs_pointer(m))
			model_finding(m, "MD425", 0, (str){NULL, 0},
				      "named as an R object, but the content is none");
		return;
	}
	model_property(m, "format", S("r"));
	(void)rds_read(m->arena, stream_of(m->arena, m->blob), &v, &end, &d);
	check_wire(&x, &d, end);
	if (x.functions)
		model_unsafe_format(m);
}

static unsigned recognise(UNUSED const struct settings *s, const struct peek *p)
{
	if (rds_looks_like(p->head) != RDS_NONE)
		return 85;
	return is_named(p->name) ? 30 : 0;
}

const struct format format_rds = {
	.name = "rds",
	.layer = LAYER_MODELS,
	.recognise = recognise,
	.model = check_rds,
};

const struct rule rules_rds[] = {
	{
		.id = "MD420",
		.name = "r_promise",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {502, 94},
		.tags = TAGS,
		.title = "An R object holds an expression that runs when it is touched",
		.why = "A promise without a value runs its expression as soon as the variable is "
		       "looked at (CVE-2024-27322; R 4.4.0 refuses it). Data has none.",
		.fix = "Do not read the file with R before 4.4.0, nor touch what it gives.",
		.reference = "https://nvd.nist.gov/vuln/detail/CVE-2024-27322",
		.lang = "bytes:model.rds",
		.bad = "X\\n\\x00\\x00\\x00\\x02\\x00\\x04\\x03\\x00\\x00\\x02\\x03\\x00\\x00\\x00"
		       "\\x00"
		       "\\x05\\x00\\x00\\x00\\xfc\\x00\\x00\\x00\\x06\\x00\\x00\\x00\\x01\\x00\\x04"
		       "\\x00"
		       "\\x09\\x00\\x00\\x00\\x01q\\x00\\x00\\x00\\xfe",
		.good = "X\\n\\x00\\x00\\x00\\x02\\x00\\x04\\x03\\x00\\x00\\x02\\x03\\x00\\x00\\x00"
			"\\x00"
			"\\x06\\x00\\x00\\x00\\x01\\x00\\x04\\x00"
			"\\x09\\x00\\x00\\x00\\x01q\\x00\\x00\\x00\\xfe",
	},
	{
		.id = "MD421",
		.name = "r_dangerous_call",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {94, 78},
		.tags = TAGS,
		.title = "An R object has code that starts programs or connects",
		.why = "The code runs when the model is used: when its function is called, or when "
		       "update() or eval() meets the expression.",
		.fix = "Look at the function in a sandbox before you use the model.",
		.lang = "bytes:model.rds",
		.bad = "X\\n\\x00\\x00\\x00\\x02\\x00\\x04\\x03\\x00\\x00\\x02\\x03\\x00\\x00\\x00"
		       "\\x00"
		       "\\x06\\x00\\x00\\x00\\x01\\x00\\x04\\x00"
		       "\\x09\\x00\\x00\\x00\\x06system\\x00\\x00\\x00\\xfe",
		.good = "X\\n\\x00\\x00\\x00\\x02\\x00\\x04\\x03\\x00\\x00\\x02\\x03\\x00\\x00\\x00"
			"\\x00"
			"\\x06\\x00\\x00\\x00\\x01\\x00\\x04\\x00"
			"\\x09\\x00\\x00\\x00\\x01q\\x00\\x00\\x00\\xfe",
	},
	{
		.id = "MD422",
		.name = "r_altrep_class",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {502},
		.tags = TAGS,
		.title = "An R object is brought back by the code of a package",
		.why = "Reading the file loads the package and calls its method with what the file "
		       "says.",
		.fix = "Find out which package it is, or save the object as plain vectors.",
	},
	{
		.id = "MD423",
		.name = "r_workspace_hook",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {94, 427},
		.tags = TAGS,
		.title = "An R workspace has a function that R calls by itself",
		.why = "R loads .RData from the folder it is started in and calls .First().",
		.fix = "Delete the file; load data with readRDS().",
	},
	{
		.id = "MD424",
		.name = "r_malformed",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20},
		.tags = TAGS,
		.title = "A serialized R object that is cut short or damaged",
		.why = "A part of it could not be checked; R writes no such file.",
		.fix = "Get the file again from its source and compare its hash.",
		.lang = "bytes:model.rds",
		.bad = "X\\n\\x00\\x00\\x00\\x02\\x00\\x04\\x03\\x00\\x00\\x02\\x03\\x00\\x00\\x00"
		       "\\x00"
		       "\\x63",
		.good = "X\\n\\x00\\x00\\x00\\x02\\x00\\x04\\x03\\x00\\x00\\x02\\x03\\x00\\x00\\x00"
			"\\x00"
			"\\xfe",
	},
	{
		.id = "MD425",
		.name = "not_r",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {646},
		.tags = TAGS,
		.title = "Named as an R object, but none",
		.why = "A name that promises one format makes people and programs trust whatever "
		       "is "
		       "inside.",
		.fix = "Find out what the file is before anything opens it.",
		.lang = "bytes:model.rds",
		.bad = "no object",
		.good = "X\\n\\x00\\x00\\x00\\x02\\x00\\x04\\x03\\x00\\x00\\x02\\x03\\x00\\x00\\x00"
			"\\x00"
			"\\xfe",
	},
	{0},
};
