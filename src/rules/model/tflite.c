/* TensorFlow Lite models (schema version 3, "TFL3"). Their interpreter computes and nothing else,
 * except where a model asks for more: Flex operators run TensorFlow's own kernels, custom operators
 * those of whoever registered them. The rest is the FlatBuffer itself: the interpreter is C++ that
 * trusts the file unless it was verified. */
#include "model/flatbuffer.h"

#include "base/limits.h"
#include "engine/rule.h"
#include "model/tf_ops.h"
#include "rules/model/graph.h"
#include "rules/model/tf_danger.h"

#define TAGS "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0010 ATLAS-AML.T0011"
#define BUILTIN_CUSTOM 32
#define NAME 256

/* Fields by their place in the schema. */
enum { MODEL_CODES = 1, MODEL_GRAPHS = 2, MODEL_BUFFERS = 4 };
enum { CODE_OLD_BUILTIN, CODE_CUSTOM, CODE_VERSION, CODE_BUILTIN };
enum { GRAPH_TENSORS, GRAPH_INPUTS, GRAPH_OUTPUTS, GRAPH_OPERATORS };
enum { TENSOR_SHAPE, TENSOR_TYPE, TENSOR_BUFFER, TENSOR_NAME, TENSOR_SPARSITY = 6 };
enum { OPERATOR_CODE, OPERATOR_INPUTS, OPERATOR_OUTPUTS, OPERATOR_CUSTOM_OPTIONS = 5 };
enum { BUFFER_DATA, BUFFER_OFFSET, BUFFER_SIZE };

struct tflite {
	struct model *m;
	struct fb f;
	struct map seen;
	struct fb_vector codes, buffers;
	uint64_t operators;
};

/* Registered by MediaPipe, the Coral and Ethos compilers, TensorFlow Text, Android's ML services
 * and TensorFlow Lite's own extensions. */
static const char known_custom[] =
	"TFLite_Detection_PostProcess Mfcc AudioSpectrogram MaxPoolingWithArgmax2D MaxUnpooling2D "
	"Convolution2DTransposeBias TransformLandmarks TransformTensorBilinear "
	"Landmarks2TransformMatrix RoiToTransformMatrix Resampler KmeansEmbeddingLookup "
	"UniversalSentenceEncoderPreprocess TFSentencepieceTokenizeOp TFSentencepieceDetokenizeOp "
	"RaggedTensorToTensor NGrams WhitespaceTokenizer edgetpu-custom-op ethos-u NumericVerify "
	"RFFT2D HashTableV2 HashTableFindV2 HashTableLookupV2 HashTableImportV2 HashTableSizeV2 "
	"LookupTableFindV2 LookupTableImportV2 LookupTableSizeV2 Irfft2d Roll Sign Atan2 "
	"RandomUniform RandomStandardNormal Multinomial Bucketize DenseBincount Cumsum Complex "
	"Normalize Predict ExtractFeatures PerceptiveSubsampling Rope TFLite_Pooling3D "
	"AveragePool3D "
	"MaxPool3D Conv3DTranspose ReadVariable AssignVariable VarHandle CallOnce MfccV2 "
	"SignatureRunner SelectiveTokens odml.rms_norm odml.scaled_dot_product_attention "
	"odml.update_kv_cache odml.update_external_kv_cache LATENCY QNN_DELEGATE DISPATCH_OP "
	"GeluV2 TfLiteGpuDelegate NeuronOperator vx-delegate RouterRing SignalEnergy "
	"SignalFftAutoScale SignalFilterBank SignalFilterBankLog "
	"SignalFilterBankSpectralSubtraction "
	"SignalFilterBankSquareRoot SignalFramer SignalOverlapAdd SignalPCAN SignalStacker "
	"SignalWindow SignalDelay SignalIrfft SignalRfft CIRCULAR_BUFFER "
	"Detection_PostProcess FlexDelegate";

static void malformed(struct tflite *x, uint64_t at, str what, const char *msg)
{
	if (graph_first(&x->seen, "MD287", what))
		model_finding(x->m, "MD287", at, what,
			      "a TensorFlow Lite model that is damaged or made to confuse: %s",
			      msg);
}

/* ---- Operators ---- */

