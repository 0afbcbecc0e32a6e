/* Where a package comes from that comes from no index: URLs of archives and repositories, folders,
 * and what the names of wheels and source archives say. pip's reading of them. */
#ifndef DEP_SOURCE_H
#define DEP_SOURCE_H

#include "dep/package.h"

struct dep_source {
	enum dep_origin origin; /* DEP_URL, DEP_VCS, DEP_PATH */
	str url;		/* without credentials, fragment and revision */
	str revision;		/* VCS: what follows the last `@` of the path */
	str egg;		/* "name[extra]" of #egg= */
	str name, version;	/* of the archive's name; empty: it says nothing */
	bool wheel;
	bool digest; /* a digest of the archive is part of the URL, or a commit that of the VCS */
};

/* Does the text begin like a URL that pip knows (`git+https:`, `file:`, ...)? */
PURE bool source_is_url(str text);
/* Does it end like the name of an archive? */
PURE bool source_is_archive(str text);
/* A full commit (SHA-1 or SHA-256)? */
PURE bool source_is_commit(str revision);

/* A URL, or the path of a folder or archive. In arena where it does not borrow. */
struct dep_source source_read(struct arena *a, str text);
/* %XX becomes its byte; in arena where it does not borrow. */
str source_unescape(struct arena *a, str s);
/* "user:password@" goes. */
str source_without_credentials(struct arena *a, str url);
/* Name and version of the file name of a wheel or source archive; false: it says nothing. */
bool source_of_file(struct arena *a, str file, struct dep_source *s);

#endif
