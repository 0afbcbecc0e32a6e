/* Clouds and hosts. Formats: what their own documentation says of key ids, prefixes and lengths;
 * Azure's 52-, 56- and 84-character keys have a fixed signature inside (learn.microsoft.com,
 * "identifiable secrets"). */
#include "rules/secret/secret.h"

const struct rule rules_secret_clouds[] = {
	{
		.id = "SE001",
		.name = "aws_access_key_id",
		.title = "AWS access key id",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("AKIA ABIA ACCA", "(?:AKIA|ABIA|ACCA)[A-Z2-7]{16}", SECRET_CASE, 2.8,
		      secret_verify_aws_key_id,
		      "IAM console, Users, Security credentials: deactivate the access "
		      "key, then delete it"),
		.bad = "AWS_ACCESS_KEY_ID="
		       "ABIACN"
		       "ZSUI"
		       "ZFIUTO"
		       "5ZYD"
		       "\n",
		.good = "ref=AB"
			"IACNZ\n",
	},
	{
		.id = "SE002",
		.name = "aws_sts_key_id",
		.title = "AWS temporary access key id",
		ROW(LOW, HIGH, 798, ".env"),
		TOKEN("ASIA", "ASIA[A-Z2-7]{16}", SECRET_CASE, 2.8, secret_verify_aws_key_id,
		      "IAM console, the role, Revoke active sessions; it expires by "
		      "itself within 36 hours"),
		.bad = "AWS_STS_KEY_ID="
		       "ASIAS4"
		       "EYHP"
		       "K44HRY"
		       "SL3B"
		       "\n",
		.good = "ref=AS"
			"IAS4E\n",
	},
	{
		.id = "SE003",
		.name = "aws_secret_access_key",
		.title = "AWS secret access key",
		ROW(CRITICAL, MEDIUM, 798, ".env"),
		VALUE("aws_secret aws-secret awssecret secret_access_key secret-access-key "
		      "secretaccesskey aws_key aws-key awskey aws_sk aws-sk awssk",
		      "[A-Za-z0-9/+]{40}", 0, 3.8, secret_verify_name,
		      "IAM console, Users, Security credentials: deactivate the access "
		      "key, then delete it"),
		.bad = "AWS_SECRET_ACCESS_KEY="
		       "h0hhSpRPWeN"
		       "ZwkSqTHo4"
		       "MRnJSLU6nj5"
		       "QzslF1Ra+"
		       "\n",
		.good = "AWS_SECRET_ACCESS_KEY=${AWS_SECRET_ACCES"
			"S_KEY}\nAWS_SECRET_ACCESS_KEY=<your key>\n",
	},
	{
		.id = "SE004",
		.name = "aws_session_token",
		.title = "AWS session token",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("IQoJb3JpZ2lu FwoGZXIvYXdz FQoGZXIvYXdz FwoDYXdz",
		      "(?:IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz|FwoDYXdz)[A-Za-z0-9/+]{8"
		      "0,3000}={0,2}",
		      SECRET_CASE, 4.0, NULL, "IAM console, the role, Revoke active sessions"),
		.bad = "AWS_SESSION_TOKEN="
		       "FwoDYXdzj92FJgL"
		       "o7WpChexFCPhmO"
		       "39fLL7XOcUelPpgv"
		       "/7FPxXRGfSnOc"
		       "T9uESAYOPvvrV0rg"
		       "Pyx79j2Xt2dRz6"
		       "\n",
		.good = "ref=FwoD"
			"YXdzj92\n",
	},
	{
		.id = "SE005",
		.name = "aws_bedrock_long_key",
		.title = "Amazon Bedrock API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("ABSK", "ABSK[A-Za-z0-9+/]{100,280}={0,2}", SECRET_CASE, 3.5, NULL,
		      "Bedrock console, API keys: delete the key, and the IAM user made "
		      "for it"),
		.bad = "AWS_BEDROCK_LONG_KEY="
		       "ABSK0R1TNqOd8reDAMKyuR"
		       "t5y2VhF9JKL3oMBnFU7iw"
		       "CSMr+cPlbFyTiP+3eUzgYi"
		       "tzDbDOPqOr9Z3GBllORey"
		       "Xb8MFg6OdTpLjewkJeBM1M"
		       "/I37Eim8rB3+DFOA/fsq="
		       "\n",
		.good = "ref=AB"
			"SK0R1\n",
	},
	{
		.id = "SE006",
		.name = "aws_bedrock_short_key",
		.title = "Amazon Bedrock short-term API key",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("bedrock-api-key-", "bedrock-api-key-[A-Za-z0-9+/]{28,3000}={0,2}", 0, 3.5,
		      NULL,
		      "IAM console: revoke the sessions of the identity that made it; it "
		      "lives twelve hours"),
		.bad = "AWS_BEDROCK_SHORT_KEY="
		       "bedrock-api-key-Ym"
		       "Vkcm9jay5hbWF6b2"
		       "5hd3MuY29tylYA2rjju"
		       "xxed7WLYfP4JtaYc"
		       "FN/YyPDe1fA6NuXjIJ"
		       "qALD9oh/FexZON6SC"
		       "\n",
		.good = "ref=bedrock-"
			"api-key-YmV\n",
	},
	{
		.id = "SE007",
		.name = "aws_mws_token",
		.title = "Amazon MWS auth token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("amzn.mws.",
		      "amzn\\.mws\\.[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f"
		      "]{12}",
		      0, 2.8, NULL, "Seller Central, Manage your apps: disable the developer"),
		.bad = "MWS_AUTH_TOKEN="
		       "amzn.mws.e16"
		       "5e453-db50"
		       "-9b64-855e-e"
		       "9e8ac784519"
		       "\n",
		.good = "ref=amzn"
			".mws.e16\n",
	},
	{
		.id = "SE008",
		.name = "aws_appsync_key",
		.title = "AWS AppSync API key",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("da2-", "da2-[a-z0-9]{26}", 0, 3.0, NULL,
		      "AppSync console, Settings, API keys: delete the key"),
		.bad = "AWS_APPSYNC_KEY="
		       "da2-8z8s"
		       "aese2aa"
		       "s6kqi3tu"
		       "v0w4gnu"
		       "\n",
		.good = "ref=da"
			"2-8z8\n",
	},
	{
		.id = "SE009",
		.name = "amazon_oauth_secret",
		.title = "Login with Amazon client secret",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("amzn1.oa2-cs.v1.", "amzn1\\.oa2-cs\\.v1\\.[0-9a-f]{64}", 0, 3.0, NULL,
		      "Amazon developer console, Security profiles: rotate the client "
		      "secret"),
		.bad = "AMAZON_OAUTH_SECRET="
		       "amzn1.oa2-cs.v"
		       "1.6ff94b06bc"
		       "533f25078ca1229"
		       "51aa8e32dda1"
		       "7530834ea130b6"
		       "df61328f6f046"
		       "\n",
		.good = "ref=amzn1.oa"
			"2-cs.v1.6ff\n",
	},
	{
		.id = "SE010",
		.name = "amazon_refresh_token",
		.title = "Amazon OAuth refresh or access token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("Atzr| Atza|", "Atz[ra]\\|[A-Za-z0-9_\\-]{80,1000}", 0, 4.0, NULL,
		      "Seller Central or Amazon account: remove the authorisation of the "
		      "app"),
		.bad = "AMAZON_REFRESH_TOKEN="
		       "Atzr|YOIk0q-imH"
		       "bqqBXnKeNFDJk"
		       "V3TEcHvOI8puY7B"
		       "uQW7XSyANx2Zu"
		       "3IQpRTR9ov3qFaG"
		       "cWICvQqj0Y0lZQ"
		       "\n",
		.good = "ref=At"
			"zr|YOI\n",
	},
	{
		.id = "SE011",
		.name = "gcp_api_key",
		.title = "Google API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("AIza", "AIza[0-9A-Za-z_\\-]{35}", SECRET_CASE, 3.0, NULL,
		      "Google Cloud console, APIs and services, Credentials: delete or "
		      "restrict the key"),
		.bad = "GOOGLE_API_KEY="
		       "AIzaqOb6Gz"
		       "MrwXEOnUu"
		       "qTkDj6vrOom"
		       "31p2cKfW3"
		       "\n",
		.good = "ref=AI"
			"zaqOb\n",
	},
	{
		.id = "SE012",
		.name = "gcp_oauth_client_secret",
		.title = "Google OAuth client secret",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("GOCSPX-", "GOCSPX-[0-9A-Za-z_\\-]{28}", SECRET_CASE, 3.0, NULL,
		      "Google Cloud console, APIs and services, Credentials: reset the "
		      "client secret"),
		.bad = "GCP_OAUTH_CLIENT_SECRET="
		       "GOCSPX-z_"
		       "-xEwI1y5"
		       "3d8iHSBw9Z"
		       "IBm6KKNB"
		       "\n",
		.good = "ref=GOC"
			"SPX-z_-\n",
	},
	{
		.id = "SE013",
		.name = "gcp_oauth_access_token",
		.title = "Google OAuth access token",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("ya29.", "ya29\\.[0-9A-Za-z_\\-]{30,2000}", SECRET_CASE, 3.5, NULL,
		      "https://myaccount.google.com/permissions; it lives one hour"),
		.bad = "GCP_OAUTH_ACCESS_TOKEN="
		       "ya29.a0bOjglQJuWhk5A"
		       "_-cNpGbHQPrPCtboJ2F"
		       "rD-0-aLcOZcb2Aa57rb8"
		       "uh1-EdkQc8KMnLBZ09N"
		       "LtLYTGF8FdnwSbzE2mzA"
		       "oTQf-7n1rPFOu9xMRz5"
		       "\n",
		.good = "ref=ya"
			"29.a0b\n",
	},
	{
		.id = "SE014",
		.name = "gcp_oauth_refresh_token",
		.title = "Google OAuth refresh token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("1//0", "1//0[0-9A-Za-z_\\-]{40,300}", 0, 3.5, NULL,
		      "https://myaccount.google.com/permissions"),
		.bad = "GCP_OAUTH_REFRESH_TOKEN="
		       "1//0uHkaeiZfuEx"
		       "GM_YFEo1cAyTe"
		       "u-FomlJqr1tBR4X"
		       "-mbQeR3j_9m29"
		       "MwZlJv-2UNdwpwr"
		       "d7Q4qi7CCYFG3"
		       "\n",
		.good = "ref=1/"
			"/0uHk\n",
	},
	{
		.id = "SE015",
		.name = "gcp_hmac_access_id",
		.title = "Google Cloud Storage HMAC access id",
		ROW(LOW, HIGH, 798, ".env"),
		TOKEN("GOOG1E GOOG1", "GOOG1[A-Z0-9]{19}(?:[A-Z0-9]{37})?", SECRET_CASE, 3.0, NULL,
		      "Cloud Storage console, Settings, Interoperability: deactivate the "
		      "key"),
		.bad = "GCP_HMAC_ACCESS_ID="
		       "GOOG1BJ6EZ3"
		       "3Q6XR3N5C"
		       "LOW4B437SLS"
		       "73N7H9Y6S"
		       "SIUPBE3LOL2"
		       "NNZ5KEP29F"
		       "\n",
		.good = "ref=GO"
			"OG1BJ6\n",
	},
	{
		.id = "SE016",
		.name = "gcp_service_account",
		.title = "Google Cloud service account key",
		ROW(CRITICAL, HIGH, 798, "key.json"),
		TEXT("service_account",
		     "\"private_key\"\\s*:\\s*\"(-----BEGIN PRIVATE KEY-----(?:[^-\"]|-(?!----"
		     "))+-----END PRIVATE KEY-----)",
		     SECRET_ANYWHERE, 0, secret_verify_pem,
		     "IAM console, Service accounts, Keys: delete the key named in "
		     "private_key_id"),
		.bad = "{\n  \"type\": \"service_account\",\n  \"project_id\": \"p\",\n  "
		       "\"private_key\": \""
		       "-----BEGIN PRIVATE KEY-----\\nMIGHAgEAMBMG"
		       "ByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgjBB5"
		       "8sXJz9BftIxB\\ncX9ucMGQY7HihzF6t8pQFcUKMq2h"
		       "RANCAAQXu2+RfW7z6fz/j9JwSkKYWraVqc5B\\n6"
		       "mG3JQNxqJGGEOLCLfoZsM03iAHJCk1pAd9stDLnlz4"
		       "ZkEvYqaut7Pn7\\n-----END PRIVATE KEY-----"
		       "\"\n}\n",
		.good = "{\n  \"type\": \"service_account\",\n  \"p"
			"rivate_key\": \"${GCP_PRIVATE_KEY}\"\n}\n",
	},
	{
		.id = "SE017",
		.name = "gcp_fcm_server_key",
		.title = "Firebase Cloud Messaging server key",
		ROW(HIGH, HIGH, 798, ".env"),
		TEXT(":APA91b",
		     "(?<![A-Za-z0-9_\\-])(AAAA[A-Za-z0-9_\\-]{7}:APA91b[A-Za-z0-9_\\-]{134"
		     "})(?![A-Za-z0-9_\\-])",
		     SECRET_CASE, 3.5, NULL,
		     "Firebase console, Project settings, Cloud Messaging: delete the "
		     "server key"),
		.bad = "FCM_KEY="
		       "AAAAdvAWnzE:APA91bXkR341iQ"
		       "4OyjvEXOo7AKRklZp1LIwCua"
		       "Mt6oJZazJvT23ArrAz_8NhTAK41"
		       "_0sUhLyHNoanC_yKJU289EDN"
		       "soTAai2o7WtZAfSVgK2mnfRTUb"
		       "kUO2rqW5nSjEf9fvJs8dNNc1T"
		       "\n",
		.good = "FCM_KEY=AAAA:APA91"
			"b-your-server-key\n",
	},
	{
		.id = "SE018",
		.name = "azure_storage_connection",
		.title = "Azure storage account key in a connection string",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TEXT("accountkey", "(?i:AccountKey)[ \\t]*=[ \\t]*([A-Za-z0-9/+]{86}==)", 0, 3.5,
		     secret_verify_azure_key,
		     "Azure portal, the storage account, Access keys: rotate the key"),
		.bad = "AZURE_STORAGE=DefaultEndpointsProtocol=https;AccountName=mlstore;"
		       "AccountKey="
		       "jzEDHa9KVDJQu1w"
		       "byfyPPVU7bZgJN"
		       "2i2AxNptPKWIfyEv"
		       "vsA6LREgXMx39"
		       "hR9yUSxK3i/esEXI"
		       "mTatKcm2RP5Q=="
		       ";EndpointSuffix=core.windows.net\n",
		.good = "AZURE_STORAGE=DefaultEndpointsProtocol=https;AccountName="
			"mlstore;AccountKey=<key>;EndpointSuffix=core.windows.net\n",
	},
	{
		.id = "SE019",
		.name = "azure_storage_key",
		.title = "Azure storage, Batch or Cosmos DB account key",
		ROW(CRITICAL, MEDIUM, 798, ".env"),
		VALUE("storage_key storage-key storagekey account_key account-key accountkey "
		      "azure cosmos primary_key primary-key primarykey batch_key batch-key "
		      "batchkey",
		      "[A-Za-z0-9/+]{86}==", 0, 3.5, secret_verify_azure_key,
		      "Azure portal, the account, Access keys or Keys: rotate the key"),
		.bad = "AZURE_STORAGE_KEY="
		       "qyM8rifd30nfd4Z"
		       "ghANPoER1cgcm9"
		       "SKMRAIqXQ4k8/R5N"
		       "IytCrvm5gmQYl"
		       "dQf3PoN7EKwZ624M"
		       "wDnLXNbs6OAQ=="
		       "\n",
		.good = "AZURE_STORAGE_KEY=${AZURE_STORAGE_"
			"KEY}\nAZURE_STORAGE_KEY=<your key>\n",
	},
	{
		.id = "SE020",
		.name = "azure_sas",
		.title = "Azure shared access signature",
		ROW(HIGH, HIGH, 798, ".env"),
		TEXT("sig=", "sig=((?:[A-Za-z0-9/+]|%2[BbFf]){43}(?:=|%3[Dd]))", 0, 3.0,
		     secret_verify_azure_sas,
		     "Azure portal, the storage account: rotate the key that signed it, "
		     "or delete its stored access policy"),
		.bad = "BLOB_URL=https://mlstore.blob.core.windows.net/models/"
		       "m.bin?sv=2023-11-03&se=2031-01-01T00%3A00%3A00Z&sr=c&sp=r&sig="
		       "z4LHxl3rBmPtv"
		       "qWfquye%2FI"
		       "6lJnoYcsJTSqa"
		       "8ElGqE1A%3D"
		       "\n",
		.good = "BLOB_URL=https://mlstore.blob.core.windows."
			"net/models/m.bin?sv=2023-11-03&sig=REDACTED\n",
	},
	{
		.id = "SE021",
		.name = "azure_shared_access_key",
		.title = "Azure Service Bus, Event Hubs or IoT Hub key",
		ROW(HIGH, HIGH, 798, ".env"),
		TEXT("sharedaccesskey", "(?i:SharedAccessKey)[ \\t]*=[ \\t]*([A-Za-z0-9/+]{43}=)",
		     0, 3.5, NULL,
		     "Azure portal, the namespace or hub, Shared access policies: "
		     "regenerate the key"),
		.bad = "SERVICEBUS=Endpoint=sb://ml.servicebus.windows.net/"
		       ";SharedAccessKeyName=Root;SharedAccessKey="
		       "GfVyXZViD1Jp"
		       "k+ZjiQWHeI"
		       "RqP8h3K8k/9U"
		       "niQH9QpkA="
		       "\n",
		.good = "SERVICEBUS=Endpoint=sb://ml.servicebus.windows.ne"
			"t/;SharedAccessKeyName=Root;SharedAccessKey=<key>\n",
	},
	{
		.id = "SE022",
		.name = "azure_ad_client_secret",
		.title = "Microsoft Entra (Azure AD) client secret",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TEXT("Q~",
		     "(?<![A-Za-z0-9_~.\\-])([A-Za-z0-9_~.]{3}[0-9]Q~[A-Za-z0-9_~.\\-]{31,"
		     "34})(?![A-Za-z0-9_~\\-])",
		     SECRET_CASE, 3.0, NULL,
		     "Entra admin center, App registrations, Certificates and secrets: "
		     "delete the secret"),
		.bad = "AZURE_CLIENT_SECRET="
		       "EBx0Q~onbhC"
		       "UUZ~nUY31"
		       "Ei7hkYWNVwm"
		       "OCZIVmXyk"
		       "\n",
		.good = "NOTE=9Q~short "
			"and Q~nothing\n",
	},
	{
		.id = "SE023",
		.name = "azure_ai_key",
		.title = "Azure AI services or Azure OpenAI key",
		ROW(HIGH, HIGH, 798, ".env"),
		TEXT("JQQJ99",
		     "(?<![A-Za-z0-9])([A-Za-z0-9]{52}JQQJ99[A-Za-z0-9]{26})(?![A-Za-z0-"
		     "9])",
		     SECRET_CASE, 3.5, NULL,
		     "Azure portal, the resource, Keys and endpoint: regenerate the key"),
		.bad = "AZURE_AI="
		       "4R56HbNxGo7noh6"
		       "JqpwzAANfJEdQ"
		       "Kgs1qaVjcZTjzkX"
		       "xgrF9TUGbJQQJ"
		       "99bxgZyt2oKVhJ9"
		       "MyAHEurRgRedK"
		       "\n",
		.good = "AZURE_AI=J"
			"QQJ99ALAC\n",
	},
	{
		.id = "SE024",
		.name = "azure_openai_key",
		.title = "Azure OpenAI or Cognitive Services key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("azure_openai azure-openai azureopenai aoai openai_api openai-api "
		      "openaiapi openai_key openai-key openaikey cognitive azure_ai azure-ai "
		      "azureai azure_speech azure-speech azurespeech speech_key speech-key "
		      "speechkey azure_translator azure-translator azuretranslator "
		      "translator_key translator-key translatorkey vision_key vision-key "
		      "visionkey form_recognizer form-recognizer formrecognizer "
		      "document_intelligence document-intelligence documentintelligence "
		      "text_analytics text-analytics textanalytics azure_search azure-search "
		      "azuresearch azure_key azure-key azurekey azure_api azure-api azureapi",
		      "[0-9a-f]{32}", 0, 2.8, secret_verify_name,
		      "Azure portal, the resource, Keys and endpoint: regenerate the key"),
		.bad = "AZURE_OPENAI_API_KEY="
		       "f9c7a6ba3"
		       "3b73c85"
		       "1fad8c749"
		       "64d1ea7"
		       "\n",
		.good = "AZURE_OPENAI_API_KEY=${AZURE_OPENAI_AP"
			"I_KEY}\nAZURE_OPENAI_API_KEY=<your key>\n",
	},
	{
		.id = "SE025",
		.name = "azure_search_key",
		.title = "Azure AI Search admin or query key",
		ROW(HIGH, HIGH, 798, ".env"),
		TEXT("AzSe",
		     "(?<![A-Za-z0-9])([A-Za-z0-9]{42}AzSe[A-D][A-Za-z0-9]{5})(?![A-Za-z"
		     "0-9])",
		     SECRET_CASE, 3.5, NULL,
		     "Azure portal, the search service, Keys: regenerate the key"),
		.bad = "SEARCH_KEY="
		       "5VXup6rOOJp2e0"
		       "qaEu0qE1qGa8"
		       "HucZOhrzZO3Jz4"
		       "EkAzSeB205Y8"
		       "\n",
		.good = "SEARCH_K"
			"EY=AzSeA\n",
	},
	{
		.id = "SE026",
		.name = "azure_function_key",
		.title = "Azure Functions host or function key",
		ROW(HIGH, HIGH, 798, ".env"),
		TEXT("AzFu",
		     "(?<![A-Za-z0-9_\\-])([A-Za-z0-9_\\-]{44}AzFu[A-Za-z0-9_\\-]{5}[AQgw]="
		     "=)",
		     SECRET_CASE, 3.5, NULL,
		     "Azure portal, the function app, App keys: renew the key"),
		.bad = "FUNCTION_KEY="
		       "T2_b23VulugXXNA"
		       "-3mzrHCSr7RKQ"
		       "td53yaEAhptjYh_"
		       "JAzFuEbwPVA=="
		       "\n",
		.good = "FUNCTION_"
			"KEY=AzFu\n",
	},
	{
		.id = "SE027",
		.name = "azure_cosmos_key",
		.title = "Azure Cosmos DB key",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TEXT("ACDb", "(?<![A-Za-z0-9/+])([A-Za-z0-9/+]{76}ACDb[A-Za-z0-9/+]{5}[AQgw]==)",
		     SECRET_CASE, 3.5, secret_verify_azure_key,
		     "Azure portal, the Cosmos DB account, Keys: regenerate the key"),
		.bad = "COSMOS_KEY="
		       "S5GuYGbIl4cX3FK"
		       "LFULfmFppi1uBf"
		       "w1Aqk8baWBZHy3P9"
		       "qbcQfeuhrrm+S"
		       "D7chE5v1ZuR6x3k8"
		       "+yACDb4zjwZw=="
		       "\n",
		.good = "COSMOS_K"
			"EY=ACDb\n",
	},
	{
		.id = "SE028",
		.name = "azure_redis_key",
		.title = "Azure Cache for Redis key",
		ROW(HIGH, HIGH, 798, ".env"),
		TEXT("AzCa", "(?<![A-Za-z0-9])([A-Za-z0-9]{33}AzCa[A-P][A-Za-z0-9]{5}=)",
		     SECRET_CASE, 3.5, NULL,
		     "Azure portal, the cache, Access keys: regenerate the key"),
		.bad = "REDIS_KEY="
		       "I27GhwEmAhEC"
		       "1Zvz8qMPZ4"
		       "kqyBlif9gdMA"
		       "zCaOB0v1E="
		       "\n",
		.good = "REDIS_K"
			"EY=AzCa\n",
	},
	{
		.id = "SE029",
		.name = "azure_registry_password",
		.title = "Azure Container Registry password",
		ROW(HIGH, HIGH, 798, ".env"),
		TEXT("+ACR",
		     "(?<![A-Za-z0-9/+])([A-Za-z0-9/+]{42}\\+ACR[A-D][A-Za-z0-9/+]{5})(?!"
		     "[A-Za-z0-9/+])",
		     SECRET_CASE, 3.5, NULL,
		     "Azure portal, the registry, Access keys: regenerate the password"),
		.bad = "ACR_PASSWORD="
		       "8SzPdqMfLVYCig"
		       "OVV56osVk2us"
		       "D8ncju1E7pDx/t"
		       "wM+ACRBwcKpq"
		       "\n",
		.good = "ACR_PASSW"
			"ORD=+ACRA\n",
	},
	{
		.id = "SE030",
		.name = "azure_devops_pat",
		.title = "Azure DevOps personal access token",
		ROW(HIGH, HIGH, 798, ".env"),
		TEXT("AZDO", "(?<![A-Za-z0-9])([A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4})(?![A-Za-z0-9])",
		     SECRET_CASE, 3.5, NULL,
		     "https://dev.azure.com, User settings, Personal access tokens: "
		     "revoke"),
		.bad = "AZDO="
		       "gLOBCA1yLWEowmS"
		       "hFQddDqgsrtxc"
		       "5e2JjkEEPTFHyFw"
		       "pdZ1fqrPiOVyA"
		       "qB8XEbGN7kGPNW9"
		       "SC0h9AZDOQYZ8"
		       "\n",
		.good = "AZDO=AZ"
			"DOabcd\n",
	},
	{
		.id = "SE031",
		.name = "azure_devops_pat_legacy",
		.title = "Azure DevOps personal access token (52 characters)",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("azure_devops azure-devops azuredevops azure_pat azure-pat azurepat "
		      "azdo ado_pat ado-pat adopat ado_token ado-token adotoken vsts "
		      "system_accesstoken system-accesstoken systemaccesstoken",
		      "[a-z2-7]{52}", 0, 3.5, secret_verify_name,
		      "https://dev.azure.com, User settings, Personal access tokens: "
		      "revoke"),
		.bad = "AZURE_DEVOPS_EXT_PAT="
		       "enkshnskyn3jcr"
		       "b5oygioqkdjc"
		       "slfbktyt27k62x"
		       "yxopzn6aigdd"
		       "\n",
		.good = "AZURE_DEVOPS_EXT_PAT=${AZURE_DEVOPS_EX"
			"T_PAT}\nAZURE_DEVOPS_EXT_PAT=<your key>\n",
	},
	{
		.id = "SE032",
		.name = "azure_apim_key",
		.title = "Azure API Management subscription key",
		ROW(HIGH, HIGH, 798, "run.sh"),
		TEXT("subscription-key",
		     "(?i:Ocp-Apim-Subscription-Key)[\"\\']?[ \\t]*[:=,][ \\t]*[\"\\']?([0-9a-"
		     "f]{32})(?![0-9a-f])",
		     0, 2.8, NULL,
		     "Azure portal, API Management, Subscriptions: regenerate the key"),
		.bad = "curl -H \"Ocp-Apim-Subscription-Key: "
		       "Ocp-Apim-Su"
		       "bscriptio"
		       "n-Key\"=\"7a5"
		       "59d7a21c6"
		       "608e9344608"
		       "92bde1022"
		       "\" $URL\n",
		.good = "curl -H \"Ocp-Apim-Subsc"
			"ription-Key: $KEY\" $URL\n",
	},
	{
		.id = "SE033",
		.name = "azure_logic_app_url",
		.title = "Azure Logic Apps or Power Automate trigger URL",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TEXT("%2ftriggers%2f",
		     "/triggers/[a-z_]+/paths/invoke\\?[^\\s\"\\'<>]*?sig=([A-Za-z0-9_\\-]{43"
		     "})(?![A-Za-z0-9_\\-])",
		     0, 3.0, NULL, "Azure portal, the logic app, Access keys: regenerate"),
		.bad = "HOOK=https://prod-1.westus.logic.azure.com:443/workflows/a/triggers/manual/"
		       "paths/"
		       "invoke?api-version=2016-10-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig="
		       "RoatFgm1obF"
		       "IzeC691tTJ"
		       "O3DM6S4v_iXD"
		       "rGueD_gBY4"
		       "\n",
		.good = "HOOK=https://prod-1.westus.logic.azure.com/workflows/a/triggers"
			"/manual/paths/invoke?sp=%2Ftriggers%2Fmanual%2Frun&sig=REDACTED\n",
	},
};
