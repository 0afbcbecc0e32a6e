/* The messages of onnx.proto3 as a walk (ModelProto, GraphProto, NodeProto, AttributeProto,
 * TensorProto, SparseTensorProto, FunctionProto, TrainingInfoProto). Fields come in any order, and
 * a node's operator may stand after its attributes, so a node is read twice: its names, then what
 * is inside it. Singular fields that occur twice are shown each time (readers differ in what they
 * keep) and named to the visitor. */
#include "model/onnx.h"

#include "base/limits.h"

enum shape { ONE, MANY, NUMBERS }; /* NUMBERS: may be packed */

struct known {
	uint8_t number, wire, shape;
};

struct message {
	const char *name;
	const struct known *fields; /* number 0 ends */
};

static const struct known model_fields[] = {
	{1, PB_VARINT, ONE},	{2, PB_BYTES, ONE},   {3, PB_BYTES, ONE},   {4, PB_BYTES, ONE},
	{5, PB_VARINT, ONE},	{6, PB_BYTES, ONE},   {7, PB_BYTES, ONE},   {8, PB_BYTES, MANY},
	{14, PB_BYTES, MANY},	{20, PB_BYTES, MANY}, {25, PB_BYTES, MANY}, {26, PB_BYTES, MANY},
	{0, PB_GROUP_END, ONE},
};
static const struct known graph_fields[] = {
	{1, PB_BYTES, MANY},  {2, PB_BYTES, ONE},   {5, PB_BYTES, MANY},    {10, PB_BYTES, ONE},
	{11, PB_BYTES, MANY}, {12, PB_BYTES, MANY}, {13, PB_BYTES, MANY},   {14, PB_BYTES, MANY},
	{15, PB_BYTES, MANY}, {16, PB_BYTES, MANY}, {0, PB_GROUP_END, ONE},
};
static const struct known node_fields[] = {
	{1, PB_BYTES, MANY}, {2, PB_BYTES, MANY},  {3, PB_BYTES, ONE},	   {4, PB_BYTES, ONE},
	{5, PB_BYTES, MANY}, {6, PB_BYTES, ONE},   {7, PB_BYTES, ONE},	   {8, PB_BYTES, ONE},
	{9, PB_BYTES, MANY}, {10, PB_BYTES, MANY}, {0, PB_GROUP_END, ONE},
};
static const struct known attribute_fields[] = {
	{1, PB_BYTES, ONE},	  {2, PB_FIXED32, ONE},	   {3, PB_VARINT, ONE},
	{4, PB_BYTES, ONE},	  {5, PB_BYTES, ONE},	   {6, PB_BYTES, ONE},
	{7, PB_FIXED32, NUMBERS}, {8, PB_VARINT, NUMBERS}, {9, PB_BYTES, MANY},
	{10, PB_BYTES, MANY},	  {11, PB_BYTES, MANY},	   {13, PB_BYTES, ONE},
	{14, PB_BYTES, ONE},	  {15, PB_BYTES, MANY},	   {20, PB_VARINT, ONE},
	{21, PB_BYTES, ONE},	  {22, PB_BYTES, ONE},	   {23, PB_BYTES, MANY},
	{0, PB_GROUP_END, ONE},
};
static const struct known tensor_fields[] = {
	{1, PB_VARINT, NUMBERS},   {2, PB_VARINT, ONE},	     {3, PB_BYTES, ONE},
	{4, PB_FIXED32, NUMBERS},  {5, PB_VARINT, NUMBERS},  {6, PB_BYTES, MANY},
	{7, PB_VARINT, NUMBERS},   {8, PB_BYTES, ONE},	     {9, PB_BYTES, ONE},
	{10, PB_FIXED64, NUMBERS}, {11, PB_VARINT, NUMBERS}, {12, PB_BYTES, ONE},
	{13, PB_BYTES, MANY},	   {14, PB_VARINT, ONE},     {16, PB_BYTES, MANY},
	{0, PB_GROUP_END, ONE},
};
static const struct known sparse_fields[] = {
	{1, PB_BYTES, ONE}, {2, PB_BYTES, ONE}, {3, PB_VARINT, NUMBERS}, {0, PB_GROUP_END, ONE}};
