#include "cmd/scan_options.h"

#include <limits.h>
#include <stdio.h>
#include "report/report.h"

/* clang-format off */
#define HELP \
"What is reported\n" \
"  -f, --format FORMAT      text (default), json, sarif, github, bandit, or\n" \
"                           cyclonedx: the models as a bill of materials (implies --hash)\n" \
"  -o, --output FILE        write the report to FILE, whole or not at all\n" \
"      --reveal             show secrets whole; without it every report has four characters at most\n" \
"      --show-filtered      list what looks like a secret and was held back by a filter\n" \
"      --explain            the same, and why\n" \
"      --severity LEVEL     leave out findings below info, low, medium, high or critical\n" \
"      --confidence LEVEL   leave out findings below low, medium or high\n" \
"      --fail-on LEVEL      exit 1 from this severity on (default: low)\n" \
"      --exit-zero          exit 0 even with findings\n" \
"      --statistics         add how often each rule was hit\n" \
"      --suppressions       list what is suppressed (nosec, baseline, exceptions), where and why,\n" \
"                           instead of the findings, in the text format; the exit code stays\n" \
"      --reproducible       leave out times and everything that depends on the machine\n" \
"  -q, --quiet              nothing but findings\n" \
"\n" \
"What is checked\n" \
"  One configuration decides a run: the nearest assay.toml or [tool.assay] in pyproject.toml\n" \
"  from the first PATH upwards to the repository's root, else Bandit's own. With several PATHs\n" \
"  that of the first counts for all. `assay config PATH` prints what is in force.\n" \
"      --select RULES       only these: ids (B301), names (pickle), beginnings of ids (B, ML1)\n" \
"                           or ALL, with commas between; `assay rules` lists them\n" \
"      --ignore RULES       not these\n" \
"  -x, --exclude GLOBS      paths to leave out, with commas between (gitignore syntax)\n" \
"  -c, --config FILE        this configuration instead of the project's: TOML with assay's keys,\n" \
"                           or Bandit's (.bandit, YAML, [tool.bandit] in a pyproject.toml)\n" \
"  -p, --profile NAME       a profile of a Bandit configuration\n" \
"      --policy FILE        a ceiling that the project's configuration cannot relax\n" \
"      --isolated           no configuration of the project, no ignore files\n" \
"  -b, --baseline FILE      findings recorded in FILE are marked as known and do not count;\n" \
"                           FILE is what --write-baseline wrote, or a JSON report of Bandit\n" \
"      --write-baseline FILE\n" \
"                           record the findings of this run as known: exit 0 when the run\n" \
"                           was complete and FILE is written\n" \
"      --bandit-compat      find what Bandit 1.9.4 finds, no more and no less\n" \
"      --hash[=shards]      SHA-256 of every model, in the same reading; shards: of each gigabyte\n" \
"                           on its own, over all processors\n" \
"      --db FILE            the advisory database (default: $ASSAY_DB, or\n" \
"                           $XDG_DATA_HOME/assay/advisories.db)\n" \
"      --diff REV           of the work tree only what differs from REV: findings on its lines\n" \
"      --staged             what `git diff --cached` adds, instead of what lies on disk\n" \
"      --since REV          what commits after REV brought\n" \
"      --history            every version and message that any reference reaches, each once, with\n" \
"                           the first commit that had what is found\n" \
"      --stdin              what is piped in, instead of files; --name FILE says what it is\n" \
"      --name FILE          called (its ending says what it is)\n" \
"      --weights            look at the numbers in tensors too: NaN, infinities, all zero\n" \
"\n" \
"How\n" \
"  -j, --jobs N             worker processes (default: one for each processor)\n" \
"      --no-cache           look at every file anew\n" \
"      --trace FILE         write a timeline (trace events in JSON): each file and stage, each worker\n" \
"\n" \
"Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 wrong usage or configuration,\n" \
"3 something that should have been checked was not. When several hold: 2, 3, 1, 0.\n"
/* clang-format on */

const char scan_options_help[] = HELP;

enum kind {
	FLAG,
	TEXT,
	HASH,
	CONFIG, /* a key of the configuration: engine/config.c knows what it means */
};

struct option {
	const char *name;
	char letter;
	enum kind kind;
	size_t offset; /* in struct settings, or in struct scan_options */
	bool of_settings;
	const char *what; /* what an argument must be, for messages */
};

#define SETTING(field) offsetof(struct settings, field), true
#define OWN(field) offsetof(struct scan_options, field), false

