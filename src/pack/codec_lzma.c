/* xz, .lzma and raw LZMA with filters through liblzma. */
#include "pack/codec_int.h"

#include <lzma.h>
#include "base/fail.h"
#include "base/limits.h"

static void *alloc(void *heap, size_t count, size_t size)
{
	size_t total;

	return __builtin_mul_overflow(count, size, &total) ? NULL : codec_alloc(heap, total);
}

static void release(void *heap, void *p)
{
	codec_free(heap, p);
}

struct state {
	lzma_stream lzma;
	lzma_allocator allocator;
	lzma_filter filters[CODEC_FILTERS + 1];
};

static const lzma_vli ids[] = {
	[FILTER_LZMA1] = LZMA_FILTER_LZMA1,	[FILTER_LZMA2] = LZMA_FILTER_LZMA2,
	[FILTER_DELTA] = LZMA_FILTER_DELTA,	[FILTER_X86] = LZMA_FILTER_X86,
	[FILTER_POWERPC] = LZMA_FILTER_POWERPC, [FILTER_IA64] = LZMA_FILTER_IA64,
	[FILTER_ARM] = LZMA_FILTER_ARM,		[FILTER_ARMTHUMB] = LZMA_FILTER_ARMTHUMB,
	[FILTER_SPARC] = LZMA_FILTER_SPARC,	[FILTER_ARM64] = LZMA_FILTER_ARM64,
};

/* LZMA1 with a known size ends there, with or without a marker. */
static void end_at(lzma_filter *f, uint64_t size)
{
	lzma_options_lzma *o = f->options;

	f->id = LZMA_FILTER_LZMA1EXT;
	o->ext_flags = LZMA_LZMA1EXT_ALLOW_EOPM;
	o->ext_size_low = (uint32_t)size;
	o->ext_size_high = (uint32_t)(size >> 32);
}

static lzma_ret begin_raw(struct codec *c, struct state *s)
{
	const struct codec_raw *raw = c->raw;

	if (raw->count == 0 || raw->count > CODEC_FILTERS)
		return LZMA_OPTIONS_ERROR;
	for (unsigned i = 0; i < raw->count; i++) {
		lzma_filter *f = &s->filters[i];
		str p = raw->filter[i].properties;
		lzma_ret rc;
		f->id = ids[raw->filter[i].id];
		f->options = NULL;
		rc = lzma_properties_decode(f, &s->allocator, p.p, p.n);
		if (rc != LZMA_OK)
			return rc;
		if (f->id == LZMA_FILTER_LZMA1)
			end_at(f, raw->size);
	}
	s->filters[raw->count].id = LZMA_VLI_UNKNOWN;
	if (lzma_raw_decoder_memusage(s->filters) > LIMIT_CODEC_WINDOW)
		return LZMA_MEMLIMIT_ERROR;
	return lzma_raw_decoder(&s->lzma, s->filters);
}

static const char *text(lzma_ret rc)
{
	switch (rc) {
	case LZMA_FORMAT_ERROR:
		return "this is not xz or lzma data";
	case LZMA_OPTIONS_ERROR:
		return "the lzma properties or filters are not known";
	case LZMA_MEMLIMIT_ERROR:
		return "the lzma dictionary is larger than assay allows";
	default:
		return "the lzma data is broken";
	}
}

static enum codec_step give_up(struct codec *c, lzma_ret rc)
{
	if (rc == LZMA_MEM_ERROR)
		fail(FAIL_MEMORY, "memory limit of one file reached", __FILE__, __LINE__);
	return codec_fail(c, rc == LZMA_MEMLIMIT_ERROR ? CODEC_TOO_BIG : CODEC_BROKEN, text(rc));
}

static bool begin(struct codec *c)
{
	struct state *s = c->state;
	lzma_ret rc;

	if (s == NULL) {
		c->state = s = NEW(c->arena, struct state, 1);
		s->lzma = (lzma_stream)LZMA_STREAM_INIT;
		s->allocator = (lzma_allocator){alloc, release, c->heap};
		s->lzma.allocator = &s->allocator;
	}
	if (c->kind == CODEC_XZ)
		rc = lzma_stream_decoder(&s->lzma, LIMIT_CODEC_WINDOW, 0);
	else if (c->kind == CODEC_LZMA)
		rc = lzma_alone_decoder(&s->lzma, LIMIT_CODEC_WINDOW);
	else
		rc = begin_raw(c, s);
	if (rc != LZMA_OK)
		give_up(c, rc);
	return rc == LZMA_OK;
}

static enum codec_step step(struct codec *c, str in, size_t *used, uint8_t *to, size_t room,
			    size_t *made)
{
	lzma_stream *z = &((struct state *)c->state)->lzma;
	lzma_ret rc;

	z->next_in = in.p;
	z->avail_in = in.n;
	z->next_out = to;
	z->avail_out = room;
	/* The end of the input is said, because BCJ filters hold bytes back until then. */
	rc = lzma_code(z, in.n == 0 ? LZMA_FINISH : LZMA_RUN);
	*used = in.n - z->avail_in;
	*made = room - z->avail_out;
	switch (rc) {
	case LZMA_OK:
	case LZMA_BUF_ERROR:
		return STEP_ON;
	case LZMA_STREAM_END:
		return STEP_END;
	case LZMA_NO_CHECK:
	case LZMA_UNSUPPORTED_CHECK:
	case LZMA_GET_CHECK:
	case LZMA_MEM_ERROR:
	case LZMA_MEMLIMIT_ERROR:
	case LZMA_FORMAT_ERROR:
	case LZMA_OPTIONS_ERROR:
	case LZMA_DATA_ERROR:
	case LZMA_PROG_ERROR:
	case LZMA_SEEK_NEEDED:
	case LZMA_RET_INTERNAL1:
	case LZMA_RET_INTERNAL2:
	case LZMA_RET_INTERNAL3:
	case LZMA_RET_INTERNAL4:
	case LZMA_RET_INTERNAL5:
	case LZMA_RET_INTERNAL6:
	case LZMA_RET_INTERNAL7:
	case LZMA_RET_INTERNAL8:
		return give_up(c, rc);
	}
	return give_up(c, LZMA_PROG_ERROR);
}

const struct codec_ops codec_lzma = {begin, step};
