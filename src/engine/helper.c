#include "engine/helper.h"

#include "engine/baseline.h"
#include "engine/config.h"
#include "repo/ignore.h"

static void call(unsigned kind, struct arena *a, str bytes, struct buf *out)
{
	if (kind == WORKER_IGNORE)
		ignore_parse(bytes, out);
	else if (kind == WORKER_BASELINE)
		baseline_parse(a, bytes, out);
	else if (kind >= WORKER_CONFIG)
		config_parse(a, (enum config_kind)(kind - WORKER_CONFIG), bytes, out);
}

void helper_init(struct helper *h)
{
	*h = (struct helper){.worker = {.fd = -1}, .job = {.call = call}};
}

bool helper_call(struct helper *h, struct arena *a, unsigned kind, str path, int fd, str *record)
{
	if (h->worker.fd < 0 && !worker_start(&h->worker, &h->job))
		return false;
	if (worker_call(&h->worker, a, kind, path, fd, record))
		return true;
	helper_stop(h);
	return false;
}

void helper_stop(struct helper *h)
{
	worker_stop(&h->worker);
}
