/* The worker's side of what configures the dependency layer: [deps], and what other tools were told
 * to ignore: osv-scanner.toml, [tool.uv.audit] and [tool.pip-audit] of pyproject.toml, OpenVEX
 * documents (OpenVEX specification 0.2.0). All become the same entry, CONFIG_ADVISORY: an exception
 * for an advisory, by any of its ids, perhaps for one package or version only. */
#include "dep/version.h"
#include "engine/config_schema.h"
#include "text/json.h"
#include "text/toml.h"

bool config_is_advisory(str id)
{
	bool dash = false, digit = false;

	if (id.n < 5 || id.n > 100 || !(id.p[0] >= 'A' && id.p[0] <= 'Z'))
		return false;
	for (size_t i = 0; i < id.n; i++) {
		uint8_t b = id.p[i];
		dash |= b == '-';
		digit |= b >= '0' && b <= '9';
		if (!(b >= 'A' && b <= 'Z') && !(b >= 'a' && b <= 'z') && !(b >= '0' && b <= '9') &&
		    b != '-' && b != ':')
			return false;
	}
	return dash && (digit || str_starts(id, S("GHSA-")));
}

/* ---- [deps] ---- */

static void parse_vex(struct config_writer *w, const struct tree *t)
{
	if (t->kind != TREE_ARRAY)
		config_write_error(w, t->start, "`vex` must be a list of files, not %s",
				   tree_kind_name(t));
	for (const struct tree *c = t->kind == TREE_ARRAY ? t->first : NULL; c != NULL;
	     c = c->next) {
		struct config_entry e = {.tag = CONFIG_VEX_FILE, .text = {c->text}};
		if (c->kind == TREE_STRING && c->text.n > 0)
			config_write(w, &e, c->start);
		else
			config_write_error(w, c->start, "`vex` must be a list of files; this is %s",
					   tree_kind_name(c));
	}
}

/* Packages of the project's own watch-list, each with its reason. */
static void parse_watch(struct config_writer *w, const struct tree *t)
{
	if (!config_want_table(w, t))
		return;
	for (const struct tree *c = t->first; c != NULL; c = c->next) {
		struct config_entry e = {.tag = CONFIG_DEPS_WATCH};
		if (c->kind != TREE_STRING || c->text.n == 0) {
			config_write_error(w, c->start,
					   "what is watched needs a reason: %.*s = \"why\"",
					   STR_ARG(c->key));
			continue;
		}
		e.text[0] = package_normal_name(w->arena, c->key);
		e.text[1] = c->text;
		config_write(w, &e, c->start);
	}
}

static void parse_denied(struct config_writer *w, const struct tree *t)
{
	if (t->kind != TREE_ARRAY)
		config_write_error(w, t->start, "`deny` must be a list of licences, not %s",
				   tree_kind_name(t));
	for (const struct tree *c = t->kind == TREE_ARRAY ? t->first : NULL; c != NULL;
	     c = c->next) {
		struct config_entry e = {.tag = CONFIG_DEPS_DENY, .text = {c->text}};
		if (c->kind == TREE_STRING && c->text.n > 0)
			config_write(w, &e, c->start);
		else
			config_write_error(w, c->start,
					   "`deny` must be a list of licences; this is %s",
					   tree_kind_name(c));
	}
}

/* Where `assay db update` gets advisories from: only https. */
static void parse_sources(struct config_writer *w, const struct tree *t)
{
	if (t->kind != TREE_ARRAY)
		config_write_error(w, t->start, "`sources` must be a list of addresses, not %s",
				   tree_kind_name(t));
	for (const struct tree *c = t->kind == TREE_ARRAY ? t->first : NULL; c != NULL;
	     c = c->next) {
		struct config_entry e = {.tag = CONFIG_DEPS_SOURCE, .text = {c->text}};
		if (c->kind == TREE_STRING && str_starts(c->text, S("https://")))
			config_write(w, &e, c->start);
		else
			config_write_error(w, c->start,
					   "`sources` must be a list of addresses that begin with "
					   "https://");
	}
}

static void parse_licences(struct config_writer *w, const struct tree *t)
{
	static const char *const known[] = {"deny", NULL};

	if (!config_want_table(w, t))
		return;
	for (const struct tree *c = t->first; c != NULL; c = c->next) {
		if (str_eq(c->key, S("deny")))
			parse_denied(w, c);
		else
			config_unknown_key(w, c, known, " of [deps.licences]");
	}
}

