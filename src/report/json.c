/* assay's own JSON: CONTRACT "JSON report", described by docs/report-schema.json. A minor version
 * only adds fields. */
#include "base/hash.h"
#include "base/map.h"
#include "base/version.h"
#include "report/json_out.h"
#include "report/plan.h"
#include "report/report.h"

static void write_position(struct json_out *j, const char *key, uint32_t value, bool known)
{
	if (known && value > 0)
		json_out_int(j, key, value);
	else
		json_out_null(j, key);
}

static void write_suppressed(struct json_out *j, const struct finding *f)
{
	if (f->suppressed == SUPPRESSED_NOT) {
		json_out_null(j, "suppressed");
		return;
	}
	json_out_object(j, "suppressed");
	json_out_text(j, "by", report_suppressed_by(f->suppressed));
	json_out_str(j, "reason", f->reason);
	json_out_end(j);
}

static void write_tags(struct json_out *j, const struct rule *rule)
{
	json_out_array(j, "tags");
	for (str rest = str_of(rule->tags); rest.n > 0 && rest.p != NULL;)
		json_out_str(j, NULL, str_cut(&rest, ' '));
	json_out_end(j);
}

static void write_texts(struct json_out *j, const char *key, const str *texts, uint32_t count)
{
	json_out_array(j, key);
	for (uint32_t i = 0; i < count; i++)
		json_out_str(j, NULL, texts[i]);
	json_out_end(j);
}

static void write_text_or_null(struct json_out *j, const char *key, str text)
{
	if (text.n > 0)
		json_out_str(j, key, text);
	else
		json_out_null(j, key);
}

static void write_dependency(struct json_out *j, const struct finding_package *p)
{
	if (p == NULL)
		return;
	json_out_str(j, "package", p->package);
	write_text_or_null(j, "version", p->version);
	write_text_or_null(j, "advisory", p->advisory);
	write_texts(j, "aliases", p->aliases, p->alias_count);
	write_texts(j, "fixed_versions", p->fixed_versions, p->fixed_count);
	write_texts(j, "via", p->via, p->via_count);
}

static void write_finding(struct json_out *j, const struct finding *f)
{
	json_out_object(j, NULL);
	json_out_text(j, "rule", f->rule->id);
	json_out_text(j, "name", f->rule->name);
	json_out_text(j, "layer", report_layer(f->rule));
	json_out_text(j, "severity", report_level(f->severity));
	json_out_text(j, "confidence", report_level(f->confidence));
	json_out_array(j, "cwe");
	for (size_t i = 0; i < COUNTOF(f->rule->cwe) && f->rule->cwe[i] != 0; i++)
		json_out_int(j, NULL, f->rule->cwe[i]);
	json_out_end(j);
	write_tags(j, f->rule);
	json_out_str(j, "path", f->path);
	write_position(j, "line", f->line, true);
	write_position(j, "column", f->column, f->line > 0);
	write_position(j, "end_line", f->end_line, f->line > 0);
	write_position(j, "end_column", f->end_column, f->line > 0);
	if (f->cell > 0) {
		json_out_int(j, "cell", f->cell);
		json_out_int(j, "cell_line", f->cell_line);
	}
	if (f->member.n > 0)
		json_out_str(j, "member", f->member);
	if (f->has_offset)
		json_out_int(j, "offset", (int64_t)f->offset);
	write_dependency(j, f->dep);
	json_out_str(j, "message", report_message(f));
	json_out_str(j, "fix", report_fix(f));
	json_out_str(j, "fingerprint", f->fingerprint);
	write_suppressed(j, f);
	if (f->commit.n > 0)
		json_out_str(j, "commit", f->commit);
	if (report_message_of(f) != NULL)
		json_out_text(j, "message_of", report_message_of(f));
	if (f->commit.n > 0 || report_message_of(f) != NULL) {
		json_out_str(j, "author", f->author);
		json_out_str(j, "date", f->date);
		json_out_bool(j, "head", f->at_head);
	}
	json_out_end(j);
}

/* ---- Models ---- */

/* Keys in the order in which they were first said, each with all its values. */
static void write_properties(struct json_out *j, const struct report_model *m)
{
	struct map seen = map_in(j->out->arena);

	json_out_object(j, "properties");
	for (uint32_t i = 0; i < m->property_count; i++) {
		str key = m->properties[i].key;
		if (str_eq(key, S("format")) || (*map_put(&seen, key))++ > 0)
			continue;
		json_out_key_array(j, key);
		for (uint32_t k = i; k < m->property_count; k++) {
			if (str_eq(m->properties[k].key, key))
				json_out_str(j, NULL, m->properties[k].value);
		}
		json_out_end(j);
	}
	json_out_end(j);
}

