/* Mail, SMS and push. */
#include "rules/secret/secret.h"

const struct rule rules_secret_mail[] = {
	{
		.id = "SE255",
		.name = "sendgrid_key",
		.title = "SendGrid API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("SG.", "SG\\.[A-Za-z0-9_\\-]{20,24}\\.[A-Za-z0-9_\\-]{39,50}", SECRET_CASE,
		      3.5, NULL, "https://app.sendgrid.com/settings/api_keys"),
		.bad = "SENDGRID_KEY="
		       "SG.UfMkPlpio"
		       "xfuJDyJ7m2S"
		       "OA.n7anuNMJY"
		       "q44yup529v5"
		       "jEiLlMhQrKcz"
		       "4RJuuc46qo1"
		       "\n",
		.good = "ref=S"
			"G.UfM\n",
	},
	{
		.id = "SE256",
		.name = "mailgun_private_key",
		.title = "Mailgun private API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("key-", "key-[0-9a-z]{32}", 0, 2.9, secret_verify_mixed,
		      "https://app.mailgun.com/settings/api_security"),
		.bad = "MAILGUN_PRIVATE_KEY="
		       "key-49583b"
		       "d1f61fe6"
		       "8cf2401a37"
		       "86edd4eb"
		       "\n",
		.good = "ref=ke"
			"y-495\n",
	},
	{
		.id = "SE257",
		.name = "mailgun_key",
		.title = "Mailgun API, signing or public key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("mailgun mg_api mg-api mgapi",
		      "(?:pub)?(?:key-)?[0-9a-f]{32}(?:-[0-9a-f]{8}-[0-9a-f]{8})?", 0, 2.9,
		      secret_verify_name, "https://app.mailgun.com/settings/api_security"),
		.bad = "MAILGUN_SIGNING_KEY="
		       "b52614e6b"
		       "2e14458"
		       "8716811f3"
		       "9c8d385"
		       "\n",
		.good = "MAILGUN_SIGNING_KEY=${MAILGUN_SIGNING"
			"_KEY}\nMAILGUN_SIGNING_KEY=<your key>\n",
	},
	{
		.id = "SE258",
		.name = "mailgun_sending_key",
		.title = "Mailgun sending key",
		ROW(HIGH, HIGH, 798, ".env"),
		TEXT("mailgun",
		     "(?<![0-9a-f\\-])([0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8})(?![0-9a-f\\-]"
		     ")",
		     0, 3.0, NULL, "https://app.mailgun.com/settings/api_security"),
		.bad = "# mailgun: "
		       "12e4832dffb33"
		       "4bb579759e35"
		       "a858ce3-d5eef"
		       "3b9-58dbb6a2"
		       "\n",
		.good = "# mailgun: s"
			"ee the vault\n",
	},
	{
		.id = "SE259",
		.name = "mailchimp_key",
		.title = "Mailchimp API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TEXT("-us", "(?<![0-9A-Za-z\\-])([0-9a-f]{32}-us[0-9]{1,2})(?![0-9A-Za-z])", 0, 2.9,
		     NULL, "https://admin.mailchimp.com/account/api"),
		.bad = "MAILCHIMP="
		       "65fc02d8df"
		       "6f702ad4"
		       "a3a675b597"
		       "45d6-us14"
		       "\n",
		.good = "MAILCHIMP"
			"=key-us14\n",
	},
	{
		.id = "SE260",
		.name = "mandrill_key",
		.title = "Mandrill API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("md-", "md-[A-Za-z0-9_\\-]{22}", 0, 3.3, secret_verify_mixed,
		      "https://mandrillapp.com/settings"),
		.bad = "MANDRILL_KEY="
		       "md-fzUG"
		       "cmKMy"
		       "v3QzIU9"
		       "xurCr0"
		       "\n",
		.good = "ref=m"
			"d-fzU\n",
	},
	{
		.id = "SE261",
		.name = "mandrill_token",
		.title = "Mandrill API key (22 characters)",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("mandrill", "[A-Za-z0-9_\\-]{22}", 0, 3.2, secret_verify_name,
		      "https://mandrillapp.com/settings"),
		.bad = "MANDRILL_API_KEY="
		       "c7B6Mb"
		       "p1oo4"
		       "N-no91"
		       "umIoR"
		       "\n",
		.good = "MANDRILL_API_KEY=${MANDRILL_API_"
			"KEY}\nMANDRILL_API_KEY=<your key>\n",
	},
	{
		.id = "SE262",
		.name = "postmark_token",
		.title = "Postmark server or account token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("postmark", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", 0,
		      2.8, secret_verify_name,
		      "https://account.postmarkapp.com, the server, API tokens"),
		.bad = "POSTMARK_SERVER_TOKEN="
		       "566c030a-4"
		       "bde-058e"
		       "-6645-f71a"
		       "a8f6f907"
		       "\n",
		.good = "POSTMARK_SERVER_TOKEN=${POSTMARK_SERVER_"
			"TOKEN}\nPOSTMARK_SERVER_TOKEN=<your key>\n",
	},
	{
		.id = "SE263",
		.name = "resend_key",
		.title = "Resend API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("re_", "re_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}", 0, 3.3, secret_verify_mixed,
		      "https://resend.com/api-keys"),
		.bad = "RESEND_KEY="
		       "re_VYz6aOC"
		       "Z_Pu7o8q"
		       "sIIVBVdEtb"
		       "4mUTIC1o"
		       "\n",
		.good = "ref=r"
			"e_VYz\n",
	},
	{
		.id = "SE264",
		.name = "brevo_key",
		.title = "Brevo (Sendinblue) API or SMTP key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("xkeysib- xsmtpsib-", "x(?:keysib|smtpsib)-[0-9a-f]{64}-[A-Za-z0-9]{16}", 0,
		      3.0, NULL, "https://app.brevo.com/settings/keys/api"),
		.bad = "BREVO_KEY="
		       "xkeysib-14946f5"
		       "ac8ec8009f9cf7"
		       "04deec9be86a8645"
		       "8bcb27dec90a50"
		       "b982dc665a5a0-WN"
		       "v43TVRkgpYSGZK"
		       "\n",
		.good = "ref=xkey"
			"sib-149\n",
	},
	{
		.id = "SE265",
		.name = "twilio_api_key",
		.title = "Twilio API key",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("SK", "SK[0-9a-f]{32}", SECRET_CASE, 2.9, NULL,
		      "https://console.twilio.com, API keys: delete"),
		.bad = "TWILIO_API_KEY="
		       "SK0ee7d5a"
		       "da1c34f3"
		       "c21dd5ecc"
		       "be6eab83"
		       "\n",
		.good = "ref=S"
			"K0ee\n",
	},
	{
		.id = "SE266",
		.name = "twilio_auth_token",
		.title = "Twilio auth token or API secret",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("twilio", "[0-9a-f]{32}|[A-Za-z0-9]{32}", 0, 2.9, secret_verify_name,
		      "https://console.twilio.com, Auth tokens: promote the secondary"),
		.bad = "TWILIO_AUTH_TOKEN="
		       "16539ab7e"
		       "29b62bf"
		       "07c2d246a"
		       "72ba74c"
		       "\n",
		.good = "TWILIO_AUTH_TOKEN=${TWILIO_AUTH_TO"
			"KEN}\nTWILIO_AUTH_TOKEN=<your key>\n",
	},
	{
		.id = "SE267",
		.name = "vonage_secret",
		.title = "Vonage (Nexmo) API secret",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("vonage nexmo", "[A-Za-z0-9]{16}|[A-Za-z0-9]{32}", 0, 2.9, secret_verify_name,
		      "https://dashboard.nexmo.com/settings"),
		.bad = "VONAGE_API_SECRET="
		       "Jk98g"
		       "GLK"
		       "j7q5G"
		       "uUj"
		       "\n",
		.good = "VONAGE_API_SECRET=${VONAGE_API_SEC"
			"RET}\nVONAGE_API_SECRET=<your key>\n",
	},
	{
		.id = "SE268",
		.name = "messagebird_key",
		.title = "MessageBird (Bird) access key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("messagebird message_bird message-bird",
		      "[A-Za-z0-9]{25}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0"
		      "-9a-f]{12}",
		      0, 3.0, secret_verify_name, "MessageBird dashboard, Developers, API access"),
		.bad = "MESSAGEBIRD_ACCESS_KEY="
		       "oa6aajt"
		       "jH0zv"
		       "TMUSW0m"
		       "ukspUd"
		       "\n",
		.good = "MESSAGEBIRD_ACCESS_KEY=${MESSAGEBIRD_ACCE"
			"SS_KEY}\nMESSAGEBIRD_ACCESS_KEY=<your key>\n",
	},
	{
		.id = "SE269",
		.name = "sparkpost_key",
		.title = "SparkPost API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("sparkpost", "[0-9a-f]{40}", 0, 3.0, secret_verify_name,
		      "https://app.sparkpost.com/account/api-keys"),
		.bad = "SPARKPOST_API_KEY="
		       "ba2b33ceb33"
		       "e862240dd"
		       "01da77c6ad4"
		       "e6109ee86"
		       "\n",
		.good = "SPARKPOST_API_KEY=${SPARKPOST_API_"
			"KEY}\nSPARKPOST_API_KEY=<your key>\n",
	},
	{
		.id = "SE270",
		.name = "mailjet_secret",
		.title = "Mailjet API key or secret",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("mailjet", "[0-9a-f]{32}", 0, 2.9, secret_verify_name,
		      "https://app.mailjet.com/account/apikeys"),
		.bad = "MAILJET_SECRET_KEY="
		       "0d55f0258"
		       "c4fa72a"
		       "f2c571d38"
		       "d356b50"
		       "\n",
		.good = "MAILJET_SECRET_KEY=${MAILJET_SECRET"
			"_KEY}\nMAILJET_SECRET_KEY=<your key>\n",
	},
	{
		.id = "SE271",
		.name = "elasticemail_key",
		.title = "Elastic Email API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("elastic_email elastic-email elasticemail",
		      "[0-9A-F]{96}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a"
		      "-f]{12}",
		      0, 3.0, secret_verify_name, "Elastic Email, Settings, Manage API keys"),
		.bad = "ELASTICEMAIL_API_KEY="
		       "E773A254344807408"
		       "74E15F2773B5FB5"
		       "E560B0A5407B8A55A"
		       "8F98038CEE9FA81"
		       "EA7367A8C6E5062C1"
		       "4C38209782B5F68"
		       "\n",
		.good = "ELASTICEMAIL_API_KEY=${ELASTICEMAIL_AP"
			"I_KEY}\nELASTICEMAIL_API_KEY=<your key>\n",
	},
	{
		.id = "SE272",
		.name = "klaviyo_key",
		.title = "Klaviyo or ClickUp private key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("pk_", "pk_(?:[0-9a-f]{34}|[0-9]{6,9}_[A-Z0-9]{32})", 0, 3.0, NULL,
		      "https://www.klaviyo.com/settings/account/api-keys; ClickUp, "
		      "Settings, Apps"),
		.bad = "KLAVIYO_KEY="
		       "pk_5b86e55"
		       "7395a701"
		       "19f66d790f"
		       "229703838"
		       "\n",
		.good = "ref=p"
			"k_5b8\n",
	},
	{
		.id = "SE273",
		.name = "plivo_token",
		.title = "Plivo, Sinch, Infobip or Telnyx token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("plivo sinch infobip telnyx bandwidth clicksend",
		      "[A-Za-z0-9]{32,40}|[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4"
		      "}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-"
		      "9a-f]{4}-[0-9a-f]{12}",
		      0, 3.0, secret_verify_name, "the provider's console: new token"),
		.bad = "PLIVO_AUTH_TOKEN="
		       "HlTht5skuRj"
		       "QeekoOQKh"
		       "vnVA76LUSuL"
		       "Pp02jJdXT"
		       "\n",
		.good = "PLIVO_AUTH_TOKEN=${PLIVO_AUTH_TO"
			"KEN}\nPLIVO_AUTH_TOKEN=<your key>\n",
	},
	{
		.id = "SE274",
		.name = "telnyx_key",
		.title = "Telnyx API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("KEY0", "KEY0[0-9A-F]{31}_[A-Za-z0-9]{22}", SECRET_CASE, 3.3, NULL,
		      "https://portal.telnyx.com, API keys: delete"),
		.bad = "TELNYX_KEY="
		       "KEY0EF1CF358B61"
		       "BAB555EEAA1123"
		       "04D975_4IPX5gJM"
		       "PTrNe3B51xzEDc"
		       "\n",
		.good = "ref=KE"
			"Y0EF1\n",
	},
	{
		.id = "SE275",
		.name = "beamer_key",
		.title = "Beamer API key",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("beamer", "b_[A-Za-z0-9=_\\-/]{44}", 0, 3.5, secret_verify_name,
		      "Beamer, Settings, API: delete"),
		.bad = "BEAMER_API_KEY="
		       "b_1eIBEE1Kmf"
		       "06w14fE7_rF"
		       "g_W11eO5_HU0"
		       "0FlMBqZ5EMW"
		       "\n",
		.good = "BEAMER_API_KEY=${BEAMER_API_K"
			"EY}\nBEAMER_API_KEY=<your key>\n",
	},
	{
		.id = "SE276",
		.name = "courier_key",
		.title = "Courier API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("pk_prod_ pk_test_", "pk_(?:prod|test)_[A-Z0-9]{28}", 0, 3.3, NULL,
		      "https://app.courier.com/settings/api-keys"),
		.bad = "COURIER_KEY="
		       "pk_prod_8B"
		       "52JV9W9A"
		       "V9CH7M8S7W"
		       "9PXM0D12"
		       "\n",
		.good = "ref=pk_p"
			"rod_8B5\n",
	},
	{
		.id = "SE277",
		.name = "onesignal_key",
		.title = "OneSignal API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("os_v2_app_ os_v2_org_", "os_v2_(?:app|org)_[a-z2-7]{90,110}", 0, 3.5, NULL,
		      "OneSignal dashboard, Keys and IDs: rotate"),
		.bad = "ONESIGNAL_KEY="
		       "os_v2_app_c5y7fdrfx"
		       "cwy7mfry7ot537jcg5"
		       "zu7egjcvawrhufsmg5d3"
		       "qe244tswkbyq44s7ll"
		       "ng25bwf2n5d7pu3hxkj6"
		       "2ccdczbf5z2k7omdzi"
		       "\n",
		.good = "ref=os_v2"
			"_app_c5y\n",
	},
	{
		.id = "SE278",
		.name = "ses_smtp_password",
		.title = "Amazon SES SMTP password",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("smtp_pass smtp-pass smtppass ses_smtp ses-smtp sessmtp ses_pass "
		      "ses-pass sespass email_host_password email-host-password "
		      "emailhostpassword mail_password mail-password mailpassword",
		      "B[A-Za-z0-9/+]{43}", 0, 3.8, secret_verify_name,
		      "IAM console, the SMTP user: delete its access key"),
		.bad = "SES_SMTP_PASSWORD="
		       "BT5z/hRmdEA3"
		       "3SvTCde9oV"
		       "snkq/07DUDZy"
		       "9mtKhoG6wt"
		       "\n",
		.good = "SES_SMTP_PASSWORD=${SES_SMTP_PASSW"
			"ORD}\nSES_SMTP_PASSWORD=<your key>\n",
	},
	{
		.id = "SE279",
		.name = "iterable_key",
		.title = "Iterable, Customer.io, Braze or Loops API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("iterable customerio customer_io customer-io braze loops_api loops-api "
		      "loopsapi convertkit mailerlite drip_api drip-api dripapi "
		      "activecampaign",
		      "[0-9a-f]{32}|[0-9a-f]{64}|[A-Za-z0-9_\\-]{20,80}|[0-9a-f]{8}-[0-9a-"
		      "f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
		      0, 3.0, secret_verify_name, "the provider's settings, API keys: delete"),
		.bad = "ITERABLE_API_KEY="
		       "b1d3b3680"
		       "8bd0484"
		       "2d454f061"
		       "d2dff9d"
		       "\n",
		.good = "ITERABLE_API_KEY=${ITERABLE_API_"
			"KEY}\nITERABLE_API_KEY=<your key>\n",
	},
};
