/* The dependency layer in the way of one file (engine/scan.c): the reader of its format says what
 * it asks for or locks. Nothing is judged here: the parent looks up and compares what all files of
 * the run say together (engine/deps.h). */
#include "engine/engine_int.h"

/* Is the first line that says anything one of a requirements file? For files that are named as
 * such and called anything. */
static bool like_requirements(struct arena *a, str head)
{
	struct requirement_error error;
	struct requirement r;

	for (str rest = head, line; rest.p != NULL;) {
		line = str_trim(str_cut(&rest, '\n'));
		line = str_trim(str_slice(line, 0, str_find(line, S(" #"))));
		if (line.n == 0 || line.p[0] == '#')
			continue;
		if (str_starts(line, S("-r")) || str_starts(line, S("-c")) ||
		    str_starts(line, S("-e")) || str_starts(line, S("--")))
			return true;
		line = str_slice(line, 0, str_find(line, S(" --hash")));
		if (str_ends(line, S("\\")))
			line = str_trim(str_slice(line, 0, line.n - 1));
		return requirement_parse(a, line, &r, &error);
	}
	return false;
}

static const struct dep_format *format_of(struct scan *s, const struct scan_input *in, str head)
{
	const struct dep_format *f = dep_format_of(s->path, head);

	if (f == NULL && (in->layers & SCAN_NAMED) != 0 && like_requirements(s->arena, head))
		f = dep_format_of(S("requirements.txt"), head);
	return f;
}

void dep_layer(struct scan *s, const struct scan_input *in, str head)
{
	const struct dep_format *format = format_of(s, in, head);
	struct dep_file *deps;

	if (format == NULL)
		return;
	deps = s->deps;
	if (deps == NULL && format->read_blob != NULL) {
		deps = NEW(s->arena, struct dep_file, 1);
		if (!format->read_blob(s->arena, s->path, in->blob, deps))
			return;
	}
	s->out->layers |= LAYER_DEPS;
	if (deps == NULL) {
		if (s->bytes.p == NULL && !scan_load(s, in))
			return;
		deps = NEW(s->arena, struct dep_file, 1);
		format->read(s->arena, s->path, s->bytes, deps);
	}
	if (deps->format == NULL)
		deps->format = format->name;
	s->out->deps = deps;
}
