/* setup.py: the lists that it gives to setup(), as far as reading shows them. Nothing is run. Names
 * stand for everything that is ever assigned, appended or added to them, branches for both sides;
 * an expression that is no list of texts is searched for the name of a file that it reads
 * ("requirements.txt"), which is an include. What is left is a problem: it is known only when the
 * file runs. */
#include "base/map.h"
#include "dep/formats.h"
#include "dep/requirements.h"
#include "py/literal.h"

/* Something that a name stands for; `key`: name[key]. */
struct binding {
	const struct node *value;
	str key;
	struct binding *next;
};

struct names {
	struct binding *first, **end;
	const struct node *function; /* its definition, if it is one */
	uint32_t searched;	     /* the number of the last search that came here */
	bool active;		     /* is being gathered */
};

struct setup {
	struct reader r;
	struct py_file f;
	struct names *names; /* by atom */
	uint32_t fuel, search;
	uint16_t flags;
	str group, name;
	str folder; /* of the files that the call at hand names */
	bool unknown;
};

/* Steps of evaluation, a fraction of a second: names that stand for names for names may double. */
#define SETUP_FUEL 200000
#define SETUP_DEPTH 64

/* ---- What names stand for ---- */

static void bind(struct setup *s, uint32_t atom, const struct node *value, str key)
{
	struct names *n = &s->names[atom];
	struct binding *b;

	if (atom == 0)
		return;
	b = NEW(s->r.arena, struct binding, 1);
	*b = (struct binding){.value = value, .key = key};
	if (n->end == NULL)
		n->end = &n->first;
	*n->end = b;
	n->end = &b->next;
}

static str text_of(struct setup *s, const struct node *n)
{
	return node_is_constant(n, CONST_STR) ? literal_text(s->r.arena, &s->f, n) : (str){NULL, 0};
}

/* `x = value`, `x["key"] = value`. */
static void bind_target(struct setup *s, const struct node *target, const struct node *value)
{
	str key;

	if (node_is(target, NODE_NAME)) {
		bind(s, target->atom, value, (str){NULL, 0});
	} else if (node_is(target, NODE_SUBSCRIPT) && node_is(target->child, NODE_NAME)) {
		key = text_of(s, target->child->next);
		if (key.p != NULL)
			bind(s, target->child->atom, value, key);
	}
}

/* `x.append(value)`, `x.extend(values)`, `x.update(values)`, `x.insert(0, value)`. */
static void bind_method(struct setup *s, const struct node *call)
{
	const struct node *f = call_function(call);
	str name;

	if (!node_is(f, NODE_ATTRIBUTE) || !node_is(f->child, NODE_NAME))
		return;
	name = atom_text(&s->f, f->atom);
	if (str_in(name, "append extend update insert add"))
		for (const struct node *a = call_first_arg(call); a != NULL; a = a->next)
			if (!node_is_constant(a, CONST_INT))
				bind(s, f->child->atom, a, (str){NULL, 0});
}

static void find_bindings(struct setup *s, const struct node *n)
{
	for (; n != NULL; n = n->next) {
		if (n->kind == NODE_ASSIGN)
			for (const struct node *t = assign_first_target(n); t != NULL; t = t->next)
				bind_target(s, t, assign_value(n));
		else if (n->kind == NODE_ANN_ASSIGN && node_child(n, 2) != NULL)
			bind_target(s, n->child, node_child(n, 2));
		else if (n->kind == NODE_AUG_ASSIGN || n->kind == NODE_FOR)
			bind_target(s, n->child, n->child->next);
		else if (n->kind == NODE_COMPREHENSION)
			bind_target(s, n->child, n->child->next);
		else if (n->kind == NODE_WITH_ITEM && n->child->next != NULL)
			bind_target(s, n->child->next, n->child);
		else if (n->kind == NODE_FUNCTION_DEF)
			s->names[n->atom].function = n;
		else if (n->kind == NODE_CALL)
			bind_method(s, n);
		find_bindings(s, n->child);
	}
}

