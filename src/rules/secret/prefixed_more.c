/* More of the same, and places where programs are given a password. */
#include "rules/secret/secret.h"

const struct rule rules_secret_prefixed_more[] = {
	{
		.id = "SE086",
		.name = "atlassian_data_center_token",
		.title = "Bitbucket, Jira or Confluence data center token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("BBDC-", "BBDC-[A-Za-z0-9+/@_\\-]{40,50}", SECRET_CASE, 3.8, NULL,
		      "the profile, HTTP access tokens: revoke"),
		.bad = "ATLASSIAN_DATA_CENTER_TOKEN="
		       "BBDC-pZeYOl8eS"
		       "@AjD/WY@xXqp"
		       "PLh8acYJKZ4J"
		       "MbqLM7KNi4"
		       "P"
		       "\n",
		.good = "ref=BBD"
			"C-pZeY\n",
	},
	{
		.id = "SE087",
		.name = "wundergraph_key",
		.title = "WunderGraph Cosmo API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("cosmo_", "cosmo_[0-9a-f]{32}", SECRET_CASE, 3.0, NULL,
		      "WunderGraph Cosmo studio, API keys: delete"),
		.bad = "WUNDERGRAPH_KEY="
		       "cosmo_1c77fc4c"
		       "011f1bd38f1f"
		       "34920fbd01f4"
		       "\n",
		.good = "ref=cos"
			"mo_1c7\n",
	},
	{
		.id = "SE088",
		.name = "gitlab_runner_token_old_way",
		.title = "GitLab runner or workspace token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("glrtr- glwt-", "gl(?:rtr|wt)-[0-9A-Za-z_\\-]{20,50}", SECRET_CASE, 3.0, NULL,
		      "GitLab, the runner or workspace: reset the token"),
		.bad = "GITLAB_RUNNER_TOKEN_OLD_WAY="
		       "glrtr-UBxEnyDH"
		       "UXQBKLJ36Tmr"
		       "\n",
		.good = "ref=gl"
			"rtr-UB\n",
	},
	{
		.id = "SE089",
		.name = "postman_collection_token",
		.title = "Postman collection access token",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("PMAT-", "PMAT-[0-9A-Z]{26}", SECRET_CASE, 3.0, NULL,
		      "Postman, the collection, Share via API: revoke"),
		.bad = "POSTMAN_COLLECTION_TOKEN="
		       "PMAT-WH6UQIYHI"
		       "TC1V4219056W"
		       "D5RA6"
		       "\n",
		.good = "ref=PMA"
			"T-WH6U\n",
	},
	{
		.id = "SE122",
		.name = "newrelic_mobile_token",
		.title = "New Relic mobile app token",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TEXT("-NRMA",
		     "(?<![A-Za-z0-9])((?:AA[0-9a-f]{40}|eu01xx[0-9a-f]{36})-NRMA)(?!["
		     "A-Za-z0-9])",
		     SECRET_CASE, 3.0, NULL, "New Relic, API keys: delete"),
		.bad = "NEWRELIC_MOBILE_TOKEN="
		       "AAc9efc6d892aa"
		       "68bfcc8c9283"
		       "44b16103485a"
		       "1c29-NRMA"
		       "\n",
		.good = "MOBILE"
			"=-NRMA\n",
	},
	{
		.id = "SE123",
		.name = "sonarcloud_token",
		.title = "SonarQube Cloud token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("sqco_", "sqco_[0-9A-Za-z]{50,64}", SECRET_CASE, 3.5, NULL,
		      "SonarQube Cloud, My account, Security: revoke"),
		.bad = "SONARCLOUD_TOKEN="
		       "sqco_NTfdls03S"
		       "lr9VPoYsq4R0"
		       "72On82woepGq"
		       "cxGewqBYvg"
		       "542ZkOWj"
		       "\n",
		.good = "ref=sqc"
			"o_NTfd\n",
	},
	{
		.id = "SE124",
		.name = "fullstory_key",
		.title = "FullStory API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("na1. eu1.", "(?:na|eu)1\\.[A-Za-z0-9+/]{90,110}", SECRET_CASE, 4.5,
		      secret_verify_mixed, "FullStory, Settings, API keys: delete"),
		.bad = "FULLSTORY_KEY="
		       "na1.9app8dY+3x"
		       "ZzMbnqr2Ytbg"
		       "tcUsSh5lm/eM"
		       "9IjlWBl132"
		       "zN4t8+wVxx2hDn"
		       "k44CJxqviOst"
		       "SP5SVG/lrt"
		       "LgRWq2D8M3dZ"
		       "\n",
		.good = "ref=na1"
			".9app8\n",
	},
	{
		.id = "SE146",
		.name = "robinhood_key",
		.title = "Robinhood Crypto API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("rh-api-",
		      "rh-api-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{"
		      "12}",
		      SECRET_CASE, 3.0, NULL, "Robinhood, Crypto account settings, API keys"),
		.bad = "ROBINHOOD_KEY="
		       "rh-api-f3d0201"
		       "b-e8c2-b715-"
		       "68b9-26bef73"
		       "fecde"
		       "\n",
		.good = "ref=rh-"
			"api-f3\n",
	},
	{
		.id = "SE147",
		.name = "endor_labs_key",
		.title = "Endor Labs API key or secret",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("endr+", "endr\\+[A-Za-z0-9\\-]{16}", SECRET_CASE, 3.0, NULL,
		      "Endor Labs, Access control, API keys: delete"),
		.bad = "ENDOR_LABS_KEY="
		       "endr+XKHofOSzy"
		       "g9UvQV8"
		       "\n",
		.good = "ref=en"
			"dr+XK\n",
	},
	{
		.id = "SE148",
		.name = "bannerbear_key",
		.title = "Bannerbear API key",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("bb_pr_ bb_ma_", "bb_(?:pr|ma)_[0-9a-f]{30}", SECRET_CASE, 3.0, NULL,
		      "Bannerbear, Settings, API key"),
		.bad = "BANNERBEAR_KEY="
		       "bb_ma_a701070d"
		       "26d7f79a73af"
		       "f5cfd45011"
		       "\n",
		.good = "ref=bb_"
			"ma_a70\n",
	},
	{
		.id = "SE149",
		.name = "nightfall_key",
		.title = "Nightfall API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("NF-", "NF-[A-Za-z0-9]{32}", SECRET_CASE, 3.5, secret_verify_mixed,
		      "Nightfall, Developer platform, API keys: delete"),
		.bad = "NIGHTFALL_KEY="
		       "NF-BX9zfQjdgF1"
		       "Rb853iGn95dC"
		       "I7Xd93LGw"
		       "\n",
		.good = "ref=NF-"
			"BX9zfQ\n",
	},
	{
		.id = "SE175",
		.name = "tines_webhook",
		.title = "Tines webhook",
		ROW(HIGH, HIGH, 798, ".env"),
		TEXT(".tines.com/webhook/",
		     "\\.tines\\.com/webhook/[0-9a-z]{32}/([0-9a-z]{32})(?![0-9a-z])", SECRET_CASE,
		     3.0, NULL, "Tines, the webhook: make a new secret"),
		.bad = "HOOK="
		       "https://acme.t"
		       "ines.com/web"
		       "hook/azhi7nx"
		       "g0aihseqgl"
		       "b0zub21rodp87j"
		       "6/ljdtfyhp68"
		       "17w18jq7sh"
		       "8fx9v5lxerpo"
		       "\n",
		.good = "HOOK=https://acme.tines.co"
			"m/webhook/${ID}/${SECRET}\n",
	},
	{
		.id = "SE176",
		.name = "nats_nkey_seed",
		.title = "NATS nkey seed",
		ROW(HIGH, HIGH, 798, ".env"),
		VALUE("nkey seed", "S[UANOCX][A-P][A-Z2-7]{55}", 0, 3.5, NULL,
		      "nsc: generate a new key, and take the old one out"),
		.bad = "nkey="
		       "SUAMZBMNCNZ3HG"
		       "JWJKT4IEEEA2"
		       "RZSJO5B252ZQ"
		       "XCHOTDGTSG"
		       "43N3UEBS3U"
		       "\n",
		.good = "nkey=$"
			"{nkey}\n",
	},
	{
		.id = "SE177",
		.name = "slack_client_token",
		.title = "Slack token of a signed-in browser",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("xoxc-", "xoxc-[0-9]{10,13}-[0-9]{10,13}-[0-9]{10,13}-[0-9a-f]{64}",
		      SECRET_CASE, 3.0, NULL, "Slack: sign out of all sessions"),
		.bad = "SLACK_CLIENT_TOKEN="
		       "xoxc-404451307"
		       "871-60964382"
		       "9306-0665941"
		       "008368-07c"
		       "beac0ddd60132f"
		       "96aa87e5a4bb"
		       "15d4dcc513"
		       "d4654c340b67c0"
		       "1ffff3195f8"
		       "\n",
		.good = "ref=xox"
			"c-4044\n",
	},
	{
		.id = "SE178",
		.name = "bitcoin_extended_key",
		.title = "Extended private key of a Bitcoin wallet",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("xprv9 yprvA zprvA", "[xyz]prv[9A][1-9A-HJ-NP-Za-km-z]{100,112}", SECRET_CASE,
		      4.0, NULL, "move the funds to a new wallet"),
		.bad = "BITCOIN_EXTENDED_KEY="
		       "xprv9pduCX8QL6"
		       "nR1agF958XPe"
		       "8HHTYMLm8jpk"
		       "xWVi8Av3L7"
		       "12MWT6bVGdGLkV"
		       "ZUM7a3pcABC9"
		       "cYakEd6BxP"
		       "DCMyfL4U3RQQC7"
		       "kvedcFrr"
		       "\n",
		.good = "ref=xpr"
			"v9pduC\n",
	},
	{
		.id = "SE179",
		.name = "nostr_private_key",
		.title = "Nostr private key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("nsec1", "nsec1[02-9ac-hj-np-z]{58}", SECRET_CASE, 3.5, NULL,
		      "make a new key and tell who follows"),
		.bad = "NOSTR_PRIVATE_KEY="
		       "nsec1rvep5rn43"
		       "03dq34zcsmc7"
		       "jz5jya3xs7fy"
		       "5xdypkr9wt"
		       "zwdvsm9yngkwdz"
		       "n"
		       "\n",
		.good = "ref=nse"
			"c1rvep\n",
	},
	{
		.id = "SE252",
		.name = "curl_option",
		.title = "Password in an option of libcurl",
		ROW(HIGH, HIGH, 798, "a.php"),
		TEXT("CURLOPT_",
		     "(?|CURLOPT_(?:PROXY)?USERPWD[\"']?[ \\t]*(?:,|=>|\\)?[ \\t]*=)[ "
		     "\\t]*[\"'][^:\"'\\s]{1,80}:([^\"'\\s$<>{}]{3,128})[\"']|CURLOPT_"
		     "(?:(?:PROXY|KEY)?PASSWORD|KEYPASSWD|XOAUTH2_BEARER)[\"']?[ \\t]*"
		     "(?:,|=>)[ \\t]*[\"']([^\"'\\s$<>{}]{3,512})[\"'])",
		     SECRET_SHORT, 0, secret_verify_typed, "change the password on the server"),
		.bad = "curl_setopt($h"
		       ", CURLOPT_US"
		       "ERPWD, \"svc:"
		       "wck16neIXP"
		       "EcFx\");"
		       "\n",
		.good = "curl_setopt($h, CURLO"
			"PT_USERPWD, $login);\n",
	},
	{
		.id = "SE253",
		.name = "server_command",
		.title = "Password given to a server, a mount or a network",
		ROW(HIGH, HIGH, 798, "run.sh"),
		TEXT("rabbitmqctl wpa_passphrase wpa-psk requirepass masterauth lftp sudo\t-S "
		     "net\tuse rootpw",
		     "(?|\\brabbitmqctl\\b[^\\n|;]{0,80}?\\b(?:add_user|change_passwor"
		     "d)[ \\t]+[^\\s]{1,60}[ \\t]+[\"']?([^\\s\"'$<>{}\\\\|]{4,100})|"
		     "\\bwpa_passphrase[ \\t]+[^\\s]{1,40}[ \\t]+[\"']?([^\\s\"'$<>{}"
		     "\\\\|]{8,63})|\\bwpa-psk[ \\t]+[\"']?([^\\s\"'$<>{}\\\\|]{8,63})"
		     "|^[ \\t]*(?:requirepass|masterauth|rootpw)[ \\t]+[\"']?([^\\s\"'"
		     "$<>{}\\\\|]{4,100})|\\blftp\\b[^\\n|;]{0,80}?[ \\t]-u[ \\t]+[\"'"
		     "]?[^\\s,\"']{1,60},([^\\s\"'$<>{}\\\\|]{4,100})|\\becho[ \\t]+["
		     "\"']?([^\\s\"'$<>{}\\\\|]{4,100})[\"']?[ \\t]*\\|[ \\t]*sudo[ "
		     "\\t]+-S|\\bnet[ \\t]+use\\b[^\\n]{0,160}?/user:[^\\s]{1,80}[ \\t"
		     "]+[\"']?([^\\s\"'$<>{}\\\\|/]{4,100}))",
		     SECRET_SHORT, 0, secret_verify_typed, "change the password"),
		.bad = "rabbitmqctl ad"
		       "d_user app R"
		       "aeXd5UA0Bjs8"
		       "1"
		       "\n",
		.good = "rabbitmqctl add_"
			"user app \"$PASS\"\n",
	},
};
