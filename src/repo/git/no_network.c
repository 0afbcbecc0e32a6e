/* What libgit2 wants of TLS, SSH, HTTP and Kerberos libraries: nothing, here. The helper talks to
 * no network, so the static library is linked without them: the program starts in 1 ms instead of
 * 10 (most of it certificates that are read), and none of that code is in it. libgit2 only checks
 * at its start that setting TLS up succeeds; everything else fails. */
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

FAILS(gss_delete_sec_context)
FAILS(gss_display_status)
FAILS(gss_import_name)
FAILS(gss_indicate_mechs)
FAILS(gss_init_sec_context)
FAILS(gss_release_buffer)
FAILS(gss_release_name)
FAILS(gss_release_oid_set)
FAILS(http_errno_description)
FAILS(http_parser_execute)
FAILS(http_parser_init)
FAILS(http_parser_parse_url)
FAILS(http_parser_pause)
FAILS(http_should_keep_alive)
FAILS(libssh2_agent_connect)
FAILS(libssh2_agent_disconnect)
FAILS(libssh2_agent_free)
FAILS(libssh2_agent_get_identity)
FAILS(libssh2_agent_init)
FAILS(libssh2_agent_list_identities)
FAILS(libssh2_agent_userauth)
FAILS(libssh2_channel_close)
FAILS(libssh2_channel_free)
FAILS(libssh2_channel_open_ex)
FAILS(libssh2_channel_process_startup)
FAILS(libssh2_channel_read_ex)
FAILS(libssh2_channel_set_blocking)
FAILS(libssh2_channel_write_ex)
SUCCEEDS(libssh2_exit)
FAILS(libssh2_hostkey_hash)
SUCCEEDS(libssh2_init)
FAILS(libssh2_knownhost_checkp)
FAILS(libssh2_knownhost_free)
FAILS(libssh2_knownhost_init)
FAILS(libssh2_knownhost_readfile)
FAILS(libssh2_session_abstract)
FAILS(libssh2_session_disconnect_ex)
FAILS(libssh2_session_free)
FAILS(libssh2_session_handshake)
FAILS(libssh2_session_hostkey)
FAILS(libssh2_session_init_ex)
FAILS(libssh2_session_last_error)
FAILS(libssh2_session_method_pref)
FAILS(libssh2_session_set_blocking)
FAILS(libssh2_userauth_authenticated)
FAILS(libssh2_userauth_keyboard_interactive_ex)
FAILS(libssh2_userauth_list)
FAILS(libssh2_userauth_password_ex)
FAILS(libssh2_userauth_publickey)
FAILS(libssh2_userauth_publickey_fromfile_ex)
FAILS(libssh2_userauth_publickey_frommemory)
SUCCEEDS(mbedtls_ctr_drbg_free)
SUCCEEDS(mbedtls_ctr_drbg_init)
FAILS(mbedtls_ctr_drbg_random)
SUCCEEDS(mbedtls_ctr_drbg_seed)
SUCCEEDS(mbedtls_entropy_free)
FAILS(mbedtls_entropy_func)
SUCCEEDS(mbedtls_entropy_init)
FAILS(mbedtls_sha256_finish)
SUCCEEDS(mbedtls_sha256_free)
SUCCEEDS(mbedtls_sha256_init)
FAILS(mbedtls_sha256_starts)
FAILS(mbedtls_sha256_update)
FAILS(mbedtls_ssl_close_notify)
SUCCEEDS(mbedtls_ssl_conf_authmode)
SUCCEEDS(mbedtls_ssl_conf_ca_chain)
SUCCEEDS(mbedtls_ssl_conf_ciphersuites)
SUCCEEDS(mbedtls_ssl_conf_min_version)
SUCCEEDS(mbedtls_ssl_conf_rng)
SUCCEEDS(mbedtls_ssl_config_defaults)
SUCCEEDS(mbedtls_ssl_config_free)
SUCCEEDS(mbedtls_ssl_config_init)
SUCCEEDS(mbedtls_ssl_free)
FAILS(mbedtls_ssl_get_peer_cert)
FAILS(mbedtls_ssl_get_verify_result)
FAILS(mbedtls_ssl_handshake)
SUCCEEDS(mbedtls_ssl_init)
FAILS(mbedtls_ssl_read)
FAILS(mbedtls_ssl_set_bio)
FAILS(mbedtls_ssl_set_hostname)
FAILS(mbedtls_ssl_setup)
FAILS(mbedtls_ssl_write)
FAILS(mbedtls_strerror)
SUCCEEDS(mbedtls_x509_crt_free)
SUCCEEDS(mbedtls_x509_crt_init)
SUCCEEDS(mbedtls_x509_crt_parse_file)
SUCCEEDS(mbedtls_x509_crt_parse_path)
FAILS(mbedtls_x509_crt_verify_info)

/* A cipher, by any name: libgit2 wants at least one. */
int mbedtls_ssl_get_ciphersuite_id(void);
int mbedtls_ssl_get_ciphersuite_id(void)
{
	return 1;
}

extern void *GSS_C_NT_HOSTBASED_SERVICE;
void *GSS_C_NT_HOSTBASED_SERVICE;
#else
extern int no_network;
int no_network;
#endif
