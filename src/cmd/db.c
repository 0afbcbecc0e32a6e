/* `assay db`: fills the advisory database from files and folders, and says what is in it. What
 * parses is in a jail (engine/import.h); what fails leaves the old database as it was. */
#include <stdio.h>
#include <time.h>
#include "base/clock.h"
#include "base/fail.h"
#include "base/input.h"
#include "base/limits.h"
#include "cmd/command.h"
#include "cmd/db.h"
#include "cmd/words.h"
#include "engine/import.h"
#include "report/json_out.h"
#include "report/paint.h"
#include "report/text.h"

int db_problem(const struct db *d, str text)
{
	struct buf b = buf_in(d->a);

	buf_add(&b, S("assay: "));
	paint_text(&b, text);
	fprintf(stderr, "%.*s\n", STR_ARG(buf_str(&b)));
	return EXIT_INCOMPLETE;
}

int db_usage(const char *message)
{
	fprintf(stderr, "assay: %s\n", message);
	return EXIT_USAGE;
}

static bool read_words(struct db *d, int argc, char **argv)
{
	str format = S("text"), place = {NULL, 0};
	const struct word_option options[] = {
		{"config", 'c', NULL, &d->config, "a file"},
		{"db", 0, NULL, &place, "a file"},
		{"format", 'f', NULL, &format, "text or json"},
		{"isolated", 0, &d->isolated, NULL, NULL},
		{"quiet", 'q', &d->quiet, NULL, NULL},
		{"replace", 0, &d->replace, NULL, NULL},
		{"url", 0, NULL, &d->url, "an address"},
	};

	if (!words_read(d->a, argc, argv, options, COUNTOF(options), &d->words, &d->count))
		return false;
	d->json = str_eq(format, S("json"));
	if (!d->json && !str_eq(format, S("text"))) {
		(void)db_usage("--format wants text or json");
		return false;
	}
	d->place = advisories_place(d->a, place);
	if (d->place.n == 0) {
		(void)db_usage("where is the database? --db FILE, or set ASSAY_DB or HOME");
		return false;
	}
	d->path = arena_cstr(d->a, d->place);
	return true;
}

void db_print(const struct buf *b)
{
	(void)fwrite(b->p, 1, b->n, stdout);
}

/* ---- import ---- */

static str now_text(struct arena *a)
{
	time_t now = (time_t)clock_unix_seconds();
	struct tm t;

	if (gmtime_r(&now, &t) == NULL)
		return (str){NULL, 0};
	return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", t.tm_year + 1900, t.tm_mon + 1,
			    t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec);
}

static void add_count(struct buf *b, uint64_t n, const char *what)
{
	if (n == 0)
		return;
	buf_add(b, b->p[b->n - 1] == ':' ? S(" ") : S(", "));
	text_number(b, n);
	buf_printf(b, " %s", what);
}

void db_say_source(const struct db *d, str name, const struct import_counts *c)
{
	struct buf b = buf_in(d->a);

	if (d->quiet || d->json)
		return;
	paint_text(&b, name);
	buf_byte(&b, ':');
	add_count(&b, c->records, "records of PyPI");
	add_count(&b, c->withdrawn, "of them withdrawn");
	add_count(&b, c->unversioned, "that name no version");
	add_count(&b, c->others, "records of other ecosystems skipped");
	add_count(&b, c->kev, "known to be exploited (KEV)");
	add_count(&b, c->epss, "scores (EPSS)");
	add_count(&b, c->passed, "other files passed over");
	buf_byte(&b, '\n');
	db_print(&b);
}

static int import_all(const struct db *d, struct advisories_import *m)
{
	for (size_t i = 0; i < d->count; i++) {
		struct import_result r;
		import_source(d->a, m, d->words[i], &r);
		if (r.error.n > 0) {
			(void)db_problem(d, r.error);
			(void)db_problem(d, S("nothing was imported; the database is as it was"));
			return r.absent ? EXIT_USAGE : EXIT_INCOMPLETE;
		}
		db_say_source(d, str_of(d->words[i]), &r.counts);
	}
	return EXIT_CLEAN;
}

struct advisories_import *db_begin(const struct db *d, int *code)
{
	struct advisories_import *m;
	str error;

	m = advisories_import_begin(d->a, d->path, d->replace, &error);
	if (m == NULL)
		*code = db_problem(d, error);
	return m;
}

int db_commit(const struct db *d, struct advisories_import *m)
{
	str error;

	if (!advisories_import_commit(m, d->path, now_text(d->a), &error))
		return db_problem(d, arena_printf(d->a, "%s: %.*s; nothing was imported", d->path,
						  STR_ARG(error)));
	return d->quiet ? EXIT_CLEAN : db_info(d);
}

static int import(const struct db *d)
{
	struct advisories_import *m;
	int code;

	if (d->count == 0)
		return db_usage("import what? assay db import SOURCE...");
	m = db_begin(d, &code);
	if (m == NULL)
		return code;
	code = import_all(d, m);
	if (code == EXIT_CLEAN)
		return db_commit(d, m);
	advisories_import_end(m);
	return code;
}

/* ---- info ---- */

