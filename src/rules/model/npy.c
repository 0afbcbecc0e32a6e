/* NumPy's .npy: the header must be what some NumPy writes and must fit the bytes that follow. An
 * array of Python objects is a pickle behind a header, which goes back to recognition: the pickle
 * machine judges it. np.save() may be called several times on one file, so what follows an array
 * may be another one. (.npz is a ZIP archive; its members come here one by one.) */
#include "base/limits.h"
#include "engine/model.h"
#include "engine/rule.h"
#include "engine/settings.h"
#include "model/npy.h"
#include "rules/model/weights.h"

/* NumPy loads a larger header only when told that the file is trusted. */
#define NUMPY_MAX_HEADER 10000

static unsigned npy_recognise(UNUSED const struct settings *s, const struct peek *p)
{
	if (str_starts(p->head, S(NPY_MAGIC)))
		return 95;
	return str_ends(p->name, S(".npy")) || str_ends(p->name, S(".npz")) ? 20 : 0;
}

static const char *rule_of(enum npy_diag code)
{
	switch (code) {
	case NPY_DIAG_NONE:
	case NPY_DIAG_SYNTAX:
	case NPY_DIAG_KEY:
	case NPY_DIAG_TWICE:
	case NPY_DIAG_MISSING:
	case NPY_DIAG_DESCR:
	case NPY_DIAG_FORTRAN:
	case NPY_DIAG_SHAPE:
		return "MD151";
	case NPY_DIAG_SHORT:
		return "MD152";
	case NPY_DIAG_DIM:
	case NPY_DIAG_OVERFLOW:
		return "MD154";
	case NPY_DIAG_SIZE:
	case NPY_DIAG_DEPTH:
		return "MD155";
	case NPY_DIAG_VERSION:
		return "MD156";
	case NPY_DIAG_MAGIC:
		return "MD157";
	}
	return "MD151";
}

static void report_issues(struct model *m, const struct npy *n, uint64_t at)
{
	for (unsigned i = 0; i < n->issue_count; i++) {
		const struct diag *d = &n->issues[i];
		model_finding(m, rule_of(d->code), at + d->offset, str_of(d->msg),
			      "array header: %s", d->msg);
	}
	if (n->readable && n->header_bytes > NUMPY_MAX_HEADER)
		model_finding(m, "MD158", at, (str){NULL, 0},
			      "an array header of %llu bytes, which NumPy reads only with "
			      "allow_pickle=True or a larger max_header_size",
			      (unsigned long long)n->header_bytes);
}

/* The elements of an object array, or what may be. */
static void scan_objects(struct model *m, const struct npy *n, uint64_t at)
{
	struct blob rest = blob_slice(m->blob, at + n->data_at, m->blob.size);

	if (n->object) {
		model_unsafe_format(m);
		model_finding(m, "MD150", at + n->data_at, (str){NULL, 0},
			      "an array of Python objects: its elements are a pickle of %llu bytes",
			      (unsigned long long)rest.size);
		model_inside(m, S("objects.pkl"), rest);
	} else if (rest.size > 0) {
		model_inside(m, S("behind the header"), rest);
	}
}

static void scan_trailing(struct model *m, uint64_t at)
{
	model_finding(m, "MD153", at, (str){NULL, 0},
		      "%llu bytes follow the array that belong to nothing",
		      (unsigned long long)(m->blob.size - at));
	model_inside(m, S("behind the array"), blob_slice(m->blob, at, m->blob.size));
}

static void look_at_numbers(struct weights_look *look, const struct npy *n, uint64_t at)
{
	enum weights_type type = n->item == 2	? WEIGHTS_F16
				 : n->item == 4 ? WEIGHTS_F32
						: WEIGHTS_F64;

	if (n->kind == 'f' && n->item <= 8)
		weights_tensor(look, type, n->order == '>', at + n->data_at, n->bytes,
			       S("the array"));
}

