/* Services of other kinds: work, sales, files, identity. */
#include "rules/secret/secret.h"

const struct rule rules_secret_saas[] = {
	{
		.id = "SE550",
		.name = "atlassian_token",
		.title = "Atlassian API token",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("ATATT3", "ATATT3[A-Za-z0-9_\\-=]{150,250}", SECRET_CASE, 3.5,
		      secret_verify_atlassian,
		      "https://id.atlassian.com/manage-profile/security/api-tokens"),
		.bad = "ATLASSIAN_TOKEN="
		       "ATATT3xFfGF07PwtauZ-8kRUIi6c1xAT"
		       "oFi-wQGLXmEjZTaHCkbdaQfsWNVkC-o"
		       "zYj_yQpRpifu1PwkmgD2OuQzen38hNwJ4"
		       "XrY4mAmhAzrJbLWZ8ls85L0OZJ9-_FN"
		       "PGEYoGuldNNuED0IfbyaC_vWfDtl9J_kS"
		       "fQvHUTCdY3_at5vc1-pg6B=906F0D9B"
		       "\n",
		.good = "ref=ATA"
			"TT3xFf\n",
	},
	{
		.id = "SE551",
		.name = "atlassian_token_legacy",
		.title = "Atlassian API token (24 characters)",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("atlassian jira confluence", "[A-Za-z0-9]{24}", 0, 3.4, secret_verify_name,
		      "https://id.atlassian.com/manage-profile/security/api-tokens"),
		.bad = "JIRA_API_TOKEN="
		       "XkGVIdA"
		       "8NcAR"
		       "kIgLjBa"
		       "cjWJV"
		       "\n",
		.good = "JIRA_API_TOKEN=${JIRA_API_TOK"
			"EN}\nJIRA_API_TOKEN=<your key>\n",
	},
	{
		.id = "SE552",
		.name = "atlassian_org_key",
		.title = "Atlassian organisation API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("ATCTT3", "ATCTT3xFfG[A-Za-z0-9+/=_\\-]{100,260}", SECRET_CASE, 3.5, NULL,
		      "https://admin.atlassian.com, Settings, API keys: revoke"),
		.bad = "ATLASSIAN_ORG_KEY="
		       "ATCTT3xFfGPHRO4+l_O"
		       "BZMUXpp-09Kze_eXI"
		       "As1o04MSWdn-DYlS668+"
		       "fF3gfiIw07Cf9Zb+S"
		       "aDQbLgbr-d=Eyh=mNH5"
		       "Fc56vSoV_GEkD6EDNr"
		       "\n",
		.good = "ref=ATC"
			"TT3xFf\n",
	},
	{
		.id = "SE553",
		.name = "linear_key",
		.title = "Linear API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("lin_api_ lin_oauth_", "lin_(?:api_[A-Za-z0-9]{40}|oauth_[0-9a-f]{64})", 0,
		      3.3, NULL, "https://linear.app/settings/api"),
		.bad = "LINEAR_KEY="
		       "lin_api_OtMh7"
		       "wfvZ3ObAcPa"
		       "fkL4K3xowj77M"
		       "UgvwAdW5GWw"
		       "\n",
		.good = "ref=lin_"
			"api_OtM\n",
	},
	{
		.id = "SE554",
		.name = "linear_client_secret",
		.title = "Linear client secret",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("linear", "[0-9a-f]{32}", 0, 2.9, secret_verify_name,
		      "Linear, Settings, API, OAuth applications"),
		.bad = "LINEAR_CLIENT_SECRET="
		       "1bb17a44d"
		       "8171577"
		       "42e3efee6"
		       "54452ed"
		       "\n",
		.good = "LINEAR_CLIENT_SECRET=${LINEAR_CLIENT_S"
			"ECRET}\nLINEAR_CLIENT_SECRET=<your key>\n",
	},
	{
		.id = "SE555",
		.name = "asana_secret",
		.title = "Asana client secret or token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("asana",
		      "[0-9a-z]{32}|[0-9]/[0-9]{13,17}(?:/[0-9]{13,17})?:[0-9a-zA-Z]{32}|"
		      "[0-9]/[0-9a-f]{32}",
		      0, 2.9, secret_verify_name, "https://app.asana.com/0/my-apps"),
		.bad = "ASANA_CLIENT_SECRET="
		       "4ff926854"
		       "f274251"
		       "c26426aba"
		       "99a5db0"
		       "\n",
		.good = "ASANA_CLIENT_SECRET=${ASANA_CLIENT_SE"
			"CRET}\nASANA_CLIENT_SECRET=<your key>\n",
	},
	{
		.id = "SE556",
		.name = "asana_pat",
		.title = "Asana personal access token",
		ROW(HIGH, HIGH, 798, ".env"),
		TEXT("asana 1/12 2/12",
		     "(?<![0-9/])([12]/[0-9]{13,17}(?:/[0-9]{13,17})?:[0-9a-f]{32})(?![0"
		     "-9a-f])",
		     0, 3.0, NULL, "https://app.asana.com/0/my-apps"),
		.bad = "# asana "
		       "1/97625674725"
		       "36258:f92152"
		       "7e98acc586cc99"
		       "cff2c96cbad2"
		       "\n",
		.good = "# asana "
			"1/12:ab\n",
	},
	{
		.id = "SE557",
		.name = "hubspot_pat",
		.title = "HubSpot private app token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("pat-na pat-eu pat-ap",
		      "pat-(?:na|eu|ap)[0-9]-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]"
		      "{4}-[0-9a-f]{12}",
		      0, 2.8, NULL, "HubSpot, Settings, Integrations, Private apps: rotate"),
		.bad = "HUBSPOT_PAT="
		       "pat-na1-0c43"
		       "9b34-fcc6-"
		       "28dc-de81-4f"
		       "2ce6ea058e"
		       "\n",
		.good = "ref=pat"
			"-na1-0\n",
	},
	{
		.id = "SE558",
		.name = "hubspot_key",
		.title = "HubSpot API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("hubspot hapikey",
		      "(?i:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})", 0, 2.8,
		      secret_verify_name, "HubSpot, Settings, Integrations: deactivate"),
		.bad = "HUBSPOT_API_KEY="
		       "a66203fc-f"
		       "575-2c28"
		       "-11ef-84a8"
		       "f7c0a5cd"
		       "\n",
		.good = "HUBSPOT_API_KEY=${HUBSPOT_API_K"
			"EY}\nHUBSPOT_API_KEY=<your key>\n",
	},
	{
		.id = "SE559",
		.name = "shopify_token",
		.title = "Shopify access token or shared secret",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("shpat_ shpca_ shppa_ shpss_ shptka_ shpit_ shpua_",
		      "shp(?:at|ca|pa|ss|it|ua|tka)_[0-9a-fA-F]{32}", 0, 2.9, NULL,
		      "Shopify admin, Apps, the app, API credentials: rotate"),
		.bad = "SHOPIFY_TOKEN="
		       "shpat_297d"
		       "f053e9d33"
		       "b9f008dde2"
		       "606ea3573"
		       "\n",
		.good = "ref=shp"
			"at_297\n",
	},
	{
		.id = "SE560",
		.name = "salesforce_token",
		.title = "Salesforce access token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("00D", "00D[A-Za-z0-9]{12,15}![A-Za-z0-9_.]{80,130}", SECRET_CASE, 3.8, NULL,
		      "Salesforce, Setup, Session management: remove"),
		.bad = "SALESFORCE_TOKEN="
		       "00DGYILRfxl9B9F!zGA"
		       "aUX.JcTBlH4bP7rm7B"
		       "QWM6bGixegLsITHvEZzb"
		       "52EIPyvh8cEbZ2Hzz"
		       "aRzHZG8Skpmd4rZ43uUD"
		       "1DKZAG.VDK3ywHRwA4"
		       "\n",
		.good = "ref=0"
			"0DGYI\n",
	},
	{
		.id = "SE561",
		.name = "salesforce_secret",
		.title = "Salesforce consumer secret or security token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("salesforce sfdc sf_client sf-client sfclient sf_consumer sf-consumer "
		      "sfconsumer sf_security sf-security sfsecurity",
		      "[0-9A-F]{64}|[0-9]{15,20}|[A-Za-z0-9]{24,25}|3MVG9[A-Za-z0-9_.]{70"
		      ",90}",
		      0, 2.9, secret_verify_name,
		      "Salesforce, Setup, App manager: rotate the consumer details"),
		.bad = "SALESFORCE_CLIENT_SECRET="
		       "9F365CEE24F"
		       "05283D5E7D"
		       "CD124A2F1D4F"
		       "1556DCE09"
		       "B56BAD899842"
		       "AB0F7A49A3"
		       "\n",
		.good = "SALESFORCE_CLIENT_SECRET=${SALESFORCE_CLIENT"
			"_SECRET}\nSALESFORCE_CLIENT_SECRET=<your key>\n",
	},
	{
		.id = "SE562",
		.name = "zendesk_token",
		.title = "Zendesk API token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("zendesk", "[A-Za-z0-9]{40}|[0-9a-f]{64}", 0, 3.4, secret_verify_name,
		      "Zendesk, Admin center, APIs: delete"),
		.bad = "ZENDESK_API_TOKEN="
		       "99cc4b62fa8"
		       "ee093f10b0"
		       "295b35ad5079"
		       "50cfecf4b"
		       "858a6282b3fd"
		       "dd400e9958"
		       "\n",
		.good = "ZENDESK_API_TOKEN=${ZENDESK_API_TO"
			"KEN}\nZENDESK_API_TOKEN=<your key>\n",
	},
	{
		.id = "SE563",
		.name = "intercom_token",
		.title = "Intercom access token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("dG9rO", "dG9rO[A-Za-z0-9+/_\\-]{52,60}={0,2}", SECRET_CASE, 3.5, NULL,
		      "Intercom, Developer hub, Authentication: regenerate"),
		.bad = "INTERCOM_TOKEN="
		       "dG9rOjmAIO4"
		       "MWk5sx49D"
		       "BafmInl64LJ"
		       "lmMDjAek5"
		       "Xc8wntCi3ny"
		       "kvpH9i1q="
		       "\n",
		.good = "ref=dG"
			"9rOjmA\n",
	},
	{
		.id = "SE564",
		.name = "intercom_key",
		.title = "Intercom, Drift, Freshdesk or Front API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("intercom drift_api drift-api driftapi freshdesk freshservice front_api "
		      "front-api frontapi helpscout gorgias",
		      "[A-Za-z0-9=_\\-]{60}|[A-Za-z0-9]{20,40}", 0, 3.3, secret_verify_name,
		      "the service's settings: regenerate"),
		.bad = "INTERCOM_API_KEY="
		       "V5qvpJ0gSEa"
		       "yrILJUbRY"
		       "QBvnfR7cTYB"
		       "LEcukiMLf"
		       "wcoQI882GMS"
		       "Hrfxs6nQF"
		       "\n",
		.good = "INTERCOM_API_KEY=${INTERCOM_API_"
			"KEY}\nINTERCOM_API_KEY=<your key>\n",
	},
	{
		.id = "SE565",
		.name = "figma_token",
		.title = "Figma personal access token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("figd_ figu_ figo_ figp_", "fig[duop][a-z]?_[A-Za-z0-9_\\-]{40,46}", 0, 3.5,
		      NULL, "https://www.figma.com/settings"),
		.bad = "FIGMA_TOKEN="
		       "figd_CyJLXfi"
		       "c8JX0Abdj8"
		       "gcV_Hoi0GnUV"
		       "VFV5sYx_qji"
		       "\n",
		.good = "ref=fi"
			"gd_CyJ\n",
	},
	{
		.id = "SE566",
		.name = "postman_key",
		.title = "Postman API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("PMAK-", "PMAK-[0-9a-f]{24}-[0-9a-f]{32,34}", 0, 3.0, NULL,
		      "https://go.postman.co/settings/me/api-keys"),
		.bad = "POSTMAN_KEY="
		       "PMAK-105bdd"
		       "4ffc222c90"
		       "f2632d50-325"
		       "65541c5cd"
		       "bcf142d25514"
		       "5c29d8e37c"
		       "\n",
		.good = "ref=PM"
			"AK-105\n",
	},
	{
		.id = "SE567",
		.name = "dropbox_short_token",
		.title = "Dropbox short-lived access token",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("sl.", "sl\\.(?:u\\.)?[A-Za-z0-9_\\-]{120,1400}", SECRET_CASE, 4.3, NULL,
		      "https://www.dropbox.com/account/connected_apps"),
		.bad = "DROPBOX_SHORT_TOKEN="
		       "sl.xdyYB2bLcTPLr2PzlXybE"
		       "6I1QiDXMJk4u55iKlncsDFU"
		       "XxkWMUM7RVd9P_KQYo9egBoD"
		       "CYXhCBZ2P4IM341mY5eigY0"
		       "RQaeTCodKWUOw4fIOSmRbl5o"
		       "kC2OlBw6zie5LioxX9lxO33"
		       "\n",
		.good = "ref=s"
			"l.xdy\n",
	},
	{
		.id = "SE568",
		.name = "dropbox_secret",
		.title = "Dropbox app secret, refresh or long-lived token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("dropbox",
		      "[a-z0-9]{15}|[A-Za-z0-9_\\-]{11}A{10}([A-Za-z0-9_=\\-]{43})|[A-Za-z0"
		      "-9_\\-]{64}|sl\\.[A-Za-z0-9_=\\-]{130,1400}",
		      0, 2.9, secret_verify_name, "https://www.dropbox.com/developers/apps"),
		.bad = "DROPBOX_APP_SECRET="
		       "lo50"
		       "gtu"
		       "mz7sp"
		       "w72"
		       "\n",
		.good = "DROPBOX_APP_SECRET=${DROPBOX_APP_SE"
			"CRET}\nDROPBOX_APP_SECRET=<your key>\n",
	},
	{
		.id = "SE569",
		.name = "box_secret",
		.title = "Box client secret",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("box_client box-client boxclient box_secret box-secret boxsecret "
		      "box_token box-token boxtoken boxsdk box_dev box-dev boxdev",
		      "[A-Za-z0-9]{32}", 0, 3.3, secret_verify_name,
		      "https://app.box.com/developers/console"),
		.bad = "BOX_CLIENT_SECRET="
		       "bf0pboPLE"
		       "O4c2RYC"
		       "wir4L4no8"
		       "IBOJMWR"
		       "\n",
		.good = "BOX_CLIENT_SECRET=${BOX_CLIENT_SEC"
			"RET}\nBOX_CLIENT_SECRET=<your key>\n",
	},
	{
		.id = "SE570",
		.name = "contentful_pat",
		.title = "Contentful personal access token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("CFPAT-", "CFPAT-[A-Za-z0-9_\\-]{43}", 0, 3.5, NULL,
		      "Contentful, Account settings, Tokens: revoke"),
		.bad = "CONTENTFUL_PAT="
		       "CFPAT-shjOQec"
		       "yrvrs_seXIr"
		       "bQWyBDahulKFY"
		       "xibEMJUJugzB"
		       "\n",
		.good = "ref=CFP"
			"AT-shj\n",
	},
	{
		.id = "SE571",
		.name = "contentful_token",
		.title = "Contentful delivery or preview token",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("contentful", "[A-Za-z0-9_=\\-]{43}|[0-9a-f]{64}", 0, 3.0, secret_verify_name,
		      "Contentful, Settings, API keys: delete"),
		.bad = "CONTENTFUL_ACCESS_TOKEN="
		       "neXwvy5B0L9"
		       "otV7lsTJ8G"
		       "zX9bPuLTNRH5"
		       "VWAn67TEz7"
		       "\n",
		.good = "CONTENTFUL_ACCESS_TOKEN=${CONTENTFUL_ACCESS"
			"_TOKEN}\nCONTENTFUL_ACCESS_TOKEN=<your key>\n",
	},
	{
		.id = "SE572",
		.name = "launchdarkly_key",
		.title = "LaunchDarkly SDK key or access token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("launchdarkly launch_darkly launch-darkly ld_sdk ld-sdk ldsdk ld_api "
		      "ld-api ldapi",
		      "(?:sdk-|api-)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9"
		      "a-f]{12}|[A-Za-z0-9=_\\-]{40}",
		      0, 2.8, secret_verify_name,
		      "LaunchDarkly, Settings, Environments or Authorization: reset"),
		.bad = "LAUNCHDARKLY_TOKEN="
		       "656b5e7b-2"
		       "17d-1195"
		       "-db15-a940"
		       "2260df8b"
		       "\n",
		.good = "LAUNCHDARKLY_TOKEN=${LAUNCHDARKLY_T"
			"OKEN}\nLAUNCHDARKLY_TOKEN=<your key>\n",
	},
	{
		.id = "SE573",
		.name = "launchdarkly_sdk_key",
		.title = "LaunchDarkly SDK or API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("sdk- api-",
		      "(?:sdk|api)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-"
		      "f]{12}",
		      SECRET_CASE, 2.8, NULL,
		      "LaunchDarkly, Settings, Environments or Authorization: reset"),
		.bad = "LAUNCHDARKLY_SDK_KEY="
		       "sdk-30c226d"
		       "3-12da-fe"
		       "c6-06c4-307"
		       "f82a444aa"
		       "\n",
		.good = "ref=sd"
			"k-30c\n",
	},
	{
		.id = "SE574",
		.name = "algolia_key",
		.title = "Algolia admin or write API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("algolia", "[0-9a-f]{32}", 0, 2.9, secret_verify_algolia,
		      "https://dashboard.algolia.com/account/api-keys"),
		.bad = "ALGOLIA_ADMIN_KEY="
		       "4e9a3a7ab"
		       "2c6e66b"
		       "2c9d7eb76"
		       "b179433"
		       "\n",
		.good = "ALGOLIA_ADMIN_KEY=${ALGOLIA_ADMIN_"
			"KEY}\nALGOLIA_ADMIN_KEY=<your key>\n",
	},
	{
		.id = "SE575",
		.name = "mapbox_token",
		.title = "Mapbox secret token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("sk.eyJ", "sk\\.eyJ[A-Za-z0-9_\\-]{30,200}\\.[A-Za-z0-9_\\-]{20,30}", 0, 3.5,
		      NULL, "https://account.mapbox.com/access-tokens"),
		.bad = "MAPBOX_TOKEN="
		       "sk.eyJ1Ijoi8lAv1Iq"
		       "sVGKpnWAcHfeiC8m"
		       "osCG4k4RQvdsZKfDIjO"
		       "kBIYtAbGmeUUXIrP"
		       "w9aTU5ECj4S9.FQ4fY"
		       "zoMjIoqvCujmsMsT8"
		       "\n",
		.good = "ref=sk."
			"eyJ1Ij\n",
	},
	{
		.id = "SE576",
		.name = "okta_token",
		.title = "Okta API token",
		ROW(CRITICAL, MEDIUM, 798, ".env"),
		VALUE("okta", "00[A-Za-z0-9_\\-]{40}", 0, 3.4, secret_verify_name,
		      "Okta admin, Security, API, Tokens: revoke"),
		.bad = "OKTA_API_TOKEN="
		       "00_5XzZq1z0"
		       "qhyCSyvo6b"
		       "EUPQ9qCepgf"
		       "E4txfsUNy1"
		       "\n",
		.good = "OKTA_API_TOKEN=${OKTA_API_TOK"
			"EN}\nOKTA_API_TOKEN=<your key>\n",
	},
	{
		.id = "SE577",
		.name = "okta_ssws",
		.title = "Okta API token in a header",
		ROW(CRITICAL, HIGH, 798, "run.sh"),
		TEXT("SSWS", "\\bSSWS[ \\t]+(00[A-Za-z0-9_\\-]{40})(?![A-Za-z0-9_\\-])",
		     SECRET_CASE, 3.3, NULL, "Okta admin, Security, API, Tokens: revoke"),
		.bad = "curl -H \"Authorization: SSWS "
		       "00ViM1W9BkT"
		       "WHh0yTKvDC"
		       "qNPEgjkw1hp"
		       "vivEa6HiB5"
		       "\" $URL\n",
		.good = "curl -H \"Authorizatio"
			"n: SSWS $TOKEN\" $URL\n",
	},
	{
		.id = "SE578",
		.name = "okta_client_secret",
		.title = "Okta, Auth0, OneLogin, Duo or other identity client secret",
		ROW(CRITICAL, MEDIUM, 798, ".env"),
		VALUE("okta auth0 onelogin duo_skey duo-skey duoskey duo_secret duo-secret "
		      "duosecret duo_ikey duo-ikey duoikey keycloak descope frontegg "
		      "fusionauth workos clerk cognito",
		      "[A-Za-z0-9_\\-]{64}|[A-Za-z0-9_\\-]{40}|[A-Za-z0-9]{32}|sk_(?:live|t"
		      "est)_[A-Za-z0-9]{40,60}|[a-z0-9]{50,52}",
		      0, 3.4, secret_verify_name,
		      "the identity provider's console, the application: rotate the "
		      "secret"),
		.bad = "AUTH0_CLIENT_SECRET="
		       "jzv0L9LaXzs"
		       "puKzG2NzzN"
		       "8M6_DFTsgNtw"
		       "xDUL1oBHr"
		       "BbGWAUrdCBY4"
		       "sB65zVq88a"
		       "\n",
		.good = "AUTH0_CLIENT_SECRET=${AUTH0_CLIENT_SE"
			"CRET}\nAUTH0_CLIENT_SECRET=<your key>\n",
	},
};
