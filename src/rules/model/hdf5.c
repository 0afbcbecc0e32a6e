/* HDF5: Keras models and weights, PyTables and pandas, any other. What leads out of the file is
 * judged by where it leads; what lies inside goes back to recognition: JSON in attributes (Keras's
 * model_config), pickles in attributes and byte arrays (PyTables, pandas). */
#include "base/limits.h"
#include "engine/model.h"
#include "engine/rule.h"
#include "model/hdf5.h"
#include "rules/model/conf.h"

#define MOST_PENDING 64
#define MOST_ELEMENTS 256

/* Something that leads out of the file; judged when it is known what kind of file this is. */
struct way_out {
	enum hdf5_event event;
	str object, name, file, target;
	uint64_t at;
	uint32_t id;
};

struct state {
	struct model *m;
	struct way_out out[MOST_PENDING];
	unsigned out_count;
	unsigned problems, filters, inside;
	bool swept;
	bool keras; /* weights or a model of Keras */
	uint64_t end;
	str bomb; /* a dataset that is far larger than the file */
	uint64_t bomb_bytes;
};

static unsigned recognise(UNUSED const struct settings *s, const struct peek *p)
{
	static const size_t places[] = {0, 512, 1024, 2048};

	for (size_t i = 0; i < COUNTOF(places); i++)
		if (str_starts(str_slice(p->head, places[i], p->head.n), S("\x89HDF\r\n\x1a\n")))
			return 90;
	return str_ends(p->name, S(".h5")) || str_ends(p->name, S(".hdf5")) ||
			       str_ends(p->name, S(".hdf"))
		       ? 40
		       : 0;
}

/* ---- What lies inside ---- */

static bool looks_pickled(str head, uint8_t last)
{
	if (head.n < 2)
		return false;
	if (head.p[0] == 0x80 && head.p[1] <= 5)
		return true;
	return last == '.' && strchr("(c]}dl", head.p[0]) != NULL && head.p[0] != 0;
}

static bool looks_like_json(str head)
{
	size_t i = 0;

	while (i < head.n && (head.p[i] == ' ' || head.p[i] == '\n' || head.p[i] == '\t'))
		i++;
	return i < head.n && (head.p[i] == '{' || head.p[i] == '[');
}

/* Text without the zeros that pad it. */
static struct blob without_padding(struct blob b)
{
	uint8_t last;

	for (unsigned n = 0; b.size > 0 && n < 65536; n++) {
		if (!blob_copy(b, b.size - 1, &last, 1) || last != 0)
			break;
		b = blob_slice(b, 0, b.size - 1);
	}
	return b;
}

static void look_inside(struct state *s, const struct hdf5_item *i, str member, struct blob b)
{
	uint8_t head[64], last = 0;
	size_t n;

	if (i->type.class == HDF5_STRING)
		b = without_padding(b);
	n = b.size < sizeof(head) ? (size_t)b.size : sizeof(head);
	if (n == 0 || !blob_copy(b, 0, head, n) || !blob_copy(b, b.size - 1, &last, 1))
		return;
	if (looks_pickled((str){head, n}, last) || looks_like_json((str){head, n}) ||
	    str_starts((str){head, n}, S("PK\3\4"))) {
		if (s->inside++ == LIMIT_HDF5_INSIDE)
			model_finding(s->m, "AS004", MODEL_NOWHERE, S(""),
				      "more values that may hold models than assay looks into");
		else if (s->inside <= LIMIT_HDF5_INSIDE)
			model_inside(s->m, member, b);
	}
}

/* Does the type hold bytes or text, in which anything may lie? */
static bool may_hold_anything(const struct hdf5_type *t)
{
	switch (t->class) {
	case HDF5_STRING:
	case HDF5_OPAQUE:
		return true;
	case HDF5_VLEN:
		return t->vlen_string || t->base_size == 1 || t->base == HDF5_OPAQUE;
	case HDF5_INTEGER:
		return t->size == 1;
	default:
		return false;
	}
}

static void attribute(struct state *s, struct hdf5 *h, const struct hdf5_item *i)
{
	bool root = str_eq(i->object, S("/"));
	struct blob b;

	if (root && str_in(i->name, "keras_version model_config backend layer_names"))
		s->keras = true;
	if (!may_hold_anything(&i->type))
		return;
	if (i->type.class == HDF5_INTEGER) {
		look_inside(s, i, i->name, i->value);
		return;
	}
	for (uint64_t k = 0; k < i->count && k < MOST_ELEMENTS; k++) {
		str member = root ? i->name
				  : arena_printf(s->m->scan->arena, "%.*s@%.*s",
						 STR_ARG(str_slice(i->object, 1, 200)),
						 STR_ARG(str_slice(i->name, 0, 200)));
		if (hdf5_element(h, i, k, &b))
			look_inside(s, i, member, b);
	}
}

/* A value found by sweeping the file. */
static void swept_value(void *ctx, struct blob value, uint64_t at)
{
	struct state *s = ctx;
	static const struct hdf5_item bytes = {.type = {.class = HDF5_OPAQUE}};

	look_inside(s, &bytes,
		    arena_printf(s->m->scan->arena, "value@%llu", (unsigned long long)at), value);
}

