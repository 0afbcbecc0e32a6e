/* See trace.h. Of the memory only those pages are touched that hold spans. */
#include "base/trace.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/limits.h"

enum { NAME_BYTES = 100 };

struct span {
	int64_t begin, end;
	uint32_t pid;
	uint16_t stage, n;
	uint8_t name[NAME_BYTES];
};

struct shared {
	uint32_t count; /* how many were wanted: more than fit are told */
	struct span spans[];
};

struct trace {
	struct shared *shared;
	int64_t began;
	uint32_t pid; /* in a jail nobody may ask for it */
};

static const char *const names[TRACE_STAGES] = {
	[TRACE_RUN] = "run",	       [TRACE_WALK] = "walk",	      [TRACE_SCAN] = "scan",
	[TRACE_JOIN] = "join",	       [TRACE_DEPS] = "dependencies", [TRACE_GIT] = "git",
	[TRACE_SETTLE] = "settle",     [TRACE_REPORT] = "report",     [TRACE_PREPARE] = "prepare",
	[TRACE_FILE] = "file",	       [TRACE_READ] = "read",	      [TRACE_SECRETS] = "secrets",
	[TRACE_DECODE] = "decode",     [TRACE_PARSE] = "parse",	      [TRACE_BIND] = "bind",
	[TRACE_CHECK] = "check",       [TRACE_MODELS] = "models",     [TRACE_PROJECT] = "project",
	[TRACE_PACKAGES] = "packages", [TRACE_IMPORTS] = "imports",
};

struct trace *trace_new(struct arena *a)
{
	size_t bytes = sizeof(struct shared) + LIMIT_TRACE_SPANS * sizeof(struct span);
	struct trace *t = NEW(a, struct trace, 1);

	t->shared = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (t->shared == MAP_FAILED)
		return NULL;
	t->began = clock_now_ns();
	t->pid = (uint32_t)getpid();
	return t;
}

void trace_forked(struct trace *t)
{
	if (t != NULL)
		t->pid = (uint32_t)getpid();
}

void trace_end(struct trace *t, int64_t since, enum trace_stage stage, str name)
{
	struct span *s;
	uint32_t i;

	if (t == NULL)
		return;
	i = __atomic_fetch_add(&t->shared->count, 1, __ATOMIC_RELAXED);
	if (i >= LIMIT_TRACE_SPANS)
		return;
	s = &t->shared->spans[i];
	name = str_slice(name, name.n > NAME_BYTES ? name.n - NAME_BYTES : 0, name.n);
	s->begin = since;
	s->end = clock_now_ns();
	s->pid = t->pid;
	s->stage = (uint16_t)stage;
	s->n = (uint16_t)name.n;
	if (name.n > 0)
		memcpy(s->name, name.p, name.n);
}

/* Bytes that are no UTF-8 (the end of a path may begin inside a character) become question marks.
 */
static void put_string(struct buf *b, str s)
{
	buf_byte(b, '"');
	while (s.n > 0) {
		unsigned n = str_utf8_len(s);
		if (s.p[0] == '"' || s.p[0] == '\\' || s.p[0] < ' ' || s.p[0] == 0x7F)
			buf_printf(b, "\\u%04x", s.p[0]);
		else if (n == 0)
			buf_byte(b, '?');
		else
			buf_add(b, str_slice(s, 0, n));
		s = str_slice(s, n > 0 ? n : 1, s.n);
	}
	buf_byte(b, '"');
}

/* Microseconds since the beginning, with three digits more. */
static void put_time(struct buf *b, const char *key, int64_t ns)
{
	ns = ns < 0 ? 0 : ns;
	buf_printf(b, ",\"%s\":%lld.%03u", key, (long long)(ns / 1000), (unsigned)(ns % 1000));
}

static void put_span(struct buf *b, const struct trace *t, const struct span *s)
{
	struct span copy = *s; /* a hostile worker may still be writing */
	size_t n = copy.n;
	int64_t since, took;

	s = &copy;
	if (s->stage >= TRACE_STAGES || __builtin_sub_overflow(s->begin, t->began, &since) ||
	    __builtin_sub_overflow(s->end, s->begin, &took))
		return;
	buf_printf(b, ",\n{\"ph\":\"X\",\"name\":\"%s\",\"pid\":%u,\"tid\":%u", names[s->stage],
		   t->pid, s->pid);
	put_time(b, "ts", since);
	put_time(b, "dur", took);
	if (n > 0 && n <= NAME_BYTES) {
		buf_add(b, S(",\"args\":{\"path\":"));
		put_string(b, (str){s->name, n});
		buf_byte(b, '}');
	}
	buf_byte(b, '}');
}

str trace_print(struct arena *a, const struct trace *t)
{
	uint32_t wanted = t->shared->count,
		 n = wanted < LIMIT_TRACE_SPANS ? wanted : LIMIT_TRACE_SPANS;
	struct buf b = buf_in(a);

	buf_printf(&b,
		   "{\"displayTimeUnit\":\"ms\",\"otherData\":{\"dropped\":%u},"
		   "\"traceEvents\":[\n"
		   "{\"ph\":\"M\",\"name\":\"process_name\",\"pid\":%u,\"tid\":%u,\"args\":"
		   "{\"name\":\"assay\"}},\n"
		   "{\"ph\":\"M\",\"name\":\"thread_name\",\"pid\":%u,\"tid\":%u,\"args\":"
		   "{\"name\":\"parent\"}}",
		   wanted - n, t->pid, t->pid, t->pid, t->pid);
	for (uint32_t i = 0; i < n; i++)
		put_span(&b, t, &t->shared->spans[i]);
	buf_add(&b, S("\n]}\n"));
	return buf_str(&b);
}
