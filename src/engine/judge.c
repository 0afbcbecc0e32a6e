#include "engine/judge.h"

#include <stdlib.h>
#include <fcntl.h>
#include "engine/pool.h"
#include "engine/problem.h"
#include "engine/rule.h"
#include "engine/run.h"

struct judge {
	struct arena *a;
	str path;
	int fd;
	struct judgement *out;
	struct file_result result;
	bool incomplete;
};

static int open_again(void *ctx, uint32_t id, struct worker_file *file)
{
	const struct judge *j = ctx;

	(void)id;
	file->path = j->path;
	file->layers = LAYER_ALL & ~LAYER_CODE;
	return fcntl(j->fd, F_DUPFD_CLOEXEC, 3);
}

static void lost(struct judge *j, const char *rule, const char *message)
{
	struct finding why = problem(j->a, rule, j->path, "%s", message);

	j->result = problem_result(j->a, &why);
	j->incomplete = true;
}

static bool done(void *ctx, uint32_t id, enum pool_end end, str record)
{
	struct judge *j = ctx;
	struct cur c;

	(void)id;
	switch (end) {
	case POOL_LOST:
		lost(j, "AS006", "the process that checked this file died");
		return true;
	case POOL_HUNG:
		lost(j, "AS007", "checking this file took too long");
		return true;
	case POOL_UNOPENED:
		lost(j, "AS003", "the system allows no more open files");
		return true;
	case POOL_ANSWERED:
		break;
	}
	c = cur_of(arena_dup(j->a, record));
	return file_result_read(&c, j->a, &j->result) && cur_left(&c) == 0;
}

static int by_severity(const void *x, const void *y)
{
	const struct finding *a = x, *b = y;

	if (a->severity != b->severity)
		return a->severity > b->severity ? -1 : 1;
	return finding_order(a, b);
}

static void settings_of_all_rules(struct arena *a, struct settings *s)
{
	*s = (struct settings){
		.layers = LAYER_MODELS,
		.models_only = true,
		.min_severity = INFO,
		.min_confidence = LOW,
		.no_suppressions = true,
		.no_cache = true,
		.nosec_level = LOW,
		.off = NEW(a, uint8_t, rule_count + 1),
		.options = map_in(a),
	};
	for (size_t i = 0; i < rule_count; i++)
		s->off[i] = (rule_table[i]->flags & RULE_OFF_BY_DEFAULT) != 0;
}

/* Findings of assay on its own work (AS) say that something was not looked at. */
static void conclude(struct judge *j)
{
	struct judgement *out = j->out;
	struct finding *f = j->result.findings;
	size_t n = j->result.finding_count;

	out->findings = f;
	out->count = n;
	out->cut_short = j->result.cut_short;
	out->end = j->result.layers & LAYER_MODELS ? JUDGED_CLEAN : JUDGED_NOTHING;
	if (j->incomplete || j->result.unread || j->result.cut_short > 0)
		out->end = JUDGED_INCOMPLETE;
	for (size_t i = 0; i < n; i++) {
		bool ours = str_starts(str_of(f[i].rule->id), S("AS"));
		f[i].path = j->path;
		if (ours && out->end != JUDGED_FINDINGS)
			out->end = JUDGED_INCOMPLETE;
		else if (!ours && f[i].severity >= MEDIUM)
			out->end = JUDGED_FINDINGS;
	}
	if (n > 1)
		qsort(f, n, sizeof(*f), by_severity);
}

void judge_file(struct arena *a, str path, int fd, struct judgement *out)
{
	static const uint32_t order[] = {0};
	struct judge j = {.a = a, .path = path, .fd = fd, .out = out};
	struct settings settings;
	struct worker_job job;
	struct pool p = {.job = &job, .order = order, .count = 1, .jobs = 1, .heavy = 1, .ctx = &j};

	*out = (struct judgement){.end = JUDGED_INCOMPLETE};
	settings_of_all_rules(a, &settings);
	job = run_job(&settings);
	p.open = open_again;
	p.done = done;
	if (pool_run(&p, a, &out->why))
		conclude(&j);
}
