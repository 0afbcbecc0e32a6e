/* Safetensors: nothing in the format runs code, so all there is to find is a header that lies (the
 * bugs of readers in C++, Rust and JavaScript), and bytes that no tensor owns, where another format
 * can live beside this one. Those bytes go back to recognition. */
#include "base/cur.h"
#include "engine/model.h"
#include "engine/rule.h"
#include "engine/settings.h"
#include "model/safetensors.h"
#include "repo/walk.h"
#include "rules/model/metadata.h"
#include "rules/model/weights.h"

#define HEADER_MOST 100000000

/* Eight bytes of length, `{`, and the first key or nothing. */
static bool looks_like_header(str head)
{
	struct cur c = cur_of(head);
	uint64_t n = cur_u64le(&c);
	uint8_t open = cur_u8(&c), then = cur_u8(&c);

	while (!c.bad && (then == ' ' || then == '\n' || then == '\r' || then == '\t'))
		then = cur_u8(&c);
	return !c.bad && n >= 2 && n <= HEADER_MOST && open == '{' && (then == '"' || then == '}');
}

static unsigned safetensors_recognise(UNUSED const struct settings *s, const struct peek *p)
{
	if (looks_like_header(p->head))
		return 90;
	return str_ends(p->name, S(".safetensors")) ? 20 : 0;
}

static const char *rule_of(enum safetensors_diag code)
{
	switch (code) {
	case SAFETENSORS_SHORT:
		return "MD181";
	case SAFETENSORS_HEADER_SIZE:
	case SAFETENSORS_DEPTH:
	case SAFETENSORS_COUNT:
		return "MD182";
	case SAFETENSORS_START:
	case SAFETENSORS_JSON:
	case SAFETENSORS_STRUCTURE:
	case SAFETENSORS_METADATA:
	case SAFETENSORS_DIAGS:
		return "MD183";
	case SAFETENSORS_TWICE:
		return "MD184";
	case SAFETENSORS_DTYPE:
		return "MD185";
	case SAFETENSORS_OFFSETS:
		return "MD186";
	case SAFETENSORS_SIZE:
		return "MD187";
	case SAFETENSORS_OVERLAP:
		return "MD188";
	case SAFETENSORS_HOLE:
		return "MD189";
	case SAFETENSORS_TRAILING:
		return "MD190";
	case SAFETENSORS_KEY:
		return "MD191";
	}
	return "MD183";
}

static void issue(void *ctx, enum safetensors_diag code, uint64_t from, uint64_t to, str what,
		  const char *msg)
{
	struct model *m = ctx;

	if (code == SAFETENSORS_HOLE || code == SAFETENSORS_TRAILING) {
		model_finding(m, rule_of(code), from, what, "%llu %s",
			      (unsigned long long)(to - from), msg);
		model_inside(m,
			     code == SAFETENSORS_HOLE ? S("between tensors")
						      : S("behind the last tensor"),
			     blob_slice(m->blob, from, to));
	} else if (what.n > 0) {
		model_finding(m, rule_of(code), from, what, "%.*s: %s",
			      STR_ARG(walk_escape(m->arena, str_slice(what, 0, 200))), msg);
	} else {
		model_finding(m, rule_of(code), from, what, "header: %s", msg);
	}
}

static void metadata(void *ctx, str key, str value)
{
	static const struct {
		const char *keys, *property;
	} rows[] = {
		{"format", "framework"},
		{"license modelspec.license general.license", "license"},
		{"author modelspec.author general.author", "author"},
		{"name title modelspec.title general.name", "name"},
		{"version modelspec.version", "version"},
		{"architecture modelspec.architecture", "architecture"},
		{"dataset datasets modelspec.dataset", "dataset"},
		{"base_model ss_sd_model_name modelspec.base_model", "base_model"},
		{"source url modelspec.source", "source"},
	};

	for (size_t i = 0; i < COUNTOF(rows); i++)
		if (str_in(key, rows[i].keys))
			model_property(ctx, rows[i].property, value);
	metadata_check(ctx, key, value, MODEL_NOWHERE);
}