/* Arrays of byte strings of any length are how PyTables keeps objects: pickles. Those of datasets
 * in chunks, and of large ones, are found by looking through the file once. */
static bool needs_sweep(const struct hdf5_item *i)
{
	return i->type.class == HDF5_VLEN && !i->type.vlen_string && i->type.base_size == 1 &&
	       (i->value.size == 0 || i->count > MOST_ELEMENTS) && i->stored;
}

static void dataset(struct state *s, struct hdf5 *h, const struct hdf5_item *i)
{
	uint64_t bytes = i->type.size != 0 && i->count > UINT64_MAX / i->type.size
				 ? UINT64_MAX
				 : i->count * i->type.size;
	str member = str_slice(i->object, 1, 400);
	struct blob b;

	if (str_find(i->object, S("/vars/")) != STR_NONE ||
	    str_starts(i->object, S("/model_weights/")))
		s->keras = true;
	if (bytes > LIMIT_HDF5_CLAIM && bytes / 1024 > s->m->blob.size && s->bomb_bytes == 0) {
		s->bomb = arena_dup(s->m->arena, str_slice(i->object, 0, 200));
		s->bomb_bytes = bytes;
	}
	if (needs_sweep(i) && !s->swept) {
		s->swept = true;
		hdf5_values(h, swept_value, s);
	}
	if (!may_hold_anything(&i->type) || i->value.size == 0)
		return;
	if (i->type.class == HDF5_INTEGER || i->type.class == HDF5_OPAQUE) {
		look_inside(s, i, member, blob_slice(i->value, 0, bytes));
		return;
	}
	for (uint64_t k = 0; k < i->count && k < MOST_ELEMENTS; k++)
		if (hdf5_element(h, i, k, &b))
			look_inside(s, i, member, b);
}

/* ---- What leads out ---- */

static void keep(struct state *s, const struct hdf5_item *i)
{
	struct arena *a = s->m->arena;

	if (s->out_count == MOST_PENDING)
		return;
	s->out[s->out_count++] = (struct way_out){
		.event = i->event,
		.object = arena_dup(a, str_slice(i->object, 0, 300)),
		.name = arena_dup(a, str_slice(i->name, 0, 300)),
		.file = arena_dup(a, str_slice(i->file, 0, 300)),
		.target = arena_dup(a, str_slice(i->target, 0, 300)),
		.at = i->at,
		.id = i->id,
	};
}

static void way_out(struct state *s, const struct way_out *o)
{
	static const char *const ids[] = {"MD320", "MD321", "MD322"};
	static const char *const kinds[] = {"an external link", "data in another file",
					    "a virtual dataset"};
	unsigned kind = o->event == HDF5_EXTERNAL_LINK ? 0 : o->event == HDF5_EXTERNAL_FILE ? 1 : 2;
	enum where w = conf_where(o->file);
	struct finding *f =
		model_finding(s->m, ids[kind], o->at, o->file, "%.*s%s%.*s is %s: %.*s%s%.*s (%s)",
			      STR_ARG(o->object), o->name.n > 0 && o->object.n > 1 ? "/" : "",
			      STR_ARG(o->name), kinds[kind], STR_ARG(o->file),
			      o->target.n > 0 ? ", " : "", STR_ARG(o->target), conf_where_name(w));

	if (w == WHERE_SIBLING)
		f->severity = s->keras ? MEDIUM : INFO;
}

static void filter(struct state *s, const struct hdf5_item *i)
{
	if (i->id < 256 || (i->id >= 32000 && i->id < 32100) || i->id == 305 || i->id == 307 ||
	    s->filters++ > 0)
		return;
	model_finding(s->m, "MD325", i->at, i->name, "%.*s is read through the filter %u (%.*s)",
		      STR_ARG(str_slice(i->object, 0, 200)), i->id,
		      STR_ARG(str_slice(i->name, 0, 100)));
}

static void on_item(void *ctx, struct hdf5 *h, const struct hdf5_item *i)
{
	struct state *s = ctx;

	switch (i->event) {
	case HDF5_ATTRIBUTE:
		attribute(s, h, i);
		break;
	case HDF5_DATASET:
		dataset(s, h, i);
		break;
	case HDF5_SOFT_LINK:
		break;
	case HDF5_VIRTUAL_FILE:
		if (str_eq(i->file, S(".")))
			break;
		keep(s, i);
		break;
	case HDF5_EXTERNAL_LINK:
	case HDF5_EXTERNAL_FILE:
		keep(s, i);
		break;
	case HDF5_USER_LINK:
		model_finding(s->m, "MD326", i->at, i->name,
			      "%.*s has a link of class %u, which a program must define",
			      STR_ARG(str_slice(i->object, 0, 200)), i->id);
		break;
	case HDF5_FILTER:
		filter(s, i);
		break;
	case HDF5_DRIVER:
		model_finding(s->m, "MD321", i->at, i->name,
			      "the file is spread over several by %.*s", STR_ARG(i->name))
			->severity = INFO;
		break;
	case HDF5_END:
		s->end = i->at;
		break;
	case HDF5_PROBLEM:
		if (s->problems++ < 8)
			model_finding(s->m, "MD323", i->at, str_of(i->what), "%.*s: %s",
				      STR_ARG(str_slice(i->object, 0, 200)), i->what);
		break;
	case HDF5_LIMIT:
		model_finding(s->m, "AS004", MODEL_NOWHERE, str_of(i->what), "%s", i->what);
		break;
	}
}

