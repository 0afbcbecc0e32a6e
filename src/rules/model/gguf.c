/* GGUF: loaders are written in C and trusted the counts and lengths of the header for years
 * (CVE-2024-25664 to 25668, CVE-2024-23605, CVE-2024-41130, CVE-2025-53630), and the chat template
 * inside is a program that Python renders (CVE-2024-34359). Files of the time before GGUF (GGML,
 * GGMF, GGJT, LoRA adapters) are recognised, not read. */
#include "base/cur.h"
#include "engine/model.h"
#include "engine/rule.h"
#include "engine/settings.h"
#include "model/gguf.h"
#include "repo/walk.h"
#include "rules/model/metadata.h"
#include "rules/model/template.h"
#include "rules/model/weights.h"

static bool is_old(str head)
{
	static const char *const magics[] = {"lmgg", "fmgg", "tjgg", "algg"};

	for (size_t i = 0; i < COUNTOF(magics); i++)
		if (str_starts(head, str_of(magics[i])) && head.n >= 8)
			return true;
	return false;
}

static unsigned gguf_recognise(UNUSED const struct settings *s, const struct peek *p)
{
	if (str_starts(p->head, S("GGUF")) || is_old(p->head))
		return 90;
	return str_ends(p->name, S(".gguf")) || str_ends(p->name, S(".ggml")) ? 20 : 0;
}

static const char *rule_of(enum gguf_diag code)
{
	switch (code) {
	case GGUF_SHORT:
		return "MD201";
	case GGUF_VERSION:
		return "MD202";
	case GGUF_VALUE:
	case GGUF_KEY:
	case GGUF_ALIGNMENT:
	case GGUF_DIMS:
	case GGUF_DIAGS:
		return "MD203";
	case GGUF_TWICE:
		return "MD204";
	case GGUF_LENGTH:
	case GGUF_SIZE:
		return "MD205";
	case GGUF_OUTSIDE:
		return "MD206";
	case GGUF_OVERLAP:
		return "MD207";
	case GGUF_MISALIGNED:
		return "MD208";
	case GGUF_HOLE:
		return "MD209";
	case GGUF_TRAILING:
		return "MD210";
	case GGUF_TYPE:
		return "MD211";
	case GGUF_DEPTH:
	case GGUF_COUNT:
		return "MD212";
	}
	return "MD203";
}

static bool is_zero(struct blob b)
{
	uint8_t bytes[4096];

	if (b.size > sizeof(bytes) || !blob_copy(b, 0, bytes, (size_t)b.size))
		return false;
	for (size_t i = 0; i < b.size; i++)
		if (bytes[i] != 0)
			return false;
	return true;
}

static void issue(void *ctx, enum gguf_diag code, uint64_t from, uint64_t to, str what,
		  const char *msg)
{
	struct model *m = ctx;

	if (code == GGUF_HOLE || code == GGUF_TRAILING) {
		struct finding *f = model_finding(m, rule_of(code), from, what, "%llu %s",
						  (unsigned long long)(to - from), msg);
		if (is_zero(blob_slice(m->blob, from, to))) {
			f->severity = INFO; /* nothing is hidden there */
			return;
		}
		model_inside(m,
			     code == GGUF_HOLE ? S("between tensors") : S("behind the last tensor"),
			     blob_slice(m->blob, from, to));
	} else if (what.n > 0) {
		model_finding(m, rule_of(code), from, what, "%.*s: %s",
			      STR_ARG(walk_escape(m->arena, str_slice(what, 0, 200))), msg);
	} else {
		model_finding(m, rule_of(code), from, what, "header: %s", msg);
	}
}

static void property(struct model *m, str key, str value)
{
	static const struct {
		const char *keys, *property;
	} rows[] = {
		{"general.license general.license.name", "license"},
		{"general.architecture", "architecture"},
		{"general.name", "name"},
		{"general.author general.organization", "author"},
		{"general.version", "version"},
		{"general.datasets", "dataset"},
		{"general.source.url general.source.huggingface.repository "
		 "general.source.repo_url general.url general.repo_url",
		 "source"},
	};

	for (size_t i = 0; i < COUNTOF(rows); i++)
		if (str_in(key, rows[i].keys))
			model_property(m, rows[i].property, value);
	/* general.base_model.0.repo_url and the like */
	if (!str_ends(key, S(".name")) && !str_ends(key, S(".repo_url")))
		return;
	if (str_starts(key, S("general.base_model.")))
		model_property(m, "base_model", value);
	if (str_starts(key, S("general.dataset.")))
		model_property(m, "dataset", value);
}

