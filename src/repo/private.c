#include "repo/private.h"

/* Whole names, below any folder. */
static const struct {
	const char *names;
	enum private_kind kind;
} whole[] = {
	{".env .envrc .flaskenv env.local", PRIVATE_ENV},
	{".env.example .env.sample .env.template .env.dist .env.tmpl .env.defaults .env.default "
	 ".env.schema .env-example .env-sample .env-template .env_example .env_sample "
	 ".env_template "
	 "env.example env.sample env.template env.dist example.env sample.env template.env "
	 "dotenv.example .example.env .sample.env .template.env",
	 PRIVATE_ENV_EXAMPLE},
	{"id_rsa id_dsa id_ecdsa id_ed25519 id_ecdsa_sk id_ed25519_sk identity ssh_host_rsa_key "
	 "ssh_host_ecdsa_key ssh_host_ed25519_key",
	 PRIVATE_KEY},
	{"credentials.json client_secret.json client_secrets.json service_account.json "
	 "service-account.json serviceaccount.json serviceAccountKey.json serviceAccount.json "
	 "gcp-key.json gcp_key.json gcloud-key.json google-credentials.json "
	 "google_credentials.json application_default_credentials.json firebase-adminsdk.json "
	 "kaggle.json token.json secrets.json .dockercfg .dockerconfigjson",
	 PRIVATE_JSON},
	{".netrc _netrc .pgpass pgpass.conf .pypirc .npmrc .yarnrc.yml .git-credentials "
	 ".htpasswd kubeconfig kube.config .kubeconfig .vault-token "
	 ".s3cfg .boto .databrickscfg .terraformrc terraform.rc .mylogin.cnf .my.cnf "
	 "secrets.toml secrets.yaml secrets.yml secrets.ini credentials.yaml credentials.yml "
	 "credentials.ini credentials.toml terraform.tfvars .rclone.conf rclone.conf "
	 ".condarc .oci-config .snowsql.cnf",
	 PRIVATE_LOGIN},
};

/* Names that end like this, with something before it. */
static const struct {
	const char *tails;
	enum private_kind kind;
} endings[] = {
	{".pem .key .p12 .pfx .jks .keystore .ppk .kdbx .pkcs12 .p8 .pk8", PRIVATE_KEY},
	{".kubeconfig .auto.tfvars .ovpn", PRIVATE_LOGIN},
	{".env", PRIVATE_ENV},
};

/* Names that mean something in one folder only. */
static const struct {
	const char *path;
	enum private_kind kind;
} placed[] = {
	{".aws/credentials", PRIVATE_LOGIN},
	{".docker/config.json", PRIVATE_JSON},
	{".kube/config", PRIVATE_LOGIN},
	{".streamlit/secrets.toml", PRIVATE_LOGIN},
	{".dvc/config.local", PRIVATE_LOGIN},
	{".cargo/credentials", PRIVATE_LOGIN},
	{".cargo/credentials.toml", PRIVATE_LOGIN},
	{".huggingface/token", PRIVATE_LOGIN},
	{"huggingface/token", PRIVATE_LOGIN},
	{".modal.toml", PRIVATE_LOGIN},
	{".gem/credentials", PRIVATE_LOGIN},
	{".snowsql/config", PRIVATE_LOGIN},
	{".azure/accessTokens.json", PRIVATE_LOGIN},
	{".config/gh/hosts.yml", PRIVATE_LOGIN},
};

/* .env.production is one; .env.vault and .env.enc are encrypted, .env.example has none. */
static enum private_kind env_kind(str name)
{
	static const char *const open[] = {"example", "sample", "template", "dist",
					   "tmpl",    "schema", "default"};

	if (str_ends(name, S(".vault")) || str_ends(name, S(".enc")) ||
	    str_ends(name, S(".encrypted")) || str_ends(name, S(".gpg")) ||
	    str_ends(name, S(".age")) || str_ends(name, S(".py")) || str_ends(name, S(".md")) ||
	    str_ends(name, S(".ts")) || str_ends(name, S(".js")) || str_ends(name, S(".sh")))
		return PRIVATE_NOT;
	for (size_t i = 0; i < COUNTOF(open); i++)
		if (str_find_nocase(name, str_of(open[i])) != STR_NONE)
			return PRIVATE_ENV_EXAMPLE;
	return PRIVATE_ENV;
}

static bool is_service_account(str name)
{
	return str_ends(name, S(".json")) &&
	       (str_starts(name, S("service-account")) || str_starts(name, S("service_account")) ||
		str_starts(name, S("serviceaccount")) || str_starts(name, S("client_secret_")) ||
		str_find(name, S("firebase-adminsdk")) != STR_NONE ||
		str_ends(name, S("-credentials.json")) || str_ends(name, S("_credentials.json")) ||
		str_ends(name, S("-service-account.json")));
}

enum private_kind private_kind(str path)
{
	str name = str_after_last(path, '/');

	for (size_t i = 0; i < COUNTOF(whole); i++)
		if (str_in(name, whole[i].names))
			return whole[i].kind;
	if (str_starts(name, S(".env.")) || str_starts(name, S(".env-")) ||
	    str_starts(name, S(".env_")))
		return env_kind(name);
	for (size_t i = 0; i < COUNTOF(placed); i++) {
		str p = str_of(placed[i].path);
		if (str_ends(path, p) && (path.n == p.n || path.p[path.n - p.n - 1] == '/'))
			return placed[i].kind;
	}
	if (is_service_account(name))
		return PRIVATE_JSON;
	for (size_t i = 0; i < COUNTOF(endings); i++) {
		for (str rest = str_of(endings[i].tails); rest.p != NULL;) {
			str tail = str_cut(&rest, ' ');
			if (str_ends(name, tail) && name.n > tail.n)
				return endings[i].kind == PRIVATE_ENV ? env_kind(name)
								      : endings[i].kind;
		}
	}
	return PRIVATE_NOT;
}
