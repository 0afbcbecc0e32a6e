/* Services whose tokens carry a prefix of their own, most of them announced to scanners of code
 * hosts: a prefix is all that is needed. */
#include "rules/secret/secret.h"

const struct rule rules_secret_prefixed[] = {
	{
		.id = "SE623",
		.name = "stackhawk_key",
		.title = "StackHawk API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("hawk.", "hawk\\.[0-9A-Za-z_\\-]{20}\\.[0-9A-Za-z_\\-]{20}", SECRET_CASE, 3.5,
		      NULL, "StackHawk, Settings, API keys: delete"),
		.bad = "STACKHAWK_KEY="
		       "hawk.fPUOEbyUI"
		       "0Z3-MOnNgfF."
		       "XyQSO9APu9CR"
		       "gBCxADYu"
		       "\n",
		.good = "ref=haw"
			"k.fPUO\n",
	},
	{
		.id = "SE624",
		.name = "riot_key",
		.title = "Riot Games API key",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("RGAPI-",
		      "RGAPI-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{1"
		      "2}",
		      SECRET_CASE, 3.0, NULL, "https://developer.riotgames.com: regenerate"),
		.bad = "RIOT_KEY="
		       "RGAPI-b1c77fc4"
		       "-011f-bd38-1"
		       "f34-20fbd01f"
		       "4007"
		       "\n",
		.good = "ref=RGA"
			"PI-b1c\n",
	},
	{
		.id = "SE625",
		.name = "wakatime_key",
		.title = "WakaTime API key",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("waka_",
		      "waka_(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]"
		      "{12}|[0-9A-Za-z]{36,60})",
		      SECRET_CASE, 3.0, secret_verify_mixed,
		      "https://wakatime.com/settings/api-key"),
		.bad = "WAKATIME_KEY="
		       "waka_3cf34786-"
		       "5540-7cdf-3f"
		       "d9-9e60f2104"
		       "023"
		       "\n",
		.good = "ref=wak"
			"a_3cf3\n",
	},
	{
		.id = "SE626",
		.name = "pixie_key",
		.title = "New Relic Pixie key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("px-api- px-dep-",
		      "px-(?:api|dep)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-["
		      "0-9a-f]{12}",
		      SECRET_CASE, 3.0, NULL, "New Relic, API keys: delete"),
		.bad = "PIXIE_KEY="
		       "px-api-d53c9ef"
		       "c-d892-a68b-"
		       "cc8c-28344b1"
		       "61034"
		       "\n",
		.good = "ref=px-"
			"api-d5\n",
	},
	{
		.id = "SE627",
		.name = "voiceflow_key",
		.title = "Voiceflow API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("VF.", "VF\\.(?:(?:DM|WS)\\.)?[0-9a-fA-F]{24}\\.[A-Za-z0-9]{16}", SECRET_CASE,
		      3.3, NULL, "Voiceflow, the agent, Settings, API keys"),
		.bad = "VOICEFLOW_KEY="
		       "VF.DM.1FADCc29"
		       "2beED01e4fcB"
		       "2d03.YxIC6yo"
		       "zQ0m7Qo60"
		       "\n",
		.good = "ref=VF."
			"DM.1FA\n",
	},
	{
		.id = "SE628",
		.name = "notion_refresh_token",
		.title = "Notion OAuth refresh token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("nrt_", "nrt_[A-Za-z0-9_]{40,60}", SECRET_CASE, 3.5, secret_verify_mixed,
		      "https://www.notion.so/profile/integrations"),
		.bad = "NOTION_REFRESH_TOKEN="
		       "nrt_i5qFECjuYg"
		       "tELveNikxvUU"
		       "eOMfkb8kYvq3"
		       "jyMZsGNy"
		       "\n",
		.good = "ref=nrt"
			"_i5qFE\n",
	},
	{
		.id = "SE629",
		.name = "dependency_track_key",
		.title = "Dependency-Track API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("odt_", "odt_(?:[A-Za-z0-9]{8}_)?[A-Za-z0-9]{32,64}", SECRET_CASE, 3.3,
		      secret_verify_mixed,
		      "Dependency-Track, Administration, Access management, Teams"),
		.bad = "DEPENDENCY_TRACK_KEY="
		       "odt_V9pbMggW_Q"
		       "WyO8KWqJ1Qh9"
		       "cSTfPs8GelrE"
		       "RSL9A6S"
		       "\n",
		.good = "ref=odt"
			"_V9pbM\n",
	},
	{
		.id = "SE630",
		.name = "mergify_key",
		.title = "Mergify application key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("mergify_application_key_", "mergify_application_key_[A-Za-z0-9_\\-]{40,200}",
		      SECRET_CASE, 3.5, NULL, "https://dashboard.mergify.com, Applications"),
		.bad = "MERGIFY_KEY="
		       "mergify_applic"
		       "ation_key_32"
		       "zN4t8_wVxx2h"
		       "Dnk44CJxqv"
		       "iOstSP5SVG-lrt"
		       "LgRWq2D8"
		       "\n",
		.good = "ref=mer"
			"gify_a\n",
	},
	{
		.id = "SE631",
		.name = "fleetbase_key",
		.title = "Fleetbase API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("flb_live_ flb_test_", "flb_(?:live|test)_[0-9A-Za-z]{20,64}", SECRET_CASE,
		      3.0, NULL, "Fleetbase console, Developers, API keys"),
		.bad = "FLEETBASE_KEY="
		       "flb_live_eRECk"
		       "eb2yxxU6dRw1"
		       "513kMVTHPY4"
		       "\n",
		.good = "ref=flb"
			"_live_\n",
	},
	{
		.id = "SE632",
		.name = "pagarme_key",
		.title = "Pagar.me API key",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("ak_live_", "ak_live_[A-Za-z0-9]{30}", SECRET_CASE, 3.5, NULL,
		      "https://dashboard.pagar.me: regenerate the key"),
		.bad = "PAGARME_KEY="
		       "ak_live_gXhOl4"
		       "3sCqqyk8tuKL"
		       "1jyNRW8TDvii"
		       "\n",
		.good = "ref=ak_"
			"live_g\n",
	},
	{
		.id = "SE633",
		.name = "zoho_token",
		.title = "Zoho OAuth token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("1000.", "1000\\.[0-9a-f]{32}\\.[0-9a-f]{32}", SECRET_CASE, 3.3, NULL,
		      "https://accounts.zoho.com, Sessions, Connected apps"),
		.bad = "ZOHO_TOKEN="
		       "1000.6bef73fec"
		       "de3b53f79a8a"
		       "fba701070d2."
		       "d7f79a73af"
		       "f5cfd4501150bf"
		       "8e28d3e1"
		       "\n",
		.good = "ref=100"
			"0.6bef\n",
	},
	{
		.id = "SE634",
		.name = "zuplo_key",
		.title = "Zuplo API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("zpka_", "zpka_[A-Za-z0-9]{30,40}_[A-Za-z0-9]{8}", SECRET_CASE, 3.5, NULL,
		      "Zuplo, Services, API keys: delete"),
		.bad = "ZUPLO_KEY="
		       "zpka_7Xd93LGwK"
		       "7j6RwS77HsX9"
		       "1hQAKSRcOaQ_"
		       "LpAjq5we"
		       "\n",
		.good = "ref=zpk"
			"a_7Xd9\n",
	},
	{
		.id = "SE635",
		.name = "polar_token",
		.title = "Polar access token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("polar_oat_ polar_pat_ polar_at_ polar_rt_ polar_cs_ polar_whs_",
		      "polar_(?:oat|pat|at_[uo]|rt_[uo]|cs|whs)_[A-Za-z0-9]{30,60}", SECRET_CASE,
		      3.5, NULL, "https://polar.sh, Settings, Developers"),
		.bad = "POLAR_TOKEN="
		       "polar_whs_tzqC"
		       "ytByttbpYNzZ"
		       "IH6TzG1V6TNo"
		       "ld5P"
		       "\n",
		.good = "ref=pol"
			"ar_whs\n",
	},
	{
		.id = "SE636",
		.name = "flexport_key",
		.title = "Flexport API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("shltm_", "shltm_[0-9A-Za-z_\\-]{40}", SECRET_CASE, 3.5, NULL,
		      "Flexport portal, Settings, API credentials"),
		.bad = "FLEXPORT_KEY="
		       "shltm_oDG3E3Hd"
		       "rEvZGUJ-BhSt"
		       "pmo3PQ4QosEC"
		       "JjJLcvH8"
		       "\n",
		.good = "ref=shl"
			"tm_oDG\n",
	},
	{
		.id = "SE637",
		.name = "mailersend_key",
		.title = "MailerSend API token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("mlsn.", "mlsn\\.[0-9a-f]{64}", SECRET_CASE, 3.0, NULL,
		      "https://app.mailersend.com, the domain, API tokens: revoke"),
		.bad = "MAILERSEND_KEY="
		       "mlsn.20d8c947e"
		       "0dedc8b13791"
		       "3993ed6da209"
		       "da99098b26"
		       "0ff3ac1c97570c"
		       "f1dcb92"
		       "\n",
		.good = "ref=mls"
			"n.20d8\n",
	},
	{
		.id = "SE638",
		.name = "gc_notify_key",
		.title = "GC Notify API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("gcntfy-",
		      "gcntfy-[A-Za-z0-9_\\-]{1,80}-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}"
		      "-[0-9a-f]{4}-[0-9a-f]{12}-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0"
		      "-9a-f]{4}-[0-9a-f]{12}",
		      SECRET_CASE, 3.0, NULL, "GC Notify, API integration, API keys: revoke"),
		.bad = "GC_NOTIFY_KEY="
		       "gcntfy-C-c907c"
		       "bea-0ddd-013"
		       "2-96aa-7e5a4"
		       "bb15d4d-c5"
		       "13d465-c340-67"
		       "c0-ffff-195f"
		       "80135f3b"
		       "\n",
		.good = "ref=gcn"
			"tfy-C-\n",
	},
	{
		.id = "SE639",
		.name = "cashfree_key",
		.title = "Cashfree secret key",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("cfsk_ma_prod_ cfsk_ma_test_",
		      "cfsk_ma_(?:prod|test)_[0-9a-f]{32}_[0-9a-f]{8}", SECRET_CASE, 3.0, NULL,
		      "Cashfree dashboard, Developers, API keys"),
		.bad = "CASHFREE_KEY="
		       "cfsk_ma_test_c"
		       "07423fb388df"
		       "a93ee3419300"
		       "aed2e77_ed"
		       "a31455"
		       "\n",
		.good = "ref=cfs"
			"k_ma_t\n",
	},
	{
		.id = "SE661",
		.name = "devcycle_key",
		.title = "DevCycle server SDK key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("dvc_server_", "dvc_server_[A-Za-z0-9_]{20,80}", SECRET_CASE, 3.3,
		      secret_verify_mixed, "DevCycle, Environments and keys"),
		.bad = "DEVCYCLE_KEY="
		       "dvc_server_jfh"
		       "rNkF9K3WMLU4"
		       "mTDbCYX"
		       "\n",
		.good = "ref=dvc"
			"_serve\n",
	},
	{
		.id = "SE662",
		.name = "jdcloud_key_id",
		.title = "JD Cloud access key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("JDC_", "JDC_[0-9A-Z]{25,40}", SECRET_CASE, 3.0, secret_verify_mixed,
		      "JD Cloud console, Access key management"),
		.bad = "JDCLOUD_KEY_ID="
		       "JDC_B6ZE2NRCL4"
		       "NK3202BZM23V"
		       "AOJA6GV4"
		       "\n",
		.good = "ref=JDC"
			"_B6ZE2\n",
	},
	{
		.id = "SE663",
		.name = "mercury_token",
		.title = "Mercury API token",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("secret-token:mercury_",
		      "secret-token:mercury_(?:production|sandbox)_[a-z]{2,4}_[A-Za-z0-"
		      "9]{30,80}(?:_yrucrem)?",
		      SECRET_CASE, 3.5, NULL, "https://app.mercury.com/settings/tokens"),
		.bad = "MERCURY_TOKEN="
		       "secret-token:m"
		       "ercury_sandb"
		       "ox_urz_rC2dY"
		       "guqG6NeE62"
		       "dL4e7ViRXImcZf"
		       "hcr"
		       "\n",
		.good = "ref=sec"
			"ret-to\n",
	},
	{
		.id = "SE664",
		.name = "midtrans_key",
		.title = "Midtrans server key",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("Mid-server-", "Mid-server-[A-Za-z0-9_\\-]{24}", SECRET_CASE, 3.0,
		      secret_verify_mixed, "Midtrans dashboard, Settings, Access keys"),
		.bad = "MIDTRANS_KEY="
		       "Mid-server-wnQ"
		       "8pdj5W_oCMky"
		       "df2L9UBWQ"
		       "\n",
		.good = "ref=Mid"
			"-serve\n",
	},
	{
		.id = "SE665",
		.name = "onfido_token",
		.title = "Onfido API token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("api_live. api_live_us. api_live_ca. api_sandbox. api_sandbox_us. "
		      "api_sandbox_ca.",
		      "api_(?:live|sandbox)(?:_us|_ca)?\\.[A-Za-z0-9_\\-]{11}\\.[A-Za-z"
		      "0-9_\\-]{32}",
		      SECRET_CASE, 3.5, NULL, "Onfido dashboard, Developers, Tokens: revoke"),
		.bad = "ONFIDO_TOKEN="
		       "api_live_us.2x"
		       "qVuS55zAr.8l"
		       "hte-2IHZ1aM2"
		       "EeSGj6UK1K"
		       "1BXjsPpt"
		       "\n",
		.good = "ref=api"
			"_live_\n",
	},
	{
		.id = "SE666",
		.name = "persona_key",
		.title = "Persona API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("persona_production_ persona_sandbox_",
		      "persona_(?:production|sandbox)_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{"
		      "4}-[0-9a-f]{4}-[0-9a-f]{12}",
		      SECRET_CASE, 3.0, NULL, "Persona dashboard, API, API keys: expire"),
		.bad = "PERSONA_KEY="
		       "persona_sandbo"
		       "x_aa0df28d-9"
		       "93a-7036-fd9"
		       "e-c39ea794"
		       "9734"
		       "\n",
		.good = "ref=per"
			"sona_s\n",
	},
	{
		.id = "SE667",
		.name = "ramp_secret",
		.title = "Ramp client secret",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("ramp_sec_ ramp_tok_", "ramp_(?:sec|tok)_[A-Za-z0-9]{30,60}", SECRET_CASE,
		      3.5, NULL, "Ramp, Developer settings, the app: rotate"),
		.bad = "RAMP_SECRET="
		       "ramp_sec_HwWZr"
		       "9fOia7tJip1S"
		       "mUFnVnBqTD6C"
		       "LkdMPuI"
		       "\n",
		.good = "ref=ram"
			"p_sec_\n",
	},
	{
		.id = "SE668",
		.name = "rootly_key",
		.title = "Rootly API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("rootly_", "rootly_[0-9a-f]{64}", SECRET_CASE, 3.0, NULL,
		      "Rootly, Organization settings, API keys"),
		.bad = "ROOTLY_KEY="
		       "rootly_5209ada"
		       "870573ca7570"
		       "574185c68b3e"
		       "9239e086bc"
		       "8dd100f0e0134f"
		       "156f05196"
		       "\n",
		.good = "ref=roo"
			"tly_52\n",
	},
	{
		.id = "SE669",
		.name = "samsara_token",
		.title = "Samsara API token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("samsara_api_", "samsara_api_[A-Za-z0-9]{30}", SECRET_CASE, 3.3, NULL,
		      "Samsara dashboard, Settings, API tokens"),
		.bad = "SAMSARA_TOKEN="
		       "samsara_api_9Y"
		       "dcmsC0HF3kJw"
		       "EVoVpF4gnImp"
		       "sBF8"
		       "\n",
		.good = "ref=sam"
			"sara_a\n",
	},
	{
		.id = "SE670",
		.name = "sindri_key",
		.title = "Sindri API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("sindri_", "sindri_[A-Za-z0-9]{32}", SECRET_CASE, 3.5, secret_verify_mixed,
		      "https://sindri.app, Settings, API keys"),
		.bad = "SINDRI_KEY="
		       "sindri_pBLdh8Q"
		       "RcX1D12mztol"
		       "GC69FIEw7g93"
		       "u"
		       "\n",
		.good = "ref=sin"
			"dri_pB\n",
	},
	{
		.id = "SE671",
		.name = "unkey_key",
		.title = "Unkey root key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("unkey_", "unkey_[A-Za-z0-9]{20,40}", SECRET_CASE, 3.5, secret_verify_mixed,
		      "https://app.unkey.com, Settings, Root keys"),
		.bad = "UNKEY_KEY="
		       "unkey_Zvq5tR6S"
		       "V2idaZQkZv9A"
		       "6Rd"
		       "\n",
		.good = "ref=unk"
			"ey_Zvq\n",
	},
	{
		.id = "SE672",
		.name = "raycast_token",
		.title = "Raycast access token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("rca_", "rca_[0-9a-f]{64}", SECRET_CASE, 3.0, NULL,
		      "Raycast, the extension, OAuth: log out"),
		.bad = "RAYCAST_TOKEN="
		       "rca_26d8b2ba8a"
		       "d5e3b4edb0c8"
		       "11cc109398b8"
		       "9b50333b50"
		       "bb84c349bcaf30"
		       "428b89"
		       "\n",
		.good = "ref=rca"
			"_26d8b\n",
	},
	{
		.id = "SE673",
		.name = "trigger_key",
		.title = "Trigger.dev secret key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("tr_prod_ tr_dev_ tr_stg_ tr_preview_",
		      "tr_(?:prod|dev|stg|preview)_[A-Za-z0-9]{20,40}", SECRET_CASE, 3.3,
		      secret_verify_mixed, "Trigger.dev, the project, API keys: regenerate"),
		.bad = "TRIGGER_KEY="
		       "tr_prod_9qyOK7"
		       "0GnlcsI6rdsx"
		       "dFhjUGRJp"
		       "\n",
		.good = "ref=tr_"
			"prod_9\n",
	},
	{
		.id = "SE674",
		.name = "calcom_key",
		.title = "Cal.com API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("cal_live_", "cal_live_[0-9a-f]{32}", SECRET_CASE, 3.0, NULL,
		      "https://app.cal.com/settings/developer/api-keys"),
		.bad = "CALCOM_KEY="
		       "cal_live_00b9f"
		       "d149846d5257"
		       "d7653acaafa9"
		       "d88"
		       "\n",
		.good = "ref=cal"
			"_live_\n",
	},
	{
		.id = "SE675",
		.name = "linear_webhook_secret",
		.title = "Linear webhook signing secret",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("lin_wh_", "lin_wh_[A-Za-z0-9]{40}", SECRET_CASE, 3.5, NULL,
		      "Linear, Settings, API, Webhooks: make a new one"),
		.bad = "LINEAR_WEBHOOK_SECRET="
		       "lin_wh_lb6Mq6r"
		       "PihCWT49Q7ge"
		       "KAAI5JUfRN4B"
		       "GfLZDanYQ"
		       "\n",
		.good = "ref=lin"
			"_wh_lb\n",
	},
	{
		.id = "SE676",
		.name = "chutes_key",
		.title = "Chutes API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("cpk_", "cpk_[0-9a-f]{32}\\.[0-9a-f]{32}\\.[A-Za-z0-9]{32}", SECRET_CASE, 3.5,
		      NULL, "https://chutes.ai, API keys: delete"),
		.bad = "CHUTES_KEY="
		       "cpk_0e7527da28"
		       "5bdc443ccb28"
		       "d23a02357e.a"
		       "511228bd9e"
		       "1785d599875c7b"
		       "2e13366.kJzd"
		       "8WVlnF4Gwz"
		       "Uki5SIrNDaEuQC"
		       "htoL"
		       "\n",
		.good = "ref=cpk"
			"_0e752\n",
	},
	{
		.id = "SE677",
		.name = "friendli_token",
		.title = "Friendli token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("flp_", "flp_[A-Za-z0-9]{46}", SECRET_CASE, 3.8, NULL,
		      "Friendli Suite, Personal settings, Tokens"),
		.bad = "FRIENDLI_TOKEN="
		       "flp_dSY1Q2Kgd3"
		       "vphKs2THXJew"
		       "S4umxVSgZ60k"
		       "Y9HXSKHVU0"
		       "PC"
		       "\n",
		.good = "ref=flp"
			"_dSY1Q\n",
	},
	{
		.id = "SE678",
		.name = "instagram_token",
		.title = "Instagram access token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("IGQV IGQW IGAA", "IG(?:QV|QW|AA)[A-Za-z0-9_\\-]{80,400}", SECRET_CASE, 4.0,
		      secret_verify_mixed,
		      "https://developers.facebook.com/apps: revoke the token"),
		.bad = "INSTAGRAM_TOKEN="
		       "IGQWgMCpHP_x-l"
		       "N7N4N_EMykCN"
		       "NUWEUxU2MZi1"
		       "VaUqDN_Drt"
		       "S4l2-HYEYVI6ma"
		       "OnmGGvAh82i9"
		       "zJLSSKGhsy"
		       "9"
		       "\n",
		.good = "ref=IGQ"
			"WgMCpH\n",
	},
	{
		.id = "SE679",
		.name = "vk_token",
		.title = "VK access token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("vk1.a.", "vk1\\.a\\.[A-Za-z0-9_\\-]{80,250}", SECRET_CASE, 4.0, NULL,
		      "https://id.vk.com, the app: regenerate the token"),
		.bad = "VK_TOKEN="
		       "vk1.a.miYGie1J"
		       "W_58CYEtcFzp"
		       "4iac2fGUndbh"
		       "SZueAw8MqF"
		       "taHPe8UU5iS_kZ"
		       "gHtljycteZVE"
		       "Al_sV4vhFC"
		       "KQ"
		       "\n",
		.good = "ref=vk1"
			".a.miY\n",
	},
	{
		.id = "SE490",
		.name = "short_key_prefix",
		.title = "API key of Cursor, Retell or Runway",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("key_", "key_(?:[0-9a-f]{128}|[0-9a-f]{64}|[0-9a-f]{28})(?![0-9a-f])",
		      SECRET_CASE | SECRET_SHARED, 3.0, NULL,
		      "the provider's console, API keys: delete"),
		.bad = "SHORT_KEY_PREFIX="
		       "key_67639f7408"
		       "0f56c5aa328f"
		       "676226e236a2"
		       "3e238e3b1c"
		       "77fc4c011f1bd3"
		       "8f1f34"
		       "\n",
		.good = "ref=key"
			"_67639\n",
	},
	{
		.id = "SE491",
		.name = "live_key",
		.title = "Live key of GoCardless, Lob, Scale or a Twitch stream",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("live_",
		      "live_(?:[0-9]{8,12}_[A-Za-z0-9]{28,36}|(?:auth_)?[0-9a-f]{32}|[0"
		      "-9a-f]{35}|[A-Za-z0-9_\\-]{40})(?![A-Za-z0-9_\\-])",
		      SECRET_CASE | SECRET_SHARED, 3.5, secret_verify_mixed,
		      "the provider's console, API keys: roll the key"),
		.bad = "LIVE_KEY="
		       "live_bd41f3a2c"
		       "8e97d065b1a4"
		       "f7c92e80d36a"
		       "5f"
		       "\n",
		.good = "ref=liv"
			"e_bd41\n",
	},
	{
		.id = "SE492",
		.name = "teamwork_token",
		.title = "Teamwork API token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("tkn.v1_", "tkn\\.v1_[A-Za-z0-9+/]{60,80}", SECRET_CASE, 3.8, NULL,
		      "Teamwork, Edit my details, API and mobile"),
		.bad = "TEAMWORK_TOKEN="
		       "tkn.v1_LC+t1AH"
		       "9SDBeL7Ox8NR"
		       "ehaLUVTDGdw1"
		       "+iN81ljk6Y"
		       "C+JECSBLNaK2VN"
		       "xk6+zY2gk"
		       "\n",
		.good = "ref=tkn"
			".v1_LC\n",
	},
	{
		.id = "SE493",
		.name = "branch_secret",
		.title = "Branch secret",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("secret_live_ secret_test_", "secret_(?:live|test)_[A-Za-z0-9]{32}",
		      SECRET_CASE, 3.5, secret_verify_mixed,
		      "https://dashboard.branch.io/account-settings/profile"),
		.bad = "BRANCH_SECRET="
		       "secret_live_U6"
		       "MxRXwurevxxp"
		       "hZgiZ3QYv4j1"
		       "tqT7FR"
		       "\n",
		.good = "ref=sec"
			"ret_li\n",
	},
	{
		.id = "SE494",
		.name = "blockchain_rpc_key",
		.title = "Key in the address of a blockchain node (Infura, Alchemy, QuickNode)",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TEXT("infura.io/ alchemyapi.io/ alchemy.com/ quiknode.pro/",
		     "(?|infura\\.io/(?:ws/)?v[0-9]/([0-9a-f]{32})|alchemy(?:api\\.io|"
		     "\\.com)/(?:nft/)?v[0-9]/([A-Za-z0-9_\\-]{32})|quiknode\\.pro/([0"
		     "-9a-f]{40}))(?![A-Za-z0-9_\\-])",
		     SECRET_CASE, 3.0, NULL, "the provider's dashboard: make a new key"),
		.bad = "RPC="
		       "https://mainne"
		       "t.infura.io/"
		       "v3/344b16103"
		       "485a1c292b"
		       "e01e4fc2d031c"
		       "\n",
		.good = "RPC=https://mainnet."
			"infura.io/v3/${KEY}\n",
	},
	{
		.id = "SE495",
		.name = "vault_unseal_key",
		.title = "HashiCorp Vault unseal key",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TEXT("unseal",
		     "(?i)(?<![A-Za-z])unseal(?:[ _\\-]?key)?(?:[ _\\-]?[0-9]{1,2})?[\"\\']?[ "
		     "\\t]*[:=]?[ \\t]*[\"\\']?((?=[^\\s]*[0-9+/])[A-Za-z0-9+/]{44}|[0"
		     "-9a-f]{66}|[A-Za-z0-9+/]{43}=)(?![A-Za-z0-9+/=])",
		     0, 4.0, NULL, "rekey: vault operator rekey"),
		.bad = "Unseal Key 2: "
		       "xyAJ68ijzkLR"
		       "me9BoujTLIrk"
		       "qxYRC4z//b"
		       "pjgrYSLbx7"
		       "\n",
		.good = "Unseal Key 2"
			": <redacted>\n",
	},
	{
		.id = "SE496",
		.name = "sonar_login",
		.title = "SonarQube token given as login",
		ROW(HIGH, HIGH, 798, ".env"),
		VALUE("sonar.login sonar_login sonar-login sonarlogin",
		      "[0-9a-f]{40}|sq[pua]_[0-9a-f]{40}", 0, 3.0, NULL,
		      "SonarQube, My account, Security: revoke"),
		.bad = "sonar.login="
		       "6aaf76fdc6c369"
		       "aad6b68b75b4"
		       "8e99f73f2895"
		       "09"
		       "\n",
		.good = "sonar.login=$"
			"{sonar.login}\n",
	},
	{
		.id = "SE212",
		.name = "lichess_token",
		.title = "Lichess API token",
		ROW(LOW, HIGH, 798, ".env"),
		TOKEN("lip_", "lip_[A-Za-z0-9]{16,24}", SECRET_CASE, 3.0, secret_verify_mixed,
		      "https://lichess.org/account/oauth/token"),
		.bad = "LICHESS_TOKEN="
		       "lip_UMPM08HSe8"
		       "jnPJjoqgA2"
		       "\n",
		.good = "ref=li"
			"p_UMPM\n",
	},
	{
		.id = "SE213",
		.name = "localstack_token",
		.title = "LocalStack auth token",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("ls-", "ls-[A-Za-z]{8}-(?:[0-9A-Za-z]{4}-){3}[0-9A-Za-z]{12}", SECRET_CASE,
		      3.5, secret_verify_mixed, "https://app.localstack.cloud, Auth tokens"),
		.bad = "LOCALSTACK_TOKEN="
		       "ls-BfLyMgYL-75"
		       "Zn-YUDE-45sC"
		       "-cjY46rpjlDl"
		       "L"
		       "\n",
		.good = "ref=ls-"
			"BfLyMg\n",
	},
	{
		.id = "SE214",
		.name = "salesforce_refresh_token",
		.title = "Salesforce refresh token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("5Aep861", "5Aep861[A-Za-z0-9._=]{70,90}", SECRET_CASE, 4.0, NULL,
		      "Salesforce, Setup, Connected apps OAuth usage: revoke"),
		.bad = "SALESFORCE_REFRESH_TOKEN="
		       "5Aep861M7KNi4P"
		       "sHzfc8zRxBEG"
		       "_Ft3Pg=.H8MS"
		       "mLC.t1AH9S"
		       "DBeL7Ox8NRehaL"
		       "UVTDGd=w1.=i"
		       "N81l"
		       "\n",
		.good = "ref=5Ae"
			"p861M7\n",
	},
	{
		.id = "SE211",
		.name = "newrelic_license",
		.title = "New Relic license key",
		ROW(HIGH, HIGH, 798, ".env"),
		TEXT("NRAL", "(?<![0-9A-Za-z])((?:eu01xx)?[0-9a-f]{30,36}NRAL)(?![0-9A-Za-z])",
		     SECRET_CASE, 3.0, NULL, "New Relic, API keys: delete"),
		.bad = "NEWRELIC_LICENSE="
		       "89e60f21040236"
		       "2d53c9efc6d8"
		       "92aa68bfccNR"
		       "AL"
		       "\n",
		.good = "NEWRELIC_LI"
			"CENSE=NRAL\n",
	},
	{
		.id = "SE085",
		.name = "azure_identifiable_key",
		.title = "Azure key with a signature (storage, Cosmos DB, Batch, Service Bus, "
			 "Event Hubs, IoT, Search, Functions)",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TEXT("+ASt ACDb +ABa +AMC +ASb +AEh +ARm AIoT AzSe AzFu AzCa APIM",
		     "(?<![A-Za-z0-9/+])((?:[A-Za-z0-9/+]{76}(?:\\+ASt|ACDb|\\+ABa|\\+"
		     "AMC|APIM)[A-Za-z0-9/+]{5}[AQgw]==|[A-Za-z0-9/+]{33}(?:\\+ASb|\\+"
		     "AEh|\\+ARm|AIoT|AzCa)[A-P][A-Za-z0-9/+]{5}=|[A-Za-z0-9]{42}AzSe["
		     "A-D][A-Za-z0-9]{5}|[A-Za-z0-9_\\-]{44}AzFu[A-Za-z0-9_\\-]{5}[AQg"
		     "w]==))",
		     SECRET_CASE, 4.0, NULL, "Azure portal, the resource, Keys: regenerate"),
		.bad = "STORAGE_KEY="
		       "wnKjNSRuGbHCPQ"
		       "iUrHwLmKu6AG"
		       "5T+zJ3AOEwQE"
		       "hgWLIFxJW9"
		       "app8dY/3xZzMbn"
		       "qr2YtbgtcUsS"
		       "h5+AStIJVF"
		       "iQ=="
		       "\n",
		.good = "AZURE_K"
			"EY=+ASt\n",
	},
};
