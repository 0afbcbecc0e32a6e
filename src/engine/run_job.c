#include "engine/run.h"
#include "engine/scan.h"
#include "repo/ignore.h"

static void *prepare(struct arena *a, const void *ctx)
{
	return ctx ? scanner_new(a, ctx) : NULL;
}

static void scan(void *prepared, struct arena *a, str path, str bytes, struct file_result *out)
{
	scan_file(prepared, a, path, bytes, out);
}

static void call(unsigned kind, struct arena *a, str bytes, struct buf *out)
{
	(void)a;
	if (kind == WORKER_IGNORE)
		ignore_parse(bytes, out);
}

struct worker_job run_job(const struct settings *s)
{
	return (struct worker_job){.ctx = s, .prepare = prepare, .scan = scan, .call = call};
}