static void write_shards(struct json_out *j, const struct report_model *m)
{
	if (m->shards == NULL)
		return;
	json_out_array(j, "shards");
	for (size_t i = 0; i < m->shard_count; i++) {
		const struct report_shard *s = &m->shards[i];
		json_out_object(j, NULL);
		json_out_int(j, "start", (int64_t)s->start);
		json_out_int(j, "end", (int64_t)s->end);
		json_out_str(j, "sha256", hash_hex_in(j->out->arena, s->sha256, sizeof(s->sha256)));
		json_out_end(j);
	}
	json_out_end(j);
}

static void write_model(struct json_out *j, const struct report *r, const struct report_model *m)
{
	str format = report_property(m, "format");

	json_out_object(j, NULL);
	json_out_str(j, "path", m->path);
	json_out_int(j, "size", (int64_t)m->size);
	if (format.n > 0)
		json_out_str(j, "format", format);
	else
		json_out_null(j, "format");
	json_out_text(j, "verdict", report_verdict(m->worst));
	json_out_bool(j, "runs_code", m->unsafe);
	if (m->hashed)
		json_out_str(j, "sha256", hash_hex_in(j->out->arena, m->sha256, sizeof(m->sha256)));
	write_shards(j, m);
	if (m->directory > 0)
		json_out_str(j, "directory", r->model_directories[m->directory - 1].path);
	else
		json_out_null(j, "directory");
	write_properties(j, m);
	json_out_end(j);
}

static void write_models(struct json_out *j, const struct report *r)
{
	if ((r->settings->layers & LAYER_MODELS) == 0)
		return;
	json_out_array(j, "models");
	for (size_t i = 0; i < r->model_count; i++)
		write_model(j, r, &r->models[i]);
	json_out_end(j);
	json_out_array(j, "model_directories");
	for (size_t i = 0; i < r->model_directory_count; i++) {
		const struct report_directory *d = &r->model_directories[i];
		json_out_object(j, NULL);
		json_out_str(j, "path", d->path);
		json_out_text(j, "kind", d->kind);
		json_out_text(j, "verdict", report_verdict(d->worst));
		json_out_int(j, "models", d->count);
		json_out_end(j);
	}
	json_out_end(j);
}

static void write_verdicts(struct json_out *j, const struct report *r)
{
	uint64_t count[REPORT_VERDICTS] = {0};

	if ((r->settings->layers & LAYER_MODELS) == 0)
		return;
	for (size_t i = 0; i < r->model_count; i++)
		count[report_verdict_of(r->models[i].worst)]++;
	json_out_object(j, "models");
	json_out_int(j, "total", (int64_t)r->model_count);
	for (size_t i = 0; i < REPORT_VERDICTS; i++)
		json_out_int(j, report_verdicts[i], (int64_t)count[i]);
	json_out_end(j);
}

/* ---- The run ---- */

static void write_levels(struct json_out *j, const uint64_t *by_level)
{
	for (unsigned level = CRITICAL; level >= INFO; level--)
		json_out_int(j, report_level(level), (int64_t)by_level[level]);
}

static void write_counts(struct json_out *j, const struct report_counts *c)
{
	json_out_object(j, "findings");
	json_out_int(j, "total", (int64_t)c->findings);
	write_levels(j, c->by_level);
	json_out_end(j);
	json_out_object(j, "layers");
	for (size_t i = 0; i < REPORT_LAYERS; i++) {
		json_out_object(j, report_layers[i]);
		write_levels(j, c->by_layer[i]);
		json_out_end(j);
	}
	json_out_end(j);
	json_out_object(j, "rules");
	for (size_t i = 0; i < c->rule_count; i++)
		json_out_int(j, c->rules[i].rule->id, (int64_t)c->rules[i].findings);
	json_out_end(j);
	json_out_object(j, "suppressed");
	json_out_int(j, "total", (int64_t)c->suppressed[0]);
	for (unsigned by = SUPPRESSED_NOSEC; by <= SUPPRESSED_FILTER; by++)
		json_out_int(j, report_suppressed_by(by), (int64_t)c->suppressed[by]);
	json_out_end(j);
}

static void write_baseline(struct json_out *j, const struct report *r)
{
	if (r->settings->baseline.n == 0) {
		json_out_null(j, "baseline");
		return;
	}
	json_out_object(j, "baseline");
	json_out_int(j, "new", (int64_t)r->new_since_baseline);
	json_out_int(j, "absorbed", (int64_t)r->absorbed_by_baseline);
	json_out_end(j);
}

static void write_git(struct json_out *j, const struct report *r)
{
	if (!r->git.used)
		return;
	json_out_object(j, "git");
	json_out_int(j, "refs", (int64_t)r->git.refs);
	json_out_int(j, "commits", (int64_t)r->git.commits);
	json_out_int(j, "blobs", (int64_t)r->git.blobs);
	json_out_int(j, "messages", (int64_t)r->git.messages);
	json_out_int(j, "bytes", (int64_t)r->git.bytes);
	json_out_end(j);
}

