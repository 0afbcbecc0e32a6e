/* Continuous integration and code quality. */
#include "rules/secret/secret.h"

const struct rule rules_secret_ci[] = {
	{
		.id = "SE150",
		.name = "circleci_pat",
		.title = "CircleCI personal or project token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("CCIPAT_ CCIPRJ_", "CCIP(?:AT|RJ)_[A-Za-z0-9]{22}_[0-9a-fA-F]{40}",
		      SECRET_CASE, 3.0, NULL, "https://app.circleci.com/settings/user/tokens"),
		.bad = "CIRCLECI_PAT="
		       "CCIPAT_5i1X6"
		       "CpyYm5DdvEB"
		       "3PbIZj_a47b09"
		       "09ee3eb59b"
		       "d8ce0e1f09423"
		       "de1be6521c1"
		       "\n",
		.good = "ref=CCI"
			"PAT_5i1\n",
	},
	{
		.id = "SE151",
		.name = "circleci_token",
		.title = "CircleCI token (40 hexadecimal digits)",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("circleci circle_token circle-token circletoken circle_ci circle-ci",
		      "[0-9a-f]{40}", 0, 3.0, secret_verify_name,
		      "https://app.circleci.com/settings/user/tokens"),
		.bad = "CIRCLE_TOKEN="
		       "e40dadb00af"
		       "9c96fa70a"
		       "34d9bf8abf9"
		       "dd3543a2f"
		       "\n",
		.good = "CIRCLE_TOKEN=${CIRCLE_TOKE"
			"N}\nCIRCLE_TOKEN=<your key>\n",
	},
	{
		.id = "SE152",
		.name = "buildkite_token",
		.title = "Buildkite API or agent token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("bkua_ bkat_ bkaj_ bkct_ bkpat_", "bk(?:ua|at|aj|ct|pat)_[A-Za-z0-9]{40,64}",
		      0, 3.0, NULL, "https://buildkite.com/user/api-access-tokens"),
		.bad = "BUILDKITE_TOKEN="
		       "bkua_b658a56"
		       "a9a58768ab"
		       "3cd3a83d0e52"
		       "28e8295b686"
		       "\n",
		.good = "ref=bk"
			"ua_b65\n",
	},
	{
		.id = "SE153",
		.name = "travis_token",
		.title = "Travis CI token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("travis", "[A-Za-z0-9_\\-]{22}", 0, 3.2, secret_verify_name,
		      "https://app.travis-ci.com/account/preferences"),
		.bad = "TRAVIS_API_TOKEN="
		       "tdwBeM"
		       "6_p9U"
		       "M7XALH"
		       "FDqtF"
		       "\n",
		.good = "TRAVIS_API_TOKEN=${TRAVIS_API_TO"
			"KEN}\nTRAVIS_API_TOKEN=<your key>\n",
	},
	{
		.id = "SE154",
		.name = "jenkins_token",
		.title = "Jenkins API token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("jenkins", "(?:11)?[0-9a-f]{32}", 0, 2.9, secret_verify_name,
		      "Jenkins, the user, Security, API token: revoke"),
		.bad = "JENKINS_API_TOKEN="
		       "11ce95c19"
		       "b086712c"
		       "35a215c62"
		       "b554f733"
		       "\n",
		.good = "JENKINS_API_TOKEN=${JENKINS_API_TO"
			"KEN}\nJENKINS_API_TOKEN=<your key>\n",
	},
	{
		.id = "SE155",
		.name = "drone_token",
		.title = "Drone CI token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("drone", "[A-Za-z0-9]{32}", 0, 3.3, secret_verify_name,
		      "Drone, User settings: rotate the token"),
		.bad = "DRONE_TOKEN="
		       "T0gmb6eRN"
		       "keOyBKu"
		       "Yfuk4A8EB"
		       "cF368Sv"
		       "\n",
		.good = "DRONE_TOKEN=${DRONE_TOKEN"
			"}\nDRONE_TOKEN=<your key>\n",
	},
	{
		.id = "SE156",
		.name = "codecov_token",
		.title = "Codecov upload token",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("codecov",
		      "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[a-z0"
		      "-9]{32}",
		      0, 2.8, secret_verify_name, "Codecov, the repository, Settings: regenerate"),
		.bad = "CODECOV_TOKEN="
		       "d6cfb176-7"
		       "d8e-f63e"
		       "-5e8e-a467"
		       "990fb772"
		       "\n",
		.good = "CODECOV_TOKEN=${CODECOV_TOKE"
			"N}\nCODECOV_TOKEN=<your key>\n",
	},
	{
		.id = "SE157",
		.name = "codacy_token",
		.title = "Codacy project or account token",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("codacy", "[A-Za-z0-9]{20}|[0-9a-f]{32}", 0, 3.0, secret_verify_name,
		      "Codacy, the account, Access management"),
		.bad = "CODACY_PROJECT_TOKEN="
		       "d52d40cc6"
		       "f9027aa"
		       "c5f9af111"
		       "1a9ec76"
		       "\n",
		.good = "CODACY_PROJECT_TOKEN=${CODACY_PROJECT_"
			"TOKEN}\nCODACY_PROJECT_TOKEN=<your key>\n",
	},
	{
		.id = "SE158",
		.name = "coveralls_token",
		.title = "Coveralls repository token",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("coveralls", "[A-Za-z0-9]{32,37}", 0, 3.0, secret_verify_name,
		      "Coveralls, the repository, Settings: regenerate"),
		.bad = "COVERALLS_REPO_TOKEN="
		       "sOeWnF8Pa"
		       "Y9CQ9ja"
		       "4qQDa1OUg"
		       "l05coKp"
		       "\n",
		.good = "COVERALLS_REPO_TOKEN=${COVERALLS_REPO_"
			"TOKEN}\nCOVERALLS_REPO_TOKEN=<your key>\n",
	},
	{
		.id = "SE159",
		.name = "sonar_token",
		.title = "SonarQube or SonarCloud token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("squ_ sqp_ sqa_ sqb_", "sq[upab]_[0-9a-f]{40}", 0, 3.0, NULL,
		      "SonarQube, My account, Security: revoke"),
		.bad = "SONAR_TOKEN="
		       "squ_45ba569e"
		       "fd4b95e84a"
		       "69090fae52cf"
		       "9ab5a51b69"
		       "\n",
		.good = "ref=sq"
			"u_45b\n",
	},
	{
		.id = "SE160",
		.name = "sonar_token_legacy",
		.title = "SonarQube token (40 hexadecimal digits)",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("sonar", "[0-9a-f]{40}", 0, 3.0, secret_verify_name,
		      "SonarQube, My account, Security: revoke"),
		.bad = "SONAR_TOKEN="
		       "2f60b94aa33"
		       "164da99bf"
		       "5131b78efc8"
		       "716ad60ae"
		       "\n",
		.good = "SONAR_TOKEN=${SONAR_TOKEN"
			"}\nSONAR_TOKEN=<your key>\n",
	},
	{
		.id = "SE161",
		.name = "snyk_token",
		.title = "Snyk API token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("snyk", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", 0,
		      2.8, secret_verify_name, "https://app.snyk.io/account"),
		.bad = "SNYK_TOKEN="
		       "2ebbd92d-9"
		       "bd6-a523"
		       "-8bcf-0a1d"
		       "fc1d8438"
		       "\n",
		.good = "SNYK_TOKEN=${SNYK_TOKEN"
			"}\nSNYK_TOKEN=<your key>\n",
	},
	{
		.id = "SE162",
		.name = "snyk_prefixed_token",
		.title = "Snyk personal or service token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("snyk_uat. snyk_sat.", "snyk_[us]at\\.[0-9a-f]{8}\\.[A-Za-z0-9_\\-.]{40,120}",
		      0, 3.3, NULL, "https://app.snyk.io/account"),
		.bad = "SNYK_PREFIXED_TOKEN="
		       "snyk_uat.e5905c"
		       "2f.QIuRkhY3eWZ"
		       "UIczIba9dATYZfTg"
		       "0udBDe8X6kb3t"
		       "FyHO0Js4KDMWHotn"
		       "7WtdTgvRsT7vgP"
		       "\n",
		.good = "ref=snyk"
			"_uat.e59\n",
	},
	{
		.id = "SE163",
		.name = "harness_token",
		.title = "Harness API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("pat. sat.", "[ps]at\\.[A-Za-z0-9_\\-]{22}\\.[0-9a-f]{24}\\.[A-Za-z0-9]{20}",
		      0, 3.3, NULL, "Harness, Profile, My API keys: delete"),
		.bad = "HARNESS_TOKEN="
		       "pat.azEv9BBCN"
		       "wn9lBIzTNn4"
		       "ll.759daf0db7"
		       "c0b83ab25cb"
		       "6e4.6lNHlAwR0"
		       "1ngmYNJ9UQ0"
		       "\n",
		.good = "ref=pa"
			"t.azE\n",
	},
	{
		.id = "SE164",
		.name = "octopus_api_key",
		.title = "Octopus Deploy API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("API-", "API-[A-Z0-9]{26}", SECRET_CASE, 3.3, secret_verify_mixed,
		      "Octopus, Profile, API keys: revoke"),
		.bad = "OCTOPUS_API_KEY="
		       "API-FI65"
		       "O9ZM69T"
		       "96LAXYMG"
		       "I2ZNPZI"
		       "\n",
		.good = "ref=AP"
			"I-FI6\n",
	},
	{
		.id = "SE165",
		.name = "teamcity_token",
		.title = "TeamCity access token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("eyJ0eXAiOiAiVENWMiJ9",
		      "eyJ0eXAiOiAiVENWMiJ9\\.[A-Za-z0-9_\\-]{30,200}\\.[A-Za-z0-9_\\-]{30,20"
		      "0}",
		      SECRET_CASE, 3.5, NULL, "TeamCity, Profile, Access tokens: delete"),
		.bad = "TEAMCITY_TOKEN="
		       "eyJ0eXAiOiAiVE"
		       "NWMiJ9.FZ2SBi"
		       "YPXAk9eFYIk7AJl"
		       "Q8TTEz4iH.Cg"
		       "gX8OTzW8P7CEK0g"
		       "Y5cWhTQb5bm-k"
		       "\n",
		.good = "ref=eyJ0eXAiOi"
			"AiVENWMiJ9.FZ\n",
	},
	{
		.id = "SE166",
		.name = "appveyor_token",
		.title = "AppVeyor API token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("v2.", "v2\\.[a-z0-9]{20}", 0, 3.3, secret_verify_mixed,
		      "https://ci.appveyor.com/api-keys"),
		.bad = "APPVEYOR_TOKEN="
		       "v2.gv3"
		       "9ihz2"
		       "qo190z8"
		       "x1kjd"
		       "\n",
		.good = "ref=v"
			"2.gv3\n",
	},
	{
		.id = "SE167",
		.name = "bitrise_token",
		.title = "Bitrise access token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("bitrise", "[A-Za-z0-9_\\-]{86}", 0, 4.0, secret_verify_name,
		      "Bitrise, Account settings, Security: revoke"),
		.bad = "BITRISE_TOKEN="
		       "-sbHLhs71-RO7v-"
		       "VHsR7TyNRyHND"
		       "SNYGMrLvigwOtQ9K"
		       "V7OJaGaqBckfi"
		       "PL4mDyhuAX2nUuD"
		       "MSC_LPOEjf625_"
		       "\n",
		.good = "BITRISE_TOKEN=${BITRISE_TOKE"
			"N}\nBITRISE_TOKEN=<your key>\n",
	},
	{
		.id = "SE168",
		.name = "semaphore_token",
		.title = "Semaphore CI token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("semaphore", "[A-Za-z0-9_\\-]{20,40}", 0, 3.3, secret_verify_name,
		      "Semaphore, Account: reset the API token"),
		.bad = "SEMAPHORE_API_TOKEN="
		       "Qfl32n"
		       "EPrI"
		       "C_hvTh"
		       "f0jL"
		       "\n",
		.good = "SEMAPHORE_API_TOKEN=${SEMAPHORE_API_T"
			"OKEN}\nSEMAPHORE_API_TOKEN=<your key>\n",
	},
	{
		.id = "SE169",
		.name = "infracost_key",
		.title = "Infracost API key",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("ico-", "ico-[A-Za-z0-9]{32}", 0, 3.3, secret_verify_mixed,
		      "Infracost Cloud, Org settings, API tokens"),
		.bad = "INFRACOST_KEY="
		       "ico-u09kzQ"
		       "Goa7K7H4"
		       "TzKQwZ3hzE"
		       "F1RL3cDP"
		       "\n",
		.good = "ref=ic"
			"o-u09\n",
	},
	{
		.id = "SE170",
		.name = "browserstack_key",
		.title = "BrowserStack access key",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("browserstack", "[A-Za-z0-9]{20}", 0, 3.0, secret_verify_name,
		      "https://www.browserstack.com/accounts/profile"),
		.bad = "BROWSERSTACK_ACCESS_KEY="
		       "j0bTkj"
		       "2VML"
		       "QQfCjJ"
		       "uduB"
		       "\n",
		.good = "BROWSERSTACK_ACCESS_KEY=${BROWSERSTACK_ACCE"
			"SS_KEY}\nBROWSERSTACK_ACCESS_KEY=<your key>\n",
	},
	{
		.id = "SE171",
		.name = "saucelabs_key",
		.title = "Sauce Labs access key",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("sauce", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", 0,
		      2.8, secret_verify_name, "Sauce Labs, User settings: regenerate"),
		.bad = "SAUCE_ACCESS_KEY="
		       "92d8f2b8-a"
		       "ccf-1887"
		       "-4c97-e56a"
		       "64874cde"
		       "\n",
		.good = "SAUCE_ACCESS_KEY=${SAUCE_ACCESS_"
			"KEY}\nSAUCE_ACCESS_KEY=<your key>\n",
	},
	{
		.id = "SE172",
		.name = "cypress_record_key",
		.title = "Cypress record key",
		ROW(LOW, MEDIUM, 798, ".env"),
		VALUE("cypress", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", 0,
		      2.8, secret_verify_name, "Cypress Cloud, the project: remove the record key"),
		.bad = "CYPRESS_RECORD_KEY="
		       "58808b3b-0"
		       "0d0-5c96"
		       "-4f08-d3a1"
		       "b373a816"
		       "\n",
		.good = "CYPRESS_RECORD_KEY=${CYPRESS_RECORD"
			"_KEY}\nCYPRESS_RECORD_KEY=<your key>\n",
	},
	{
		.id = "SE173",
		.name = "chromatic_token",
		.title = "Chromatic project token",
		ROW(LOW, HIGH, 798, ".env"),
		TOKEN("chpt_", "chpt_[0-9a-f]{12,40}", 0, 2.5, NULL,
		      "Chromatic, the project, Configure: reset"),
		.bad = "CHROMATIC_TOKEN="
		       "chpt_"
		       "3b8"
		       "38fa6"
		       "648f"
		       "\n",
		.good = "ref=ch"
			"pt_3b8\n",
	},
	{
		.id = "SE174",
		.name = "localstack_token",
		.title = "LocalStack auth token",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("localstack", "ls-[A-Za-z0-9\\-]{30,60}|[A-Za-z0-9]{10}", 0, 3.0,
		      secret_verify_name, "https://app.localstack.cloud/workspace/auth-tokens"),
		.bad = "LOCALSTACK_AUTH_TOKEN="
		       "ls-tE0etmL"
		       "U6S8dmagL"
		       "CHjJbYFDDfu"
		       "HD4pkJyNB"
		       "\n",
		.good = "LOCALSTACK_AUTH_TOKEN=${LOCALSTACK_AUTH_"
			"TOKEN}\nLOCALSTACK_AUTH_TOKEN=<your key>\n",
	},
};