static void info_text(const struct db *d, const struct advisories_info *i)
{
	struct buf b = buf_in(d->a);

	paint_text(&b, d->place);
	buf_byte(&b, ':');
	add_count(&b, i->advisories, "advisories");
	add_count(&b, i->packages, "packages");
	add_count(&b, i->withdrawn, "withdrawn");
	add_count(&b, i->kev, "known to be exploited");
	add_count(&b, i->epss, "scores of EPSS");
	buf_printf(&b, "\nnewest change %.*s, imported %.*s\n", STR_ARG(i->newest),
		   STR_ARG(i->imported));
	for (str rest = i->sources, line; rest.p != NULL;) {
		line = str_cut(&rest, '\n');
		if (line.n == 0)
			continue;
		buf_add(&b, S("  "));
		paint_text(&b, line);
		buf_byte(&b, '\n');
	}
	db_print(&b);
}

static void info_json(const struct db *d, const struct advisories_info *i)
{
	struct buf b = buf_in(d->a);
	struct json_out j = json_out_to(&b, 2);

	json_out_object(&j, NULL);
	json_out_str(&j, "path", d->place);
	json_out_int(&j, "advisories", i->advisories);
	json_out_int(&j, "packages", i->packages);
	json_out_int(&j, "withdrawn", i->withdrawn);
	json_out_int(&j, "kev", i->kev);
	json_out_int(&j, "epss", i->epss);
	json_out_str(&j, "newest", i->newest);
	json_out_str(&j, "imported", i->imported);
	json_out_str(&j, "digest", i->digest);
	json_out_array(&j, "sources");
	for (str rest = i->sources, line; rest.p != NULL;) {
		line = str_cut(&rest, '\n');
		if (line.n > 0)
			json_out_str(&j, NULL, line);
	}
	json_out_end(&j);
	json_out_end(&j);
	buf_byte(&b, '\n');
	db_print(&b);
}

int db_info(const struct db *d)
{
	struct advisories_info i;
	struct advisories *db;
	str error;

	if (advisories_open(d->a, d->path, &db, &error) != ADVISORIES_OPEN)
		return db_problem(d, error);
	if (!advisories_info(db, d->a, &i)) {
		advisories_close(db);
		return db_problem(d, S("the database is damaged"));
	}
	if (d->json)
		info_json(d, &i);
	else
		info_text(d, &i);
	advisories_close(db);
	return EXIT_CLEAN;
}

/* ---- All together ---- */

static int run_verb(struct db *d, int argc, char **argv)
{
	str verb = argc > 1 ? str_of(argv[1]) : (str){NULL, 0};

	if (!str_in(verb, "import update info find"))
		return db_usage("assay db import SOURCE... fills the database, assay db info says "
				"what is in it, assay db find PACKAGE... what is known of one");
	if (!read_words(d, argc - 1, argv + 1))
		return EXIT_USAGE;
	if (str_eq(verb, S("import")))
		return import(d);
	if (str_eq(verb, S("update")))
		return db_update(d);
	if (str_eq(verb, S("find")))
		return db_find(d);
	return d->count == 0 ? db_info(d) : db_usage("assay db info takes no file but --db FILE");
}

static int db(int argc, char **argv)
{
	struct fail_point here;
	struct arena a;
	struct db d = {.a = &a};
	volatile int code = EXIT_INCOMPLETE;

	arena_init(&a, LIMIT_IMPORT_MEMORY);
	if (FAIL_SET(&here) == FAIL_NONE)
		code = run_verb(&d, argc, argv);
	else
		fprintf(stderr, "assay: %s\n", here.what);
	fail_clear(&here);
	arena_free(&a);
	return code;
}

const struct command command_db = {
	.name = "db",
	.summary = "Fill the advisory database, or say what is in it",
	.usage =
		"Usage: assay db import [OPTION...] SOURCE...\n"
		"       assay db info [OPTION...]\n"
		"\n"
		"The database of known vulnerabilities that `assay deps` asks, in one file and "
		"offline.\n"
		"An import adds to what is there, newer records replacing older ones; what cannot "
		"be read\n"
		"to its end leaves the database as it was.\n"
		"\n"
		"SOURCE is a file or a folder: OSV records as JSON, JSON lines or YAML, also in a "
		"ZIP archive\n"
		"or compressed (zst, gz, xz, bz2); a clone of the PyPA's, GitHub's or the "
		"malicious-packages\n"
		"repository; CISA's list of exploited vulnerabilities (KEV, JSON or CSV); EPSS "
		"scores (CSV).\n"
		"\n"
		"      --db FILE        the database (default: ASSAY_DB, or "
		"$XDG_DATA_HOME/assay/advisories.db)\n"
		"      --replace        forget what is there\n"
		"  -f, --format FORMAT  text (default) or json\n"
		"  -q, --quiet          print nothing when all is well\n"
		"\n"
		"Examples\n"
		"  assay db import all.zip known_exploited_vulnerabilities.json epss.csv.gz\n"
		"  assay db import --replace --db advisories.db advisory-database/vulns\n"
		"  assay db info --format json\n"
		"\n"
		"Exit codes: 0 done, 2 wrong usage (a SOURCE that is not there too), 3 a source or "
		"the\n"
		"database could not be read or written.\n",
	.order = 8,
	.run = db,
};
