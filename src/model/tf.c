/* The messages of TensorFlow's graph.proto, node_def.proto, attr_value.proto, function.proto,
 * meta_graph.proto, saved_model.proto, saved_object_graph.proto and Keras' saved_metadata.proto, as
 * far as they name operators, functions, files or carry text.
 *
 * Fields that these schemas do not have are passed over: TensorFlow adds some with every release.
 */
#include "model/tf.h"

#include "base/limits.h"
#include "model/tf_ops.h"

static str name_of(struct pb *p, const struct pb_field *f, uint8_t *room)
{
	return pb_bytes(p, f, room, TF_NAME);
}

static bool deeper(struct tf_walk *w, unsigned depth, uint64_t at)
{
	if (depth < LIMIT_TF_DEPTH)
		return true;
	if (!w->deep)
		w->where = at;
	w->deep = true;
	return false;
}

/* ---- Nodes ---- */

static void read_tensor(struct tf_walk *w, const struct tf_node *n, struct pb_range in)
{
	struct pb_field f;

	if (w->v->string == NULL)
		return;
	while (pb_next(w->p, &in, &f))
		if (f.number == 8 && f.wire == PB_BYTES)
			w->v->string(w->v->ctx, n, &f);
}

static void read_attributes(struct tf_walk *w, const struct tf_where *at, const struct tf_node *n,
			    struct pb_range in, uint32_t field, unsigned depth);

static void read_function_name(struct tf_walk *w, const struct tf_where *at,
			       const struct tf_node *n, struct pb_range in, unsigned depth)
{
	uint8_t room[TF_NAME];
	struct pb_range again = in;
	struct pb_field f;

	while (pb_next(w->p, &in, &f))
		if (f.number == 1 && f.wire == PB_BYTES && w->v->calls != NULL)
			w->v->calls(w->v->ctx, at, n, name_of(w->p, &f, room));
	read_attributes(w, at, n, again, 2, depth);
}

/* An AttrValue, or the ListValue in one (whose numbers differ for functions only). */
static void read_value(struct tf_walk *w, const struct tf_where *at, const struct tf_node *n,
		       str attribute, struct pb_range in, bool list, unsigned depth)
{
	struct pb_field f;

	while (pb_next(w->p, &in, &f)) {
		if (f.wire != PB_BYTES)
			continue;
		if (f.number == 2 && w->v->text != NULL)
			w->v->text(w->v->ctx, n, attribute, &f);
		else if (f.number == 8)
			read_tensor(w, n, f.body);
		else if (f.number == (list ? 9 : 10) && deeper(w, depth + 1, f.at))
			read_function_name(w, at, n, f.body, depth + 1);
		else if (f.number == 1 && !list && deeper(w, depth + 1, f.at))
			read_value(w, at, n, attribute, f.body, true, depth + 1);
	}
}

/* One entry of map<string, AttrValue>. */
static void read_attribute(struct tf_walk *w, const struct tf_where *at, const struct tf_node *n,
			   struct pb_range in, unsigned depth)
{
	uint8_t room[TF_NAME];
	struct pb_range again = in;
	struct pb_field f;
	str key = {NULL, 0};

	while (pb_next(w->p, &in, &f))
		if (f.number == 1)
			key = name_of(w->p, &f, room);
	while (pb_next(w->p, &again, &f))
		if (f.number == 2 && f.wire == PB_BYTES)
			read_value(w, at, n, key, f.body, false, depth);
}

static void read_attributes(struct tf_walk *w, const struct tf_where *at, const struct tf_node *n,
			    struct pb_range in, uint32_t field, unsigned depth)
{
	struct pb_field f;

	while (pb_next(w->p, &in, &f))
		if (f.number == field && f.wire == PB_BYTES)
			read_attribute(w, at, n, f.body, depth);
}

static void node_names(struct pb *p, struct pb_range in, struct tf_node *n)
{
	struct pb_field f;
	unsigned inputs = 0;
	bool op = false;

	memset(n, 0, offsetof(struct tf_node, name_bytes));
	n->at = in.at;
	n->in = in;
	while (pb_next(p, &in, &f)) {
		if (f.wire != PB_BYTES)
			continue;
		if (f.number == 1) {
			n->name = name_of(p, &f, n->name_bytes);
		} else if (f.number == 2) {
			n->twice |= op;
			op = true;
			n->op = name_of(p, &f, n->op_bytes);
		} else if (f.number == 3 && inputs < COUNTOF(n->input)) {
			n->input[inputs] = name_of(p, &f, n->input_bytes[inputs]);
			inputs++;
		}
	}
}

static void read_node(struct tf_walk *w, const struct tf_where *at, struct pb_range in)
{
	struct tf_node n;

	node_names(w->p, in, &n);
	if (w->v->node != NULL)
		w->v->node(w->v->ctx, at, &n);
	read_attributes(w, at, &n, in, 5, 0);
}