/* The array at `at`; *next is where it ends. False: nothing more can be read. */
static bool scan_array(struct model *m, struct buf *room, struct weights_look *look, uint64_t at,
		       uint64_t *next)
{
	struct blob b = blob_slice(m->blob, at, m->blob.size);
	struct npy n;

	(void)npy_read(room, b, &n);
	report_issues(m, &n, at);
	if (!n.readable || n.object || n.unsure || n.bytes == INT64_MAX) {
		if (n.data_at > 0 && n.data_at <= b.size)
			scan_objects(m, &n, at);
		return false;
	}
	if (b.size - n.data_at < n.bytes) {
		model_finding(m, "MD152", at + n.data_at, (str){NULL, 0},
			      "the array has %llu bytes, its header says %llu",
			      (unsigned long long)(b.size - n.data_at),
			      (unsigned long long)n.bytes);
		return false;
	}
	look_at_numbers(look, &n, at);
	*next = at + n.data_at + n.bytes;
	return true;
}

static bool has_magic(struct model *m, uint64_t at)
{
	uint8_t magic[6];

	return blob_copy(m->blob, at, magic, 6) && str_eq((str){magic, 6}, S(NPY_MAGIC));
}

static void npy_model(struct model *m)
{
	struct buf room = buf_in(m->arena);
	struct weights_look look;
	uint64_t at = 0;

	if (!has_magic(m, 0)) {
		model_finding(m, "MD157", 0, (str){NULL, 0},
			      "named as an array of NumPy, but its content is none, nor any other "
			      "format that assay knows");
		return;
	}
	model_property(m, "format", S("npy"));
	(void)weights_begin(&look, m);
	look.data = true;
	while (scan_array(m, &room, &look, at, &at) && at < m->blob.size &&
	       model_spend(m, STREAM_WINDOW)) {
		if (has_magic(m, at))
			continue;
		scan_trailing(m, at);
		break;
	}
	weights_end(&look);
}

const struct format format_npy = {
	.name = "npy",
	.layer = LAYER_MODELS,
	.recognise = npy_recognise,
	.model = npy_model,
};

