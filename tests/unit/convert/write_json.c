#include "convert/write_json.h"

#include <math.h>
#include "base/limits.h"
#include "test.h"
#include "text/json.h"

struct memory_sink {
	struct sink sink;
	struct buf bytes;
};

static bool keep(struct sink *s, uint64_t at, str bytes)
{
	struct memory_sink *m = (struct memory_sink *)s;

	if (at != m->bytes.n)
		return false;
	buf_add(&m->bytes, bytes);
	return true;
}

static struct item *make(struct arena *a, enum item_kind kind)
{
	struct item *v = NEW(a, struct item, 1);

	v->kind = (uint8_t)kind;
	return v;
}

static struct item *text_item(struct arena *a, enum item_kind kind, str s)
{
	struct item *v = make(a, kind);

	v->text = s;
	return v;
}

static struct item *number_item(struct arena *a, int64_t n)
{
	struct item *v = make(a, ITEM_INT);

	v->number = n;
	return v;
}

static struct item *real_item(struct arena *a, double x)
{
	struct item *v = make(a, ITEM_FLOAT);

	v->real[0] = x;
	return v;
}

/* `pairs` in DICT and OBJECT: n is that of the elements all the same. */
static struct item *holding(struct arena *a, enum item_kind kind, struct item *const *elements,
			    uint32_t n)
{
	struct item *v = make(a, kind);
	struct item **copy = NEW(a, struct item *, n + 1);

	memcpy(copy, elements, n * sizeof(*copy));
	v->element = copy;
	v->count = kind == ITEM_DICT || kind == ITEM_OBJECT ? n / 2 : n;
	return v;
}

static enum json_end write_root(struct arena *a, const struct item *root, str *out,
				struct refusal *why)
{
	static const struct json_pair library = {S_INIT("scikit-learn"), S_INIT("1.5.0")};
	uint32_t listed;
	uint64_t count;
	const struct dropped *drops = dropped_find(a, root, &listed, &count);
	const struct json_model m = {
		.source = S("a \"b\".pkl"),
		.source_format = S("pickle"),
		.source_bytes = 12,
		.source_sha256 = S("00"),
		.policy = S("org.toml"),
		.arrays = S("m.npz"),
		.arrays_sha256 = S("11"),
		.libraries = &library,
		.library_count = 1,
		.root = root,
		.drops = drops,
		.drop_count = listed,
	};
	struct memory_sink s = {.sink = {.write = keep}, .bytes = buf_in(a)};
	enum json_end end;

	sink_begin(&s.sink, a);
	*why = (struct refusal){0};
	end = write_json(&s.sink, a, &m, why);
	*out = buf_str(&s.bytes);
	return end;
}

/* What stands behind "root: ". */
static str root_text(struct arena *a, const struct item *root)
{
	struct refusal why;
	str out;
	size_t at;

	if (write_root(a, root, &out, &why) != JSON_DONE)
		return why.why;
	at = str_find(out, S("\n  \"root\": "));
	return str_slice(out, at + 11, out.n - 3);
}

TEST(write_json_whole)
{
	struct item *root = make(a, ITEM_NULL);
	struct refusal why;
	str out;

	CHECK_INT(write_root(a, root, &out, &why), JSON_DONE);
	CHECK(str_starts(out, S("{\n"
				"  \"format\": \"assay-model\",\n"
				"  \"version\": 1,\n"
				"  \"source\": {\"name\": \"a \\\"b\\\".pkl\", \"sha256\": \"00\", "
				"\"bytes\": 12, \"format\": \"pickle\"},\n"
				"  \"tool\": {\"name\": \"assay\", \"version\": ")));
	CHECK(str_ends(out, S(",\n"
			      "  \"policy\": \"org.toml\",\n"
			      "  \"arrays\": {\"file\": \"m.npz\", \"sha256\": \"11\"},\n"
			      "  \"libraries\": {\"scikit-learn\": \"1.5.0\"},\n"
			      "  \"dropped\": [],\n"
			      "  \"root\": null\n"
			      "}\n")));
}

