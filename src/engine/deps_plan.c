/* What --plan says: one step for each vulnerable version of a package, with all the places that
 * have it. Called while the advisories of the name are at hand (deps_advisory.c). */
#include "engine/deps_int.h"
#include "engine/deps_plan.h"

/* clang-format off */
const char *const plan_checklist[] = {
	"read the package's release notes between the two versions",
	"upgrade it alone, in a commit of its own, and re-resolve the lock file",
	"run the tests; measure with `assay compare BEFORE AFTER`: embeddings, predictions, metrics within 1 %",
	"load every saved model and checkpoint that is in use, and tokenise a fixed sample",
	"by hand, on the hardware in use: a training step and a prediction on the GPU (CUDA) and on MPS",
};
/* clang-format on */
const size_t plan_checklist_count = COUNTOF(plan_checklist);

static const str *keep(struct arena *a, const str *texts, uint32_t count)
{
	str *kept = NEW(a, str, (size_t)count + 1);

	for (uint32_t i = 0; i < count; i++)
		kept[i] = arena_dup(a, texts[i]);
	return kept;
}

/* The step of this version: the package's steps are the newest ones. */
static struct plan_step *step_of(struct deps *d, str package, str version)
{
	struct plan *plan = d->plan;
	struct plan_step *s;

	for (uint32_t i = plan->count; i-- > 0;) {
		s = &plan->steps[i];
		if (!str_eq(s->package, package))
			break;
		if (str_eq(s->version, version))
			return s;
	}
	plan->steps = GROW(d->arena, plan->steps, plan->count, &plan->room);
	s = &plan->steps[plan->count++];
	*s = (struct plan_step){.package = package, .version = version};
	return s;
}

static void set_target(struct deps *d, struct plan_step *s, struct arena *scratch, str now,
		       const struct advisory *list, uint32_t count)
{
	struct plan_target t = plan_target(scratch, now, list, count);

	s->target.version = arena_dup(d->arena, t.version);
	s->target.affected = keep(d->arena, t.affected, t.affected_count);
	s->target.affected_count = t.affected_count;
	s->target.remaining = keep(d->arena, t.remaining, t.remaining_count);
	s->target.remaining_count = t.remaining_count;
	s->risk = deps_watch_reason(d->settings, s->package);
	for (uint32_t i = 0; i < count; i++)
		s->malicious |= list[i].malicious && s->version.n > 0 &&
				affected_version(&list[i].affected, s->version);
}

/* ---- What to do ---- */

/* The command that makes the tool of a lock file take another version. */
static str relock(struct deps *d, const char *format, const struct plan_step *s)
{
	static const struct {
		const char *format, *command, *between;
	} tools[] = {
		{"uv.lock", "uv lock --upgrade-package ", "=="},
		{"poetry.lock", "poetry update ", NULL},
		{"pdm.lock", "pdm update ", NULL},
		{"Pipfile.lock", "pipenv upgrade ", "=="},
		{"requirements", "pip-compile --upgrade-package ", "=="},
		{"conda-lock", "conda-lock lock --update ", NULL},
		{"metadata", "pip install ", "=="},
	};

	for (size_t i = 0; i < COUNTOF(tools); i++)
		if (strcmp(tools[i].format, format) == 0)
			return arena_printf(d->arena, "%s%.*s%s%.*s", tools[i].command,
					    STR_ARG(s->package),
					    tools[i].between ? tools[i].between : "",
					    STR_ARG(tools[i].between ? s->target.version : S("")));
	return S("make the file anew with the tool that wrote it");
}

static bool is_open_bound(const struct dep_package *p)
{
	return p->specifiers.count == 1 && (p->specifiers.item->op == SPECIFIER_AT_LEAST ||
					    p->specifiers.item->op == SPECIFIER_COMPATIBLE);
}

/* Can the version be changed where it stands? */
static void set_edit(struct deps *d, struct plan_place *place, const struct deps_file *f,
		     const struct dep_package *p, const struct plan_step *s)
{
	bool pin = p->version.n > 0 && p->origin == DEP_INDEX;

	if (f->dep->lock || s->malicious || s->target.version.n == 0 ||
	    p->version_end <= p->version_start || (!pin && !is_open_bound(p)))
		return;
	place->start = p->version_start;
	place->end = p->version_end;
	place->before = pin ? p->version : p->specifiers.item->text;
	place->after = pin ? s->target.version
			   : arena_printf(d->arena, ">=%.*s", STR_ARG(s->target.version));
	place->edit = (p->flags & DEP_HASHED) ? PLAN_EDIT_HASHED : PLAN_EDIT;
}

static bool asks_for(const struct dep_package *parent, uint32_t index)
{
	for (uint32_t i = 0; i < parent->need_count; i++)
		if (parent->needs[i] == index)
			return true;
	return false;
}

/* How far a parent stands in the way, from not at all to wholly. */
static unsigned in_the_way(enum plan_parent state)
{
	static const unsigned order[] = {
		[PLAN_PARENT_NONE] = 0,	   [PLAN_PARENT_ALLOWS] = 1,  [PLAN_PARENT_NEWER] = 2,
		[PLAN_PARENT_UNKNOWN] = 3, [PLAN_PARENT_FORBIDS] = 4,
	};

	return order[state];
}

/* What everything that asks for the package lets it become, by the metadata at hand
 * (--metadata): the place has those that are most in the way. */
