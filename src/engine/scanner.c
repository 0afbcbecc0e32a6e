/* What is prepared once for all files: which rules want which kinds of nodes, and which want which
 * calls. A call is found by the last part of its callee's name: most names in a file are in no
 * rule's list, and the walk knows that from one number of the identifier (struct atom.known). */
#include "engine/engine_int.h"
#include "engine/secret_scan.h"

#include <stdio.h>
#include "base/fail.h"

static void hooks_add(struct hooks *h, struct arena *a, struct hook hook)
{
	if ((h->count & (h->count - 1)) == 0) { /* full at 0, 1, 2, 4, ... */
		struct hook *grown = NEW(a, struct hook, h->count ? h->count * 2 : 1);
		if (h->count > 0)
			memcpy(grown, h->list, h->count * sizeof(*grown));
		h->list = grown;
	}
	h->list[h->count++] = hook;
}

static void filter_bit(str name, unsigned *word, uint64_t *bit)
{
	unsigned h = 0;

	if (name.n > 0)
		h = name.p[0] + name.p[name.n - 1] * 37u + name.p[name.n / 2] * 331u +
		    (unsigned)name.n * 1009u;
	*word = (h >> 6) % KNOWN_FILTER_WORDS;
	*bit = (uint64_t)1 << (h & 63);
}

static struct known_name *known_make(struct scanner *sc, str name)
{
	uint64_t *index = map_put(&sc->known, name), bit;
	unsigned word;

	ASSERT(name.n > 0);
	if (*index == 0)
		*index = ++sc->name_count;
	filter_bit(name, &word, &bit);
	sc->known_filter[word] |= bit;
	return &sc->names[*index];
}

static void needer_add(struct scanner *sc, struct arena *a, str name, uint16_t rule)
{
	struct known_name *known = known_make(sc, name);

	if ((known->needer_count & (known->needer_count - 1)) == 0) {
		uint16_t *grown =
			NEW(a, uint16_t, known->needer_count ? known->needer_count * 2 : 1);
		if (known->needer_count > 0)
			memcpy(grown, known->needers, known->needer_count * sizeof(*grown));
		known->needers = grown;
	}
	known->needers[known->needer_count++] = rule;
}

static void target_add(struct scanner *sc, struct arena *a, str name, struct hook hook)
{
	struct known_name *known = known_make(sc, str_after_last(name, '.'));

	if ((known->count & (known->count - 1)) == 0) {
		struct target *grown = NEW(a, struct target, known->count ? known->count * 2 : 1);
		if (known->count > 0)
			memcpy(grown, known->targets, known->count * sizeof(*grown));
		known->targets = grown;
	}
	if (str_starts(name, S("*.")))
		name = (str){0};
	else
		*map_put(&sc->targets, name) = 1;
	known->targets[known->count++] = (struct target){name, hook};
}

uint32_t scanner_known(const struct scanner *sc, str name)
{
	const uint64_t *index;
	unsigned word;
	uint64_t bit;

	filter_bit(name, &word, &bit);
	if ((sc->known_filter[word] & bit) == 0)
		return 0;
	index = map_get(&sc->known, name);
	return index ? (uint32_t)*index : 0;
}

static void wake(const struct scanner *sc, uint32_t known, uint8_t *asleep)
{
	const struct known_name *k = &sc->names[known];

	for (uint32_t i = 0; i < k->needer_count; i++)
		asleep[k->needers[i]] = 0;
}

uint8_t *scanner_names(const struct scanner *sc, struct arena *a, struct py_file *f)
{
	uint8_t *asleep = NEW(a, uint8_t, rule_count);

	memcpy(asleep, sc->asleep, rule_count);
	for (uint32_t i = 1; i < f->atom_count; i++) {
		f->atoms[i].known = scanner_known(sc, f->atoms[i].text);
		if (f->atoms[i].known != 0)
			wake(sc, f->atoms[i].known, asleep);
	}
	return asleep;
}

void scanner_imports(const struct scanner *sc, const struct py_scopes *scopes, uint8_t *asleep)
{
	const str *names;
	size_t count = scope_imports(scopes, &names);

	for (size_t i = 0; i < count; i++)
		for (str rest = names[i]; rest.p != NULL;)
			wake(sc, scanner_known(sc, str_cut(&rest, '.')), asleep);
}

static str next_word(str *rest)
{
	str word = {0};

	while (word.n == 0 && rest->p != NULL) {
		*rest = str_trim(*rest);
		word = str_cut(rest, ' ');
		word = str_trim(word);
	}
	return word;
}

static size_t count_words(const char *words)
{
	size_t n = 0;

	for (str rest = str_of(words ? words : ""); rest.p != NULL;)
		n += next_word(&rest).n > 0;
	return n;
}

/* What an OPTION_CALLS option says: the configuration's list, otherwise the rule's own. */
static str called_names(const struct settings *s, const struct rule *rule,
			const struct rule_option *o)
{
	const uint64_t *set;
	char key[128];
	int n;

	if (o->type != OPTION_CALLS)
		return (str){0};
	n = snprintf(key, sizeof(key), "%s.%s", rule->id, o->name);
	set = n > 0 && (size_t)n < sizeof(key) ? map_get(&s->options, str_of(key)) : NULL;
	return set ? *(const str *)(uintptr_t)*set : str_of(o->dflt);
}

/* One name a line; next_word() cuts at spaces only. */
static str next_line(str *rest)
{
	return str_trim(str_cut(rest, '\n'));
}

static size_t count_option_names(const struct settings *s, const struct rule *rule)
{
	size_t n = 0;

	for (const struct rule_option *o = rule->options; o != NULL && o->name != NULL; o++)
		for (str rest = called_names(s, rule, o); rest.p != NULL;)
			n += next_line(&rest).n > 0;
	return n;
}