static void flex(struct tflite *x, uint64_t at, str op)
{
	const struct tf_danger *d = tf_danger_of(op);
	struct finding *f;

	/* what is information counts for itself: it must not hide the rest */
	if (!graph_first(&x->seen,
			 d->reach == TF_COMPUTES && tf_op_known(op) ? "information" : "MD285", op))
		return;
	if (d->reach != TF_COMPUTES && d->severity > INFO) {
		f = model_finding(x->m, "MD285", at, op,
				  "operator Flex%.*s runs TensorFlow's %.*s, which %s", STR_ARG(op),
				  STR_ARG(op), d->does);
		f->severity = (uint8_t)(d->severity > MEDIUM ? d->severity : MEDIUM);
		return;
	}
	f = model_finding(x->m, "MD285", at, op,
			  "operator %.*s needs TensorFlow's kernels (Flex delegate)%s",
			  STR_ARG(graph_show(x->m, op)),
			  tf_op_known(op) ? "" : ", and TensorFlow has no such operator");
	f->severity = tf_op_known(op) || tf_op_of_library(op)	    ? INFO
		      : graph_python_op(op) || graph_telling_op(op) ? HIGH
								    : MEDIUM;
}

static void custom(struct tflite *x, uint64_t at, str op)
{
	struct finding *f;

	if (str_starts(op, S("Flex")) && op.n > 4) {
		flex(x, at, str_slice(op, 4, op.n));
		return;
	}
	if (str_in_words(op, str_of(known_custom)) || tf_op_known(op) || tf_op_of_library(op) ||
	    str_starts(op, S("MTKEXT_")) || !graph_first(&x->seen, "MD286", op))
		return;
	f = model_finding(x->m, "MD286", at, op,
			  "custom operator %.*s runs code that is registered under this name",
			  STR_ARG(graph_show(x->m, op)));
	if (graph_python_op(op) || graph_telling_op(op))
		f->severity = HIGH;
}

/* The effective operator: the larger of the old one-byte field and the new one. */
static uint64_t builtin_of(struct tflite *x, struct fb_table code)
{
	uint64_t old = fb_number(&x->f, code, CODE_OLD_BUILTIN, 1, 0);
	uint64_t now = fb_number(&x->f, code, CODE_BUILTIN, 4, 0);

	return now > old ? now : old;
}

static void check_codes(struct tflite *x)
{
	for (uint32_t i = 0; i < x->codes.count && x->f.fuel > 0; i++) {
		struct fb_table code = fb_item(&x->f, x->codes, i);
		uint8_t room[NAME];
		str name = fb_text(&x->f, code, CODE_CUSTOM, room, NAME);
		bool used = builtin_of(x, code) == BUILTIN_CUSTOM;
		if (name.n > 0 && (used || str_starts(name, S("Flex"))))
			custom(x, code.at, name);
		else if (used && name.n == 0 && code.at != 0)
			malformed(x, code.at, S("name"), "a custom operator without a name");
	}
}

/* A Flex operator's options hold a NodeDef, whose operator is the one that runs, whatever the
 * custom code says: field 2 of a protocol buffer in a FlexBuffer. */
static void check_flex_options(struct tflite *x, struct fb_table operator)
{
	struct fb_vector v = fb_list(&x->f, operator, OPERATOR_CUSTOM_OPTIONS, 1);
	uint8_t room[NAME];
	str s = fb_text(&x->f, operator, OPERATOR_CUSTOM_OPTIONS, room, NAME);

	for (size_t i = 0; i + 3 < s.n; i++) {
		str op = str_slice(s, i + 2, i + 2 + s.p[i + 1]);
		if (s.p[i] == 0x12 && s.p[i + 1] > 2 && op.n == s.p[i + 1] &&
		    tf_danger_of(op)->reach != TF_COMPUTES)
			flex(x, v.at + i, op);
	}
}

/* ---- Tensors ---- */

static bool indices_inside(struct tflite *x, struct fb_vector v, uint32_t tensors)
{
	for (uint32_t i = 0; i < v.count && x->f.fuel > 0; i++) {
		int32_t n = (int32_t)(uint32_t)fb_item_number(&x->f, v, i);
		if (n < -1 || n >= (int64_t)tensors)
			return false;
	}
	return true;
}

/* Bits of an element by TensorType; 0: of varying or no size. */
static unsigned bits_of(uint64_t type)
{
	static const uint8_t bits[] = {32, 16,	32, 8, 64, 0,  8,  16, 64, 8,
				       64, 128, 64, 0, 0,  32, 16, 4,  16, 2};

	return type < COUNTOF(bits) ? bits[type] : 0;
}

