/* SARIF 2.1.0 (OASIS, errata 01), as GitHub code scanning and others read it.
 *
 * Paths are relative to the repository root (`SRCROOT`); columns are code points and end columns
 * are exclusive, as in findings. `partialFingerprints` holds GitHub's own line hash, `fingerprints`
 * ours. A finding that is suppressed stays, with `suppressions`; when a baseline is in use every
 * result has a `baselineState`. What a machine or the clock decides (times, the root's absolute
 * path) is left out with --reproducible. */
#include "base/version.h"
#include "report/json_out.h"
#include "report/report.h"
#include "report/rule_page.h"

struct sarif {
	struct json_out j;
	const struct report *r;
	struct arena *a;
	struct map rules; /* id -> 1 + index in driver.rules */
	str path, uri;	  /* of the finding before: most follow one of the same file */
	bool outside;
};

static const char *level(unsigned severity)
{
	return severity >= HIGH ? "error" : severity == MEDIUM ? "warning" : "note";
}

static void write_text(struct json_out *j, const char *key, str text)
{
	json_out_object(j, key);
	json_out_str(j, "text", text);
	json_out_end(j);
}

/* ---- Rules ---- */

static void write_tags(struct json_out *j, const struct rule *rule)
{
	bool ours = str_starts(str_of(rule->id), S("AS"));

	json_out_array(j, "tags");
	json_out_text(j, NULL, ours ? "correctness" : "security");
	json_out_text(j, NULL, report_layer(rule));
	for (size_t i = 0; i < COUNTOF(rule->cwe) && rule->cwe[i] != 0; i++)
		json_out_str(j, NULL,
			     arena_printf(j->out->arena, "external/cwe/cwe-%03d", rule->cwe[i]));
	for (str rest = str_of(rule->tags); rest.n > 0 && rest.p != NULL;)
		json_out_str(j, NULL, str_cut(&rest, ' '));
	json_out_end(j);
}

/* GitHub's bands: over 9 critical, from 7 high, from 4 medium, below low. */
static const char *security_severity(unsigned severity)
{
	static const char *const scores[] = {"0.5", "0.5", "3.0", "5.5", "8.0", "9.5"};

	return scores[severity <= CRITICAL ? severity : CRITICAL];
}

static const char *problem_severity(unsigned severity)
{
	return severity >= HIGH ? "error" : severity == MEDIUM ? "warning" : "recommendation";
}

static void write_rule(struct json_out *j, const struct rule *rule)
{
	struct arena *a = j->out->arena;
	struct buf page = buf_in(a);

	json_out_object(j, NULL);
	json_out_text(j, "id", rule->id);
	json_out_text(j, "name", rule->name);
	write_text(j, "shortDescription", str_of(rule->title));
	write_text(j, "fullDescription", str_of(rule->why ? rule->why : rule->title));
	json_out_object(j, "help");
	json_out_str(j, "text",
		     arena_printf(a, "%s\n\nHow to fix: %s", rule->why ? rule->why : rule->title,
				  rule->fix ? rule->fix : ""));
	rule_page_body(&page, rule);
	json_out_str(j, "markdown", buf_str(&page));
	json_out_end(j);
	if (rule->reference != NULL)
		json_out_text(j, "helpUri", rule->reference);
	json_out_object(j, "defaultConfiguration");
	json_out_text(j, "level", level(rule->severity));
	json_out_end(j);
	json_out_object(j, "properties");
	write_tags(j, rule);
	json_out_text(j, "precision", report_level(rule->confidence));
	json_out_text(j, "problem.severity", problem_severity(rule->severity));
	if (!str_starts(str_of(rule->id), S("AS")))
		json_out_text(j, "security-severity", security_severity(rule->severity));
	json_out_end(j);
	json_out_end(j);
}