static void set_parents(struct deps *d, struct plan_place *place, struct deps_file *f,
			uint32_t index, const struct plan_step *s)
{
	struct buf names = buf_in(d->arena);
	str last = {NULL, 0};

	for (uint32_t i = 0; i < f->dep->package_count; i++) {
		const struct dep_package *p = &f->dep->packages[i];
		str from = {NULL, 0};
		enum plan_parent state;
		if (i == index || p->kind == DEP_PROJECT || !asks_for(p, index) ||
		    str_eq(p->normal, last)) /* several versions follow each other */
			continue;
		last = p->normal;
		state = deps_metadata_allows(d, p->normal, s->package, s->target.version, &from);
		if (in_the_way(state) < in_the_way(place->parent))
			continue;
		if (in_the_way(state) > in_the_way(place->parent))
			names = buf_in(d->arena);
		place->parent = (uint8_t)state;
		buf_printf(&names, "%s%.*s", names.n > 0 ? ", " : "", STR_ARG(p->normal));
		if (state == PLAN_PARENT_NEWER)
			buf_printf(&names, " %.*s", STR_ARG(from));
	}
	place->parents = names.n > 0 ? buf_str(&names) : S("");
}

/* In a lock file: what its tool is to do, and who may have something against it. */
static str lock_advice(struct deps *d, const struct deps_file *f, const struct plan_place *place,
		       const struct plan_step *s)
{
	str command = relock(d, f->dep->format, s);
	struct buf b = buf_in(d->arena);

	switch (place->parent) {
	case PLAN_PARENT_UNKNOWN:
		buf_printf(&b, "re-resolve with `%.*s`; what these allow is unknown: %.*s",
			   STR_ARG(command), STR_ARG(place->parents));
		break;
	case PLAN_PARENT_ALLOWS:
		buf_printf(&b, "`%.*s`; it is allowed by %.*s", STR_ARG(command),
			   STR_ARG(place->parents));
		break;
	case PLAN_PARENT_NEWER:
		buf_printf(&b, "`%.*s`, together with what allows it: %.*s", STR_ARG(command),
			   STR_ARG(place->parents));
		break;
	case PLAN_PARENT_FORBIDS:
		buf_printf(&b, "no version whose metadata is at hand allows it of %.*s",
			   STR_ARG(place->parents));
		break;
	default:
		buf_printf(&b, "`%.*s`", STR_ARG(command));
	}
	return buf_str(&b);
}

static str advice_of(struct deps *d, const struct deps_file *f, const struct plan_place *place,
		     const struct plan_step *s)
{
	if (s->malicious)
		return S("remove it");
	if (s->target.version.n == 0)
		return S(
			"no advisory names a version that is free of them: replace the package, or "
			"accept them in an [[exception]] with a reason");
	if (place->edit == PLAN_EDIT_HASHED)
		return S(
			"edit by hand: the digests of the new version are not known here, and none "
			"are invented");
	if (place->edit == PLAN_EDIT)
		return arena_printf(d->arena, "write %.*s", STR_ARG(place->after));
	if (f->dep->lock || strcmp(f->dep->format, "metadata") == 0)
		return lock_advice(d, f, place, s);
	return arena_printf(d->arena, "ask for %.*s>=%.*s", STR_ARG(s->package),
			    STR_ARG(s->target.version));
}

/* ---- Places ---- */

static struct plan_place *add_place(struct deps *d, struct plan_step *s, struct deps_file *f,
				    const struct dep_package *p)
{
	uint32_t index = (uint32_t)(p - f->dep->packages);
	struct plan_place *place;

	s->places = GROW(d->arena, s->places, s->count, &s->room);
	place = &s->places[s->count++];
	*place = (struct plan_place){.path = f->path, .line = p->line, .file = f->file};
	deps_via(&d->check, f, index, &place->via, &place->via_count);
	set_edit(d, place, f, p, s);
	if (!s->malicious && s->target.version.n > 0)
		set_parents(d, place, f, index, s);
	place->advice = advice_of(d, f, place, s);
	return place;
}

/* The manifest whose lock has it may pin it, too: that comes first. */
static void add_manifest(struct deps *d, struct plan_step *s, struct deps_file *f,
			 const struct dep_package *p)
{
	const struct dep_package *asked;
	uint32_t at = 0;

	while (f->manifest != NULL &&
	       (asked = deps_package(&d->check, f->manifest, p->normal, &at)) != NULL) {
		struct version now, to;
		struct specifiers *allowed = NEW(d->arena, struct specifiers, 1);
		*allowed = asked->specifiers;
		if (version_parse(s->target.version, &to) && version_parse(s->version, &now) &&
		    !specifiers_allow(allowed, s->target.version, &to, true))
			add_place(d, s, f->manifest, asked);
	}
}

void deps_plan_take(struct deps *d, struct arena *scratch, struct deps_file *f,
		    const struct dep_package *p, const struct advisory *list, uint32_t count)
{
	str version = deps_version(p);
	struct plan_step *s = step_of(d, p->normal, version);

	if (s->count == 0)
		set_target(d, s, scratch,
			   version.n == 0 && is_open_bound(p) ? p->specifiers.item->text : version,
			   list, count);
	add_manifest(d, s, f, p);
	add_place(d, s, f, p);
}
