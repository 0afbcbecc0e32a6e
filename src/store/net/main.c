/* assay-net URL [ETAG]: downloads one address, the only program of assay that speaks to a network.
 *
 * Descriptor 3: what it says, lines of a word and a text: `status 206`, `etag "x"`, `sha256 HEX`,
 * `error TEXT`. Descriptor 4: the file, which may hold the beginning of what ETAG names already;
 * then only the rest is asked for, and what has changed since comes whole.
 *
 * Only https, also where a redirection leads; the system's certificates, or those that
 * SSL_CERT_FILE, SSL_CERT_DIR or CURL_CA_BUNDLE name; the proxy that the environment names. Nothing
 * is read from .netrc, no cookie is kept, no credential goes to another host. */
#include <curl/curl.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/limits.h"
#include "base/str.h"

int main(int argc, char **argv);

enum { SAYS = 3, FILE_FD = 4 };

struct transfer {
	CURL *curl;
	uint64_t have;	 /* bytes in the file */
	bool asked;	 /* for the rest of them */
	bool begun;	 /* what comes is written to the file */
	str etag, range; /* headers of this answer */
	char etag_text[512], range_text[128];
	const char *error;
};

static void say(const char *word, str text)
{
	char line[1024];
	int n = snprintf(line, sizeof(line), "%s %.*s\n", word, (int)(text.n < 900 ? text.n : 900),
			 (const char *)text.p);

	if (n > 0)
		(void)!write(SAYS, line, (size_t)n);
}

static size_t refuse(struct transfer *t, const char *why)
{
	t->error = why;
	return 0;
}

/* "etag: x": the value, if the header has this name. */
static bool header_is(str line, str name, str *value)
{
	if (line.n <= name.n || line.p[name.n] != ':' ||
	    !str_eq_nocase(str_slice(line, 0, name.n), name))
		return false;
	*value = str_trim(str_slice(line, name.n + 1, line.n));
	return true;
}

/* An answer that is not the rest of what is there begins the file anew, before its etag is said: at
 * no time does the etag that is kept belong to other bytes than those of the file. */
static bool begin(struct transfer *t, long status)
{
	char range[64];
	int n = snprintf(range, sizeof(range), "bytes %llu-", (unsigned long long)t->have);

	if (status == 206 && t->asked &&
	    str_starts(t->range, (str){(const uint8_t *)range, (size_t)n}))
		return true;
	t->have = 0;
	return ftruncate(FILE_FD, 0) == 0 && status != 206;
}

/* The empty line behind the headers; behind the body there may be some more. */
static bool headers_end(struct transfer *t, long status)
{
	if (t->begun || (status != 200 && status != 206))
		return true;
	t->begun = begin(t, status);
	if (t->begun && (t->etag.n > 0 || status == 200))
		say("etag", t->etag.n > 0 ? t->etag : S("-"));
	return t->begun;
}

static str keep(char *to, size_t room, str text)
{
	size_t n = text.n < room ? text.n : 0;

	memcpy(to, text.p, n);
	return (str){(const uint8_t *)to, n};
}

static size_t on_header(char *p, size_t size, size_t n, void *ctx)
{
	str line = {(const uint8_t *)p, size * n}, value;
	struct transfer *t = ctx;
	long status = 0;

	curl_easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE, &status);
	if (str_starts(line, S("HTTP/")))
		t->etag.n = t->range.n = 0;
	else if (str_trim(line).n == 0 && !headers_end(t, status))
		return refuse(t, "the server sent a part that was not asked for");
	else if (status != 200 && status != 206)
		return size * n;
	else if (header_is(line, S("etag"), &value))
		t->etag = keep(t->etag_text, sizeof(t->etag_text), value);
	else if (header_is(line, S("content-range"), &value))
		t->range = keep(t->range_text, sizeof(t->range_text), value);
	else if (header_is(line, S("repr-digest"), &value) ||
		 (status == 200 && (header_is(line, S("content-digest"), &value) ||
				    header_is(line, S("digest"), &value))))
		say("digest", value);
	else if (header_is(line, S("x-goog-hash"), &value))
		say("digest", value);
	return size * n;
}

static size_t on_body(char *p, size_t size, size_t n, void *ctx)
{
	struct transfer *t = ctx;
	size_t left = size * n;

	if (!t->begun)
		return refuse(t, "the server sent bytes that were not asked for");
	if (left > LIMIT_DOWNLOAD_BYTES - t->have)
		return refuse(t, "it is larger than any database of advisories");
	while (left > 0) {
		ssize_t wrote = pwrite(FILE_FD, p, left, (off_t)t->have);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			return refuse(t, strerror(errno));
		p += wrote;
		left -= (size_t)wrote;
		t->have += (uint64_t)wrote;
	}
	return size * n;
}

