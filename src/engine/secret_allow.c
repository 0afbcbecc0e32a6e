#include "engine/secret_allow.h"

#include "engine/engine_int.h"

/* What follows the comment: `- why`, up to the end of the comment. */
static str reason_after(str rest)
{
	static const char *const ends[] = {"*/", "-->", "\\n"};

	for (size_t i = 0; i < COUNTOF(ends); i++) {
		size_t at = str_find(rest, str_of(ends[i]));
		if (at != STR_NONE)
			rest = str_slice(rest, 0, at);
	}
	rest = str_trim(rest);
	if (rest.n > 0 && (rest.p[0] == '-' || rest.p[0] == ':' || rest.p[0] == '#'))
		return str_trim(str_slice(rest, 1, rest.n));
	return (str){NULL, 0};
}

static bool has(str line, const char *comment, struct secret_allowed *out)
{
	size_t at = str_find_nocase(line, str_of(comment));

	if (at == STR_NONE)
		return false;
	*out = (struct secret_allowed){comment,
				       reason_after(str_slice(line, at + strlen(comment), line.n))};
	return true;
}

static bool is_comment(str line)
{
	line = str_trim(line);
	return str_starts(line, S("#")) || str_starts(line, S("//")) || str_starts(line, S("--")) ||
	       str_starts(line, S(";")) || str_starts(line, S("/*")) || str_starts(line, S("<!--"));
}

bool secret_allowed(struct arena *a, const struct secret_found *f, bool python,
		    struct secret_allowed *out)
{
	str line = f->line_text, above = f->line_above;

	if (has(line, "gitleaks:allow", out) || has(line, "pragma: allowlist secret", out) ||
	    has(line, "pragma: whitelist secret", out) ||
	    has(above, "pragma: allowlist nextline secret", out))
		return true;
	if (python)
		return false;
	out->comment = "nosec";
	out->reason = (str){NULL, 0};
	return suppress_in_line(a, line, f->rule, &out->reason) ||
	       (is_comment(above) && suppress_in_line(a, above, f->rule, &out->reason));
}

/* What ends a comment, or goes on with a reason. */
static bool ends_comment(str rest)
{
	rest = str_trim(rest);
	return rest.n == 0 || str_starts(rest, S("*/")) || str_starts(rest, S("-->")) ||
	       rest.p[0] == '-' || rest.p[0] == ':' || rest.p[0] == '#';
}

const char *secret_allow_comment(const struct secret_comment *c, bool *below)
{
	static const struct {
		const char *before, *after, *words;
		bool below;
	} known[] = {
		{"gitleaks:allow", "", "gitleaks:allow", false},
		{"pragma:", "allowlist secret", "pragma: allowlist secret", false},
		{"pragma:", "whitelist secret", "pragma: whitelist secret", false},
		{"pragma:", "allowlist nextline secret", "pragma: allowlist nextline secret", true},
	};
	static const char *const marks[] = {"#", "//", "--", ";", "/*", "<!--", "%"};

	for (size_t i = 0; i < COUNTOF(known); i++) {
		str word = str_of(known[i].before), more = str_of(known[i].after);
		str before = str_slice(c->before, 0, c->before.n - word.n);
		str after = known[i].after[0] ? str_trim(c->after) : c->after;
		bool own = c->before.n >= word.n &&
			   str_eq_nocase(str_slice(c->before, c->before.n - word.n, c->before.n),
					 word) &&
			   str_eq_nocase(str_slice(after, 0, more.n), more) &&
			   ends_comment(str_slice(after, more.n, after.n));
		before = str_trim(before);
		*below = known[i].below;
		for (size_t k = 0; k < COUNTOF(marks) && own; k++) {
			str left = str_slice(before, 0, before.n - strlen(marks[k]));
			if (str_ends(before, str_of(marks[k])) &&
			    (left.n == 0 || strchr("\"'`\\", left.p[left.n - 1]) == NULL))
				return known[i].words;
		}
	}
	return NULL;
}
