#include "engine/problem.h"

#include <stdarg.h>
#include <stdio.h>
#include "base/fail.h"
#include "base/hash.h"
#include "base/limits.h"
#include "engine/rule.h"

static str fingerprint(struct arena *a, const struct rule *rule, str path)
{
	struct hash_sha256_state h;
	uint8_t digest[32];

	hash_sha256_init(&h);
	hash_sha256_update(&h, str_of(rule->id));
	hash_sha256_update(&h, S("\0"));
	hash_sha256_update(&h, path);
	hash_sha256_final(&h, digest);
	return arena_printf(a, "v1:%.*s", STR_ARG(hash_hex_in(a, digest, 16)));
}

struct finding problem(struct arena *a, const char *rule_id, str path, const char *fmt, ...)
{
	const struct rule *rule = rule_find(str_of(rule_id));
	char message[LIMIT_MESSAGE_BYTES];
	va_list args;

	ASSERT(rule != NULL);
	va_start(args, fmt);
	vsnprintf(message, sizeof(message), fmt, args);
	va_end(args);
	return (struct finding){
		.rule = rule,
		.severity = (uint8_t)rule->severity,
		.confidence = (uint8_t)rule->confidence,
		.path = path,
		.message = arena_dup(a, str_of(message)),
		.fingerprint = fingerprint(a, rule, path),
	};
}

struct file_result problem_result(struct arena *a, const struct finding *why)
{
	struct finding *f = NEW(a, struct finding, 1);

	*f = *why;
	return (struct file_result){.findings = f, .finding_count = 1, .unread = 1};
}
