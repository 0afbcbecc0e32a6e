#include "flat.h"
#include "scan_model.h"

struct made { /* what a test may change before the bytes are taken */
	struct buf b;
	size_t root, code, graph, operator, tensor, buffer;
};

/* A model of one operator with `custom` as code (empty: a built-in one), one tensor of 4 floats and
 * its buffer. */
static struct made make(struct arena *a, const char *custom)
{
	struct made m = {.b = buf_in(a)};
	size_t list, data;

	flat_begin(&m.b, "TFL3");
	m.root = flat_child(&m.b, 0, 5);
	flat_number(&m.b, m.root, 0, 3);
	flat_drop(&m.b, m.root, 5, 3);
	list = flat_vector(&m.b, m.root, 1, 1);
	m.code = flat_child(&m.b, list, 4);
	flat_number(&m.b, m.code, 3, custom[0] ? 32 : 0);
	flat_string(&m.b, m.code, 1, str_of(custom));
	list = flat_vector(&m.b, m.root, 2, 1);
	m.graph = flat_child(&m.b, list, 4);
	flat_vector(&m.b, m.graph, 1, 1);
	flat_vector(&m.b, m.graph, 2, 0);
	list = flat_vector(&m.b, m.graph, 0, 1);
	m.tensor = flat_child(&m.b, list, 3);
	flat_set(&m.b, flat_vector(&m.b, m.tensor, 0, 1), 4);
	list = flat_vector(&m.b, m.graph, 3, 1);
	m.operator= flat_child(&m.b, list, 6);
	flat_vector(&m.b, m.operator, 1, 1);
	for (unsigned i = 2; i < 6; i++)
		flat_drop(&m.b, m.operator, 6, i);
	list = flat_vector(&m.b, m.root, 4, 1);
	m.buffer = flat_child(&m.b, list, 1);
	data = flat_vector(&m.b, m.buffer, 0, 4);
	flat_set(&m.b, data - 4, 16);
	return m;
}

static unsigned found(struct arena *a, const char *id, const struct made *m)
{
	struct file_result *r = test_scan_model(a, "m.tflite", buf_str(&m->b));
	const struct finding *f = test_found(r, id, NULL);

	return f != NULL ? f->severity : 0;
}

static unsigned custom(struct arena *a, const char *id, const char *op)
{
	struct made m = make(a, op);

	return found(a, id, &m);
}

TEST(tflite_operators)
{
	struct made m = make(a, "");

	CHECK_INT(test_worst(test_scan_model(a, "m.bin", buf_str(&m.b))), 0);
	CHECK_INT(custom(a, "MD285", "FlexPyFunc"), HIGH);
	CHECK_INT(custom(a, "MD285", "FlexReadFile"), HIGH);
	CHECK_INT(custom(a, "MD285", "FlexTextLineDataset"), MEDIUM);
	CHECK_INT(custom(a, "MD285", "FlexSaveV2"), MEDIUM);
	CHECK_INT(custom(a, "MD285", "FlexFrobnicate"), MEDIUM);
	CHECK_INT(custom(a, "MD285", "FlexErf"), INFO);
	CHECK_INT(custom(a, "MD286", "TFLite_Detection_PostProcess"), 0);
	CHECK_INT(custom(a, "MD286", "SomethingElse"), MEDIUM);
	CHECK_INT(custom(a, "MD286", "RunShell"), HIGH);
}

/* What the options of a Flex operator say counts, not its name. */
TEST(tflite_flex_options)
{
	struct made m = make(a, "FlexErf");
	size_t vtable = m.operator- 4 - 2 * 6;

	m.b.p[vtable + 4 + 2 * 5] = 4 + 4 * 5;
	flat_string(&m.b, m.operator, 5, S("Erf\0\x0a\1n\x12\x09WriteFile"));
	CHECK_INT(test_worst(test_scan_model(a, "m.tflite", buf_str(&m.b))), HIGH);
}

TEST(tflite_malformed)
{
	struct made m = make(a, ""), n;
	str good = buf_str(&m.b);

	n = make(a, "x");
	flat_string(&n.b, n.code, 1, S(""));
	CHECK_INT(found(a, "MD287", &n), MEDIUM);
	n = make(a, "");
	flat_number(&n.b, n.operator, 0, 7);
	CHECK_INT(found(a, "MD287", &n), MEDIUM);
	n = make(a, "");
	flat_set(&n.b, flat_vector(&n.b, n.operator, 1, 1), 5);
	CHECK_INT(found(a, "MD287", &n), MEDIUM);
	n = make(a, "");
	flat_set(&n.b, flat_vector(&n.b, n.graph, 1, 1), 5);
	CHECK_INT(found(a, "MD287", &n), MEDIUM);
	n = make(a, "");
	flat_set(&n.b, flat_vector(&n.b, n.tensor, 0, 1), 5);
	CHECK_INT(found(a, "MD287", &n), MEDIUM);
	flat_set(&n.b, flat_vector(&n.b, n.tensor, 0, 1), (uint32_t)-4);
	CHECK_INT(found(a, "MD287", &n), MEDIUM);
	n = make(a, "");
	flat_number(&n.b, n.tensor, 2, 9);
	CHECK_INT(found(a, "MD287", &n), MEDIUM);
	for (size_t i = 8; i < good.n - 3; i++)
		CHECK(test_worst(test_scan_model(a, "m.tflite", str_slice(good, 0, i))) >= MEDIUM);
	CHECK(test_found(test_scan_model(a, "m.tflite", S("hello")), "MD288", NULL) != NULL);
	/* names of operators in what is no FlatBuffer any more */
	CHECK(test_found(test_scan_model(a, "m.tflite",
					 S("\x1c\0\0\0TFL3\0\0\0\0\x0a\0\0\0FlexPyFunc\0")),
			 "MD285", NULL) != NULL);
}
