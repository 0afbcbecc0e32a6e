/* What Python files and notebooks import, for the dependency layer (dep/imports.h). Where the code
 * layer parses them anyway, its tree is used; otherwise they are parsed for this. What cannot be
 * read here imports nothing: to say so is the code layer's business. */
#include "engine/engine_int.h"

#include "base/limits.h"
#include "dep/imports.h"
#include "py/notebook.h"

void import_layer_take(struct scan *s, struct py_file *file, const struct notebook *nb)
{
	const struct dep_import *list;
	struct dep_import *placed;
	uint32_t n;

	s->imported = true;
	imports_read(s->arena, file, &list, &n);
	if (n == LIMIT_IMPORTS)
		scan_finding(s, "AS004", NULL, 0, 0,
			     "more imports than are kept: not all of them were compared with what "
			     "is declared");
	s->out->imports = list;
	s->out->import_count = n;
	if (nb == NULL || n == 0)
		return;
	placed = NEW(s->arena, struct dep_import, n);
	for (uint32_t i = 0; i < n; i++) {
		placed[i] = list[i];
		placed[i].line = notebook_place(nb, list[i].at).line;
	}
	s->out->imports = placed;
}

static void read_notebook(struct scan *s)
{
	struct notebook nb = {0};
	struct py_file file;
	struct diag d;

	if (!notebook_read(s->arena, s->bytes, &nb, &d) || nb.language.n > 0)
		return;
	py_parse(&file, s->arena, nb.source, PY_PARSE_NOTEBOOK);
	import_layer_take(s, &file, &nb);
}

static void read_python(struct scan *s)
{
	struct py_file file;
	struct diag d = {0};
	str source = {NULL, 0};

	if (!py_decode(s->arena, s->bytes, &source, &d) && source.p == NULL)
		return;
	py_parse(&file, s->arena, source, PY_PARSE_DEFAULT);
	import_layer_take(s, &file, NULL);
}

void import_layer(struct scan *s, const struct scan_input *in, const struct peek *p)
{
	bool notebook = format_notebook.recognise(s->settings, p) > 0;

	if (s->imported || settings_of_git(s->settings) || in->blob.size > LIMIT_SOURCE_BYTES ||
	    (in->layers != 0 && (in->layers & LAYER_CODE) == 0) || str_eq(p->name, S("setup.py")))
		return;
	if (!notebook && format_python.recognise(s->settings, p) == 0)
		return;
	if (str_find_byte(p->head, 0) != STR_NONE || (s->bytes.p == NULL && !scan_load(s, in)))
		return;
	if (notebook)
		read_notebook(s);
	else
		read_python(s);
}
