/* Services around models: tracing, vectors, compute, speech, search, agents, labelling. */
#include "rules/secret/secret.h"

const struct rule rules_secret_ml_tools[] = {
	{
		.id = "SE420",
		.name = "langsmith_key",
		.title = "LangSmith API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("lsv2_pt_ lsv2_sk_", "lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}", 0, 3.0, NULL,
		      "https://smith.langchain.com/settings"),
		.bad = "LANGSMITH_KEY="
		       "lsv2_pt_d1852"
		       "51ab9d637e7d"
		       "e59a40a9581be7"
		       "7_a1e3c719d7"
		       "\n",
		.good = "ref=lsv2"
			"_pt_d18\n",
	},
	{
		.id = "SE421",
		.name = "langsmith_key_legacy",
		.title = "LangSmith API key (ls__)",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("ls__", "ls__[0-9a-f]{32}", 0, 3.0, NULL,
		      "https://smith.langchain.com/settings"),
		.bad = "LANGSMITH_KEY_LEGACY="
		       "ls__d57f3d"
		       "52dcceb2"
		       "df7624eeeb"
		       "232124aa"
		       "\n",
		.good = "ref=ls"
			"__d57\n",
	},
	{
		.id = "SE422",
		.name = "langfuse_key",
		.title = "Langfuse secret key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("sk-lf-",
		      "sk-lf-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", 0, 2.8,
		      secret_verify_mixed, "Langfuse, the project, API keys: delete"),
		.bad = "LANGFUSE_KEY="
		       "sk-lf-417ef"
		       "833-2ef1-4"
		       "dc0-ecd7-56"
		       "5d492fddd5"
		       "\n",
		.good = "ref=sk-"
			"lf-417\n",
	},
	{
		.id = "SE423",
		.name = "pinecone_key",
		.title = "Pinecone API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("pcsk_", "pcsk_[A-Za-z0-9]{4,8}_[A-Za-z0-9]{60,66}", 0, 3.5, NULL,
		      "https://app.pinecone.io, API keys: delete"),
		.bad = "PINECONE_KEY="
		       "pcsk_YSfybn_L"
		       "KYa4hF6DJr2Z"
		       "kbcdbZ1tyjsk1"
		       "fvazItT9cOPy"
		       "PshuufCvH93Kt"
		       "qyKbmDMy1FVj"
		       "\n",
		.good = "ref=pc"
			"sk_YSf\n",
	},
	{
		.id = "SE424",
		.name = "pinecone_key_legacy",
		.title = "Pinecone API key (UUID)",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("pinecone", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", 0,
		      2.8, secret_verify_name, "https://app.pinecone.io, API keys: delete"),
		.bad = "PINECONE_API_KEY="
		       "9d91f1da-b"
		       "bd4-3b3b"
		       "-4368-18eb"
		       "e5c38d01"
		       "\n",
		.good = "PINECONE_API_KEY=${PINECONE_API_"
			"KEY}\nPINECONE_API_KEY=<your key>\n",
	},
	{
		.id = "SE425",
		.name = "weaviate_key",
		.title = "Weaviate API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("weaviate wcs_api wcs-api wcsapi wcd_api wcd-api wcdapi",
		      "[A-Za-z0-9]{36,52}|[A-Za-z0-9+/]{60,100}={0,2}|[0-9a-f]{8}-[0-9a-f"
		      "]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
		      0, 3.0, secret_verify_name, "Weaviate Cloud console, API keys: delete"),
		.bad = "WEAVIATE_API_KEY="
		       "uIMONLVVV31"
		       "eUUCs3mAM"
		       "8akBrO9UY1h"
		       "ey06fGAeX"
		       "\n",
		.good = "WEAVIATE_API_KEY=${WEAVIATE_API_"
			"KEY}\nWEAVIATE_API_KEY=<your key>\n",
	},
	{
		.id = "SE426",
		.name = "qdrant_key",
		.title = "Qdrant API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("qdrant", "[A-Za-z0-9_\\-]{34,80}(?:\\|[A-Za-z0-9_\\-]{30,100})?", 0, 3.5,
		      secret_verify_name, "Qdrant Cloud console, API keys: delete"),
		.bad = "QDRANT_API_KEY="
		       "uKXs8AdyCJnqJc"
		       "VF9ceecSgY6Mc"
		       "bRGJbymu8AgD8W"
		       "O6PeI52DeMekR"
		       "\n",
		.good = "QDRANT_API_KEY=${QDRANT_API_K"
			"EY}\nQDRANT_API_KEY=<your key>\n",
	},
	{
		.id = "SE427",
		.name = "zilliz_key",
		.title = "Zilliz or Milvus API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("zilliz milvus",
		      "[0-9a-f]{60,170}|[A-Za-z0-9]{32,64}|[A-Za-z0-9_]{3,30}:[^\\s\"\\']{8,"
		      "40}",
		      0, 3.0, secret_verify_name, "Zilliz Cloud console, API keys: delete"),
		.bad = "ZILLIZ_API_KEY="
		       "8c83de1192fc6"
		       "ca4c80e6234"
		       "36f088009a16f"
		       "4af8630c662"
		       "d3ad835248cdf"
		       "dd6b0ca86b3"
		       "\n",
		.good = "ZILLIZ_API_KEY=${ZILLIZ_API_K"
			"EY}\nZILLIZ_API_KEY=<your key>\n",
	},
	{
		.id = "SE428",
		.name = "chroma_key",
		.title = "Chroma Cloud API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("ck-", "ck-[A-Za-z0-9]{40,48}", 0, 3.6, secret_verify_mixed,
		      "Chroma Cloud, Settings, API keys: delete"),
		.bad = "CHROMA_KEY="
		       "ck-01MOwI7yx"
		       "Uxcy5njbUQC"
		       "Nhw4t7XV3Sspf"
		       "pZbhE5Z1TYY"
		       "\n",
		.good = "ref=c"
			"k-01M\n",
	},
	{
		.id = "SE429",
		.name = "modal_token",
		.title = "Modal token id or secret",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("ak- as- wk- ws-", "(?:a|w)[ks]-[A-Za-z0-9]{22}", SECRET_CASE, 3.6,
		      secret_verify_mixed, "https://modal.com/settings/tokens"),
		.bad = "MODAL_TOKEN_SECRET="
		       "as-YeJC"
		       "GaFiw"
		       "DSqCKe4"
		       "du4eIs"
		       "\n",
		.good = "ref=a"
			"s-YeJ\n",
	},
	{
		.id = "SE430",
		.name = "together_key",
		.title = "Together AI API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("together", "[0-9a-f]{64}", 0, 3.0, secret_verify_name,
		      "https://api.together.ai/settings/api-keys"),
		.bad = "TOGETHER_API_KEY="
		       "75340b9b91a"
		       "4a7c42230a"
		       "ca7628e303b4"
		       "b7caae86a"
		       "35d300ed71ad"
		       "b71c8f0c24"
		       "\n",
		.good = "TOGETHER_API_KEY=${TOGETHER_API_"
			"KEY}\nTOGETHER_API_KEY=<your key>\n",
	},
	{
		.id = "SE431",
		.name = "together_prefixed_key",
		.title = "Together AI API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("tgp_v1_", "tgp_v[0-9]_[A-Za-z0-9_\\-]{43}", 0, 3.5, NULL,
		      "https://api.together.ai/settings/api-keys"),
		.bad = "TOGETHER_PREFIXED_KEY="
		       "tgp_v1_e2gJQ9"
		       "SmA44m94tzvb"
		       "gTX2lexplGxnC"
		       "JfSaqlDNCpIJ"
		       "\n",
		.good = "ref=tgp"
			"_v1_e2g\n",
	},
	{
		.id = "SE432",
		.name = "groq_key",
		.title = "Groq API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("gsk_", "gsk_[A-Za-z0-9]{48,56}", 0, 3.5, secret_verify_mixed,
		      "https://console.groq.com/keys"),
		.bad = "GROQ_KEY="
		       "gsk_KIAQOhBZws0"
		       "DwnTDLOFClBdZ"
		       "FXV9ob0AcH7jP1v"
		       "hy0bDZoGRRxI4"
		       "\n",
		.good = "ref=gs"
			"k_KIA\n",
	},
	{
		.id = "SE433",
		.name = "fireworks_key",
		.title = "Fireworks API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("fw_ fpk_", "f(?:w|pk)_[A-Za-z0-9]{22,26}", SECRET_CASE, 3.3,
		      secret_verify_mixed, "https://app.fireworks.ai/settings/users/api-keys"),
		.bad = "FIREWORKS_KEY="
		       "fw_DUGv"
		       "LvKXwY"
		       "Z4NeF6Yy"
		       "r17GH0"
		       "\n",
		.good = "ref=f"
			"w_DUG\n",
	},
	{
		.id = "SE434",
		.name = "deepinfra_key",
		.title = "DeepInfra API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("deepinfra", "[A-Za-z0-9]{32}", 0, 3.3, secret_verify_name,
		      "https://deepinfra.com/dash/api_keys"),
		.bad = "DEEPINFRA_API_KEY="
		       "OKrip6YOB"
		       "h52BKHL"
		       "v0jh0S7Qt"
		       "R5xnXGm"
		       "\n",
		.good = "DEEPINFRA_API_KEY=${DEEPINFRA_API_"
			"KEY}\nDEEPINFRA_API_KEY=<your key>\n",
	},
	{
		.id = "SE435",
		.name = "perplexity_key",
		.title = "Perplexity API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("pplx-", "pplx-[A-Za-z0-9]{40,56}", 0, 3.5, secret_verify_mixed,
		      "https://www.perplexity.ai/settings/api"),
		.bad = "PERPLEXITY_KEY="
		       "pplx-chozlj1Mp"
		       "J3avWNdGrcSw"
		       "73vX9H9JBJl6PW"
		       "olxoIFeEZN1B5"
		       "\n",
		.good = "ref=pp"
			"lx-cho\n",
	},
	{
		.id = "SE436",
		.name = "xai_key",
		.title = "xAI API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("xai-", "xai-[A-Za-z0-9]{70,90}", 0, 3.8, NULL,
		      "https://console.x.ai, API keys: delete"),
		.bad = "XAI_KEY="
		       "xai-TLbJfg2seDZ"
		       "Uh74v8cqloNEi"
		       "T4HOxIQrR2P4jrq"
		       "JwyacW9dGXPO7"
		       "o9kmWsUJaOJqTD1"
		       "KX7ekf8iKz2BG"
		       "\n",
		.good = "ref=xa"
			"i-TLb\n",
	},
	{
		.id = "SE437",
		.name = "elevenlabs_key",
		.title = "ElevenLabs API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("sk_", "sk_[0-9a-f]{48}", 0, 3.0, secret_verify_mixed,
		      "https://elevenlabs.io/app/settings/api-keys"),
		.bad = "ELEVENLABS_KEY="
		       "sk_1fbbb4af51"
		       "1e2b9b1d70ef"
		       "c0b8f683d377e4"
		       "a66845aea3a0"
		       "\n",
		.good = "ref=s"
			"k_1fb\n",
	},
	{
		.id = "SE438",
		.name = "elevenlabs_key_legacy",
		.title = "ElevenLabs API key (32 hexadecimal digits)",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("elevenlabs eleven_labs eleven-labs eleven_api eleven-api elevenapi "
		      "xi-api-key xi_api_key xiapikey",
		      "[0-9a-f]{32}", 0, 2.9, secret_verify_name,
		      "https://elevenlabs.io/app/settings/api-keys"),
		.bad = "ELEVEN_API_KEY="
		       "c3c960ab0"
		       "6ce4431"
		       "1e70aadf1"
		       "626f686"
		       "\n",
		.good = "ELEVEN_API_KEY=${ELEVEN_API_K"
			"EY}\nELEVEN_API_KEY=<your key>\n",
	},
	{
		.id = "SE439",
		.name = "assemblyai_key",
		.title = "AssemblyAI API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("assemblyai assembly_ai assembly-ai aai_api aai-api aaiapi", "[0-9a-f]{32}",
		      0, 2.9, secret_verify_name, "https://www.assemblyai.com/app/api-keys"),
		.bad = "ASSEMBLYAI_API_KEY="
		       "29be95450"
		       "2b72e2f"
		       "8b64785d3"
		       "711ebaf"
		       "\n",
		.good = "ASSEMBLYAI_API_KEY=${ASSEMBLYAI_API"
			"_KEY}\nASSEMBLYAI_API_KEY=<your key>\n",
	},
	{
		.id = "SE440",
		.name = "deepgram_key",
		.title = "Deepgram API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("deepgram", "[0-9a-f]{40}", 0, 3.0, secret_verify_name,
		      "https://console.deepgram.com, API keys: delete"),
		.bad = "DEEPGRAM_API_KEY="
		       "7506252e222"
		       "c5fec8c57"
		       "e91eb4d7f22"
		       "4efe6747b"
		       "\n",
		.good = "DEEPGRAM_API_KEY=${DEEPGRAM_API_"
			"KEY}\nDEEPGRAM_API_KEY=<your key>\n",
	},
	{
		.id = "SE441",
		.name = "voyage_key",
		.title = "Voyage AI API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("pa-", "pa-[A-Za-z0-9_\\-]{43}", SECRET_CASE, 3.6, secret_verify_mixed,
		      "https://dashboard.voyageai.com, API keys: delete"),
		.bad = "VOYAGE_KEY="
		       "pa-RpnzTEVWQ"
		       "zIbyTNhJi8a"
		       "LZUcfJVqk3J3"
		       "4HTvXFxEPcj"
		       "\n",
		.good = "ref=p"
			"a-Rpn\n",
	},
	{
		.id = "SE442",
		.name = "jina_key",
		.title = "Jina AI API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("jina_", "jina_[A-Za-z0-9_\\-]{56,64}", 0, 3.5, secret_verify_mixed,
		      "https://jina.ai/api-dashboard"),
		.bad = "JINA_KEY="
		       "jina_c25e16"
		       "e5e9e730df"
		       "ea529a30570b"
		       "a525_PMCgb"
		       "3RE1hoBYiUFB"
		       "T8LpUe3LNM"
		       "\n",
		.good = "ref=ji"
			"na_c25\n",
	},
	{
		.id = "SE443",
		.name = "llamacloud_key",
		.title = "LlamaCloud API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("llx-", "llx-[A-Za-z0-9]{44,56}", 0, 3.5, secret_verify_mixed,
		      "https://cloud.llamaindex.ai/api-key"),
		.bad = "LLAMACLOUD_KEY="
		       "llx-4dHf4GKGRd"
		       "24YgR41updnG"
		       "OTAztHj3ZEOgRK"
		       "4QvZuzyMje8a"
		       "\n",
		.good = "ref=ll"
			"x-4dH\n",
	},
	{
		.id = "SE444",
		.name = "cerebras_key",
		.title = "Cerebras API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("csk-", "csk-[a-z0-9]{44,52}", 0, 3.5, secret_verify_mixed,
		      "https://cloud.cerebras.ai, API keys: delete"),
		.bad = "CEREBRAS_KEY="
		       "csk-u93t6rstxw"
		       "x3in7my61omw"
		       "4ixwjnqasxdany"
		       "mwtaiq8ljfyx"
		       "\n",
		.good = "ref=cs"
			"k-u93\n",
	},
	{
		.id = "SE445",
		.name = "sambanova_key",
		.title = "SambaNova API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("sambanova", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
		      0, 2.8, secret_verify_name, "https://cloud.sambanova.ai/apis"),
		.bad = "SAMBANOVA_API_KEY="
		       "d0a12f44-e"
		       "9a2-f4e4"
		       "-d4e8-66b2"
		       "4c400191"
		       "\n",
		.good = "SAMBANOVA_API_KEY=${SAMBANOVA_API_"
			"KEY}\nSAMBANOVA_API_KEY=<your key>\n",
	},
	{
		.id = "SE446",
		.name = "nvidia_key",
		.title = "NVIDIA API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("nvapi-", "nvapi-[A-Za-z0-9_\\-]{60,70}", 0, 3.6, secret_verify_mixed,
		      "https://org.ngc.nvidia.com/setup/api-keys"),
		.bad = "NVIDIA_KEY="
		       "nvapi-p0sl8v"
		       "mC0spotV19L"
		       "xyhbRv0jmG8Mh"
		       "c1lTMOzdUA"
		       "ZD53JmphYz54R"
		       "AtNLjibkSM_"
		       "\n",
		.good = "ref=nva"
			"pi-p0s\n",
	},
	{
		.id = "SE447",
		.name = "ngc_key",
		.title = "NVIDIA NGC API key (legacy)",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("ngc nvidia nim_api nim-api nimapi", "[A-Za-z0-9+/]{80,88}={0,2}", 0, 3.8,
		      secret_verify_name, "https://org.ngc.nvidia.com/setup/api-keys"),
		.bad = "NGC_API_KEY="
		       "e1L2lPeQld1Pg5O"
		       "5nrel6vlH1PLa"
		       "nkh1h65BxlZVvLe"
		       "WS9odiLIJEUwL"
		       "O7CEPVtztHAr4QD"
		       "rjdG9lJWQ901Y"
		       "\n",
		.good = "NGC_API_KEY=${NGC_API_KEY"
			"}\nNGC_API_KEY=<your key>\n",
	},
	{
		.id = "SE448",
		.name = "runpod_key",
		.title = "RunPod API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("rpa_", "rpa_[A-Za-z0-9]{40,52}", 0, 3.5, secret_verify_mixed,
		      "https://www.runpod.io/console/user/settings"),
		.bad = "RUNPOD_KEY="
		       "rpa_FHA3V1CFM"
		       "TRE34NAHOO2H"
		       "3940N0ICV4I5N"
		       "9K3FMMufu9h4"
		       "\n",
		.good = "ref=rp"
			"a_FHA\n",
	},
	{
		.id = "SE449",
		.name = "runpod_key_legacy",
		.title = "RunPod API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("runpod", "[A-Z0-9]{40}|[A-Za-z0-9]{40,46}", 0, 3.3, secret_verify_name,
		      "https://www.runpod.io/console/user/settings"),
		.bad = "RUNPOD_API_KEY="
		       "2ZUn2DnCVzx"
		       "mU89XatTC"
		       "ho9MGRd1yGX"
		       "9AXIPXvny"
		       "\n",
		.good = "RUNPOD_API_KEY=${RUNPOD_API_K"
			"EY}\nRUNPOD_API_KEY=<your key>\n",
	},
	{
		.id = "SE450",
		.name = "lambda_key",
		.title = "Lambda Cloud API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("secret_", "secret_[a-z0-9\\-]{1,40}_[0-9a-f]{32}\\.[A-Za-z0-9]{32}", 0, 3.5,
		      NULL, "https://cloud.lambda.ai/api-keys"),
		.bad = "LAMBDA_KEY="
		       "secret_train_3"
		       "ed38e36926fe"
		       "82f31b081e9c66"
		       "9a87a.gYRYnr"
		       "VYr9TmGfe1UynJ"
		       "tre3TdMzK9VB"
		       "\n",
		.good = "ref=sec"
			"ret_tra\n",
	},
	{
		.id = "SE451",
		.name = "vastai_key",
		.title = "Vast.ai or other GPU cloud API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("vast_api vast-api vastapi vastai vast_ai vast-ai vast_key vast-key "
		      "vastkey lambda_api lambda-api lambdaapi lambda_cloud lambda-cloud "
		      "lambdacloud jarvislabs hyperstack crusoe tensordock thunder_compute "
		      "thunder-compute thundercompute salad_api salad-api saladapi nebius "
		      "datacrunch paperspace gradient_api gradient-api gradientapi",
		      "[0-9a-f]{64}|[0-9a-f]{30}|[A-Za-z0-9_\\-.]{32,80}", 0, 3.0,
		      secret_verify_name, "the provider's console, API keys: delete"),
		.bad = "VAST_API_KEY="
		       "673e3d8fe57"
		       "6d302fb50e"
		       "854f6efa5205"
		       "b6caeb812"
		       "8808788be52a"
		       "92f2c0b76f"
		       "\n",
		.good = "VAST_API_KEY=${VAST_API_KE"
			"Y}\nVAST_API_KEY=<your key>\n",
	},
	{
		.id = "SE452",
		.name = "baseten_key",
		.title = "Baseten API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("baseten truss", "[A-Za-z0-9]{8}\\.[A-Za-z0-9]{32}", 0, 3.5,
		      secret_verify_name, "https://app.baseten.co/settings/api_keys"),
		.bad = "BASETEN_API_KEY="
		       "LHvD3qxz.sw"
		       "fBu0p7yhi"
		       "Nqfl5GSK3OF"
		       "FqvcQDNT97"
		       "\n",
		.good = "BASETEN_API_KEY=${BASETEN_API_K"
			"EY}\nBASETEN_API_KEY=<your key>\n",
	},
	{
		.id = "SE453",
		.name = "anyscale_key",
		.title = "Anyscale API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("esecret_ aph0_",
		      "(?:esecret_[A-Za-z0-9]{24,30}|aph0_[A-Za-z0-9_\\-]{40,120})", 0, 3.3, NULL,
		      "https://console.anyscale.com, API keys: delete"),
		.bad = "ANYSCALE_KEY="
		       "esecret_m"
		       "6cgz42wo"
		       "av091wdcp"
		       "9z21hd13"
		       "\n",
		.good = "ref=esec"
			"ret_m6c\n",
	},
	{
		.id = "SE454",
		.name = "lightning_key",
		.title = "Lightning AI API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("sk-lit-",
		      "sk-lit-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12"
		      "}",
		      0, 2.8, secret_verify_mixed, "https://lightning.ai, Global settings, Keys"),
		.bad = "LIGHTNING_KEY="
		       "sk-lit-0b0c"
		       "d9f9-df87-"
		       "a1cb-ec61-bc"
		       "79ccb82695"
		       "\n",
		.good = "ref=sk-"
			"lit-0b0\n",
	},
	{
		.id = "SE455",
		.name = "lightning_key_legacy",
		.title = "Lightning AI or Grid API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("lightning_api lightning-api lightningapi lightning_key lightning-key "
		      "lightningkey lightning_user_key lightning-user-key lightninguserkey "
		      "grid_api grid-api gridapi",
		      "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", 0, 2.8,
		      secret_verify_name, "https://lightning.ai, Global settings, Keys"),
		.bad = "LIGHTNING_API_KEY="
		       "1df49f07-7"
		       "4ba-8a34"
		       "-36e4-f268"
		       "fd2a7100"
		       "\n",
		.good = "LIGHTNING_API_KEY=${LIGHTNING_API_"
			"KEY}\nLIGHTNING_API_KEY=<your key>\n",
	},
	{
		.id = "SE456",
		.name = "scale_key",
		.title = "Scale AI, Labelbox, V7, Encord or other labelling API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("scale_api scale-api scaleapi scale_ai scale-ai scaleai labelbox v7_api "
		      "v7-api v7api superannotate encord snorkel supervisely dataloop "
		      "label_studio label-studio labelstudio kili_api kili-api kiliapi hasty "
		      "clarifai prodigy argilla cvat",
		      "(?:live|test)_[0-9a-f]{32}|[0-9a-f]{32,64}|[A-Za-z0-9_\\-]{32,80}|["
		      "A-Za-z0-9]{7,12}\\.[A-Za-z0-9_\\-]{30,50}|eyJ[A-Za-z0-9_\\-]+\\.[A-Za-"
		      "z0-9_\\-]+\\.[A-Za-z0-9_\\-]+|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-"
		      "9a-f]{4}-[0-9a-f]{12}",
		      0, 3.0, secret_verify_name, "the provider's settings, API keys: delete"),
		.bad = "SCALE_API_KEY="
		       "live_bc35f"
		       "438ce7df"
		       "1e170e41ea"
		       "74019fa94"
		       "\n",
		.good = "SCALE_API_KEY=${SCALE_API_KE"
			"Y}\nSCALE_API_KEY=<your key>\n",
	},
	{
		.id = "SE457",
		.name = "tavily_key",
		.title = "Tavily API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("tvly-", "tvly-(?:dev-|prod-)?[A-Za-z0-9_\\-]{30,60}", 0, 3.3,
		      secret_verify_mixed, "https://app.tavily.com, API keys: delete"),
		.bad = "TAVILY_KEY="
		       "tvly-dev-pS"
		       "i60QlKI2P"
		       "G2iFYxg58r5"
		       "Q79caTfDn7"
		       "\n",
		.good = "ref=tv"
			"ly-dev\n",
	},
	{
		.id = "SE458",
		.name = "exa_key",
		.title = "Search API key (Exa, SerpAPI, Serper, Brave, You.com, Bing, Linkup)",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("exa_api exa-api exaapi exa_key exa-key exakey serpapi serp_api "
		      "serp-api serper brave_api brave-api braveapi brave_search brave-search "
		      "bravesearch ydc_api ydc-api ydcapi you_api you-api youapi bing_search "
		      "bing-search bingsearch bing_subscription bing-subscription "
		      "bingsubscription linkup google_cse google-cse googlecse searchapi "
		      "jigsaw",
		      "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a"
		      "-f]{64}|[0-9a-f]{40}|[0-9a-f]{32}|[A-Za-z0-9_\\-<>_]{20,100}",
		      0, 3.0, secret_verify_name, "the provider's dashboard: delete the key"),
		.bad = "SERPAPI_API_KEY="
		       "e6382649ac5"
		       "9e30a103a7"
		       "f4cee48d9276"
		       "42090911e"
		       "f45b3198a158"
		       "6f386611ee"
		       "\n",
		.good = "SERPAPI_API_KEY=${SERPAPI_API_K"
			"EY}\nSERPAPI_API_KEY=<your key>\n",
	},
	{
		.id = "SE459",
		.name = "brave_search_key",
		.title = "Brave Search API key",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("BSA", "BSA[A-Za-z0-9_\\-]{26,28}", SECRET_CASE, 3.6, secret_verify_mixed,
		      "https://api-dashboard.search.brave.com, API keys: delete"),
		.bad = "BRAVE_SEARCH_KEY="
		       "BSAPy5KJ"
		       "LnxxjOO"
		       "N8iparX6C"
		       "ApDvluH"
		       "\n",
		.good = "ref=B"
			"SAPy5\n",
	},
	{
		.id = "SE460",
		.name = "firecrawl_key",
		.title = "Firecrawl API key",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("fc-", "fc-[0-9a-f]{32}", 0, 2.9, NULL,
		      "https://www.firecrawl.dev/app/api-keys"),
		.bad = "FIRECRAWL_KEY="
		       "fc-3176aa"
		       "55ec7a60"
		       "f9900e2e1b"
		       "20be4c59"
		       "\n",
		.good = "ref=f"
			"c-317\n",
	},
	{
		.id = "SE461",
		.name = "portkey_key",
		.title = "LLM gateway or tracing key (Portkey, Helicone, LiteLLM, Humanloop)",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("portkey helicone litellm humanloop galileo arize agentops traceloop "
		      "lunary literal_api literal-api literalapi openlit parea honeyhive "
		      "patronus athina promptlayer requesty unify_api unify-api unifyapi",
		      "(?=[^\\s\"\\']*[0-9])[A-Za-z0-9+/_.\\-]{20,100}={0,2}|[0-9a-f]{8}-[0-9"
		      "a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
		      0, 3.3, secret_verify_name, "the provider's settings, API keys: delete"),
		.bad = "PORTKEY_API_KEY="
		       "oTmnGfsy"
		       "gmsZSR"
		       "VUOHC4QY"
		       "AghOc="
		       "\n",
		.good = "PORTKEY_API_KEY=${PORTKEY_API_K"
			"EY}\nPORTKEY_API_KEY=<your key>\n",
	},
	{
		.id = "SE462",
		.name = "helicone_key",
		.title = "Helicone API key",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("sk-helicone-", "sk-helicone-(?:[a-z]{2}-)?[A-Za-z0-9\\-]{20,60}", 0, 3.3,
		      secret_verify_mixed, "https://www.helicone.ai, Settings, Keys: delete"),
		.bad = "HELICONE_KEY="
		       "sk-helicone"
		       "-849gw5k-5"
		       "2iecj3-32382"
		       "6r-66it53t"
		       "\n",
		.good = "ref=sk-hel"
			"icone-849\n",
	},
	{
		.id = "SE463",
		.name = "unstructured_key",
		.title = "Unstructured API key",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("unstructured", "[A-Za-z0-9]{30,40}", 0, 3.3, secret_verify_name,
		      "https://platform.unstructured.io, API keys: delete"),
		.bad = "UNSTRUCTURED_API_KEY="
		       "BQ2m9j8Y"
		       "FvgLWTR"
		       "s7qwd6GA"
		       "70AE5Tv"
		       "\n",
		.good = "UNSTRUCTURED_API_KEY=${UNSTRUCTURED_AP"
			"I_KEY}\nUNSTRUCTURED_API_KEY=<your key>\n",
	},
	{
		.id = "SE464",
		.name = "nomic_key",
		.title = "Nomic Atlas API key",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("nk-", "nk-[A-Za-z0-9_\\-]{43}", SECRET_CASE, 3.6, secret_verify_mixed,
		      "https://atlas.nomic.ai, API keys: delete"),
		.bad = "NOMIC_KEY="
		       "nk-dzQUnsfuY"
		       "ozNdxJsBudf"
		       "5LlKIKULh0k8"
		       "p5IJaIpLzxW"
		       "\n",
		.good = "ref=n"
			"k-dzQ\n",
	},
	{
		.id = "SE465",
		.name = "mixedbread_key",
		.title = "Mixedbread API key",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("mxb_ emb_", "(?:mxb|emb)_[0-9a-zA-Z]{40,64}", 0, 3.3, secret_verify_mixed,
		      "https://platform.mixedbread.com, API keys: delete"),
		.bad = "MIXEDBREAD_KEY="
		       "mxb_tuoX4fSU5p"
		       "FygKY9V3o2Vi"
		       "QFf2WpUkvrUiDH"
		       "L5bOhqUiiT7j"
		       "\n",
		.good = "ref=mx"
			"b_tuo\n",
	},
	{
		.id = "SE466",
		.name = "ai_service_key",
		.title = "API key of an AI service (AI21, Aleph Alpha, Writer, Hume, PlayHT)",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("ai21 aleph_alpha aleph-alpha alephalpha hume_api hume-api humeapi "
		      "hume_secret hume-secret humesecret playht play_ht play-ht speechmatics "
		      "gladia revai rev_ai rev-ai fal_key fal-key falkey fal_api fal-api "
		      "falapi civitai leonardo_api leonardo-api leonardoapi runway luma_api "
		      "luma-api lumaapi ideogram suno_api suno-api sunoapi heygen tavus murf "
		      "wellsaid zhipu zhipuai glm_api glm-api glmapi minimax moonshot "
		      "kimi_api kimi-api kimiapi dashscope qwen hunyuan doubao ark_api "
		      "ark-api arkapi volc_api volc-api volcapi spark_api spark-api sparkapi "
		      "siliconflow novita hyperbolic lepton octoai octo_api octo-api octoapi "
		      "predibase friendli nlpcloud nlp_cloud nlp-cloud writer_api writer-api "
		      "writerapi reka_api reka-api rekaapi inworld stability deepseek "
		      "fireworks",
		      "(?=[^\\s\"\\']*[0-9])(?:[A-Za-z0-9_\\-]{24,130}|[0-9a-f\\-]{36}:[0-9a-f"
		      "]{32}|[0-9a-f]{32}\\.[A-Za-z0-9]{16}|[A-Za-z0-9_\\-]{20,100}\\.[A-Za-"
		      "z0-9_\\-]{20,400}\\.[A-Za-z0-9_\\-]{20,400})",
		      0, 3.0, secret_verify_name, "the provider's console, API keys: delete"),
		.bad = "AI21_API_KEY="
		       "2K0dH1PPD"
		       "IwHYGgI"
		       "g5SRuDFbl"
		       "6b3gbFa"
		       "\n",
		.good = "AI21_API_KEY=${AI21_API_KE"
			"Y}\nAI21_API_KEY=<your key>\n",
	},
	{
		.id = "SE467",
		.name = "cartesia_key",
		.title = "Cartesia API key",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("sk_car_", "sk_car_[A-Za-z0-9]{20,26}", 0, 3.3, secret_verify_mixed,
		      "https://play.cartesia.ai/keys"),
		.bad = "CARTESIA_KEY="
		       "sk_car_Z"
		       "BdwmmJ"
		       "pNF2weD7"
		       "jhmMvC0"
		       "\n",
		.good = "ref=sk_"
			"car_ZBd\n",
	},
	{
		.id = "SE468",
		.name = "runway_key",
		.title = "Runway API key",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("key_", "key_[0-9a-f]{128}", 0, 3.3, NULL,
		      "https://dev.runwayml.com, API keys: disable"),
		.bad = "RUNWAY_KEY="
		       "key_5065994792a18bde1f3"
		       "1f95cd2df80f169a03352"
		       "8df61f7d0530631c3096585"
		       "184e39c8c8a2ca0e3541d"
		       "0ca08d63ce4a50d48405096"
		       "a59e0a05e2dbc65c09ff9"
		       "\n",
		.good = "ref=ke"
			"y_506\n",
	},
	{
		.id = "SE469",
		.name = "e2b_key",
		.title = "E2B API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("e2b_ sk_e2b_", "(?:sk_)?e2b_[0-9a-f]{40}", 0, 3.0, NULL,
		      "https://e2b.dev/dashboard, Keys: delete"),
		.bad = "E2B_KEY="
		       "e2b_1bbd8eaf"
		       "d71bef8524"
		       "ac08f79f7bcc"
		       "3bbb054ad3"
		       "\n",
		.good = "ref=e2"
			"b_1bb\n",
	},
	{
		.id = "SE470",
		.name = "browserbase_key",
		.title = "Browserbase API key",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("bb_live_ bb_test_", "bb_(?:live|test)_[A-Za-z0-9_\\-]{24,32}", 0, 3.3, NULL,
		      "https://www.browserbase.com/settings"),
		.bad = "BROWSERBASE_KEY="
		       "bb_live_d"
		       "VKswNOIA"
		       "orT5lNUOYv"
		       "N7xog0Rx"
		       "\n",
		.good = "ref=bb_l"
			"ive_dVK\n",
	},
	{
		.id = "SE471",
		.name = "apify_token",
		.title = "Apify API token",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("apify_api_", "apify_api_[A-Za-z0-9]{34,40}", 0, 3.3, NULL,
		      "https://console.apify.com/settings/integrations"),
		.bad = "APIFY_TOKEN="
		       "apify_api_N7"
		       "spvsVhsUYgM"
		       "i6CTy06e5cum"
		       "N0sGUoX8GUg"
		       "\n",
		.good = "ref=apify"
			"_api_N7s\n",
	},
	{
		.id = "SE472",
		.name = "mem0_key",
		.title = "Mem0 API key",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("m0-", "m0-[A-Za-z0-9]{40}", SECRET_CASE, 3.6, secret_verify_mixed,
		      "https://app.mem0.ai/dashboard/api-keys"),
		.bad = "MEM0_KEY="
		       "m0-dGSDR2YK"
		       "vtMfEEmjDl"
		       "nNszzjfGAB3y"
		       "tSEy8doYeF"
		       "\n",
		.good = "ref=m"
			"0-dGS\n",
	},
	{
		.id = "SE473",
		.name = "dify_key",
		.title = "Dify app or dataset key",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("app- dataset-", "(?:app|dataset)-[A-Za-z0-9]{24}", SECRET_CASE, 3.6,
		      secret_verify_mixed, "Dify, the app, API access: delete the key"),
		.bad = "DIFY_KEY="
		       "app-r8Pm"
		       "CO20BI"
		       "UZSg4TVO"
		       "D4TBQv"
		       "\n",
		.good = "ref=ap"
			"p-r8P\n",
	},
	{
		.id = "SE474",
		.name = "prefect_key",
		.title = "Prefect API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("pnu_ pnb_", "pn[ub]_[A-Za-z0-9]{36}", 0, 3.3, secret_verify_mixed,
		      "https://app.prefect.cloud/my/api-keys"),
		.bad = "PREFECT_KEY="
		       "pnu_Bo4BCSc"
		       "lS9bnF276"
		       "eTRSleTXKSX"
		       "LRYKiWJnT"
		       "\n",
		.good = "ref=pn"
			"u_Bo4\n",
	},
	{
		.id = "SE475",
		.name = "gretel_key",
		.title = "Gretel API key",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("grtu", "grtu[0-9a-f]{60}", 0, 3.0, NULL,
		      "https://console.gretel.ai, API key: rotate"),
		.bad = "GRETEL_KEY="
		       "grtu0b31013"
		       "b259f571f4"
		       "d639d474d838"
		       "5c0c7f814"
		       "39d4aa18af75"
		       "a384e4bfbf"
		       "\n",
		.good = "ref=gr"
			"tu0b3\n",
	},
	{
		.id = "SE476",
		.name = "braintrust_token",
		.title = "Braintrust service token",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("bt-st-", "bt-st-[A-Za-z0-9]{40,60}", 0, 3.5, NULL,
		      "https://www.braintrust.dev/app/settings: delete"),
		.bad = "BRAINTRUST_TOKEN="
		       "bt-st-KvazbU"
		       "BM7NEGXtN79"
		       "sDu1rLZjeVdR"
		       "JIKREDPd0p7"
		       "\n",
		.good = "ref=bt-"
			"st-Kva\n",
	},
	{
		.id = "SE477",
		.name = "tracking_token",
		.title = "Tracking or platform token (DagsHub, Polyaxon, Valohai, Domino)",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("dagshub polyaxon valohai domino_api domino-api dominoapi domino_user "
		      "domino-user dominouser datarobot h2o_api h2o-api h2oapi ultralytics "
		      "determined_token determined-token determinedtoken zenml whylabs "
		      "aim_token aim-token aimtoken guild_api guild-api guildapi activeloop "
		      "deeplake dvc_studio dvc-studio dvcstudio iterative_studio "
		      "iterative-studio iterativestudio studio_token studio-token studiotoken "
		      "truefoundry qwak iguazio tecton hopsworks feast featureform seldon "
		      "ray_token ray-token raytoken bentoml cnvrg spell_api spell-api "
		      "spellapi coreweave",
		      "[0-9a-f]{40,42}|(?=[^\\s\"\\']*[0-9])[A-Za-z0-9_\\-.:]{20,200}={0,2}", 0,
		      3.0, secret_verify_name, "the platform's settings, tokens: delete"),
		.bad = "DAGSHUB_TOKEN="
		       "ce82f26eb7d"
		       "d319ceca0"
		       "1fcdcf1debd"
		       "0aae1bfec"
		       "\n",
		.good = "DAGSHUB_TOKEN=${DAGSHUB_TOKE"
			"N}\nDAGSHUB_TOKEN=<your key>\n",
	},
};
