/* NPY and NPZ. Numbers become tensors of their own dtype; what NumPy alone knows (text, dates, long
 * doubles, records) keeps its dtype as the literal that NumPy would write for it. */
#include "convert/read.h"

#include "base/limits.h"
#include "model/npy.h"
#include "pack/zip.h"

/* ---- The dtype as NumPy would write it ------------------------------------------------------- */

static bool is_space(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Up to version 2.0 headers are Latin-1. */
static str as_utf8(struct arena *a, str s, unsigned version)
{
	struct buf b = buf_in(a);

	if (version >= 3)
		return arena_dup(a, s);
	for (size_t i = 0; i < s.n; i++)
		buf_utf8(&b, s.p[i]);
	return buf_str(&b);
}

static size_t string_end(str s, size_t at)
{
	uint8_t quote = s.p[at++];

	while (at < s.n && s.p[at] != quote)
		at += s.p[at] == '\\' ? 2 : 1;
	return at + 1 < s.n ? at + 1 : s.n;
}

/* The literal of a record's fields, which was read before and holds only strings, integers and
 * brackets, with NumPy's spacing, without Python 2's u'' and 3L. */
static str fields_literal(struct arena *a, str s)
{
	struct buf b = buf_in(a);
	size_t end;

	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = s.p[i];
		if (is_space(c) || c == 'u' || c == 'L')
			continue;
		if ((c == ']' || c == ')') && b.n > 2 && b.p[b.n - 1] == ' ' &&
		    b.p[b.n - 2] == ',') {
			/* A last comma stays where it makes a tuple of one. */
			size_t open = b.n - 2;
			while (open > 0 && b.p[open - 1] >= '0' && b.p[open - 1] <= '9')
				open--;
			b.n -= c == ')' && open > 0 && b.p[open - 1] == '(' ? 1 : 2;
		}
		if (c == '\'' || c == '"') {
			end = string_end(s, i);
			buf_add(&b, str_slice(s, i, end));
			i = end - 1;
			continue;
		}
		buf_byte(&b, c);
		if (c == ',')
			buf_byte(&b, ' ');
	}
	return buf_str(&b);
}

/* "<U5" of a dtype that is no record; `text` is what is written, without its quotes. */
static str plain_literal(struct arena *a, const struct npy *n, str text)
{
	uint8_t order = text.n > 0 ? text.p[0] : 0;
	uint64_t size = n->kind == 'U' ? n->item / 4 : n->item;
	bool bytes = n->kind == 'S' || n->kind == 'V';

	if (order == '<' || order == '>' || order == '|' || order == '=')
		text = str_slice(text, 1, text.n);
	else
		order = '=';
	if (order == '=')
		order = bytes ? '|' : '<';
	if (n->kind == 'M' || n->kind == 'm') /* with its unit */
		return arena_printf(a, "'%c%.*s'", order, STR_ARG(text));
	return arena_printf(a, "'%c%c%llu'", order, n->kind, (unsigned long long)size);
}

static str literal_of(struct arena *a, const struct npy *n)
{
	str s = as_utf8(a, n->descr, n->major);

	if (n->kind == 0)
		return fields_literal(a, s);
	while (s.n > 0 && s.p[0] != '\'' && s.p[0] != '"')
		s = str_slice(s, 1, s.n);
	return plain_literal(a, n, str_slice(s, 1, s.n > 0 ? s.n - 1 : 0));
}

/* ---- Arrays --------------------------------------------------------------------------------- */

static uint8_t dtype_of(const struct npy *n)
{
	for (unsigned i = 0; i < TENSOR_OTHER; i++) {
		const char *name = tensor_types[i].numpy;
		if (name != NULL && (uint8_t)name[0] == n->kind && tensor_types[i].bytes == n->item)
			return (uint8_t)i;
	}
	return TENSOR_OTHER;
}

static bool check_header(struct reading *r, str where, struct blob b, const struct npy *n)
{
	if (n->object && n->readable)
		return read_refuse(
			r, where,
			"an array of Python objects, which is a pickle: save it as numbers "
			"or text (array.astype(...)), or convert what it holds by itself");
	if (!n->readable || n->issue_count > 0 || n->unsure || n->dims > LIMIT_NPY_DIMS)
		return read_refuse(r, where, "its header is none that NumPy writes: %s",
				   n->issue_count > 0 ? n->issues[0].msg : "it cannot be read");
	if (n->item > UINT32_MAX)
		return read_refuse(r, where, "elements of %llu bytes are not converted",
				   (unsigned long long)n->item);
	if (b.size - n->data_at != n->bytes)
		return read_refuse(r, where, "dtype and shape make %llu bytes, and there are %llu",
				   (unsigned long long)n->bytes,
				   (unsigned long long)(b.size - n->data_at));
	return true;
}

bool read_array(struct reading *r, str where, struct blob b, bool slow, struct item **out)
{
	struct arena_mark mark = arena_mark(r->scratch);
	struct buf room = buf_in(r->scratch);
	struct npy n;
	struct tensor *t;
	uint64_t *shape;
	bool ok;

	(void)npy_read(&room, b, &n);
	ok = check_header(r, where, b, &n);
	if (ok) {
		t = NEW(r->arena, struct tensor, 1);
		shape = NEW(r->arena, uint64_t, n.dims + 1);
		memcpy(shape, n.shape, n.dims * sizeof(*shape));
		*t = (struct tensor){.blob = b,
				     .at = n.data_at,
				     .item = (uint32_t)n.item,
				     .dtype = dtype_of(&n),
				     .big = n.order == '>',
				     .slow = slow,
				     .dims = (uint8_t)n.dims,
				     .shape = shape};
		if (t->dtype == TENSOR_OTHER)
			t->descr = literal_of(r->arena, &n);
		*out = read_item(r, ITEM_TENSOR);
		(*out)->tensor = t;
		ok = tensor_dense(r->arena, t, n.fortran) ||
		     read_refuse(r, where, "dtype and shape make more bytes than any file has");
	}
	arena_release(r->scratch, mark);
	return ok;
}

const struct item *read_npy(struct reading *r)
{
	struct item *it = NULL;

	return read_array(r, S("(array)"), r->blob, false, &it) ? it : NULL;
}

static bool read_npz_member(struct reading *r, const struct zip_entry *e, struct item **pair)
{
	struct blob b;
	bool slow;

	if (!str_ends(e->name, S(".npy")))
		return read_refuse(r, e->name,
				   "a member that is no .npy array: only arrays are converted");
	pair[0] = read_item(r, ITEM_TEXT);
	pair[0]->text = str_slice(e->name, 0, e->name.n - 4);
	return read_member(r, e, &b, &slow) && read_array(r, pair[0]->text, b, slow, &pair[1]);
}

const struct item *read_npz(struct reading *r)
{
	struct zip *z = read_zip(r);
	struct item *root, **element;

	if (z == NULL)
		return NULL;
	root = read_item(r, ITEM_DICT);
	element = NEW(r->arena, struct item *, 2 * (size_t)z->count + 1);
	for (uint32_t i = 0; i < z->count; i++) {
		const struct zip_entry *e = &z->entries[i];
		if (str_ends(e->name, S("/")) && e->h.size == 0)
			continue;
		if (!read_npz_member(r, e, &element[2 * root->count]))
			return NULL;
		root->count++;
	}
	root->element = element;
	return root;
}