static const struct option options[] = {
	{"baseline", 'b', TEXT, SETTING(baseline), "a file"},
	{"bandit-compat", 0, FLAG, SETTING(compat), NULL},
	{"confidence", 0, CONFIG, 0, false, "low, medium or high"},
	{"config", 'c', TEXT, OWN(config), "a file"},
	{"db", 0, TEXT, SETTING(db), "a file"},
	{"diff", 0, TEXT, SETTING(diff), "a revision"},
	{"exclude", 'x', CONFIG, 0, false, "globs"},
	{"exit-zero", 0, FLAG, SETTING(exit_zero), NULL},
	{"explain", 0, FLAG, SETTING(explain), NULL},
	{"fail-on", 0, CONFIG, 0, false, "info, low, medium, high or critical"},
	{"fix", 0, FLAG, SETTING(fix), NULL},
	{"format", 'f', TEXT, SETTING(format), "a format"},
	{"history", 0, FLAG, SETTING(history), NULL},
	{"hash", 0, HASH, SETTING(hash), "file or shards"},
	{"ignore", 0, CONFIG, 0, false, "rules"},
	{"isolated", 0, FLAG, SETTING(isolated), NULL},
	{"jobs", 'j', CONFIG, 0, false, "a number"},
	{"metadata", 0, TEXT, SETTING(metadata), "a folder"},
	{"name", 0, TEXT, SETTING(stdin_name), "a name"},
	{"no-cache", 0, FLAG, SETTING(no_cache), NULL},
	{"output", 'o', TEXT, SETTING(output), "a file"},
	{"package", 0, TEXT, SETTING(fix_package), "the name of a package"},
	{"plan", 0, FLAG, SETTING(plan), NULL},
	{"policy", 0, TEXT, OWN(policy), "a file"},
	{"profile", 'p', TEXT, OWN(profile), "the name of a profile"},
	{"quiet", 'q', FLAG, SETTING(quiet), NULL},
	{"reproducible", 0, FLAG, SETTING(reproducible), NULL},
	{"reveal", 0, FLAG, SETTING(reveal), NULL},
	{"select", 0, CONFIG, 0, false, "rules"},
	{"severity", 0, CONFIG, 0, false, "info, low, medium, high or critical"},
	{"show-filtered", 0, FLAG, SETTING(show_filtered), NULL},
	{"since", 0, TEXT, SETTING(since), "a revision"},
	{"staged", 0, FLAG, SETTING(staged), NULL},
	{"statistics", 0, FLAG, SETTING(statistics), NULL},
	{"stdin", 0, FLAG, SETTING(from_stdin), NULL},
	{"suppressions", 0, FLAG, SETTING(suppressions), NULL},
	{"trace", 0, TEXT, SETTING(trace_file), "a file"},
	{"weights", 0, FLAG, SETTING(weights), NULL},
	{"write-baseline", 0, TEXT, SETTING(write_baseline), "a file"},
};

static const struct option *find(str name, char letter)
{
	for (size_t i = 0; i < COUNTOF(options); i++) {
		if (letter != 0 ? options[i].letter == letter
				: str_eq(str_of(options[i].name), name))
			return &options[i];
	}
	return NULL;
}

static bool unknown(str word, str name)
{
	const char *near = NULL;
	unsigned best = UINT_MAX;

	for (size_t i = 0; i < COUNTOF(options); i++) {
		if (str_near(name, str_of(options[i].name), &best))
			near = options[i].name;
	}
	fprintf(stderr, "assay: there is no option '%.*s'", STR_ARG(word));
	if (near != NULL)
		fprintf(stderr, "; did you mean '--%s'?", near);
	fputc('\n', stderr);
	return false;
}

static bool wrong(const struct option *opt, str value)
{
	fprintf(stderr, "assay: --%s wants %s", opt->name, opt->what);
	if (value.p != NULL)
		fprintf(stderr, ", not '%.*s'", STR_ARG(value));
	fputc('\n', stderr);
	return false;
}

static bool set(struct scan_options *o, struct arena *a, const struct option *opt, str value)
{
	uint8_t *base = opt->of_settings ? (uint8_t *)o->settings : (uint8_t *)o;
	void *field = base + opt->offset;
	str error = {NULL, 0};

	switch (opt->kind) {
	case FLAG:
		*(bool *)field = true;
		break;
	case TEXT:
		if (value.n == 0)
			return wrong(opt, value);
		*(str *)field = value;
		break;
	case HASH: /* --hash, --hash=file, --hash=shards */
		if (value.p != NULL && !str_eq(value, S("file")) && !str_eq(value, S("shards")))
			return wrong(opt, value);
		*(enum hash_mode *)field = str_eq(value, S("shards")) ? HASH_SHARDS : HASH_FILE;
		break;
	case CONFIG:
		if (config_set(a, &o->command_line, str_of(opt->name), value, &error))
			break;
		if (error.n == 0)
			return wrong(opt, value);
		fprintf(stderr, "assay: %.*s\n", STR_ARG(error));
		return false;
	}
	return true;
}

/* One option at argv[*i], with its value in the same word, behind `=`, or in the next word. */
static bool read_option(struct scan_options *o, struct arena *a, int argc, char **argv, int *i)
{
	str word = str_of(argv[*i]), name = word, value = {NULL, 0};
	const struct option *opt;
	size_t equals;

	if (str_starts(word, S("--"))) {
		equals = str_find_byte(word, '=');
		name = str_slice(word, 2, equals);
		if (equals != STR_NONE)
			value = str_slice(word, equals + 1, word.n);
		opt = find(name, 0);
	} else {
		opt = find(name, (char)word.p[1]);
		if (word.n > 2)
			value = str_slice(word, 2, word.n);
	}
	if (opt == NULL || (opt->kind == FLAG && value.p != NULL))
		return unknown(word, name);
	if (opt->kind != FLAG && opt->kind != HASH && value.p == NULL) {
		if (++*i >= argc)
			return wrong(opt, value);
		value = str_of(argv[*i]);
	}
	return set(o, a, opt, value);
}

bool scan_options_read(struct scan_options *o, struct arena *a, int argc, char **argv)
{
	bool only_paths = false;

	*o = (struct scan_options){.settings = NEW(a, struct settings, 1)};
	o->command_line = (struct config){.kind = CONFIG_COMMAND_LINE, .where = S("command line")};
	o->settings->format = S("text");
	o->paths = NEW(a, const char *, (size_t)argc + 1);
	for (int i = 1; i < argc; i++) {
		str word = str_of(argv[i]);
		if (!only_paths && str_eq(word, S("--")))
			only_paths = true;
		else if (only_paths || word.n < 2 || word.p[0] != '-')
			o->paths[o->path_count++] = argv[i];
		else if (!read_option(o, a, argc, argv, &i))
			return false;
	}
	o->paths_given = o->path_count > 0;
	if (!o->paths_given)
		o->paths[o->path_count++] = ".";
	return true;
}