static const struct known function_fields[] = {
	{1, PB_BYTES, ONE},
	{4, PB_BYTES, MANY},
	{5, PB_BYTES, MANY},
	{6, PB_BYTES, MANY},
	{7, PB_BYTES, MANY},
	{8, PB_BYTES, ONE},
	{9, PB_BYTES, MANY},
	{10, PB_BYTES, ONE},
	{11, PB_BYTES, MANY},
	{12, PB_BYTES, MANY},
	{13, PB_BYTES, ONE},
	{14, PB_BYTES, MANY},
	/* status and since_version of IR version 7's drafts */
	{2, PB_VARINT, ONE},
	{3, PB_VARINT, ONE},
	{0, PB_GROUP_END, ONE},
};
static const struct known training_fields[] = {{1, PB_BYTES, ONE},
					       {2, PB_BYTES, ONE},
					       {3, PB_BYTES, MANY},
					       {4, PB_BYTES, MANY},
					       {0, PB_GROUP_END, ONE}};
static const struct known entry_fields[] = {
	{1, PB_BYTES, ONE}, {2, PB_BYTES, ONE}, {0, PB_GROUP_END, ONE}};
static const struct known opset_fields[] = {
	{1, PB_BYTES, ONE}, {2, PB_VARINT, ONE}, {0, PB_GROUP_END, ONE}};

static const struct message a_model = {"model", model_fields};
static const struct message a_graph = {"graph", graph_fields};
static const struct message a_node = {"node", node_fields};
static const struct message an_attribute = {"attribute", attribute_fields};
static const struct message a_tensor = {"tensor", tensor_fields};
static const struct message a_sparse_tensor = {"sparse tensor", sparse_fields};
static const struct message a_function = {"function", function_fields};
static const struct message a_training_info = {"training info", training_fields};
static const struct message an_entry = {"entry", entry_fields};
static const struct message an_opset = {"operator set", opset_fields};

struct walk {
	struct pb *p;
	const struct onnx_visitor *v;
	struct onnx_tensor *tensor; /* in arena; tensors do not nest */
	uint64_t too_deep;
	bool deep;
};

static void read_graph(struct walk *w, struct pb_range in, unsigned depth);

/* Where a message is being read: what it is made of and which of its singular fields were seen. */
struct reading {
	const struct message *what;
	struct pb_range in;
	uint32_t seen; /* bit n: field n occurred */
	bool twice;
	bool silent; /* a second look at the same message */
};

static struct reading reading(const struct message *what, struct pb_range in, bool silent)
{
	return (struct reading){.what = what, .in = in, .silent = silent};
}

static const struct known *known_field(const struct message *m, const struct pb_field *f)
{
	const struct known *k = m->fields;

	while (k->number != 0 && k->number != f->number)
		k++;
	if (k->number == 0)
		return NULL;
	return k->wire == (uint8_t)f->wire || (k->shape == NUMBERS && f->wire == PB_BYTES) ? k
											   : NULL;
}

/* The next field that the schema knows; the others go to the visitor. */
static bool next(struct walk *w, struct reading *r, struct pb_field *f)
{
	while (pb_next(w->p, &r->in, f)) {
		const struct known *k = known_field(r->what, f);
		uint32_t bit = f->number < 32 ? (uint32_t)1 << f->number : 0;
		if (k == NULL) {
			if (!r->silent && w->v->unknown != NULL)
				w->v->unknown(w->v->ctx, r->what->name, f);
			continue;
		}
		if (k->shape == ONE && (r->seen & bit)) {
			r->twice = true;
			if (!r->silent && w->v->twice != NULL)
				w->v->twice(w->v->ctx, r->what->name, f);
		}
		r->seen |= bit;
		return true;
	}
	return false;
}

static void show_text(struct walk *w, enum onnx_text what, str key, const struct pb_field *value)
{
	if (w->v->text != NULL)
		w->v->text(w->v->ctx, what, key, value);
}

/* A StringStringEntryProto: *value is its second field (number 0 if there is none). */
static str read_entry(struct walk *w, struct pb_range in, uint8_t *key_bytes, size_t room,
		      struct pb_field *value)
{
	struct reading r = reading(&an_entry, in, false);
	struct pb_field f;
	str key = {NULL, 0};