void config_parse_deps(struct config_writer *w, const struct tree *table)
{
	static const char *const known[] = {"licences", "max-age-days", "required", "sources",
					    "vex",	"watch",	NULL};

	if (!config_want_table(w, table))
		return;
	for (const struct tree *c = table->first; c != NULL; c = c->next) {
		if (str_eq(c->key, S("required")))
			config_parse_bool(w, c, CONFIG_DEPS_REQUIRED);
		else if (str_eq(c->key, S("max-age-days")))
			config_parse_count(w, c, CONFIG_DEPS_MAX_AGE, 1, 36500);
		else if (str_eq(c->key, S("vex")))
			parse_vex(w, c);
		else if (str_eq(c->key, S("sources")))
			parse_sources(w, c);
		else if (str_eq(c->key, S("watch")))
			parse_watch(w, c);
		else if (str_eq(c->key, S("licences")))
			parse_licences(w, c);
		else
			config_unknown_key(w, c, known, " of [deps]");
	}
}

/* ---- What every kind writes ---- */

enum { ID, PACKAGE, VERSION, REASON, UNTIL, EXPIRY };

static str string_of(const struct tree *table, const char *key)
{
	const struct tree *t = tree_get(table, str_of(key));

	return tree_is(t, TREE_STRING) ? t->text : (str){NULL, 0};
}

/* The day of a date or of a time, which may stand in quotes; empty when there is none. */
static str day_of(const struct tree *t)
{
	if (t == NULL || t->kind == TREE_ARRAY || t->kind == TREE_TABLE || t->text.n < 10)
		return (str){NULL, 0};
	return str_slice(t->text, 0, 10);
}

static void write_ignored(struct config_writer *w, struct config_entry *e, size_t at)
{
	e->tag = CONFIG_ADVISORY;
	e->text[PACKAGE] = package_normal_name(w->arena, e->text[PACKAGE]);
	config_write(w, e, at);
}

/* ---- osv-scanner.toml ---- */

static void parse_ignored(struct config_writer *w, const struct tree *t)
{
	struct config_entry e = {0};

	e.text[ID] = string_of(t, "id");
	e.text[REASON] = string_of(t, "reason");
	e.text[EXPIRY] = day_of(tree_get(t, S("ignoreUntil")));
	if (e.text[ID].n > 0)
		write_ignored(w, &e, t->start);
}

static void parse_override(struct config_writer *w, const struct tree *t)
{
	struct config_entry e = {0};
	str ecosystem = string_of(t, "ecosystem");
	bool all = false, some = false;

	(void)!tree_bool(tree_get(t, S("ignore")), &all);
	(void)!tree_bool(tree_get(tree_get(t, S("vulnerability")), S("ignore")), &some);
	e.text[PACKAGE] = string_of(t, "name");
	e.text[VERSION] = string_of(t, "version");
	e.text[REASON] = string_of(t, "reason");
	e.text[EXPIRY] = day_of(tree_get(t, S("effectiveUntil")));
	if ((all || some) && e.text[PACKAGE].n > 0 &&
	    (ecosystem.n == 0 || str_eq_nocase(ecosystem, S("PyPI"))))
		write_ignored(w, &e, t->start);
}

static void each_table(struct config_writer *w, const struct tree *list,
		       void (*parse)(struct config_writer *w, const struct tree *t))
{
	for (const struct tree *c = tree_is(list, TREE_ARRAY) ? list->first : NULL; c != NULL;
	     c = c->next)
		if (c->kind == TREE_TABLE)
			parse(w, c);
}

void config_parse_osv_scanner(struct config_writer *w)
{
	const struct tree *root;
	struct diag d;

	if (!toml_parse(w->arena, w->bytes, &root, &d)) {
		config_write_error(w, d.offset, "%s", d.msg);
		return;
	}
	each_table(w, tree_get(root, S("IgnoredVulns")), parse_ignored);
	each_table(w, tree_get(root, S("PackageOverrides")), parse_override);
}

/* ---- pyproject.toml ---- */

static void parse_ids(struct config_writer *w, const struct tree *list, const char *reason,
		      const char *until)
{
	for (const struct tree *c = tree_is(list, TREE_ARRAY) ? list->first : NULL; c != NULL;
	     c = c->next) {
		struct config_entry e = {0};
		if (c->kind != TREE_STRING || c->text.n == 0)
			continue;
		e.text[ID] = c->text;
		e.text[REASON] = str_of(reason);
		e.text[UNTIL] = str_of(until);
		write_ignored(w, &e, c->start);
	}
}

