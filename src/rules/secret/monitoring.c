/* Monitoring, logs, analytics and threat intelligence. */
#include "rules/secret/secret.h"

const struct rule rules_secret_monitoring[] = {
	{
		.id = "SE285",
		.name = "datadog_app_key",
		.title = "Datadog application key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("datadog dd_app dd-app ddapp dd_application dd-application "
		      "ddapplication",
		      "[0-9a-f]{40}|[a-z0-9]{40}", 0, 3.0, secret_verify_name,
		      "https://app.datadoghq.com/organization-settings/application-keys"),
		.bad = "DD_APP_KEY="
		       "e28baeb7d7d"
		       "120cc0e3d"
		       "f587f99f676"
		       "b371f8709"
		       "\n",
		.good = "DD_APP_KEY=${DD_APP_KEY"
			"}\nDD_APP_KEY=<your key>\n",
	},
	{
		.id = "SE286",
		.name = "datadog_api_key",
		.title = "Datadog API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("datadog dd_api dd-api ddapi dd_key dd-key ddkey", "[0-9a-f]{32}", 0, 2.9,
		      secret_verify_name,
		      "https://app.datadoghq.com/organization-settings/api-keys"),
		.bad = "DD_API_KEY="
		       "3172b7dfd"
		       "4368175"
		       "38fc0e00a"
		       "467813a"
		       "\n",
		.good = "DD_API_KEY=${DD_API_KEY"
			"}\nDD_API_KEY=<your key>\n",
	},
	{
		.id = "SE287",
		.name = "datadog_token",
		.title = "Datadog access token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("ddapp_ ddpat_ ddsat_", "dd(?:app|pat|sat)_[A-Za-z0-9]{34,60}", 0, 3.5, NULL,
		      "https://app.datadoghq.com/organization-settings"),
		.bad = "DATADOG_TOKEN="
		       "ddapp_5orj2"
		       "TVW7v6xnH"
		       "R9dpqlMyAZv"
		       "sW0tAkbfZ"
		       "\n",
		.good = "ref=dda"
			"pp_5or\n",
	},
	{
		.id = "SE288",
		.name = "newrelic_user_key",
		.title = "New Relic user key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("NRAK-", "NRAK-[A-Z0-9]{27}", 0, 3.0, NULL,
		      "https://one.newrelic.com/api-keys"),
		.bad = "NEWRELIC_USER_KEY="
		       "NRAK-N4CR"
		       "E4WBJ7K"
		       "SRM4IUVQ6"
		       "MM0KN4G"
		       "\n",
		.good = "ref=NR"
			"AK-N4C\n",
	},
	{
		.id = "SE289",
		.name = "newrelic_admin_key",
		.title = "New Relic admin or REST key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("NRAA- NRRA-", "NR(?:AA|RA)-[A-Za-z0-9]{27,42}", 0, 3.0, NULL,
		      "https://one.newrelic.com/api-keys"),
		.bad = "NEWRELIC_ADMIN_KEY="
		       "NRAA-70ea"
		       "6205b26"
		       "6790c679d"
		       "163d0d8"
		       "\n",
		.good = "ref=NR"
			"AA-70e\n",
	},
	{
		.id = "SE290",
		.name = "newrelic_insert_key",
		.title = "New Relic insert or query key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("NRII- NRIQ-", "NRI[IQ]-[A-Za-z0-9_\\-]{25,32}", 0, 3.0, NULL,
		      "https://one.newrelic.com/api-keys"),
		.bad = "NEWRELIC_INSERT_KEY="
		       "NRII-nP0e2"
		       "UtefmHl7"
		       "CJV1WSQKWO"
		       "pQAMG7SOz"
		       "\n",
		.good = "ref=NR"
			"II-nP0\n",
	},
	{
		.id = "SE291",
		.name = "newrelic_browser_key",
		.title = "New Relic browser key",
		ROW(LOW, HIGH, 798, ".env"),
		TOKEN("NRJS- NRBR-", "NR(?:JS|BR)-[0-9a-f]{19,24}", 0, 2.5, NULL,
		      "https://one.newrelic.com/api-keys"),
		.bad = "NEWRELIC_BROWSER_KEY="
		       "NRJS-7e"
		       "f1a77"
		       "4bf4ccf"
		       "ec18a"
		       "\n",
		.good = "ref=NR"
			"JS-7ef\n",
	},
	{
		.id = "SE292",
		.name = "newrelic_license_key",
		.title = "New Relic licence key or user id",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("newrelic new_relic new-relic",
		      "(?:eu01xx)?[0-9a-f]{30,36}(?:NRAL|FFFFNRAL)|[0-9a-f]{40}|[A-Za-z0-"
		      "9]{64}|[a-z0-9]{32}",
		      0, 3.0, secret_verify_name, "https://one.newrelic.com/api-keys"),
		.bad = "NEW_RELIC_LICENSE_KEY="
		       "cfda22e975f"
		       "26f14fc04"
		       "2594405be13"
		       "c4d26b87a"
		       "\n",
		.good = "NEW_RELIC_LICENSE_KEY=${NEW_RELIC_LICENS"
			"E_KEY}\nNEW_RELIC_LICENSE_KEY=<your key>\n",
	},
	{
		.id = "SE293",
		.name = "grafana_service_account",
		.title = "Grafana service account token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("glsa_", "glsa_[A-Za-z0-9]{32}_[0-9a-fA-F]{8}", 0, 3.3, secret_verify_grafana,
		      "Grafana, Administration, Service accounts: delete the token"),
		.bad = "GRAFANA_SERVICE_ACCOUNT="
		       "glsa_qJ5Cv9R"
		       "KwCafLFoSOZ"
		       "DV4g7WJQMNiV"
		       "kd_06d50096"
		       "\n",
		.good = "ref=gl"
			"sa_qJ5\n",
	},
	{
		.id = "SE294",
		.name = "grafana_cloud_token",
		.title = "Grafana Cloud access policy token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("glc_", "glc_[A-Za-z0-9+/]{32,400}={0,2}", 0, 3.5, NULL,
		      "https://grafana.com, Access policies: delete"),
		.bad = "GRAFANA_CLOUD_TOKEN="
		       "glc_eyJ53Lu49uFJYik+"
		       "6JaDjnRfe4jXu3r0H55"
		       "Car8VgYnkdwKPLa2N7Fx"
		       "Hn3C+ac6AyM8+/1CjGu"
		       "rX69/t85hxi9CvKMKv6h"
		       "tJwPAQ9B+ZHvMvWXXOX"
		       "\n",
		.good = "ref=gl"
			"c_eyJ\n",
	},
	{
		.id = "SE295",
		.name = "grafana_api_key",
		.title = "Grafana API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("eyJrIjoi", "eyJrIjoi[A-Za-z0-9+/_\\-]{60,400}={0,3}", SECRET_CASE, 3.8, NULL,
		      "Grafana, Administration, API keys: delete"),
		.bad = "GRAFANA_API_KEY="
		       "eyJrIjoit99Zw27t4"
		       "iKraLccEMiZrv6pc"
		       "Rig6oAdI1u27XxU8Qg"
		       "f9XW9QsGXRmukS3"
		       "FpI9Ny4WkRejhjxmpk"
		       "HHDfpliChAm0hvsy"
		       "\n",
		.good = "ref=eyJr"
			"Ijoit99\n",
	},
	{
		.id = "SE296",
		.name = "sentry_org_token",
		.title = "Sentry organisation token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("sntrys_",
		      "sntrys_eyJ[A-Za-z0-9+/_\\-]{60,500}={0,2}(?:_[A-Za-z0-9+/]{40,50})?="
		      "{0,2}",
		      0, 3.8, NULL, "https://sentry.io, Organisation, Auth tokens: revoke"),
		.bad = "SENTRY_ORG_TOKEN="
		       "sntrys_eyJpYXQiO4MrYAUka1bMS"
		       "Yqs1wYZCb5zJ2nmmGcYkWp5Idd"
		       "1RfdU9jPysiDKEObyOaFEXI4j7Yw"
		       "6Clo7silbK4TFk4bk3UeVXdzDl"
		       "tkTRIRhg==_L5Sujcy0m8lKj+ih9"
		       "ObNQyY56Jjpi/96RFniOsTyVte"
		       "\n",
		.good = "ref=snt"
			"rys_eyJ\n",
	},
	{
		.id = "SE297",
		.name = "sentry_user_token",
		.title = "Sentry user token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("sntryu_ sntrya_ sntryi_", "sntry[uai]_[0-9a-f]{64}", 0, 3.0, NULL,
		      "https://sentry.io/settings/account/api/auth-tokens/"),
		.bad = "SENTRY_USER_TOKEN="
		       "sntryu_cface"
		       "0b257abca31"
		       "33d1ccc705c31"
		       "fdd2afa1341"
		       "bab75e390442a"
		       "c441585d969"
		       "\n",
		.good = "ref=snt"
			"ryu_cfa\n",
	},
	{
		.id = "SE298",
		.name = "sentry_token",
		.title = "Sentry auth token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("sentry", "[0-9a-f]{64}", 0, 3.0, secret_verify_name,
		      "https://sentry.io/settings/account/api/auth-tokens/"),
		.bad = "SENTRY_AUTH_TOKEN="
		       "c06529d0698"
		       "ef3d62364c"
		       "194051bf3ef0"
		       "3123b688a"
		       "2f599010a1e3"
		       "dc7fcb7e7f"
		       "\n",
		.good = "SENTRY_AUTH_TOKEN=${SENTRY_AUTH_TO"
			"KEN}\nSENTRY_AUTH_TOKEN=<your key>\n",
	},
	{
		.id = "SE299",
		.name = "pagerduty_key",
		.title = "PagerDuty API or routing key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("pagerduty pager_duty pager-duty pd_api pd-api pdapi pd_token pd-token "
		      "pdtoken",
		      "[A-Za-z0-9_+\\-]{20}|[0-9a-z]{32}", 0, 3.0, secret_verify_name,
		      "PagerDuty, Integrations, API access keys: remove"),
		.bad = "PAGERDUTY_API_KEY="
		       "u+MVMR"
		       "ZMZD"
		       "xILfZQ"
		       "nY7E"
		       "\n",
		.good = "PAGERDUTY_API_KEY=${PAGERDUTY_API_"
			"KEY}\nPAGERDUTY_API_KEY=<your key>\n",
	},
	{
		.id = "SE300",
		.name = "honeycomb_key",
		.title = "Honeycomb key",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("hcaik_ hcxik_ hcamk_ hcbik_ hcalk_", "hc[a-z]{2}k_[a-z0-9]{40,64}", 0, 3.3,
		      NULL, "https://ui.honeycomb.io, Environment, API keys: delete"),
		.bad = "HONEYCOMB_KEY="
		       "hcaik_uozpd"
		       "23q6gwkywe"
		       "polapr39hmhc"
		       "kqkfpofpl"
		       "ps220y9i20ej"
		       "uutnta4a2h"
		       "\n",
		.good = "ref=hca"
			"ik_uoz\n",
	},
	{
		.id = "SE301",
		.name = "honeycomb_token",
		.title = "Honeycomb key",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("honeycomb", "[A-Za-z0-9]{22}|[0-9a-f]{32}", 0, 3.0, secret_verify_name,
		      "https://ui.honeycomb.io, Environment, API keys: delete"),
		.bad = "HONEYCOMB_API_KEY="
		       "1vn9L6"
		       "b3wYV"
		       "RNrU9r"
		       "mXp0o"
		       "\n",
		.good = "HONEYCOMB_API_KEY=${HONEYCOMB_API_"
			"KEY}\nHONEYCOMB_API_KEY=<your key>\n",
	},
	{
		.id = "SE302",
		.name = "dynatrace_token",
		.title = "Dynatrace token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("dt0c01. dt0s01. dt0s02. dt0s03. dt0s04. dt0s06. dt0s08. dt0s16. "
		      "dt0e01. dt0a01.",
		      "dt0[a-z][0-9]{2}\\.[A-Za-z0-9]{8,24}\\.[A-Za-z0-9]{60,64}", 0, 3.5, NULL,
		      "Dynatrace, Access tokens: delete"),
		.bad = "DYNATRACE_TOKEN="
		       "dt0c01.KXPJ2GMDJO"
		       "Z3EG7ROIYC2DBA."
		       "ITNB66JNYIA42X22E"
		       "5RHRM55EWTMYO22"
		       "J7I22UKTC3WO4MORC"
		       "42NTC5JSVLBCPIV"
		       "\n",
		.good = "ref=dt0"
			"c01.KXP\n",
	},
	{
		.id = "SE303",
		.name = "splunk_hec_token",
		.title = "Splunk HEC or API token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("splunk hec_token hec-token hectoken",
		      "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[A-Za"
		      "-z0-9_\\-]{22}",
		      0, 2.8, secret_verify_name,
		      "Splunk, Settings, Data inputs, HTTP event collector: delete"),
		.bad = "SPLUNK_HEC_TOKEN="
		       "858bd981-e"
		       "1e0-e846"
		       "-7b9f-59af"
		       "fb327421"
		       "\n",
		.good = "SPLUNK_HEC_TOKEN=${SPLUNK_HEC_TO"
			"KEN}\nSPLUNK_HEC_TOKEN=<your key>\n",
	},
	{
		.id = "SE304",
		.name = "elastic_token",
		.title = "Elastic Cloud API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("essu_", "essu_[A-Za-z0-9+/]{40,120}={0,2}", 0, 3.8, NULL,
		      "Elastic Cloud, Organisation, API keys: revoke"),
		.bad = "ELASTIC_TOKEN="
		       "essu_IAovgI/"
		       "cAUhLj00b5"
		       "I2A4srHo3Sid"
		       "xDFYSMoSMhA"
		       "\n",
		.good = "ref=es"
			"su_IAo\n",
	},
	{
		.id = "SE305",
		.name = "elastic_api_key",
		.title = "Elasticsearch API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("elastic_api elastic-api elasticapi elastic_cloud_api elastic-cloud-api "
		      "elasticcloudapi elasticsearch_api elasticsearch-api elasticsearchapi "
		      "es_api es-api esapi elastic_key elastic-key elastickey "
		      "elasticsearch_key elasticsearch-key elasticsearchkey elastic_apm "
		      "elastic-apm elasticapm",
		      "[A-Za-z0-9+/_\\-]{58,62}={0,2}|[A-Za-z0-9_\\-]{20}:[A-Za-z0-9_\\-]{22"
		      "}|[A-Za-z0-9_\\-]{22}",
		      0, 3.5, secret_verify_name, "Kibana, Stack management, API keys: delete"),
		.bad = "ELASTIC_API_KEY="
		       "krXt6QDLwtU"
		       "TKDVB0Hr7"
		       "LNCnbUPDSmb"
		       "pC6Ywa7Hl"
		       "6hjiP7YxGYk"
		       "jbik61t=="
		       "\n",
		.good = "ELASTIC_API_KEY=${ELASTIC_API_K"
			"EY}\nELASTIC_API_KEY=<your key>\n",
	},
	{
		.id = "SE306",
		.name = "logdna_key",
		.title = "Mezmo (LogDNA) ingestion key",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("logdna mezmo", "[0-9a-f]{32}", 0, 2.9, secret_verify_name,
		      "Mezmo, Organisation, API keys: delete"),
		.bad = "LOGDNA_INGESTION_KEY="
		       "f2d76cc2f"
		       "fad9af9"
		       "2a27f9538"
		       "9658d43"
		       "\n",
		.good = "LOGDNA_INGESTION_KEY=${LOGDNA_INGESTIO"
			"N_KEY}\nLOGDNA_INGESTION_KEY=<your key>\n",
	},
	{
		.id = "SE307",
		.name = "log_token",
		.title = "Log shipping token (Loggly, Logz.io, Papertrail, Logtail, Better)",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("loggly logzio logz_io logz-io papertrail logtail betterstack "
		      "better_stack better-stack logentries insightops sematext",
		      "[A-Za-z]{32}|[A-Za-z0-9]{20,32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4"
		      "}-[0-9a-f]{4}-[0-9a-f]{12}",
		      0, 3.0, secret_verify_name, "the provider's settings: rotate the token"),
		.bad = "LOGZIO_TOKEN="
		       "EXxrlZPRb"
		       "tlFMfzW"
		       "MaxzmmXRZ"
		       "PJGpbfy"
		       "\n",
		.good = "LOGZIO_TOKEN=${LOGZIO_TOKE"
			"N}\nLOGZIO_TOKEN=<your key>\n",
	},
	{
		.id = "SE308",
		.name = "rollbar_token",
		.title = "Rollbar access token",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("rollbar", "[0-9a-f]{32}|[0-9a-f]{64,128}", 0, 2.9, secret_verify_name,
		      "Rollbar, the project, Access tokens: disable"),
		.bad = "ROLLBAR_ACCESS_TOKEN="
		       "499b4a407"
		       "199baa3"
		       "6443e0706"
		       "c8a9f2b"
		       "\n",
		.good = "ROLLBAR_ACCESS_TOKEN=${ROLLBAR_ACCESS_"
			"TOKEN}\nROLLBAR_ACCESS_TOKEN=<your key>\n",
	},
	{
		.id = "SE309",
		.name = "bugsnag_key",
		.title = "Bugsnag, Airbrake, Raygun or Honeybadger key",
		ROW(LOW, MEDIUM, 798, ".env"),
		VALUE("bugsnag airbrake raygun honeybadger appsignal scout_key scout-key "
		      "scoutkey instana",
		      "[0-9a-f]{32}|[A-Za-z0-9+/]{22}==|hb[pu]_[A-Za-z0-9]{36}|[0-9a-f]{8"
		      "}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
		      0, 2.9, secret_verify_name, "the project's settings: regenerate"),
		.bad = "BUGSNAG_API_KEY="
		       "0351c1041"
		       "509ac63"
		       "a485b7265"
		       "2dcb679"
		       "\n",
		.good = "BUGSNAG_API_KEY=${BUGSNAG_API_K"
			"EY}\nBUGSNAG_API_KEY=<your key>\n",
	},
	{
		.id = "SE310",
		.name = "opsgenie_key",
		.title = "Opsgenie API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("opsgenie genie_key genie-key geniekey",
		      "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", 0, 2.8,
		      secret_verify_name, "Opsgenie, Integrations, the API integration: new key"),
		.bad = "OPSGENIE_API_KEY="
		       "2ee15f65-3"
		       "051-6cda"
		       "-451a-ee51"
		       "35fa3d84"
		       "\n",
		.good = "OPSGENIE_API_KEY=${OPSGENIE_API_"
			"KEY}\nOPSGENIE_API_KEY=<your key>\n",
	},
	{
		.id = "SE311",
		.name = "sumologic_access_id",
		.title = "Sumo Logic access id",
		ROW(LOW, MEDIUM, 798, ".env"),
		VALUE("sumo", "su[A-Za-z0-9]{12}", 0, 3.0, secret_verify_mixed,
		      "Sumo Logic, Preferences, Access keys: deactivate"),
		.bad = "SUMOLOGIC_ACCESS_ID="
		       "su1x"
		       "lE2"
		       "06ab"
		       "M86"
		       "\n",
		.good = "SUMOLOGIC_ACCESS_ID=${SUMOLOGIC_ACCES"
			"S_ID}\nSUMOLOGIC_ACCESS_ID=<your key>\n",
	},
	{
		.id = "SE312",
		.name = "newrelic_user_api_id",
		.title = "New Relic user API id",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("newrelic new_relic new-relic", "[A-Za-z0-9]{64}", 0, 3.5,
		      secret_verify_mixed, "https://one.newrelic.com/api-keys"),
		.bad = "NEW_RELIC_USER_API_ID="
		       "a6Kd0SMRJ8h"
		       "mFn1F6gLL2"
		       "KlXcHacPoJIw"
		       "KlAU4Poto"
		       "Z40sPotTOE6q"
		       "M1VdxRm89f"
		       "\n",
		.good = "NEW_RELIC_USER_API_ID=${NEW_RELIC_USER_A"
			"PI_ID}\nNEW_RELIC_USER_API_ID=<your key>\n",
	},
	{
		.id = "SE313",
		.name = "sumologic_access",
		.title = "Sumo Logic access id or key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("sumo", "[A-Za-z0-9]{64}", 0, 3.0, secret_verify_name,
		      "Sumo Logic, Preferences, Access keys: deactivate"),
		.bad = "SUMOLOGIC_ACCESS_KEY="
		       "0yD4ukxePrC"
		       "30hID4zwtQ"
		       "BwT9FEPftIXS"
		       "oRLyDKBLB"
		       "nu9qGmfvBRAZ"
		       "M0ScOoOUxq"
		       "\n",
		.good = "SUMOLOGIC_ACCESS_KEY=${SUMOLOGIC_ACCES"
			"S_KEY}\nSUMOLOGIC_ACCESS_KEY=<your key>\n",
	},
	{
		.id = "SE314",
		.name = "axiom_token",
		.title = "Axiom API or personal token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("xaat- xapt-",
		      "xa(?:at|pt)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-"
		      "f]{12}",
		      0, 2.8, NULL, "Axiom, Settings, API tokens: delete"),
		.bad = "AXIOM_TOKEN="
		       "xaat-2533df"
		       "34-9129-a"
		       "a88-89d6-83"
		       "e0933e9ca6"
		       "\n",
		.good = "ref=xa"
			"at-253\n",
	},
	{
		.id = "SE315",
		.name = "checkly_key",
		.title = "Checkly API key",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("cu_", "cu_[0-9a-f]{32}", 0, 2.9, NULL,
		      "Checkly, User settings, API keys: delete"),
		.bad = "CHECKLY_KEY="
		       "cu_623adf"
		       "a62c9b21"
		       "39065e65c2"
		       "4899aa5b"
		       "\n",
		.good = "ref=c"
			"u_623\n",
	},
	{
		.id = "SE316",
		.name = "uptimerobot_key",
		.title = "UptimeRobot API key",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TEXT("uptimerobot uptime_robot",
		     "(?i:uptime_?robot)[^\\n]{0,60}?([umr][0-9]{6,9}-[0-9a-f]{24})(?![0-"
		     "9a-f])",
		     0, 3.0, NULL, "UptimeRobot, Integrations and API: regenerate"),
		.bad = "UPTIMEROBOT_API_KEY="
		       "u3311009-"
		       "bb8bafe"
		       "b9dd3ead6"
		       "3b0027fc"
		       "\n",
		.good = "UPTIMEROBOT_A"
			"PI_KEY=u1-abc\n",
	},
	{
		.id = "SE317",
		.name = "coralogix_key",
		.title = "Coralogix API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("cxtp_ cxup_ cxth_", "cx(?:tp|up|th)_[A-Za-z0-9]{30,40}", 0, 3.3, NULL,
		      "Coralogix, Settings, API keys: delete"),
		.bad = "CORALOGIX_KEY="
		       "cxtp_o5z6"
		       "i5Qrx31D"
		       "2BkpVy2tYm"
		       "96NDSEhV"
		       "\n",
		.good = "ref=cx"
			"tp_o5z\n",
	},
	{
		.id = "SE318",
		.name = "posthog_personal_key",
		.title = "PostHog personal API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("phx_ phs_", "ph[xs]_[A-Za-z0-9_\\-]{40,60}", 0, 3.5, NULL,
		      "PostHog, Settings, Personal API keys: delete"),
		.bad = "POSTHOG_PERSONAL_KEY="
		       "phx_fdJnqQSk"
		       "WKSTVLmoGys"
		       "05r13KL1oVF17"
		       "2ham9quOThW"
		       "\n",
		.good = "ref=ph"
			"x_fdJ\n",
	},
	{
		.id = "SE319",
		.name = "analytics_secret",
		.title = "Analytics secret (Mixpanel, Amplitude, Heap, FullStory)",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("mixpanel amplitude heap_api heap-api heapapi fullstory matomo "
		      "segment_write segment-write segmentwrite segment_key segment-key "
		      "segmentkey rudderstack snowplow plausible",
		      "[0-9a-f]{32}|[A-Za-z0-9_\\-]{32,64}|[A-Za-z0-9]{32}", 0, 2.9,
		      secret_verify_name, "the project's settings: reset the secret"),
		.bad = "MIXPANEL_API_SECRET="
		       "3dbbb5706"
		       "98d2a8a"
		       "fdfe215c2"
		       "1a55775"
		       "\n",
		.good = "MIXPANEL_API_SECRET=${MIXPANEL_API_SE"
			"CRET}\nMIXPANEL_API_SECRET=<your key>\n",
	},
	{
		.id = "SE320",
		.name = "segment_public_token",
		.title = "Segment public API token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("sgp_", "sgp_[A-Za-z0-9]{64}", 0, 3.5, NULL,
		      "Segment, Workspace settings, Access management: revoke"),
		.bad = "SEGMENT_PUBLIC_TOKEN="
		       "sgp_3QrpsY65"
		       "tAYCZrZYcp"
		       "eQrbSoUoB0W4H"
		       "bv1guMtPC5"
		       "5FFNd5elDBiz"
		       "67wC0fI7VVx"
		       "\n",
		.good = "ref=sg"
			"p_3Qr\n",
	},
	{
		.id = "SE321",
		.name = "logfire_token",
		.title = "Logfire token",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("pylf_v", "pylf_v[0-9]{1,2}_(?:[a-z]{2,10}_)?[A-Za-z0-9]{40,60}", 0, 3.5,
		      NULL, "Logfire, the project, Write tokens: revoke"),
		.bad = "LOGFIRE_TOKEN="
		       "pylf_v1_eu_jXw"
		       "6ogdhHWU2i2ce"
		       "nGjIZLvDanEgex"
		       "FQSW1OHhuyYea"
		       "\n",
		.good = "ref=pyl"
			"f_v1_e\n",
	},
	{
		.id = "SE322",
		.name = "influxdb_token",
		.title = "InfluxDB token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("influx", "[A-Za-z0-9_\\-]{86}==|apiv3_[A-Za-z0-9_\\-]{80,100}", 0, 4.0,
		      secret_verify_name, "InfluxDB, Load data, API tokens: delete"),
		.bad = "INFLUXDB_TOKEN="
		       "ux_RPlt8F7vUM3K"
		       "gQ3FOau_5Z_klC"
		       "YJvr7OgT6KjnBaM1"
		       "00363xBS4mC_T"
		       "Mywgzy4W9jkV_3wc"
		       "UFGTiBynKOgR=="
		       "\n",
		.good = "INFLUXDB_TOKEN=${INFLUXDB_TOK"
			"EN}\nINFLUXDB_TOKEN=<your key>\n",
	},
	{
		.id = "SE323",
		.name = "shodan_key",
		.title = "Threat intelligence key (Shodan, Censys, GreyNoise)",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("shodan censys greynoise securitytrails ipinfo hunter_io hunter-io "
		      "hunterio hibp zoomeye fofa binaryedge",
		      "[A-Za-z0-9]{32}|[0-9a-f]{14}|[A-Za-z0-9]{64}|[0-9a-f]{40}", 0, 3.0,
		      secret_verify_name, "the provider's account page: reset the key"),
		.bad = "SHODAN_API_KEY="
		       "q0Hcumerp"
		       "unKmevm"
		       "dvWZmTP7q"
		       "yhZld4o"
		       "\n",
		.good = "SHODAN_API_KEY=${SHODAN_API_K"
			"EY}\nSHODAN_API_KEY=<your key>\n",
	},
	{
		.id = "SE324",
		.name = "virustotal_key",
		.title = "VirusTotal or AbuseIPDB API key",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("virustotal virus_total virus-total vt_api vt-api vtapi vt_key vt-key "
		      "vtkey abuseipdb",
		      "[0-9a-f]{64}|[0-9a-f]{80}", 0, 3.0, secret_verify_name,
		      "https://www.virustotal.com, API key: the account team replaces it"),
		.bad = "VIRUSTOTAL_API_KEY="
		       "d68119fa182"
		       "cd646bcf96"
		       "19c5c0a2a86e"
		       "3b5b71a44"
		       "0c3f64e9e659"
		       "5aa35116b7"
		       "\n",
		.good = "VIRUSTOTAL_API_KEY=${VIRUSTOTAL_API"
			"_KEY}\nVIRUSTOTAL_API_KEY=<your key>\n",
	},
	{
		.id = "SE325",
		.name = "statuspage_key",
		.title = "Statuspage, Pingdom or StatusCake API key",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("statuspage pingdom statuscake",
		      "[A-Za-z0-9_\\-]{32,90}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]"
		      "{4}-[0-9a-f]{12}",
		      0, 3.3, secret_verify_name, "the provider's settings: delete the key"),
		.bad = "STATUSPAGE_API_KEY="
		       "0VbC5GhZ4vU"
		       "QigvhtVsu"
		       "2SKRrD2frPH"
		       "cLMwBc8Ic"
		       "\n",
		.good = "STATUSPAGE_API_KEY=${STATUSPAGE_API"
			"_KEY}\nSTATUSPAGE_API_KEY=<your key>\n",
	},
};
