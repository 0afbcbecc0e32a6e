/* See inventory.h. Verdicts are those of the findings that stand: what an exception or the baseline
 * accepts does not count, what --severity only leaves out of the list does. Code counts from medium
 * on: an assert in a model or beside one does not make the model suspicious. */
#include "engine/inventory.h"

#include <stdlib.h>
#include "engine/rule.h"

/* Many files may be a model's configuration by their name alone; one in which nothing of the kind
 * was found is none. */
static bool is_model(const struct file_result *r)
{
	for (uint32_t i = 0; i < r->property_count; i++) {
		if (str_eq(r->properties[i].key, S("format")))
			return true;
	}
	for (uint32_t i = 0; i < r->finding_count; i++) {
		if (str_starts(str_of(r->findings[i].rule->id), S("MD")))
			return true;
	}
	return r->unsafe != 0;
}

void inventory_add(struct inventory *v, const struct walk *w, const struct walk_file *f,
		   const struct file_result *r, uint8_t unlisted)
{
	struct report_model *m;
	bool looked = (r->layers & LAYER_MODELS) != 0;
	bool model = looked && is_model(r);

	if (!looked && !(f->beside_model && (r->layers & LAYER_CODE) != 0))
		return;
	if (v->count == v->room) {
		struct report_model *more;
		v->room = v->room ? 2 * v->room : 64;
		more = NEW(v->arena, struct report_model, v->room);
		if (v->count > 0)
			memcpy(more, v->models, v->count * sizeof(*more));
		v->models = more;
	}
	m = &v->models[v->count++];
	*m = (struct report_model){
		.path = f->path,
		.size = f->size,
		.properties = r->properties,
		.property_count = r->property_count,
		.worst = unlisted,
		.companion = !model,
		.unsafe = r->unsafe != 0,
		.hashed = r->hashed != 0,
		.file = (uint32_t)(f - w->files),
		.place = walk_escape(v->arena, walk_place(w, f)),
	};
	memcpy(m->sha256, r->sha256, sizeof(m->sha256));
}

/* ---- Which folders are models ---- */

enum mark {
	MARK_MLFLOW = 1 << 0,
	MARK_SAVED_MODEL = 1 << 1,
	MARK_DIFFUSERS = 1 << 2,
	MARK_SENTENCE = 1 << 3,
	MARK_COREML = 1 << 4,
	MARK_PACKAGE = (1 << 5) - 1, /* any of those: everything below belongs to it */
	MARK_HUGGING_FACE = 1 << 5,
	MARK_SHARDS = 1 << 6,
	MARK_CONFIG = 1 << 7,  /* config.json: a name that many programs use ... */
	MARK_WEIGHTS = 1 << 8, /* ... and weights as transformers calls them */
};

static bool all_digits(str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	}
	return s.n > 0;
}

/* "model-00001-of-00005.safetensors", and the index of such files */
static bool is_shard(str name)
{
	size_t of = str_find(name, S("-of-"));
	str before = str_slice(name, 0, of), after;

	if (str_ends(name, S(".index.json")))
		return str_find(name, S(".safetensors.")) != STR_NONE ||
		       str_find(name, S(".bin.")) != STR_NONE;
	if (of == STR_NONE)
		return false;
	after = str_slice(name, of + 4, name.n);
	return all_digits(str_after_last(before, '-')) &&
	       all_digits(str_slice(after, 0, str_find_byte(after, '.')));
}

static bool is_weights(str name)
{
	static const char known[] =
		"model.safetensors pytorch_model.bin tf_model.h5 flax_model.msgpack model.onnx "
		"adapter_model.safetensors adapter_model.bin diffusion_pytorch_model.safetensors "
		"diffusion_pytorch_model.bin consolidated.safetensors";

	return str_in(name, known);
}

static uint64_t mark_of(str folder, str name)
{
	static const char transformers[] =
		"adapter_config.json tokenizer_config.json generation_config.json "
		"preprocessor_config.json processor_config.json special_tokens_map.json";

	if (str_eq(name, S("MLmodel")))
		return MARK_MLFLOW;
	if (str_in(name, "saved_model.pb saved_model.pbtxt"))
		return MARK_SAVED_MODEL;
	if (str_eq(name, S("model_index.json")))
		return MARK_DIFFUSERS;
	if (str_eq(name, S("config_sentence_transformers.json")))
		return MARK_SENTENCE;
	if (str_eq(name, S("Manifest.json")) && str_ends(folder, S(".mlpackage")))
		return MARK_COREML;
	if (str_eq(name, S("config.json")))
		return MARK_CONFIG;
	if (is_shard(name))
		return MARK_SHARDS;
	return str_in(name, transformers) ? MARK_HUGGING_FACE : is_weights(name) ? MARK_WEIGHTS : 0;
}

static const char *kind_of(uint64_t marks)
{
	const uint64_t both = MARK_CONFIG | MARK_WEIGHTS;
	static const struct {
		uint64_t mark;
		const char *kind;
	} kinds[] = {{MARK_MLFLOW, "mlflow"},	    {MARK_SAVED_MODEL, "savedmodel"},
		     {MARK_DIFFUSERS, "diffusers"}, {MARK_SENTENCE, "sentence-transformers"},
		     {MARK_COREML, "coreml"},	    {MARK_HUGGING_FACE, "huggingface"}};

	for (size_t i = 0; i < COUNTOF(kinds); i++) {
		if ((marks & kinds[i].mark) != 0)
			return kinds[i].kind;
	}
	if ((marks & both) == both || ((marks & MARK_CONFIG) && (marks & MARK_SHARDS)))
		return "huggingface";
	return (marks & MARK_SHARDS) != 0 ? "sharded" : NULL;
}

