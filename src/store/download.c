#include "store/download.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/hash.h"
#include "base/input.h"
#include "base/limits.h"
#include "base/program.h"
#include "text/base64.h"

struct getting {
	struct arena *arena;
	str url, wanted; /* `wanted`: the hex digest behind `#sha256=` */
	const char *path, *etag_path;
	str said; /* by the helper */
	str error;
	int fd;
	uint64_t before; /* bytes that were there */
};

str download_name(struct arena *a, str url)
{
	str name = str_slice(url, 0, str_find_byte(url, '#')), host, path;
	size_t from = sizeof("https://") - 1, at;

	path = str_slice(name, from, name.n);
	host = str_cut(&path, '/');
	at = str_rfind_byte(host, '@');
	if (!str_starts(name, S("https://")) || at == STR_NONE)
		return name;
	return arena_printf(a, "https://%.*s", STR_ARG(str_slice(name, from + at + 1, name.n)));
}

static bool failed(struct getting *g, str why)
{
	str name = download_name(g->arena, g->url);

	if (g->error.n == 0)
		g->error = arena_printf(g->arena, "%.*s: %.*s", STR_ARG(name), STR_ARG(why));
	return false;
}

/* ---- Places ---- */

static const char *cache_folder(struct arena *a)
{
	const char *xdg = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	str base, own;

	if (xdg != NULL && xdg[0] == '/')
		base = str_of(xdg);
	else if (home != NULL && home[0] == '/')
		base = arena_printf(a, "%s/.cache", home);
	else
		return NULL;
	(void)mkdir(arena_cstr(a, base), 0700);
	own = arena_printf(a, "%.*s/assay", STR_ARG(base));
	(void)mkdir(arena_cstr(a, own), 0700);
	return arena_cstr(a, own);
}

