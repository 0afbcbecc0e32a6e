/* Payments, banks and exchanges. */
#include "rules/secret/secret.h"

const struct rule rules_secret_payments[] = {
	{
		.id = "SE215",
		.name = "stripe_live_key",
		.title = "Stripe live secret or restricted key",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("sk_live_ rk_live_ sk_prod_ rk_prod_ sk_org_live_",
		      "[sr]k_(?:org_)?(?:live|prod)_[A-Za-z0-9]{10,250}", 0, 3.0,
		      secret_verify_mixed, "https://dashboard.stripe.com/apikeys: roll the key"),
		.bad = "STRIPE_LIVE_KEY="
		       "sk_live_51Pt9mXrr4"
		       "QCDonpjEyEyxMW5KG"
		       "Lkciamm87ewtuFQhJBk"
		       "jpuUdmmvUxAjEbhke"
		       "SdqcAxIFa6BlSD1t6KY"
		       "MXikXFgqoDoLS6VYA"
		       "\n",
		.good = "ref=sk_l"
			"ive_51P\n",
	},
	{
		.id = "SE216",
		.name = "stripe_test_key",
		.title = "Stripe test secret key",
		ROW(LOW, HIGH, 798, ".env"),
		TOKEN("sk_test_ rk_test_ sk_org_test_", "[sr]k_(?:org_)?test_[A-Za-z0-9]{10,250}",
		      0, 3.0, secret_verify_mixed,
		      "https://dashboard.stripe.com/test/apikeys: roll the key"),
		.bad = "STRIPE_TEST_KEY="
		       "sk_test_51bmhK0bWM"
		       "wxoGeAEDfS53Z7Mas"
		       "2HJR1jRfBHoZtpSGiYO"
		       "FXos1CVS1TmvhfqQs"
		       "vE4d9zzmgnXEZLcEM9w"
		       "GyfblBN77mLJyE8ZJ"
		       "\n",
		.good = "ref=sk_t"
			"est_51b\n",
	},
	{
		.id = "SE217",
		.name = "stripe_webhook_secret",
		.title = "Webhook signing secret (Stripe, Svix)",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("whsec_", "whsec_[A-Za-z0-9+/]{24,100}={0,2}", 0, 3.3, secret_verify_mixed,
		      "https://dashboard.stripe.com/webhooks: roll the secret"),
		.bad = "STRIPE_WEBHOOK_SECRET="
		       "whsec_zv5u"
		       "6ayJxkI1Z"
		       "zNbIyateDU"
		       "atEGWj10V"
		       "\n",
		.good = "ref=whs"
			"ec_zv5\n",
	},
	{
		.id = "SE218",
		.name = "square_access_token",
		.title = "Square access token",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("EAAA sq0atp-", "(?:EAAA[A-Za-z0-9_\\-]{60}|sq0atp-[A-Za-z0-9_\\-]{22})",
		      SECRET_CASE, 3.3, NULL,
		      "https://developer.squareup.com/apps: replace the token"),
		.bad = "SQUARE_ACCESS_TOKEN="
		       "EAAAaOlvs3F"
		       "Tzw4TFnYre"
		       "HDQ3HJAOLhKv"
		       "dsiT6QuJR"
		       "RnFV3CXAiaBq"
		       "CuKIdaX2CH"
		       "\n",
		.good = "ref=EA"
			"AAaOl\n",
	},
	{
		.id = "SE219",
		.name = "square_oauth_secret",
		.title = "Square OAuth secret",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("sq0csp- sq0idp-", "sq0csp-[A-Za-z0-9_\\-]{43}", 0, 3.3, NULL,
		      "https://developer.squareup.com/apps, OAuth: replace the secret"),
		.bad = "SQUARE_OAUTH_SECRET="
		       "sq0csp-AnsJfG"
		       "yXs9AKM38V9q"
		       "oJHZmLZsG4FdB"
		       "Q0GVYI4Cu6Yv"
		       "\n",
		.good = "ref=sq0"
			"csp-Ans\n",
	},
	{
		.id = "SE220",
		.name = "braintree_access_token",
		.title = "PayPal Braintree access token",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("access_token$",
		      "access_token\\$(?:production|sandbox)\\$[0-9a-z]{16}\\$[0-9a-f]{32}", 0, 3.0,
		      NULL, "Braintree control panel, API: revoke"),
		.bad = "BRAINTREE_ACCESS_TOKEN="
		       "access_token$"
		       "production$"
		       "1mt6rpuiluvqy"
		       "c9z$bf6a806"
		       "3f3a92f527f46"
		       "c1b8f70af723"
		       "\n",
		.good = "ref=access"
			"_token$pro\n",
	},
	{
		.id = "SE221",
		.name = "paypal_secret",
		.title = "PayPal client secret",
		ROW(CRITICAL, MEDIUM, 798, ".env"),
		VALUE("paypal", "E[A-Za-z0-9_\\-]{79}|[A-Za-z0-9_\\-]{32}|[A-Za-z0-9_\\-]{80}", 0,
		      3.3, secret_verify_name,
		      "https://developer.paypal.com/dashboard/applications: new secret"),
		.bad = "PAYPAL_CLIENT_SECRET="
		       "EeBG9ygKd_vlGI"
		       "UAP7N3OOU4xY"
		       "EVERD7X9vk3Ei9O"
		       "iCIGr_j9C27F"
		       "vXg8g_GfnUIj0u"
		       "5cBHcpkqaGWnb"
		       "\n",
		.good = "PAYPAL_CLIENT_SECRET=${PAYPAL_CLIENT_S"
			"ECRET}\nPAYPAL_CLIENT_SECRET=<your key>\n",
	},
	{
		.id = "SE222",
		.name = "braintree_private_key",
		.title = "Braintree private key",
		ROW(CRITICAL, MEDIUM, 798, ".env"),
		VALUE("braintree", "[0-9a-f]{32}", 0, 2.9, secret_verify_name,
		      "Braintree control panel, API: delete the key"),
		.bad = "BRAINTREE_PRIVATE_KEY="
		       "659d12cd6"
		       "b59640d"
		       "cea7e6441"
		       "059550c"
		       "\n",
		.good = "BRAINTREE_PRIVATE_KEY=${BRAINTREE_PRIVAT"
			"E_KEY}\nBRAINTREE_PRIVATE_KEY=<your key>\n",
	},
	{
		.id = "SE223",
		.name = "adyen_api_key",
		.title = "Adyen API key",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("AQEyhm AQEwhm AQEqhm AQFyhm AQE",
		      "AQ[EF][a-z]h[a-zA-Z0-9][A-Za-z0-9+/]{20,100}[A-Za-z0-9+/=]{0,3}-[A"
		      "-Za-z0-9+/]{43}=-[^\\s\"\\'\\\\]{10,24}",
		      SECRET_CASE, 4.0, NULL,
		      "Adyen Customer Area, API credentials: generate a new key"),
		.bad = "ADYEN_API_KEY="
		       "AQEyhmfx0bV0GvJm9FN"
		       "IiziybnFTFjSdiF7e"
		       "dpFvUaDompMu-aaOX0Vb"
		       "pEWGDqB7c37Cw25Wc"
		       "gZbbVpXatafaQ3rqMsD"
		       "=-hp2nmTcswo9FOYXB"
		       "\n",
		.good = "ref=AQE"
			"yhmfx0\n",
	},
	{
		.id = "SE224",
		.name = "adyen_key",
		.title = "Adyen API or HMAC key",
		ROW(CRITICAL, MEDIUM, 798, ".env"),
		VALUE("adyen", "[0-9A-F]{64}|AQ[^\\s\"\\']{60,200}", 0, 3.2, secret_verify_name,
		      "Adyen Customer Area, API credentials"),
		.bad = "ADYEN_HMAC_KEY="
		       "CEED534DFA4"
		       "9F76FF1BA4"
		       "43290444B1E4"
		       "6C4493D43"
		       "4E1C7FE4E5DB"
		       "BAB7EE6785"
		       "\n",
		.good = "ADYEN_HMAC_KEY=${ADYEN_HMAC_K"
			"EY}\nADYEN_HMAC_KEY=<your key>\n",
	},
	{
		.id = "SE225",
		.name = "plaid_access_token",
		.title = "Plaid access token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("access-production- access-development- access-sandbox-",
		      "access-(?:production|development|sandbox)-[0-9a-f]{8}-[0-9a-f]{4}-"
		      "[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
		      0, 2.8, NULL, "Plaid: /item/access_token/invalidate"),
		.bad = "PLAID_ACCESS_TOKEN="
		       "access-product"
		       "ion-3d9ef747-"
		       "1532-57fe-72b0"
		       "-fec7af43451c"
		       "\n",
		.good = "ref=access-pr"
			"oduction-3d9\n",
	},
	{
		.id = "SE226",
		.name = "plaid_secret",
		.title = "Plaid client id or secret",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("plaid", "[0-9a-z]{30}|[0-9a-f]{24}", 0, 2.8, secret_verify_name,
		      "https://dashboard.plaid.com/developers/keys: rotate"),
		.bad = "PLAID_SECRET="
		       "99268397"
		       "851f8ea"
		       "f817fd80"
		       "18f00a3"
		       "\n",
		.good = "PLAID_SECRET=${PLAID_SECRE"
			"T}\nPLAID_SECRET=<your key>\n",
	},
	{
		.id = "SE227",
		.name = "flutterwave_secret",
		.title = "Flutterwave secret or encryption key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("FLWSECK", "FLWSECK(?:_TEST|_PROD)?-(?:[0-9A-Za-z]{32}-X|[0-9A-Za-z]{12})", 0,
		      2.5, NULL, "Flutterwave dashboard, Settings, API: generate new keys"),
		.bad = "FLUTTERWAVE_SECRET="
		       "FLWSECK-8ee"
		       "54fc61e1e3"
		       "03195b500cd"
		       "d4eb99fc-X"
		       "\n",
		.good = "ref=FLW"
			"SECK-8e\n",
	},
	{
		.id = "SE228",
		.name = "razorpay_key",
		.title = "Razorpay key id",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("rzp_live_ rzp_test_", "rzp_(?:live|test)_[A-Za-z0-9]{14}", 0, 3.0, NULL,
		      "https://dashboard.razorpay.com/app/keys: regenerate"),
		.bad = "RAZORPAY_KEY="
		       "rzp_li"
		       "ve_yM"
		       "Z7XNIER"
		       "2KrIV"
		       "\n",
		.good = "ref=rzp_"
			"live_yMZ\n",
	},
	{
		.id = "SE229",
		.name = "razorpay_secret",
		.title = "Razorpay key secret",
		ROW(CRITICAL, MEDIUM, 798, ".env"),
		VALUE("razorpay rzp", "[A-Za-z0-9]{24}", 0, 3.3, secret_verify_name,
		      "https://dashboard.razorpay.com/app/keys: regenerate"),
		.bad = "RAZORPAY_KEY_SECRET="
		       "5oiVYfj"
		       "ZkjzG"
		       "uvbcX6E"
		       "y3VG8"
		       "\n",
		.good = "RAZORPAY_KEY_SECRET=${RAZORPAY_KEY_SE"
			"CRET}\nRAZORPAY_KEY_SECRET=<your key>\n",
	},
	{
		.id = "SE230",
		.name = "coinbase_token",
		.title = "Coinbase API secret or token",
		ROW(CRITICAL, MEDIUM, 798, ".env"),
		VALUE("coinbase",
		      "[A-Za-z0-9_\\-]{64}|[A-Za-z0-9+/]{86}==|[A-Za-z0-9]{32}|[0-9a-f]{8}"
		      "-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
		      0, 3.0, secret_verify_name, "https://www.coinbase.com/settings/api"),
		.bad = "COINBASE_API_SECRET="
		       "8pj4d4iwglf"
		       "i54wsc7ymr"
		       "dympacvrkret"
		       "2hkkaos5l"
		       "2gl0np8ylnzy"
		       "nl1gmdbkar"
		       "\n",
		.good = "COINBASE_API_SECRET=${COINBASE_API_SE"
			"CRET}\nCOINBASE_API_SECRET=<your key>\n",
	},
	{
		.id = "SE231",
		.name = "gocardless_token",
		.title = "GoCardless API token",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TEXT("gocardless",
		     "(?i:gocardless)[^\\n]{0,60}?(live_[A-Za-z0-9_\\-=]{40})(?![A-Za-z0-9"
		     "_\\-=])",
		     0, 3.3, NULL, "GoCardless, Developers: delete the token"),
		.bad = "GOCARDLESS_TOKEN="
		       "live_VmHoHmX"
		       "wuCDsz3ssi"
		       "qyiwaDOuRYTk"
		       "xVkc0xzKaaP"
		       "\n",
		.good = "GOCARDLESS_TOK"
			"EN=live_token\n",
	},
	{
		.id = "SE232",
		.name = "mollie_key",
		.title = "Mollie API key",
		ROW(CRITICAL, MEDIUM, 798, ".env"),
		VALUE("mollie", "(?:live|test)_[A-Za-z0-9]{30,48}", 0, 3.3, secret_verify_name,
		      "https://my.mollie.com/dashboard/developers/api-keys"),
		.bad = "MOLLIE_API_KEY="
		       "live_cbh1"
		       "CvDztMKI"
		       "ewQWptZbp8"
		       "biMTyOR0"
		       "\n",
		.good = "MOLLIE_API_KEY=${MOLLIE_API_K"
			"EY}\nMOLLIE_API_KEY=<your key>\n",
	},
	{
		.id = "SE233",
		.name = "easypost_key",
		.title = "EasyPost API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("EZAK EZTK", "EZ[AT]K[A-Za-z0-9]{54}", 0, 3.5, NULL,
		      "https://www.easypost.com/account/api-keys"),
		.bad = "EASYPOST_KEY="
		       "EZAK2erUneqeiyN"
		       "nnLcOq8q0779r1"
		       "rFrYR7Ca2OPq61l"
		       "KIpgc1n1mwi1Rd"
		       "\n",
		.good = "ref=EZ"
			"AK2er\n",
	},
	{
		.id = "SE234",
		.name = "shippo_token",
		.title = "Shippo API token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("shippo_", "shippo_(?:live|test)_[0-9a-f]{40}", 0, 3.0, NULL,
		      "https://apps.goshippo.com/settings/api"),
		.bad = "SHIPPO_TOKEN="
		       "shippo_live_72"
		       "624c5cd973a8"
		       "068baaab26edff"
		       "4a4462a35d75"
		       "\n",
		.good = "ref=shi"
			"ppo_liv\n",
	},
	{
		.id = "SE235",
		.name = "lob_key",
		.title = "Lob API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("lob_", "(?:live|test)_[0-9a-f]{35}", 0, 3.0, secret_verify_name,
		      "https://dashboard.lob.com/settings/api-keys"),
		.bad = "LOB_API_KEY="
		       "live_058938"
		       "1baf16f59"
		       "cf9e0422161"
		       "97c299d87"
		       "\n",
		.good = "LOB_API_KEY=${LOB_API_KEY"
			"}\nLOB_API_KEY=<your key>\n",
	},
	{
		.id = "SE236",
		.name = "finicity_secret",
		.title = "Finicity partner secret or app key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("finicity", "[0-9a-f]{32}|[A-Za-z0-9]{20}", 0, 3.0, secret_verify_name,
		      "https://developer.mastercard.com, the project: reset"),
		.bad = "FINICITY_APP_KEY="
		       "bb31f674f"
		       "1f869b1"
		       "4f11118ab"
		       "2df0444"
		       "\n",
		.good = "FINICITY_APP_KEY=${FINICITY_APP_"
			"KEY}\nFINICITY_APP_KEY=<your key>\n",
	},
	{
		.id = "SE237",
		.name = "duffel_token",
		.title = "Duffel access token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("duffel_", "duffel_(?:live|test)_[A-Za-z0-9_\\-=]{43}", 0, 3.3, NULL,
		      "Duffel, Developers, Access tokens: revoke"),
		.bad = "DUFFEL_TOKEN="
		       "duffel_live_8l"
		       "MMH5fPfEUCYIf"
		       "4mhRuElg8Xq9XLI"
		       "jQIvV8kt9f646"
		       "\n",
		.good = "ref=duf"
			"fel_liv\n",
	},
	{
		.id = "SE238",
		.name = "paddle_key",
		.title = "Paddle API key",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("pdl_",
		      "pdl_(?:live|sdbx)_apikey_[a-z0-9]{26}_[A-Za-z0-9]{22}_[A-Za-z0-9]{"
		      "3}",
		      0, 3.5, NULL, "Paddle, Developer tools, Authentication: revoke"),
		.bad = "PADDLE_KEY="
		       "pdl_live_api"
		       "key_01fng65"
		       "nsugeog7k1mi"
		       "yhv2vzt_lUg"
		       "b9kpj4kp1gZr"
		       "NKfUEIq_pNQ"
		       "\n",
		.good = "ref=pd"
			"l_liv\n",
	},
	{
		.id = "SE239",
		.name = "wise_token",
		.title = "Wise API token",
		ROW(CRITICAL, MEDIUM, 798, ".env"),
		VALUE("wise_ transferwise",
		      "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", 0, 2.8,
		      secret_verify_name, "Wise, Settings, API tokens: revoke"),
		.bad = "WISE_API_TOKEN="
		       "a7519110-2"
		       "b59-f525"
		       "-9415-4a41"
		       "8b0e4622"
		       "\n",
		.good = "WISE_API_TOKEN=${WISE_API_TOK"
			"EN}\nWISE_API_TOKEN=<your key>\n",
	},
	{
		.id = "SE240",
		.name = "chargebee_key",
		.title = "Chargebee or Recurly API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("chargebee recurly", "(?:live|test)_[A-Za-z0-9]{30,40}|[0-9a-f]{32}", 0, 3.0,
		      secret_verify_name, "the site, API keys: delete"),
		.bad = "RECURLY_API_KEY="
		       "05174448e"
		       "34f6cc6"
		       "a42de424e"
		       "16906a5"
		       "\n",
		.good = "RECURLY_API_KEY=${RECURLY_API_K"
			"EY}\nRECURLY_API_KEY=<your key>\n",
	},
	{
		.id = "SE241",
		.name = "binance_secret",
		.title = "Binance API key or secret",
		ROW(CRITICAL, MEDIUM, 798, ".env"),
		VALUE("binance", "[A-Za-z0-9]{64}", 0, 3.8, secret_verify_name,
		      "Binance, API management: delete"),
		.bad = "BINANCE_SECRET_KEY="
		       "YDqfGojr8sA"
		       "gqGSYWrb33"
		       "TBjdNFLTGDmn"
		       "HziRe89kE"
		       "O14nxMbatQM9"
		       "reTTRfnKvn"
		       "\n",
		.good = "BINANCE_SECRET_KEY=${BINANCE_SECRET"
			"_KEY}\nBINANCE_SECRET_KEY=<your key>\n",
	},
	{
		.id = "SE242",
		.name = "kraken_secret",
		.title = "Kraken API key or secret",
		ROW(CRITICAL, MEDIUM, 798, ".env"),
		VALUE("kraken", "[A-Za-z0-9+/=_\\-]{80,90}|[A-Za-z0-9+/]{56}", 0, 3.8,
		      secret_verify_name, "https://www.kraken.com/u/security/api"),
		.bad = "KRAKEN_API_SECRET="
		       "1sEhUMSiByQV2i4"
		       "+bukXB8xvL8qHY"
		       "k7lGHn4YB9fMGz10"
		       "5NuGzIJY5XmIt"
		       "/vmE8De6pd/sHJVN"
		       "bbNy26VTVdse=="
		       "\n",
		.good = "KRAKEN_API_SECRET=${KRAKEN_API_SEC"
			"RET}\nKRAKEN_API_SECRET=<your key>\n",
	},
	{
		.id = "SE243",
		.name = "kucoin_secret",
		.title = "KuCoin API key or secret",
		ROW(CRITICAL, MEDIUM, 798, ".env"),
		VALUE("kucoin",
		      "[0-9a-f]{24}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a"
		      "-f]{12}",
		      0, 2.8, secret_verify_name, "KuCoin, API management: delete"),
		.bad = "KUCOIN_SECRET_KEY="
		       "c5df64d6-4"
		       "d9f-0b97"
		       "-7166-ea8d"
		       "5525d9a7"
		       "\n",
		.good = "KUCOIN_SECRET_KEY=${KUCOIN_SECRET_"
			"KEY}\nKUCOIN_SECRET_KEY=<your key>\n",
	},
	{
		.id = "SE244",
		.name = "bittrex_secret",
		.title = "Bittrex API key or secret",
		ROW(CRITICAL, MEDIUM, 798, ".env"),
		VALUE("bittrex", "[0-9a-z]{32}", 0, 3.0, secret_verify_name,
		      "the exchange, API keys: delete"),
		.bad = "BITTREX_SECRET_KEY="
		       "gv1mvo7ts"
		       "syp1550"
		       "kfv3wvwg1"
		       "brov8fj"
		       "\n",
		.good = "BITTREX_SECRET_KEY=${BITTREX_SECRET"
			"_KEY}\nBITTREX_SECRET_KEY=<your key>\n",
	},
	{
		.id = "SE245",
		.name = "exchange_secret",
		.title = "Exchange API secret (Bybit, OKX, Bitfinex, Bitget, Gate)",
		ROW(CRITICAL, MEDIUM, 798, ".env"),
		VALUE("bybit okx bitfinex bitget gateio bitstamp gemini_api gemini-api "
		      "geminiapi huobi mexc",
		      "[A-Za-z0-9]{32,64}|[A-Za-z0-9]{18,20}", 0, 3.3, secret_verify_name,
		      "the exchange, API management: delete"),
		.bad = "BYBIT_API_SECRET="
		       "wF6nLibzXI"
		       "EpEWwLCH"
		       "khVl6Ad50h"
		       "G9BnSNqL"
		       "\n",
		.good = "BYBIT_API_SECRET=${BYBIT_API_SEC"
			"RET}\nBYBIT_API_SECRET=<your key>\n",
	},
	{
		.id = "SE246",
		.name = "etherscan_key",
		.title = "Etherscan API key",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("etherscan bscscan polygonscan arbiscan", "[A-Z0-9]{34}", 0, 3.3,
		      secret_verify_name, "https://etherscan.io/myapikey"),
		.bad = "ETHERSCAN_API_KEY="
		       "KYRQQ5LLB"
		       "0D7CCOSV"
		       "G6V1OYZXV"
		       "H7Q9QLTP"
		       "\n",
		.good = "ETHERSCAN_API_KEY=${ETHERSCAN_API_"
			"KEY}\nETHERSCAN_API_KEY=<your key>\n",
	},
	{
		.id = "SE247",
		.name = "infura_key",
		.title = "Infura or Alchemy project key",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("infura alchemy quicknode moralis",
		      "[0-9a-f]{32}|[A-Za-z0-9_\\-]{32}|[0-9a-f]{40}", 0, 2.9, secret_verify_name,
		      "the dashboard, the project: rotate the key"),
		.bad = "INFURA_API_KEY="
		       "1a53b24a6"
		       "9e47f03"
		       "56aad935b"
		       "e175259"
		       "\n",
		.good = "INFURA_API_KEY=${INFURA_API_K"
			"EY}\nINFURA_API_KEY=<your key>\n",
	},
	{
		.id = "SE248",
		.name = "ethereum_private_key",
		.title = "Ethereum private key",
		ROW(CRITICAL, MEDIUM, 798, ".env"),
		VALUE("private_key private-key privatekey wallet_key wallet-key walletkey "
		      "deployer eth_key eth-key ethkey evm_key evm-key evmkey",
		      "0x[0-9a-fA-F]{64}", 0, 3.0, secret_verify_name,
		      "move what it holds to a new wallet: a private key cannot be "
		      "revoked"),
		.bad = "DEPLOYER_PRIVATE_KEY="
		       "0x85c5005236"
		       "ddae6d420b"
		       "587dffb15cb9"
		       "05b9e896e6"
		       "c70b3784720b"
		       "56b6daad19"
		       "\n",
		.good = "DEPLOYER_PRIVATE_KEY=${DEPLOYER_PRIVAT"
			"E_KEY}\nDEPLOYER_PRIVATE_KEY=<your key>\n",
	},
	{
		.id = "SE249",
		.name = "finnhub_key",
		.title = "Market data API key (Finnhub, Alpha Vantage, Polygon, Tiingo, FRED)",
		ROW(LOW, MEDIUM, 798, ".env"),
		VALUE("finnhub alphavantage alpha_vantage alpha-vantage polygon tiingo "
		      "iexcloud iex_ quandl nasdaq_data nasdaq-data nasdaqdata fred_api "
		      "fred-api fredapi twelvedata fmp_api fmp-api fmpapi",
		      "[A-Za-z0-9]{16}|[A-Za-z0-9]{20}|[A-Za-z0-9_]{32}|[0-9a-f]{40}", 0, 2.9,
		      secret_verify_name, "the provider's dashboard: new key"),
		.bad = "FINNHUB_API_KEY="
		       "bzf1t8"
		       "d4bz"
		       "o2x4gc"
		       "c79l"
		       "\n",
		.good = "FINNHUB_API_KEY=${FINNHUB_API_K"
			"EY}\nFINNHUB_API_KEY=<your key>\n",
	},
	{
		.id = "SE250",
		.name = "settlemint_token",
		.title = "SettleMint access token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("sm_aat_ sm_pat_ sm_sat_", "sm_[aps]at_[A-Za-z0-9]{16}", 0, 3.0, NULL,
		      "SettleMint, the platform, Access tokens: delete"),
		.bad = "SETTLEMINT_TOKEN="
		       "sm_pat"
		       "_5SID"
		       "WpiVv9i"
		       "tPqSw"
		       "\n",
		.good = "ref=sm_"
			"pat_5SI\n",
	},
	{
		.id = "SE251",
		.name = "checkout_key",
		.title = "Checkout.com secret key",
		ROW(CRITICAL, HIGH, 798, ".env"),
		TOKEN("sk_sbox_", "sk_sbox_[a-z0-9]{26}[a-z0-9*#$=]?", 0, 3.3, NULL,
		      "Checkout.com dashboard, Developers, Keys: deactivate"),
		.bad = "CHECKOUT_KEY="
		       "sk_sbox_b"
		       "op1wl1ip"
		       "nmsh2s6be2"
		       "scgm1ip$"
		       "\n",
		.good = "ref=sk_s"
			"box_bop\n",
	},
};
