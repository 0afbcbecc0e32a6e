/* Chat, voice and video. */
#include "rules/secret/secret.h"

const struct rule rules_secret_chat[] = {
	{
		.id = "SE180",
		.name = "slack_bot_token",
		.title = "Slack bot token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("xoxb-", "xoxb-[0-9]{9,14}-(?:[0-9]{9,14}-)?[A-Za-z0-9]{18,34}", 0, 3.0, NULL,
		      "https://api.slack.com/apps, the app, OAuth and permissions: revoke"),
		.bad = "SLACK_BOT_TOKEN="
		       "xoxb-6748669782"
		       "75-7306352110"
		       "537-1CpQPJSAXpY"
		       "paqFgkUwbVA4U"
		       "\n",
		.good = "ref=xo"
			"xb-674\n",
	},
	{
		.id = "SE181",
		.name = "slack_user_token",
		.title = "Slack user token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("xoxp-", "xoxp-(?:[0-9]{9,14}-){1,4}[A-Za-z0-9\\-]{28,36}", 0, 3.0, NULL,
		      "https://api.slack.com/apps, the app, OAuth and permissions: revoke"),
		.bad = "SLACK_USER_TOKEN="
		       "xoxp-43238116"
		       "5580-9493706"
		       "75126-38247652"
		       "35305-8ebbd4"
		       "5b80b9425b21be"
		       "b62857b0ae11"
		       "\n",
		.good = "ref=xo"
			"xp-432\n",
	},
	{
		.id = "SE182",
		.name = "slack_app_token",
		.title = "Slack app-level token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("xapp-", "xapp-[0-9]-[A-Z0-9]{8,14}-[0-9]{10,14}-[a-z0-9]{40,64}", 0, 3.0,
		      NULL, "https://api.slack.com/apps, the app, Basic information: revoke"),
		.bad = "SLACK_APP_TOKEN="
		       "xapp-1-AI71Q40KL9"
		       "L-5067975492584"
		       "-34fa3266f03304b3"
		       "15ba6d6241aed3c"
		       "f77328e34cbee7aaf"
		       "783bf14bf56c58df"
		       "\n",
		.good = "ref=xa"
			"pp-1-A\n",
	},
	{
		.id = "SE183",
		.name = "slack_config_token",
		.title = "Slack configuration or refresh token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("xoxe.xox xoxe-", "xoxe(?:\\.xox[bp])?-[0-9]-[A-Za-z0-9]{140,170}", 0, 3.5,
		      NULL, "https://api.slack.com/apps, Your app configuration tokens: revoke"),
		.bad = "SLACK_CONFIG_TOKEN="
		       "xoxe.xoxp-1-BSnDxErYYstbEFenYg"
		       "EWEhBz1U1YN1CAv7Xi8tx9XjnNO4"
		       "Xd2GyddzCS7ljID6XZXuZcE8KWGJ1Q"
		       "Qbp5wd9TB8yQcJs3STz0VyvMFjT9"
		       "RssRHsYO7dYsxwqCFRYbffSwAUBPKL"
		       "3WsVpfUG1WIkyCUXrAUF7OkvuZvjH"
		       "\n",
		.good = "ref=xoxe"
			".xoxp-1\n",
	},
	{
		.id = "SE184",
		.name = "slack_legacy_token",
		.title = "Slack legacy, workspace or export token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("xoxa- xoxr- xoxs- xoxo- xoxa-2",
		      "xox[arso]-(?:[0-9]-)?[A-Za-z0-9\\-]{20,120}", 0, 3.0, secret_verify_mixed,
		      "https://api.slack.com/legacy/custom-integrations/legacy-tokens"),
		.bad = "SLACK_LEGACY_TOKEN="
		       "xoxs-12214875"
		       "031-80564970"
		       "392-1831087673"
		       "9-4e198cd361"
		       "\n",
		.good = "ref=xo"
			"xs-122\n",
	},
	{
		.id = "SE185",
		.name = "slack_cookie",
		.title = "Slack session cookie",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("xoxd-", "xoxd-[A-Za-z0-9%/+]{60,400}={0,2}", 0, 3.5, NULL,
		      "Slack, Account settings: sign out all other sessions"),
		.bad = "SLACK_COOKIE="
		       "xoxd-8G22sDX8UvAh31Tsmpzt"
		       "1KggLpNm9dWow9cZOgS6mPJ"
		       "sqRbQrMx40WNmf82truCkJPuN"
		       "CMA804e9ZhIhgBgEnyNfZ8b"
		       "fMIJwEcdYfNxoAnlr4tnAXP5s"
		       "aa65tvrgG8umeLV8tsMQkakk"
		       "\n",
		.good = "ref=xo"
			"xd-8G2\n",
	},
	{
		.id = "SE186",
		.name = "slack_webhook",
		.title = "Slack webhook",
		ROW(HIGH, HIGH, 798, ".env"),
		TEXT("hooks.slack.com",
		     "(?:https?://)?hooks\\.slack(?:-gov)?\\.com/((?:services|workflows|tr"
		     "iggers)/[A-Z0-9]{8,14}/[A-Za-z0-9]{8,24}/[A-Za-z0-9/]{20,80})",
		     0, 3.0, secret_verify_mixed,
		     "https://api.slack.com/apps, the app, Incoming webhooks: remove"),
		.bad = "HOOK=https://hooks.slack.com/"
		       "services/TJ2HQ0"
		       "J8AGZ/B0XXFC4"
		       "LWMR/7G1GWoh2S2"
		       "sRnUFAAsgF0ygg"
		       "\n",
		.good = "HOOK=https://hooks.slack.com/services/T00"
			"000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX\n",
	},
	{
		.id = "SE187",
		.name = "slack_signing_secret",
		.title = "Slack signing or client secret",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("slack", "[0-9a-f]{32}", 0, 2.9, secret_verify_name,
		      "https://api.slack.com/apps, the app, Basic information: regenerate"),
		.bad = "SLACK_SIGNING_SECRET="
		       "cc5aebb15"
		       "10b734f"
		       "33830c4c1"
		       "fedde63"
		       "\n",
		.good = "SLACK_SIGNING_SECRET=${SLACK_SIGNING_S"
			"ECRET}\nSLACK_SIGNING_SECRET=<your key>\n",
	},
	{
		.id = "SE188",
		.name = "discord_bot_token",
		.title = "Discord bot token",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("MTA MTE MTI MTM MTQ MTU MTY MTc MTg MTk MjA MjE MjI MjM MjQ MjU MjY "
		      "Mjc Mjg Mjk MzA MzE MzI MzM MzQ MzU MzY Mzc Mzg Mzk NDA NDE NDI NDM "
		      "NDQ NDU NDY NDc NDg NDk NTA NTE NTI NTM NTQ NTU NTY NTc NTg NTk NjA "
		      "NjE NjI NjM NjQ NjU NjY Njc Njg Njk NzA NzE NzI NzM NzQ NzU NzY Nzc "
		      "Nzg Nzk ODA ODE ODI ODM ODQ ODU ODY ODc ODg ODk OTA OTE OTI OTM OTQ "
		      "OTU OTY OTc OTg OTk",
		      "[MNO][A-Za-z0-9]{22,27}\\.[A-Za-z0-9_\\-]{6}\\.[A-Za-z0-9_\\-]{27,38}",
		      SECRET_CASE, 3.5, secret_verify_discord,
		      "https://discord.com/developers/applications, Bot: reset the token"),
		.bad = "DISCORD_BOT_TOKEN="
		       "MTE4MzI3NTA5O"
		       "TQ2MTg3MzY2"
		       "NA.GPTvRm.5yu"
		       "yeZt14jZ3aN"
		       "RYdLho0wgqQzV"
		       "UzMtcrv5j14"
		       "\n",
		.good = "ref=M"
			"TE4Mz\n",
	},
	{
		.id = "SE189",
		.name = "discord_webhook",
		.title = "Discord webhook",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TEXT("api/webhooks",
		     "discord(?:app)?\\.com/api/(?:v[0-9]{1,2}/)?webhooks/([0-9]{17,20}/["
		     "A-Za-z0-9_\\-]{60,80})",
		     0, 3.5, NULL, "Discord, the channel, Integrations, Webhooks: delete"),
		.bad = "HOOK=https://discord.com/api/webhooks/"
		       "673791579835484"
		       "275/eyiKgVqYXl"
		       "AuHz9zIsWCGRWip"
		       "2EyB7QCOv6DdgW"
		       "0BUUZxAM5FDgXXQ"
		       "CuY5WWnuIuX0iM"
		       "\n",
		.good = "HOOK=https://discord.co"
			"m/api/webhooks/ID/TOKEN\n",
	},
	{
		.id = "SE190",
		.name = "discord_client_secret",
		.title = "Discord client secret",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("discord", "[A-Za-z0-9_\\-]{32}|[0-9a-f]{64}", 0, 3.3, secret_verify_name,
		      "https://discord.com/developers/applications, OAuth2: reset the "
		      "secret"),
		.bad = "DISCORD_CLIENT_SECRET="
		       "3ljQ4uTBs"
		       "NyeUGDS"
		       "MmkszDMt3"
		       "oEzRmdp"
		       "\n",
		.good = "DISCORD_CLIENT_SECRET=${DISCORD_CLIENT_S"
			"ECRET}\nDISCORD_CLIENT_SECRET=<your key>\n",
	},
	{
		.id = "SE191",
		.name = "telegram_bot_token",
		.title = "Telegram bot token",
		ROW(HIGH, HIGH, 798, ".env"),
		TEXT(":AA",
		     "(?<![0-9A-Za-z])([0-9]{8,10}:AA[A-Za-z0-9_\\-]{33})(?![A-Za-z0-9_\\-"
		     "])",
		     SECRET_CASE, 3.5, NULL, "BotFather: /revoke"),
		.bad = "BOT="
		       "1261497712:A"
		       "AB7qI1D_kNd"
		       "PffNEXvTSxTx"
		       "z6fzwfOgfre"
		       "\n",
		.good = "BOT=123456:"
			"AAbot-token\n",
	},
	{
		.id = "SE192",
		.name = "telegram_token",
		.title = "Telegram bot token or API hash",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("telegram telegr tg_bot tg-bot tgbot tg_api tg-api tgapi tg_token "
		      "tg-token tgtoken",
		      "[0-9]{5,16}:A[A-Za-z0-9_\\-]{34}|[0-9a-f]{32}", 0, 2.9, secret_verify_name,
		      "BotFather: /revoke; my.telegram.org for an API hash"),
		.bad = "TELEGRAM_TOKEN="
		       "f661b75cc"
		       "f0af38c"
		       "74216dd7e"
		       "6c3e668"
		       "\n",
		.good = "TELEGRAM_TOKEN=${TELEGRAM_TOK"
			"EN}\nTELEGRAM_TOKEN=<your key>\n",
	},
	{
		.id = "SE193",
		.name = "teams_webhook",
		.title = "Microsoft Teams webhook",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TEXT("webhook.office.com outlook.office.com/webhook",
		     "https://(?:[a-z0-9\\-]{1,60}\\.webhook|outlook)\\.office\\.com/(webhoo"
		     "kb?2?/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
		     "@[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/Inco"
		     "mingWebhook/[0-9a-f]{32}/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a"
		     "-f]{4}-[0-9a-f]{12}(?:/[A-Za-z0-9_\\-]{20,60})?)",
		     0, 3.0, NULL, "Teams, the channel, Connectors: remove"),
		.bad = "HOOK=https://corp.webhook.office.com/"
		       "webhookb2/ff294fb4-592d-ec59-"
		       "b6cb-8ddf6592a77f@5e40699e-"
		       "8064-138a-1a62-a59ef0649a87/I"
		       "ncomingWebhook/699a12c8d690"
		       "9622cdae7ccb05388c3c/a777347d"
		       "-5b1b-561b-42b2-2fc45af5dd23"
		       "\n",
		.good = "HOOK=https://corp.webhook.office.co"
			"m/webhookb2/GUID/IncomingWebhook/ID\n",
	},
	{
		.id = "SE194",
		.name = "google_chat_webhook",
		.title = "Google Chat webhook",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TEXT("chat.googleapis.com",
		     "chat\\.googleapis\\.com/v1/spaces/[A-Za-z0-9_\\-]{5,30}/messages\\?[^\\s"
		     "\"\\'<>]{0,80}token=([A-Za-z0-9_\\-]{40,50})",
		     0, 3.0, NULL,
		     "Google Chat, the space, Apps and integrations: remove the webhook"),
		.bad = "HOOK=https://chat.googleapis.com/v1/spaces/AAAAbcdEfgH/"
		       "messages?threadKey=a&token="
		       "IZRVDXhRr2G"
		       "bKvbIKLdDy"
		       "PdjA0XTDhPl_"
		       "YT4mI508Sr"
		       "\n",
		.good = "HOOK=https://chat.googleapis.com/v1/sp"
			"aces/AAAAbcdEfgH/messages?token=TOKEN\n",
	},
	{
		.id = "SE195",
		.name = "lark_webhook",
		.title = "Feishu, Lark or WeCom webhook",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TEXT("open-apis/bot cgi-bin/webhook",
		     "(?:open\\.(?:feishu\\.cn|larksuite\\.com)/open-apis/bot/v2/hook/|qyap"
		     "i\\.weixin\\.qq\\.com/cgi-bin/webhook/send\\?key=)([0-9a-f]{8}-[0-9a-f"
		     "]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})",
		     0, 2.8, NULL, "the group's settings, Bots: remove the bot"),
		.bad = "HOOK=https://open.feishu.cn/open-apis/bot/v2/hook/"
		       "ffea36b0-f"
		       "170-3a4d"
		       "-d8e1-bd2b"
		       "34cfc124"
		       "\n",
		.good = "HOOK=https://open.feishu.cn"
			"/open-apis/bot/v2/hook/xxxx\n",
	},
	{
		.id = "SE196",
		.name = "dingtalk_webhook",
		.title = "DingTalk robot token",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TEXT("oapi.dingtalk.com",
		     "oapi\\.dingtalk\\.com/robot/send\\?access_token=([0-9a-f]{64})", 0, 3.0, NULL,
		     "DingTalk, the group, Robots: remove"),
		.bad = "HOOK=https://oapi.dingtalk.com/robot/send?access_token="
		       "1971bc6de42"
		       "5c8e7deabf"
		       "05ed63815110"
		       "b0c0e49c4"
		       "b45e6dc569bf"
		       "8ae64b9d34"
		       "\n",
		.good = "HOOK=https://oapi.dingtalk.co"
			"m/robot/send?access_token=xxx\n",
	},
	{
		.id = "SE197",
		.name = "mattermost_token",
		.title = "Mattermost access token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("mattermost", "[a-z0-9]{26}", 0, 3.2, secret_verify_name,
		      "Mattermost, Profile, Security, Personal access tokens: delete"),
		.bad = "MATTERMOST_TOKEN="
		       "vfiiyki"
		       "9njq0j"
		       "8r9s7yr"
		       "dv3ma4"
		       "\n",
		.good = "MATTERMOST_TOKEN=${MATTERMOST_TO"
			"KEN}\nMATTERMOST_TOKEN=<your key>\n",
	},
	{
		.id = "SE198",
		.name = "zoom_secret",
		.title = "Zoom client or API secret",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("zoom", "[A-Za-z0-9]{32}|[A-Za-z0-9]{36}|[A-Za-z0-9_\\-]{22}", 0, 3.3,
		      secret_verify_name, "https://marketplace.zoom.us, the app: regenerate"),
		.bad = "ZOOM_CLIENT_SECRET="
		       "RaowbdGkW"
		       "0TzWWSq"
		       "7VDQ0qsec"
		       "nxC20NQ"
		       "\n",
		.good = "ZOOM_CLIENT_SECRET=${ZOOM_CLIENT_SE"
			"CRET}\nZOOM_CLIENT_SECRET=<your key>\n",
	},
	{
		.id = "SE199",
		.name = "twitch_token",
		.title = "Twitch client secret or token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("twitch", "(?:oauth:)?[a-z0-9]{30}", 0, 3.2, secret_verify_name,
		      "https://dev.twitch.tv/console/apps: new secret"),
		.bad = "TWITCH_CLIENT_SECRET="
		       "ko7nkui1"
		       "p4e4uve"
		       "4qm5204p"
		       "45c9vkj"
		       "\n",
		.good = "TWITCH_CLIENT_SECRET=${TWITCH_CLIENT_S"
			"ECRET}\nTWITCH_CLIENT_SECRET=<your key>\n",
	},
	{
		.id = "SE200",
		.name = "twitch_chat_token",
		.title = "Twitch chat token",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("oauth:", "oauth:[a-z0-9]{30}", 0, 3.2, secret_verify_mixed,
		      "https://www.twitch.tv/settings/connections: disconnect"),
		.bad = "TWITCH_CHAT_TOKEN="
		       "oauth:p1k9"
		       "9sacqwip"
		       "eisv1qwc6a"
		       "pz6k14pm"
		       "\n",
		.good = "ref=oau"
			"th:p1k\n",
	},
	{
		.id = "SE201",
		.name = "line_token",
		.title = "LINE channel token or secret",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("line_channel line-channel linechannel line_token line-token linetoken "
		      "line_notify line-notify linenotify line_bot line-bot linebot "
		      "line_secret line-secret linesecret",
		      "[A-Za-z0-9+/]{120,200}={0,2}|[A-Za-z0-9]{43}|[0-9a-f]{32}", 0, 3.0,
		      secret_verify_name, "LINE developers console, the channel: reissue"),
		.bad = "LINE_CHANNEL_SECRET="
		       "6037a7425"
		       "b3ea7aa"
		       "71263baae"
		       "8d9a940"
		       "\n",
		.good = "LINE_CHANNEL_SECRET=${LINE_CHANNEL_SE"
			"CRET}\nLINE_CHANNEL_SECRET=<your key>\n",
	},
	{
		.id = "SE202",
		.name = "matrix_token",
		.title = "Matrix access token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("syt_", "syt_[A-Za-z0-9_\\-]{1,200}_[A-Za-z]{20}_[A-Za-z0-9]{6}", 0, 3.3,
		      NULL, "the client, Sessions: sign out"),
		.bad = "MATRIX_TOKEN="
		       "syt_Ym90_y"
		       "LtMGqojd"
		       "TeWgziAWpT"
		       "D_9eUs09"
		       "\n",
		.good = "ref=sy"
			"t_Ym9\n",
	},
	{
		.id = "SE203",
		.name = "gitter_token",
		.title = "Gitter access token",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("gitter", "[A-Za-z0-9_\\-]{40}", 0, 3.3, secret_verify_name,
		      "https://developer.gitter.im/apps"),
		.bad = "GITTER_TOKEN="
		       "b2i4p44C7pu"
		       "NC9rw1vkQ"
		       "rKqWLTFXRS1"
		       "2rjhCrPOb"
		       "\n",
		.good = "GITTER_TOKEN=${GITTER_TOKE"
			"N}\nGITTER_TOKEN=<your key>\n",
	},
	{
		.id = "SE204",
		.name = "sendbird_token",
		.title = "Sendbird API token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("sendbird",
		      "[0-9a-f]{40}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a"
		      "-f]{12}",
		      0, 3.0, secret_verify_name, "Sendbird dashboard, API tokens: revoke"),
		.bad = "SENDBIRD_API_TOKEN="
		       "9c845ada348"
		       "246bc4d93"
		       "8197d6a0e18"
		       "b2b9e0181"
		       "\n",
		.good = "SENDBIRD_API_TOKEN=${SENDBIRD_API_T"
			"OKEN}\nSENDBIRD_API_TOKEN=<your key>\n",
	},
	{
		.id = "SE205",
		.name = "pusher_secret",
		.title = "Pusher app secret",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("pusher", "[0-9a-f]{20}", 0, 2.8, secret_verify_name,
		      "Pusher dashboard, App keys: revoke"),
		.bad = "PUSHER_SECRET="
		       "e33663"
		       "fda9"
		       "7f8347"
		       "e7a7"
		       "\n",
		.good = "PUSHER_SECRET=${PUSHER_SECRE"
			"T}\nPUSHER_SECRET=<your key>\n",
	},
	{
		.id = "SE206",
		.name = "zulip_key",
		.title = "Zulip API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("zulip", "[A-Za-z0-9]{32}", 0, 3.3, secret_verify_name,
		      "Zulip, Account and privacy: new API key"),
		.bad = "ZULIP_API_KEY="
		       "QDCxpWM7E"
		       "ENEF6vd"
		       "QpOUAan9L"
		       "Ye6na6k"
		       "\n",
		.good = "ZULIP_API_KEY=${ZULIP_API_KE"
			"Y}\nZULIP_API_KEY=<your key>\n",
	},
	{
		.id = "SE207",
		.name = "pushbullet_token",
		.title = "Pushbullet access token",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("pushbullet", "o\\.[A-Za-z0-9]{32}", 0, 3.3, secret_verify_name,
		      "https://www.pushbullet.com/#settings"),
		.bad = "PUSHBULLET_TOKEN="
		       "o.Wsya6hJ"
		       "YBeKJeJn"
		       "bymnwGdFo"
		       "bP2Vld1J"
		       "\n",
		.good = "PUSHBULLET_TOKEN=${PUSHBULLET_TO"
			"KEN}\nPUSHBULLET_TOKEN=<your key>\n",
	},
	{
		.id = "SE208",
		.name = "pushover_token",
		.title = "Pushover application or user token",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("pushover", "[a-z0-9]{30}", 0, 3.2, secret_verify_name,
		      "https://pushover.net, the application: delete"),
		.bad = "PUSHOVER_TOKEN="
		       "ocodrrtt"
		       "cj12wnn"
		       "nspojjqs"
		       "ydmifdy"
		       "\n",
		.good = "PUSHOVER_TOKEN=${PUSHOVER_TOK"
			"EN}\nPUSHOVER_TOKEN=<your key>\n",
	},
	{
		.id = "SE209",
		.name = "webex_token",
		.title = "Webex bot token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("webex", "[A-Za-z0-9_\\-]{64,130}", 0, 3.8, secret_verify_name,
		      "https://developer.webex.com/my-apps: regenerate"),
		.bad = "WEBEX_TOKEN="
		       "Q27AWaC7bcDCTIyWh"
		       "boVKgwgUEk7rEG36"
		       "8U89JdMDjVEHPIcDsX"
		       "myT0T7OIlX6tM8B"
		       "uysOQX6waAiDGks8Uo"
		       "sAYCdcYkIbUiptk0"
		       "\n",
		.good = "WEBEX_TOKEN=${WEBEX_TOKEN"
			"}\nWEBEX_TOKEN=<your key>\n",
	},
	{
		.id = "SE210",
		.name = "rocketchat_token",
		.title = "Rocket.Chat personal token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("rocketchat rocket_chat rocket-chat", "[A-Za-z0-9_\\-]{43}", 0, 3.6,
		      secret_verify_name,
		      "Rocket.Chat, My account, Personal access tokens: remove"),
		.bad = "ROCKETCHAT_TOKEN="
		       "6EaOthZSpig"
		       "569B9L4rgc"
		       "bMIRKC8x4ZE7"
		       "mCQGctpeNP"
		       "\n",
		.good = "ROCKETCHAT_TOKEN=${ROCKETCHAT_TO"
			"KEN}\nROCKETCHAT_TOKEN=<your key>\n",
	},
};
