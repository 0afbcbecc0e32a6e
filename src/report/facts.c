/* What several reporters say of a finding or count in a run. */
#include "report/report.h"

#include <stdlib.h>
#include <time.h>

const char *const report_layers[REPORT_LAYERS] = {"code", "models",  "secrets", "deps",
						  "data", "project", "assay"};

str report_utc(struct arena *a, int64_t unix_seconds)
{
	time_t at = (time_t)unix_seconds;
	struct tm tm;
	char text[32];

	if (gmtime_r(&at, &tm) == NULL ||
	    strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
		return (str){NULL, 0};
	return arena_dup(a, str_of(text));
}

const char *report_level(unsigned level)
{
	static const char *const names[] = {"info", "info", "low", "medium", "high", "critical"};

	return names[level <= CRITICAL ? level : CRITICAL];
}

static unsigned layer_of(const struct rule *rule)
{
	static const struct {
		char prefix[3];
		uint8_t layer; /* index of report_layers */
	} families[] = {{"MD", 1}, {"SE", 2}, {"DP", 3}, {"DA", 4}, {"CF", 5},
			{"PR", 5}, {"WF", 5}, {"RN", 5}, {"GW", 5}, {"AS", 6}};

	for (size_t i = 0; i < COUNTOF(families); i++) {
		if (rule->id[0] == families[i].prefix[0] && rule->id[1] == families[i].prefix[1])
			return families[i].layer;
	}
	return 0;
}

const char *report_layer(const struct rule *rule)
{
	return report_layers[layer_of(rule)];
}

const char *report_suppressed_by(unsigned by)
{
	static const char *const names[] = {"", "nosec", "baseline", "exception", "filter"};

	return names[by <= SUPPRESSED_FILTER ? by : 0];
}

str report_fix(const struct finding *f)
{
	return f->fix.n > 0 ? f->fix : str_of(f->rule->fix);
}

str report_message(const struct finding *f)
{
	return f->message.n > 0 ? f->message
				: str_of(f->rule->title ? f->rule->title : f->rule->id);
}

const char *report_message_of(const struct finding *f)
{
	static const char *const names[] = {NULL, "commit", "tag"};

	return names[f->message_of <= FINDING_OF_TAG ? f->message_of : 0];
}

/* The first commit that had it, as people name commits. */
static void add_commit(struct buf *b, const struct finding *f)
{
	str who = str_trim(str_slice(f->author, 0, str_find_byte(f->author, '<')));
	const char *of = report_message_of(f);

	buf_add(b, b->n > 0 ? S(", ") : S(""));
	if (of != NULL)
		buf_printf(b, "in the message of %s",
			   f->message_of == FINDING_OF_TAG ? "a tag" : "commit");
	else
		buf_add(b, S("since commit"));
	if (f->message_of != FINDING_OF_TAG)
		buf_printf(b, " %.*s", STR_ARG(str_slice(f->commit, 0, 12)));
	if (f->date.n >= 10)
		buf_printf(b, " of %.*s", STR_ARG(str_slice(f->date, 0, 10)));
	if (who.n > 0)
		buf_printf(b, " by %.*s", STR_ARG(who));
	if (f->message_of == FINDING_OF_TAG && f->commit.n > 0)
		buf_printf(b, ", on commit %.*s", STR_ARG(str_slice(f->commit, 0, 12)));
	if (of == NULL || f->at_head)
		buf_add(b, f->at_head ? S(", stands at HEAD") : S(", not at HEAD any more"));
}

str report_inside(struct arena *a, const struct finding *f)
{
	struct buf b = buf_in(a);
	bool in_git = f->commit.n > 0 || f->message_of != FINDING_OF_FILE;

	if (f->member.n == 0 && !f->has_offset && !in_git)
		return (str){NULL, 0};
	if (f->member.n > 0)
		buf_printf(&b, "in %.*s", STR_ARG(f->member));
	if (f->member.n > 0 && f->line > 0)
		buf_printf(&b, ", line %u", f->line);
	if (f->has_offset)
		buf_printf(&b, "%sbyte %llu", b.n > 0 ? ", " : "", (unsigned long long)f->offset);
	if (in_git)
		add_commit(&b, f);
	return arena_printf(a, " (%.*s)", STR_ARG(buf_str(&b)));
}

const char *const report_verdicts[REPORT_VERDICTS] = {"clean", "information", "suspicious",
						      "dangerous"};

unsigned report_verdict_of(unsigned worst)
{
	return worst >= HIGH ? 3 : worst >= LOW ? 2 : worst >= INFO ? 1 : 0;
}

str report_property(const struct report_model *m, const char *key)
{
	for (uint32_t i = 0; i < m->property_count; i++) {
		if (str_eq(m->properties[i].key, str_of(key)))
			return m->properties[i].value;
	}
	return (str){NULL, 0};
}

static int by_findings(const void *x, const void *y)
{
	const struct rule_count *a = x, *b = y;

	if (a->findings != b->findings)
		return a->findings > b->findings ? -1 : 1;
	return strcmp(a->rule->id, b->rule->id);
}

static struct rule_count *rule_entry(struct report_counts *c, struct map *index,
				     const struct rule *rule)
{
	uint64_t *place = map_put(index, str_of(rule->id));

	if (*place == 0) {
		c->rules[c->rule_count].rule = rule;
		*place = ++c->rule_count;
	}
	return &c->rules[*place - 1];
}

static void count_one(struct report_counts *c, struct rule_count *rule, const struct finding *f)
{
	unsigned level = f->severity <= CRITICAL ? f->severity : CRITICAL;

	if (f->suppressed != SUPPRESSED_NOT) {
		c->suppressed[0]++;
		c->suppressed[f->suppressed <= SUPPRESSED_FILTER ? f->suppressed : 1]++;
		rule->suppressed++;
		return;
	}
	c->findings++;
	c->by_level[level]++;
	c->by_layer[layer_of(f->rule)][level]++;
	rule->findings++;
	if (rule->severity < level)
		rule->severity = level;
}

void report_count(struct arena *a, const struct report *r, struct report_counts *c)
{
	struct map index = map_in(a);
	const struct finding *last = NULL;
	size_t room = 0;

	*c = (struct report_counts){0};
	for (size_t i = 0; i < r->finding_count; i++) {
		uint64_t *place = map_put(&index, str_of(r->findings[i].rule->id));
		room += *place == 0;
		*place = 1;
	}
	for (size_t i = 0; i < index.count; i++)
		index.entries[i].value = 0;
	c->rules = NEW(a, struct rule_count, room + 1);
	for (size_t i = 0; i < r->finding_count; i++) {
		const struct finding *f = &r->findings[i];
		count_one(c, rule_entry(c, &index, f->rule), f);
		if (f->suppressed != SUPPRESSED_NOT)
			continue;
		c->files += last == NULL || !str_eq(last->path, f->path);
		last = f;
	}
	if (c->rule_count > 1)
		qsort(c->rules, c->rule_count, sizeof(*c->rules), by_findings);
}

void report_reserve(struct buf *out, const struct report *r, size_t each)
{
	size_t bytes = each * r->finding_count + 4096;

	(void)buf_room(out, bytes);
	out->n -= bytes;
}