static void write_tool(struct sarif *s)
{
	struct json_out *j = &s->j;

	json_out_object(j, "tool");
	json_out_object(j, "driver");
	json_out_text(j, "name", "assay");
	json_out_text(j, "version", ASSAY_VERSION);
	json_out_text(j, "semanticVersion", ASSAY_VERSION);
	json_out_object(j, "properties");
	json_out_text(j, "rulesVersion", ASSAY_RULES_VERSION);
	json_out_end(j);
	json_out_array(j, "rules");
	for (size_t i = 0; i < s->r->finding_count; i++) {
		const struct rule *rule = s->r->findings[i].rule;
		uint64_t *index = map_put(&s->rules, str_of(rule->id));
		if (*index != 0)
			continue;
		*index = s->rules.count;
		write_rule(j, rule);
	}
	json_out_end(j);
	json_out_end(j);
	json_out_end(j);
}

/* ---- The run ---- */

static void write_utc(struct json_out *j, const char *key, int64_t at)
{
	str text = report_utc(j->out->arena, at);

	if (text.n > 0)
		json_out_str(j, key, text);
}

static void write_notification(struct json_out *j, const char *severity, str text)
{
	json_out_object(j, NULL);
	json_out_text(j, "level", severity);
	write_text(j, "message", text);
	json_out_end(j);
}

static void write_invocation(struct sarif *s)
{
	const struct report *r = s->r;
	struct json_out *j = &s->j;

	json_out_array(j, "invocations");
	json_out_object(j, NULL);
	json_out_bool(j, "executionSuccessful", r->error_count == 0 && r->exit_code <= 1);
	json_out_int(j, "exitCode", r->exit_code);
	if (!r->settings->reproducible) {
		write_utc(j, "startTimeUtc", r->started_unix);
		write_utc(j, "endTimeUtc", r->started_unix + r->wall_ns / 1000000000);
	}
	json_out_array(j, "toolExecutionNotifications");
	for (size_t i = 0; i < r->error_count; i++)
		write_notification(j, "error",
				   arena_printf(s->a, "%.*s; %.*s", STR_ARG(r->errors[i].what),
						STR_ARG(r->errors[i].fix)));
	json_out_end(j);
	json_out_array(j, "toolConfigurationNotifications");
	for (const struct weakening *w = r->settings->weakenings; w != NULL; w = w->next)
		write_notification(j, "note",
				   arena_printf(s->a, "weakened: %.*s (%.*s)", STR_ARG(w->what),
						STR_ARG(w->where)));
	json_out_end(j);
	json_out_end(j);
	json_out_end(j);
}

static void write_root(struct sarif *s)
{
	struct buf uri = buf_in(s->a);
	str root = s->r->root;

	json_out_object(&s->j, "originalUriBaseIds");
	json_out_object(&s->j, "SRCROOT");
	if (!s->r->settings->reproducible && str_starts(root, S("/"))) {
		buf_add(&uri, S("file://"));
		report_uri_escape(&uri, root);
		if (!str_ends(root, S("/")))
			buf_byte(&uri, '/');
		json_out_str(&s->j, "uri", buf_str(&uri));
	}
	write_text(&s->j, "description", S("root of the repository"));
	json_out_end(&s->j);
	json_out_end(&s->j);
}

/* ---- Results ---- */

static void write_artifact(struct sarif *s, const struct finding *f)
{
	if (s->path.p == NULL || !str_eq(s->path, f->path))
		s->uri = report_uri(s->a, s->r, f->path, &s->outside);
	s->path = f->path;
	json_out_object(&s->j, "artifactLocation");
	json_out_str(&s->j, "uri", s->uri);
	if (!s->outside)
		json_out_text(&s->j, "uriBaseId", "SRCROOT");
	json_out_end(&s->j);
}

/* Left open, so that a snippet can follow. */
static void open_region(struct json_out *j, const char *key, uint32_t line, uint32_t column,
			uint32_t end_line, uint32_t end_column)
{
	if (end_line < line)
		end_line = line;
	if (end_line == line && end_column < column)
		end_column = column;
	json_out_object(j, key);
	json_out_int(j, "startLine", line);
	if (column > 0)
		json_out_int(j, "startColumn", column);
	json_out_int(j, "endLine", end_line);
	if (column > 0 && end_column > 0)
		json_out_int(j, "endColumn", end_column);
}

