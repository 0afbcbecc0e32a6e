/* Secret managers, infrastructure tools and networks. */
#include "rules/secret/secret.h"

const struct rule rules_secret_vaults[] = {
	{
		.id = "SE360",
		.name = "vault_service_token",
		.title = "HashiCorp Vault service token",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("hvs.", "hvs\\.[A-Za-z0-9_\\-]{24,300}", 0, 3.3, NULL, "vault token revoke"),
		.bad = "VAULT_SERVICE_TOKEN="
		       "hvs.hyXrDZoSSX4OQ"
		       "bFIJodvkk2Bk8UA3"
		       "NLplgnnPaEUGGwguC"
		       "2qnSFZEk5dZADgYt"
		       "OTOKE07tgO7HtfoU0"
		       "f18k7cI5gm3luws9"
		       "\n",
		.good = "ref=hv"
			"s.hyX\n",
	},
	{
		.id = "SE361",
		.name = "vault_batch_token",
		.title = "HashiCorp Vault batch or recovery token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("hvb. hvr.", "hv[br]\\.[A-Za-z0-9_\\-]{24,500}", 0, 3.3, NULL,
		      "batch tokens cannot be revoked: revoke their parent"),
		.bad = "VAULT_BATCH_TOKEN="
		       "hvb.toGDysoj2hu7WZBAESyjUa"
		       "J9orZImOafg1WY39CUTp3QOSX"
		       "Zk2BqUzVptxp6NqNUcHY36P1PAv"
		       "uGSSQXl9LRySbnofTwNNGd_v"
		       "60gqOOnZydDK8tJzmtD2h7omjbv"
		       "usYIHfiQXa0GC1XTdNlV3WnkV"
		       "\n",
		.good = "ref=hv"
			"b.toG\n",
	},
	{
		.id = "SE362",
		.name = "vault_legacy_token",
		.title = "HashiCorp Vault token (before 1.10)",
		ROW(CRITICAL, MEDIUM, 798, ".env"),
		VALUE("vault token", "s\\.[A-Za-z0-9]{24}", 0, 3.5, secret_verify_vault_legacy,
		      "vault token revoke"),
		.bad = "ACCESS_TOKEN="
		       "s.f0rCh"
		       "NJ19uh"
		       "EYqbgbB"
		       "S7CZdJ"
		       "\n",
		.good = "ACCESS_TOKEN=${ACCESS_TOKE"
			"N}\nACCESS_TOKEN=<your key>\n",
	},
	{
		.id = "SE363",
		.name = "vault_token",
		.title = "Vault, Consul or Nomad token",
		ROW(CRITICAL, MEDIUM, 798, ".env"),
		VALUE("vault_token vault-token vaulttoken vault_secret vault-secret "
		      "vaultsecret vault_role vault-role vaultrole secret_id secret-id "
		      "secretid consul_http consul-http consulhttp consul_token consul-token "
		      "consultoken nomad_token nomad-token nomadtoken vault_dev vault-dev "
		      "vaultdev",
		      "[sb]\\.[A-Za-z0-9]{24}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]"
		      "{4}-[0-9a-f]{12}",
		      0, 2.8, secret_verify_name,
		      "vault token revoke; consul acl token delete; nomad acl token "
		      "delete"),
		.bad = "CONSUL_HTTP_TOKEN="
		       "678cd65d-e"
		       "c1e-a3ec"
		       "-3161-ec32"
		       "4fb2b81a"
		       "\n",
		.good = "CONSUL_HTTP_TOKEN=${CONSUL_HTTP_TO"
			"KEN}\nCONSUL_HTTP_TOKEN=<your key>\n",
	},
	{
		.id = "SE364",
		.name = "doppler_token",
		.title = "Doppler token",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("dp.pt. dp.st. dp.ct. dp.sa. dp.scim. dp.audit. dp.said.",
		      "dp\\.(?:pt|st|ct|sa|said|scim|audit)\\.(?:[a-z0-9_\\-]{2,35}\\.)?[A-Za"
		      "-z0-9]{40,44}",
		      0, 3.3, NULL, "https://dashboard.doppler.com, Access: revoke"),
		.bad = "DOPPLER_TOKEN="
		       "dp.pt.FI5pQEm"
		       "iecAv9B5wPf"
		       "n5d2kATZHvfyv"
		       "W6UWPJYaO2x0"
		       "\n",
		.good = "ref=dp."
			"pt.FI5\n",
	},
	{
		.id = "SE365",
		.name = "infisical_token",
		.title = "Infisical service token",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("st.", "st\\.[0-9a-f-]{24,36}\\.[0-9a-f]{32}\\.[0-9a-f]{32}", SECRET_CASE,
		      3.0, NULL, "Infisical, the project, Access control, Service tokens: delete"),
		.bad = "INFISICAL_TOKEN="
		       "st.9a2ff4ca27937"
		       "b6c51c6ab7a.123"
		       "40cc0c7e99d8483b"
		       "b07cf9483545d.9"
		       "a43d712bdb119996"
		       "c16419d75d16de2"
		       "\n",
		.good = "ref=s"
			"t.9a2\n",
	},
	{
		.id = "SE366",
		.name = "onepassword_secret_key",
		.title = "1Password secret key",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("A3-",
		      "A3-[A-Z0-9]{6}-(?:[A-Z0-9]{6}-[A-Z0-9]{5}|[A-Z0-9]{11})-[A-Z0-9]{5"
		      "}-[A-Z0-9]{5}-[A-Z0-9]{5}",
		      SECRET_CASE, 3.0, NULL, "1Password, My profile: regenerate the secret key"),
		.bad = "ONEPASSWORD_SECRET_KEY="
		       "A3-K8XGSM-4"
		       "88J6A-AM8"
		       "7Z-FOFLO-1Z"
		       "BOT-EGJ4N"
		       "\n",
		.good = "ref=A"
			"3-K8X\n",
	},
	{
		.id = "SE367",
		.name = "onepassword_service_token",
		.title = "1Password service account token",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("ops_eyJ ops_", "ops_eyJ[A-Za-z0-9+/_\\-]{200,2000}={0,3}", SECRET_CASE, 4.0,
		      NULL, "1Password, Developer, Service accounts: revoke"),
		.bad = "ONEPASSWORD_SERVICE_TOKEN="
		       "ops_eyJK7fNvaohr2GhvGUS3BV35oLHAMA4A8yjkzJtpS"
		       "uhJPg9JYTul8GL4dB7VaUBKYa8r1NPrxS6vGs5cttlXU"
		       "a1yX1mKsrojz9TFsOvcQnmhePzyl4vHdGzO6HfbBSMSdO"
		       "8gixz7Vgo0qqlpdJKypi96Xsj7Tx0ABtWEwzXXO8foav"
		       "DV9go2uxJz4ksNE5mTw3BKwpKQ5YacwgVMmXrZl11IogK"
		       "eKfhjK18IG95uWKTS20pTmp53ndXev98fZCS9VFv4FlG"
		       "\n",
		.good = "ref=ops"
			"_eyJK7f\n",
	},
	{
		.id = "SE368",
		.name = "pulumi_token",
		.title = "Pulumi access token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("pul-", "pul-[0-9a-f]{40}", 0, 3.0, NULL,
		      "https://app.pulumi.com/account/tokens"),
		.bad = "PULUMI_TOKEN="
		       "pul-11da6546"
		       "1e437e79f3"
		       "0ebecd8c0298"
		       "676f2ee975"
		       "\n",
		.good = "ref=pu"
			"l-11d\n",
	},
	{
		.id = "SE369",
		.name = "terraform_cloud_token",
		.title = "HCP Terraform (Terraform Cloud) token",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TEXT(".atlasv1.",
		     "(?<![A-Za-z0-9])([A-Za-z0-9]{14}\\.atlasv1\\.[A-Za-z0-9_=\\-]{60,70})"
		     "(?![A-Za-z0-9_=\\-])",
		     0, 3.5, NULL, "https://app.terraform.io/app/settings/tokens"),
		.bad = "TFE_TOKEN="
		       "Iqw1kfWm7fiLzG.a"
		       "tlasv1.Lz5pRSt"
		       "8GPtBmKP8XVyYHgv"
		       "M9RvReqZUwmkv1"
		       "kmqe5zB8qVbLDC9u"
		       "8rGCEk4opUyoC5"
		       "\n",
		.good = "TFE_TOKEN=xxx"
			".atlasv1.yyy\n",
	},
	{
		.id = "SE370",
		.name = "hashicorp_client_secret",
		.title = "HashiCorp Cloud client secret",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("hcp_client hcp-client hcpclient hcp_secret hcp-secret hcpsecret",
		      "[A-Za-z0-9_\\-]{64}", 0, 3.8, secret_verify_name,
		      "HCP portal, Access control, Service principals: delete the key"),
		.bad = "HCP_CLIENT_SECRET="
		       "HG063hroZ-N"
		       "rZ6KWC5xB7"
		       "13JZKsyoH6X2"
		       "6svREEXnT"
		       "jpVho4CrdJvF"
		       "DoyCkzK4Db"
		       "\n",
		.good = "HCP_CLIENT_SECRET=${HCP_CLIENT_SEC"
			"RET}\nHCP_CLIENT_SECRET=<your key>\n",
	},
	{
		.id = "SE371",
		.name = "akeyless_key",
		.title = "Akeyless or Conjur access key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("akeyless conjur", "[A-Za-z0-9+/]{43}=|[a-z0-9]{40,60}", 0, 3.5,
		      secret_verify_name, "the console, Auth methods: reset the key"),
		.bad = "AKEYLESS_ACCESS_KEY="
		       "6aO1YwBIIC3a"
		       "TPZphaZtrB"
		       "9Q+U2VtOFXWg"
		       "5i+jA50GJ="
		       "\n",
		.good = "AKEYLESS_ACCESS_KEY=${AKEYLESS_ACCESS"
			"_KEY}\nAKEYLESS_ACCESS_KEY=<your key>\n",
	},
	{
		.id = "SE372",
		.name = "bitwarden_token",
		.title = "Bitwarden Secrets Manager access token",
		ROW(CRITICAL, MEDIUM, 798, ".env"),
		VALUE("bws bitwarden token",
		      "0\\.[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\.["
		      "A-Za-z0-9]{30}:[A-Za-z0-9+/]{22}==",
		      0, 3.5, NULL, "Bitwarden Secrets Manager, Machine accounts: revoke"),
		.bad = "BWS_ACCESS_TOKEN="
		       "0.69501b32-af66-"
		       "239d-046a-49460"
		       "0c02fd5.09p3jiylq"
		       "ssJ9Dz7bHOxrqY"
		       "ORPd09Y:PebLU4qRd"
		       "15Z8POXTJofqT=="
		       "\n",
		.good = "BWS_ACCESS_TOKEN=${BWS_ACCESS_TO"
			"KEN}\nBWS_ACCESS_TOKEN=<your key>\n",
	},
	{
		.id = "SE373",
		.name = "age_secret_key",
		.title = "age secret key",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("AGE-SECRET-KEY-1 AGE-SECRET-KEY-PQ-1",
		      "AGE-SECRET-KEY-(?:PQ-)?(1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58,100"
		      "})",
		      0, 3.3, secret_verify_age,
		      "make a new key and re-encrypt what the old one opens"),
		.bad = "SOPS_AGE_KEY="
		       "AGE-SECRET-KE"
		       "Y-1S4J7QLJL"
		       "04UYAYRQ5USU4Q"
		       "RAWCE76Y35Q"
		       "TEHDEDLZJT8W0"
		       "GEV93SY2ZJLP"
		       "\n",
		.good = "ref=AGE-SECR"
			"ET-KEY-1S4J\n",
	},
	{
		.id = "SE374",
		.name = "wireguard_key",
		.title = "WireGuard private or preshared key",
		ROW(CRITICAL, MEDIUM, 798, ".env"),
		VALUE("privatekey presharedkey private_key private-key preshared_key "
		      "preshared-key psk wg_private wg-private wgprivate wireguard",
		      "[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=", 0, 3.8, secret_verify_wireguard,
		      "wg genkey on the peer, and its public key at the others"),
		.bad = "[Interface]\nPrivateKey = "
		       "n751YCS4hhUU"
		       "EpBVA0Vj+S"
		       "opmJUNGl7Hc7"
		       "cn+x9qlgY="
		       "\n",
		.good = "PrivateKey=${PrivateKey"
			"}\nPrivateKey=<your key>\n",
	},
	{
		.id = "SE375",
		.name = "tailscale_key",
		.title = "Tailscale key",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("tskey-",
		      "tskey-(?:api|auth|client|scim|webhook)-[A-Za-z0-9]{8,20}(?:CNTRL)?-"
		      "[A-Za-z0-9]{20,40}",
		      0, 3.3, NULL, "https://login.tailscale.com/admin/settings/keys"),
		.bad = "TAILSCALE_KEY="
		       "tskey-auth-"
		       "Snc2N1CiC"
		       "m1tCNTRL-ud"
		       "Giarmnb6p"
		       "bINcvKXy4oU"
		       "sbeW5jxkDQ"
		       "\n",
		.good = "ref=tsk"
			"ey-aut\n",
	},
	{
		.id = "SE376",
		.name = "ngrok_token",
		.title = "ngrok authtoken or API key",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("ngrok authtoken", "[0-9A-Za-z]{20,30}_[0-9A-Za-z]{15,30}", 0, 3.5,
		      secret_verify_name, "https://dashboard.ngrok.com/get-started/your-authtoken"),
		.bad = "NGROK_AUTHTOKEN="
		       "2PwgnVx6Usrb9"
		       "kkW3wvdX9oH"
		       "8Sh_Y3Hg67Bmv"
		       "EAKuW3XvA1Cq"
		       "\n",
		.good = "NGROK_AUTHTOKEN=${NGROK_AUTHTOK"
			"EN}\nNGROK_AUTHTOKEN=<your key>\n",
	},
	{
		.id = "SE377",
		.name = "ngrok_prefixed_token",
		.title = "ngrok API key",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("ak_2 cr_2", "(?:ak|cr)_2[A-Za-z0-9]{26}", SECRET_CASE, 3.5,
		      secret_verify_mixed, "https://dashboard.ngrok.com/api"),
		.bad = "NGROK_PREFIXED_TOKEN="
		       "cr_2wbSs"
		       "qvpo9MK"
		       "bCO7sb5D"
		       "Xra7Y6L"
		       "\n",
		.good = "ref=cr"
			"_2wbS\n",
	},
	{
		.id = "SE378",
		.name = "zerotier_token",
		.title = "ZeroTier or NetBird API token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("zerotier netbird nb_setup nb-setup nbsetup",
		      "[A-Za-z0-9]{32}|nbp_[A-Za-z0-9]{36}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-"
		      "f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
		      0, 3.0, secret_verify_name, "the admin console: revoke the token"),
		.bad = "ZEROTIER_TOKEN="
		       "pkEsuRcGq"
		       "xiSoOqa"
		       "Vy8DD9Qk1"
		       "pV25Mq7"
		       "\n",
		.good = "ZEROTIER_TOKEN=${ZEROTIER_TOK"
			"EN}\nZEROTIER_TOKEN=<your key>\n",
	},
	{
		.id = "SE379",
		.name = "netbird_pat",
		.title = "NetBird personal access token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("nbp_", "nbp_[A-Za-z0-9]{36}", 0, 3.3, secret_verify_mixed,
		      "NetBird, Settings, Access tokens: delete"),
		.bad = "NETBIRD_PAT="
		       "nbp_gvy83OD"
		       "oJRZcCq1l"
		       "DiShKu2mfp7"
		       "fX89ZaruA"
		       "\n",
		.good = "ref=nb"
			"p_gvy\n",
	},
	{
		.id = "SE380",
		.name = "dotenv_vault_key",
		.title = "dotenv vault or dotenvx key",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TEXT("dotenv://", "dotenv://:key_([0-9a-f]{64})@", 0, 3.0, NULL,
		     "dotenv-vault rotatekey"),
		.bad = "DOTENV_KEY=dotenv://:key_"
		       "af914b8adb5"
		       "47e992931a"
		       "85bc5167547b"
		       "cca02ea0e"
		       "d9f48f0535f0"
		       "4115c379a1"
		       "@dotenv.local/vault/.env.vault?environment=production\n",
		.good = "DOTENV_KEY=dotenv://:"
			"key_xxx@dotenv.local\n",
	},
	{
		.id = "SE381",
		.name = "framework_secret",
		.title = "Key of a web framework (Django, Rails, Flask, Laravel, Fernet)",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("rails_master rails-master railsmaster master_key master-key masterkey "
		      "secret_key_base secret-key-base secretkeybase app_key app-key appkey "
		      "fernet_key fernet-key fernetkey fernet dotenv_private dotenv-private "
		      "dotenvprivate cookie_secret cookie-secret cookiesecret session_secret "
		      "session-secret sessionsecret jwt_secret jwt-secret jwtsecret "
		      "nextauth_secret nextauth-secret nextauthsecret auth_secret auth-secret "
		      "authsecret signing_key signing-key signingkey",
		      "[0-9a-f]{32}|[0-9a-f]{64}|[0-9a-f]{128}|(?:base64:)?[A-Za-z0-9+/_\\-"
		      "]{43}=|[A-Za-z0-9+/_\\-]{86}==|AF5[A-Za-z0-9_\\-]{20}",
		      SECRET_GENERIC, 3.0, secret_verify_token,
		      "make a new key, and expect that sessions and signed links end"),
		.bad = "SECRET_KEY_BASE="
		       "c3f6e9652d23005e04ad92"
		       "c1e8f6267e509207f416"
		       "ee825eba1e296f2f440dcd8"
		       "b654196639b916b859f6"
		       "aea72fb4661379a1a8ee34"
		       "a32bdafed30529fd2ff87"
		       "\n",
		.good = "SECRET_KEY_BASE=${SECRET_KEY_BA"
			"SE}\nSECRET_KEY_BASE=<your key>\n",
	},
	{
		.id = "SE382",
		.name = "hashicorp_gossip_key",
		.title = "Gossip or cluster encryption key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("gossip encrypt_key encrypt-key encryptkey cluster_secret "
		      "cluster-secret clustersecret erlang_cookie erlang-cookie erlangcookie "
		      "kubeadm",
		      "[A-Za-z0-9+/]{43}=|[A-Z]{20}|[a-z0-9]{6}\\.[a-z0-9]{16}", 0, 3.3,
		      secret_verify_name, "rotate the key on every node"),
		.bad = "GOSSIP_ENCRYPT_KEY="
		       "qYCg+kinsZcb"
		       "x3SXqpOjSZ"
		       "9MzpMFcyDI00"
		       "hSsoPEm0J="
		       "\n",
		.good = "GOSSIP_ENCRYPT_KEY=${GOSSIP_ENCRYPT"
			"_KEY}\nGOSSIP_ENCRYPT_KEY=<your key>\n",
	},
	{
		.id = "SE383",
		.name = "rancher_token",
		.title = "Rancher API token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("token-", "token-[a-z0-9]{5}:[a-z0-9]{54}", 0, 3.3, NULL,
		      "Rancher, Account and API keys: delete"),
		.bad = "RANCHER_TOKEN="
		       "token-pxxkn:"
		       "l1xjzf4ni1"
		       "xp5bcepyledu"
		       "sem37d6t9i"
		       "fgechzqy9wch"
		       "nsf81sy0e4"
		       "\n",
		.good = "ref=tok"
			"en-pxx\n",
	},
	{
		.id = "SE384",
		.name = "defined_networking_token",
		.title = "Defined Networking token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("dnkey-", "dnkey-[A-Za-z0-9=_\\-]{26}-[A-Za-z0-9=_\\-]{52}", 0, 3.5, NULL,
		      "Defined Networking, API keys: delete"),
		.bad = "DEFINED_NETWORKING_TOKEN="
		       "dnkey-HQw-rzML9"
		       "5lM9NOVZyR1F_"
		       "5Nyn-jBWp5YloMd"
		       "kKqkuUpDXXLH7"
		       "ksMJcn2QDCFllUu"
		       "VEhRPZPhUvqJV7"
		       "\n",
		.good = "ref=dnk"
			"ey-HQw\n",
	},
	{
		.id = "SE385",
		.name = "cisco_meraki_key",
		.title = "Cisco Meraki API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("meraki", "[0-9a-f]{40}", 0, 3.0, secret_verify_name,
		      "Meraki dashboard, My profile, API access: revoke"),
		.bad = "MERAKI_API_KEY="
		       "bc4a2213542"
		       "1199062e8"
		       "6d16826aa1f"
		       "79656fec8"
		       "\n",
		.good = "MERAKI_API_KEY=${MERAKI_API_K"
			"EY}\nMERAKI_API_KEY=<your key>\n",
	},
};