/* ---- Functions and graphs ---- */

/* OpDef.name of FunctionDef.signature. */
static str function_name(struct pb *p, struct pb_range in, uint8_t *room)
{
	struct pb_range inner;
	struct pb_field f;
	str name = {NULL, 0};

	while (pb_next(p, &in, &f)) {
		if (f.number != 1 || f.wire != PB_BYTES)
			continue;
		for (inner = f.body; pb_next(p, &inner, &f);)
			if (f.number == 1)
				name = name_of(p, &f, room);
	}
	return name;
}

static void read_function(struct tf_walk *w, struct pb_range in)
{
	uint8_t room[TF_NAME];
	struct tf_where at = {.in = in, .node_field = 3};
	struct pb_field f;

	at.function = function_name(w->p, in, room);
	if (at.function.p == NULL)
		at.function = S("?");
	while (pb_next(w->p, &in, &f))
		if (f.number == 3 && f.wire == PB_BYTES)
			read_node(w, &at, f.body);
}

static void each_function(struct tf_walk *w, struct pb_range in, bool define)
{
	uint8_t room[TF_NAME];
	struct pb_field f;

	while (pb_next(w->p, &in, &f)) {
		if (f.number != 1 || f.wire != PB_BYTES)
			continue;
		if (!define)
			read_function(w, f.body);
		else if (w->v->define != NULL)
			w->v->define(w->v->ctx, function_name(w->p, f.body, room), f.at);
	}
}

static void read_graph(struct tf_walk *w, struct pb_range in, bool define)
{
	struct tf_where at = {.in = in, .node_field = 1};
	struct pb_field f;

	while (pb_next(w->p, &in, &f)) {
		if (f.wire != PB_BYTES)
			continue;
		if (f.number == 2)
			each_function(w, f.body, define);
		else if (f.number == 1 && !define)
			read_node(w, &at, f.body);
	}
}

/* ---- Around the graph ---- */

static void read_saver(struct tf_walk *w, struct pb_range in)
{
	uint8_t room[TF_NAME];
	struct pb_field f;

	while (pb_next(w->p, &in, &f))
		if (f.number == 3 && w->v->saver != NULL)
			w->v->saver(w->v->ctx, name_of(w->p, &f, room));
}

static void read_meta_info(struct tf_walk *w, struct pb_range in)
{
	uint8_t room[TF_NAME];
	struct pb_field f;

	while (pb_next(w->p, &in, &f))
		if (f.number == 5 && w->v->version != NULL)
			w->v->version(w->v->ctx, name_of(w->p, &f, room));
}

static void read_asset(struct tf_walk *w, struct pb_range in)
{
	struct pb_field f;

	while (pb_next(w->p, &in, &f))
		if (f.number == 2 && w->v->asset != NULL)
			w->v->asset(w->v->ctx, &f);
}

/* SavedUserObject, and the SavedObject of Keras, whose fields have other numbers. */
static void read_object(struct tf_walk *w, struct pb_range in, uint32_t identifier,
			uint32_t metadata)
{
	uint8_t room[TF_NAME];
	struct pb_field f, text = {0};
	str name = {NULL, 0};

	while (pb_next(w->p, &in, &f)) {
		if (f.number == identifier)
			name = name_of(w->p, &f, room);
		else if (f.number == metadata && f.wire == PB_BYTES)
			text = f;
	}
	if (text.number != 0 && w->v->object != NULL)
		w->v->object(w->v->ctx, name, &text);
}

static void read_objects(struct tf_walk *w, struct pb_range in)
{
	struct pb_range object;
	struct pb_field f;

	while (pb_next(w->p, &in, &f)) {
		if (f.number != 1 || f.wire != PB_BYTES)
			continue;
		for (object = f.body; pb_next(w->p, &object, &f);)
			if (f.number == 4 && f.wire == PB_BYTES)
				read_object(w, f.body, 1, 3);
	}
}

static void read_meta_graph(struct tf_walk *w, struct pb_range in)
{
	struct pb_range again = in;
	struct pb_field f;

	/* what the nodes' meaning depends on comes first */
	while (pb_next(w->p, &in, &f)) {
		if (f.wire != PB_BYTES)
			continue;
		if (f.number == 1)
			read_meta_info(w, f.body);
		else if (f.number == 2)
			read_graph(w, f.body, true);
		else if (f.number == 3)
			read_saver(w, f.body);
		else if (f.number == 6)
			read_asset(w, f.body);
	}
	while (pb_next(w->p, &again, &f)) {
		if (f.number == 2 && f.wire == PB_BYTES)
			read_graph(w, f.body, false);
		else if (f.number == 7 && f.wire == PB_BYTES)
			read_objects(w, f.body);
	}
}