static void string(void *ctx, str key, str value, uint64_t offset, bool cut)
{
	struct model *m = ctx;

	if (str_find(key, S("chat_template")) != STR_NONE) {
		template_check(m, value, offset, key);
		if (cut)
			model_finding(m, "MD212", offset, key,
				      "%.*s: a template of more than 1 MiB, of which the rest was "
				      "not looked at",
				      STR_ARG(walk_escape(m->arena, str_slice(key, 0, 200))));
		return;
	}
	metadata_check(m, key, value, offset);
	if (str_starts(key, S("general.")))
		property(m, key, value);
}

static bool weights_of(const struct gguf_tensor *t, enum weights_type *type)
{
	const struct gguf_type *g = gguf_type(t->type);

	if (g == NULL || (g->kind != 'f' && g->kind != 'b'))
		return false;
	*type = g->kind == 'b'	? WEIGHTS_BF16
		: g->bytes == 2 ? WEIGHTS_F16
		: g->bytes == 4 ? WEIGHTS_F32
				: WEIGHTS_F64;
	return true;
}

static void look_at_weights(struct model *m, const struct gguf *g)
{
	struct buf room = buf_in(m->arena);
	struct weights_look look;
	enum weights_type type;

	if (!weights_begin(&look, m))
		return;
	for (uint32_t i = 0; i < g->count; i++) {
		const struct gguf_tensor *t = &g->tensors[i];
		if (weights_of(t, &type) && t->end <= m->blob.size - g->data_at)
			weights_tensor(&look, type, g->big, g->data_at + t->begin,
				       t->end - t->begin, gguf_name(&room, m->blob, g, t));
	}
	weights_end(&look);
}

/* What all of them have: a magic number, mostly a version, and seven numbers. */
static void old_model(struct model *m)
{
	model_property(m, "format", S("ggml"));
	if (m->blob.size < 36)
		model_finding(m, "MD201", m->blob.size, (str){NULL, 0},
			      "the file ends inside its header");
	else
		model_finding(m, "MD213", 0, (str){NULL, 0},
			      "a model in a format of the time before GGUF");
}

static void gguf_model(struct model *m)
{
	const struct gguf_sink sink = {issue, string, m};
	str head = blob_get(m->blob, m->arena, 0, 8);
	struct gguf g;

	if (is_old(head)) {
		old_model(m);
		return;
	}
	if (!str_starts(head, S("GGUF"))) {
		model_finding(m, "MD200", 0, (str){NULL, 0},
			      "named as GGUF, but its content is none, nor any other format that "
			      "assay knows");
		return;
	}
	model_property(m, "format", S("gguf"));
	gguf_read(m->arena, m->blob, &sink, &g);
	if (!g.readable)
		return;
	model_property(m, "tensors", arena_printf(m->arena, "%u", g.count));
	model_property(m, "parameters",
		       arena_printf(m->arena, "%llu", (unsigned long long)g.elements));
	look_at_weights(m, &g);
}

const struct format format_gguf = {
	.name = "gguf",
	.layer = LAYER_MODELS,
	.recognise = gguf_recognise,
	.model = gguf_model,
};

