/* See approve.h. All or nothing: when one of the files is refused the list stays as it is. The file
 * that is changed is the configuration in force (assay.toml, or [tool.assay] of a pyproject.toml),
 * and otherwise a new assay.toml in the project's root; the new text is parsed in the jail like any
 * other and must say what was asked for before it takes the place of the old one. */
#include "cmd/approve.h"

#include <errno.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/fail.h"
#include "base/hash.h"
#include "base/input.h"
#include "base/limits.h"
#include "base/map.h"
#include "cmd/command.h"
#include "cmd/scan_options.h"
#include "engine/approved_text.h"
#include "engine/run.h"
#include "engine/settle.h"
#include "report/paint.h"
#include "report/report.h"

struct approve {
	struct arena *a;
	struct helper *helper;
	struct scan_options o;
	str purpose, by;
	bool force;
	struct report report;
	struct approved_change *changes;
	size_t count;
	str file; /* what is written */
	enum config_kind kind;
};

static int usage(const char *message)
{
	fprintf(stderr, "assay: %s\n", message);
	return EXIT_USAGE;
}

/* As it may be printed: no byte of a name reaches the terminal as a control. */
static str shown(const struct approve *w, str text)
{
	struct buf b = buf_in(w->a);

	paint_text(&b, text);
	return buf_str(&b);
}

/* ---- The command line ---- */

bool approve_wanted(int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strcmp(argv[i], "--approve") == 0)
			return true;
	}
	return false;
}

/* `--name VALUE` or `--name=VALUE`. False: it is neither. */
static bool own_value(const char *name, int argc, char **argv, int *i, str *value)
{
	str word = str_of(argv[*i]), option = str_of(name);

	if (str_eq(word, option))
		*value = *i + 1 < argc ? str_of(argv[++*i]) : S("");
	else if (str_starts(word, option) && word.n > option.n && word.p[option.n] == '=')
		*value = str_slice(word, option.n + 1, word.n);
	else
		return false;
	return true;
}

static bool take_own(struct approve *w, int argc, char **argv, int *i)
{
	bool force = strcmp(argv[*i], "--force") == 0;

	w->force |= force;
	return force || strcmp(argv[*i], "--approve") == 0 ||
	       own_value("--purpose", argc, argv, i, &w->purpose) ||
	       own_value("--by", argc, argv, i, &w->by);
}

/* Takes its own words; the rest is what every layer command has. */
static bool read_words(struct approve *w, int argc, char **argv)
{
	char **rest = NEW(w->a, char *, (size_t)argc + 1);
	bool only_paths = false;
	int n = 0;

	for (int i = 0; i < argc; i++) {
		only_paths |= strcmp(argv[i], "--") == 0;
		if (i == 0 || only_paths || !take_own(w, argc, argv, &i))
			rest[n++] = argv[i];
	}
	return scan_options_read(&w->o, w->a, n, rest);
}

/* ---- What is approved ---- */

static const struct approved *entry_of(const struct map *entries, str place)
{
	const uint64_t *at = map_get(entries, place);

	return at ? (const struct approved *)(uintptr_t)*at : NULL;
}

static uint32_t line_of(const struct approved *x)
{
	size_t colon = str_rfind_byte(x->where, ':');
	uint64_t line = 0;

	if (colon == STR_NONE || !str_to_u64(str_slice(x->where, colon + 1, x->where.n), &line))
		return 0;
	return line <= UINT32_MAX ? (uint32_t)line : 0;
}

static void add_change(struct approve *w, const struct report_model *m, const struct approved *old)
{
	struct approved_change *c = &w->changes[w->count++];

	*c = (struct approved_change){
		.path = m->place,
		.sha256 = hash_hex_in(w->a, m->sha256, sizeof(m->sha256)),
		.purpose = w->purpose,
		.by = w->by,
		.date = today_utc(w->a),
	};
	if (old == NULL)
		return;
	c->line = line_of(old);
	c->old_sha256 = hash_hex_in(w->a, old->sha256, sizeof(old->sha256));
}

static void collect(struct approve *w)
{
	struct map entries = map_in(w->a);
	const struct report *r = &w->report;

	for (const struct approved *x = w->o.settings->approved; x != NULL; x = x->next)
		*map_put(&entries, x->path) = (uintptr_t)x;
	w->changes = NEW(w->a, struct approved_change, r->model_count + 1);
	for (size_t i = 0; i < r->model_count; i++) {
		const struct report_model *m = &r->models[i];
		const struct approved *old = entry_of(&entries, m->place);
		if (!m->unsafe || !m->hashed)
			continue;
		if (old != NULL && memcmp(old->sha256, m->sha256, sizeof(m->sha256)) == 0)
			printf("already approved: %.*s\n", STR_ARG(shown(w, m->place)));
		else
			add_change(w, m, old);
	}
}

/* ---- What speaks against it ---- */

