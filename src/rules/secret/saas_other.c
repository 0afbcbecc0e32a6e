/* Services of other kinds: media, social networks, shops, data, devices. */
#include "rules/secret/secret.h"

const struct rule rules_secret_saas_other[] = {
	{
		.id = "SE579",
		.name = "frameio_token",
		.title = "Frame.io API token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("fio-u-", "fio-u-[A-Za-z0-9_=\\-]{64}", 0, 3.8, NULL,
		      "https://developer.frame.io, Tokens: delete"),
		.bad = "FRAMEIO_TOKEN="
		       "fio-u-59fINH"
		       "uHw0y5YO1aY"
		       "NTBv6FuT9nZr1"
		       "yx8topOVcb"
		       "bcjAF1GEB5yZ9"
		       "FUg9UxiD-kN"
		       "\n",
		.good = "ref=fio"
			"-u-59f\n",
	},
	{
		.id = "SE580",
		.name = "readme_key",
		.title = "ReadMe API key",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("rdme_", "rdme_[a-z0-9]{70}", 0, 3.5, NULL,
		      "ReadMe dashboard, API keys: delete"),
		.bad = "README_KEY="
		       "rdme_xjyd2epw"
		       "lbhmkqgs4uoh"
		       "woxof9l26rob7"
		       "s2jxlmjksg66"
		       "1i2nif5egpypn"
		       "1q8rwohkc6ea"
		       "\n",
		.good = "ref=rd"
			"me_xjy\n",
	},
	{
		.id = "SE581",
		.name = "typeform_token",
		.title = "Typeform API token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("tfp_", "tfp_[A-Za-z0-9_.=\\-]{40,65}", 0, 3.5, secret_verify_mixed,
		      "https://admin.typeform.com/user/tokens"),
		.bad = "TYPEFORM_TOKEN="
		       "tfp_jiPzjpf"
		       "7AbvMKphld"
		       "ajyONcu5hYk"
		       "IQGfxEBqh6"
		       "uNvL5Na04MB"
		       "f8kqEK_WHf"
		       "\n",
		.good = "ref=tf"
			"p_jiP\n",
	},
	{
		.id = "SE582",
		.name = "trello_token",
		.title = "Trello token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("ATTA", "ATTA[0-9a-f]{64}[0-9A-Fa-f]{0,8}", SECRET_CASE, 3.0, NULL,
		      "https://trello.com/u/my/account"),
		.bad = "TRELLO_TOKEN="
		       "ATTAd9b87937"
		       "f78624aa92"
		       "5ba4e25240840"
		       "c84befa1af"
		       "c76312037d4d"
		       "0089bfe6765"
		       "\n",
		.good = "ref=AT"
			"TAd9b\n",
	},
	{
		.id = "SE583",
		.name = "trello_key",
		.title = "Trello API key or secret",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("trello", "[0-9a-f]{32}|[0-9a-f]{64}|[A-Za-z0-9\\-]{32}", 0, 2.9,
		      secret_verify_name, "https://trello.com/power-ups/admin"),
		.bad = "TRELLO_API_KEY="
		       "38969bfb9"
		       "20afccb"
		       "7f0129a31"
		       "30873b6"
		       "\n",
		.good = "TRELLO_API_KEY=${TRELLO_API_K"
			"EY}\nTRELLO_API_KEY=<your key>\n",
	},
	{
		.id = "SE584",
		.name = "automation_webhook",
		.title = "Automation webhook (Zapier, IFTTT, Make, n8n, Pipedream)",
		ROW(LOW, HIGH, 798, ".env"),
		TEXT("hooks.zapier.com maker.ifttt.com .make.com/ pipedream.net",
		     "(?|hooks\\.zapier\\.com/hooks/catch/([0-9]{5,10}/[A-Za-z0-9]{5,12})|"
		     "maker\\.ifttt\\.com/(?:use|trigger/[^/\\s]{1,60}/(?:json/)?with/key)/"
		     "([A-Za-z0-9_\\-]{22,43})|hook\\.[a-z0-9]{2,5}\\.make\\.com/([a-z0-9]{3"
		     "2}))",
		     0, 2.8, NULL, "the automation: remove the trigger"),
		.bad = "HOOK=https://hooks.zapier.com/hooks/catch/"
		       "9180"
		       "239"
		       "/c0dy"
		       "2r7"
		       "/\n",
		.good = "HOOK=https://hooks.zapier"
			".com/hooks/catch/ID/KEY/\n",
	},
	{
		.id = "SE585",
		.name = "crm_key",
		.title = "CRM or planning API key (Pipedrive, Close, Monday, ClickUp)",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("pipedrive close_api close-api closeapi monday_api monday-api mondayapi "
		      "monday_token monday-token mondaytoken clickup calendly copper_api "
		      "copper-api copperapi zoho streak affinity attio basecamp smartsheet "
		      "teamwork wrike todoist",
		      "[0-9a-f]{40}|[A-Za-z0-9]{26,50}|eyJ[A-Za-z0-9_\\-]+\\.[A-Za-z0-9_\\-]"
		      "+\\.[A-Za-z0-9_\\-]+|[0-9a-f.]{60,80}",
		      0, 3.0, secret_verify_name, "the service's settings: regenerate"),
		.bad = "PIPEDRIVE_API_TOKEN="
		       "bf5b84411ca"
		       "6a71b31de"
		       "3722fad2bf8"
		       "50faa2891"
		       "\n",
		.good = "PIPEDRIVE_API_TOKEN=${PIPEDRIVE_API_T"
			"OKEN}\nPIPEDRIVE_API_TOKEN=<your key>\n",
	},
	{
		.id = "SE586",
		.name = "facebook_access_token",
		.title = "Facebook access token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("EAAB EAAC EAAD EAAE EAAF EAAG EAAH EAAI EAAJ EAAK EAAL EAAM EAAN EAAO EAAP "
		      "EAAQ "
		      "EAAR EAAS EAAT EAAU EAAV EAAW EAAX EAAY EAAZ",
		      "EAA[B-Z][A-Za-z0-9]{60,300}", SECRET_CASE, 4.0, secret_verify_mixed,
		      "https://developers.facebook.com/tools/accesstoken: log out"),
		.bad = "FACEBOOK_ACCESS_TOKEN="
		       "EAAM04QMPe0AgJlRuLjc"
		       "FdpDsdwPwnQ4Z5Elax"
		       "S14ZeRDUJqnbxg87LTt2"
		       "dxTFDHu6wtuJ0692Qt"
		       "s9TwYa9Bjxh6gVQ7kg4x"
		       "X3piQ5vulk74S8cynb"
		       "\n",
		.good = "ref=EA"
			"AM04Q\n",
	},
	{
		.id = "SE587",
		.name = "facebook_secret",
		.title = "Facebook, Instagram or WhatsApp app secret",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("facebook fb_app fb-app fbapp fb_secret fb-secret fbsecret fb_client "
		      "fb-client fbclient instagram whatsapp meta_app meta-app metaapp",
		      "[0-9a-f]{32}|[0-9]{15,16}(?:\\||%7C)[A-Za-z0-9_\\-]{27,40}|[A-Za-z0-"
		      "9_\\-]{32}|EAA[A-Za-z0-9]{80,300}",
		      0, 2.9, secret_verify_name,
		      "https://developers.facebook.com/apps, Settings, Basic: reset the "
		      "secret"),
		.bad = "FACEBOOK_APP_SECRET="
		       "755ba0dcc"
		       "34fddbd"
		       "5a35effc4"
		       "1bbd514"
		       "\n",
		.good = "FACEBOOK_APP_SECRET=${FACEBOOK_APP_SE"
			"CRET}\nFACEBOOK_APP_SECRET=<your key>\n",
	},
	{
		.id = "SE588",
		.name = "facebook_app_token",
		.title = "Facebook app access token",
		ROW(HIGH, HIGH, 798, ".env"),
		TEXT("facebook fb_ graph. %7C",
		     "(?<![0-9A-Za-z])([0-9]{15,16}(?:\\||%7C)[0-9A-Za-z_\\-]{27})(?![A-Za"
		     "-z0-9_\\-|])",
		     0, 3.5, secret_verify_mixed,
		     "https://developers.facebook.com/apps, Settings, Basic: reset the "
		     "secret"),
		.bad = "FB_TOKEN="
		       "69042071740"
		       "0429|zFXmQ"
		       "d4Nn4T9NmIsL"
		       "XxXa3pXy5z"
		       "\n",
		.good = "FB_TOKEN"
			"=123|abc\n",
	},
	{
		.id = "SE589",
		.name = "twitter_bearer_token",
		.title = "Twitter (X) bearer token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("AAAAAAAAAAAAAAAAAAAAA", "A{18,24}([A-Za-z0-9%]{68,110})", SECRET_CASE, 3.3,
		      secret_verify_mixed, "https://developer.x.com/en/portal/dashboard: revoke"),
		.bad = "TWITTER_BEARER_TOKEN="
		       "AAAAAAAAAAAAAAAAAA"
		       "AAAAKZas7gw4VRUHz"
		       "UcBETpzj8ydrlNPFQ%"
		       "3DT9wMAUrbtx6GdUF"
		       "Vd5D9q0f2nFSDw5qSF"
		       "d7nGKEcn8Z8sxH7Qr"
		       "\n",
		.good = "ref=AAAAAAAAAA"
			"AAAAAAAAAAAAKZ\n",
	},
	{
		.id = "SE590",
		.name = "twitter_secret",
		.title = "Twitter (X) API key, secret or access token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("twitter x_api x-api x_access x-access xaccess x_consumer x-consumer "
		      "xconsumer tweepy consumer_key consumer-key consumerkey consumer_secret "
		      "consumer-secret consumersecret access_token_secret access-token-secret "
		      "accesstokensecret",
		      "[A-Za-z0-9]{25}|[A-Za-z0-9]{45}|[A-Za-z0-9]{50}|[0-9]{15,25}-[A-Za"
		      "-z0-9]{20,40}",
		      0, 3.4, secret_verify_name,
		      "https://developer.x.com/en/portal/dashboard: regenerate"),
		.bad = "TWITTER_API_SECRET="
		       "L8agL3OL6zlPG"
		       "XuARra2smhUm"
		       "Ez6S1Uu39rDsA"
		       "q5KjVHjDReCK"
		       "\n",
		.good = "TWITTER_API_SECRET=${TWITTER_API_SE"
			"CRET}\nTWITTER_API_SECRET=<your key>\n",
	},
	{
		.id = "SE591",
		.name = "linkedin_secret",
		.title = "LinkedIn client secret",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("linkedin linked_in linked-in", "(?:WPL_AP1\\.)?[A-Za-z0-9+/=.]{16,40}", 0,
		      3.0, secret_verify_name,
		      "https://www.linkedin.com/developers/apps: generate a new secret"),
		.bad = "LINKEDIN_CLIENT_SECRET="
		       "www6g"
		       "UZs"
		       "kET7P"
		       "Wgi"
		       "\n",
		.good = "LINKEDIN_CLIENT_SECRET=${LINKEDIN_CLIENT_"
			"SECRET}\nLINKEDIN_CLIENT_SECRET=<your key>\n",
	},
	{
		.id = "SE592",
		.name = "linkedin_prefixed_secret",
		.title = "LinkedIn client secret",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("WPL_AP1.", "WPL_AP[0-9]\\.[A-Za-z0-9]{16}\\.?[A-Za-z0-9+/]{6,12}={0,2}",
		      SECRET_CASE, 3.0, NULL,
		      "https://www.linkedin.com/developers/apps: generate a new secret"),
		.bad = "LINKEDIN_PREFIXED_SECRET="
		       "WPL_AP1.E"
		       "lTcssVX"
		       "cKci7BaJ."
		       "A1jnUT=="
		       "\n",
		.good = "ref=WPL_"
			"AP1.ElT\n",
	},
	{
		.id = "SE593",
		.name = "social_secret",
		.title = "Client secret of a social or media service (Spotify, Reddit)",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("spotify reddit tiktok pinterest snapchat flickr youtube vimeo "
		      "soundcloud deezer lastfm last_fm last-fm mastodon bluesky strava "
		      "foursquare yelp",
		      "[0-9a-f]{32}|[A-Za-z0-9_\\-]{16,64}|[A-Za-z0-9+/]{43,128}={0,2}", 0, 3.0,
		      secret_verify_name, "the service's developer console: reset the secret"),
		.bad = "SPOTIFY_CLIENT_SECRET="
		       "776f7d5ab"
		       "3e227ec"
		       "9182447b6"
		       "7e5c314"
		       "\n",
		.good = "SPOTIFY_CLIENT_SECRET=${SPOTIFY_CLIENT_S"
			"ECRET}\nSPOTIFY_CLIENT_SECRET=<your key>\n",
	},
	{
		.id = "SE594",
		.name = "pinterest_token",
		.title = "Pinterest access token",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("pina_", "pina_[A-Za-z0-9]{50,100}", 0, 3.5, NULL,
		      "https://developers.pinterest.com/apps"),
		.bad = "PINTEREST_TOKEN="
		       "pina_qOk3eDa26"
		       "ntERKl2pNVHJo"
		       "2idBMofQBcqFSoZ"
		       "3IF3kgVbiMYR5"
		       "\n",
		.good = "ref=pi"
			"na_qOk\n",
	},
	{
		.id = "SE595",
		.name = "adobe_client_secret",
		.title = "Adobe client secret",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("p8e-", "p8e-[A-Za-z0-9_\\-]{32}", 0, 3.3, secret_verify_mixed,
		      "https://developer.adobe.com/console: rotate"),
		.bad = "ADOBE_CLIENT_SECRET="
		       "p8e-34JUb5"
		       "PJv-NxmS"
		       "CAd-6n8JaV"
		       "PRHcQsXb"
		       "\n",
		.good = "ref=p8"
			"e-34J\n",
	},
	{
		.id = "SE596",
		.name = "adobe_key",
		.title = "Adobe client id or secret",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("adobe", "[0-9a-f]{32}|p8e-[A-Za-z0-9_\\-]{32}", 0, 2.9, secret_verify_name,
		      "https://developer.adobe.com/console: rotate"),
		.bad = "ADOBE_CLIENT_SECRET="
		       "e20ffff75"
		       "b01ed65"
		       "cf2f3b001"
		       "19ff5f1"
		       "\n",
		.good = "ADOBE_CLIENT_SECRET=${ADOBE_CLIENT_SE"
			"CRET}\nADOBE_CLIENT_SECRET=<your key>\n",
	},
	{
		.id = "SE597",
		.name = "commerce_key",
		.title = "Shop or marketplace API key (Etsy, eBay, WooCommerce, BigCommerce)",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("etsy ebay woocommerce bigcommerce squarespace magento wix_api wix-api "
		      "wixapi webflow walmart lazada shopee mercadolibre printful gumroad "
		      "patreon eventbrite",
		      "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[A-Za"
		      "-z0-9]{20,64}|[A-Z]{3}-[0-9a-f]{12}-[0-9a-f\\-]{20,26}",
		      0, 3.0, secret_verify_name,
		      "the service's developer console: rotate the key"),
		.bad = "ETSY_API_KEY="
		       "tytuz06"
		       "qdpas"
		       "h1nwfis"
		       "dvv30"
		       "\n",
		.good = "ETSY_API_KEY=${ETSY_API_KE"
			"Y}\nETSY_API_KEY=<your key>\n",
	},
	{
		.id = "SE598",
		.name = "woocommerce_key",
		.title = "WooCommerce consumer key or secret",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("ck_ cs_", "c[ks]_[0-9a-f]{40}", 0, 3.0, NULL,
		      "WooCommerce, Settings, Advanced, REST API: revoke"),
		.bad = "WOOCOMMERCE_KEY="
		       "cs_8aaa6bf0"
		       "29cfd977ac"
		       "9de878c645e6"
		       "700db12e09"
		       "\n",
		.good = "ref=c"
			"s_8aa\n",
	},
	{
		.id = "SE599",
		.name = "rapidapi_key",
		.title = "RapidAPI key",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TEXT("msh",
		     "(?<![0-9a-z])([0-9a-f]{10}msh[0-9a-f]{15}p1[0-9a-f]{5}jsn[0-9a-f]{"
		     "12})(?![0-9a-z])",
		     0, 3.0, NULL, "https://rapidapi.com/developer/apps, Authorization: rotate"),
		.bad = "RAPID="
		       "a861bf6223msh"
		       "f63826594939"
		       "a10p1969c6jsn"
		       "17dda80efa8d"
		       "\n",
		.good = "RAPID="
			"abcmsh\n",
	},
	{
		.id = "SE600",
		.name = "rapidapi_token",
		.title = "RapidAPI key",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("rapidapi rapid_api rapid-api x-rapidapi", "[a-z0-9]{50}", 0, 3.3,
		      secret_verify_name,
		      "https://rapidapi.com/developer/apps, Authorization: rotate"),
		.bad = "RAPIDAPI_KEY="
		       "p17515o00fcbw"
		       "vf4fxmqxv44w"
		       "v8jlqlku87diz"
		       "pnrwlh7qialw"
		       "\n",
		.good = "RAPIDAPI_KEY=${RAPIDAPI_KE"
			"Y}\nRAPIDAPI_KEY=<your key>\n",
	},
	{
		.id = "SE601",
		.name = "maxmind_key",
		.title = "MaxMind licence key",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TEXT("_mmk",
		     "(?<![A-Za-z0-9_])([A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk)(?![A-Za-z0-9"
		     "_])",
		     0, 3.5, NULL, "https://www.maxmind.com/en/accounts/current/license-key"),
		.bad = "MAXMIND="
		       "NoUjC9_6qvT"
		       "2bvgW8IjR"
		       "sl5QJRYV3Wf"
		       "eSWxg_mmk"
		       "\n",
		.good = "MAXMIND="
			"abc_mmk\n",
	},
	{
		.id = "SE602",
		.name = "data_api_key",
		.title = "Data API key (weather, news, maps, translation: OpenWeather)",
		ROW(LOW, MEDIUM, 798, ".env"),
		VALUE("openweather owm_api owm-api owmapi weatherapi tomorrow_io tomorrow-io "
		      "tomorrowio visualcrossing newsapi news_api news-api nytimes "
		      "new-york-times newyorktimes guardian_api guardian-api guardianapi "
		      "deepl here_api here-api hereapi tomtom opencage ipstack positionstack "
		      "mapquest locationiq unsplash pexels pixabay giphy omdb tmdb "
		      "currencylayer fixer_io fixer-io fixerio exchangerate nasa_api nasa-api "
		      "nasaapi earthengine planet_api planet-api planetapi sentinelhub mouser "
		      "materials_project materials-project materialsproject mp_api mp-api "
		      "mpapi ncbi_api ncbi-api ncbiapi entrez_api entrez-api entrezapi "
		      "uniprot",
		      "[0-9a-f]{32,40}|[A-Za-z0-9=_\\-]{25,64}|[0-9a-f]{8}-[0-9a-f]{4}-[0-"
		      "9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?::fx)?|[0-9a-f]{8}",
		      0, 3.0, secret_verify_name, "the provider's account page: new key"),
		.bad = "OPENWEATHER_API_KEY="
		       "ebc42297f"
		       "d70023b"
		       "3366efdf5"
		       "5620517"
		       "\n",
		.good = "OPENWEATHER_API_KEY=${OPENWEATHER_API"
			"_KEY}\nOPENWEATHER_API_KEY=<your key>\n",
	},
	{
		.id = "SE603",
		.name = "deepl_key",
		.title = "DeepL API key",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TEXT(":fx",
		     "(?<![0-9a-f\\-])([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0"
		     "-9a-f]{12}:fx)(?![A-Za-z0-9])",
		     0, 2.8, NULL, "https://www.deepl.com/your-account/keys"),
		.bad = "DEEPL="
		       "01b90751-f"
		       "7ff-c2d9-"
		       "acf3-b7b482"
		       "cc8525:fx"
		       "\n",
		.good = "DEEPL="
			"key:fx\n",
	},
	{
		.id = "SE604",
		.name = "media_secret",
		.title = "Media service secret (Cloudinary, ImageKit, Mux, Agora, LiveKit)",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("cloudinary imagekit mux_token mux-token muxtoken mux_secret mux-secret "
		      "muxsecret agora livekit daily_api daily-api dailyapi bunny_api "
		      "bunny-api bunnyapi bunnycdn uploadcare filestack transloadit",
		      "[A-Za-z0-9_\\-]{27}|[0-9a-f]{32}|[0-9a-f]{64}|[A-Za-z0-9+/_\\-]{40,8"
		      "0}={0,2}|private_[A-Za-z0-9+/]{24,30}={0,2}|[0-9a-f]{8}-[0-9a-f]{4"
		      "}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
		      0, 3.0, secret_verify_name, "the service's console: rotate the secret"),
		.bad = "CLOUDINARY_API_SECRET="
		       "k_FC6KA"
		       "sxIBZl"
		       "dcMPDHMC"
		       "lWGKx1"
		       "\n",
		.good = "CLOUDINARY_API_SECRET=${CLOUDINARY_API_S"
			"ECRET}\nCLOUDINARY_API_SECRET=<your key>\n",
	},
	{
		.id = "SE605",
		.name = "statsig_key",
		.title = "Statsig server secret",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("secret-", "secret-[A-Za-z0-9]{40,50}", 0, 3.6, secret_verify_mixed,
		      "https://console.statsig.com, Keys: disable"),
		.bad = "STATSIG_KEY="
		       "secret-f34lqC"
		       "D51wDUx4QCYv"
		       "MbsA9pLVDMyoh"
		       "eD3eubIZ2uwY"
		       "\n",
		.good = "ref=sec"
			"ret-f34\n",
	},
	{
		.id = "SE606",
		.name = "feature_flag_key",
		.title = "Feature flag or experiment key (Split, Optimizely, Unleash)",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("splitio split_io split-io split_api split-api splitapi optimizely "
		      "unleash configcat growthbook flagsmith",
		      "[a-z0-9]{40,60}|[A-Za-z0-9_\\-/]{40,60}|[A-Za-z0-9*_\\-]{1,30}:[A-Za"
		      "-z0-9_\\-]{1,30}\\.[0-9a-f]{50,64}|secret_[A-Za-z0-9_]{20,64}|ser\\.["
		      "A-Za-z0-9]{20,30}",
		      0, 3.0, secret_verify_name, "the service's settings, API keys: delete"),
		.bad = "UNLEASH_API_TOKEN="
		       "default:produ"
		       "ction.e83e56"
		       "da9852cc264f2"
		       "096865f99e7f"
		       "86c7af2ef2f0a"
		       "979e47aa5a1a"
		       "\n",
		.good = "UNLEASH_API_TOKEN=${UNLEASH_API_TO"
			"KEN}\nUNLEASH_API_TOKEN=<your key>\n",
	},
	{
		.id = "SE607",
		.name = "unleash_token",
		.title = "Unleash API token",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("*:", "\\*:(?:\\*|[a-z]{2,20})\\.[0-9a-f]{56}", 0, 3.0, NULL,
		      "Unleash, Admin, API access: delete"),
		.bad = "UNLEASH_TOKEN="
		       "*:production"
		       ".65738d1521"
		       "b488d9c9c103"
		       "1fdd4f0ac75"
		       "9b82d59a2472"
		       "e4fe5c5cf0b"
		       "\n",
		.good = "ref=*"
			":pro\n",
	},
	{
		.id = "SE608",
		.name = "localisation_key",
		.title = "Localisation API key (Lokalise, Crowdin, Phrase, Transifex)",
		ROW(LOW, MEDIUM, 798, ".env"),
		VALUE("lokalise crowdin phrase_api phrase-api phraseapi phraseapp "
		      "phrase_access phrase-access phraseaccess transifex smartling",
		      "[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{80}|1/[0-9a-f]{40}", 0, 3.0,
		      secret_verify_name, "the service's settings: revoke the token"),
		.bad = "LOKALISE_API_TOKEN="
		       "7ab9c764175"
		       "676b4d07f"
		       "12be0223217"
		       "d77b322e0"
		       "\n",
		.good = "LOKALISE_API_TOKEN=${LOKALISE_API_T"
			"OKEN}\nLOKALISE_API_TOKEN=<your key>\n",
	},
	{
		.id = "SE609",
		.name = "stytch_secret",
		.title = "Stytch secret",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("secret-live- secret-test-", "secret-(?:live|test)-[A-Za-z0-9_=\\-]{36}", 0,
		      3.5, NULL, "https://stytch.com/dashboard/api-keys"),
		.bad = "STYTCH_SECRET="
		       "secret-live-H"
		       "2URN0jS6DIg"
		       "13ROTsc5puafW"
		       "5Q7XVDdK2Qo"
		       "\n",
		.good = "ref=secret"
			"-live-H2U\n",
	},
	{
		.id = "SE610",
		.name = "authress_key",
		.title = "Authress service client key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("sc_ ext_ scauth_ authress_",
		      "(?:sc|ext|scauth|authress)_[a-z0-9]{5,30}\\.[a-z0-9]{4,6}\\.(?:acc[_"
		      "\\-])?[a-z0-9\\-]{10,32}\\.[a-zA-Z0-9+/_=\\-]{30,120}",
		      0, 3.5, NULL, "https://authress.io, Service clients: revoke"),
		.bad = "AUTHRESS_KEY="
		       "sc_nspick15.pb4o"
		       ".acc-p5fmorcx7"
		       "m.34FSy8Syrb3ohFz"
		       "JDC3Sw1f5LKOGk"
		       "ouLlMTbM84kzgCG4"
		       "Sz06ViN0cjfMwGB"
		       "\n",
		.good = "ref=s"
			"c_nsp\n",
	},
	{
		.id = "SE611",
		.name = "kong_token",
		.title = "Kong Konnect token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("kpat_ spat_", "[ks]pat_[A-Za-z0-9]{40,60}", 0, 3.5, NULL,
		      "Kong Konnect, Personal access tokens: revoke"),
		.bad = "KONG_TOKEN="
		       "kpat_y2WhVyGEq"
		       "XEg9oWZrnVorP"
		       "QdpGBsfeH1xZ7vM"
		       "m32QkbdBdmG89"
		       "\n",
		.good = "ref=kp"
			"at_y2W\n",
	},
	{
		.id = "SE612",
		.name = "apollo_key",
		.title = "Apollo GraphOS key",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TEXT("service: user:gh.",
		     "(?<![A-Za-z0-9])((?:service:[A-Za-z0-9_\\-]{1,60}|user:gh\\.[A-Za-z0"
		     "-9_\\-]{1,60}):[A-Za-z0-9_\\-]{22})(?![A-Za-z0-9_\\-])",
		     0, 3.5, secret_verify_mixed,
		     "https://studio.apollographql.com, Settings, API keys: delete"),
		.bad = "APOLLO_KEY="
		       "service:my"
		       "-graph:Sn"
		       "AAXvoF5GDiI"
		       "8S8x4yRrD"
		       "\n",
		.good = "APOLLO_KEY=servi"
			"ce:my-graph:key\n",
	},
	{
		.id = "SE613",
		.name = "freshbooks_secret",
		.title = "Finance or office client secret (FreshBooks, Xero, QuickBooks)",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("freshbooks xero quickbooks intuit docusign hellosign pandadoc "
		      "airwallex expensify gusto",
		      "[0-9a-f]{64}|[A-Za-z0-9_\\-]{40,48}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f"
		      "]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
		      0, 3.0, secret_verify_name, "the service's developer console: rotate"),
		.bad = "FRESHBOOKS_ACCESS_TOKEN="
		       "caf089fc0d2"
		       "f782f56eab"
		       "69d5dda403fb"
		       "88c9b542a"
		       "a83c60f39f3a"
		       "4b1df98345"
		       "\n",
		.good = "FRESHBOOKS_ACCESS_TOKEN=${FRESHBOOKS_ACCESS"
			"_TOKEN}\nFRESHBOOKS_ACCESS_TOKEN=<your key>\n",
	},
	{
		.id = "SE614",
		.name = "sidekiq_key",
		.title = "Sidekiq Pro or Enterprise credentials",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("bundle_enterprise__contribsys__com bundle_gems__contribsys__com",
		      "[0-9a-f]{8}:[0-9a-f]{8}", 0, 2.5, NULL, "write to the vendor"),
		.bad = "BUNDLE_GEMS__CONTRIBSYS__COM="
		       "34ba9"
		       "76c"
		       ":c46e"
		       "7bd8"
		       "\n",
		.good = "BUNDLE_GEMS__CONTRIBSYS__COM=${BUNDLE_GEMS__CONTRI"
			"BSYS__COM}\nBUNDLE_GEMS__CONTRIBSYS__COM=<your key>\n",
	},
	{
		.id = "SE615",
		.name = "privateai_key",
		.title = "Private AI API key",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("privateai private_ai private-ai", "[A-Za-z0-9]{32}", 0, 3.3,
		      secret_verify_name, "the Private AI portal: regenerate"),
		.bad = "PRIVATEAI_API_KEY="
		       "GhUgi90Qp"
		       "9JvQRu1"
		       "YPr8792HO"
		       "oEmo8G9"
		       "\n",
		.good = "PRIVATEAI_API_KEY=${PRIVATEAI_API_"
			"KEY}\nPRIVATEAI_API_KEY=<your key>\n",
	},
	{
		.id = "SE616",
		.name = "freemius_secret",
		.title = "Freemius secret key",
		ROW(MEDIUM, HIGH, 798, "a.php"),
		TEXT("secret_key",
		     "[\"\\']secret_key[\"\\'][ \\t]*=>[ \\t]*[\"\\'](sk_[^\\s\"\\']{29})[\"\\']",
		     0, 3.3, NULL, "Freemius dashboard, Settings: regenerate"),
		.bad = "<?php\n$c = array(\"secret_key\" => \""
		       "sk_qo9Cwm"
		       "xt8LjZA"
		       "RBKWdpPGs"
		       "QY8KRPp"
		       "\");\n",
		.good = "<?php\n$c = array(\"secret_ke"
			"y\" => getenv(\"FREEMIUS\"));\n",
	},
	{
		.id = "SE617",
		.name = "intra42_secret",
		.title = "42 intra client secret",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("s-s4t2ud- s-s4t2af-", "s-s4t2(?:ud|af)-[0-9a-f]{64}", 0, 3.0, NULL,
		      "https://profile.intra.42.fr/oauth/applications"),
		.bad = "INTRA42_SECRET="
		       "s-s4t2ud-d895"
		       "d775ee29791"
		       "bf33310d52af0"
		       "c988fddaf8c"
		       "cfb26277c0487"
		       "e2d83a83478f"
		       "\n",
		.good = "ref=s-s4"
			"t2ud-d89\n",
	},
	{
		.id = "SE618",
		.name = "looker_secret",
		.title = "Looker or Tableau API credentials",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("looker tableau powerbi metabase superset redash mode_token mode-token "
		      "modetoken",
		      "[A-Za-z0-9]{20,24}|[A-Za-z0-9+/]{22}==:[A-Za-z0-9]{32}|[A-Za-z0-9_"
		      "\\-]{40,64}",
		      0, 3.0, secret_verify_name, "the service, Users, API keys: delete"),
		.bad = "LOOKER_CLIENT_SECRET="
		       "ccr13pt"
		       "z1dlc"
		       "97kak6i"
		       "r49gx"
		       "\n",
		.good = "LOOKER_CLIENT_SECRET=${LOOKER_CLIENT_S"
			"ECRET}\nLOOKER_CLIENT_SECRET=<your key>\n",
	},
	{
		.id = "SE619",
		.name = "adafruit_key",
		.title = "Adafruit IO key",
		ROW(LOW, HIGH, 798, ".env"),
		TOKEN("aio_", "aio_[A-Za-z0-9]{28}", 0, 3.3, NULL,
		      "https://io.adafruit.com, My key: regenerate"),
		.bad = "ADAFRUIT_KEY="
		       "aio_RhZ1w"
		       "iKJ9wtI"
		       "8it7MGjN0"
		       "lQzQuqj"
		       "\n",
		.good = "ref=ai"
			"o_RhZ\n",
	},
	{
		.id = "SE620",
		.name = "adafruit_key_legacy",
		.title = "Adafruit IO or other device cloud key",
		ROW(LOW, MEDIUM, 798, ".env"),
		VALUE("adafruit thingspeak ubidots blynk particle_access particle-access "
		      "particleaccess losant",
		      "[A-Za-z0-9_\\-]{32}|[A-Z0-9]{16}|[0-9a-f]{40}|BBFF-[A-Za-z0-9]{30}", 0, 3.0,
		      secret_verify_name, "the service's settings: regenerate"),
		.bad = "ADAFRUIT_IO_KEY="
		       "gfh4ed5g8"
		       "xu3d4bs"
		       "aqyeqqyr5"
		       "hpvgetj"
		       "\n",
		.good = "ADAFRUIT_IO_KEY=${ADAFRUIT_IO_K"
			"EY}\nADAFRUIT_IO_KEY=<your key>\n",
	},
	{
		.id = "SE621",
		.name = "ubidots_token",
		.title = "Ubidots token",
		ROW(LOW, HIGH, 798, ".env"),
		TOKEN("BBFF- BBUS-", "BB(?:FF|US)-[A-Za-z0-9]{30}", SECRET_CASE, 3.3, NULL,
		      "https://industrial.ubidots.com, API credentials"),
		.bad = "UBIDOTS_TOKEN="
		       "BBUS-5oPH"
		       "W81iJq30"
		       "pk7Q7BO0Fm"
		       "S3cOS0Wp"
		       "\n",
		.good = "ref=BB"
			"US-5oP\n",
	},
	{
		.id = "SE622",
		.name = "retool_token",
		.title = "Retool API token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("retool_", "retool_[0-9a-z]{20,60}", 0, 3.3, secret_verify_mixed,
		      "Retool, Settings, API: revoke"),
		.bad = "RETOOL_TOKEN="
		       "retool_01fon"
		       "gietd87oi6"
		       "a6o3vazcn5n3"
		       "a4skcuob0sk"
		       "\n",
		.good = "ref=ret"
			"ool_01f\n",
	},
};