/* Bytes behind the end that the superblock says. */
static void trailing(struct state *s)
{
	struct blob rest = blob_slice(s->m->blob, s->end, s->m->blob.size);

	if (s->end == 0 || rest.size == 0 || !model_recognised(s->m, rest))
		return;
	model_finding(s->m, "MD324", s->end, S("trailing"),
		      "%llu bytes that are another model follow the end of the HDF5 file",
		      (unsigned long long)rest.size);
	model_inside(s->m, S("trailing"), rest);
}

static void check_hdf5(struct model *m)
{
	struct state *s;
	uint64_t at;

	if (!hdf5_find(m->blob, &at)) {
		model_finding(m, "MD328", 0, S(""),
			      "is named as HDF5 and is not: its signature is missing");
		return;
	}
	s = NEW(m->arena, struct state, 1);
	s->m = m;
	s->keras = str_ends(m->name, S(".weights.h5"));
	model_property(m, "format", S("hdf5"));
	hdf5_read(m->blob, at, m->arena, on_item, s);
	for (unsigned i = 0; i < s->out_count; i++)
		way_out(s, &s->out[i]);
	if (s->bomb_bytes > 0)
		model_finding(m, "MD327", MODEL_NOWHERE, s->bomb,
			      "%.*s claims %llu bytes in a file of %llu", STR_ARG(s->bomb),
			      (unsigned long long)s->bomb_bytes, (unsigned long long)m->blob.size)
			->severity = s->keras ? MEDIUM : INFO;
	if (s->keras)
		model_property(m, "framework", S("keras"));
	trailing(s);
}

const struct format format_hdf5 = {
	.name = "hdf5",
	.layer = LAYER_MODELS,
	.recognise = recognise,
	.model = check_hdf5,
};

const struct rule rules_hdf5[] = {
	{
		.id = "MD320",
		.name = "hdf5_external_link",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {73, 22},
		.title = "An HDF5 link into another file",
		.why = "Reading the name opens a file of the reader's machine and takes its "
		       "content for the model's: files leak, or weights come from where an "
		       "attacker writes (CVE-2026-1669).",
		.fix = "Copy the object into the file.",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0010",
	},
	{
		.id = "MD321",
		.name = "hdf5_external_storage",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {73, 22},
		.title = "An HDF5 dataset whose bytes are another file's",
		.why = "The dataset's data are the bytes of any file that the reader may open: "
		       "saved or sent on, they leak.",
		.fix = "Store the data in the file.",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0010",
	},
	{
		.id = "MD322",
		.name = "hdf5_virtual_dataset",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {73, 22},
		.title = "An HDF5 dataset made of other files",
		.why = "A virtual dataset reads from files that it names, wherever they are.",
		.fix = "Copy the data into the file.",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0010",
	},
	{
		.id = "MD323",
		.name = "hdf5_malformed",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20},
		.title = "An HDF5 file that lies or is damaged",
		.why = "Its structure points outside the file, contradicts itself or fails its "
		       "checksums: no library writes this, and readers differ in what they make of "
		       "it.",
		.fix = "Get the file again from its source, and compare its digest.",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0010",
	},
	{
		.id = "MD324",
		.name = "hdf5_hidden_data",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {506},
		.title = "Another model behind an HDF5 file",
		.why = "What follows the end of the HDF5 file is invisible to its readers and "
		       "loaded by others.",
		.fix = "Do not use the file; get it from its source.",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0010",
	},
	{
		.id = "MD325",
		.name = "hdf5_filter",
		.severity = INFO,
		.confidence = HIGH,
		.cwe = {829},
		.title = "An HDF5 filter that needs a plugin",
		.why = "Reading the data loads a shared library for the filter, from the plugin "
		       "path of the environment.",
		.fix = "Use the filters that HDF5 comes with.",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0010",
	},
	{
		.id = "MD326",
		.name = "hdf5_user_link",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {829},
		.title = "An HDF5 link of a class that a program must define",
		.why = "What following the link does depends on the program.",
		.fix = "Use hard or soft links.",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0010",
	},
	{
		.id = "MD327",
		.name = "hdf5_claimed_size",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {400, 409},
		.title = "An HDF5 dataset far larger than its file",
		.why = "A few bytes say that an array has many gigabytes: reading it takes all "
		       "memory (CVE-2026-0897).",
		.fix = "Do not load the file without a limit on its shapes.",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0010",
	},
	{
		.id = "MD328",
		.name = "hdf5_not",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20},
		.title = "A file named as HDF5 that is none",
		.why = "What readers take it for depends on its content: it may be loaded as "
		       "something else.",
		.fix = "Name the file for what it is.",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0010",
	},
	{0},
};