static const char *wrong_tensor(struct tflite *x, struct fb_table t, uint64_t buffer)
{
	struct fb_vector shape = fb_list(&x->f, t, TENSOR_SHAPE, 4), data;
	unsigned bits = bits_of(fb_number(&x->f, t, TENSOR_TYPE, 1, 0));
	uint64_t elements = 1;

	for (uint32_t i = 0; i < shape.count && x->f.fuel > 0; i++) {
		int32_t n = (int32_t)(uint32_t)fb_item_number(&x->f, shape, i);
		if (n < -1)
			return "a tensor with a negative dimension";
		if (n == -1)
			return NULL; /* written by some exporters for what is not known yet */
		if (__builtin_mul_overflow(elements, (uint64_t)n, &elements) ||
		    elements > INT64_MAX / 128)
			return "a tensor whose dimensions are beyond any memory";
	}
	if (buffer >= x->buffers.count)
		return buffer > 0 ? "a tensor whose buffer does not exist" : NULL;
	data = fb_list(&x->f, fb_item(&x->f, x->buffers, (uint32_t)buffer), BUFFER_DATA, 1);
	if (data.count > 0 && fb_child(&x->f, t, TENSOR_SPARSITY).at == 0 &&
	    data.count < elements * bits / 8)
		return "a tensor with less data than its dimensions say";
	return NULL;
}

static void check_graph(struct tflite *x, struct fb_table graph)
{
	struct fb_vector tensors = fb_list(&x->f, graph, GRAPH_TENSORS, 4);
	struct fb_vector operators = fb_list(&x->f, graph, GRAPH_OPERATORS, 4);

	for (uint32_t i = 0; i < tensors.count && x->f.fuel > 0; i++) {
		struct fb_table t = fb_item(&x->f, tensors, i);
		const char *wrong = wrong_tensor(x, t, fb_number(&x->f, t, TENSOR_BUFFER, 4, 0));
		if (wrong != NULL)
			malformed(x, t.at, str_of(wrong), wrong);
	}
	if (!indices_inside(x, fb_list(&x->f, graph, GRAPH_INPUTS, 4), tensors.count) ||
	    !indices_inside(x, fb_list(&x->f, graph, GRAPH_OUTPUTS, 4), tensors.count))
		malformed(x, graph.at, S("index"), "a graph's input or output does not exist");
	for (uint32_t i = 0; i < operators.count && x->f.fuel > 0; i++) {
		struct fb_table o = fb_item(&x->f, operators, i);
		x->operators++;
		if (o.at != 0 && fb_number(&x->f, o, OPERATOR_CODE, 4, 0) >= x->codes.count)
			malformed(x, o.at, S("code"), "an operator whose code does not exist");
		if (!indices_inside(x, fb_list(&x->f, o, OPERATOR_INPUTS, 4), tensors.count) ||
		    !indices_inside(x, fb_list(&x->f, o, OPERATOR_OUTPUTS, 4), tensors.count))
			malformed(x, o.at, S("index"), "an operator's tensor does not exist");
		check_flex_options(x, o);
	}
}

/* Data beyond 2 GiB stands after the FlatBuffer, and buffers may hold anything. */
static void check_buffers(struct tflite *x)
{
	for (uint32_t i = 0; i < x->buffers.count && x->f.fuel > 0; i++) {
		struct fb_table b = fb_item(&x->f, x->buffers, i);
		struct fb_vector data = fb_list(&x->f, b, BUFFER_DATA, 1);
		uint64_t offset = fb_number(&x->f, b, BUFFER_OFFSET, 8, 0);
		uint64_t size = fb_number(&x->f, b, BUFFER_SIZE, 8, 0), end;
		if (offset > 1 &&
		    (__builtin_add_overflow(offset, size, &end) || end > x->f.blob.size))
			malformed(x, b.at, S("buffer"), "a buffer that lies outside the file");
		if (data.count > 64)
			graph_hidden(x->m, S("buffer"), fb_blob(&x->f, data));
	}
}

/* ---- What is no FlatBuffer any more ---- */

/* Names of Flex operators in the bytes. */
static void scan_bytes(struct tflite *x)
{
	str s = blob_get(x->m->blob, x->m->arena, 0, 4 * MiB);

	for (size_t at = 0;;) {
		size_t found = str_find(str_slice(s, at, s.n), S("Flex")), end;
		if (found == STR_NONE)
			return;
		at += found + 4;
		for (end = at; end < s.n && end - at < NAME; end++) {
			uint8_t c = s.p[end];
			if ((uint8_t)((c | 32) - 'a') >= 26 && (uint8_t)(c - '0') >= 10 &&
			    c != '_' && c != '>')
				break;
		}
		if (end - at > 2)
			flex(x, at - 4, str_slice(s, at, end));
	}
}