/* ---- Texts ---- */

static bool evaluate(struct setup *s, const struct node *n, unsigned depth, struct buf *out);

static bool spent(struct setup *s, unsigned depth)
{
	if (s->fuel > 0)
		s->fuel--;
	return s->fuel == 0 || depth > SETUP_DEPTH;
}

/* "a%s" % x, "a%s%s" % (x, y). */
static bool evaluate_percent(struct setup *s, const struct node *n, unsigned depth, struct buf *out)
{
	str format = text_of(s, n->child);
	const struct node *value = n->child->next;

	if (format.p == NULL)
		return false;
	if (node_is(value, NODE_TUPLE))
		value = value->child;
	for (size_t i = 0; i < format.n; i++) {
		if (format.p[i] != '%') {
			buf_byte(out, format.p[i]);
			continue;
		}
		if (++i == format.n || format.p[i] != 's' || value == NULL ||
		    !evaluate(s, value, depth + 1, out))
			return false;
		value = value->next;
	}
	return true;
}

/* The argument that a field of a format names: the next one, one by number, one by name. */
static const struct node *format_value(struct setup *s, const struct node *call, str field,
				       unsigned *next)
{
	const struct node *a = call_first_arg(call);
	uint64_t number = *next;

	if (field.n == 0)
		++*next;
	else if (!str_to_u64(field, &number))
		number = UINT64_MAX;
	for (uint64_t i = 0; a != NULL; a = a->next, i++) {
		if (a->kind != NODE_KEYWORD && i == number)
			return a;
		if (a->kind == NODE_KEYWORD && field.n > 0 &&
		    str_eq(atom_text(&s->f, a->atom), field))
			return a->child;
	}
	return NULL;
}

/* "a{}{0}{name}".format(x, name=y). */
static bool evaluate_format(struct setup *s, const struct node *n, unsigned depth, struct buf *out)
{
	const struct node *f = call_function(n);
	unsigned next = 0;
	str format;

	if (!node_is(f, NODE_ATTRIBUTE) || !str_eq(atom_text(&s->f, f->atom), S("format")))
		return false;
	format = text_of(s, f->child);
	if (format.p == NULL)
		return false;
	for (size_t i = 0; i < format.n; i++) {
		size_t close = str_find_byte(str_slice(format, i, format.n), '}');
		const struct node *value;
		if (format.p[i] != '{') {
			buf_byte(out, format.p[i]);
			continue;
		}
		if (close == STR_NONE)
			return false;
		value = format_value(s, n, str_slice(format, i + 1, i + close), &next);
		if (value == NULL || !evaluate(s, value, depth + 1, out))
			return false;
		i += close;
	}
	return true;
}

static bool evaluate_pieces(struct setup *s, const struct node *n, unsigned depth, struct buf *out)
{
	for (const struct node *c = n->child; c != NULL; c = c->next) {
		if (c->kind == NODE_CONSTANT && (c->flags & FLAG_PIECE))
			buf_add(out, node_text(&s->f, c));
		else if (!evaluate(s, c->kind == NODE_FORMATTED_VALUE ? c->child : c, depth + 1,
				   out))
			return false;
	}
	return true;
}

/* The one text that an expression can be. False: it is none, or it is not known which. */
static bool evaluate(struct setup *s, const struct node *n, unsigned depth, struct buf *out)
{
	const struct names *name;

	if (spent(s, depth))
		return false;
	switch (n->kind) {
	case NODE_CONSTANT:
		if (n->op == CONST_STR)
			buf_add(out, text_of(s, n));
		else if (n->op == CONST_INT || n->op == CONST_FLOAT)
			buf_add(out, node_text(&s->f, n));
		return n->op == CONST_STR || n->op == CONST_INT || n->op == CONST_FLOAT;
	case NODE_NAME:
		name = &s->names[n->atom];
		return name->first != NULL && name->first->next == NULL &&
		       name->first->key.p == NULL &&
		       evaluate(s, name->first->value, depth + 1, out);
	case NODE_BIN_OP:
		if (n->op == OP_ADD)
			return evaluate(s, n->child, depth + 1, out) &&
			       evaluate(s, n->child->next, depth + 1, out);
		return n->op == OP_MOD && evaluate_percent(s, n, depth, out);
	case NODE_JOINED_STR:
		return evaluate_pieces(s, n, depth, out);
	case NODE_CALL:
		return evaluate_format(s, n, depth, out);
	default:
		return false;
	}
}