	*value = (struct pb_field){0};
	while (next(w, &r, &f)) {
		if (f.number == 1)
			key = pb_bytes(w->p, &f, key_bytes, room);
		else
			*value = f;
	}
	return key;
}

static void read_metadata(struct walk *w, struct pb_range in)
{
	uint8_t bytes[ONNX_NAME];
	struct pb_field value;
	str key = read_entry(w, in, bytes, sizeof(bytes), &value);

	if (value.number != 0)
		show_text(w, ONNX_METADATA, key, &value);
}

static void read_opset(struct walk *w, struct pb_range in)
{
	struct reading r = reading(&an_opset, in, false);
	uint8_t bytes[ONNX_NAME];
	struct pb_field f;
	str domain = {NULL, 0};
	uint64_t version = 0;

	while (next(w, &r, &f)) {
		if (f.number == 1)
			domain = pb_bytes(w->p, &f, bytes, sizeof(bytes));
		else
			version = f.value;
	}
	if (w->v->opset != NULL)
		w->v->opset(w->v->ctx, domain, (int64_t)version);
}

/* ---- Tensors ---- */

static void add_dimension(struct onnx_tensor *t, uint64_t value)
{
	t->rank++;
	if ((int64_t)value < 0)
		t->negative = true;
	else if (__builtin_mul_overflow(t->elements, value, &t->elements))
		t->overflow = true;
}

static void read_external(struct walk *w, struct onnx_tensor *t, const struct pb_field *entry)
{
	uint8_t bytes[ONNX_NUMBER];
	struct pb_field value;
	str key = read_entry(w, entry->body, bytes, sizeof(bytes), &value);

	if (t->entries++ == 0)
		t->entries_at = entry->at;
	if (str_eq(key, S("location"))) {
		t->location_twice |= t->has_location;
		t->has_location = true;
		t->location_long |= value.number != 0 && pb_size(&value) > ONNX_LOCATION;
		t->location = pb_bytes(w->p, &value, t->location_bytes, ONNX_LOCATION);
	} else if (str_eq(key, S("offset"))) {
		t->has_offset = true;
		t->offset = pb_bytes(w->p, &value, t->offset_bytes, ONNX_NUMBER);
	} else if (str_eq(key, S("length"))) {
		t->has_length = true;
		t->length = pb_bytes(w->p, &value, t->length_bytes, ONNX_NUMBER);
	} else if (str_eq(key, S("basepath"))) {
		t->has_basepath = true;
		t->basepath = pb_bytes(w->p, &value, t->basepath_bytes, ONNX_NAME);
	} else if (!str_eq(key, S("checksum")) && !str_starts(key, S("prepacked_"))) {
		memcpy(t->odd_bytes, key.n ? key.p : S(" ").p, key.n ? key.n : 1);
		t->odd_key = (str){t->odd_bytes, key.n ? key.n : 1};
	}
}

static void read_tensor_data(struct walk *w, struct onnx_tensor *t, struct pb_field *f)
{
	switch (f->number) {
	case 1:
		if (f->wire == PB_BYTES)
			for (struct pb_range in = f->body; pb_varint(w->p, &in, &f->value);)
				add_dimension(t, f->value);
		else
			add_dimension(t, f->value);
		break;
	case 2:
		t->type = (int64_t)f->value;
		t->has_type = true;
		break;
	case 4:
		t->packed[0] += f->wire == PB_BYTES ? pb_size(f) : 4;
		t->typed = true;
		break;
	case 10:
		t->packed[1] += f->wire == PB_BYTES ? pb_size(f) : 8;
		t->typed = true;
		break;
	case 5:
	case 6:
	case 7:
	case 11:
		t->typed = true;
		break;
	case 9:
		t->has_raw = true;
		t->raw = *f;
		break;
	default:
		break;
	}
}

