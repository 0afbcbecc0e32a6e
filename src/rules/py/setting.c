/* Finds settings, once per module for all rules, so that the many other assignments of a project
 * cost nothing; only the top level, classes, and blocks of both are visited, and functions too
 * where Flask or one of its kin is imported. */
#include "rules/py/setting.h"

#define NESTING_MAX 8 /* if, try, class, function below the module */

struct finder {
	struct check *c;
	bool functions;
	struct setting *list; /* in arena */
	uint32_t count;
};

static bool is_shouted(str name)
{
	if (name.n < 3)
		return false;
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] >= 'a' && name.p[i] <= 'z')
			return false;
	return name.p[0] >= 'A' && name.p[0] <= 'Z';
}

static void found(struct finder *f, str name, const struct node *value, const struct node *at,
		  bool module)
{
	struct setting *s;

	if ((f->count & (f->count - 1)) == 0) { /* full at 0, 1, 2, 4, ... */
		struct setting *grown =
			NEW(f->c->arena, struct setting, f->count ? f->count * 2 : 1);
		if (f->count > 0)
			memcpy(grown, f->list, f->count * sizeof(*grown));
		f->list = grown;
	}
	s = &f->list[f->count++];
	s->name = name;
	s->value = value;
	s->at = at;
	s->module = module;
}

/* app.config, self.config, config */
static bool is_config(struct check *c, const struct node *n)
{
	return (node_is(n, NODE_ATTRIBUTE) || node_is(n, NODE_NAME)) &&
	       str_in(node_name(c, n), "config settings conf");
}

static void see_target(struct finder *f, const struct node *stmt, const struct node *target,
		       const struct node *value)
{
	struct check *c = f->c;

	if (target == NULL || value == NULL)
		return;
	if (target->kind == NODE_NAME && is_shouted(node_name(c, target)))
		found(f, node_name(c, target), value, stmt, true);
	else if (target->kind == NODE_SUBSCRIPT && is_config(c, target->child) &&
		 node_is_constant(target->child->next, CONST_STR))
		found(f, literal_text(c->arena, c->file, target->child->next), value, stmt, false);
	else if (target->kind == NODE_ATTRIBUTE && is_config(c, target->child))
		found(f, node_name(c, target), value, stmt, false);
	else if (target->kind == NODE_ATTRIBUTE && str_eq(node_name(c, target), S("secret_key")))
		found(f, S("SECRET_KEY"), value, stmt, false);
}

/* app.config.update(DEBUG=True), app.config.update({"DEBUG": True}), app.config.from_mapping(...)
 */
static void see_update(struct finder *f, const struct node *call)
{
	struct check *c = f->c;

	if (!node_is(call, NODE_CALL) || !str_in(call_method(c, call), "update from_mapping") ||
	    !is_config(c, call_receiver(call)))
		return;
	for (const struct node *a = call_first_arg(call); a != NULL; a = a->next) {
		if (a->kind == NODE_KEYWORD && a->atom != 0)
			found(f, node_name(c, a), a->child, a, false);
		if (a->kind != NODE_DICT)
			continue;
		for (const struct node *k = a->child; k != NULL && k->next != NULL;
		     k = k->next->next)
			if (node_is_constant(k, CONST_STR))
				found(f, literal_text(c->arena, c->file, k), k->next, k, false);
	}
}

static void see_block(struct finder *f, const struct node *list, unsigned depth);

static void see_statement(struct finder *f, const struct node *s, unsigned depth)
{
	switch ((enum node_kind)s->kind) {
	case NODE_ASSIGN:
		for (const struct node *t = assign_first_target(s); t != NULL; t = t->next)
			see_target(f, s, t, assign_value(s));
		break;
	case NODE_ANN_ASSIGN:
		see_target(f, s, s->child, node_child(s, 2));
		break;
	case NODE_EXPR_STMT:
		see_update(f, s->child);
		break;
	case NODE_CLASS_DEF:
		see_block(f, class_body(s), depth + 1);
		break;
	case NODE_FUNCTION_DEF:
		if (f->functions)
			see_block(f, function_body(s), depth + 1);
		break;
	case NODE_IF:
	case NODE_TRY:
	case NODE_WITH:
		for (const struct node *part = s->child; part != NULL; part = part->next)
			if (part->kind == NODE_LIST)
				see_block(f, part, depth + 1);
		break;
	default:
		break;
	}
}

static void see_block(struct finder *f, const struct node *list, unsigned depth)
{
	if (list == NULL || depth > NESTING_MAX)
		return;
	for (const struct node *s = list->child; s != NULL; s = s->next)
		see_statement(f, s, depth);
}

bool is_dev_file(const struct check *c)
{
	str base = str_after_last(c->path, '/');

	return str_find_nocase(base, S("dev")) != STR_NONE ||
	       str_find_nocase(base, S("local")) != STR_NONE ||
	       str_find_nocase(base, S("test")) != STR_NONE ||
	       str_find(c->path, S("/tests/")) != STR_NONE || str_starts(c->path, S("tests/"));
}

/* A settings module by its name or by what it sets. */
static bool looks_like_settings(struct check *c, const struct node *module)
{
	str base = str_after_last(c->path, '/');

	if (str_find(base, S("settings")) != STR_NONE ||
	    str_find(c->path, S("settings/")) != STR_NONE || str_starts(base, S("config")))
		return true;
	for (const struct node *s = module->child; s != NULL; s = s->next)
		if (s->kind == NODE_ASSIGN && node_is(assign_first_target(s), NODE_NAME) &&
		    str_in(node_name(c, assign_first_target(s)),
			   "INSTALLED_APPS ROOT_URLCONF MIDDLEWARE ALLOWED_HOSTS WSGI_APPLICATION"))
			return true;
	return false;
}

static struct finder *find_settings(struct check *c, const struct node *module)
{
	struct finder *f = NEW(c->arena, struct finder, 1);
	bool is_django, is_settings;

	f->c = c;
	f->functions = imports_module(c, "flask") || imports_module(c, "quart") ||
		       imports_module(c, "sanic") || imports_module(c, "flask_jwt_extended");
	see_block(f, module, 0);
	if (f->count == 0)
		return f;
	is_django = imports_module(c, "django");
	is_settings = looks_like_settings(c, module);
	for (uint32_t i = 0; i < f->count; i++) {
		f->list[i].is_django = is_django;
		f->list[i].is_settings = is_settings;
	}
	return f;
}

void setting_each(struct check *c, const struct node *module,
		  void (*see)(struct check *c, const struct setting *s))
{
	static const char key;
	void **memo = file_memo(c, &key);
	const struct finder *f;

	if (*memo == NULL)
		*memo = find_settings(c, module);
	f = *memo;
	for (uint32_t i = 0; i < f->count; i++)
		see(c, &f->list[i]);
}
