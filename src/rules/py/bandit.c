/* How Bandit 1.9.4 sees arguments, imports and credential names; see bandit.h. The facts come from
 * its documentation and behaviour; nothing here is derived text. */
#include "rules/py/bandit.h"

const struct node *keyword_value(const struct check *c, const struct node *call, const char *name)
{
	str wanted = str_of(name);

	for (const struct node *a = call->child->next; a != NULL; a = a->next)
		if (a->kind == NODE_KEYWORD && str_eq(node_name(c, a), wanted))
			return a->child;
	return NULL;
}

const struct node *bandit_place(const struct check *c, const struct node *call, const char *name)
{
	const struct node *odd = c->compat ? keyword_value(c, call, name) : NULL;

	return odd ? odd : call;
}

const struct node *positional(const struct node *call, unsigned i)
{
	for (const struct node *a = call->child->next; a != NULL; a = a->next)
		if (a->kind != NODE_KEYWORD && i-- == 0)
			return a;
	return NULL;
}

unsigned positional_count(const struct node *call)
{
	unsigned count = 0;

	for (const struct node *a = call->child->next; a != NULL; a = a->next)
		count += a->kind != NODE_KEYWORD;
	return count;
}

static struct lit lit_text(const struct node *n, str text)
{
	return (struct lit){.kind = LIT_TEXT, .text = text, .node = n};
}

static struct lit lit_constant(struct check *c, const struct node *n)
{
	struct lit l = {.kind = LIT_OTHER, .node = n};

	switch ((enum constant)n->op) {
	case CONST_NONE:
		return lit_text(n, S("None"));
	case CONST_TRUE:
		return lit_text(n, S("True"));
	case CONST_FALSE:
		return lit_text(n, S("False"));
	case CONST_STR:
		return lit_text(n, literal_text(c->arena, c->file, n));
	case CONST_INT:
		l.kind = LIT_INT;
		if (!literal_int(c->file, n, &l.i))
			l.i = INT64_MAX;
		l.d = (double)l.i;
		break;
	case CONST_FLOAT:
		l.kind = literal_number(c->file, n, &l.d) ? LIT_FLOAT : LIT_OTHER;
		break;
	case CONST_ELLIPSIS:
	case CONST_COMPLEX:
	case CONST_BYTES:
		break;
	}
	return l;
}

struct lit lit_of(struct check *c, const struct node *n)
{
	if (n == NULL)
		return (struct lit){0};
	switch (n->kind) {
	case NODE_CONSTANT:
		return lit_constant(c, n);
	case NODE_NAME:
	case NODE_ATTRIBUTE:
		return lit_text(n, node_name(c, n));
	case NODE_LIST_EXPR:
		return (struct lit){.kind = LIT_LIST, .node = n};
	case NODE_TUPLE:
	case NODE_SET:
	case NODE_DICT:
		return (struct lit){.kind = LIT_OTHER, .node = n};
	default:
		return (struct lit){.kind = LIT_NOTHING, .node = n};
	}
}

struct lit lit_keyword(struct check *c, const struct node *call, const char *name)
{
	return lit_of(c, keyword_value(c, call, name));
}

struct lit lit_positional(struct check *c, const struct node *call, unsigned i)
{
	return lit_of(c, positional(call, i));
}

bool lit_is(struct lit l, const char *text)
{
	return l.kind == LIT_TEXT && str_eq(l.text, str_of(text));
}

str name_last(str dotted)
{
	return str_after_last(dotted, '.');
}

str call_last(struct check *c, const struct node *call)
{
	str name = call_name(c, call);

	if (name.n > 0 || c->compat)
		return name_last(name);
	return call_method(c, call);
}

bool name_has_part(str dotted, const char *part)
{
	str wanted = str_of(part);

	for (str rest = dotted, piece; rest.p != NULL;) {
		piece = str_cut(&rest, '.');
		if (str_eq(piece, wanted))
			return true;
	}
	return false;
}

bool seen_module_like(struct check *c, const char *part)
{
	return c->compat ? compat_imported(c, part, true) : imports_module(c, part);
}

bool seen_module(struct check *c, const char *module)
{
	return c->compat ? compat_imported(c, module, false) : imports_module(c, module);
}