static void read_tensor(struct walk *w, struct pb_range in, bool sparse)
{
	struct reading r = reading(&a_tensor, in, false);
	struct onnx_tensor *t = w->tensor;
	struct pb_field f;

	memset(t, 0, offsetof(struct onnx_tensor, name_bytes));
	t->at = in.at;
	t->elements = 1;
	t->sparse = sparse;
	while (next(w, &r, &f)) {
		if (f.number == 8) {
			t->name = pb_bytes(w->p, &f, t->name_bytes, ONNX_NAME);
		} else if (f.number == 12) {
			show_text(w, ONNX_DOC, S("doc_string"), &f);
		} else if (f.number == 13) {
			read_external(w, t, &f);
		} else if (f.number == 14) {
			t->data_location = f.value;
			t->external = f.value == 1;
		} else if (f.number == 16) {
			read_metadata(w, f.body);
		} else {
			read_tensor_data(w, t, &f);
		}
	}
	t->twice = r.twice;
	if (w->v->tensor != NULL)
		w->v->tensor(w->v->ctx, t);
}

static void read_sparse(struct walk *w, struct pb_range in)
{
	struct reading r = reading(&a_sparse_tensor, in, false);
	struct pb_field f;

	while (next(w, &r, &f))
		if (f.number != 3)
			read_tensor(w, f.body, true);
}

/* ---- Nodes ---- */

static bool deeper(struct walk *w, unsigned depth, uint64_t at)
{
	if (depth < LIMIT_ONNX_DEPTH)
		return true;
	if (!w->deep)
		w->too_deep = at;
	w->deep = true;
	return false;
}

static void read_attribute(struct walk *w, struct pb_range in, const struct onnx_node *n,
			   unsigned depth)
{
	struct reading r = reading(&an_attribute, in, false);
	struct onnx_attribute t = {.at = in.at};
	struct pb_field f;

	while (next(w, &r, &f)) {
		if (f.number == 1)
			t.name = pb_bytes(w->p, &f, t.name_bytes, ONNX_NAME);
		else if (f.number == 4)
			t.s = f;
		else if (f.number == 3)
			t.has_i = true, t.i = (int64_t)f.value;
		else if (f.number == 13)
			show_text(w, ONNX_DOC, S("doc_string"), &f);
	}
	if (n != NULL && w->v->attribute != NULL)
		w->v->attribute(w->v->ctx, n, &t);
	r = reading(&an_attribute, in, true);
	while (next(w, &r, &f)) {
		if (f.number == 5 || f.number == 10)
			read_tensor(w, f.body, false);
		else if (f.number == 22 || f.number == 23)
			read_sparse(w, f.body);
		else if ((f.number == 6 || f.number == 11) && deeper(w, depth + 1, f.at))
			read_graph(w, f.body, depth + 1);
	}
}

static void read_node(struct walk *w, struct pb_range in, unsigned depth)
{
	struct reading r = reading(&a_node, in, false);
	struct onnx_node n;
	struct pb_field f;

	memset(&n, 0, offsetof(struct onnx_node, op_bytes));
	n.at = in.at;
	while (next(w, &r, &f)) {
		if (f.number == 4)
			n.op = pb_bytes(w->p, &f, n.op_bytes, ONNX_NAME);
		else if (f.number == 7)
			n.domain = pb_bytes(w->p, &f, n.domain_bytes, ONNX_NAME);
		else if (f.number == 3)
			n.name = pb_bytes(w->p, &f, n.name_bytes, ONNX_NAME);
		else if (f.number == 8)
			n.overload = pb_bytes(w->p, &f, n.overload_bytes, ONNX_NAME);
		else if (f.number == 6)
			show_text(w, ONNX_DOC, S("doc_string"), &f);
		else if (f.number == 9)
			read_metadata(w, f.body);
	}
	n.twice = r.twice;
	if (w->v->node != NULL)
		w->v->node(w->v->ctx, &n);
	if (!(r.seen & 1 << 5))
		return;
	r = reading(&a_node, in, true);
	while (next(w, &r, &f))
		if (f.number == 5)
			read_attribute(w, f.body, &n, depth);
}

