/* Offline verifiers: what the form of a candidate says about it. False: it is none. Each is named
 * by rows of the tables (rules/secret/secret.h); facts about formats are in the .c files, with
 * their sources. A checksum that is only said to exist (nobody documents how it is computed) never
 * rejects: it lowers the confidence and says so. */
#ifndef RULES_SECRET_VERIFY_H
#define RULES_SECRET_VERIFY_H

#include "engine/secret.h"

/* verify_name.c: by the name that a value is given to */
bool secret_verify_name(struct secret_candidate *c);	/* it says that it is a secret */
bool secret_in_badge(const struct secret_candidate *c); /* of an image of a build's state */
bool secret_verify_algolia(struct secret_candidate *c); /* not the key for searching */
bool secret_verify_wireguard(struct secret_candidate *c);

/* verify_checksum.c */
bool secret_verify_crc_base62(struct secret_candidate *c); /* GitHub, npm: rejects */
bool secret_verify_crc_hex(struct secret_candidate *c);	   /* Bitbucket */
bool secret_verify_atlassian(struct secret_candidate *c);
bool secret_verify_grafana(struct secret_candidate *c);
bool secret_verify_gitlab(struct secret_candidate *c); /* routable tokens */
bool secret_verify_age(struct secret_candidate *c);    /* bech32 */
bool secret_verify_card(struct secret_candidate *c);   /* Luhn; not the published test numbers */

/* verify_token.c: structure */
bool secret_verify_mixed(struct secret_candidate *c); /* no words behind the prefix */
bool secret_verify_vault_legacy(struct secret_candidate *c);
bool secret_verify_aws_key_id(struct secret_candidate *c);
bool secret_verify_azure_key(struct secret_candidate *c); /* 64 bytes, not the emulators' */
bool secret_verify_azure_sas(struct secret_candidate *c);
bool secret_verify_discord(struct secret_candidate *c);
bool secret_verify_macaroon(struct secret_candidate *c);
bool secret_verify_jwt(struct secret_candidate *c);

/* verify_key.c: private keys, parsed */
bool secret_verify_jwk(struct secret_candidate *c);
bool secret_verify_pem(struct secret_candidate *c);
bool secret_verify_der(struct secret_candidate *c);
bool secret_verify_pkcs12(struct secret_candidate *c);
bool secret_verify_putty(struct secret_candidate *c);

/* verify_place.c: URLs, headers, files, command lines */
bool secret_verify_url(struct secret_candidate *c);
bool secret_verify_url_token(struct secret_candidate *c);
bool secret_verify_connection(struct secret_candidate *c);
bool secret_verify_typed(struct secret_candidate *c); /* a password as people type them */
bool secret_verify_docker_auth(struct secret_candidate *c);
bool secret_verify_basic(struct secret_candidate *c);
bool secret_verify_htpasswd(struct secret_candidate *c);

/* verify_generic.c: nothing is known but the name */
bool secret_verify_password(struct secret_candidate *c);
bool secret_verify_token(struct secret_candidate *c);
bool secret_verify_some_key(struct secret_candidate *c); /* a key, and nothing says that of what */
bool secret_verify_pass(struct secret_candidate *c);

#endif
