/* expat gets its memory from the arena through a small allocator of powers of two with lists of
 * what was freed, so that nothing leaks when a limit ends the work in the middle, and a long
 * document takes no more than its longest token. Its hash is salted by us: it would ask the system,
 * which the jail does not allow. */
#include "text/xml.h"

#define XML_DTD 1 /* Debian builds expat so; the header shows its limits only then */
#include <expat.h>
#include "base/limits.h"

/* ---- Memory ---- */

#define CLASSES 40

union block {
	struct {
		union block *next;
		size_t class; /* 2 to the class bytes, this header not counted */
	};
	max_align_t align;
};

struct pool {
	struct arena *arena;
	union block *unused[CLASSES];
};

/* expat's memory functions have no context: one document is read at a time in a process. */
static _Thread_local struct pool *the_pool;

static void *pool_alloc(size_t n)
{
	size_t class = 5;
	union block *b;

	while (class < CLASSES - 1 && (size_t)1 << class < n)
		class ++;
	b = the_pool->unused[class];
	if (b != NULL)
		the_pool->unused[class] = b->next;
	else
		b = arena_raw(the_pool->arena, sizeof(*b) + ((size_t)1 << class),
			      _Alignof(max_align_t));
	b->class = class;
	return &b[1];
}

static void pool_free(void *p)
{
	union block *b = p;

	if (b == NULL)
		return;
	b--;
	b->next = the_pool->unused[b->class];
	the_pool->unused[b->class] = b;
}

static void *pool_realloc(void *p, size_t n)
{
	union block *b = p;
	void *more;

	if (b == NULL)
		return pool_alloc(n);
	b--;
	if (n <= (size_t)1 << b->class)
		return p;
	more = pool_alloc(n);
	memcpy(more, p, (size_t)1 << b->class);
	pool_free(p);
	return more;
}

/* ---- Events ---- */

struct reader {
	const struct xml_handler *h;
	XML_Parser parser;
	struct xml_diag *diag;
	struct xml_attribute *attributes; /* in arena */
	unsigned room, depth;
	struct arena *arena;
	bool enough;
};

static uint64_t here(const struct reader *r)
{
	XML_Index at = XML_GetCurrentByteIndex(r->parser);

	return at < 0 ? 0 : (uint64_t)at;
}

static void stop(struct reader *r, enum xml_code code, const char *msg)
{
	if (r->diag->code == XML_DIAG_NONE && code != XML_DIAG_NONE)
		*r->diag = (struct xml_diag){code, here(r), msg};
	(void)XML_StopParser(r->parser, XML_FALSE);
}

static void on_start(void *ctx, const XML_Char *name, const XML_Char **list)
{
	struct reader *r = ctx;
	unsigned n = 0;

	if (++r->depth > LIMIT_XML_DEPTH) {
		stop(r, XML_DIAG_DEPTH, "elements nested too deep");
		return;
	}
	if (r->h->start == NULL || r->enough)
		return;
	while (list[2 * n] != NULL)
		n++;
	if (n > r->room) {
		r->room = 2 * n;
		r->attributes = NEW(r->arena, struct xml_attribute, r->room);
	}
	for (unsigned i = 0; i < n; i++)
		r->attributes[i] =
			(struct xml_attribute){str_of(list[2 * i]), str_of(list[2 * i + 1])};
	if (!r->h->start(r->h->ctx, str_of(name), r->attributes, n, here(r))) {
		r->enough = true;
		stop(r, XML_DIAG_NONE, NULL);
	}
}

static void on_end(void *ctx, const XML_Char *name)
{
	struct reader *r = ctx;

	r->depth--;
	if (r->h->end != NULL && !r->enough)
		r->h->end(r->h->ctx, str_of(name));
}

static void on_text(void *ctx, const XML_Char *text, int n)
{
	struct reader *r = ctx;

	if (r->h->text != NULL && !r->enough)
		r->h->text(r->h->ctx, (str){(const uint8_t *)text, (size_t)n});
}

static void on_doctype(void *ctx, UNUSED const XML_Char *name, const XML_Char *system_id,
		       UNUSED const XML_Char *public_id, UNUSED int has_internal_subset)
{
	struct reader *r = ctx;

	if (r->h->doctype != NULL)
		r->h->doctype(r->h->ctx, str_of(system_id), here(r));
}

static void on_entity(void *ctx, const XML_Char *name, UNUSED int is_parameter,
		      const XML_Char *value, int n, UNUSED const XML_Char *base,
		      const XML_Char *system_id, UNUSED const XML_Char *public_id,
		      UNUSED const XML_Char *notation)
{
	struct reader *r = ctx;

	if (r->h->entity != NULL)
		r->h->entity(r->h->ctx, str_of(name),
			     (str){(const uint8_t *)value, value ? (size_t)n : 0},
			     str_of(system_id), here(r));
}

static void on_instruction(void *ctx, const XML_Char *target, UNUSED const XML_Char *data)
{
	struct reader *r = ctx;

	if (r->h->instruction != NULL)
		r->h->instruction(r->h->ctx, str_of(target), here(r));
}

/* References to internal entities in content arrive here instead of being expanded. */
static void on_rest(UNUSED void *ctx, UNUSED const XML_Char *text, UNUSED int n)
{
}

