/* Code hosts. GitHub and npm tokens end in base62 of a CRC-32; GitLab's routable tokens in base36
 * of one. */
#include "rules/secret/secret.h"

const struct rule rules_secret_hosts[] = {
	{
		.id = "SE090",
		.name = "github_pat",
		.title = "GitHub personal access token (classic)",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("ghp_", "ghp_[A-Za-z0-9]{36}", SECRET_ANYWHERE, 3.0, secret_verify_crc_base62,
		      "https://github.com/settings/tokens"),
		.bad = "GITHUB_TOKEN="
		       "ghp_0qcvGlL"
		       "YJsgRsAG1"
		       "vWM1LHVP7zX"
		       "ySm0mqq7V"
		       "\n",
		.good = "ref=gh"
			"p_0qc\n",
	},
	{
		.id = "SE091",
		.name = "github_oauth",
		.title = "GitHub OAuth token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("gho_", "gho_[A-Za-z0-9]{36}", SECRET_ANYWHERE, 3.0, secret_verify_crc_base62,
		      "https://github.com/settings/applications"),
		.bad = "GITHUB_TOKEN="
		       "gho_NRYqGBw"
		       "AZs2jwtpg"
		       "YL2LLT0iEvJ"
		       "zRd3E7aI6"
		       "\n",
		.good = "ref=gh"
			"o_NRY\n",
	},
	{
		.id = "SE092",
		.name = "github_user_server",
		.title = "GitHub app user token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("ghu_", "ghu_[A-Za-z0-9]{36}", SECRET_ANYWHERE, 3.0, secret_verify_crc_base62,
		      "https://github.com/settings/applications"),
		.bad = "GITHUB_TOKEN="
		       "ghu_F9dVVeT"
		       "kXkf3khPc"
		       "IFXSeqFqHIM"
		       "jtt1BI97D"
		       "\n",
		.good = "ref=gh"
			"u_F9d\n",
	},
	{
		.id = "SE093",
		.name = "github_app_token",
		.title = "GitHub app installation token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("ghs_",
		      "ghs_(?:[A-Za-z0-9]{36}|[0-9]{1,12}_eyJ[A-Za-z0-9_\\-]{10,1000}\\.[A-"
		      "Za-z0-9_\\-]{10,2000}\\.[A-Za-z0-9_\\-]{10,1000})",
		      SECRET_ANYWHERE, 3.0, secret_verify_crc_base62,
		      "it lives one hour; DELETE /installation/token revokes it"),
		.bad = "GITHUB_TOKEN="
		       "ghs_ac5DCZK"
		       "IXjJNEh3J"
		       "0fcZdAyTPa0"
		       "Aj00mLCsM"
		       "\n",
		.good = "ref=gh"
			"s_ac5\n",
	},
	{
		.id = "SE094",
		.name = "github_refresh",
		.title = "GitHub refresh token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("ghr_", "ghr_(?:[A-Za-z0-9]{76}|[A-Za-z0-9]{36})", SECRET_ANYWHERE, 3.0,
		      secret_verify_crc_base62, "https://github.com/settings/apps/authorizations"),
		.bad = "GITHUB_REFRESH="
		       "ghr_gt7mSGV"
		       "CuXclYNYc"
		       "wEtocLcGFGC"
		       "rt33STpYk"
		       "\n",
		.good = "ref=gh"
			"r_gt7\n",
	},
	{
		.id = "SE095",
		.name = "github_fine_grained",
		.title = "GitHub fine-grained personal access token",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("github_pat_", "github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}", SECRET_ANYWHERE,
		      3.0, NULL, "https://github.com/settings/personal-access-tokens"),
		.bad = "GITHUB_TOKEN="
		       "github_pat_qpLy3"
		       "KAQniZ40lxX6Dp6"
		       "2w_Ca7p7B9HVroA0"
		       "pD4cZEdM91dmCnC"
		       "LjDYyoF6ShbHHfqj"
		       "7zsIp37tCMipqzy"
		       "\n",
		.good = "ref=githu"
			"b_pat_qpL\n",
	},
	{
		.id = "SE096",
		.name = "github_token_legacy",
		.title = "GitHub token (40 hexadecimal digits)",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("github_token github-token githubtoken github_api github-api githubapi "
		      "github_oauth github-oauth githuboauth github_pat github-pat githubpat "
		      "github_access github-access githubaccess gh_token gh-token ghtoken "
		      "github_key github-key githubkey github_secret github-secret "
		      "githubsecret github_auth github-auth githubauth",
		      "[0-9a-f]{40}", 0, 3.0, secret_verify_name,
		      "https://github.com/settings/tokens"),
		.bad = "GITHUB_TOKEN="
		       "30a8273eb67"
		       "2032ab76d"
		       "6e1d0c34a81"
		       "8232e6d69"
		       "\n",
		.good = "GITHUB_TOKEN=${GITHUB_TOKE"
			"N}\nGITHUB_TOKEN=<your key>\n",
	},
	{
		.id = "SE097",
		.name = "gitlab_pat",
		.title = "GitLab personal access token",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("glpat-", "glpat-[A-Za-z0-9_\\-]{20}", 0, 3.0, NULL,
		      "GitLab, User settings, Access tokens: revoke"),
		.bad = "GITLAB_TOKEN="
		       "glpat-y"
		       "Q8Mfbr"
		       "3LjQzPn"
		       "7pXGnd"
		       "\n",
		.good = "ref=glp"
			"at-yQ8\n",
	},
	{
		.id = "SE098",
		.name = "gitlab_pat_routable",
		.title = "GitLab personal access token (routable)",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("glpat-", "glpat-[A-Za-z0-9_\\-]{27,300}\\.(?:[0-9a-z]{2}\\.)?[0-9a-z]{9}", 0,
		      3.0, secret_verify_gitlab, "GitLab, User settings, Access tokens: revoke"),
		.bad = "GITLAB_TOKEN="
		       "glpat-W1Y81mOzu"
		       "icXpJHTUz3wN5"
		       "gqc_tza568THjpO"
		       "_uI.1c0beymri"
		       "\n",
		.good = "ref=glp"
			"at-W1Y\n",
	},
	{
		.id = "SE099",
		.name = "gitlab_deploy_token",
		.title = "GitLab deploy token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("gldt-", "gldt-[A-Za-z0-9_\\-]{20}", 0, 3.0, NULL,
		      "GitLab, Settings, Repository, Deploy tokens: revoke"),
		.bad = "GITLAB_DEPLOY_TOKEN="
		       "gldt-QM"
		       "0TDUr"
		       "B1SZ8no"
		       "jMY3c-"
		       "\n",
		.good = "ref=gl"
			"dt-QM0\n",
	},
	{
		.id = "SE100",
		.name = "gitlab_runner_token",
		.title = "GitLab runner authentication token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("glrt-", "glrt-(?:t[0-9]_)?[A-Za-z0-9_\\-]{20}", 0, 3.0, NULL,
		      "GitLab, Runners: delete the runner"),
		.bad = "GITLAB_RUNNER_TOKEN="
		       "glrt-kl"
		       "bm5Kg"
		       "W7PjIKT"
		       "ilCIMI"
		       "\n",
		.good = "ref=gl"
			"rt-klb\n",
	},
	{
		.id = "SE101",
		.name = "gitlab_runner_routable",
		.title = "GitLab runner authentication token (routable)",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("glrt-",
		      "glrt-t[0-9]_[A-Za-z0-9_\\-]{27,300}\\.(?:[0-9a-z]{2}\\.)?[0-9a-z]{9}", 0,
		      3.0, secret_verify_gitlab, "GitLab, Runners: delete the runner"),
		.bad = "GITLAB_RUNNER_ROUTABLE="
		       "glrt-t3_5rt7QfN"
		       "rUs9A_RZi0u5vi"
		       "CFu7_5DIJpNLY07"
		       "wjBZ.1c1r84mfv"
		       "\n",
		.good = "ref=gl"
			"rt-t3_\n",
	},
	{
		.id = "SE102",
		.name = "gitlab_runner_registration",
		.title = "GitLab runner registration token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("GR1348941", "GR1348941[A-Za-z0-9_\\-]{20}", SECRET_CASE, 3.0, NULL,
		      "GitLab, Runners: reset the registration token"),
		.bad = "GITLAB_RUNNER_REGISTRATION="
		       "GR134894"
		       "1sE17z"
		       "gjfHshz6"
		       "VkjIEyD"
		       "\n",
		.good = "ref=GR13"
			"48941sE1\n",
	},
	{
		.id = "SE103",
		.name = "gitlab_ci_job_token",
		.title = "GitLab CI job token",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("glcbt-", "glcbt-[0-9a-zA-Z]{1,5}_[A-Za-z0-9_\\-]{20}", 0, 3.0, NULL,
		      "it ends with its job"),
		.bad = "GITLAB_CI_JOB_TOKEN="
		       "glcbt-U_"
		       "7t3FUA"
		       "STNZeJTg"
		       "zGK6HP"
		       "\n",
		.good = "ref=glc"
			"bt-U_7\n",
	},
	{
		.id = "SE104",
		.name = "gitlab_trigger_token",
		.title = "GitLab pipeline trigger token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("glptt-", "glptt-[0-9a-f]{40}", 0, 3.0, NULL,
		      "GitLab, Settings, CI/CD, Pipeline triggers: revoke"),
		.bad = "GITLAB_TRIGGER_TOKEN="
		       "glptt-b37612"
		       "3285f2dde1d"
		       "adb9c45f86f2"
		       "4c4dc1a331e"
		       "\n",
		.good = "ref=glp"
			"tt-b37\n",
	},
	{
		.id = "SE105",
		.name = "gitlab_feed_token",
		.title = "GitLab feed token",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("glft-", "glft-[A-Za-z0-9_\\-]{20}", 0, 3.0, NULL,
		      "GitLab, User settings, Access tokens, Feed token: reset"),
		.bad = "GITLAB_FEED_TOKEN="
		       "glft-W9"
		       "3_eoR"
		       "IEg83Nm"
		       "3RbW0b"
		       "\n",
		.good = "ref=gl"
			"ft-W93\n",
	},
	{
		.id = "SE106",
		.name = "gitlab_mail_token",
		.title = "GitLab incoming mail token",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("glimt-", "glimt-[A-Za-z0-9_\\-]{25}", 0, 3.0, NULL,
		      "GitLab, User settings, Access tokens, Incoming email token: reset"),
		.bad = "GITLAB_MAIL_TOKEN="
		       "glimt-Eg"
		       "zRUHYyD"
		       "FWItkuhNl"
		       "_pchXwz"
		       "\n",
		.good = "ref=gli"
			"mt-Egz\n",
	},
	{
		.id = "SE107",
		.name = "gitlab_agent_token",
		.title = "GitLab agent for Kubernetes token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("glagent-", "glagent-[A-Za-z0-9_\\-]{50}", 0, 3.5, NULL,
		      "GitLab, Operate, Kubernetes clusters, the agent: revoke"),
		.bad = "GITLAB_AGENT_TOKEN="
		       "glagent-9atFbAo"
		       "_3K7kXWnQQvF5K"
		       "oyDkJKMxp-mUq0t"
		       "87SeQ0ah3feDx_"
		       "\n",
		.good = "ref=glag"
			"ent-9at\n",
	},
	{
		.id = "SE108",
		.name = "gitlab_oauth_secret",
		.title = "GitLab OAuth application secret",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("gloas-", "gloas-[A-Za-z0-9_\\-]{64}", 0, 3.5, NULL,
		      "GitLab, Applications: renew the secret"),
		.bad = "GITLAB_OAUTH_SECRET="
		       "gloas-HdAR_3"
		       "-_XAMiTcqlN"
		       "e-HaAlzZXCiCb"
		       "wJYY2ZipEc"
		       "2rtwNu1j6ilpq"
		       "8DFJjDquCay"
		       "\n",
		.good = "ref=glo"
			"as-HdA\n",
	},
	{
		.id = "SE109",
		.name = "gitlab_scim_token",
		.title = "GitLab SCIM token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("glsoat-", "glsoat-[A-Za-z0-9_\\-]{20}", 0, 3.0, NULL,
		      "GitLab, group SAML SSO settings: reset the SCIM token"),
		.bad = "GITLAB_SCIM_TOKEN="
		       "glsoat-"
		       "GMjsPM"
		       "QS_6jn5K"
		       "BqcLTw"
		       "\n",
		.good = "ref=gls"
			"oat-GMj\n",
	},
	{
		.id = "SE110",
		.name = "gitlab_feature_flag_token",
		.title = "GitLab feature flag client token",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("glffct-", "glffct-[A-Za-z0-9_\\-]{20}", 0, 3.0, NULL,
		      "GitLab, Deploy, Feature flags, Configure: reset"),
		.bad = "GITLAB_FEATURE_FLAG_TOKEN="
		       "glffct-"
		       "wPP7Ir"
		       "DVkSoki0"
		       "NWShgA"
		       "\n",
		.good = "ref=glf"
			"fct-wPP\n",
	},
	{
		.id = "SE111",
		.name = "gitlab_session",
		.title = "GitLab session cookie",
		ROW(HIGH, HIGH, 798, "run.sh"),
		TEXT("_gitlab_session", "_gitlab_session=([0-9a-z]{32})(?![0-9A-Za-z])", 0, 2.8,
		     NULL, "GitLab, User settings, Active sessions: revoke"),
		.bad = "curl -b \"_gitlab_session="
		       "880f840ce"
		       "503e19e"
		       "8d0faf7d7"
		       "a89e2b6"
		       "\" $URL\n",
		.good = "curl -b \"_gitlab_se"
			"ssion=$COOKIE\" $URL\n",
	},
	{
		.id = "SE112",
		.name = "bitbucket_app_password",
		.title = "Bitbucket app password",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("ATBB", "ATBB[A-Za-z0-9]{24}[0-9A-F]{8}", SECRET_CASE, 3.0,
		      secret_verify_crc_hex,
		      "https://bitbucket.org/account/settings/app-passwords"),
		.bad = "BITBUCKET_APP_PASSWORD="
		       "ATBB6bwnqb"
		       "xKqlHNBg"
		       "6sYqv0rhuZ"
		       "85AD8B9C"
		       "\n",
		.good = "ref=AT"
			"BB6bw\n",
	},
	{
		.id = "SE113",
		.name = "bitbucket_access_token",
		.title = "Bitbucket repository, project or workspace token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("ATCTT3", "ATCTT3[A-Za-z0-9_\\-=]{150,250}=[0-9A-F]{8}", SECRET_CASE, 3.5,
		      secret_verify_crc_hex,
		      "Bitbucket, the repository or workspace, Access tokens: revoke"),
		.bad = "BITBUCKET_ACCESS_TOKEN="
		       "ATCTT3xFfG0fW_eYTUEDuPZRCJEuQG2y"
		       "yBkD0j_MeXyTzEVPX9ODzfzFHmmEbnF"
		       "kRzLIFToqbJ9-Z1HML9R9SDVZiscnGyz"
		       "m9dX86SijHBxY3RhEGZm2kVyhNq-Zat"
		       "L63tUtoqd6txk4wTOrI9AMQnxsB7uwHg"
		       "M00uJLFplpUphM7_WAiKkT=E45B0192"
		       "\n",
		.good = "ref=ATC"
			"TT3xFf\n",
	},
	{
		.id = "SE114",
		.name = "bitbucket_client_secret",
		.title = "Bitbucket OAuth consumer key or secret",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("bitbucket", "[A-Za-z0-9=_\\-]{64}|[A-Za-z0-9]{32}", 0, 3.5,
		      secret_verify_name, "Bitbucket, workspace settings, OAuth consumers"),
		.bad = "BITBUCKET_CLIENT_SECRET="
		       "avdhs19qiCU"
		       "oA2iMxuB6L"
		       "tG5S7luhQ3eF"
		       "JHWnU5ad1"
		       "UP58UFsxKc0h"
		       "1Qhj0ZinVY"
		       "\n",
		.good = "BITBUCKET_CLIENT_SECRET=${BITBUCKET_CLIENT_"
			"SECRET}\nBITBUCKET_CLIENT_SECRET=<your key>\n",
	},
	{
		.id = "SE115",
		.name = "gitea_token",
		.title = "Gitea, Forgejo or Codeberg token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("gitea forgejo codeberg gogs", "[0-9a-f]{40}", 0, 3.0, secret_verify_name,
		      "the server, Settings, Applications: delete the token"),
		.bad = "GITEA_TOKEN="
		       "269a957168d"
		       "59184a0bb"
		       "485c806711f"
		       "b897cdee1"
		       "\n",
		.good = "GITEA_TOKEN=${GITEA_TOKEN"
			"}\nGITEA_TOKEN=<your key>\n",
	},
	{
		.id = "SE116",
		.name = "gitee_token",
		.title = "Gitee token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("gitee", "[0-9a-f]{32}", 0, 2.9, secret_verify_name,
		      "https://gitee.com/profile/personal_access_tokens"),
		.bad = "GITEE_TOKEN="
		       "a7a6aa936"
		       "6c2fd1a"
		       "9959b094b"
		       "8dcf134"
		       "\n",
		.good = "GITEE_TOKEN=${GITEE_TOKEN"
			"}\nGITEE_TOKEN=<your key>\n",
	},
	{
		.id = "SE117",
		.name = "sourcegraph_token",
		.title = "Sourcegraph access token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("sgp_", "sgp_(?:[0-9a-fA-F]{16}_|local_)?[0-9a-fA-F]{40}", 0, 3.0, NULL,
		      "Sourcegraph, User settings, Access tokens: delete"),
		.bad = "SOURCEGRAPH_TOKEN="
		       "sgp_3ab93cd"
		       "9e5a8ae9e"
		       "_f0f8f715a4"
		       "e75050da7"
		       "5f164abab56"
		       "9defc121d1"
		       "\n",
		.good = "ref=sg"
			"p_3ab\n",
	},
	{
		.id = "SE118",
		.name = "sourcegraph_gateway_token",
		.title = "Sourcegraph licence or gateway key",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("slk_ sgd_", "(?:slk|sgd)_[0-9a-f]{64}", 0, 3.0, NULL,
		      "Sourcegraph, the account team"),
		.bad = "SOURCEGRAPH_GATEWAY_TOKEN="
		       "slk_b6c34cb9"
		       "7cd538682f"
		       "94ef8c0bb877c"
		       "84ff4d8edf"
		       "da27d5b7db48"
		       "c2ca93e20b7"
		       "\n",
		.good = "ref=sl"
			"k_b6c\n",
	},
	{
		.id = "SE119",
		.name = "sourcegraph_token_legacy",
		.title = "Sourcegraph access token (40 hexadecimal digits)",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("sourcegraph", "[0-9a-f]{40}", 0, 3.0, secret_verify_name,
		      "Sourcegraph, User settings, Access tokens: delete"),
		.bad = "SOURCEGRAPH_TOKEN="
		       "099fb0e577d"
		       "9955f38dc"
		       "11a5f0d742d"
		       "aa897ab8f"
		       "\n",
		.good = "SOURCEGRAPH_TOKEN=${SOURCEGRAPH_TO"
			"KEN}\nSOURCEGRAPH_TOKEN=<your key>\n",
	},
	{
		.id = "SE120",
		.name = "phabricator_token",
		.title = "Phabricator conduit token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("api- cli-", "(?:api|cli)-[a-z0-9]{28}", 0, 3.3, secret_verify_mixed,
		      "Phabricator, Settings, Conduit API tokens: terminate"),
		.bad = "PHABRICATOR_TOKEN="
		       "api-tvdxm"
		       "fdgxir4"
		       "hh2wo626x"
		       "775tfss"
		       "\n",
		.good = "ref=ap"
			"i-tvd\n",
	},
	{
		.id = "SE121",
		.name = "codeclimate_token",
		.title = "Code Climate reporter or access token",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("codeclimate code_climate code-climate cc_test_reporter "
		      "cc-test-reporter cctestreporter",
		      "[0-9a-f]{64}|[0-9a-f]{40}", 0, 3.0, NULL,
		      "https://codeclimate.com/profile/tokens"),
		.bad = "CC_TEST_REPORTER_ID="
		       "c4779a2879d"
		       "adcd368d2d"
		       "b62dcb2e0e2c"
		       "994010bf5"
		       "d66a65b5f165"
		       "c1d1c8b196"
		       "\n",
		.good = "CC_TEST_REPORTER_ID=${CC_TEST_REPORTE"
			"R_ID}\nCC_TEST_REPORTER_ID=<your key>\n",
	},
};
