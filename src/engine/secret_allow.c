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