/* ---- Files ---- */

/* The path that an expression puts together; what is not known of it (the project's folder) is left
 * out. */
static void path_of(struct setup *s, const struct node *n, unsigned depth, struct buf *out)
{
	const struct node *part = n->child;

	if (spent(s, depth))
		return;
	if (n->kind == NODE_CONSTANT) {
		str text = n->flags & FLAG_PIECE ? node_text(&s->f, n) : text_of(s, n);
		if (out->n > 0 && out->p[out->n - 1] != '/' && !str_starts(text, S("/")))
			buf_byte(out, '/');
		buf_add(out, text);
		return;
	}
	if (n->kind == NODE_CALL)
		part = call_first_arg(n);
	else if (n->kind != NODE_JOINED_STR &&
		 !(n->kind == NODE_BIN_OP && (n->op == OP_DIV || n->op == OP_ADD)))
		return;
	for (; part != NULL; part = part->next)
		path_of(s, part, depth + 1, out);
}

static bool is_folder_name(struct setup *s, uint32_t atom)
{
	return str_in(atom_text(&s->f, atom), "folder dir directory root base path");
}

/* Where `def reqs(name, folder="requirements")` looks: as called, or else as it is defined. */
static str folder_of_call(struct setup *s, const struct node *call)
{
	const struct node *f = call_function(call), *first = call_first_arg(call), *args;

	if (f->kind != NODE_NAME || s->names[f->atom].function == NULL || first == NULL)
		return (str){NULL, 0};
	for (const struct node *a = first->next; a != NULL; a = a->next)
		if (a->kind != NODE_KEYWORD || is_folder_name(s, a->atom))
			return a->kind == NODE_KEYWORD ? text_of(s, a->child) : (str){NULL, 0};
	args = function_args(s->names[f->atom].function);
	for (const struct node *a = args->child; a != NULL; a = a->next) {
		const struct node *value = a->child != NULL ? a->child->next : NULL;
		if (value != NULL && is_folder_name(s, a->atom))
			return text_of(s, value);
	}
	return (str){NULL, 0};
}

static bool add_file(struct setup *s, const struct node *n)
{
	struct buf b = buf_in(s->r.arena);
	str path, name;

	buf_add(&b, s->folder);
	path_of(s, n, 0, &b);
	path = b.n > 0 ? buf_str(&b) : S("");
	while (str_starts(path, S("/")) || str_starts(path, S("./")))
		path = str_slice(path, path.p[0] == '/' ? 1 : 2, path.n);
	name = str_after_last(path, '/');
	if ((!str_ends(name, S(".txt")) && !str_ends(name, S(".in"))) ||
	    str_find_byte(path, '\n') != STR_NONE)
		return false;
	if (name.p[0] == '.') /* `kind + ".txt"`: not known which */
		return false;
	for (uint32_t i = 0; i < s->r.out->include_count; i++)
		if (str_eq(s->r.out->includes[i].path, path))
			return true;
	reader_include(&s->r, path, n->start, false);
	return true;
}

static bool find_files(struct setup *s, const struct node *n, unsigned depth);