static bool weights_of(const struct safetensors_tensor *t, enum weights_type *type)
{
	const struct safetensors_dtype *d = &safetensors_dtypes[t->dtype];

	*type = d->kind == 'b'	? WEIGHTS_BF16
		: d->bits == 16 ? WEIGHTS_F16
		: d->bits == 32 ? WEIGHTS_F32
				: WEIGHTS_F64;
	return d->kind == 'f' || d->kind == 'b';
}

static void look_at_weights(struct model *m, const struct safetensors *st)
{
	struct buf room = buf_in(m->arena);
	struct weights_look look;
	enum weights_type type;

	if (!weights_begin(&look, m))
		return;
	for (uint32_t i = 0; i < st->count; i++) {
		const struct safetensors_tensor *t = &st->tensors[i];
		if (weights_of(t, &type))
			weights_tensor(&look, type, false, st->data_at + t->begin,
				       t->end - t->begin, safetensors_name(&room, m->blob, t));
	}
	weights_end(&look);
}

static void safetensors_model(struct model *m)
{
	const struct safetensors_sink sink = {issue, metadata, m};
	str head = blob_get(m->blob, m->arena, 0, 4096);
	bool sure = looks_like_header(head);
	struct safetensors st;

	if (sure)
		model_property(m, "format", S("safetensors"));
	else
		model_finding(m, "MD180", 0, (str){NULL, 0},
			      "named as safetensors, but its content is none, nor any other format "
			      "that assay knows");
	if (!sure && str_find_byte(str_slice(head, 8, 16), '{') == STR_NONE)
		return;
	safetensors_read(m->arena, m->blob, &sink, &st);
	if (!st.readable) {
		if (st.data_at > 0)
			model_inside(m, S("behind the header"),
				     blob_slice(m->blob, st.data_at, m->blob.size));
		return;
	}
	model_property(m, "tensors", arena_printf(m->arena, "%u", st.count));
	model_property(m, "parameters",
		       arena_printf(m->arena, "%llu", (unsigned long long)st.elements));
	look_at_weights(m, &st);
}

const struct format format_safetensors = {
	.name = "safetensors",
	.layer = LAYER_MODELS,
	.recognise = safetensors_recognise,
	.model = safetensors_model,
};

