/* `assay db update`: the only command that asks a network, and only what it is told to: addresses
 * of the command line, or of [deps] sources. All of them are downloaded and imported, or the
 * database stays as it was. */
#include <stdio.h>
#include "cmd/command.h"
#include "cmd/db.h"
#include "cmd/scan_options.h"
#include "store/download.h"

/* The project's list; false: its configuration is wrong, which was said. */
static bool configured(const struct db *d, const str **urls, size_t *count)
{
	char name[] = "db";
	char *none[] = {name, NULL};
	struct scan_options *o = NEW(d->a, struct scan_options, 1);
	struct helper helper;
	bool ok;

	if (!scan_options_read(o, d->a, 1, none))
		return false;
	o->config = d->config;
	o->settings->isolated = d->isolated;
	helper_init(&helper);
	ok = scan_configure(o, d->a, &helper);
	helper_stop(&helper);
	*urls = o->settings->deps_sources;
	*count = o->settings->deps_source_count;
	return ok;
}

static bool named(const struct db *d, const str **urls, size_t *count)
{
	str *list = NEW(d->a, str, d->count + 1);

	*count = 0;
	*urls = list;
	for (size_t i = 0; i < d->count; i++)
		list[(*count)++] = str_of(d->words[i]);
	if (d->url.n > 0)
		list[(*count)++] = d->url;
	return *count > 0;
}

static void say_download(const struct db *d, const struct download *got)
{
	if (d->quiet || d->json)
		return;
	printf("downloaded %llu bytes%s, %s\n", (unsigned long long)got->bytes,
	       got->resumed ? ", the beginning of which was there" : "",
	       got->verified != NULL
		       ? (const char *)arena_printf(d->a, "%s compared", got->verified).p
		       : "no digest was offered");
}

static int update_one(const struct db *d, struct advisories_import *m, str url)
{
	struct import_result r;
	struct download got;
	str name = download_name(d->a, url), error;

	if (!download(d->a, url, &got, &error))
		return db_problem(d, error);
	say_download(d, &got);
	import_file(d->a, m, got.fd, name, &r);
	download_done(&got);
	if (r.error.n > 0)
		return db_problem(d, r.error);
	db_say_source(d, name, &r.counts);
	return EXIT_CLEAN;
}

int db_update(const struct db *d)
{
	struct advisories_import *m;
	const str *urls;
	size_t count;
	int code = EXIT_CLEAN;

	if (!named(d, &urls, &count) && !configured(d, &urls, &count))
		return EXIT_USAGE;
	if (count == 0)
		return db_usage("update from where? assay db update https://..., or list them in "
				"assay.toml: [deps] sources = [\"https://...\"]");
	m = db_begin(d, &code);
	for (size_t i = 0; m != NULL && i < count && code == EXIT_CLEAN; i++)
		code = update_one(d, m, urls[i]);
	if (m == NULL || code == EXIT_CLEAN)
		return m != NULL ? db_commit(d, m) : code;
	advisories_import_end(m);
	return db_problem(d, S("nothing was imported; the database is as it was"));
}