/* In what a name stands for, and in the function that it calls; once in a search. */
static bool find_files_of_name(struct setup *s, struct names *name, unsigned depth)
{
	str folder = s->folder;
	bool found = false;

	if (name->searched == s->search)
		return false;
	name->searched = s->search;
	for (const struct binding *b = name->first; b != NULL; b = b->next)
		found |= find_files(s, b->value, depth + 1);
	s->folder = (str){NULL, 0};
	if (name->function != NULL)
		found |= find_files(s, function_body(name->function), depth + 1);
	s->folder = folder;
	return found;
}

/* Names of files anywhere in the expression. */
static bool find_files(struct setup *s, const struct node *n, unsigned depth)
{
	str folder = s->folder, own = n->kind == NODE_CALL ? folder_of_call(s, n) : folder;
	bool found = false;

	if (spent(s, depth))
		return false;
	if (own.n > 0)
		s->folder = own;
	if ((n->kind == NODE_CONSTANT || n->kind == NODE_CALL || n->kind == NODE_JOINED_STR ||
	     n->kind == NODE_BIN_OP) &&
	    add_file(s, n)) {
		s->folder = folder;
		return true;
	}
	if (n->kind == NODE_NAME)
		found = find_files_of_name(s, &s->names[n->atom], depth);
	for (const struct node *c = n->child; c != NULL; c = c->next)
		found |= find_files(s, c, depth + 1);
	s->folder = folder;
	return found;
}

/* ---- Lists ---- */

static void gather(struct setup *s, const struct node *n, unsigned depth);

/* A text with one requirement a line. */
static void add_texts(struct setup *s, const struct node *n, str text)
{
	bool plain = n->kind == NODE_CONSTANT && (n->flags & FLAG_PLAIN);

	for (str rest = text; rest.p != NULL;) {
		str line = str_trim(str_cut(&rest, '\n'));
		struct reader_text t = {
			.text = line, .at = n->start, .end = n->end, .decoded = true};
		size_t from = plain && line.n > 0 ? (size_t)(line.p - s->f.source.p) : 0;
		if (line.n == 0 || line.p[0] == '#')
			continue;
		if (plain)
			t = reader_slice(&s->r, from, from + line.n);
		(void)reader_requirement(&s->r, &t, s->flags, s->group);
	}
}

static void gather_all(struct setup *s, const struct node *n, unsigned depth)
{
	for (; n != NULL; n = n->next)
		if (n->kind != NODE_ABSENT)
			gather(s, n, depth + 1);
}

/* Everything that a name stands for; with a key, only what is kept under it. */
static bool gather_name(struct setup *s, uint32_t atom, str key, unsigned depth)
{
	struct names *name = &s->names[atom];
	bool found = name->active; /* a name for itself adds nothing */

	if (name->active)
		return true;
	name->active = true;
	for (const struct binding *b = name->first; b != NULL; b = b->next) {
		if (key.p == NULL || str_eq(b->key, key)) {
			gather(s, b->value, depth + 1);
			found = true;
		} else if (node_is(b->value, NODE_DICT) && b->key.p == NULL) {
			for (const struct node *k = b->value->child; k != NULL; k = k->next->next)
				if (str_eq(text_of(s, k), key)) {
					gather(s, k->next, depth + 1);
					found = true;
				}
		}
	}
	name->active = false;
	return found;
}

/* ---- `deps["torch"]`, `deps_list("torch", "numpy")`: names for texts of a list ---- */

struct lookup {
	struct map names; /* normal names that are asked for: 1 once one is found */
	uint32_t missing;
};

static void ask_for(struct setup *s, struct lookup *l, const struct node *n)
{
	for (; n != NULL; n = n->next) {
		str name = text_of(s, n);
		uint64_t *at;
		if (!package_name_valid(name)) {
			l->missing = UINT32_MAX; /* never to be reached */
			return;
		}
		at = map_put(&l->names, package_normal_name(s->r.arena, name));
		l->missing += (*at)++ == 0;
	}
}

