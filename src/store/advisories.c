/* Stands in for the database and the judging of versions until they are written: replace this file
 * as a whole. */
#include "store/advisories.h"
enum advisories_state advisories_open(struct arena *a, const char *path, struct advisories **out,
				      str *error)
{
	(void)a;
	(void)path;
	(void)error;
	*out = NULL;
	return ADVISORIES_ABSENT;
}
void advisories_close(struct advisories *db)
{
	(void)db;
}
bool advisories_find(struct advisories *db, struct arena *a, str normal,
		     const struct advisory **list, uint32_t *count)
{
	(void)db;
	(void)a;
	(void)normal;
	*list = NULL;
	*count = 0;
	return true;
}
bool advisories_info(struct advisories *db, struct arena *a, struct advisories_info *out)
{
	(void)db;
	(void)a;
	(void)out;
	return false;
}
bool affected_version(const struct affected *a, str text)
{
	(void)a;
	(void)text;
	return false;
}
enum affected_share affected_allowed(struct arena *scratch, const struct affected *a,
				     const struct specifiers *allowed)
{
	(void)a;
	(void)scratch;
	(void)allowed;
	return AFFECTED_NONE;
}
void affected_fixes(struct arena *arena, const struct affected *a, const str **fixes,
		    uint32_t *count)
{
	(void)a;
	(void)arena;
	*fixes = NULL;
	*count = 0;
}