bool is_text(const struct node *n)
{
	return node_is_constant(n, CONST_STR);
}

bool known_text(struct check *c, const struct node *n, str *out)
{
	struct value v;

	if (n == NULL)
		return false;
	v = value_of(c, n);
	*out = v.text;
	return v.kind == VALUE_STR;
}

const struct node *behind_name(struct check *c, const struct node *n)
{
	const struct binding *b;

	if (!node_is(n, NODE_NAME))
		return n;
	b = scope_find(c->scopes, c->scope, n->atom, &(const struct scope *){NULL});
	if (b == NULL || b->count != 1 || b->kind != BIND_ASSIGN || b->value == NULL)
		return n;
	return b->value;
}

static bool is_constant_part(struct check *c, const struct node *n)
{
	struct value v = value_of(c, n);

	return v.kind == VALUE_STR || v.kind == VALUE_INT || v.kind == VALUE_BYTES ||
	       str_eq(name_of(c, n), S("sys.executable"));
}

bool is_constant_command(struct check *c, const struct node *n)
{
	n = behind_name(c, n);
	if (n == NULL)
		return false;
	if (n->kind != NODE_LIST_EXPR && n->kind != NODE_TUPLE)
		return is_constant_part(c, n);
	for (const struct node *e = n->child; e != NULL; e = e->next)
		if (!is_constant_part(c, e))
			return false;
	return true;
}

/* By depth of the dict: how far its keys have been gone through. */
struct dict_place {
	const struct node *dict, *key;
};

struct dict_places {
	struct dict_place *list;
	uint32_t room;
};

bool is_dict_key(struct check *c, uint32_t level, const struct node *n)
{
	static const char key;
	void **memo = file_memo(c, &key);
	const struct node *dict = check_parent(c, level);
	uint32_t depth = c->depth - 1 - level;
	struct dict_places *places = *memo;
	struct dict_place *p;

	if (places == NULL)
		*memo = places = NEW(c->arena, struct dict_places, 1);
	if (depth >= places->room) {
		struct dict_place *grown = NEW(c->arena, struct dict_place, 2 * (size_t)depth + 16);
		if (places->room > 0)
			memcpy(grown, places->list, places->room * sizeof(*grown));
		places->list = grown;
		places->room = 2 * depth + 16;
	}
	p = &places->list[depth];
	if (p->dict != dict || p->key->start > n->start)
		*p = (struct dict_place){dict, dict->child};
	while (p->key != n && p->key->next->next != NULL && p->key->next->next->start <= n->start)
		p->key = p->key->next->next;
	return p->key == n;
}

bool text_contains(str s, const char *needle)
{
	return str_find(s, str_of(needle)) != STR_NONE;
}

#define VERBS "get options head post put patch delete request"

str http_library(str callee)
{
	str rest = callee, library = str_cut(&rest, '.'), last = name_last(callee);
	str owner = str_slice(rest, 0, rest.n - (rest.n > last.n ? last.n + 1 : last.n));

	if (str_eq(library, S("requests"))) {
		if (str_in(last, VERBS) &&
		    (owner.n == 0 || str_in(owner, "api Session() session() sessions.Session() "
						   "sessions.session()")))
			return library;
	} else if (str_eq(library, S("httpx"))) {
		if (str_in(last, VERBS " stream Client AsyncClient") &&
		    (owner.n == 0 || str_in(owner, "Client() AsyncClient()")))
			return library;
	}
	return (str){0};
}

static bool is_word_byte(uint8_t b)
{
	return (b >= '0' && b <= '9') || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') ||
	       b == '_' || b >= 0x80;
}

bool text_has_word(str text, const char *word)
{
	str w = str_of(word);

	for (size_t at = 0; at + w.n <= text.n; at++) {
		str rest = str_slice(text, at, text.n);
		size_t found = str_find(rest, w);

		if (found == STR_NONE)
			return false;
		at += found;
		if ((at == 0 || !is_word_byte(text.p[at - 1])) &&
		    (at + w.n == text.n || !is_word_byte(text.p[at + w.n])))
			return true;
	}
	return false;
}