/* Is the text a requirement that is asked for? Then it is read. */
static void answer(struct setup *s, struct lookup *l, const struct node *n)
{
	str text = text_of(s, n);
	size_t end = 0;
	uint64_t *at;

	while (end < text.n && strchr("[=<>!~(;@ ", text.p[end]) == NULL)
		end++;
	if (!package_name_valid(str_slice(text, 0, end)))
		return;
	at = map_get(&l->names, package_normal_name(s->r.arena, str_slice(text, 0, end)));
	if (at == NULL || *at != 1)
		return;
	*at = 2;
	l->missing--;
	add_texts(s, n, text);
}

/* Lists of texts that the names in an expression lead to. */
static void find_answers(struct setup *s, struct lookup *l, const struct node *n, unsigned depth)
{
	if (spent(s, depth) || l->missing == 0)
		return;
	if (n->kind == NODE_NAME) {
		struct names *name = &s->names[n->atom];
		if (name->searched == s->search)
			return;
		name->searched = s->search;
		for (const struct binding *b = name->first; b != NULL; b = b->next)
			find_answers(s, l, b->value, depth + 1);
		if (name->function != NULL)
			find_answers(s, l, function_body(name->function), depth + 1);
	}
	for (const struct node *c = n->child; c != NULL; c = c->next) {
		if ((n->kind == NODE_LIST_EXPR || n->kind == NODE_TUPLE) &&
		    node_is_constant(c, CONST_STR))
			answer(s, l, c);
		else
			find_answers(s, l, c, depth + 1);
	}
}

static bool look_up(struct setup *s, const struct node *n)
{
	struct lookup l = {.names = map_in(s->r.arena)};

	if ((n->kind != NODE_CALL && n->kind != NODE_SUBSCRIPT) || n->child->next == NULL ||
	    !node_is(n->child, NODE_NAME))
		return false;
	ask_for(s, &l, n->child->next);
	s->search++;
	if (l.missing != UINT32_MAX)
		find_answers(s, &l, n->child, 0);
	return l.missing == 0;
}

static void not_known(struct setup *s, const struct node *n)
{
	s->search++;
	if (look_up(s, n) || find_files(s, n, 0))
		return;
	if (!s->unknown)
		reader_problem(&s->r, n->start, true,
			       "expected a list of texts; what %.*s gives is known only when the "
			       "file runs",
			       STR_ARG(reader_found(&s->r, node_text(&s->f, n))));
	s->unknown = true;
}

/* Functions that pass on what their arguments hold. */
static bool gather_call(struct setup *s, const struct node *n, unsigned depth)
{
	const struct node *f = call_function(n), *first = call_first_arg(n);
	struct buf b = buf_in(s->r.arena);
	str name;

	if (f->kind != NODE_NAME && f->kind != NODE_ATTRIBUTE)
		return false;
	name = atom_text(&s->f, f->atom);
	if (str_in(name, "list sorted set tuple frozenset chain from_iterable sum reduce"))
		gather_all(s, first, depth);
	else if (str_eq(name, S("map")) && first != NULL)
		gather(s, first, depth + 1);
	else if (str_eq(name, S("filter")) && first != NULL)
		gather_all(s, first->next, depth);
	else if (f->kind == NODE_ATTRIBUTE && str_in(name, "split splitlines strip") &&
		 evaluate(s, f->child, depth, &b))
		add_texts(s, f->child, text_of(s, f->child));
	else /* extras.values(): what is read under its own names */
		return f->kind == NODE_ATTRIBUTE && str_eq(name, S("values")) &&
		       node_is(f->child, NODE_NAME) && s->names[f->child->atom].first != NULL;
	return true;
}

/* extras[key]: of a key that varies, everything is read under its own name. */
static bool gather_subscript(struct setup *s, const struct node *n, unsigned depth)
{
	const struct node *base = n->child, *key = base->next;

	if (!node_is(base, NODE_NAME) || s->names[base->atom].first == NULL)
		return false;
	if (node_is(key, NODE_NAME))
		return true;
	return node_is_constant(key, CONST_STR) &&
	       gather_name(s, base->atom, text_of(s, key), depth);
}

