/* Notebooks on their way through the engine: their code is checked as one module, and findings go
 * back to the cell and to the line of the JSON text. */
#include "engine/engine_int.h"

#include "base/limits.h"
#include "py/notebook.h"
#include "text/tree.h"

static unsigned recognise(const struct settings *s, const struct peek *p)
{
	return !s->compat && str_ends(p->path, S(".ipynb")) ? 100 : 0;
}

static void locate(const struct scan *s, const struct py_file *file, struct finding *f)
{
	const struct notebook *nb = s->locate_ctx;
	struct notebook_place at = notebook_place(nb, f->start);
	struct notebook_place end = f->end > f->start ? notebook_place(nb, f->end) : at;

	(void)file;
	f->line = at.line;
	f->column = at.column;
	f->end_line = end.line;
	f->end_column = end.column;
	f->cell = at.cell;
	f->cell_line = at.cell_line;
}

static void scan_notebook(struct scan *s)
{
	struct notebook *nb = NEW(s->arena, struct notebook, 1);
	struct diag d = {0};

	if (s->bytes.n > LIMIT_SOURCE_BYTES) {
		scan_finding(s, "AS004", NULL, 0, 0, "%zu bytes: more than %zu are not looked at",
			     s->bytes.n, LIMIT_SOURCE_BYTES);
		s->out->unread = 1;
		return;
	}
	if (!notebook_read(s->arena, s->bytes, nb, &d)) {
		bool cut = d.code == NOTEBOOK_DIAG_SIZE;
		struct finding *f =
			scan_finding(s, cut ? "AS004" : "AS019", NULL, 0, 0, "%s", d.msg);
		f->line = f->end_line = text_line(s->bytes, d.offset);
		f->column = f->end_column = 1;
		s->out->unread = !cut;
		if (!cut)
			return;
	}
	if (nb->language.n > 0) {
		s->out->layers &= (uint8_t)~LAYER_CODE;
		if (s->out->layers == 0)
			s->out->skipped = SKIPPED_FOREIGN;
		return;
	}
	s->locate = locate;
	s->locate_ctx = nb;
	scan_python_source(s, nb->source, PY_PARSE_NOTEBOOK);
}

const struct format format_notebook = {
	.name = "notebook",
	.layer = LAYER_CODE,
	.recognise = recognise,
	.scan = scan_notebook,
};