struct folders {
	struct map marks; /* folder -> enum mark */
	struct map index; /* folder -> 1 + index in `list` */
	struct report_directory *list;
	uint32_t count;
};

static uint64_t marks_of(const struct folders *d, str folder)
{
	const uint64_t *marks = map_get(&d->marks, folder);

	return marks ? *marks : 0;
}

/* What the folder is that a file belongs to, or NULL. A package owns what is below it. */
static const char *belongs_to(const struct folders *d, str path, str *folder)
{
	str own = str_before_last(path, '/');
	bool here = !str_starts(path, S("/")) && !str_starts(path, S("../"));

	if (d->marks.count == 0)
		return NULL;
	*folder = S("");
	if (here && (marks_of(d, *folder) & MARK_PACKAGE) != 0)
		return kind_of(marks_of(d, *folder));
	for (size_t at = 1; at <= own.n; at++) {
		if (at < own.n && own.p[at] != '/')
			continue;
		*folder = str_slice(own, 0, at);
		if ((marks_of(d, *folder) & MARK_PACKAGE) != 0)
			return kind_of(marks_of(d, *folder));
	}
	*folder = own;
	return kind_of(marks_of(d, own));
}

static void find_marks(struct folders *d, const struct walk *w)
{
	for (uint32_t i = 0; i < w->count; i++) {
		str folder = str_before_last(w->files[i].path, '/');
		uint64_t mark = mark_of(folder, str_after_last(w->files[i].path, '/'));
		if (mark != 0)
			*map_put(&d->marks, folder) |= mark;
	}
}

/* A card, a configuration or code is part of the model in its folder, and nothing without one. */
static void drop_companions(struct folders *d, struct report *r)
{
	size_t kept = 0;
	str folder;

	for (size_t i = 0; i < r->model_count; i++) {
		if (!r->models[i].companion || belongs_to(d, r->models[i].path, &folder) != NULL)
			r->models[kept++] = r->models[i];
	}
	r->model_count = kept;
}

static void group(struct folders *d, struct report *r)
{
	for (uint32_t i = 0; i < r->model_count; i++) {
		struct report_directory *one;
		uint64_t *index;
		str folder;
		const char *kind = belongs_to(d, r->models[i].path, &folder);
		if (kind == NULL)
			continue;
		index = map_put(&d->index, folder);
		if (*index == 0) {
			*index = ++d->count;
			d->list[d->count - 1] =
				(struct report_directory){.path = folder, .kind = kind, .first = i};
		}
		one = &d->list[*index - 1];
		one->count++;
		one->end = i + 1;
		r->models[i].directory = (uint32_t)*index;
	}
}

static int by_path(const void *x, const void *y)
{
	return str_cmp(((const struct report_directory *)x)->path,
		       ((const struct report_directory *)y)->path);
}

static void sort_folders(struct folders *d, struct report *r)
{
	if (d->count > 0)
		qsort(d->list, d->count, sizeof(*d->list), by_path);
	for (uint32_t i = 0; i < d->count; i++)
		*map_put(&d->index, d->list[i].path) = i + 1;
	for (size_t i = 0; i < r->model_count; i++) {
		str folder;
		if (r->models[i].directory != 0 && belongs_to(d, r->models[i].path, &folder))
			r->models[i].directory = (uint32_t)*map_put(&d->index, folder);
	}
}

/* ---- Verdicts ---- */

static void raise(uint8_t *worst, uint8_t severity)
{
	if (severity > *worst)
		*worst = severity;
}

bool inventory_counts(const struct finding *f)
{
	str id = str_of(f->rule->id);

	return f->severity >= MEDIUM || str_starts(id, S("MD")) || str_starts(id, S("AS"));
}

static void judge(struct folders *d, struct report *r)
{
	size_t m = 0;

	for (size_t i = 0; i < r->finding_count; i++) {
		const struct finding *f = &r->findings[i];
		const uint64_t *index;
		str folder;
		if (f->suppressed != SUPPRESSED_NOT || !inventory_counts(f))
			continue;
		while (m < r->model_count && str_cmp(r->models[m].path, f->path) < 0)
			m++;
		if (m < r->model_count && str_eq(r->models[m].path, f->path))
			raise(&r->models[m].worst, f->severity);
		else if (belongs_to(d, f->path, &folder) != NULL &&
			 (index = map_get(&d->index, folder)) != NULL)
			raise(&d->list[*index - 1].worst, f->severity);
	}
	for (size_t i = 0; i < r->model_count; i++) {
		if (r->models[i].directory != 0)
			raise(&d->list[r->models[i].directory - 1].worst, r->models[i].worst);
	}
}

static int by_model_path(const void *x, const void *y)
{
	return str_cmp(((const struct report_model *)x)->path,
		       ((const struct report_model *)y)->path);
}

void inventory_report(struct inventory *v, const struct walk *w, struct report *r)
{
	struct folders d = {.marks = map_in(v->arena), .index = map_in(v->arena)};

	r->models = v->models;
	r->model_count = v->count;
	if (v->count == 0)
		return;
	qsort(v->models, v->count, sizeof(*v->models), by_model_path);
	d.list = NEW(v->arena, struct report_directory, v->count);
	find_marks(&d, w);
	drop_companions(&d, r);
	group(&d, r);
	sort_folders(&d, r);
	judge(&d, r);
	for (uint32_t i = 0; i < d.count; i++) {
		if (d.list[i].path.n == 0)
			d.list[i].path = S(".");
	}
	r->model_directories = d.list;
	r->model_directory_count = d.count;
}