static void gather(struct setup *s, const struct node *n, unsigned depth)
{
	struct buf b = buf_in(s->r.arena);

	if (n->kind < NODE_LIST_EXPR && evaluate(s, n, depth, &b)) {
		add_texts(s, n,
			  n->flags & FLAG_PLAIN ? text_of(s, n) : (b.n > 0 ? buf_str(&b) : S("")));
		return;
	}
	if (spent(s, depth)) {
		not_known(s, n);
		return;
	}
	switch (n->kind) {
	case NODE_LIST_EXPR:
	case NODE_TUPLE:
	case NODE_SET:
	case NODE_BOOL_OP:
	case NODE_STARRED:
		gather_all(s, n->child, depth);
		return;
	case NODE_LIST_COMP:
	case NODE_SET_COMP:
	case NODE_GENERATOR_EXP:
		gather(s, n->child, depth + 1);
		return;
	case NODE_LAMBDA:
	case NODE_IF_EXP:
		gather_all(s, n->child->next, depth);
		return;
	case NODE_CONSTANT:
		return; /* None, False */
	case NODE_BIN_OP:
		if (n->op == OP_ADD || n->op == OP_BIT_OR) {
			gather_all(s, n->child, depth);
			return;
		}
		break;
	case NODE_NAME:
		if (gather_name(s, n->atom, (str){NULL, 0}, depth))
			return;
		break;
	case NODE_SUBSCRIPT:
		if (gather_subscript(s, n, depth))
			return;
		break;
	case NODE_CALL:
		if (gather_call(s, n, depth))
			return;
		break;
	default:
		break;
	}
	not_known(s, n);
}

/* ---- setup() ---- */

static void gather_list(struct setup *s, const struct node *n, uint16_t flags, str group)
{
	s->flags = flags;
	s->group = group;
	s->unknown = false;
	gather(s, n, 0);
}

/* What is kept under "extra" or "extra:marker". */
static void gather_extra(struct setup *s, const struct node *n, str key)
{
	uint32_t first = s->r.out->package_count;
	size_t colon = str_find_byte(key, ':');
	struct reader_text marker = {.at = n->start, .end = n->end, .decoded = true};

	gather_list(s, n, DEP_DIRECT | DEP_OPTIONAL, str_slice(key, 0, colon));
	if (colon == STR_NONE)
		return;
	marker.text = str_slice(key, colon + 1, key.n);
	for (uint32_t i = first; i < s->r.out->package_count; i++)
		if (s->r.out->packages[i].marker_text.n == 0)
			reader_set_marker(&s->r, &s->r.out->packages[i], &marker);
}

/* {extra: requirements}. */
static void gather_extras(struct setup *s, const struct node *n, unsigned depth)
{
	if (spent(s, depth)) {
		not_known(s, n);
	} else if (n->kind == NODE_DICT) {
		for (const struct node *k = n->child; k != NULL; k = k->next->next) {
			if (k->kind == NODE_ABSENT)
				gather_extras(s, k->next, depth + 1);
			else
				gather_extra(s, k->next, text_of(s, k));
		}
	} else if (n->kind == NODE_NAME && s->names[n->atom].first != NULL) {
		for (const struct binding *b = s->names[n->atom].first; b != NULL; b = b->next) {
			if (b->key.p == NULL)
				gather_extras(s, b->value, depth + 1);
			else
				gather_extra(s, b->value, b->key);
		}
	} else {
		gather_extra(s, n, (str){NULL, 0});
	}
}