/* The path inside an archive. */
static void write_member(struct sarif *s, const struct finding *f)
{
	if (f->member.n == 0)
		return;
	json_out_array(&s->j, "logicalLocations");
	json_out_object(&s->j, NULL);
	json_out_str(&s->j, "name", f->member);
	json_out_str(&s->j, "fullyQualifiedName",
		     arena_printf(s->a, "%.*s!%.*s", STR_ARG(f->path), STR_ARG(f->member)));
	json_out_text(&s->j, "kind", "resource");
	json_out_end(&s->j);
	json_out_end(&s->j);
}

/* Lines are those of the file on disk: a member's own have no place in it, nor have its bytes. */
static void write_region(struct sarif *s, const struct finding *f)
{
	if (f->line > 0 && f->member.n == 0) {
		open_region(&s->j, "region", f->line, f->column, f->end_line, f->end_column);
		if (f->snippet.n > 0)
			write_text(&s->j, "snippet", f->snippet);
		json_out_end(&s->j);
	} else if (f->has_offset && f->member.n == 0 && f->offset <= INT64_MAX) {
		json_out_object(&s->j, "region");
		json_out_int(&s->j, "byteOffset", (int64_t)f->offset);
		json_out_end(&s->j);
	}
}

static void write_location(struct sarif *s, const struct finding *f)
{
	json_out_array(&s->j, "locations");
	json_out_object(&s->j, NULL);
	json_out_object(&s->j, "physicalLocation");
	write_artifact(s, f);
	write_region(s, f);
	json_out_end(&s->j);
	write_member(s, f);
	json_out_end(&s->j);
	json_out_end(&s->j);
}

static void write_fingerprints(struct json_out *j, const struct finding *f)
{
	if (f->line_hash.n > 0) {
		json_out_object(j, "partialFingerprints");
		json_out_str(j, "primaryLocationLineHash", f->line_hash);
		json_out_end(j);
	}
	if (f->fingerprint.n > 3) {
		json_out_object(j, "fingerprints");
		json_out_str(j, "assay/v1", str_slice(f->fingerprint, 3, f->fingerprint.n));
		json_out_end(j);
	}
}

static void write_suppressions(struct sarif *s, const struct finding *f)
{
	struct json_out *j = &s->j;

	if (s->r->settings->baseline.n > 0)
		json_out_text(j, "baselineState",
			      f->suppressed == SUPPRESSED_BASELINE ? "unchanged" : "new");
	json_out_array(j, "suppressions");
	if (f->suppressed != SUPPRESSED_NOT) {
		json_out_object(j, NULL);
		json_out_text(j, "kind",
			      f->suppressed == SUPPRESSED_NOSEC ? "inSource" : "external");
		json_out_text(j, "status", "accepted");
		if (f->reason.n > 0)
			json_out_str(j, "justification", f->reason);
		json_out_end(j);
	}
	json_out_end(j);
}

static bool all_placed(const struct finding *f)
{
	for (uint32_t i = 0; i < f->edit_count; i++) {
		const struct edit *e = &f->edits[i];
		if (e->line == 0 || e->column == 0 || e->end_line < e->line || e->end_column == 0)
			return false;
	}
	return f->edit_count > 0;
}

static void write_fixes(struct sarif *s, const struct finding *f)
{
	struct json_out *j = &s->j;

	if (!all_placed(f) || f->cell > 0) /* a notebook's file holds escaped text */
		return;
	json_out_array(j, "fixes");
	json_out_object(j, NULL);
	write_text(j, "description", report_fix(f));
	json_out_array(j, "artifactChanges");
	json_out_object(j, NULL);
	write_artifact(s, f);
	json_out_array(j, "replacements");
	for (uint32_t i = 0; i < f->edit_count; i++) {
		const struct edit *e = &f->edits[i];
		json_out_object(j, NULL);
		open_region(j, "deletedRegion", e->line, e->column, e->end_line, e->end_column);
		json_out_end(j);
		write_text(j, "insertedContent", e->text);
		json_out_end(j);
	}
	json_out_end(j);
	json_out_end(j);
	json_out_end(j);
	json_out_end(j);
	json_out_end(j);
}