static void read_graph(struct walk *w, struct pb_range in, unsigned depth)
{
	struct reading r = reading(&a_graph, in, false);
	struct pb_field f;

	while (next(w, &r, &f)) {
		if (f.number == 1)
			read_node(w, f.body, depth);
		else if (f.number == 5)
			read_tensor(w, f.body, false);
		else if (f.number == 15)
			read_sparse(w, f.body);
		else if (f.number == 10)
			show_text(w, ONNX_DOC, S("doc_string"), &f);
		else if (f.number == 16)
			read_metadata(w, f.body);
	}
}

/* ---- Functions and the model ---- */

static void function_names(struct walk *w, struct pb_range in, struct onnx_function *fn)
{
	struct reading r = reading(&a_function, in, false);
	struct pb_field f;

	memset(fn, 0, offsetof(struct onnx_function, domain_bytes));
	fn->at = in.at;
	while (next(w, &r, &f)) {
		if (f.number == 1)
			fn->name = pb_bytes(w->p, &f, fn->name_bytes, ONNX_NAME);
		else if (f.number == 10)
			fn->domain = pb_bytes(w->p, &f, fn->domain_bytes, ONNX_NAME);
		else if (f.number == 13)
			fn->overload = pb_bytes(w->p, &f, fn->overload_bytes, ONNX_NAME);
	}
}

static void read_function(struct walk *w, struct pb_range in)
{
	struct reading r = reading(&a_function, in, true);
	struct onnx_function fn;
	struct pb_field f;

	function_names(w, in, &fn);
	if (w->v->function != NULL)
		w->v->function(w->v->ctx, &fn);
	while (next(w, &r, &f)) {
		if (f.number == 7)
			read_node(w, f.body, 0);
		else if (f.number == 11)
			read_attribute(w, f.body, NULL, 0);
		else if (f.number == 8)
			show_text(w, ONNX_DOC, S("doc_string"), &f);
		else if (f.number == 9)
			read_opset(w, f.body);
		else if (f.number == 14)
			read_metadata(w, f.body);
	}
	if (w->v->function != NULL)
		w->v->function(w->v->ctx, NULL);
}

static void read_training(struct walk *w, struct pb_range in)
{
	struct reading r = reading(&a_training_info, in, false);
	struct pb_field f;

	while (next(w, &r, &f))
		if (f.number <= 2)
			read_graph(w, f.body, 0);
}

static void read_model_field(struct walk *w, const struct pb_field *f)
{
	switch (f->number) {
	case 1:
		if (w->v->model != NULL)
			w->v->model(w->v->ctx, (int64_t)f->value, f->at);
		break;
	case 2:
		show_text(w, ONNX_PRODUCER, S("producer_name"), f);
		break;
	case 3:
		show_text(w, ONNX_PRODUCER_VERSION, S("producer_version"), f);
		break;
	case 4:
		show_text(w, ONNX_DOMAIN, S("domain"), f);
		break;
	case 6:
		show_text(w, ONNX_DOC, S("doc_string"), f);
		break;
	case 7:
		read_graph(w, f->body, 0);
		break;
	case 8:
		read_opset(w, f->body);
		break;
	case 14:
		read_metadata(w, f->body);
		break;
	case 20:
		read_training(w, f->body);
		break;
	case 25:
		read_function(w, f->body);
		break;
	default:
		break;
	}
}

bool onnx_walk(struct pb *p, const struct onnx_visitor *v, uint64_t *where)
{
	struct walk w = {.p = p, .v = v, .tensor = NEW(p->arena, struct onnx_tensor, 1)};
	struct reading r = reading(&a_model, pb_all(p), false);
	struct pb_field f;

	while (next(&w, &r, &f))
		read_model_field(&w, &f);
	*where = w.too_deep;
	return !w.deep;
}

void onnx_functions(struct pb *p, const struct onnx_visitor *v)
{
	struct onnx_visitor quiet = {0};
	struct walk w = {.p = p, .v = &quiet};
	struct reading r = reading(&a_model, pb_all(p), true);
	struct onnx_function fn;
	struct pb_field f;

	while (next(&w, &r, &f)) {
		if (f.number != 25)
			continue;
		function_names(&w, f.body, &fn);
		v->function(v->ctx, &fn);
	}
}

/* ---- Recognition ---- */

