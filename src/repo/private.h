/* Files that hold secrets by what they are for: by their names, as tools look for them. What is in
 * them is for others to say (rules/project/secret_file.c). */
#ifndef REPO_PRIVATE_H
#define REPO_PRIVATE_H

#include "base/str.h"

enum private_kind {
	PRIVATE_NOT,
	PRIVATE_ENV,	     /* .env, .env.production, prod.env: variables */
	PRIVATE_ENV_EXAMPLE, /* .env.example: the names without their values; meant for git */
	PRIVATE_KEY,	     /* keys and what holds them: PEM, PKCS#12, Java, SSH, PuTTY, KeePass */
	PRIVATE_JSON,	     /* credentials.json, service-account.json, kaggle.json */
	PRIVATE_LOGIN, /* .netrc, .pgpass, .pypirc, .npmrc, .git-credentials, kubeconfig, ... */
};

/* By the path; only its last two parts count. */
enum private_kind private_kind(str path);

#endif