static void write_message(struct sarif *s, const struct finding *f)
{
	str inside = report_inside(s->a, f), text = report_message(f);

	if (inside.n > 0)
		text = arena_printf(s->a, "%.*s%.*s", STR_ARG(text), STR_ARG(inside));
	write_text(&s->j, "message", text);
}

static void write_texts(struct json_out *j, const char *key, const str *texts, uint32_t count)
{
	json_out_array(j, key);
	for (uint32_t i = 0; i < count; i++)
		json_out_str(j, NULL, texts[i]);
	json_out_end(j);
}

static void write_dependency(struct json_out *j, const struct finding_package *p)
{
	if (p == NULL)
		return;
	json_out_str(j, "package", p->package);
	if (p->version.n > 0)
		json_out_str(j, "version", p->version);
	if (p->advisory.n > 0)
		json_out_str(j, "advisory", p->advisory);
	write_texts(j, "aliases", p->aliases, p->alias_count);
	write_texts(j, "fixedVersions", p->fixed_versions, p->fixed_count);
	write_texts(j, "via", p->via, p->via_count);
}

static void write_result(struct sarif *s, const struct finding *f)
{
	struct json_out *j = &s->j;
	const uint64_t *index = map_get(&s->rules, str_of(f->rule->id));

	json_out_object(j, NULL);
	json_out_text(j, "ruleId", f->rule->id);
	json_out_int(j, "ruleIndex", index ? (int64_t)*index - 1 : -1);
	json_out_text(j, "level", level(f->severity));
	write_message(s, f);
	write_location(s, f);
	write_fingerprints(j, f);
	write_suppressions(s, f);
	write_fixes(s, f);
	json_out_object(j, "properties");
	json_out_text(j, "severity", report_level(f->severity));
	json_out_text(j, "confidence", report_level(f->confidence));
	if (f->cell > 0) {
		json_out_int(j, "cell", f->cell);
		json_out_int(j, "cellLine", f->cell_line);
	}
	if (f->member.n > 0)
		json_out_str(j, "member", f->member);
	if (f->has_offset)
		json_out_int(j, "offset", (int64_t)f->offset);
	write_dependency(j, f->dep);
	if (f->commit.n > 0)
		json_out_str(j, "commit", f->commit);
	if (report_message_of(f) != NULL)
		json_out_text(j, "messageOf", report_message_of(f));
	if (f->commit.n > 0 || report_message_of(f) != NULL) {
		json_out_str(j, "author", f->author);
		json_out_str(j, "date", f->date);
		json_out_bool(j, "head", f->at_head);
	}
	json_out_end(j);
	json_out_end(j);
}

static void write_sarif(struct buf *out, const struct report *r, bool colour)
{
	struct sarif s = {
		.j = json_out_to(out, 4), .r = r, .a = out->arena, .rules = map_in(out->arena)};
	struct json_out *j = &s.j;

	(void)colour;
	report_reserve(out, r, 1100);
	json_out_object(j, NULL);
	json_out_text(j, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	json_out_text(j, "version", "2.1.0");
	json_out_array(j, "runs");
	json_out_object(j, NULL);
	write_tool(&s);
	write_invocation(&s);
	write_root(&s);
	json_out_text(j, "columnKind", "unicodeCodePoints");
	json_out_array(j, "results");
	for (size_t i = 0; i < r->finding_count; i++)
		write_result(&s, &r->findings[i]);
	json_out_end(j);
	json_out_end(j);
	json_out_end(j);
	json_out_end(j);
}

const struct reporter reporter_sarif = {
	.name = "sarif",
	.help = "SARIF 2.1.0, for GitHub code scanning and others",
	.write = write_sarif,
};
