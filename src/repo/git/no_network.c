/* The network half of libgit2, left out: TLS, SSH, HTTP and Kerberos. The helper talks to no
 * network. These functions take the place of libgit2's own of the same names, so that its files
 * that need those libraries are not linked from the static library: none of their code is in the
 * program, and it starts in 1 ms instead of 10, which is what reading the system's certificates
 * takes.
 *
 * What sets something up succeeds and does nothing; whatever would be used later fails. A libgit2
 * that is built otherwise does not link with this, and then the Makefile links the shared one. */
#ifdef GIT_STATIC
#define SUCCEEDS(name)                                                                             \
	int name(void);                                                                            \
	int name(void)                                                                             \
	{                                                                                          \
		return 0;                                                                          \
	}
#define FAILS(name)                                                                                \
	int name(void);                                                                            \
	int name(void)                                                                             \
	{                                                                                          \
		return -1;                                                                         \
	}

SUCCEEDS(git_mbedtls_stream_global_init)
SUCCEEDS(git_transport_ssh_global_init)
FAILS(git_mbedtls__set_cert_location)
FAILS(git_mbedtls_stream_new)
FAILS(git_mbedtls_stream_wrap)
FAILS(git_smart_subtransport_ssh)
FAILS(git_transport_ssh_with_paths)
FAILS(git_smart_subtransport_http)
FAILS(git_http_auth_negotiate)
FAILS(http_parser_parse_url)
extern _Bool git_http__expect_continue; /* a setting of that file */
_Bool git_http__expect_continue;
/* SHA-256 repositories are refused before anything is hashed. */
FAILS(mbedtls_sha256_init)
FAILS(mbedtls_sha256_free)
FAILS(mbedtls_sha256_starts)
FAILS(mbedtls_sha256_update)
FAILS(mbedtls_sha256_finish)
#else
extern const int git_is_shared;
const int git_is_shared = 1;
#endif