static bool outside(struct approve *w, const struct report_model *m)
{
	bool is_outside;

	(void)report_place(w->a, &w->report, m->path, &is_outside);
	if (is_outside)
		fprintf(stderr, "assay: %.*s lies outside of the project in %.*s\n",
			STR_ARG(shown(w, m->path)), STR_ARG(shown(w, w->report.root)));
	return is_outside;
}

static void tell_findings(struct approve *w, const struct report_model *m)
{
	const struct report *r = &w->report;
	unsigned told = 0;

	for (size_t i = 0; i < r->finding_count && told < 3; i++) {
		const struct finding *f = &r->findings[i];
		if (f->severity < HIGH || f->suppressed != SUPPRESSED_NOT ||
		    !str_eq(f->path, m->path))
			continue;
		fprintf(stderr, "  %s %s: %.*s%.*s\n", report_level(f->severity), f->rule->id,
			STR_ARG(shown(w, report_message(f))),
			STR_ARG(shown(w, report_inside(w->a, f))));
		told++;
	}
}

/* The exit code, EXIT_CLEAN when nothing does. */
static int judge(struct approve *w)
{
	const struct report *r = &w->report;
	int code = EXIT_CLEAN;
	size_t unsafe = 0;

	for (size_t i = 0; i < r->model_count; i++) {
		const struct report_model *m = &r->models[i];
		unsafe += m->unsafe;
		if (!m->unsafe)
			continue;
		if (outside(w, m))
			return EXIT_USAGE;
		if (m->worst < HIGH || w->force)
			continue;
		fprintf(stderr, "assay: %.*s is not approved:\n", STR_ARG(shown(w, m->path)));
		tell_findings(w, m);
		code = EXIT_FINDINGS;
	}
	if (code != EXIT_CLEAN)
		fputs("Nothing was written. With --force it is approved all the same; approved or "
		      "not, later runs report it.\n",
		      stderr);
	else if (r->exit_code == RUN_INCOMPLETE && !w->force) {
		fputs("assay: something could not be checked, so nothing was approved; `assay "
		      "models` with the same paths says what\n",
		      stderr);
		code = EXIT_INCOMPLETE;
	} else if (unsafe == 0)
		fputs("Nothing here can run code when it is loaded: there is nothing to approve.\n",
		      stderr);
	return code;
}

/* ---- The file ---- */

static void choose_file(struct approve *w)
{
	const struct settings *s = w->o.settings;
	str root = str_eq(s->root, S("/")) ? S("") : s->root;
	bool ours = s->config_path.n > 0 && s->config_for_assay;

	if (w->o.config.n > 0)
		w->file = w->o.config;
	else if (ours && str_starts(s->config_path, S("/")))
		w->file = s->config_path;
	else
		w->file = arena_printf(w->a, "%.*s/%.*s", STR_ARG(root),
				       STR_ARG(ours ? s->config_path : S("assay.toml")));
	w->kind = str_eq(str_after_last(w->file, '/'), S("pyproject.toml")) ? CONFIG_PYPROJECT
									    : CONFIG_ASSAY_TOML;
	if (!ours && s->config_path.n > 0 && !s->quiet)
		fprintf(stderr,
			"assay: from now on %.*s decides, no longer Bandit's %.*s: carry over what "
			"you want of it\n",
			STR_ARG(shown(w, w->file)), STR_ARG(shown(w, s->config_path)));
}

/* Empty when there is none yet. False: it cannot be read. */
static bool read_text(struct approve *w, str *text)
{
	int fd = input_open(arena_cstr(w->a, w->file));
	bool ok;

	*text = S("");
	if (fd < 0)
		return errno == ENOENT;
	ok = input_read(w->a, fd, LIMIT_CONFIG_BYTES, text) == INPUT_OK;
	close(fd);
	errno = EIO;
	return ok;
}

static bool says(const struct config *c, const struct approved_change *change)
{
	for (const struct config_entry *e = c->first; e != NULL; e = e->next) {
		if (e->tag == CONFIG_APPROVED && str_eq(e->text[0], change->path) &&
		    str_eq(e->text[1], change->sha256))
			return true;
	}
	return false;
}

static size_t entries_in(const struct config *c, bool *error)
{
	size_t n = 0;

	for (const struct config_entry *e = c->first; e != NULL; e = e->next) {
		n += e->tag == CONFIG_APPROVED;
		if (e->tag == CONFIG_ERROR)
			*error = true;
	}
	return n;
}

/* What a worker in its jail reads in the text. False: it died. */
static bool parse_text(struct approve *w, str text, struct config *c)
{
	int fd = memfd_create("assay", MFD_CLOEXEC);
	str record;
	bool ok = fd >= 0 && output_all(fd, text) &&
		  helper_call(w->helper, w->a, WORKER_CONFIG + (unsigned)w->kind, w->file, fd,
			      &record) &&
		  config_read(w->a, record, c);

	if (fd >= 0)
		close(fd);
	return ok;
}