TEST(write_json_scalars)
{
	struct item *yes = make(a, ITEM_BOOL), *complex = make(a, ITEM_COMPLEX);
	struct item *big = text_item(a, ITEM_BIG, S("-123456789012345678901234567890"));
	struct item *scalar = holding(a, ITEM_SCALAR, (struct item *[]){real_item(a, 0.5)}, 1);

	yes->flag = true;
	complex->real[0] = 1;
	complex->real[1] = -INFINITY;
	scalar->text = S("float32");
	CHECK_STR(root_text(a, yes), S("true"));
	CHECK_STR(root_text(a, number_item(a, INT64_MIN)), S("-9223372036854775808"));
	CHECK_STR(root_text(a, big), S("-123456789012345678901234567890"));
	CHECK_STR(root_text(a, real_item(a, 0.1)), S("0.1"));
	CHECK_STR(root_text(a, real_item(a, -0.0)), S("-0.0"));
	CHECK_STR(root_text(a, real_item(a, 5e-324)), S("5e-324"));
	CHECK_STR(root_text(a, real_item(a, NAN)), S("{\"$float\": \"nan\"}"));
	CHECK_STR(root_text(a, complex), S("{\"$complex\": [1.0, {\"$float\": \"-inf\"}]}"));
	CHECK_STR(root_text(a, scalar), S("{\"$scalar\": \"float32\", \"value\": 0.5}"));
	CHECK_STR(root_text(a, text_item(a, ITEM_TYPE, S("numpy.float64"))),
		  S("{\"$type\": \"numpy.float64\"}"));
	CHECK_STR(root_text(a, text_item(a, ITEM_TEXT, S("\x01\n\"\\\x7f\xC3\xA9"))),
		  S("\"\\u0001\\n\\\"\\\\\\u007f\xC3\xA9\""));
	for (unsigned n = 0; n < 4; n++)
		CHECK_STR(root_text(a, text_item(a, ITEM_BYTES, str_slice(S("\xFF\xFE\0"), 0, n))),
			  ((const str[]){S("{\"$bytes\": \"\"}"), S("{\"$bytes\": \"/w==\"}"),
					 S("{\"$bytes\": \"//4=\"}"),
					 S("{\"$bytes\": \"//4A\"}")})[n]);
}

TEST(write_json_containers)
{
	struct item *one = number_item(a, 1), *k = text_item(a, ITEM_TEXT, S("k"));
	struct item *dollar = text_item(a, ITEM_TEXT, S("$k"));
	struct item *two[] = {one, one}, *pair[] = {k, one}, *odd[] = {dollar, one};
	struct item *twice[] = {k, one, k, one}, *numbered[] = {one, k};

	CHECK_STR(root_text(a, holding(a, ITEM_LIST, two, 0)), S("[]"));
	CHECK_STR(root_text(a, holding(a, ITEM_LIST, two, 2)), S("[1, 1]"));
	CHECK_STR(root_text(a, holding(a, ITEM_TUPLE, two, 1)), S("{\"$tuple\": [1]}"));
	CHECK_STR(root_text(a, holding(a, ITEM_SET, two, 1)), S("{\"$set\": [1]}"));
	CHECK_STR(root_text(a, holding(a, ITEM_DICT, pair, 2)), S("{\"k\": 1}"));
	CHECK_STR(root_text(a, holding(a, ITEM_DICT, pair, 0)), S("{}"));
	CHECK_STR(root_text(a, holding(a, ITEM_DICT, odd, 2)), S("{\"$dict\": [[\"$k\", 1]]}"));
	CHECK_STR(root_text(a, holding(a, ITEM_DICT, numbered, 2)), S("{\"$dict\": [[1, \"k\"]]}"));
	CHECK_STR(root_text(a, holding(a, ITEM_DICT, twice, 4)),
		  S("{\"$dict\": [[\"k\", 1], [\"k\", 1]]}"));
}

TEST(write_json_object)
{
	struct item *names[] = {
		text_item(a, ITEM_TEXT, S("coef_")),
		make(a, ITEM_TENSOR),
		text_item(a, ITEM_TEXT, S("C")),
		real_item(a, 1),
		text_item(a, ITEM_TEXT, S("_private_")),
		number_item(a, 2),
		text_item(a, ITEM_TEXT, S("random_state")),
		text_item(a, ITEM_DROPPED, S("R")),
	};
	struct item *v = holding(a, ITEM_OBJECT, names, 8);
	struct tensor t = {.name = S("coef_")};
	struct refusal why;
	str out;

	v->text = S("sklearn.x.Y");
	names[1]->tensor = &t;
	names[7]->why = "a random state";
	CHECK_STR(root_text(a, v), S("{\n"
				     "    \"$class\": \"sklearn.x.Y\",\n"
				     "    \"parameters\": {\n"
				     "      \"C\": 1.0,\n"
				     "      \"random_state\": {\"$dropped\": \"R\", \"why\": \"a "
				     "random state\"}\n"
				     "    },\n"
				     "    \"fitted\": {\n"
				     "      \"coef_\": {\"$array\": \"coef_\"}\n"
				     "    },\n"
				     "    \"private\": {\n"
				     "      \"_private_\": 2\n"
				     "    }\n"
				     "  }"));
	CHECK_INT(write_root(a, v, &out, &why), JSON_DONE);
	CHECK(str_find(out, S("\"dropped\": [\n"
			      "    {\"where\": \"random_state\", \"class\": \"R\", \"why\": \"a "
			      "random state\"}\n"
			      "  ],\n")) != STR_NONE);
}

