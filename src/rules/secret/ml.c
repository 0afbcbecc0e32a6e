/* Services of machine learning: models, training, tracking, data sets. */
#include "rules/secret/secret.h"

const struct rule rules_secret_ml[] = {
	{
		.id = "SE390",
		.name = "huggingface_token",
		.title = "Hugging Face access token",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("hf_", "hf_[A-Za-z0-9]{34,38}", 0, 3.3, secret_verify_mixed,
		      "https://huggingface.co/settings/tokens"),
		.bad = "HF_TOKEN="
		       "hf_QBKETpY"
		       "GYtMLPYv"
		       "cbqHVYVBac"
		       "ltorqQLYE"
		       "\n",
		.good = "ref=h"
			"f_QBK\n",
	},
	{
		.id = "SE391",
		.name = "huggingface_org_token",
		.title = "Hugging Face organisation token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("api_org_", "api_org_[A-Za-z0-9]{34}", 0, 3.3, NULL,
		      "https://huggingface.co/organizations, the organisation, Settings"),
		.bad = "HUGGINGFACE_ORG_TOKEN="
		       "api_org_JBI"
		       "zQa7WOZ61i"
		       "DLQlH5XMtTP"
		       "4FAHnycaoi"
		       "\n",
		.good = "ref=api_"
			"org_JBI\n",
	},
	{
		.id = "SE392",
		.name = "openai_key",
		.title = "OpenAI API key",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("sk-", "sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}", 0, 3.5,
		      secret_verify_mixed, "https://platform.openai.com/api-keys"),
		.bad = "OPENAI_API_KEY="
		       "sk-MKU77W6QcZ"
		       "6RKxrO2L9MT3"
		       "BlbkFJcZcZn52r"
		       "FiPhD3VVMsl5"
		       "\n",
		.good = "ref=s"
			"k-MKU\n",
	},
	{
		.id = "SE393",
		.name = "openai_project_key",
		.title = "OpenAI project, service or admin key",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("sk-proj- sk-svcacct- sk-admin- sk-service- sk-None-",
		      "sk-(?:proj|svcacct|admin|service|None)-[A-Za-z0-9_\\-]{20,100}T3Blb"
		      "kFJ[A-Za-z0-9_\\-]{20,100}",
		      0, 3.5, secret_verify_mixed, "https://platform.openai.com/api-keys"),
		.bad = "OPENAI_API_KEY="
		       "sk-proj-yaTueGg95JzkrZBnBhEx"
		       "3ecY7wPLP6YMOjU7AsoYoNwG3l"
		       "EMU3x5siqn7CYhrw9ShWQ7TeYihnT"
		       "3BlbkFJV5am3r8DNh9mufD8QvZ"
		       "MW4P8vlipKvnPFZN5T5q_oJ7JY8I"
		       "t7KRogj0BTMzbRAGoVKvuCzCOxj"
		       "\n",
		.good = "ref=sk-p"
			"roj-yaT\n",
	},
	{
		.id = "SE394",
		.name = "openai_session_key",
		.title = "OpenAI session token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("sess-", "sess-[A-Za-z0-9]{40}", 0, 3.5, NULL,
		      "https://platform.openai.com: sign out everywhere"),
		.bad = "OPENAI_SESSION_KEY="
		       "sess-nrm5kCh"
		       "OzAQ2yuFHB"
		       "4Tld9G8qpC3K"
		       "apNxR54Ti7j"
		       "\n",
		.good = "ref=se"
			"ss-nrm\n",
	},
	{
		.id = "SE395",
		.name = "anthropic_key",
		.title = "Anthropic API key",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("sk-ant-api", "sk-ant-api[0-9]{2}-[A-Za-z0-9_\\-]{80,120}", 0, 3.5,
		      secret_verify_mixed, "https://console.anthropic.com/settings/keys"),
		.bad = "ANTHROPIC_API_KEY="
		       "sk-ant-api03-JqamYf"
		       "dkcTnoGB9P6Vf2YA5"
		       "ph4HYw5qgi1MnWI3V9W"
		       "rfFYVi6rBVmmpZWqm"
		       "rqnNBzwh0v4FkixRC3q"
		       "05ca3GmS_wPpmiRAA"
		       "\n",
		.good = "ref=sk-an"
			"t-api03-\n",
	},
	{
		.id = "SE396",
		.name = "anthropic_admin_key",
		.title = "Anthropic admin key",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("sk-ant-admin", "sk-ant-admin[0-9]{2}-[A-Za-z0-9_\\-]{80,120}", 0, 3.5,
		      secret_verify_mixed, "https://console.anthropic.com/settings/admin-keys"),
		.bad = "ANTHROPIC_ADMIN_KEY="
		       "sk-ant-admin01-tdkG"
		       "03WFlFTWG7DfOJLNQ"
		       "fJXpUz79FapB6fhK5UQO"
		       "W358AhX9Sm0XmP0oX"
		       "v8rqAkjOVoS26zEC4qT"
		       "4KB5lxKiKgPRTShoAA"
		       "\n",
		.good = "ref=sk-ant"
			"-admin01-\n",
	},
	{
		.id = "SE397",
		.name = "anthropic_oauth_token",
		.title = "Anthropic OAuth or session token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("sk-ant-oat sk-ant-ort sk-ant-sid",
		      "sk-ant-(?:oat|ort|sid)[0-9]{2}-[A-Za-z0-9_\\-]{80,120}", 0, 3.5,
		      secret_verify_mixed, "https://claude.ai/settings: sign out"),
		.bad = "ANTHROPIC_OAUTH_TOKEN="
		       "sk-ant-oat01-luFfID"
		       "vdfRJVp4Llm6PzeCf"
		       "9cX26nasZ92WrBIJMD9"
		       "ei3lnzIOiQ8gWtEXC"
		       "wJrW06NxIdg8mAL7_FX"
		       "Kt5yGdfckBE04EcAA"
		       "\n",
		.good = "ref=sk-an"
			"t-oat01-\n",
	},
	{
		.id = "SE398",
		.name = "google_ai_key",
		.title = "Google AI (Gemini) authorisation key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("AQ.Ab", "AQ\\.Ab[A-Za-z0-9_\\-]{46,60}", SECRET_CASE, 3.5, NULL,
		      "https://aistudio.google.com/apikey"),
		.bad = "GOOGLE_AI_KEY="
		       "AQ.Ab8RN6wZBiL"
		       "NCb_NyjmmwQ7"
		       "yX9YdFRmR4BSKp"
		       "Sp_iVnwBV8KgL"
		       "\n",
		.good = "ref=AQ"
			".Ab8RN\n",
	},
	{
		.id = "SE399",
		.name = "openrouter_key",
		.title = "OpenRouter API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("sk-or-v1-", "sk-or-v[0-9]-[0-9a-f]{64}", 0, 3.0, secret_verify_mixed,
		      "https://openrouter.ai/settings/keys"),
		.bad = "OPENROUTER_KEY="
		       "sk-or-v1-cde2"
		       "4bbfeb206b2"
		       "5daa85c09a7bd"
		       "2b24afff240"
		       "4c918214531cf"
		       "d54d5f187653"
		       "\n",
		.good = "ref=sk-o"
			"r-v1-cde\n",
	},
	{
		.id = "SE400",
		.name = "llm_hex_key",
		.title = "API key of the sk- form with 32 hexadecimal digits (DeepSeek)",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("sk-", "sk-[0-9a-f]{32}", 0, 3.0, secret_verify_mixed,
		      "the provider's console, API keys: delete"),
		.bad = "DEEPSEEK_API_KEY="
		       "sk-83f155"
		       "56d3d185"
		       "6e516731a8"
		       "64de3dbd"
		       "\n",
		.good = "ref=s"
			"k-83f\n",
	},
	{
		.id = "SE401",
		.name = "llm_base62_key",
		.title = "API key of the sk- form with 48 characters (Stability, Moonshot)",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("sk-", "sk-[A-Za-z0-9]{48}", 0, 3.5, secret_verify_mixed,
		      "the provider's console, API keys: delete"),
		.bad = "STABILITY_API_KEY="
		       "sk-tR9AFduTzu"
		       "AfzY8ahnwT0t"
		       "fgAw2QIb6zxnzl"
		       "dA17rFPbffBO"
		       "\n",
		.good = "ref=s"
			"k-tR9\n",
	},
	{
		.id = "SE402",
		.name = "llm_other_key",
		.title = "API key of the sk- form",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("sk-",
		      "sk-(?=[A-Za-z0-9_\\-]*[0-9])(?=[A-Za-z0-9_\\-]*[A-Z])[A-Za-z0-9_\\-]{"
		      "20,160}",
		      0, 3.9, secret_verify_mixed, "the provider's console, API keys: delete"),
		.bad = "LLM_OTHER_KEY="
		       "sk-ey6g"
		       "DPDfk"
		       "o5Sq1Nj"
		       "PQ4IlQ"
		       "\n",
		.good = "ref=s"
			"k-ey6\n",
	},
	{
		.id = "SE403",
		.name = "mistral_key",
		.title = "Mistral API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("mistral codestral", "[A-Za-z0-9]{32}", 0, 3.3, secret_verify_name,
		      "https://console.mistral.ai/api-keys"),
		.bad = "MISTRAL_API_KEY="
		       "ZsgtRXYiB"
		       "dHS1BUt"
		       "SgToHUzkP"
		       "VIVIwDj"
		       "\n",
		.good = "MISTRAL_API_KEY=${MISTRAL_API_K"
			"EY}\nMISTRAL_API_KEY=<your key>\n",
	},
	{
		.id = "SE404",
		.name = "cohere_key",
		.title = "Cohere API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("cohere co_api_key co-api-key coapikey", "[A-Za-z0-9]{40}", 0, 3.5,
		      secret_verify_name, "https://dashboard.cohere.com/api-keys"),
		.bad = "COHERE_API_KEY="
		       "l1OBSxcqCay"
		       "8utpTGgXj"
		       "sFWQXzh9hys"
		       "lEx8io43s"
		       "\n",
		.good = "COHERE_API_KEY=${COHERE_API_K"
			"EY}\nCOHERE_API_KEY=<your key>\n",
	},
	{
		.id = "SE405",
		.name = "cohere_client",
		.title = "Cohere API key given to a client",
		ROW(HIGH, HIGH, 798, "a.py"),
		TEXT("cohere.client cohere.async",
		     "cohere\\.(?:Async)?Client(?:V2)?\\([ \\t]*(?:api_key[ \\t]*=[ \\t]*)?\\\\?["
		     "\"\\']([A-Za-z0-9]{40})\\\\?[\"\\']",
		     0, 3.5, secret_verify_mixed, "https://dashboard.cohere.com/api-keys"),
		.bad = "co = cohere.Client(\""
		       "JRKuDwhLkWZ"
		       "MRrmxfA4Y"
		       "lNfbmWllvcT"
		       "qodCkU4tr"
		       "\")\n",
		.good = "co = cohere.Clien"
			"t(\"YOUR_API_KEY\")\n",
	},
	{
		.id = "SE406",
		.name = "replicate_token",
		.title = "Replicate API token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("r8_", "r8_[A-Za-z0-9_\\-]{37}", 0, 3.5, secret_verify_mixed,
		      "https://replicate.com/account/api-tokens"),
		.bad = "REPLICATE_TOKEN="
		       "r8_21dXL2qw"
		       "EoO86d5Dt"
		       "1GPyyiq5okM"
		       "9uSxae237"
		       "\n",
		.good = "ref=r"
			"8_21d\n",
	},
	{
		.id = "SE407",
		.name = "wandb_key",
		.title = "Weights and Biases API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("wandb weights_and_biases weights-and-biases weightsandbiases",
		      "[0-9a-f]{40}", 0, 3.0, secret_verify_name, "https://wandb.ai/authorize"),
		.bad = "WANDB_API_KEY="
		       "5480a723001"
		       "0b6ff5fcd"
		       "227e79c9721"
		       "f7be2405d"
		       "\n",
		.good = "WANDB_API_KEY=${WANDB_API_KE"
			"Y}\nWANDB_API_KEY=<your key>\n",
	},
	{
		.id = "SE408",
		.name = "wandb_prefixed_key",
		.title = "Weights and Biases API key (v1)",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("wandb_v1_", "wandb_v[0-9]_[A-Za-z0-9_\\-]{40,120}", 0, 3.5, NULL,
		      "https://wandb.ai/settings"),
		.bad = "WANDB_PREFIXED_KEY="
		       "wandb_v1_XIaOsX"
		       "44Ion3xVD3z7b"
		       "ecMjwjDnQj9EqPET"
		       "kjJ4UV67fEGcy"
		       "V71zY5HbaQHoIPR"
		       "QPwVNXEHZaLNqV"
		       "\n",
		.good = "ref=wand"
			"b_v1_XIa\n",
	},
	{
		.id = "SE409",
		.name = "wandb_login",
		.title = "Weights and Biases key given to login",
		ROW(HIGH, HIGH, 798, "run.sh"),
		TEXT("wandb",
		     "wandb(?:[ \\t]+login[ \\t]+(?:--\\S+[ \\t]+){0,3}|\\.login\\([^)\\n]{0,80"
		     "}?key[ \\t]*=[ \\t]*\\\\?[\"\\'])([0-9a-f]{40})(?![0-9a-f])",
		     0, 3.0, NULL, "https://wandb.ai/authorize"),
		.bad = "wandb login "
		       "73bf6b4d20a"
		       "8a995e7d0"
		       "6df9fd6f370"
		       "c8109eb00"
		       "\n",
		.good = "wandb login $"
			"WANDB_API_KEY\n",
	},
	{
		.id = "SE410",
		.name = "comet_key",
		.title = "Comet API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("comet opik", "[A-Za-z0-9]{25}", 0, 3.3, secret_verify_name,
		      "https://www.comet.com/api/my/settings"),
		.bad = "COMET_API_KEY="
		       "MraYjKU"
		       "IV761"
		       "qQJucE3"
		       "uM6lQ8"
		       "\n",
		.good = "COMET_API_KEY=${COMET_API_KE"
			"Y}\nCOMET_API_KEY=<your key>\n",
	},
	{
		.id = "SE411",
		.name = "neptune_token",
		.title = "Neptune API token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("eyJhcGlfYWRkcmVzcyI6", "eyJhcGlfYWRkcmVzcyI6[A-Za-z0-9+/]{60,400}={0,2}",
		      SECRET_CASE, 3.5, NULL,
		      "https://app.neptune.ai, the user, Get your API token: rotate"),
		.bad = "NEPTUNE_TOKEN="
		       "eyJhcGlfYWRkcmVzcyI6tj5n4dOzh"
		       "q81F2PM0xDp4pEYlMwsIJCiLS2i"
		       "gCStduJblh33kr8EidFmY4Z5DfASAt"
		       "18Ali1K8odVtHJXoJAi1cy0Lkvx"
		       "Q2PD11TqeIspA0QGa2Giuf9wyoxQD"
		       "03aD5jh2Ug15RrgYier3sPvnm8P4"
		       "\n",
		.good = "ref=eyJhcGlfYW"
			"RkcmVzcyI6tj5\n",
	},
	{
		.id = "SE412",
		.name = "clearml_secret",
		.title = "ClearML access or secret key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("clearml trains_api trains-api trainsapi trains_secret trains-secret "
		      "trainssecret",
		      "[A-Za-z0-9]{50}|[A-Z0-9]{20,30}", 0, 3.3, secret_verify_name,
		      "ClearML, Settings, Workspace, App credentials: revoke"),
		.bad = "CLEARML_API_SECRET_KEY="
		       "GW5SH9iAJ0euw"
		       "wHTkfY2Y0p62"
		       "cIwxAuuzz53r3"
		       "3Z43SOHSshSj"
		       "\n",
		.good = "CLEARML_API_SECRET_KEY=${CLEARML_API_SECR"
			"ET_KEY}\nCLEARML_API_SECRET_KEY=<your key>\n",
	},
	{
		.id = "SE413",
		.name = "clearml_conf",
		.title = "ClearML credentials in clearml.conf",
		ROW(HIGH, HIGH, 798, "clearml.conf"),
		TEXT("secret_key", "(?:\"|\\b)secret_key\"?[ \\t]*[:=][ \\t]*\"([A-Za-z0-9]{50})\"",
		     0, 3.8, NULL, "ClearML, Settings, Workspace, App credentials: revoke"),
		.bad = "api {\n  credentials {\n    \"secret_key\" = \""
		       "\"secret_key"
		       "\"=\"xRif03g"
		       "g43nsojwtrMT"
		       "MWsUeofyvN"
		       "NccIU85Dz7An"
		       "S6XBdX2lh\""
		       "\"\n  }\n}\n",
		.good = "api {\n  credentials {\n    \"secre"
			"t_key\" = ${CLEARML_SECRET}\n  }\n}\n",
	},
	{
		.id = "SE414",
		.name = "mlflow_password",
		.title = "MLflow tracking password or token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("mlflow_tracking mlflow-tracking mlflowtracking mlflow",
		      "(?=[^\\s\"\\']*[0-9])[^\\s\"\\'<>{}$]{8,100}", 0, 2.8,
		      secret_verify_password, "the tracking server: change the password"),
		.bad = "MLFLOW_TRACKING_PASSWORD="
		       "I0Hu"
		       "Tuf"
		       "WFqiw"
		       "KCq"
		       "\n",
		.good = "MLFLOW_TRACKING_PASSWORD=${MLFLOW_TRACKING_P"
			"ASSWORD}\nMLFLOW_TRACKING_PASSWORD=<your key>\n",
	},
	{
		.id = "SE415",
		.name = "kaggle_token",
		.title = "Kaggle API token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("KGAT_", "KGAT_[0-9a-f]{32}", 0, 3.0, secret_verify_mixed,
		      "https://www.kaggle.com/settings, API tokens: expire"),
		.bad = "KAGGLE_TOKEN="
		       "KGAT_3479e"
		       "312f6d06"
		       "0f25f0f54a"
		       "af0aad746"
		       "\n",
		.good = "ref=KG"
			"AT_347\n",
	},
	{
		.id = "SE416",
		.name = "kaggle_key",
		.title = "Kaggle API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("kaggle", "[0-9a-f]{32}", 0, 2.9, secret_verify_name,
		      "https://www.kaggle.com/settings, API: expire the token"),
		.bad = "KAGGLE_KEY="
		       "6fbb924e5"
		       "2336c6b"
		       "8b523804d"
		       "f06b781"
		       "\n",
		.good = "KAGGLE_KEY=${KAGGLE_KEY"
			"}\nKAGGLE_KEY=<your key>\n",
	},
	{
		.id = "SE417",
		.name = "kaggle_json",
		.title = "Kaggle API key in kaggle.json",
		ROW(HIGH, HIGH, 798, "kaggle.json"),
		TEXT("username",
		     "\"username\"\\s*:\\s*\"[A-Za-z0-9_\\-]{2,60}\"\\s*,\\s*\"key\"\\s*:\\s*\"([0-"
		     "9a-"
		     "f]{32})\"",
		     0, 2.9, NULL, "https://www.kaggle.com/settings, API: expire the token"),
		.bad = "{\"username\":\"jo\",\"key\":\""
		       "\"username\":\"5p\""
		       ",\"key\":\"497af"
		       "75448077dab5790"
		       "36c14fa7caea\""
		       "\"}\n",
		.good = "{\"username\":\"jo"
			"\",\"key\":\"KEY\"}\n",
	},
	{
		.id = "SE418",
		.name = "roboflow_key",
		.title = "Roboflow API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("roboflow", "(?:rf_)?[A-Za-z0-9]{18,24}", 0, 3.0, secret_verify_name,
		      "https://app.roboflow.com, the workspace, API keys: revoke"),
		.bad = "ROBOFLOW_API_KEY="
		       "c1Og91"
		       "DjaQ"
		       "KmSvo6"
		       "Ue34"
		       "\n",
		.good = "ROBOFLOW_API_KEY=${ROBOFLOW_API_"
			"KEY}\nROBOFLOW_API_KEY=<your key>\n",
	},
	{
		.id = "SE419",
		.name = "roboflow_call",
		.title = "Roboflow API key in a call",
		ROW(HIGH, HIGH, 798, "a.py"),
		TEXT("roboflow",
		     "Roboflow\\([ \\t]*(?:api_key[ \\t]*=[ \\t]*)?\\\\?[\"\\']([A-Za-z0-9]{18,2"
		     "4})\\\\?[\"\\']",
		     0, 3.0, NULL, "https://app.roboflow.com, the workspace, API keys: revoke"),
		.bad = "rf = Roboflow(api_key=\""
		       "FknOE1"
		       "JILS"
		       "hg5f9J"
		       "VroO"
		       "\")\n",
		.good = "rf = Roboflow(api_k"
			"ey=\"YOUR_API_KEY\")\n",
	},
};
