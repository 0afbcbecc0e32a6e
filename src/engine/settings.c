#include "engine/settings.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/version.h"
#include "engine/rule.h"

struct settings *settings_new(struct arena *a)
{
	struct settings *s = NEW(a, struct settings, 1);

	s->layers = LAYER_ALL;
	s->off = NEW(a, uint8_t, rule_count + 1);
	s->fail_on = LOW;
	s->min_severity = INFO;
	s->min_confidence = LOW;
	s->nosec_level = LOW;
	s->format = S("text");
	s->options = map_in(a);
	for (size_t i = 0; i < rule_count; i++) {
		if ((rule_table[i]->flags & (RULE_OFF_BY_DEFAULT | RULE_BANDIT_COMPAT_ONLY)) != 0)
			s->off[i] = 1;
	}
	return s;
}

/* A rule's own id or name, or the letters and digits that ids begin with ("B", "ML1"). */
static bool names(const struct rule *rule, str word)
{
	return str_eq_nocase(str_of(rule->id), word) || str_eq(str_of(rule->name), word) ||
	       (str_starts(str_of(rule->id), word) && word.n < strlen(rule->id));
}

static bool names_exactly(const struct rule *rule, str word)
{
	return str_eq_nocase(str_of(rule->id), word) || str_eq(str_of(rule->name), word);
}

bool settings_knows_rule(str word)
{
	for (size_t i = 0; i < rule_count; i++) {
		if (word.n > 0 && names(rule_table[i], word))
			return true;
	}
	return false;
}

void settings_rule(struct settings *s, str word, bool on)
{
	for (size_t i = 0; i < rule_count; i++) {
		const struct rule *rule = rule_table[i];
		if (!names(rule, word))
			continue;
		if (on && (rule->flags & RULE_BANDIT_COMPAT_ONLY) != 0 && !s->compat)
			continue;
		if (on && (rule->flags & RULE_OFF_BY_DEFAULT) != 0 && !names_exactly(rule, word))
			continue;
		s->off[i] = !on;
	}
}

/* assay's findings about its own work stay on: they say what the selected rules did not see. */
void settings_only_selected(struct settings *s)
{
	for (size_t i = 0; i < rule_count; i++)
		s->off[i] = !str_starts(str_of(rule_table[i]->id), S("AS"));
}

/* Bandit has no findings but its own; what could not be checked is still said. */
void settings_compat(struct settings *s)
{
	s->compat = true;
	for (size_t i = 0; i < rule_count; i++) {
		const struct rule *rule = rule_table[i];
		str id = str_of(rule->id);
		if (str_starts(id, S("B")))
			s->off[i] = (rule->flags & RULE_OFF_BY_DEFAULT) != 0;
		else if (!str_starts(id, S("AS")) || str_in(id, "AS008 AS009 AS010"))
			s->off[i] = 1;
	}
}

void settings_weaken(struct settings *s, struct arena *a, str what, str where)
{
	struct weakening *w = NEW(a, struct weakening, 1), **last = &s->weakenings;

	*w = (struct weakening){what, where, NULL};
	while (*last != NULL)
		last = &(*last)->next;
	*last = w;
}

static int by_key(const void *x, const void *y)
{
	return str_cmp(((const struct map_entry *)x)->key, ((const struct map_entry *)y)->key);
}

/* What changes the result of scanning one file. The order in which options were set does not. */
void settings_digest(struct settings *s, struct arena *scratch)
{
	struct buf b = buf_in(scratch);
	struct map_entry *sorted = NEW(scratch, struct map_entry, s->options.count + 1);

	buf_field(&b, S(ASSAY_VERSION " " ASSAY_RULES_VERSION));
	buf_field(&b, (str){s->off, rule_count});
	buf_u8(&b, s->compat);
	buf_u8(&b, s->line_hashes);
	buf_u8(&b, (uint8_t)s->nosec_level);
	buf_u32(&b, s->layers);
	if (s->options.count > 0) {
		memcpy(sorted, s->options.entries, s->options.count * sizeof(*sorted));
		qsort(sorted, s->options.count, sizeof(*sorted), by_key);
	}
	for (size_t i = 0; i < s->options.count; i++) {
		buf_field(&b, sorted[i].key);
		buf_field(&b, *(const str *)(uintptr_t)sorted[i].value);
	}
	hash_sha256(buf_str(&b), s->digest);
}