void tf_walk(struct tf_walk *w, enum tf_kind kind)
{
	struct pb_range in = pb_all(w->p);
	struct pb_field f;

	switch (kind) {
	case TF_NONE:
		break;
	case TF_SAVED_MODEL:
		while (pb_next(w->p, &in, &f))
			if (f.number == 2 && f.wire == PB_BYTES)
				read_meta_graph(w, f.body);
		break;
	case TF_META_GRAPH:
		read_meta_graph(w, in);
		break;
	case TF_GRAPH:
		read_graph(w, in, true);
		read_graph(w, in, false);
		break;
	case TF_KERAS_METADATA:
		while (pb_next(w->p, &in, &f))
			if (f.number == 1 && f.wire == PB_BYTES)
				read_object(w, f.body, 4, 5);
		break;
	}
}

/* ---- Constants ---- */

static str first_string(struct pb *p, struct pb_range in, unsigned depth)
{
	/* NodeDef.attr -> entry.value -> AttrValue.tensor -> TensorProto.string_val */
	static const uint32_t path[] = {5, 2, 8, 8};
	struct pb_field f;
	str found = {NULL, 0};

	while (found.p == NULL && pb_next(p, &in, &f)) {
		if (f.number != path[depth] || f.wire != PB_BYTES)
			continue;
		if (depth + 1 < COUNTOF(path))
			found = first_string(p, f.body, depth + 1);
		else
			found = pb_size(&f) > 0 ? pb_keep(p, &f, 1000) : S("");
	}
	return found;
}

static bool passes_on(str op)
{
	return str_in(op, "Identity IdentityN StringJoin PlaceholderWithDefault ShardedFilename "
			  "ExpandDims Reshape Pack ConcatV2 Select SelectV2 Squeeze Snapshot "
			  "ReadVariableOp StringStrip Fill Tile BroadcastTo AsString StringFormat "
			  "ReduceJoin Switch Merge StopGradient EnsureShape");
}

/* "^a" and "a:0" and "a:out:0" are of node a. */
static str node_of(str input)
{
	if (input.n > 0 && input.p[0] == '^')
		input = str_slice(input, 1, input.n);
	return str_cut(&input, ':');
}

static str constant(struct pb *p, const struct tf_where *w, str input, unsigned *passes,
		    unsigned depth)
{
	struct pb_range in = w->in;
	struct tf_node n;
	struct pb_field f;
	str found = {NULL, 0}, name = node_of(input);

	if (*passes == 0 || depth == 4)
		return found;
	--*passes;
	while (pb_next(p, &in, &f)) {
		if (f.number != w->node_field || f.wire != PB_BYTES)
			continue;
		node_names(p, f.body, &n);
		if (!str_eq(n.name, name))
			continue;
		if (str_eq(n.op, S("Const")))
			return first_string(p, n.in, 0);
		if (!passes_on(n.op))
			return found;
		for (in = n.in; found.p == NULL && pb_next(p, &in, &f);)
			if (f.number == 3)
				found = constant(p, w, pb_keep(p, &f, TF_NAME), passes, depth + 1);
		return found;
	}
	return found;
}

str tf_constant(struct pb *p, const struct tf_where *w, str input, unsigned *passes)
{
	return constant(p, w, input, passes, 0);
}

/* ---- Recognition ---- */

#define ODD                                                                                        \
	2 /* fields that the schema does not have: later versions may, and attackers add some      \
	   */

static bool is_name(str s)
{
	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = s.p[i];
		if (c <= ' ' || c >= 0x7f)
			return false;
	}
	return s.n > 0;
}

static bool is_op(str s)
{
	return is_name(s) && (s.p[0] == '_' || (uint8_t)((s.p[0] | 32) - 'a') < 26);
}

static bool saw(struct pb_look l, unsigned field)
{
	return l.seen >> field & 1;
}

static bool looks_like_node(str head, uint64_t size, bool *known)
{
	static const struct pb_known fields[] = {{1, PB_BYTES}, {2, PB_BYTES}, {3, PB_BYTES},
						 {4, PB_BYTES}, {5, PB_BYTES}, {6, PB_BYTES},
						 {7, PB_BYTES}, {0, PB_VARINT}};
	struct pb_look l = pb_look(head, size, fields);
	uint64_t name_size, op_size;
	str name = pb_look_into(head, size, 1, &name_size);
	str op = pb_look_into(head, size, 2, &op_size);

	*known = tf_op_known(op);
	return !l.bad && l.odd <= ODD && is_name(name) && is_op(op) && op_size < 256;
}

/* Several of the first nodes are nodes, one of them with an operator of TensorFlow: pairs of
 * strings look like nodes as well. */
