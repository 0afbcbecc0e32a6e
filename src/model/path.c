/* Traps: `a/../../x` needs no leading dots; Windows drops dots and blanks at the end of a name, so
 * that `.. ` goes up as well; a NUL byte ends the name for the system but not for a check in
 * Python. */
#include "model/path.h"

#include "base/ascii.h"

static bool is_separator(uint8_t c)
{
	return c == '/' || c == '\\';
}

/* Nothing but dots and blanks, and at least two dots. */
static bool goes_up(str part)
{
	unsigned dots = 0;

	for (size_t i = 0; i < part.n; i++) {
		if (part.p[i] != '.' && part.p[i] != ' ')
			return false;
		dots += part.p[i] == '.';
	}
	return dots >= 2;
}

static bool any_part_goes_up(str path)
{
	size_t start = 0;

	for (size_t i = 0; i <= path.n; i++) {
		if (i < path.n && !is_separator(path.p[i]))
			continue;
		if (goes_up(str_slice(path, start, i)))
			return true;
		start = i + 1;
	}
	return false;
}

const char *path_leaves(str path)
{
	if (str_find_byte(path, 0) != STR_NONE)
		return "holds a NUL byte";
	if (path.n == 0)
		return NULL;
	if (is_separator(path.p[0]))
		return "is absolute";
	if (str_find(path, S("://")) != STR_NONE || str_starts(path, S("file:")))
		return "is a URL";
	if (path.n >= 2 && path.p[1] == ':' && is_letter(path.p[0]))
		return "names a drive";
	if (any_part_goes_up(path))
		return "goes up with `..`";
	if (path.p[0] == '~' && (path.n == 1 || is_separator(path.p[1])))
		return "begins with `~`";
	return NULL;
}

bool path_is_telling(str path)
{
	static const char words[] = "/etc/ /proc/ /sys/ /dev/ /boot/ /root/. .ssh .aws .netrc "
				    ".kube .docker .gnupg .git/ id_rsa id_ed25519 passwd shadow "
				    "credential authorized_keys :// \\\\ ../ ..\\ /.env "
				    "\\windows\\ .bash_history .pgpass";

	for (str rest = str_of(words); rest.p != NULL;)
		if (str_find_nocase(path, str_cut(&rest, ' ')) != STR_NONE)
			return true;
	return false;
}