static bool is_text(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < 0x20 || s.p[i] == 0x7f)
			return false;
	return true;
}

/* As pb_look wants a schema. */
static unsigned to_known(const struct message *m, struct pb_known *to, unsigned room)
{
	unsigned n = 0;

	for (const struct known *k = m->fields; k->number != 0 && n + 2 < room; k++) {
		to[n++] = (struct pb_known){k->number, (enum pb_wire)k->wire};
		if (k->shape == NUMBERS)
			to[n++] = (struct pb_known){k->number, PB_BYTES};
	}
	to[n] = (struct pb_known){0};
	return n;
}

static struct pb_look look_at(const struct message *m, str head, uint64_t size)
{
	struct pb_known known[48];

	to_known(m, known, COUNTOF(known));
	return pb_look(head, size, known);
}

static bool saw(struct pb_look l, unsigned field)
{
	return l.seen >> field & 1;
}

/* Does the beginning of a graph show? Nodes with an operator, or tensors with dimensions. */
static bool looks_like_graph(str head, uint64_t size)
{
	struct pb_look l = look_at(&a_graph, head, size);
	uint64_t inner;
	str node;

	if (l.bad || l.odd > 0 || l.known == 0)
		return false;
	node = pb_look_into(head, size, 1, &inner);
	if (node.p != NULL) {
		l = look_at(&a_node, node, inner);
		return !l.bad && l.odd == 0 && l.known > 0;
	}
	node = pb_look_into(head, size, 5, &inner);
	return node.p != NULL ? onnx_looks_like_tensor(node, inner) : saw(l, 11) || saw(l, 12);
}

unsigned onnx_looks_like_model(str head, uint64_t size)
{
	struct pb_look l = look_at(&a_model, head, size);
	uint64_t inner;
	str s;

	if (l.bad || l.known == 0)
		return 0;
	for (unsigned field = 2; field <= 4; field++) {
		s = pb_look_into(head, size, field, &inner);
		if (!is_text(s) || inner > 1000)
			return 1;
	}
	s = pb_look_into(head, size, 7, &inner);
	if (l.odd > 0 || s.p == NULL || (!saw(l, 1) && !saw(l, 8)))
		return 1;
	return looks_like_graph(s, inner) ? 2 : 1;
}

bool onnx_looks_like_tensor(str head, uint64_t size)
{
	struct pb_look l = look_at(&a_tensor, head, size);

	return !l.bad && l.odd == 0 && saw(l, 2) && l.known >= 2;
}

static const struct type {
	uint8_t bits;
	const char *name;
} types[] = {
	[1] = {32, "FLOAT"},	  [2] = {8, "UINT8"},		[3] = {8, "INT8"},
	[4] = {16, "UINT16"},	  [5] = {16, "INT16"},		[6] = {32, "INT32"},
	[7] = {64, "INT64"},	  [8] = {0, "STRING"},		[9] = {8, "BOOL"},
	[10] = {16, "FLOAT16"},	  [11] = {64, "DOUBLE"},	[12] = {32, "UINT32"},
	[13] = {64, "UINT64"},	  [14] = {64, "COMPLEX64"},	[15] = {128, "COMPLEX128"},
	[16] = {16, "BFLOAT16"},  [17] = {8, "FLOAT8E4M3FN"},	[18] = {8, "FLOAT8E4M3FNUZ"},
	[19] = {8, "FLOAT8E5M2"}, [20] = {8, "FLOAT8E5M2FNUZ"}, [21] = {4, "UINT4"},
	[22] = {4, "INT4"},	  [23] = {4, "FLOAT4E2M1"},	[24] = {8, "FLOAT8E8M0"},
	[25] = {2, "UINT2"},	  [26] = {2, "INT2"},		[27] = {6, "FLOAT6E2M3"},
	[28] = {6, "FLOAT6E3M2"},
};

const char *onnx_type_name(int64_t type)
{
	return type > 0 && type < (int64_t)COUNTOF(types) ? types[type].name : NULL;
}

bool onnx_type_bits(int64_t type, unsigned *bits)
{
	if (onnx_type_name(type) == NULL)
		return false;
	*bits = types[type].bits;
	return true;
}