static bool runs(const struct settings *s, size_t index)
{
	const struct rule *rule = rule_table[index];
	bool compat_only = (rule->flags & RULE_BANDIT_COMPAT_ONLY) != 0;

	if (rule->py == NULL || (s->off != NULL && s->off[index]) ||
	    (s->secrets_only && !str_starts(str_of(rule->id), S("SE"))))
		return false;
	return s->compat ? rule->id[0] == 'B' : !compat_only;
}

static bool name_is_target(str name) /* names in a configuration can be anything */
{
	return str_after_last(name, '.').n > 0;
}

static void rule_add(struct scanner *sc, struct arena *a, struct hook hook)
{
	const struct rule *rule = hook.rule;
	bool late = (rule->flags & RULE_LATE) != 0, every_call = false;

	for (size_t i = 0; i < sizeof(rule->on) && rule->on[i] != NODE_ABSENT; i++) {
		uint8_t kind = rule->on[i];
		if (kind == NODE_CALL && rule->calls != NULL) {
			if (!sc->settings->compat)
				continue;
			every_call = true;
		}
		hooks_add(late ? &sc->late[kind] : &sc->early[kind], a, hook);
		sc->act[kind] |= late ? ACT_LATE : ACT_EARLY;
	}
	/* Bandit asks every rule about everything, and so does its mode. */
	sc->asleep[hook.index] = rule->needs != NULL && !sc->settings->compat;
	for (str rest = str_of(rule->needs ? rule->needs : ""); rest.p != NULL;) {
		str word = next_word(&rest);
		if (word.n > 0)
			needer_add(sc, a, word, hook.index);
	}
	if (rule->calls != NULL && !every_call)
		for (str rest = str_of(rule->calls); rest.p != NULL;) {
			str word = next_word(&rest);
			if (word.n > 0)
				target_add(sc, a, word, hook);
		}
	for (const struct rule_option *o = rule->options; o != NULL && o->name != NULL; o++)
		for (str rest = called_names(sc->settings, rule, o); rest.p != NULL;) {
			str line = next_line(&rest);
			if (name_is_target(line))
				target_add(sc, a, line, hook);
		}
}

void scanner_rest(const struct scanner *sc)
{
	struct model_memory *m = sc->models;

	if (!m->keep)
		arena_free(&sc->secrets->scratch);
	for (size_t i = m->keep ? 2 : 0; i < LIMIT_MODEL_DEPTH; i++) {
		arena_free(&m->level[i]);
		replay_memory_rest(&m->stream[i], false);
	}
	for (size_t i = 0; i < 2 && m->keep; i++) {
		arena_reset(&m->level[i]);
		replay_memory_rest(&m->stream[i], true);
	}
}

struct secret_engine *scanner_secrets(const struct scanner *sc)
{
	struct secret_memory *m = sc->secrets;

	if (m->engine == NULL)
		m->engine = secret_engine_new(m->arena, sc->settings);
	return m->engine;
}

struct arena *scanner_scratch(const struct scanner *sc)
{
	arena_reset(&sc->secrets->scratch);
	return &sc->secrets->scratch;
}

void scanner_keep(struct scanner *sc)
{
	sc->models->keep = true;
}

void scanner_free(struct scanner *sc)
{
	sc->models->keep = false;
	scanner_rest(sc);
}

struct scanner *scanner_new(struct arena *a, const struct settings *s)
{
	struct scanner *sc = NEW(a, struct scanner, 1);
	static const uint8_t scopes[] = {NODE_FUNCTION_DEF, NODE_CLASS_DEF, NODE_LAMBDA,
					 NODE_LIST_COMP,    NODE_SET_COMP,  NODE_DICT_COMP,
					 NODE_GENERATOR_EXP};
	size_t words = 0;

	sc->settings = s;
	sc->models = NEW(a, struct model_memory, 1);
	for (size_t i = 0; i < LIMIT_MODEL_DEPTH; i++) {
		arena_init(&sc->models->level[i], LIMIT_MODEL_MEMORY);
		replay_memory_init(&sc->models->stream[i], LIMIT_STREAM_MEMORY);
	}
	sc->secrets = NEW(a, struct secret_memory, 1);
	sc->secrets->arena = a;
	arena_init(&sc->secrets->scratch, LIMIT_SECRET_MEMORY);
	sc->known = map_in(a);
	sc->targets = map_in(a);
	sc->asleep = NEW(a, uint8_t, rule_count);
	memset(sc->asleep, 1, rule_count);
	for (size_t i = 0; i < rule_count; i++)
		words += count_words(rule_table[i]->calls) + count_words(rule_table[i]->needs) +
			 count_option_names(s, rule_table[i]);
	sc->names = NEW(a, struct known_name, words + 1);
	for (size_t i = 0; i < rule_count; i++) {
		if (runs(s, i)) {
			rule_add(sc, a, (struct hook){rule_table[i], (uint16_t)i});
			sc->any_python |= rule_table[i]->py != NULL;
		} else if (s->off != NULL && s->off[i]) {
			sc->any_off = true;
		}
		sc->any_secret_off |= s->off != NULL && s->off[i] &&
				      rule_table[i]->secret != NULL &&
				      (rule_table[i]->flags & RULE_OFF_BY_DEFAULT) == 0;
	}
	for (size_t i = 0; i < COUNTOF(scopes); i++)
		sc->act[scopes[i]] |= ACT_SCOPE;
	sc->act[NODE_CALL] |= ACT_CALL;
	sc->act[NODE_LIST] |= ACT_LIST;
	if (s->compat)
		sc->act[NODE_IMPORT] |= ACT_IMPORT, sc->act[NODE_IMPORT_FROM] |= ACT_IMPORT;
	return sc;
}