static void read_argument(struct setup *s, str name, const struct node *value)
{
	struct buf b = buf_in(s->r.arena);

	if (str_eq(name, S("install_requires")))
		gather_list(s, value, DEP_DIRECT, (str){NULL, 0});
	else if (str_eq(name, S("setup_requires")))
		gather_list(s, value, DEP_DIRECT | DEP_BUILD, (str){NULL, 0});
	else if (str_in(name, "tests_require test_requires"))
		gather_list(s, value, DEP_DIRECT | DEP_OPTIONAL, S("test"));
	else if (str_eq(name, S("extras_require")))
		gather_extras(s, value, 0);
	else if (str_eq(name, S("name")) && evaluate(s, value, 0, &b) && b.n > 0)
		s->name = buf_str(&b);
	else if (str_eq(name, S("python_requires")) && evaluate(s, value, 0, &b) && b.n > 0)
		reader_python(&s->r, buf_str(&b), value->start);
}

/* `**arguments`: a dictionary, or a name for one. */
static void read_dictionary(struct setup *s, const struct node *n, unsigned depth)
{
	if (spent(s, depth))
		return;
	if (n->kind == NODE_DICT) {
		for (const struct node *k = n->child; k != NULL; k = k->next->next)
			if (k->kind != NODE_ABSENT)
				read_argument(s, text_of(s, k), k->next);
	} else if (n->kind == NODE_CALL) {
		for (const struct node *a = call_first_arg(n); a != NULL; a = a->next)
			if (a->kind == NODE_KEYWORD)
				read_argument(s, atom_text(&s->f, a->atom), a->child);
	} else if (n->kind == NODE_NAME) {
		for (const struct binding *b = s->names[n->atom].first; b != NULL; b = b->next) {
			if (b->key.p == NULL)
				read_dictionary(s, b->value, depth + 1);
			else
				read_argument(s, b->key, b->value);
		}
	}
}

static void read_setup(struct setup *s, const struct node *call)
{
	for (const struct node *a = call_first_arg(call); a != NULL; a = a->next) {
		if (a->kind != NODE_KEYWORD)
			continue;
		if (a->atom != 0)
			read_argument(s, atom_text(&s->f, a->atom), a->child);
		else
			read_dictionary(s, a->child, 0);
	}
}

static void find_setup(struct setup *s, const struct node *n)
{
	for (; n != NULL; n = n->next) {
		const struct node *f = n->kind == NODE_CALL ? call_function(n) : NULL;
		if (f != NULL && (f->kind == NODE_NAME || f->kind == NODE_ATTRIBUTE) &&
		    str_eq(atom_text(&s->f, f->atom), S("setup")))
			read_setup(s, n);
		find_setup(s, n->child);
	}
}

static bool knows(str path, UNUSED str head)
{
	return str_eq(str_after_last(path, '/'), S("setup.py"));
}

static void read(struct arena *a, str path, str bytes, struct dep_file *out)
{
	struct setup s = {.r = reader_of(a, path, bytes, out), .fuel = SETUP_FUEL};
	struct diag d = {0};
	str source = {NULL, 0};

	out->format = "setup.py";
	out->manifest = true;
	if (!py_decode(a, bytes, &source, &d)) { /* what could be decoded is read */
		reader_problem(&s.r, d.offset, true, "expected Python: %s", d.msg);
		if (source.p == NULL)
			return;
	}
	out->recoded |= !str_eq(source, s.r.bytes);
	s.r.bytes = source;
	py_parse(&s.f, a, source, PY_PARSE_DEFAULT);
	for (uint32_t i = 0; i < s.f.error_count; i++)
		reader_problem(&s.r, s.f.errors[i].offset, true, "expected Python: %s",
			       s.f.errors[i].msg);
	s.fuel += 4 * s.f.node_count; /* each once, and something to spare */
	s.names = NEW(a, struct names, (size_t)s.f.atom_count + 1);
	find_bindings(&s, s.f.module);
	find_setup(&s, s.f.module);
	if (s.name.n > 0)
		reader_own_name(&s.r, s.name);
}

const struct dep_format dep_setup_py = {.name = "setup.py", .knows = knows, .read = read};
