/* Python source: the one format of which every other rule-bearing one (notebooks) is made. */
#include "engine/engine_int.h"

#include "base/limits.h"
#include "base/trace.h"

static unsigned recognise(const struct settings *s, const struct peek *p)
{
	str name = p->name, line = p->head;

	(void)s;
	if (str_ends(name, S(".py")) || str_ends(name, S(".pyw")) || str_ends(name, S(".pyi")))
		return 100;
	if (str_find_byte(name, '.') != STR_NONE || !str_starts(line, S("#!")))
		return 0;
	line = str_slice(str_cut(&line, '\n'), 0, 200);
	return str_find(line, S("python")) != STR_NONE ? 90 : 0;
}

/* CPython reads no source with NUL bytes; one in 32 is no slip. */
static bool is_binary(str bytes)
{
	str head = str_slice(bytes, 0, 4096);
	size_t zeros = 0;

	if (str_find_byte(head, 0) == STR_NONE)
		return false;
	for (size_t i = 0; i < head.n; i++)
		zeros += head.p[i] == 0;
	return zeros * 32 > head.n;
}

/* Every broken statement, up to a number that still helps. */
#define SYNTAX_ERRORS 20

static void report_errors(struct scan *s, const struct py_file *file)
{
	if (s->settings->secrets_only) /* the bytes were looked at all the same */
		return;
	for (uint32_t i = 0; i < file->error_count && i < SYNTAX_ERRORS; i++) {
		const struct diag *d = &file->errors[i];
		const char *id = d->code == PY_DIAG_ENCODING ? "AS002"
				 : d->code == PY_DIAG_LIMIT  ? "AS004"
							     : "AS001";
		scan_finding(s, id, file, d->offset, d->offset, "%s", d->msg);
	}
	if (file->error_count > SYNTAX_ERRORS)
		scan_finding(s, "AS001", file, file->errors[SYNTAX_ERRORS].offset,
			     file->errors[SYNTAX_ERRORS].offset, "and %u more syntax errors",
			     file->error_count - SYNTAX_ERRORS);
}

static bool nothing_parsed(const struct py_file *file)
{
	const struct node *n = file->module->child;

	while (n != NULL && n->kind == NODE_ERROR_STMT)
		n = n->next;
	return n == NULL && file->error_count > 0;
}

/* After the last line end nothing begins that a person would count. */
static bool ends_with_line(str source)
{
	return source.n == 0 || source.p[source.n - 1] == '\n' || source.p[source.n - 1] == '\r';
}

void scan_python_source(struct scan *s, str source, unsigned mode)
{
	struct py_file *file = NEW(s->arena, struct py_file, 1);
	struct py_scopes *scopes;
	struct trace *trace = s->settings->trace;
	int64_t since = trace_begin(trace);
	uint8_t *asleep;

	py_parse(file, s->arena, source, mode);
	trace_end(trace, since, TRACE_PARSE, s->path);
	asleep = scanner_names(s->scanner, s->arena, file);
	if ((s->settings->layers & LAYER_DEPS) != 0 && !settings_of_git(s->settings))
		import_layer_take(s, file, s->locate_ctx);
	report_errors(s, file);
	s->out->unread = nothing_parsed(file) && !s->settings->secrets_only;
	if (s->scanner->any_python &&
	    (!s->settings->compat || file->error_count == 0)) { /* Bandit skips such files */
		since = trace_begin(trace);
		scopes = py_bind(s->arena, file);
		scope_targets(scopes, &s->scanner->targets);
		scanner_imports(s->scanner, scopes, asleep);
		trace_end(trace, since, TRACE_BIND, s->path);
		since = trace_begin(trace);
		walk_file(s, file, scopes, asleep, (mode & PY_PARSE_NOTEBOOK) != 0);
		trace_end(trace, since, TRACE_CHECK, s->path);
	}
	suppress(s, file);
	for (struct record *r = s->records; r != NULL; r = r->next)
		if (r->f.start != UINT32_MAX)
			record_place(s, file, r);
	s->out->lines = py_line_count(file) - ends_with_line(source);
	fingerprint_all(s, file);
}

void scanner_convert(struct scanner *sc, void *iconv)
{
	sc->convert = iconv;
}

/* A charset that only the C library knows is asked for in the result; until somebody provides it,
 * the file is scanned as far as it can be decoded. */
static bool decode(struct scan *s, str *source, struct diag *d)
{
	if (py_decode(s->arena, s->bytes, source, d))
		return true;
	if (d->code != PY_DIAG_CHARSET)
		return false;
	if (s->scanner->convert != NULL) {
		*d = (struct diag){0};
		return py_decode_with(s->arena, s->bytes, s->scanner->convert, source, d);
	}
	s->out->charset = py_charset(s->arena, s->bytes);
	return false;
}

static void scan_python(struct scan *s)
{
	struct diag d = {0};
	str source = {0};
	int64_t since;
	bool decoded;

	if (s->bytes.n > LIMIT_SOURCE_BYTES) {
		scan_finding(s, "AS004", NULL, 0, 0, "%zu bytes: more than %zu are not looked at",
			     s->bytes.n, LIMIT_SOURCE_BYTES);
		s->out->unread = 1;
		return;
	}
	if (is_binary(s->bytes)) {
		scan_finding(s, "AS015", NULL, 0, 0, "named as Python, but holds binary data");
		s->out->unread = 1;
		return;
	}
	since = trace_begin(s->settings->trace);
	decoded = decode(s, &source, &d);
	trace_end(s->settings->trace, since, TRACE_DECODE, s->path);
	if (!decoded) {
		struct finding *f = scan_finding(s, "AS002", NULL, 0, 0, "%s", d.msg);
		f->line = 1;
		f->column = 1;
		f->end_line = 1;
		f->end_column = 1;
	}
	scan_python_source(s, source, PY_PARSE_DEFAULT);
}

const struct format format_python = {
	.name = "python",
	.layer = LAYER_CODE,
	.recognise = recognise,
	.scan = scan_python,
};
