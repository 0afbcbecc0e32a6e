/* What no format knows. Binary data may hide a pickle behind a prefix of any kind, to be loaded
 * from an offset; text is not searched, because nothing loads a model out of a text by an offset,
 * and texts speak about pickles. A file that is named as a model and is of no known format was not
 * checked, and that is said. */
#include "engine/model.h"
#include "engine/rule.h"
#include "rules/model/pickle.h"

static bool is_text(str head)
{
	for (size_t i = 0; i < head.n;) {
		unsigned n = str_utf8_len(str_slice(head, i, head.n));
		if (head.p[i] < ' ' && (head.p[i] < 8 || head.p[i] > 13) && head.p[i] != 27)
			return false;
		if (n == 0 && head.n - i >= 4)
			return false;
		i += n ? n : 1;
	}
	return true;
}

/* Extensions that only models have, and how sure it is that an honest file of that name is of a
 * format that assay knows. */
static const struct {
	const char *names;
	enum level level;
} promises[] = {
	{"pt pth pt2 mar nemo", MEDIUM},
	{"ckpt", LOW},
	{"engine plan trt rknn dlc om mnn ncnn nb blob hef tmfile dnn cmf model caffemodel pte "
	 "msgpack flax t7",
	 INFO},
};

static enum level promised(str name)
{
	str extension = str_after_last(name, '.');
	char lower[12];

	if (extension.n == name.n || extension.n >= sizeof(lower))
		return LEVEL_DEFAULT;
	for (size_t i = 0; i < extension.n; i++)
		lower[i] =
			(char)(extension.p[i] >= 'A' && extension.p[i] <= 'Z' ? extension.p[i] | 32
									      : extension.p[i]);
	for (size_t i = 0; i < COUNTOF(promises); i++)
		if (str_in((str){(const uint8_t *)lower, extension.n}, promises[i].names))
			return promises[i].level;
	return LEVEL_DEFAULT;
}

static unsigned recognise(const struct settings *s, const struct peek *p)
{
	(void)s;
	if (p->quiet || p->size == 0)
		return 0;
	return !is_text(p->head) || promised(p->name) != LEVEL_DEFAULT ? 1 : 0;
}

/* Text, then PROTO: where the latter is; 0: not so. */
static size_t preamble(str head)
{
	size_t n = 0;

	for (size_t i = 1; i + 1 < head.n && n == 0; i++)
		if (head.p[i] == 0x80 && head.p[i + 1] >= 2 && head.p[i + 1] <= 5)
			n = i;
	return n > 0 && is_text(str_slice(head, 0, n)) ? n : 0;
}

/* A line of text before a pickle makes it a file of another kind for all who look at its beginning,
 * and its loader skips the line. */
static unsigned recognise_preamble(const struct settings *s, const struct peek *p)
{
	(void)s;
	return !p->quiet && preamble(p->head) > 0 ? SURE_BY_CONTENT : 0;
}

static void scan_preamble(struct model *m)
{
	size_t n = preamble(blob_get(m->blob, m->arena, 0, PEEK_HEAD));

	(void)pickle_search(m, n, m->blob.size, "behind a text");
}

const struct format format_preamble = {
	.name = "preamble",
	.layer = LAYER_MODELS,
	.recognise = recognise_preamble,
	.model = scan_preamble,
	.is_no_model = true,
	.is_beside = true,
};

static void scan(struct model *m)
{
	enum level level = promised(m->name);
	str head = blob_get(m->blob, m->arena, 0, PEEK_HEAD);
	bool text = is_text(head);

	if (text && level > INFO) /* .pth: Python's own path files; .mar, .ckpt: texts of others */
		level = INFO;
	if (level != LEVEL_DEFAULT)
		model_finding(m, "MD448", MODEL_NOWHERE, (str){NULL, 0},
			      "named as a model, but of no format that assay knows: what it does "
			      "when it is loaded was not checked")
			->severity = (uint8_t)level;
	if (!text && preamble(head) == 0)
		(void)pickle_search(m, 0, m->blob.size, "in data of an unknown kind");
}

const struct format format_opaque = {
	.name = "opaque",
	.layer = LAYER_MODELS,
	.recognise = recognise,
	.model = scan,
	.is_no_model = true,
};

const struct rule rules_opaque[] = {
	{
		.id = "MD448",
		.name = "model_of_unknown_format",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {20},
		.title = "Named as a model, but of no format that assay knows",
		.why = "Nothing of it was checked. Compiled engines are programs of their "
		       "vendor's; a "
		       "file that is named like PyTorch's and is none was made to be overlooked, "
		       "or "
		       "is damaged.",
		.fix = "Name the file after what it is, or ship the model in an open format.",
		.bad = "\\x01\\x02\\x03\\x04 no model",
		.good = "\\x80\\x02}q\\x00.",
		.lang = "bytes:m.pt",
		.tags = "OWASP-ML06",
	},
	{0},
};