/* pip-audit itself reads no file; these keys are what people and wrappers of it write. */
void config_parse_audit_tools(struct config_writer *w)
{
	const struct tree *root, *uv, *pip;
	struct diag d;

	if (!toml_parse(w->arena, w->bytes, &root, &d))
		return; /* the file's own readers say so */
	uv = tree_path(root, "tool.uv.audit");
	pip = tree_path(root, "tool.pip-audit");
	parse_ids(w, tree_get(uv, S("ignore")), "ignored by [tool.uv.audit]", "");
	parse_ids(w, tree_get(uv, S("ignore-until-fixed")),
		  "ignored by [tool.uv.audit] until there is a fix", "fixed");
	parse_ids(w, tree_get(pip, S("ignore-vuln")), "ignored by [tool.pip-audit]", "");
	parse_ids(w, tree_get(pip, S("ignore-vulns")), "ignored by [tool.pip-audit]", "");
}

/* ---- OpenVEX ---- */

/* "pkg:pypi/NAME@VERSION?..." of a product, which is a string or a table. */
static bool purl_of(const struct tree *product, struct config_entry *e)
{
	str purl = tree_is(product, TREE_STRING) ? product->text : string_of(product, "@id"), rest;
	str named = string_of(tree_get(product, S("identifiers")), "purl");

	if (named.n > 0)
		purl = named;
	if (!str_starts(purl, S("pkg:pypi/")))
		return false;
	rest = str_slice(purl, 9, purl.n);
	rest = str_slice(rest, 0, str_find_byte(rest, '?'));
	rest = str_slice(rest, 0, str_find_byte(rest, '#'));
	e->text[PACKAGE] = str_cut(&rest, '@');
	e->text[VERSION] = rest.p ? rest : (str){NULL, 0};
	return e->text[PACKAGE].n > 0;
}

static str reason_of(struct config_writer *w, const struct tree *statement, str status)
{
	str why = string_of(statement, "justification");

	if (why.n == 0)
		why = string_of(statement, "impact_statement");
	return arena_printf(w->arena, "VEX: %.*s%s%.*s", STR_ARG(status), why.n ? ", " : "",
			    STR_ARG(why));
}

static str name_of(const struct tree *statement)
{
	const struct tree *v = tree_get(statement, S("vulnerability"));

	return tree_is(v, TREE_STRING) ? v->text : string_of(v, "name");
}

static str text_at(const struct config_writer *w, const struct tree *t)
{
	return t ? str_slice(w->bytes, t->start, t->end) : (str){NULL, 0};
}

/* Statements stand in order of time: a later one about the same takes an earlier one back. */
static bool is_taken_back(struct config_writer *w, const struct tree *statement)
{
	str products = text_at(w, tree_get(statement, S("products")));

	for (const struct tree *c = statement->next; c != NULL; c = c->next)
		if (str_in(string_of(c, "status"), "affected under_investigation") &&
		    str_eq(name_of(c), name_of(statement)) &&
		    str_eq(text_at(w, tree_get(c, S("products"))), products))
			return true;
	return false;
}

/* Of a product that is a Python package, it is meant; of any other, those of its parts that are,
 * and whatever the advisory is about where it names none. */
static void write_product(struct config_writer *w, const struct tree *product,
			  struct config_entry *e, size_t at)
{
	const struct tree *parts = tree_get(product, S("subcomponents"));
	bool any = false;

	for (const struct tree *c = tree_is(parts, TREE_ARRAY) ? parts->first : NULL; c != NULL;
	     c = c->next) {
		if (purl_of(c, e))
			write_ignored(w, e, at);
		any = true;
	}
	if (any)
		return;
	e->text[PACKAGE] = e->text[VERSION] = (str){NULL, 0};
	(void)!purl_of(product, e);
	write_ignored(w, e, at);
}

static void parse_statement(struct config_writer *w, const struct tree *t)
{
	const struct tree *products = tree_get(t, S("products"));
	struct config_entry e = {0};
	str status = string_of(t, "status");

	if (!str_in(status, "not_affected fixed") || is_taken_back(w, t))
		return;
	e.text[ID] = name_of(t);
	e.text[REASON] = reason_of(w, t, status);
	if (e.text[ID].n == 0)
		return;
	if (!tree_is(products, TREE_ARRAY) || products->first == NULL) {
		write_ignored(w, &e, t->start);
		return;
	}
	for (const struct tree *c = products->first; c != NULL; c = c->next)
		write_product(w, c, &e, t->start);
}

void config_parse_openvex(struct config_writer *w)
{
	const struct tree *root, *statements;
	struct diag d;

	if (!json_parse(w->arena, w->bytes, &root, &d)) {
		config_write_error(w, d.offset, "%s", d.msg);
		return;
	}
	statements = tree_get(root, S("statements"));
	if (!tree_is(statements, TREE_ARRAY))
		config_write_error(w, 0, "an OpenVEX document has `statements`");
	each_table(w, statements, parse_statement);
}