/* Does the new text say all that the old one says, and what was asked for? */
static bool is_right(struct approve *w, str old, str text)
{
	struct config before = {.kind = w->kind}, after = {.kind = w->kind};
	bool error = false;
	size_t added = 0;

	if (!parse_text(w, old, &before) || !parse_text(w, text, &after))
		return false;
	for (size_t i = 0; i < w->count; i++) {
		if (!says(&after, &w->changes[i]))
			return false;
		added += w->changes[i].line == 0;
	}
	return entries_in(&after, &error) == entries_in(&before, &error) + added && !error;
}

static int write_file(struct approve *w)
{
	bool project = w->kind == CONFIG_PYPROJECT;
	str old, text;

	if (!read_text(w, &old)) {
		fprintf(stderr, "assay: %.*s: %s\n", STR_ARG(shown(w, w->file)), strerror(errno));
		return EXIT_INCOMPLETE;
	}
	text = approved_text(w->a, old, w->changes, w->count,
			     project ? "tool.assay.models.approved" : "models.approved");
	if (!is_right(w, old, text)) {
		fprintf(stderr,
			"assay: %.*s is written in a way that entries cannot be added to; write "
			"them as [[%s]] tables. Needed are:\n",
			STR_ARG(shown(w, w->file)),
			project ? "tool.assay.models.approved" : "models.approved");
		for (size_t i = 0; i < w->count; i++)
			fprintf(stderr, "  path %.*s, sha256 %.*s\n",
				STR_ARG(shown(w, w->changes[i].path)),
				STR_ARG(w->changes[i].sha256));
		return EXIT_USAGE;
	}
	if (!output_replace(w->a, w->file, text)) {
		fprintf(stderr, "assay: %.*s: %s\n", STR_ARG(shown(w, w->file)), strerror(errno));
		return EXIT_INCOMPLETE;
	}
	return EXIT_CLEAN;
}

static void tell(const struct approve *w)
{
	if (w->o.settings->quiet)
		return;
	for (size_t i = 0; i < w->count; i++) {
		const struct approved_change *c = &w->changes[i];
		printf("%s %.*s\n  sha256 %.*s\n",
		       c->line ? "approved anew:" : "approved:", STR_ARG(shown(w, c->path)),
		       STR_ARG(c->sha256));
	}
	printf("%zu written to %.*s\n", w->count, STR_ARG(shown(w, w->file)));
}

/* ---- All together ---- */

/* False: the policy has a list of its own, so the project's does not count. */
static bool may_approve(const struct approve *w)
{
	const struct approved *x = w->o.settings->approved;

	return w->o.policy.n == 0 || !w->o.settings->approval ||
	       (x != NULL && !str_starts(x->where, w->o.policy));
}

static int approve_in(struct approve *w)
{
	struct settings *s;
	struct run_options ro;
	const char *error;
	int code;

	if (str_trim(w->purpose).n == 0)
		return usage("--approve needs --purpose TEXT: what the model is for");
	if (!w->o.paths_given)
		return usage("--approve needs a PATH: a model, or a folder with models");
	if (w->o.settings->isolated || w->o.settings->compat)
		return usage("--approve writes into the project's configuration: it cannot be "
			     "combined with --isolated or --bandit-compat");
	s = w->o.settings;
	s->layers = LAYER_MODELS | LAYER_CODE;
	s->models_only = s->no_cache = true;
	s->hash = HASH_FILE;
	if (!scan_configure(&w->o, w->a, w->helper))
		return EXIT_USAGE;
	if (!may_approve(w))
		return usage("the policy has a list of approved models: entries of the project do "
			     "not count beside it");
	s->approval = false; /* what is not on the list yet is no finding here */
	ro = (struct run_options){.settings = s,
				  .paths = w->o.paths,
				  .path_count = w->o.path_count,
				  .helper = w->helper};
	if (!run(&ro, w->a, &w->report, &error))
		return usage(error);
	code = judge(w);
	if (code != EXIT_CLEAN)
		return code;
	collect(w);
	if (w->count == 0)
		return EXIT_CLEAN;
	choose_file(w);
	code = write_file(w);
	if (code == EXIT_CLEAN)
		tell(w);
	return code;
}

int approve_command(int argc, char **argv)
{
	struct fail_point here;
	struct helper helper;
	struct arena a;
	struct approve w = {.a = &a, .helper = &helper};
	volatile int code = EXIT_INCOMPLETE;

	arena_init(&a, SIZE_MAX / 4);
	helper_init(&helper);
	if (FAIL_SET(&here) == FAIL_NONE)
		code = read_words(&w, argc, argv) ? approve_in(&w) : EXIT_USAGE;
	else
		fprintf(stderr, "assay: %s\n", here.what);
	fail_clear(&here);
	helper_stop(&helper);
	arena_free(&a);
	return code;
}