const struct rule rules_gguf[] = {
	{
		.id = "MD200",
		.name = "gguf_not_gguf",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {20},
		.title = "Named as GGUF, but it is none",
		.why = "What the file is, no part of assay knows; whoever loads it by "
		       "another name may find out.",
		.fix = "Find out what the file is, and name it so.",
		.bad = "not a model\\n",
		.good = "GGUF\\x03\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x14\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00general.architecture\\x08\\x00\\x00"
			"\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00x\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00",
		.lang = "bytes:m.gguf",
		.tags = "OWASP-ML06 OWASP-LLM03",
	},
	{
		.id = "MD201",
		.name = "gguf_cut_short",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20},
		.title = "GGUF file that ends inside its header",
		.why = "The file was cut short, or its header says more than there is.",
		.fix = "Get the file again from where it was made.",
		.bad = "GGUF\\x03\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x14\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00general.",
		.good = "GGUF\\x03\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x14\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00general.architecture\\x08\\x00\\x00"
			"\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00x\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00",
		.lang = "bytes:m.gguf",
		.tags = "OWASP-ML06 OWASP-LLM03",
	},
	{
		.id = "MD202",
		.name = "gguf_unknown_version",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20},
		.title = "GGUF file of an unknown version",
		.why = "What another version means is unknown, so nothing of the file was "
		       "checked.",
		.fix = "Update assay if there is a new version.",
		.bad = "GGUF\\x09\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00",
		.good = "GGUF\\x03\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x14\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00general.architecture\\x08\\x00\\x00"
			"\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00x\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00",
		.lang = "bytes:m.gguf",
		.tags = "OWASP-ML06 OWASP-LLM03",
	},
	{
		.id = "MD203",
		.name = "gguf_malformed",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20},
		.title = "GGUF header with a value that cannot be",
		.why = "Unknown value types, more than four dimensions or an odd "
		       "alignment crash loaders or make them write out of bounds "
		       "(CVE-2024-23605).",
		.fix = "Write the file again with the gguf library or llama.cpp.",
		.bad = "GGUF\\x03\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x11\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00general.alignment\\x04\\x00\\x00"
		       "\\x00\\x03\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00",
		.good = "GGUF\\x03\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x14\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00general.architecture\\x08\\x00\\x00"
			"\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00x\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00",
		.lang = "bytes:m.gguf",
		.tags = "OWASP-ML06 OWASP-LLM03",
	},
	{
		.id = "MD204",
		.name = "gguf_duplicate_key",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {694},
		.title = "Key or tensor that occurs twice in a GGUF header",
		.why = "One reader takes the first, another the last or none: what is "
		       "checked is not what is loaded.",
		.fix = "Write the file again with the gguf library or llama.cpp.",
		.bad = "GGUF\\x03\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x02\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x03\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00a.b\\x07\\x00\\x00\\x00\\x01\\x03"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00a.b\\x07\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00",
		.good = "GGUF\\x03\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x14\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00general.architecture\\x08\\x00\\x00"
			"\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00x\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00",
		.lang = "bytes:m.gguf",
		.tags = "OWASP-ML06 OWASP-LLM03",
	},
	{
		.id = "MD205",
		.name = "gguf_size_overflow",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {190, 122},
		.title = "GGUF length or shape that overflows",
		.why = "Loaders multiply such a number by the size of an element, "
		       "allocate the small rest of the product and write the large one "
		       "(CVE-2024-25664 to CVE-2024-25668).",
		.fix = "Do not load the file.",
		.bad = "GGUF\\x03\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x03\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00a.b\\x09\\x00\\x00\\x00\\x08\\x00"
		       "\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00 ",
		.good = "GGUF\\x03\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x14\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00general.architecture\\x08\\x00\\x00"
			"\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00x\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00",
		.lang = "bytes:m.gguf",
		.tags = "OWASP-ML06 OWASP-LLM03",
	},
	{
		.id = "MD206",
		.name = "gguf_outside_file",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {125, 20},
		.title = "GGUF tensor outside the file",
		.why = "A loader that maps the file reads memory that is not the file's; "
		       "or the file was cut short.",
		.fix = "Get the file again from where it was made.",
		.bad = "GGUF\\x03\\x00\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x01\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00a\\x01\\x00\\x00\\x00\\x08\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00",
		.good = "GGUF\\x03\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x14\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00general.architecture\\x08\\x00\\x00"
			"\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00x\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00",
		.lang = "bytes:m.gguf",
		.tags = "OWASP-ML06 OWASP-LLM03",
	},
	{
		.id = "MD207",
		.name = "gguf_overlap",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20},
		.title = "GGUF tensors that share bytes",
		.why = "No writer makes this: changing one tensor changes another, and "
		       "the same bytes can be read as two things.",
		.fix = "Write the file again with the gguf library or llama.cpp.",
		.bad = "GGUF\\x03\\x00\\x00\\x00\\x02\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x01\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00a\\x01\\x00\\x00\\x00\\x08\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00b\\x01\\x00\\x00\\x00\\x08\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00",
		.good = "GGUF\\x03\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x14\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00general.architecture\\x08\\x00\\x00"
			"\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00x\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00",
		.lang = "bytes:m.gguf",
		.tags = "OWASP-ML06 OWASP-LLM03",
	},
	{
		.id = "MD208",
		.name = "gguf_misaligned",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20},
		.title = "GGUF tensor at an offset that is not aligned",
		.why = "llama.cpp refuses the file; other loaders read numbers at odd "
		       "addresses.",
		.fix = "Write the file again with the gguf library or llama.cpp.",
		.bad = "GGUF\\x03\\x00\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x01\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00a\\x01\\x00\\x00\\x00\\x08\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x04\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00",
		.good = "GGUF\\x03\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x14\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00general.architecture\\x08\\x00\\x00"
			"\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00x\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00",
		.lang = "bytes:m.gguf",
		.tags = "OWASP-ML06 OWASP-LLM03",
	},
	{
		.id = "MD209",
		.name = "gguf_hidden_bytes",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {506},
		.title = "Bytes between GGUF tensors",
		.why = "More bytes than padding needs, which no tensor owns, can carry "
		       "another format or a payload.",
		.fix = "Write the file again with the gguf library or llama.cpp.",
		.bad = "GGUF\\x03\\x00\\x00\\x00\\x02\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x01\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00a\\x01\\x00\\x00\\x00\\x08\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00b\\x01\\x00\\x00\\x00\\x08\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00`\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00",
		.good = "GGUF\\x03\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x14\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00general.architecture\\x08\\x00\\x00"
			"\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00x\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00",
		.lang = "bytes:m.gguf",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0018",
	},
	{
		.id = "MD210",
		.name = "gguf_trailing_data",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {506},
		.title = "Bytes behind the last GGUF tensor",
		.why = "What follows the last tensor is another file: one that a second "
		       "program, or a scanner that looks for another format, takes for "
		       "the whole.",
		.fix = "Write the file again with the gguf library or llama.cpp.",
		.bad = "GGUF\\x03\\x00\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x01\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00a\\x01\\x00\\x00\\x00\\x08\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00xxxxxxxxxxxxxxx"
		       "xxxxxxxxxxxxxxxxxxxxxxxxx",
		.good = "GGUF\\x03\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x14\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00general.architecture\\x08\\x00\\x00"
			"\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00x\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00",
		.lang = "bytes:m.gguf",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0018",
	},
	{
		.id = "MD211",
		.name = "gguf_unknown_type",
		.severity = INFO,
		.confidence = HIGH,
		.cwe = {20},
		.title = "GGUF tensor of an unknown type",
		.why = "Its size, and with it the layout of the file, cannot be checked. "
		       "Forks of llama.cpp have types of their own.",
		.fix = "Update assay if the format has a new type.",
		.bad = "GGUF\\x03\\x00\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x01\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00a\\x01\\x00\\x00\\x00\\x08\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x85\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00",
		.good = "GGUF\\x03\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x14\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00general.architecture\\x08\\x00\\x00"
			"\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00x\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00",
		.lang = "bytes:m.gguf",
		.tags = "OWASP-ML06 OWASP-LLM03",
	},
	{
		.id = "MD212",
		.name = "gguf_bomb",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {400},
		.title = "GGUF header made to exhaust its reader",
		.why = "Deeply nested arrays, hundreds of thousands of keys or templates "
		       "of megabytes cost a loader its stack or its memory.",
		.fix = "Do not load the file.",
		.bad = "GGUF\\x03\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x03\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00a.b\\x09\\x00\\x00\\x00\\x09\\x00"
		       "\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x09\\x00"
		       "\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x09\\x00"
		       "\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x09\\x00"
		       "\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x09\\x00"
		       "\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x09\\x00"
		       "\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00",
		.good = "GGUF\\x03\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x14\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00general.architecture\\x08\\x00\\x00"
			"\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00x\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00",
		.lang = "bytes:m.gguf",
		.tags = "OWASP-ML06 OWASP-LLM03",
	},
	{
		.id = "MD213",
		.name = "ggml_old_format",
		.severity = INFO,
		.confidence = HIGH,
		.cwe = {1104},
		.title = "Model in a format older than GGUF",
		.why = "GGML, GGMF and GGJT have no lengths that a reader could check, "
		       "and the programs that read them get no fixes any more.",
		.fix = "Convert the model to GGUF.",
		.bad = "tjgg\\x03\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00",
		.good = "GGUF\\x03\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x14\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00general.architecture\\x08\\x00\\x00"
			"\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00x\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00",
		.lang = "bytes:m.gguf",
		.tags = "OWASP-ML06 OWASP-LLM03",
	},
	{0},
};