static void write_summary(struct json_out *j, const struct report *r)
{
	struct report_counts c;

	report_count(j->out->arena, r, &c);
	json_out_object(j, "summary");
	json_out_int(j, "files", (int64_t)r->files);
	json_out_int(j, "bytes", (int64_t)r->bytes);
	json_out_int(j, "lines", (int64_t)r->lines);
	json_out_object(j, "skipped");
	for (size_t i = 0; i < r->skip_count; i++)
		json_out_key_int(j, r->skips[i].reason, (int64_t)r->skips[i].files);
	json_out_end(j);
	write_counts(j, &c);
	write_verdicts(j, r);
	write_baseline(j, r);
	write_git(j, r);
	json_out_int(j, "cut_short", (int64_t)r->cut_short);
	json_out_array(j, "weakened");
	for (const struct weakening *w = r->settings->weakenings; w != NULL; w = w->next) {
		json_out_object(j, NULL);
		json_out_str(j, "what", w->what);
		json_out_str(j, "where", w->where);
		json_out_end(j);
	}
	json_out_end(j);
	json_out_text(j, "fail_on", report_level(r->settings->fail_on));
	json_out_int(j, "exit_code", r->exit_code);
	json_out_end(j);
}

static void write_suppressions(struct json_out *j, const struct report *r)
{
	if (!r->settings->suppressions)
		return;
	json_out_array(j, "suppressions");
	for (size_t i = 0; i < r->suppression_count; i++) {
		const struct suppression *s = &r->suppressions[i];
		json_out_object(j, NULL);
		json_out_str(j, "path", s->path);
		json_out_int(j, "line", s->line);
		json_out_array(j, "rules");
		for (str rest = s->ids; rest.n > 0 && rest.p != NULL;)
			json_out_str(j, NULL, str_cut(&rest, ' '));
		json_out_end(j);
		json_out_str(j, "reason", s->reason);
		json_out_int(j, "findings", s->used);
		if (s->author.n > 0) {
			json_out_str(j, "author", s->author);
			json_out_str(j, "date", s->date);
		}
		json_out_end(j);
	}
	json_out_end(j);
}

static void write_advisories(struct json_out *j, const struct report_advisories *v)
{
	if (!v->used)
		return;
	json_out_object(j, "advisories");
	json_out_int(j, "count", v->count);
	json_out_int(j, "age_days", v->age_days);
	json_out_str(j, "newest", v->newest);
	json_out_str(j, "imported", v->imported);
	json_out_array(j, "sources");
	for (str rest = v->sources; rest.n > 0 && rest.p != NULL;)
		json_out_str(j, NULL, str_cut(&rest, '\n'));
	json_out_end(j);
	json_out_str(j, "digest", v->digest);
	json_out_end(j);
}

static void write_run(struct json_out *j, const struct report *r)
{
	if (r->settings->reproducible)
		return;
	json_out_object(j, "run");
	json_out_int(j, "started_unix", r->started_unix);
	json_out_int(j, "wall_ms", r->wall_ns / 1000000);
	json_out_int(j, "cpu_ms", r->cpu_ns / 1000000);
	json_out_int(j, "jobs", r->jobs);
	json_out_str(j, "jail", r->jail);
	json_out_int(j, "cache_hits", (int64_t)r->cache_hits);
	if (r->git.used)
		json_out_int(j, "blob_reads", (int64_t)r->git.reads);
	write_advisories(j, &r->advisories);
	json_out_str(j, "root", r->root);
	json_out_str(j, "paths", r->args);
	json_out_end(j);
}

static void write_json(struct buf *out, const struct report *r, bool colour)
{
	struct json_out j = json_out_to(out, 2);

	(void)colour;
	report_reserve(out, r, 640);
	json_out_object(&j, NULL);
	json_out_text(&j, "schema_version", ASSAY_SCHEMA);
	json_out_object(&j, "tool");
	json_out_text(&j, "name", "assay");
	json_out_text(&j, "version", ASSAY_VERSION);
	json_out_text(&j, "rules_version", ASSAY_RULES_VERSION);
	json_out_end(&j);
	json_out_array(&j, "findings");
	for (size_t i = 0; i < r->finding_count; i++)
		write_finding(&j, &r->findings[i]);
	json_out_end(&j);
	write_models(&j, r);
	json_out_array(&j, "errors");
	for (size_t i = 0; i < r->error_count; i++) {
		json_out_object(&j, NULL);
		json_out_str(&j, "message", r->errors[i].what);
		json_out_str(&j, "fix", r->errors[i].fix);
		json_out_end(&j);
	}
	json_out_end(&j);
	write_suppressions(&j, r);
	write_summary(&j, r);
	report_json_plan(&j, r->plan);
	write_run(&j, r);
	json_out_end(&j);
}

const struct reporter reporter_json = {
	.name = "json",
	.help = "assay's own JSON, described by docs/report-schema.json",
	.write = write_json,
};