static bool looks_like_nodes(str head, uint64_t size)
{
	bool known = false, any = false;

	for (unsigned i = 0; i < 16; i++) {
		uint64_t inner;
		str node = pb_look_nth(head, size, 1, i, &inner);
		if (node.p == NULL || inner > node.n)
			break; /* the head ends here */
		if (!looks_like_node(node, inner, &known))
			return false;
		any |= known;
	}
	return any;
}

static bool looks_like_function(str head, uint64_t size)
{
	uint64_t signature_size, name_size;
	str signature = pb_look_into(head, size, 1, &signature_size);

	return is_name(pb_look_into(signature, signature_size, 1, &name_size));
}

static bool looks_like_graph(str head, uint64_t size)
{
	static const struct pb_known fields[] = {{1, PB_BYTES}, {2, PB_BYTES}, {3, PB_VARINT},
						 {4, PB_BYTES}, {5, PB_BYTES}, {0, PB_VARINT}};
	struct pb_look l = pb_look(head, size, fields);
	uint64_t inner, function;
	str s;

	if (l.bad || l.odd > ODD || l.known == 0)
		return false;
	if (pb_look_into(head, size, 1, &inner).p != NULL)
		return looks_like_nodes(head, size);
	s = pb_look_into(head, size, 2, &inner);
	s = pb_look_into(s, inner, 1, &function);
	return s.p != NULL && looks_like_function(s, function);
}

static bool looks_like_meta_info(str head, uint64_t size)
{
	static const struct pb_known fields[] = {{1, PB_BYTES},	 {2, PB_BYTES}, {3, PB_BYTES},
						 {4, PB_BYTES},	 {5, PB_BYTES}, {6, PB_BYTES},
						 {7, PB_VARINT}, {8, PB_BYTES}, {0, PB_VARINT}};
	struct pb_look l = pb_look(head, size, fields);
	uint64_t inner, op, name;
	str s;

	if (l.bad || l.odd > ODD || l.known == 0)
		return false;
	for (unsigned field = 4; field <= 6; field++)
		if (saw(l, field) && is_name(pb_look_into(head, size, field, &inner)))
			return true;
	s = pb_look_into(head, size, 2, &inner);
	s = pb_look_into(s, inner, 1, &op);
	return is_op(pb_look_into(s, op, 1, &name));
}

static bool looks_like_meta_graph(str head, uint64_t size)
{
	static const struct pb_known fields[] = {{1, PB_BYTES}, {2, PB_BYTES}, {3, PB_BYTES},
						 {4, PB_BYTES}, {5, PB_BYTES}, {6, PB_BYTES},
						 {7, PB_BYTES}, {0, PB_VARINT}};
	struct pb_look l = pb_look(head, size, fields);
	uint64_t inner;
	str s;

	if (l.bad || l.odd > ODD || l.known == 0)
		return false;
	s = pb_look_into(head, size, 1, &inner);
	if (s.p != NULL && looks_like_meta_info(s, inner))
		return true;
	s = pb_look_into(head, size, 2, &inner);
	return s.p != NULL && looks_like_graph(s, inner);
}

static bool looks_like_saved_model(str head, uint64_t size)
{
	static const struct pb_known fields[] = {{1, PB_VARINT}, {2, PB_BYTES}, {0, PB_VARINT}};
	struct pb_look l = pb_look(head, size, fields);
	uint64_t inner;
	str s = pb_look_into(head, size, 2, &inner);

	return !l.bad && l.odd <= ODD && s.p != NULL && looks_like_meta_graph(s, inner);
}

/* SavedMetadata: nodes with a node_id, "root...", "_tf_keras_..." and JSON. */
static bool looks_like_keras_metadata(str head, uint64_t size)
{
	static const struct pb_known fields[] = {{1, PB_BYTES}, {2, PB_VARINT}, {3, PB_BYTES},
						 {4, PB_BYTES}, {5, PB_BYTES},	{6, PB_BYTES},
						 {0, PB_VARINT}};
	uint64_t node_size, inner;
	str node = pb_look_into(head, size, 1, &node_size), path;
	struct pb_look l = pb_look(node, node_size, fields);

	if (node.p == NULL || l.bad || l.odd > ODD || !saw(l, 4))
		return false;
	path = pb_look_into(node, node_size, 3, &inner);
	return str_starts(path, S("root")) ||
	       str_starts(pb_look_into(node, node_size, 4, &inner), S("_tf_keras"));
}

enum tf_kind tf_looks_like(str head, uint64_t size)
{
	if (head.n < 4)
		return TF_NONE;
	if (looks_like_saved_model(head, size))
		return TF_SAVED_MODEL;
	if (looks_like_keras_metadata(head, size))
		return TF_KERAS_METADATA;
	if (looks_like_graph(head, size))
		return TF_GRAPH;
	return looks_like_meta_graph(head, size) ? TF_META_GRAPH : TF_NONE;
}
