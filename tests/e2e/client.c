/* A client of libassay as others would write it: public header only. Prints `ok` and `FAIL` lines.
 */
#include <assay.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failed;

static void check(const char *name, int ok)
{
	printf("%s %s\n", ok ? "ok" : "FAIL", name);
	failed |= !ok;
}

struct seen {
	unsigned count, line;
	char rules[256];
};

static int found(const struct assay_finding *f, void *ctx)
{
	struct seen *s = ctx;

	s->count++;
	s->line = f->line;
	if (f->size >= sizeof(*f) && strlen(s->rules) + strlen(f->rule) + 2 < sizeof(s->rules)) {
		strncat(s->rules, f->rule, 16);
		strncat(s->rules, " ", 2);
	}
	return 0;
}

static int stop(const struct assay_finding *f, void *ctx)
{
	unsigned *count = ctx;

	(void)f;
	++*count;
	return 1;
}

static const char source[] = "import pickle\npickle.load(f)\nassert x\nassert y\n";

static const char pickle[] = "cos\nsystem\n(S'true'\ntR.";

static void bytes(void)
{
	struct assay_options o = {.size = sizeof(o), .select = "B101"};
	struct seen s = {0};
	unsigned stops = 0;

	check("client_check",
	      assay_code_check(source, sizeof(source) - 1, "a.py", NULL, found, &s) == ASSAY_OK);
	check("client_finds", strstr(s.rules, "B301") != NULL && strstr(s.rules, "B101") != NULL);
	memset(&s, 0, sizeof(s));
	assay_code_check(source, sizeof(source) - 1, "a.py", &o, found, &s);
	check("client_selects", s.count == 2 && s.line == 4);
	assay_code_check(source, sizeof(source) - 1, "a.py", &o, stop, &stops);
	check("client_stops", stops == 1);
	o.select = "B999";
	check("client_unknown_rule",
	      assay_code_check(source, 1, "a.py", &o, found, &s) == ASSAY_EINVAL);
	o.size = 1;
	check("client_wrong_size",
	      assay_code_check(source, 1, "a.py", &o, found, &s) == ASSAY_EINVAL);
	check("client_nothing", assay_code_check(NULL, 0, "a.py", NULL, found, &s) == ASSAY_OK);
	check("client_no_callback",
	      assay_code_check(source, 1, "a.py", NULL, NULL, NULL) == ASSAY_EINVAL);
	memset(&s, 0, sizeof(s));
	check("client_models", assay_models_check(pickle, sizeof(pickle) - 1, "m.pkl", NULL, found,
						  &s) == ASSAY_OK &&
				       s.count > 0 && strncmp(s.rules, "MD", 2) == 0);
	check("client_version", strcmp(assay_version(), "0.1.0") == 0);
}

static void *thread(void *ctx)
{
	struct seen *s = ctx;

	for (int i = 0; i < 200; i++) {
		memset(s, 0, sizeof(*s));
		if (assay_code_check(source, sizeof(source) - 1, "a.py", NULL, found, s) !=
		    ASSAY_OK)
			return NULL;
	}
	return s;
}

static void threads(void)
{
	pthread_t t[4];
	struct seen s[4];
	int same = 1;

	for (int i = 0; i < 4; i++)
		pthread_create(&t[i], NULL, thread, &s[i]);
	for (int i = 0; i < 4; i++) {
		void *result;
		pthread_join(t[i], &result);
		same &= result != NULL && strcmp(s[i].rules, s[0].rules) == 0;
	}
	check("client_threads", same);
}

static int collect(const char *p, size_t n, void *ctx)
{
	size_t *total = ctx;

	(void)p;
	*total += n;
	return 0;
}

static void files(const char *program, const char *path)
{
	const char *arguments[] = {"check", "--no-cache", "--isolated", "--format",
				   "json",  path,	  NULL};
	size_t total = 0;
	int code = -1;

	check("client_scan", assay_scan(program, arguments, collect, &total, &code) == ASSAY_OK);
	check("client_scan_code", code == 1 && total > 100);
	check("client_scan_missing",
	      assay_scan("/nonexistent/assay", arguments, collect, &total, &code) == ASSAY_ESYSTEM);
}

int main(int argc, char **argv)
{
	bytes();
	threads();
	if (argc == 3)
		files(argv[1], argv[2]);
	return failed;
}