TEST(write_json_lines)
{
	struct item *many[60], *wide[3];
	str out;

	for (unsigned i = 0; i < 60; i++)
		many[i] = number_item(a, 1000000 + i);
	out = root_text(a, holding(a, ITEM_LIST, many, 60));
	CHECK(str_starts(out, S("[\n    1000000, 1000001, ")));
	CHECK(str_ends(out, S(", 1000059\n  ]")));
	for (str rest = out, l; rest.p != NULL;) {
		l = str_cut(&rest, '\n');
		CHECK(l.n <= 104);
	}
	for (unsigned i = 0; i < 3; i++)
		wide[i] = holding(a, ITEM_LIST, many, 5);
	out = root_text(a, holding(a, ITEM_LIST, wide, 3));
	CHECK(str_starts(out, S("[\n    [1000000, 1000001, 1000002, 1000003, 1000004],\n    [")));
}

TEST(write_json_refuses)
{
	struct item *bad = text_item(a, ITEM_TEXT, S("\xED\xA0\x80"));
	struct item *k = text_item(a, ITEM_TEXT, S("k")), *n = number_item(a, 7);
	struct item *list = holding(a, ITEM_LIST, (struct item *[]){n, bad}, 2);
	struct item *dict = holding(a, ITEM_DICT, (struct item *[]){k, list}, 2);
	struct item *root = holding(a, ITEM_DICT, (struct item *[]){n, dict}, 2);
	struct item *object = holding(a, ITEM_OBJECT, (struct item *[]){n, n}, 2);
	struct refusal why;
	str out;

	CHECK_INT(write_root(a, root, &out, &why), JSON_REFUSED);
	CHECK_STR(why.where, S("7.k.1"));
	object->text = S("x");
	CHECK_INT(write_root(a, object, &out, &why), JSON_REFUSED);
	CHECK_INT(write_root(a, text_item(a, ITEM_BIG, S("1,2")), &out, &why), JSON_REFUSED);
	CHECK_INT(write_root(a, text_item(a, ITEM_BIG, S("007")), &out, &why), JSON_REFUSED);
}

TEST(write_json_deep_and_wide)
{
	struct item *v = number_item(a, 1);
	const struct tree *tree;
	struct refusal why;
	struct diag d;
	str out;

	for (unsigned i = 0; i < LIMIT_TEXT_DEPTH - 1; i++)
		v = holding(a, ITEM_LIST, (struct item *[]){v}, 1);
	CHECK_INT(write_root(a, v, &out, &why), JSON_DONE);
	CHECK(json_parse(a, out, &tree, &d));
	v = holding(a, ITEM_LIST, (struct item *[]){v}, 1);
	CHECK_INT(write_root(a, v, &out, &why), JSON_REFUSED);
	v = number_item(a, 1);
	for (unsigned i = 0; i < 60; i++) /* shared: a quintillion */
		v = holding(a, ITEM_LIST, (struct item *[]){v, v}, 2);
	CHECK_INT(write_root(a, v, &out, &why), JSON_REFUSED);
}

TEST(dropped_in_order)
{
	struct item *d = text_item(a, ITEM_DROPPED, S("C")), *k = text_item(a, ITEM_TEXT, S("k"));
	struct item *n = number_item(a, -7), *many[1200];
	const struct dropped *found;
	struct item *list, *dict;
	uint32_t listed;
	uint64_t count;

	d->why = "why";
	list = holding(a, ITEM_TUPLE, (struct item *[]){n, d}, 2);
	dict = holding(a, ITEM_DICT, (struct item *[]){k, list, n, d}, 4);
	found = dropped_find(a, dict, &listed, &count);
	CHECK_INT(listed, 2);
	CHECK_STR(found[0].where, S("k.1"));
	CHECK_STR(found[1].where, S("-7"));
	CHECK_STR(found[1].class, S("C"));
	for (unsigned i = 0; i < 1200; i++)
		many[i] = d;
	found = dropped_find(a, holding(a, ITEM_LIST, many, 1200), &listed, &count);
	CHECK_INT(listed, LIMIT_CONVERT_DROPPED);
	CHECK_INT(count, 1200);
}

static bool refuse_write(struct sink *s, uint64_t at, str bytes)
{
	(void)s;
	(void)at;
	(void)bytes;
	return false;
}

TEST(write_json_disk_full)
{
	const struct json_model m = {.root = make(a, ITEM_NULL)};
	struct sink s = {.write = refuse_write};
	struct refusal why;

	sink_begin(&s, a);
	CHECK_INT(write_json(&s, a, &m, &why), JSON_UNWRITTEN);
}