static const char *environment(const char *first, const char *second)
{
	const char *value = getenv(first);

	return value != NULL && value[0] != 0 ? value : second ? environment(second, NULL) : NULL;
}

static struct curl_slist *ask_for_rest(struct transfer *t, const char *etag)
{
	struct curl_slist *headers = NULL;
	char line[1024];

	if (etag == NULL || t->have == 0)
		return NULL;
	/* Not CURLOPT_RESUME_FROM: with that, an answer that is whole is an error. */
	(void)snprintf(line, sizeof(line), "%llu-", (unsigned long long)t->have);
	curl_easy_setopt(t->curl, CURLOPT_RANGE, line);
	t->asked = true;
	(void)snprintf(line, sizeof(line), "If-Range: %s", etag);
	headers = curl_slist_append(headers, line);
	curl_easy_setopt(t->curl, CURLOPT_HTTPHEADER, headers);
	return headers;
}

static void configure(struct transfer *t, const char *url, char *error)
{
	const char *file = environment("CURL_CA_BUNDLE", "SSL_CERT_FILE");
	const char *folder = environment("SSL_CERT_DIR", NULL);

	curl_easy_setopt(t->curl, CURLOPT_URL, url);
	curl_easy_setopt(t->curl, CURLOPT_ERRORBUFFER, error);
	curl_easy_setopt(t->curl, CURLOPT_PROTOCOLS_STR, "https");
	curl_easy_setopt(t->curl, CURLOPT_REDIR_PROTOCOLS_STR, "https");
	curl_easy_setopt(t->curl, CURLOPT_FOLLOWLOCATION, 1L);
	curl_easy_setopt(t->curl, CURLOPT_MAXREDIRS, (long)LIMIT_DOWNLOAD_REDIRECTS);
	curl_easy_setopt(t->curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(t->curl, CURLOPT_FAILONERROR, 1L);
	curl_easy_setopt(t->curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(t->curl, CURLOPT_USERAGENT, "assay");
	curl_easy_setopt(t->curl, CURLOPT_CONNECTTIMEOUT, (long)LIMIT_DOWNLOAD_CONNECT);
	curl_easy_setopt(t->curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
	curl_easy_setopt(t->curl, CURLOPT_LOW_SPEED_TIME, (long)LIMIT_DOWNLOAD_SILENCE);
	curl_easy_setopt(t->curl, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)LIMIT_DOWNLOAD_BYTES);
	curl_easy_setopt(t->curl, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	curl_easy_setopt(t->curl, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(t->curl, CURLOPT_HEADERDATA, t);
	curl_easy_setopt(t->curl, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(t->curl, CURLOPT_WRITEDATA, t);
	if (file != NULL)
		curl_easy_setopt(t->curl, CURLOPT_CAINFO, file);
	if (folder != NULL)
		curl_easy_setopt(t->curl, CURLOPT_CAPATH, folder);
}

static int transfer(struct transfer *t, const char *url, const char *etag)
{
	char error[CURL_ERROR_SIZE] = "", status[32];
	struct curl_slist *headers;
	long code = 0;
	CURLcode end;

	configure(t, url, error);
	headers = ask_for_rest(t, etag);
	end = curl_easy_perform(t->curl);
	curl_easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE, &code);
	curl_slist_free_all(headers);
	(void)snprintf(status, sizeof(status), "%ld", code);
	say("status", str_of(status));
	if (end == CURLE_OK && t->begun)
		return 0;
	if (end == CURLE_OK)
		t->error = "the server answered with something else than the file";
	say("error", str_of(t->error != NULL ? t->error
			    : error[0] != 0  ? error
					     : curl_easy_strerror(end)));
	return 1;
}

int main(int argc, char **argv)
{
	struct transfer t = {0};
	off_t size = lseek(FILE_FD, 0, SEEK_END);
	int code = 1;

	if (argc < 2 || size < 0)
		return 2;
	t.have = (uint64_t)size;
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK ||
	    (t.curl = curl_easy_init()) == NULL)
		say("error", S("libcurl cannot be started"));
	else
		code = transfer(&t, argv[1], argc > 2 ? argv[2] : NULL);
	curl_easy_cleanup(t.curl);
	curl_global_cleanup();
	return code;
}
