/* Package registries. */
#include "rules/secret/secret.h"

const struct rule rules_secret_registries[] = {
	{
		.id = "SE125",
		.name = "npm_token",
		.title = "npm access token",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("npm_", "npm_[A-Za-z0-9]{36}", SECRET_ANYWHERE, 3.0, secret_verify_crc_base62,
		      "npm, Access tokens: delete (npm token revoke)"),
		.bad = "NPM_TOKEN="
		       "npm_vcBuTYF"
		       "BBTOkBjE2"
		       "DLQ5kqBcjHK"
		       "AmQ3tx2wY"
		       "\n",
		.good = "ref=np"
			"m_vcB\n",
	},
	{
		.id = "SE126",
		.name = "npmrc_auth",
		.title = "npm registry credential in .npmrc",
		ROW(HIGH, HIGH, 798, ".npmrc"),
		TEXT("_auth :_password",
		     "(?im)(?::_auth(?:Token)?|:_password|^[ \\t]*_auth(?:Token)?)[ \\t]"
		     "*=[ \\t]*[\"\\']?([A-Za-z0-9+/=_.\\-]{8,400})[\"\\']?[ \\t]*$",
		     0, 2.5, NULL, "the registry, Access tokens: delete"),
		.bad = "//npm.corp.internal/:_authToken="
		       "4fa8d329-d"
		       "c87-f761"
		       "-a836-9882"
		       "14b7e52e"
		       "\n",
		.good = "//npm.corp.internal/:_"
			"authToken=${NPM_TOKEN}\n",
	},
	{
		.id = "SE127",
		.name = "npm_token_legacy",
		.title = "npm token (UUID)",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("npm_token npm-token npmtoken npm_auth npm-auth npmauth npm_key npm-key "
		      "npmkey",
		      "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", 0, 2.8,
		      secret_verify_name, "npm, Access tokens: delete"),
		.bad = "NPM_TOKEN="
		       "cf87225a-1"
		       "778-3e49"
		       "-1124-c0b0"
		       "99a3a32c"
		       "\n",
		.good = "NPM_TOKEN=${NPM_TOKEN}"
			"\nNPM_TOKEN=<your key>\n",
	},
	{
		.id = "SE128",
		.name = "pypi_token",
		.title = "PyPI upload token",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("pypi-AgE",
		      "pypi-AgE(?:IcHlwaS5vcmc|NdGVzdC5weXBpLm9yZw)[A-Za-z0-9_\\-]{50,1000"
		      "}",
		      SECRET_CASE, 3.5, secret_verify_macaroon,
		      "PyPI, Account settings, API tokens: remove"),
		.bad = "PYPI_TOKEN="
		       "pypi-AgEIcHlwaS5vcmcZGeN"
		       "jUgUyNIiic9C3erUbsZmkp"
		       "GbxRMc9dqGwYj6JUqZN_Wqjb_"
		       "l9_FnOnjHjQLFkPjXc4MkQ"
		       "ov51P6ubF1OEa_Pi3RzYBXwF"
		       "LjmK8bgz7GKHjhr8c8ybqtk"
		       "\n",
		.good = "ref=pypi"
			"-AgEIcH\n",
	},
	{
		.id = "SE129",
		.name = "crates_token",
		.title = "Crates registry token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("cio", "cio[A-Za-z0-9]{32}", SECRET_CASE, 3.6, secret_verify_mixed,
		      "the registry of crates, Account settings, API tokens: revoke"),
		.bad = "CARGO_REGISTRY_TOKEN="
		       "cio4tMs8m"
		       "HnWwSZD6"
		       "xDxH3qLatM"
		       "oBFxvzXc"
		       "\n",
		.good = "ref=c"
			"io4tM\n",
	},
	{
		.id = "SE130",
		.name = "nuget_api_key",
		.title = "NuGet API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("oy2", "oy2[a-z0-9]{43}", 0, 3.3, secret_verify_mixed,
		      "https://www.nuget.org/account/apikeys"),
		.bad = "NUGET_API_KEY="
		       "oy27tcdj54pa"
		       "dxiqbb5nct4"
		       "ayet82734a9y"
		       "7yc78r2jjjn"
		       "\n",
		.good = "ref=o"
			"y27tc\n",
	},
	{
		.id = "SE131",
		.name = "nuget_config_password",
		.title = "NuGet source password in clear text",
		ROW(HIGH, HIGH, 798, "nuget.config"),
		TEXT("cleartextpassword",
		     "(?i:<add[ \\t]+key=[\"\\']ClearTextPassword[\"\\'][ \\t]+value=[\"\\'])([^"
		     "\"\\'%$]{3,200})[\"\\']",
		     0, 0, NULL, "the feed's owner"),
		.bad = "<add key=\"ClearTextPassword\" value=\""
		       "FHoOM"
		       "A46"
		       "dF1nO"
		       "LrC"
		       "\" />\n",
		.good = "<add key=\"ClearTextPassword\""
			" value=\"%NUGET_PASSWORD%\" />\n",
	},
	{
		.id = "SE132",
		.name = "rubygems_token",
		.title = "RubyGems API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("rubygems_", "rubygems_[0-9a-f]{48}", 0, 3.0, NULL,
		      "https://rubygems.org/profile/api_keys"),
		.bad = "RUBYGEMS_TOKEN="
		       "rubygems_e9b2bd"
		       "f1343342d64bc"
		       "be923fc295ba9b5"
		       "d6a806cf966ae1"
		       "\n",
		.good = "ref=ruby"
			"gems_e9b\n",
	},
	{
		.id = "SE133",
		.name = "clojars_token",
		.title = "Clojars deploy token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("CLOJARS_", "(?i:CLOJARS_)[a-z0-9]{60}", 0, 3.3, NULL,
		      "https://clojars.org/tokens"),
		.bad = "CLOJARS_TOKEN="
		       "CLOJARS_wzie"
		       "n3n084q74n"
		       "px8gherslzu3t"
		       "3ux502a0mm"
		       "mx7hp6bwnupd"
		       "ghxbg5nssh0"
		       "\n",
		.good = "ref=CLOJ"
			"ARS_wzi\n",
	},
	{
		.id = "SE134",
		.name = "artifactory_api_key",
		.title = "Artifactory API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("AKCp", "AKCp[A-Za-z0-9]{69}", SECRET_CASE, 3.8, NULL,
		      "Artifactory, User profile: revoke the API key"),
		.bad = "ARTIFACTORY_KEY="
		       "AKCpfZqxtmFLm"
		       "JjP3Pn1VqE6"
		       "xMFNpgfp1vmrR"
		       "X7sYsa4AaYf"
		       "7dezyPXoeoaO1"
		       "5K1QfzabO7pE"
		       "\n",
		.good = "ref=AK"
			"CpfZq\n",
	},
	{
		.id = "SE135",
		.name = "artifactory_reference_token",
		.title = "Artifactory reference token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("cmVmdGtu cmVmd", "cmVmd[A-Za-z0-9]{59}", SECRET_CASE, 3.8, NULL,
		      "JFrog platform, Access tokens: revoke"),
		.bad = "ARTIFACTORY_REFERENCE_TOKEN="
		       "cmVmdGtuK9Q"
		       "OpI3wsKJ5p"
		       "pmI3GLBCpVW6"
		       "K8bnFRIGD"
		       "1eovO3NWVFg6"
		       "NQ26HPO0Fz"
		       "\n",
		.good = "ref=cmVm"
			"dGtuK9Q\n",
	},
	{
		.id = "SE136",
		.name = "jfrog_token",
		.title = "JFrog API key or identity token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("jfrog artifactory bintray xray", "[A-Za-z0-9]{64}|[A-Za-z0-9]{73}", 0, 3.6,
		      secret_verify_name, "JFrog platform, Access tokens: revoke"),
		.bad = "ARTIFACTORY_API_KEY="
		       "m3IMzMClRjMHZ"
		       "qGXT1kzvaLs"
		       "bkRAq0FmTW77J"
		       "h5o6dZJ5LKl"
		       "VviiezWatoTWI"
		       "X9Hclb63gCwH"
		       "\n",
		.good = "ARTIFACTORY_API_KEY=${ARTIFACTORY_API"
			"_KEY}\nARTIFACTORY_API_KEY=<your key>\n",
	},
	{
		.id = "SE137",
		.name = "dockerhub_pat",
		.title = "Docker Hub personal access token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("dckr_pat_", "dckr_pat_[A-Za-z0-9_\\-]{27}", 0, 3.0, NULL,
		      "https://app.docker.com/settings/personal-access-tokens"),
		.bad = "DOCKERHUB_PAT="
		       "dckr_pat_D"
		       "S4oHjgnr"
		       "3le4jHBi0m"
		       "DOVfkvhC"
		       "\n",
		.good = "ref=dckr"
			"_pat_DS4\n",
	},
	{
		.id = "SE138",
		.name = "dockerhub_oat",
		.title = "Docker Hub organisation access token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("dckr_oat_", "dckr_oat_[A-Za-z0-9_\\-]{32}", 0, 3.0, NULL,
		      "Docker Hub, the organisation, Access tokens: delete"),
		.bad = "DOCKERHUB_OAT="
		       "dckr_oat_2X"
		       "8q_-CGdM6"
		       "AA_M2oSFI2X"
		       "tP89moRnxo"
		       "\n",
		.good = "ref=dckr"
			"_oat_2X8\n",
	},
	{
		.id = "SE139",
		.name = "docker_swarm_join",
		.title = "Docker Swarm join token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("SWMTKN-1-", "SWMTKN-1-[a-z0-9]{50}-[a-z0-9]{25}", SECRET_CASE, 3.0, NULL,
		      "docker swarm join-token --rotate"),
		.bad = "DOCKER_SWARM_JOIN="
		       "SWMTKN-1-rw5hyu"
		       "95va4yrvs6ku0"
		       "d3o9k10dv1fsgvu"
		       "ob1888bxz0tcn"
		       "zrf-qk4c209tw4k"
		       "0u64k87zchxho0"
		       "\n",
		.good = "ref=SWMT"
			"KN-1-rw5\n",
	},
	{
		.id = "SE140",
		.name = "docker_swarm_unlock",
		.title = "Docker Swarm unlock key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("SWMKEY-1-", "SWMKEY-1-[A-Za-z0-9+/]{43}", SECRET_CASE, 3.0, NULL,
		      "docker swarm unlock-key --rotate"),
		.bad = "DOCKER_SWARM_UNLOCK="
		       "SWMKEY-1-7Xltf"
		       "YkzUJfnCviM7"
		       "ORA9FNf9LPp8Ka"
		       "nUam7a/2Vb5Z"
		       "\n",
		.good = "ref=SWMK"
			"EY-1-7Xl\n",
	},
	{
		.id = "SE141",
		.name = "packagist_token",
		.title = "Private Packagist token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("packagist_", "packagist_[a-z]{2,4}_[0-9a-f]{28,96}", 0, 3.0, NULL,
		      "Private Packagist, Settings, API access: delete"),
		.bad = "PACKAGIST_TOKEN="
		       "packagist_out_"
		       "5a533df66a2e5"
		       "4e3a3ce8ce17184"
		       "640fefd1ad9a"
		       "ba6425310b9e723"
		       "d920af0919fa9"
		       "\n",
		.good = "ref=packa"
			"gist_out\n",
	},
	{
		.id = "SE142",
		.name = "conda_token",
		.title = "conda channel token",
		ROW(HIGH, HIGH, 798, "environment.yml"),
		TEXT("/t/",
		     "/t/([a-z]{2}-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a"
		     "-f]{12})/",
		     0, 2.8, NULL, "anaconda.org, Settings, Access: remove the token"),
		.bad = "channels:\n  - https://conda.corp.internal/t/"
		       "/t/du-040e5"
		       "3cd-4645-0"
		       "024-d231-d83"
		       "94acfa79d/"
		       "/corp\n",
		.good = "channels:\n  - https://conda."
			"corp.internal/t/<TOKEN>/corp\n",
	},
	{
		.id = "SE143",
		.name = "conda_api_token",
		.title = "Anaconda token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("anaconda conda_token conda-token condatoken",
		      "[a-z]{2}-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{"
		      "12}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
		      0, 2.8, secret_verify_name,
		      "anaconda.org, Settings, Access: remove the token"),
		.bad = "ANACONDA_API_TOKEN="
		       "an-cb3421a"
		       "7-b3f0-03"
		       "74-6d8d-68b"
		       "d02e1c627"
		       "\n",
		.good = "ANACONDA_API_TOKEN=${ANACONDA_API_T"
			"OKEN}\nANACONDA_API_TOKEN=<your key>\n",
	},
	{
		.id = "SE144",
		.name = "deno_deploy_token",
		.title = "Deno Deploy access token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("ddp_ ddw_ ddo_", "dd[pwo]_[A-Za-z0-9]{36,40}", 0, 3.3, secret_verify_mixed,
		      "https://dash.deno.com/account"),
		.bad = "DENO_DEPLOY_TOKEN="
		       "ddp_8Ez7Ylv"
		       "p9TJDlI2T"
		       "QIbQMZr4aEP"
		       "aTGp2Ikor"
		       "\n",
		.good = "ref=dd"
			"p_8Ez\n",
	},
	{
		.id = "SE145",
		.name = "quay_token",
		.title = "Quay robot or OAuth token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("quay", "[A-Z0-9]{64}|[A-Za-z0-9]{40}", 0, 3.5, secret_verify_name,
		      "Quay, the organisation, Robot accounts: regenerate"),
		.bad = "QUAY_TOKEN="
		       "SJDCRXS772B"
		       "MI0E6OQ8JC"
		       "S4IATW01RC74"
		       "097RJXQXV"
		       "QTFOM9NXQSL9"
		       "YP9F450CF1"
		       "\n",
		.good = "QUAY_TOKEN=${QUAY_TOKEN"
			"}\nQUAY_TOKEN=<your key>\n",
	},
};
