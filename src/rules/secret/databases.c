/* Databases and data stores as a service. */
#include "rules/secret/secret.h"

const struct rule rules_secret_databases[] = {
	{
		.id = "SE326",
		.name = "planetscale_token",
		.title = "PlanetScale service token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("pscale_tkn_", "pscale_tkn_[A-Za-z0-9_.=\\-]{32,64}", 0, 3.3, NULL,
		      "PlanetScale, Organisation, Service tokens: delete"),
		.bad = "PLANETSCALE_TOKEN="
		       "pscale_tkn_RxC"
		       "uB3egJHKqG12X"
		       "5HpJEdW9uNf5ad"
		       "eYFfrkXlxO1gC"
		       "\n",
		.good = "ref=pscal"
			"e_tkn_RxC\n",
	},
	{
		.id = "SE327",
		.name = "planetscale_password",
		.title = "PlanetScale password",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("pscale_pw_", "pscale_pw_[A-Za-z0-9_.=\\-]{32,64}", 0, 3.3, NULL,
		      "PlanetScale, the database, Settings, Passwords: delete"),
		.bad = "PLANETSCALE_PASSWORD="
		       "pscale_pw_COND"
		       "UqbwaTKGZbyq"
		       "kus8in2FquSBuf"
		       "eFi9nrezTaE66"
		       "\n",
		.good = "ref=pscal"
			"e_pw_CON\n",
	},
	{
		.id = "SE328",
		.name = "planetscale_oauth",
		.title = "PlanetScale OAuth token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("pscale_oauth_ pscale_otkn_ pscale_api_",
		      "pscale_(?:oauth|otkn|api)_[A-Za-z0-9_.=\\-]{32,64}", 0, 3.3, NULL,
		      "PlanetScale, Organisation, OAuth applications: revoke"),
		.bad = "PLANETSCALE_OAUTH="
		       "pscale_oauth_1Z"
		       "06PG9OEWjmn4M"
		       "eHxzdLrVaHkZDgC"
		       "YRPGu3E5Cc9jJ"
		       "\n",
		.good = "ref=pscale"
			"_oauth_1Z0\n",
	},
	{
		.id = "SE329",
		.name = "supabase_token",
		.title = "Supabase access token",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("sbp_", "sbp_(?:v0_|oauth_)?[0-9a-f]{40}", 0, 3.0, NULL,
		      "https://supabase.com/dashboard/account/tokens"),
		.bad = "SUPABASE_TOKEN="
		       "sbp_5a221896"
		       "85d515c5b2"
		       "1d5a8f13cad3"
		       "aa58822136"
		       "\n",
		.good = "ref=sb"
			"p_5a2\n",
	},
	{
		.id = "SE330",
		.name = "supabase_secret_key",
		.title = "Supabase secret key",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("sb_secret_", "sb_secret_[A-Za-z0-9_\\-]{28,48}", 0, 3.3, NULL,
		      "Supabase, the project, API keys: delete"),
		.bad = "SUPABASE_SECRET_KEY="
		       "sb_secret_Y"
		       "an5hRLIGo"
		       "xamgqWFa1Km"
		       "C_uvrtYBJc"
		       "\n",
		.good = "ref=sb_se"
			"cret_Yan\n",
	},
	{
		.id = "SE331",
		.name = "neon_key",
		.title = "Neon API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("napi_", "napi_[a-z0-9]{60,70}", 0, 3.5, NULL,
		      "https://console.neon.tech, Account settings, API keys: revoke"),
		.bad = "NEON_KEY="
		       "napi_dniq2cl"
		       "2h5m02by0qg"
		       "8xriqc6aevba"
		       "3zdhielmsef"
		       "qshqhiomc4j7"
		       "rdg4za9rys6"
		       "\n",
		.good = "ref=na"
			"pi_dni\n",
	},
	{
		.id = "SE332",
		.name = "neon_password",
		.title = "Neon database password",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("npg_", "npg_[A-Za-z0-9]{12,24}", 0, 2.9, secret_verify_mixed,
		      "Neon console, the branch, Roles: reset the password"),
		.bad = "NEON_PASSWORD="
		       "npg_K"
		       "6bJ"
		       "PzPyz"
		       "Xf7"
		       "\n",
		.good = "ref=np"
			"g_K6b\n",
	},
	{
		.id = "SE333",
		.name = "mongodb_atlas_key",
		.title = "MongoDB Atlas API private key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("atlas_private atlas-private atlasprivate atlas_key atlas-key atlaskey "
		      "atlas_api atlas-api atlasapi mongodb_atlas mongodb-atlas mongodbatlas "
		      "mongo_atlas mongo-atlas mongoatlas atlas_secret atlas-secret "
		      "atlassecret mcli_private mcli-private mcliprivate",
		      "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", 0, 2.8,
		      secret_verify_name, "MongoDB Atlas, Access manager, API keys: delete"),
		.bad = "MONGODB_ATLAS_PRIVATE_KEY="
		       "d9790017-f"
		       "99b-21f4"
		       "-47bd-6dca"
		       "4998aa6b"
		       "\n",
		.good = "MONGODB_ATLAS_PRIVATE_KEY=${MONGODB_ATLAS_PRIV"
			"ATE_KEY}\nMONGODB_ATLAS_PRIVATE_KEY=<your key>\n",
	},
	{
		.id = "SE334",
		.name = "mongodb_atlas_secret",
		.title = "MongoDB Atlas service account secret",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("mdb_sa_sk_", "mdb_sa_sk_[A-Za-z0-9_\\-]{40,60}", 0, 3.5, NULL,
		      "MongoDB Atlas, Access manager, Service accounts: revoke"),
		.bad = "MONGODB_ATLAS_SECRET="
		       "mdb_sa_sk_h9ud"
		       "XhSHs64H2vVHm"
		       "L7KPsTsCKabnuR"
		       "4x6jCym0pcFAS"
		       "\n",
		.good = "ref=mdb_s"
			"a_sk_h9u\n",
	},
	{
		.id = "SE335",
		.name = "upstash_token",
		.title = "Upstash Redis token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("upstash kv_rest_api kv-rest-api kvrestapi", "A[A-Za-z0-9_\\-]{40,130}={0,2}",
		      0, 3.8, secret_verify_name,
		      "https://console.upstash.com, the database: reset the credentials"),
		.bad = "UPSTASH_REDIS_REST_TOKEN="
		       "AjclXmEBVdofWBl"
		       "aXxs48oKrYwLo"
		       "DdG29tktZdzNRZi"
		       "qINW7z156Tzu="
		       "\n",
		.good = "UPSTASH_REDIS_REST_TOKEN=${UPSTASH_REDIS_RES"
			"T_TOKEN}\nUPSTASH_REDIS_REST_TOKEN=<your key>\n",
	},
	{
		.id = "SE336",
		.name = "redis_cloud_key",
		.title = "Redis Cloud API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("redis_cloud redis-cloud rediscloud redislabs", "[A-Za-z0-9]{40,64}", 0, 3.5,
		      secret_verify_name, "Redis Cloud, Access management, API keys: delete"),
		.bad = "REDISCLOUD_SECRET_KEY="
		       "ZEZqmG5rRiepIB"
		       "4RWXMVXttc0w"
		       "EG55quao0q81s8"
		       "5Q0Y1JL9F5zp"
		       "\n",
		.good = "REDISCLOUD_SECRET_KEY=${REDISCLOUD_SECRE"
			"T_KEY}\nREDISCLOUD_SECRET_KEY=<your key>\n",
	},
	{
		.id = "SE337",
		.name = "databricks_token",
		.title = "Databricks personal access token",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("dapi", "dapi[0-9a-f]{32}(?:-[0-9])?", 0, 3.0, NULL,
		      "Databricks, User settings, Developer, Access tokens: revoke"),
		.bad = "DATABRICKS_TOKEN="
		       "dapid22945"
		       "acf3a559"
		       "712289085a"
		       "495a8db7"
		       "\n",
		.good = "ref=da"
			"pid22\n",
	},
	{
		.id = "SE338",
		.name = "databricks_oauth_secret",
		.title = "Databricks OAuth secret",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("dose", "dose[0-9a-f]{32}", 0, 3.0, NULL,
		      "Databricks account console, the service principal: delete the "
		      "secret"),
		.bad = "DATABRICKS_OAUTH_SECRET="
		       "dose881dd7"
		       "ab515ac4"
		       "e0653bb53d"
		       "d37d089f"
		       "\n",
		.good = "ref=do"
			"se881\n",
	},
	{
		.id = "SE339",
		.name = "clickhouse_key",
		.title = "ClickHouse Cloud API secret",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("4b1d", "4b1d[A-Za-z0-9]{38}", SECRET_CASE, 3.5, secret_verify_mixed,
		      "https://clickhouse.cloud, API keys: delete"),
		.bad = "CLICKHOUSE_KEY="
		       "4b1dq6h4B2k"
		       "PC8rZCjWa4"
		       "ZfUrcHB9JiV"
		       "k1YUn6c3at"
		       "\n",
		.good = "ref=4b"
			"1dq6h\n",
	},
	{
		.id = "SE340",
		.name = "fauna_secret",
		.title = "Fauna secret",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("fnA", "fnA[A-Za-z0-9_\\-]{37}", SECRET_CASE, 3.8, secret_verify_mixed,
		      "the Fauna database, Keys: delete"),
		.bad = "FAUNA_SECRET="
		       "fnAm9f-5z4Q"
		       "jLn6RWtOc"
		       "swLD8_f_zP6"
		       "ODj44Gz6N"
		       "\n",
		.good = "ref=f"
			"nAm9f\n",
	},
	{
		.id = "SE341",
		.name = "airtable_pat",
		.title = "Airtable personal access token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("pat", "pat[A-Za-z0-9]{14}\\.[0-9a-f]{64}", SECRET_CASE, 3.3, NULL,
		      "https://airtable.com/create/tokens"),
		.bad = "AIRTABLE_PAT="
		       "pataNI2wXshyGU"
		       "N9S.c6c86747b"
		       "0812ae9cbfb67f5"
		       "d3f4be9eaebc"
		       "9e155157774f8a9"
		       "eab1c1874580d"
		       "\n",
		.good = "ref=p"
			"ataNI\n",
	},
	{
		.id = "SE342",
		.name = "airtable_key",
		.title = "Airtable API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("airtable", "key[A-Za-z0-9]{14}|[A-Za-z0-9]{17}", 0, 3.0, secret_verify_name,
		      "https://airtable.com/account"),
		.bad = "AIRTABLE_API_KEY="
		       "keyZ6"
		       "T2D"
		       "btDfc"
		       "ZAzf"
		       "\n",
		.good = "AIRTABLE_API_KEY=${AIRTABLE_API_"
			"KEY}\nAIRTABLE_API_KEY=<your key>\n",
	},
	{
		.id = "SE343",
		.name = "notion_token",
		.title = "Notion integration token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("ntn_", "ntn_[0-9]{10,13}[A-Za-z0-9]{33,36}", 0, 3.3, NULL,
		      "https://www.notion.so/profile/integrations"),
		.bad = "NOTION_TOKEN="
		       "ntn_426691018"
		       "04jLLrlwi6EX"
		       "UF1lnK4J5L2iF"
		       "DUGEc7QvuT83"
		       "\n",
		.good = "ref=nt"
			"n_426\n",
	},
	{
		.id = "SE344",
		.name = "notion_secret",
		.title = "Notion internal integration secret",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("secret_", "secret_[A-Za-z0-9]{43}", 0, 3.6, secret_verify_mixed,
		      "https://www.notion.so/profile/integrations"),
		.bad = "NOTION_SECRET="
		       "secret_dUYHqB"
		       "WHlkJX6TPR9O"
		       "THL06R0FKLYZS"
		       "3vtbZyYLlusn"
		       "\n",
		.good = "ref=sec"
			"ret_dUY\n",
	},
	{
		.id = "SE345",
		.name = "cockroach_key",
		.title = "CockroachDB Cloud API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("CCDB1_", "CCDB1_[A-Za-z0-9]{22}_[A-Za-z0-9]{40}", SECRET_CASE, 3.5, NULL,
		      "CockroachDB Cloud, Access management: delete"),
		.bad = "COCKROACH_KEY="
		       "CCDB1_KH5hPR"
		       "AaBYBsR4ntl"
		       "gK5JB_Io5D1Z"
		       "MUgoh67sR1v"
		       "wy1Z61gXYMCD"
		       "boa96nKPd0n"
		       "\n",
		.good = "ref=CCD"
			"B1_KH5\n",
	},
	{
		.id = "SE346",
		.name = "confluent_secret",
		.title = "Confluent Cloud API key or secret",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("confluent kafka_api kafka-api kafkaapi kafka_secret kafka-secret "
		      "kafkasecret kafka_sasl kafka-sasl kafkasasl sasl_password "
		      "sasl-password saslpassword sasl.password schema_registry "
		      "schema-registry schemaregistry",
		      "[A-Za-z0-9+/]{64}|cflt[A-Za-z0-9+/]{60}|[A-Z0-9]{16}", 0, 3.0,
		      secret_verify_name, "https://confluent.cloud/settings/api-keys"),
		.bad = "CONFLUENT_API_SECRET="
		       "2i2mZMm8FwO"
		       "fILYCG/xOJ"
		       "up6zZC3V/MC7"
		       "uI9h9tf+f"
		       "2rIahNzWeycZ"
		       "WtNwCV8E00"
		       "\n",
		.good = "CONFLUENT_API_SECRET=${CONFLUENT_API_S"
			"ECRET}\nCONFLUENT_API_SECRET=<your key>\n",
	},
	{
		.id = "SE347",
		.name = "confluent_prefixed_secret",
		.title = "Confluent Cloud API secret",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("cflt", "cflt[A-Za-z0-9+/]{60}", SECRET_CASE, 3.6, secret_verify_mixed,
		      "https://confluent.cloud/settings/api-keys"),
		.bad = "CONFLUENT_PREFIXED_SECRET="
		       "cflt1HLwUjh"
		       "MtO6u5kLyM"
		       "r3GCUa8eAWCm"
		       "/DKz/JNJb"
		       "jPsxTT0Ds3sc"
		       "bd5LP4xDMd"
		       "\n",
		.good = "ref=cf"
			"lt1HL\n",
	},
	{
		.id = "SE348",
		.name = "xata_key",
		.title = "Xata API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("xau_", "xau_[A-Za-z0-9]{36,50}", 0, 3.3, secret_verify_mixed,
		      "Xata, Account settings, API keys: delete"),
		.bad = "XATA_KEY="
		       "xau_n9HoBs7"
		       "LecwYDwkX"
		       "FXlXShzuMHN"
		       "vP4e6u3tb"
		       "\n",
		.good = "ref=xa"
			"u_n9H\n",
	},
	{
		.id = "SE349",
		.name = "astra_token",
		.title = "DataStax Astra token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("AstraCS:", "AstraCS:[A-Za-z]{24}:[0-9a-f]{64}", SECRET_CASE, 3.3, NULL,
		      "Astra, Settings, Tokens: delete"),
		.bad = "ASTRA_TOKEN="
		       "AstraCS:JIFmGxKMH"
		       "eFtDmiaWtlrSVnv"
		       ":ebf2cb07d7615234"
		       "0e1d50ef4eebf49"
		       "c7ac16c2c9a53fc77"
		       "c62ce4c0338bff64"
		       "\n",
		.good = "ref=Astr"
			"aCS:JIF\n",
	},
	{
		.id = "SE350",
		.name = "tinybird_token",
		.title = "Tinybird token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("p.eyJ", "p\\.eyJ[A-Za-z0-9_\\-]{40,400}\\.[A-Za-z0-9_\\-]{20,80}", 0, 3.8,
		      NULL, "Tinybird, Tokens: refresh"),
		.bad = "TINYBIRD_TOKEN="
		       "p.eyJ1IjogcdjNjwdYroueS10sBREx"
		       "kodZowjJBixUcLVSeqMU1np0J9oo"
		       "phqxNDPo6hTU184jeQDJ4xl8QtJPyh"
		       "B66TzoGzhCydqyCjVlXqr4HLfnvQ"
		       "Fid1MXhz6ov9Yw.pbqsiSrnS6Ddvfm"
		       "iyC0Om9aV6Y6ZljaROvCIUra5cY1"
		       "\n",
		.good = "ref=p."
			"eyJ1Ij\n",
	},
	{
		.id = "SE351",
		.name = "aiven_token",
		.title = "Aiven token or service password",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("AVNS_", "AVNS_[A-Za-z0-9_\\-]{19}", SECRET_CASE, 3.0, NULL,
		      "Aiven console, the service, Users: reset the password"),
		.bad = "AIVEN_TOKEN="
		       "AVNS_Ad"
		       "IPymA"
		       "bgvzgjR"
		       "_PQHY"
		       "\n",
		.good = "ref=AV"
			"NS_AdI\n",
	},
	{
		.id = "SE352",
		.name = "aiven_api_token",
		.title = "Aiven API token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("aiven", "[A-Za-z0-9+/]{300,400}={0,2}", 0, 4.0, secret_verify_name,
		      "Aiven console, User information, Tokens: revoke"),
		.bad = "AIVEN_TOKEN="
		       "1ZPM8fhpS/puNHO5EImKHH950NmX5nlDy7gbB"
		       "PJ8IhcAX1h5sNRJvLxT5kaySFMAIzLSnS8QDJ"
		       "Ka1OP24LlQr0xLnZaxzgS0fYT5dk5qrKVFapY"
		       "LiR5YLbbS6iNlthEuBkj4dBNctKVmHPxTu11B"
		       "4Y/bVrUp8PvfNMyox2vdmLEKwvKW3QSwZZ3Bg"
		       "iKqbJz3mtHsVX7jCX8k+CPnia7VSLcfmPd85A"
		       "ALEGh6aG2O6ELzuWFejJLXZsNK/EcynkV4Hmf"
		       "YzyhW62wDo5QctZSw8jdcKkZHE9Rcu5WH87qA"
		       "DXc6KKbSlfpDx6+XyqjxqpA5RBlV6qwLOul49"
		       "7eKczTbAO7Vo/qvozGi75wjjxoBZpi5MrDOVcGC"
		       "\n",
		.good = "AIVEN_TOKEN=${AIVEN_TOKEN"
			"}\nAIVEN_TOKEN=<your key>\n",
	},
	{
		.id = "SE353",
		.name = "snowflake_password",
		.title = "Snowflake password",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("snowflake",
		      "(?=[^\\s\"\\']*[0-9])(?=[^\\s\"\\']*[A-Za-z])[^\\s\"\\'<>{}$]{10,64}", 0,
		      2.8, secret_verify_password,
		      "Snowflake: ALTER USER ... SET PASSWORD, or key-pair authentication"),
		.bad = "SNOWFLAKE_PASSWORD="
		       "gqFGe"
		       "Ggj"
		       "619Y"
		       "\n",
		.good = "SNOWFLAKE_PASSWORD=${SNOWFLAKE_PASS"
			"WORD}\nSNOWFLAKE_PASSWORD=<your key>\n",
	},
	{
		.id = "SE354",
		.name = "turso_token",
		.title = "Hosted database key (Turso, SurrealDB, Hasura, Typesense)",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("turso surreal hasura typesense meilisearch meili couchbase ravendb "
		      "cratedb tidb_cloud tidb-cloud tidbcloud crunchy",
		      "[A-Za-z0-9_\\-]{32,64}|[A-Za-z0-9+/]{43}=", 0, 3.3, secret_verify_name,
		      "the service's console: rotate the key"),
		.bad = "TYPESENSE_API_KEY="
		       "5lz6LncRJ"
		       "Jqohggg"
		       "v8vSQRrTG"
		       "2SwWh5N"
		       "\n",
		.good = "TYPESENSE_API_KEY=${TYPESENSE_API_"
			"KEY}\nTYPESENSE_API_KEY=<your key>\n",
	},
	{
		.id = "SE355",
		.name = "convex_deploy_key",
		.title = "Convex deploy key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("prod: preview:",
		      "(?:prod|preview):[a-z0-9\\-:]{5,60}\\|[A-Za-z0-9+/=]{40,300}", 0, 3.5, NULL,
		      "Convex dashboard, Settings, Deploy keys: delete"),
		.bad = "CONVEX_DEPLOY_KEY="
		       "prod:happy-ott"
		       "er-123|eOugrY"
		       "er5iEgGDJ0UXPN"
		       "BodRpMbuRRntT"
		       "RVdKAppPY2qS3G"
		       "uuD1B1Z5rRKUB"
		       "\n",
		.good = "ref=pr"
			"od:hap\n",
	},
	{
		.id = "SE356",
		.name = "sanity_token",
		.title = "Sanity API token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("sanity", "sk[A-Za-z0-9]{60,250}", 0, 4.0, secret_verify_name,
		      "https://www.sanity.io/manage, API, Tokens: delete"),
		.bad = "SANITY_API_TOKEN="
		       "sk001imNhovhh3z9qs5rSZwRSlOjkXE"
		       "0OPUCZXFxJmIx0ulwAmLHYmr5RlJo"
		       "eOtTNXGezNZYOFBW65bQniBvvVsl7Wv"
		       "tba0yf2Fhyt1JAxHcQAsdSiPCctg5"
		       "CHbEZElnVh22zB9tVU9GEfMNTsagOAN"
		       "smbIgAq7se1EkNkQFCGCTEDZ7A0NZ"
		       "\n",
		.good = "SANITY_API_TOKEN=${SANITY_API_TO"
			"KEN}\nSANITY_API_TOKEN=<your key>\n",
	},
};