const struct rule rules_npy[] = {
	{
		.id = "MD150",
		.name = "npy_object_array",
		.severity = INFO,
		.confidence = HIGH,
		.cwe = {502},
		.title = "Array of Python objects: its elements are a pickle",
		.why = "np.load(allow_pickle=True) unpickles the elements, and a pickle "
		       "calls any function it names. This file's pickle is judged by the "
		       "rules on pickles.",
		.fix = "Store numbers, bytes or fixed-width strings instead of objects, "
		       "and load with allow_pickle=False.",
		.bad = "\\x93NUMPY\\x01\\x009\\x00{'descr': '|O', 'fortran_order': F"
		       "alse, 'shape': (1,), }\\n\\x80\\x04]\\x8c\\x01a\\x94a.",
		.good = "\\x93NUMPY\\x01\\x00:\\x00{'descr': '<f4', 'fortran_order': "
			"False, 'shape': (1,), }\\n\\x00\\x00\\x00\\x00",
		.lang = "bytes:m.npy",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0011",
	},
	{
		.id = "MD151",
		.name = "npy_malformed_header",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20},
		.title = "Array header that no NumPy writes",
		.why = "Readers disagree about such a header: one refuses the file, "
		       "another evaluates or guesses. It is how an array of objects is "
		       "hidden from a scanner.",
		.fix = "Write the array again with np.save().",
		.bad = "\\x93NUMPY\\x01\\x00<\\x00{'descr': 'f4, O', 'fortran_order'"
		       ": False, 'shape': (1,), }\\n\\x00\\x00\\x00\\x00",
		.good = "\\x93NUMPY\\x01\\x00:\\x00{'descr': '<f4', 'fortran_order': "
			"False, 'shape': (1,), }\\n\\x00\\x00\\x00\\x00",
		.lang = "bytes:m.npy",
		.tags = "OWASP-ML06",
	},
	{
		.id = "MD152",
		.name = "npy_cut_short",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20},
		.title = "Array shorter than its header says",
		.why = "The file was cut short, or its header lies: a reader that trusts "
		       "the shape allocates what it says, however much that is.",
		.fix = "Get the file again from where it was made.",
		.bad = "\\x93NUMPY\\x01\\x00F\\x00{'descr': '<f4', 'fortran_order': "
		       "False, 'shape': (1000000000000,), }\\n\\x00\\x00\\x00\\x00",
		.good = "\\x93NUMPY\\x01\\x00:\\x00{'descr': '<f4', 'fortran_order': "
			"False, 'shape': (1,), }\\n\\x00\\x00\\x00\\x00",
		.lang = "bytes:m.npy",
		.tags = "OWASP-ML06",
	},
	{
		.id = "MD153",
		.name = "npy_trailing_data",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {506},
		.title = "Data behind the array",
		.why = "NumPy never reads what follows an array, so anything can be "
		       "carried there: another format that a second program finds, or a "
		       "payload.",
		.fix = "Write the array again with np.save().",
		.bad = "\\x93NUMPY\\x01\\x00:\\x00{'descr': '<f4', 'fortran_order': "
		       "False, 'shape': (1,), }\\n\\x00\\x00\\x00\\x00hidden",
		.good = "\\x93NUMPY\\x01\\x00:\\x00{'descr': '<f4', 'fortran_order': "
			"False, 'shape': (1,), }\\n\\x00\\x00\\x00\\x00",
		.lang = "bytes:m.npy",
		.tags = "OWASP-ML06 ATLAS-AML.T0018",
	},
	{
		.id = "MD154",
		.name = "npy_impossible_shape",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {190},
		.title = "Array shape that cannot be",
		.why = "A negative or overflowing shape makes a reader in C compute a "
		       "small size for a large array and then write beyond it.",
		.fix = "Write the array again with np.save().",
		.bad = "\\x93NUMPY\\x01\\x00Q\\x00{'descr': '<f4', 'fortran_order': "
		       "False, 'shape': (4611686018427387904, 4, 4), }\\n\\x00\\x00"
		       "\\x00\\x00",
		.good = "\\x93NUMPY\\x01\\x00:\\x00{'descr': '<f4', 'fortran_order': "
			"False, 'shape': (1,), }\\n\\x00\\x00\\x00\\x00",
		.lang = "bytes:m.npy",
		.tags = "OWASP-ML06",
	},
	{
		.id = "MD155",
		.name = "npy_header_bomb",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {400},
		.title = "Array header made to exhaust its reader",
		.why = "A header of megabytes or with deeply nested brackets makes "
		       "Python's parser run out of memory or stack when the file is "
		       "loaded.",
		.fix = "Do not load the file.",
		.bad = "\\x93NUMPY\\x01\\x00\\xa1\\x00(((((((((((((((((((((((((((((("
		       "(((((((((((((((((((((((((((((((((((((((((((((((((())))))))))"
		       "))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))"
		       "))))))))))\\n",
		.good = "\\x93NUMPY\\x01\\x00:\\x00{'descr': '<f4', 'fortran_order': "
			"False, 'shape': (1,), }\\n\\x00\\x00\\x00\\x00",
		.lang = "bytes:m.npy",
		.tags = "OWASP-ML06",
	},
	{
		.id = "MD156",
		.name = "npy_unknown_version",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20},
		.title = "Array file of an unknown version",
		.why = "NumPy has versions 1.0, 2.0 and 3.0. What another version means "
		       "is unknown, so nothing of the file was checked but for known "
		       "formats inside.",
		.fix = "Write the array again with np.save().",
		.bad = "\\x93NUMPY\\x09\\x00:\\x00\\x00\\x00{'descr': '<f4', 'fortra"
		       "n_order': False, 'shape': (1,), }\\n\\x00\\x00\\x00\\x00",
		.good = "\\x93NUMPY\\x01\\x00:\\x00{'descr': '<f4', 'fortran_order': "
			"False, 'shape': (1,), }\\n\\x00\\x00\\x00\\x00",
		.lang = "bytes:m.npy",
		.tags = "OWASP-ML06",
	},
	{
		.id = "MD157",
		.name = "npy_not_an_array",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {20},
		.title = "Named as a NumPy array, but it is none",
		.why = "np.load() takes what is neither an array nor an archive for a "
		       "pickle.",
		.fix = "Find out what the file is, and name it so.",
		.bad = "not an array\\n",
		.good = "\\x93NUMPY\\x01\\x00:\\x00{'descr': '<f4', 'fortran_order': "
			"False, 'shape': (1,), }\\n\\x00\\x00\\x00\\x00",
		.lang = "bytes:m.npy",
		.tags = "OWASP-ML06",
	},
	{
		.id = "MD158",
		.name = "npy_large_header",
		.severity = INFO,
		.confidence = HIGH,
		.cwe = {400},
		.title = "Array header larger than NumPy reads by default",
		.why = "NumPy refuses headers above 10,000 bytes unless the caller passes "
		       "allow_pickle=True or max_header_size, since parsing them is slow.",
		.fix = "Use fewer fields, or another format.",
		.tags = "OWASP-ML06",
	},
	{0},
};
