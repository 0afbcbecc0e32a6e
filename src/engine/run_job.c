#include "engine/run.h"

#include <iconv.h>
#include "engine/scan.h"

static void *prepare(struct arena *a, const void *ctx)
{
	struct scanner *s = ctx ? scanner_new(a, ctx) : NULL;

	if (s != NULL)
		scanner_keep(s);
	return s;
}

static void scan(void *prepared, struct arena *a, const struct scan_input *in,
		 struct file_result *out)
{
	scan_blob(prepared, a, in, out);
}

/* Of a worker for one charset. The worker's copy is the one that is written to. */
struct recoder {
	const struct settings *settings;
	const char *charset;
	iconv_t convert;
};

/* iconv_open loads modules from disk, so it must happen before the jail. A charset that does not
 * exist leaves the worker as all others are, and the file with the finding that says so. */
static bool open_charset(const void *ctx)
{
	struct recoder *r = (struct recoder *)(uintptr_t)ctx;

	r->convert = iconv_open("UTF-8", r->charset);
	return true;
}

static void *prepare_recoder(struct arena *a, const void *ctx)
{
	const struct recoder *r = ctx;
	struct scanner *s = scanner_new(a, r->settings);

	if (r->convert != (iconv_t)-1)
		scanner_convert(s, r->convert);
	return s;
}

/* Names go to a loader of modules: nothing but what charsets are called. */
static bool is_charset(str name)
{
	for (size_t i = 0; i < name.n; i++) {
		uint8_t b = name.p[i];
		if (!(b >= 'a' && b <= 'z') && !(b >= 'A' && b <= 'Z') && !(b >= '0' && b <= '9') &&
		    b != '-' && b != '_' && b != ':')
			return false;
	}
	return name.n > 0 && name.n <= 40;
}

struct worker_job run_job_charset(struct arena *a, const struct settings *s, str charset)
{
	struct recoder *r = NEW(a, struct recoder, 1);

	if (!is_charset(charset))
		return run_job(s);
	*r = (struct recoder){s, arena_cstr(a, charset), (iconv_t)-1};
	return (struct worker_job){
		.ctx = r, .before = open_charset, .prepare = prepare_recoder, .scan = scan};
}

/* A range that is not wholly there leaves the digest out. */
static void digest_range(void *prepared, struct arena *a, const struct scan_input *in,
			 struct file_result *out)
{
	enum { BLOCK = 256 * 1024 };
	str end = in->path, first = str_cut(&end, '-');
	struct hash_sha256_state h;
	uint8_t *block = arena_raw(a, BLOCK, 64);
	uint64_t at, to;

	(void)prepared;
	if (!str_to_u64(first, &at) || !str_to_u64(end, &to))
		return;
	hash_sha256_init(&h);
	for (size_t n; at < to; at += n) {
		n = to - at < BLOCK ? (size_t)(to - at) : BLOCK;
		if (!blob_copy(in->blob, at, block, n))
			return;
		hash_sha256_update(&h, (str){block, n});
	}
	hash_sha256_final(&h, out->sha256);
	out->hashed = 1;
}

struct worker_job run_job_range(void)
{
	return (struct worker_job){.scan = digest_range};
}

struct worker_job run_job(const struct settings *s)
{
	return (struct worker_job){
		.ctx = s,
		.prepare = prepare,
		.scan = scan,
		.trace = s->trace,
		.hash = s->hash != HASH_NONE || s->approval,
	};
}