static bool open_file(struct getting *g)
{
	const char *folder = cache_folder(g->arena);
	uint8_t digest[HASH_SHA256_BYTES];
	struct stat st;
	str name;

	if (folder == NULL)
		return failed(g, S("there is no cache folder; set HOME or XDG_CACHE_HOME"));
	hash_sha256(g->url, digest);
	name = hash_hex_in(g->arena, digest, 16);
	g->path = arena_cstr(g->arena,
			     arena_printf(g->arena, "%s/download-%.*s", folder, STR_ARG(name)));
	g->etag_path = arena_cstr(g->arena, arena_printf(g->arena, "%s.etag", g->path));
	g->fd = open(g->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (g->fd < 0 || fstat(g->fd, &st) < 0 || !S_ISREG(st.st_mode))
		return failed(g, S("its place in the cache cannot be written"));
	if (flock(g->fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK)
		return failed(g, S("another assay downloads it at the moment"));
	g->before = (uint64_t)st.st_size;
	return true;
}

/* What the beginning that is there belongs to; NULL: unknown, it is begun anew. */
static const char *known_etag(struct getting *g)
{
	int fd = open(g->etag_path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	str etag = {NULL, 0};

	if (fd >= 0 && input_read(g->arena, fd, 1000, &etag) != INPUT_OK)
		etag.n = 0;
	if (fd >= 0)
		close(fd);
	if (g->before > 0 && etag.n > 0 && etag.p[0] == '"')
		return arena_cstr(g->arena, etag);
	g->before = 0;
	(void)!ftruncate(g->fd, 0);
	return NULL;
}

/* ---- The helper ---- */

/* Only what says how to reach a network; the rest of the environment is nobody's business. */
static char **environment(struct arena *a)
{
	static const char *const names[] = {
		"https_proxy", "HTTPS_PROXY",	"all_proxy",	"ALL_PROXY",	  "no_proxy",
		"NO_PROXY",    "SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE",
	};
	char **list = NEW(a, char *, COUNTOF(names) + 1);
	size_t n = 0;

	for (size_t i = 0; i < COUNTOF(names); i++) {
		const char *value = getenv(names[i]);
		if (value != NULL)
			list[n++] = (char *)(uintptr_t)arena_printf(a, "%s=%s", names[i], value).p;
	}
	return list;
}

static bool spawn(struct getting *g, const char *etag, int says, pid_t *pid)
{
	const char *program = program_find(g->arena, "assay-net");
	char name[] = "assay-net";
	char *argv[] = {name, (char *)(uintptr_t)arena_cstr(g->arena, g->url),
			(char *)(uintptr_t)etag, NULL};
	posix_spawn_file_actions_t actions;
	int error;

	if (program == NULL)
		return failed(g, S("the program assay-net is not beside assay nor in "
				   "../libexec/assay"));
	if (posix_spawn_file_actions_init(&actions) != 0)
		return failed(g, S("no process could be started for it"));
	error = posix_spawn_file_actions_adddup2(&actions, says, 3);
	if (error == 0)
		error = posix_spawn_file_actions_adddup2(&actions, g->fd, 4);
	if (error == 0)
		error = posix_spawn(pid, program, &actions, NULL, argv, environment(g->arena));
	posix_spawn_file_actions_destroy(&actions);
	return error == 0 || failed(g, S("no process could be started for it"));
}

/* What it said last of `word`. */
static str said(const struct getting *g, str word)
{
	str found = {NULL, 0};

	for (str rest = g->said; rest.n > 0;) {
		str line = str_cut(&rest, '\n');
		if (rest.p != NULL && str_starts(line, word) && line.n > word.n &&
		    line.p[word.n] == ' ')
			found = str_slice(line, word.n + 1, line.n);
	}
	return found;
}

/* At once: whoever stops this process wants to go on later. */
static void keep_etag(struct getting *g, str *kept)
{
	str now = said(g, S("etag"));

	if (now.n == 0 || str_eq(now, *kept))
		return;
	*kept = arena_dup(g->arena, now);
	(void)!output_replace(g->arena, str_of(g->etag_path), now);
}

static void listen_to(struct getting *g, int fd)
{
	struct buf b = buf_in(g->arena);
	str kept = {NULL, 0};

	for (;;) {
		uint8_t *room = buf_room(&b, 4 * KiB);
		ssize_t n = read(fd, room, 4 * KiB);
		b.n -= 4 * KiB - (n > 0 ? (size_t)n : 0);
		if (n < 0 && errno == EINTR)
			continue;
		g->said = buf_str(&b);
		keep_etag(g, &kept);
		if (n <= 0 || b.n > LIMIT_DOWNLOAD_WORDS)
			break;
	}
}

/* Both copies above 4, so that neither is in the other's way when they become 3 and 4. */
static bool make_pipe(int ends[2])
{
	int raw[2];

	if (pipe2(raw, O_CLOEXEC) < 0)
		return false;
	for (unsigned i = 0; i < 2; i++) {
		ends[i] = fcntl(raw[i], F_DUPFD_CLOEXEC, 5);
		close(raw[i]);
	}
	return ends[0] >= 0 && ends[1] >= 0;
}

static bool run_helper(struct getting *g, const char *etag)
{
	int ends[2], status = 1, file = fcntl(g->fd, F_DUPFD_CLOEXEC, 5);
	pid_t pid = -1;
	bool started;

	close(g->fd);
	g->fd = file;
	if (file < 0 || !make_pipe(ends))
		return failed(g, S("no process could be started for it"));
	started = spawn(g, etag, ends[1], &pid);
	close(ends[1]);
	if (started)
		listen_to(g, ends[0]);
	close(ends[0]);
	while (started && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (!started || (WIFEXITED(status) && WEXITSTATUS(status) == 0))
		return started;
	return failed(g, said(g, S("error")).n > 0 ? said(g, S("error"))
						   : S("the program assay-net died"));
}

/* ---- Digests ---- */

static uint32_t crc32c(uint32_t crc, str bytes)
{
	crc = ~crc;
	for (size_t i = 0; i < bytes.n; i++) {
		crc ^= bytes.p[i];
		for (unsigned k = 0; k < 8; k++)
			crc = crc >> 1 ^ (crc & 1 ? 0x82f63b78u : 0);
	}
	return ~crc;
}

static bool digest_file(int fd, uint8_t sha256[HASH_SHA256_BYTES], uint32_t *crc, uint64_t *bytes)
{
	static const size_t block = 256 * 1024;
	struct hash_sha256_state h;
	struct arena a;
	uint8_t *p;
	ssize_t n;

	arena_init(&a, 4 * MiB);
	p = arena_raw(&a, block, 64);
	hash_sha256_init(&h);
	*crc = 0;
	*bytes = 0;
	while ((n = pread(fd, p, block, (off_t)*bytes)) > 0 || (n < 0 && errno == EINTR)) {
		if (n < 0)
			continue;
		hash_sha256_update(&h, (str){p, (size_t)n});
		*crc = crc32c(*crc, (str){p, (size_t)n});
		*bytes += (uint64_t)n;
	}
	hash_sha256_final(&h, sha256);
	arena_free(&a);
	return n == 0;
}

/* "sha-256=:BASE64:" (RFC 9530), "sha-256=BASE64" (RFC 3230), "crc32c=BASE64" (Google): the bytes.
 */
static str offered(struct getting *g, str name)
{
	str found = {NULL, 0};

	for (str rest = g->said; rest.n > 0;) {
		str line = str_cut(&rest, '\n');
		if (!str_starts(line, S("digest ")))
			continue;
		for (str list = str_slice(line, 7, line.n); list.p != NULL;) {
			str one = str_trim(str_cut(&list, ','));
			if (str_eq_nocase(str_slice(one, 0, name.n), name))
				found = str_slice(one, name.n, one.n);
		}
	}
	if (found.n > 1 && found.p[0] == ':')
		found = str_slice(found, 1, found.n - 1);
	return found;
}

static bool is_base64_of(struct arena *a, str text, str bytes)
{
	str decoded;

	return base64_decode(a, text, &decoded) && str_eq(decoded, bytes);
}

static bool verify(struct getting *g, struct download *out)
{
	uint8_t sha256[HASH_SHA256_BYTES], crc[4];
	str sha = offered(g, S("sha-256=")), sum = offered(g, S("crc32c="));
	uint32_t c;

	if (!digest_file(g->fd, sha256, &c, &out->bytes))
		return failed(g, S("what was downloaded cannot be read"));
	for (unsigned i = 0; i < 4; i++)
		crc[i] = (uint8_t)(c >> 8 * (3 - i));
	if (g->wanted.n > 0) {
		out->verified = "sha256";
		if (!str_eq_nocase(g->wanted, hash_hex_in(g->arena, sha256, sizeof(sha256))))
			return failed(g, S("its SHA-256 is not the one that was named"));
	}
	if (sha.n > 0) {
		out->verified = "sha256";
		if (!is_base64_of(g->arena, sha, (str){sha256, sizeof(sha256)}))
			return failed(g, S("its SHA-256 is not the one that the server states"));
	}
	if (sum.n > 0) {
		if (out->verified == NULL)
			out->verified = "crc32c";
		if (!is_base64_of(g->arena, sum, (str){crc, sizeof(crc)}))
			return failed(g, S("its CRC32C is not the one that the server states"));
	}
	return true;
}

/* ---- All together ---- */

static bool get(struct getting *g, struct download *out)
{
	const char *etag;
	bool whole;

	if (!open_file(g))
		return false;
	etag = known_etag(g);
	whole = run_helper(g, etag);
	if (said(g, S("etag")).n == 0 && etag == NULL)
		(void)unlink(g->etag_path);
	if (!whole && str_eq(said(g, S("status")), S("416"))) /* the beginning is no beginning */
		(void)unlink(g->path);
	out->resumed = g->before > 0 && str_eq(said(g, S("status")), S("206"));
	if (!whole)
		return false;
	if (verify(g, out))
		return true;
	(void)unlink(g->path); /* the next try begins anew */
	return false;
}

bool download(struct arena *a, str url, struct download *out, str *error)
{
	size_t hash = str_find_byte(url, '#');
	struct getting g = {.arena = a, .url = str_slice(url, 0, hash), .fd = -1};
	str fragment = hash == STR_NONE ? (str){NULL, 0} : str_slice(url, hash + 1, url.n);

	*out = (struct download){.fd = -1};
	if (!str_starts(g.url, S("https://")))
		(void)failed(&g, S("only https is downloaded"));
	else if (fragment.n > 0 && (!str_starts(fragment, S("sha256=")) || fragment.n != 7 + 64))
		(void)failed(&g, S("behind # belongs sha256= and 64 digits"));
	g.wanted = str_slice(fragment, 7, fragment.n);
	if (g.error.n == 0 && get(&g, out)) {
		out->fd = g.fd;
		out->path = g.path;
		return true;
	}
	if (g.fd >= 0)
		close(g.fd);
	*error = g.error;
	return false;
}

void download_done(struct download *d)
{
	if (d->fd >= 0)
		close(d->fd);
	if (d->path != NULL)
		(void)unlink(d->path);
	*d = (struct download){.fd = -1};
}
