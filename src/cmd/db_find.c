/* `assay db find`: what the database says of one package, without a project around it. */
#include "base/limits.h"
#include "cmd/command.h"
#include "cmd/db.h"
#include "dep/requirement.h"
#include "report/json_out.h"
#include "report/paint.h"
#include "report/report.h"

#include <unistd.h>

struct asking {
	const struct db *d;
	struct advisories *db;
	struct arena scratch; /* one requirement's */
	struct buf out;
	struct json_out json;
	uint32_t hits;
};

/* How an advisory concerns what was asked: NULL, not at all. */
static const char *concern(struct asking *q, const struct advisory *v, const struct specifiers *s)
{
	const struct specifier *pin = specifiers_pin(s);

	if (s->count == 0)
		return "listed";
	if (pin != NULL)
		return affected_version(&v->affected, pin->text) ? "affected" : NULL;
	switch (affected_allowed(&q->scratch, &v->affected, s)) {
	case AFFECTED_NONE:
		break;
	case AFFECTED_SOME:
		return "some";
	case AFFECTED_NEWEST:
		return "newest";
	case AFFECTED_ALL:
		return "all";
	}
	return NULL;
}

static void put_list(struct json_out *j, const char *key, const str *list, uint32_t count)
{
	json_out_array(j, key);
	for (uint32_t i = 0; i < count; i++)
		json_out_str(j, NULL, list[i]);
	json_out_end(j);
}

static void say_json(struct asking *q, const struct advisory *v, const char *how)
{
	struct json_out *j = &q->json;
	const str *fixes;
	uint32_t count;

	affected_fixes(&q->scratch, &v->affected, &fixes, &count);
	json_out_object(j, NULL);
	json_out_str(j, "id", v->id);
	put_list(j, "aliases", v->aliases, v->alias_count);
	json_out_text(j, "affected", how);
	json_out_str(j, "summary", v->summary);
	if (v->cvss == CVSS_UNKNOWN)
		json_out_null(j, "cvss_tenths");
	else
		json_out_int(j, "cvss_tenths", v->cvss);
	json_out_str(j, "vector", v->vector);
	json_out_bool(j, "malicious", v->malicious);
	json_out_bool(j, "kev", v->kev);
	json_out_str(j, "kev_due", v->kev_due);
	if (v->epss < 0)
		json_out_null(j, "epss_millionths");
	else
		json_out_int(j, "epss_millionths", (int64_t)v->epss * 10);
	put_list(j, "fixed_versions", fixes, count);
	json_out_str(j, "published", v->published);
	json_out_str(j, "url", v->url);
	json_out_end(j);
}

static void say_text(struct asking *q, const struct advisory *v, const char *how)
{
	struct buf *b = &q->out;
	const str *fixes;
	uint32_t count;

	affected_fixes(&q->scratch, &v->affected, &fixes, &count);
	buf_printf(b, "  %.*s", STR_ARG(v->id));
	for (uint32_t i = 0; i < v->alias_count; i++)
		buf_printf(b, " %.*s", STR_ARG(v->aliases[i]));
	buf_printf(b, " (%s", how);
	if (v->cvss != CVSS_UNKNOWN)
		buf_printf(b, ", CVSS %u.%u", v->cvss / 10u, v->cvss % 10u);
	buf_printf(b, "%s%s", v->malicious ? ", malicious" : "", v->kev ? ", exploited" : "");
	for (uint32_t i = 0; i < count; i++) {
		buf_add(b, i == 0 ? S(", fixed in ") : S(" "));
		paint_text(b, fixes[i]);
	}
	buf_add(b, S("): "));
	paint_text(b, v->summary);
	buf_byte(b, '\n');
}

/* False: the database is damaged. */
static bool ask(struct asking *q, str text, const struct requirement *r)
{
	const struct advisory *list;
	uint32_t count, hits = 0;

	if (!advisories_find(q->db, &q->scratch, r->normal, &list, &count))
		return false;
	if (q->d->json) {
		json_out_object(&q->json, NULL);
		json_out_str(&q->json, "requirement", text);
		json_out_array(&q->json, "advisories");
	} else {
		paint_text(&q->out, text);
		buf_byte(&q->out, '\n');
	}
	for (uint32_t i = 0; i < count; i++) {
		const char *how = concern(q, &list[i], &r->specifiers);
		if (how == NULL)
			continue;
		hits++;
		if (q->d->json)
			say_json(q, &list[i], how);
		else
			say_text(q, &list[i], how);
	}
	if (q->d->json) {
		json_out_end(&q->json);
		json_out_end(&q->json);
	} else if (hits == 0) {
		buf_add(&q->out, S("  nothing is known\n"));
	}
	q->hits += hits;
	return true;
}

static int ask_one(struct asking *q, str text)
{
	struct requirement_error error;
	struct requirement r;

	text = str_trim(text);
	if (text.n == 0)
		return EXIT_CLEAN;
	arena_reset(&q->scratch);
	if (!requirement_parse(&q->scratch, text, &r, &error))
		return db_usage((const char *)arena_printf(q->d->a,
							   "'%.*s' is no requirement: expected %s",
							   STR_ARG(text), error.expected)
					.p);
	if (!ask(q, text, &r))
		return db_problem(q->d, S("the database is damaged"));
	return EXIT_CLEAN;
}

static str standard_input(struct arena *a)
{
	struct buf b = buf_in(a);

	for (;;) {
		uint8_t *room = buf_room(&b, 64 * KiB);
		ssize_t n = read(STDIN_FILENO, room, 64 * KiB);
		b.n -= 64 * KiB - (n > 0 ? (size_t)n : 0);
		if (n <= 0 || b.n > LIMIT_CONFIG_BYTES)
			return buf_str(&b);
	}
}

static int ask_all(struct asking *q)
{
	int code = EXIT_CLEAN;

	for (size_t i = 0; i < q->d->count && code == EXIT_CLEAN; i++) {
		str word = str_of(q->d->words[i]);
		if (!str_eq(word, S("-"))) {
			code = ask_one(q, word);
			continue;
		}
		for (str rest = standard_input(q->d->a); rest.p != NULL && code == EXIT_CLEAN;)
			code = ask_one(q, str_cut(&rest, '\n'));
	}
	return code;
}

int db_find(const struct db *d)
{
	struct asking q = {.d = d, .out = buf_in(d->a)};
	str error;
	int code;

	if (d->count == 0)
		return db_usage("find what? assay db find PACKAGE...");
	if (advisories_open(d->a, d->path, &q.db, &error) != ADVISORIES_OPEN)
		return db_problem(d, error);
	arena_init(&q.scratch, LIMIT_IMPORT_MEMORY);
	q.json = json_out_to(&q.out, 3);
	if (d->json)
		json_out_array(&q.json, NULL);
	code = ask_all(&q);
	if (d->json)
		json_out_end(&q.json);
	if (d->json)
		buf_byte(&q.out, '\n');
	if (code == EXIT_CLEAN)
		db_print(&q.out);
	arena_free(&q.scratch);
	advisories_close(q.db);
	return code != EXIT_CLEAN ? code : q.hits > 0 ? EXIT_FINDINGS : EXIT_CLEAN;
}