static void check_wire(struct tflite *x)
{
	const struct fb_diag *d = &x->f.diag;

	if (d->code == FB_DIAG_FUEL)
		model_finding(x->m, "AS004", d->offset, (str){NULL, 0}, "%s", d->msg);
	else if (d->code == FB_DIAG_READ)
		model_unreadable(x->m);
	else if (d->code != FB_DIAG_NONE)
		malformed(x, d->offset, S("flatbuffer"), d->msg);
	if (d->code != FB_DIAG_NONE)
		scan_bytes(x);
}

static bool is_tflite(str head)
{
	return str_eq(str_slice(head, 4, 8), S("TFL3"));
}

static void check_tflite(struct model *m)
{
	struct tflite x = {.m = m, .f = fb_of(m->arena, m->blob), .seen = map_in(m->arena)};
	struct fb_table root;
	struct fb_vector graphs;

	if (!is_tflite(blob_get(m->blob, m->arena, 0, 8))) {
		if (!graph_lfs_pointer(m))
			model_finding(m, "MD288", 0, (str){NULL, 0},
				      "the name says TensorFlow Lite, the content does not");
		return;
	}
	model_property(m, "format", S("tflite"));
	root = fb_root(&x.f);
	x.codes = fb_list(&x.f, root, MODEL_CODES, 4);
	x.buffers = fb_list(&x.f, root, MODEL_BUFFERS, 4);
	graphs = fb_list(&x.f, root, MODEL_GRAPHS, 4);
	check_codes(&x);
	for (uint32_t i = 0; i < graphs.count && x.f.fuel > 0; i++)
		check_graph(&x, fb_item(&x.f, graphs, i));
	check_buffers(&x);
	check_wire(&x);
	model_property(m, "architecture",
		       arena_printf(m->arena, "%llu operators", (unsigned long long)x.operators));
}

static unsigned recognise(UNUSED const struct settings *s, const struct peek *p)
{
	if (is_tflite(p->head))
		return 90;
	return str_ends(p->name, S(".tflite")) || str_ends(p->name, S(".lite")) ? 40 : 0;
}

const struct format format_tflite = {
	.name = "tflite",
	.layer = LAYER_MODELS,
	.recognise = recognise,
	.model = check_tflite,
};

const struct rule rules_tflite[] = {
	{
		.id = "MD285",
		.name = "tflite_flex_op",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {829, 94},
		.tags = TAGS,
		.title = "A TensorFlow Lite model runs operators of TensorFlow itself",
		.why = "With the Flex delegate a model for phones can do what a TensorFlow graph "
		       "can: read and write files, connect, call Python.",
		.fix = "Convert the model with built-in operators only, or run it where the Flex "
		       "delegate is not linked.",
	},
	{
		.id = "MD286",
		.name = "tflite_custom_op",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {829},
		.tags = TAGS,
		.title = "A TensorFlow Lite model needs a custom operator",
		.why = "The operator's code is not in the model: whoever runs it registers code "
		       "under this name.",
		.fix = "Find out whose operator it is and get the code from a source you trust.",
	},
	{
		.id = "MD287",
		.name = "tflite_malformed",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20, 125},
		.tags = TAGS,
		.title = "TensorFlow Lite model that is damaged or made to confuse",
		.why = "The interpreter trusts offsets and indices unless the model was verified, "
		       "and reads or writes where they point.",
		.fix = "Get the file again from its source and compare its hash.",
		.lang = "bytes:model.tflite",
		.bad = "\\x1c\\x00\\x00\\x00TFL3\\x00\\x00\\x00\\x00",
		.good = "\\x0c\\x00\\x00\\x00TFL3\\x04\\x00\\x04\\x00\\x04\\x00\\x00\\x00",
	},
	{
		.id = "MD288",
		.name = "not_tflite",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {646},
		.tags = TAGS,
		.title = "Named as TensorFlow Lite, but no such model",
		.why = "A name that promises a harmless format makes people and programs trust "
		       "whatever is inside.",
		.fix = "Find out what the file is before anything opens it.",
		.lang = "bytes:model.tflite",
		.bad = "no model",
		.good = "\\x0c\\x00\\x00\\x00TFL3\\x04\\x00\\x04\\x00\\x04\\x00\\x00\\x00",
	},
	{0},
};