const struct rule rules_safetensors[] = {
	{
		.id = "MD180",
		.name = "safetensors_not_safetensors",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {20},
		.title = "Named as safetensors, but it is none",
		.why = "Whoever sees the name takes the file for safe, and a loader that "
		       "falls back to pickle runs it.",
		.fix = "Find out what the file is, and name it so.",
		.bad = "not a tensor in sight\\n",
		.good = "7\\x00\\x00\\x00\\x00\\x00\\x00\\x00{\"a\":{\"dtype\":\"F32"
			"\",\"shape\":[4],\"data_offsets\":[0,16]}}\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00",
		.lang = "bytes:m.safetensors",
		.tags = "OWASP-ML06 OWASP-LLM03",
	},
	{
		.id = "MD181",
		.name = "safetensors_cut_short",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20},
		.title = "Safetensors header longer than the file",
		.why = "The file was cut short, or its length lies: a reader that "
		       "allocates what it says can be made to take all memory.",
		.fix = "Get the file again from where it was made.",
		.bad = "\\x90_\\x01\\x00\\x00\\x00\\x00\\x00{\"a\":{\"dtype\":\"F32"
		       "\",\"shape\":[4],\"data_offsets\":[0,16]}}\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00",
		.good = "7\\x00\\x00\\x00\\x00\\x00\\x00\\x00{\"a\":{\"dtype\":\"F32"
			"\",\"shape\":[4],\"data_offsets\":[0,16]}}\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00",
		.lang = "bytes:m.safetensors",
		.tags = "OWASP-ML06 OWASP-LLM03",
	},
	{
		.id = "MD182",
		.name = "safetensors_header_bomb",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {400},
		.title = "Safetensors header made to exhaust its reader",
		.why = "A header of gigabytes, with deeply nested brackets, or with "
		       "millions of tensors costs a reader its memory or its stack before "
		       "the first tensor is seen.",
		.fix = "Do not load the file.",
		.bad = "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x80{}",
		.good = "7\\x00\\x00\\x00\\x00\\x00\\x00\\x00{\"a\":{\"dtype\":\"F32"
			"\",\"shape\":[4],\"data_offsets\":[0,16]}}\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00",
		.lang = "bytes:m.safetensors",
		.tags = "OWASP-ML06 OWASP-LLM03",
	},
	{
		.id = "MD183",
		.name = "safetensors_malformed_header",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20},
		.title = "Safetensors header that is not what the format says",
		.why = "No writer makes such a header, and readers differ in what they "
		       "take it for.",
		.fix = "Write the file again with the safetensors library.",
		.bad = "!\\x00\\x00\\x00\\x00\\x00\\x00\\x00{\"a\":{\"dtype\":\"F32"
		       "\",\"shape\":[4]}}\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00",
		.good = "7\\x00\\x00\\x00\\x00\\x00\\x00\\x00{\"a\":{\"dtype\":\"F32"
			"\",\"shape\":[4],\"data_offsets\":[0,16]}}\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00",
		.lang = "bytes:m.safetensors",
		.tags = "OWASP-ML06 OWASP-LLM03",
	},
	{
		.id = "MD184",
		.name = "safetensors_duplicate_key",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {694},
		.title = "Key that occurs twice in a safetensors header",
		.why = "One reader takes the first, another the last: what is checked is "
		       "not what is loaded.",
		.fix = "Write the file again with the safetensors library.",
		.bad = "n\\x00\\x00\\x00\\x00\\x00\\x00\\x00{\"a\":{\"dtype\":\"F32"
		       "\",\"shape\":[4],\"data_offsets\":[0,16]},\"a\":{\"dtype\":"
		       "\"F32\",\"shape\":[4],\"data_offsets\":[16,32]}}\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00",
		.good = "7\\x00\\x00\\x00\\x00\\x00\\x00\\x00{\"a\":{\"dtype\":\"F32"
			"\",\"shape\":[4],\"data_offsets\":[0,16]}}\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00",
		.lang = "bytes:m.safetensors",
		.tags = "OWASP-ML06 OWASP-LLM03",
	},
	{
		.id = "MD185",
		.name = "safetensors_unknown_dtype",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {20},
		.title = "Safetensors dtype that is not known",
		.why = "The size of such a tensor cannot be checked. A reader that "
		       "guesses reads beyond it.",
		.fix = "Update assay if the format has a new dtype; otherwise write the "
		       "file again.",
		.bad = "7\\x00\\x00\\x00\\x00\\x00\\x00\\x00{\"a\":{\"dtype\":\"F33"
		       "\",\"shape\":[4],\"data_offsets\":[0,16]}}\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00",
		.good = "7\\x00\\x00\\x00\\x00\\x00\\x00\\x00{\"a\":{\"dtype\":\"F32"
			"\",\"shape\":[4],\"data_offsets\":[0,16]}}\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00",
		.lang = "bytes:m.safetensors",
		.tags = "OWASP-ML06 OWASP-LLM03",
	},
	{
		.id = "MD186",
		.name = "safetensors_outside_file",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {125, 20},
		.title = "Safetensors offsets outside the file",
		.why = "A reader that trusts the offsets reads memory that is not the "
		       "file's; or the file was cut short.",
		.fix = "Get the file again from where it was made.",
		.bad = ";\\x00\\x00\\x00\\x00\\x00\\x00\\x00{\"a\":{\"dtype\":\"F32"
		       "\",\"shape\":[400],\"data_offsets\":[0,1600]}}\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00",
		.good = "7\\x00\\x00\\x00\\x00\\x00\\x00\\x00{\"a\":{\"dtype\":\"F32"
			"\",\"shape\":[4],\"data_offsets\":[0,16]}}\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00",
		.lang = "bytes:m.safetensors",
		.tags = "OWASP-ML06 OWASP-LLM03",
	},
	{
		.id = "MD187",
		.name = "safetensors_size_mismatch",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {190, 131},
		.title = "Safetensors shape that does not fit its bytes",
		.why = "A reader that allocates by the shape and copies by the offsets, "
		       "or the other way round, writes beyond its buffer. A product that "
		       "overflows does the same.",
		.fix = "Write the file again with the safetensors library.",
		.bad = "M\\x00\\x00\\x00\\x00\\x00\\x00\\x00{\"a\":{\"dtype\":\"F32"
		       "\",\"shape\":[4611686018427387904,4,4],\"data_offsets\":[0,1"
		       "6]}}\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00",
		.good = "7\\x00\\x00\\x00\\x00\\x00\\x00\\x00{\"a\":{\"dtype\":\"F32"
			"\",\"shape\":[4],\"data_offsets\":[0,16]}}\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00",
		.lang = "bytes:m.safetensors",
		.tags = "OWASP-ML06 OWASP-LLM03",
	},
	{
		.id = "MD188",
		.name = "safetensors_overlap",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20},
		.title = "Safetensors tensors that share bytes",
		.why = "The format forbids it: changing one tensor changes another, and "
		       "the same bytes can be read as two things.",
		.fix = "Write the file again with the safetensors library.",
		.bad = "m\\x00\\x00\\x00\\x00\\x00\\x00\\x00{\"a\":{\"dtype\":\"F32"
		       "\",\"shape\":[4],\"data_offsets\":[0,16]},\"b\":{\"dtype\":"
		       "\"F32\",\"shape\":[4],\"data_offsets\":[8,24]}}\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00",
		.good = "7\\x00\\x00\\x00\\x00\\x00\\x00\\x00{\"a\":{\"dtype\":\"F32"
			"\",\"shape\":[4],\"data_offsets\":[0,16]}}\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00",
		.lang = "bytes:m.safetensors",
		.tags = "OWASP-ML06 OWASP-LLM03",
	},
	{
		.id = "MD189",
		.name = "safetensors_hidden_bytes",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {506},
		.title = "Bytes between safetensors tensors",
		.why = "The format forbids holes, because they carry data that no tensor "
		       "owns: another format, or a payload that a second program finds.",
		.fix = "Write the file again with the safetensors library.",
		.bad = "n\\x00\\x00\\x00\\x00\\x00\\x00\\x00{\"a\":{\"dtype\":\"F32"
		       "\",\"shape\":[4],\"data_offsets\":[0,16]},\"b\":{\"dtype\":"
		       "\"F32\",\"shape\":[4],\"data_offsets\":[20,36]}}\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00",
		.good = "7\\x00\\x00\\x00\\x00\\x00\\x00\\x00{\"a\":{\"dtype\":\"F32"
			"\",\"shape\":[4],\"data_offsets\":[0,16]}}\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00",
		.lang = "bytes:m.safetensors",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0018",
	},
	{
		.id = "MD190",
		.name = "safetensors_trailing_data",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {506},
		.title = "Bytes behind the last safetensors tensor",
		.why = "The last tensor ends where the file ends. What follows is another "
		       "file: a ZIP archive or a pickle there makes one file two, and a "
		       "scanner that knows one of them is blind to the other.",
		.fix = "Write the file again with the safetensors library.",
		.bad = "7\\x00\\x00\\x00\\x00\\x00\\x00\\x00{\"a\":{\"dtype\":\"F32"
		       "\",\"shape\":[4],\"data_offsets\":[0,16]}}\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00more",
		.good = "7\\x00\\x00\\x00\\x00\\x00\\x00\\x00{\"a\":{\"dtype\":\"F32"
			"\",\"shape\":[4],\"data_offsets\":[0,16]}}\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00",
		.lang = "bytes:m.safetensors",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0018",
	},
	{
		.id = "MD191",
		.name = "safetensors_unknown_key",
		.severity = INFO,
		.confidence = HIGH,
		.cwe = {20},
		.title = "Key of a safetensors tensor that means nothing",
		.why = "Readers pass over it.",
		.fix = "Put what describes the model into __metadata__.",
		.bad = "B\\x00\\x00\\x00\\x00\\x00\\x00\\x00{\"a\":{\"dtype\":\"F32"
		       "\",\"shape\":[4],\"data_offsets\":[0,16],\"note\":\"x\"}}"
		       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "\\x00\\x00\\x00\\x00",
		.good = "7\\x00\\x00\\x00\\x00\\x00\\x00\\x00{\"a\":{\"dtype\":\"F32"
			"\",\"shape\":[4],\"data_offsets\":[0,16]}}\\x00\\x00\\x00"
			"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"\\x00",
		.lang = "bytes:m.safetensors",
		.tags = "OWASP-ML06 OWASP-LLM03",
	},
	{0},
};