static void set_handlers(struct reader *r)
{
	XML_Parser p = r->parser;

	XML_SetUserData(p, r);
	XML_SetDefaultHandler(p, on_rest); /* first: it switches expansion off */
	XML_SetElementHandler(p, on_start, on_end);
	XML_SetCharacterDataHandler(p, on_text);
	XML_SetStartDoctypeDeclHandler(p, on_doctype);
	XML_SetEntityDeclHandler(p, on_entity);
	XML_SetProcessingInstructionHandler(p, on_instruction);
	(void)XML_SetParamEntityParsing(p, XML_PARAM_ENTITY_PARSING_NEVER);
	(void)XML_SetHashSalt(p, (unsigned long)str_hash(S("xml")) | 1);
	(void)XML_SetBillionLaughsAttackProtectionMaximumAmplification(p, LIMIT_XML_GROWTH);
	(void)XML_SetBillionLaughsAttackProtectionActivationThreshold(p, LIMIT_XML_GROWN);
}

static void translate_error(struct reader *r)
{
	enum XML_Error e = XML_GetErrorCode(r->parser);
	enum xml_code code = XML_DIAG_SYNTAX;

	if (r->diag->code != XML_DIAG_NONE || r->enough || e == XML_ERROR_NONE)
		return;
	if (e == XML_ERROR_UNDEFINED_ENTITY || e == XML_ERROR_RECURSIVE_ENTITY_REF ||
	    e == XML_ERROR_ATTRIBUTE_EXTERNAL_ENTITY_REF ||
	    e == XML_ERROR_EXTERNAL_ENTITY_HANDLING || e == XML_ERROR_ENTITY_DECLARED_IN_PE)
		code = XML_DIAG_ENTITY;
	else if (e == XML_ERROR_AMPLIFICATION_LIMIT_BREACH)
		code = XML_DIAG_LAUGHS;
	else if (e == XML_ERROR_UNKNOWN_ENCODING || e == XML_ERROR_INCORRECT_ENCODING)
		code = XML_DIAG_ENCODING;
	*r->diag = (struct xml_diag){code, here(r), XML_ErrorString(e)};
}

static void feed(struct reader *r, struct stream *s)
{
	uint64_t left = LIMIT_XML_BYTES;
	bool last = false;

	while (!last && !r->enough && r->diag->code == XML_DIAG_NONE) {
		str piece = {NULL, 0};
		last = !stream_ready(s);
		if (!last)
			piece = str_slice((str){s->p, (size_t)(s->end - s->p)}, 0, STREAM_WINDOW);
		if (last && s->error != NULL) {
			*r->diag = (struct xml_diag){XML_DIAG_READ, stream_at(s), s->error};
			return;
		}
		if (piece.n > left) {
			*r->diag = (struct xml_diag){XML_DIAG_SIZE, stream_at(s),
						     "a document larger than assay looks"};
			return;
		}
		left -= piece.n;
		if (XML_Parse(r->parser, (const char *)piece.p, (int)piece.n, last) !=
		    XML_STATUS_OK)
			translate_error(r);
		(void)stream_skip(s, piece.n);
	}
}

bool xml_read(struct arena *a, struct stream *s, const struct xml_handler *h, struct xml_diag *d)
{
	static const XML_Memory_Handling_Suite memory = {pool_alloc, pool_realloc, pool_free};
	struct pool pool = {.arena = a};
	struct reader r = {.h = h, .diag = d, .arena = a};

	*d = (struct xml_diag){0};
	the_pool = &pool;
	r.parser = XML_ParserCreate_MM(NULL, &memory, NULL);
	if (r.parser == NULL) {
		*d = (struct xml_diag){XML_DIAG_READ, 0, "no parser"};
	} else {
		set_handlers(&r);
		feed(&r, s);
	}
	the_pool = NULL; /* the parser's memory is the arena's */
	return d->code == XML_DIAG_NONE;
}

/* ---- The root's name, from the first bytes ---- */

static size_t after(str s, size_t at, str end)
{
	size_t found = str_find(str_slice(s, at, s.n), end);

	return found == STR_NONE ? s.n : at + found + end.n;
}

/* Past a DOCTYPE with its internal subset in brackets. */
static size_t after_doctype(str s, size_t at)
{
	unsigned depth = 0;

	for (; at < s.n; at++) {
		if (s.p[at] == '[')
			depth++;
		else if (s.p[at] == ']' && depth > 0)
			depth--;
		else if (s.p[at] == '>' && depth == 0)
			return at + 1;
	}
	return s.n;
}

static bool ends_name(uint8_t c)
{
	return c <= ' ' || c == '>' || c == '/';
}

static bool is_space(uint8_t b)
{
	return b == ' ' || b == '\t' || b == '\n' || b == '\r';
}

str xml_root_name(str head)
{
	size_t at = str_starts(head, S("\xef\xbb\xbf")) ? 3 : 0, end;

	for (;;) {
		str rest;
		while (at < head.n && is_space(head.p[at]))
			at++;
		rest = str_slice(head, at, head.n);
		if (str_starts(rest, S("<?")))
			at = after(head, at, S("?>"));
		else if (str_starts(rest, S("<!--")))
			at = after(head, at, S("-->"));
		else if (str_starts(rest, S("<!DOCTYPE")))
			at = after_doctype(head, at);
		else
			break;
	}
	if (at >= head.n || head.p[at] != '<')
		return (str){NULL, 0};
	for (end = at + 1; end < head.n && !ends_name(head.p[end]); end++)
		if (end - at > 100)
			return (str){NULL, 0};
	return end < head.n ? str_slice(head, at + 1, end) : (str){NULL, 0};
}
