/* What nobody's format describes: values of names that say they are secret. They give way to every
 * row that knows more; decided by rules/secret/random.h. */
#include "rules/secret/secret.h"

const struct rule rules_secret_generic[] = {
	{
		.id = "SE680",
		.name = "generic_password",
		.title = "Password",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("password passwd passphrase passcode pwd pswd psw db_pass db-pass "
		      "dbpass user_pass user-pass userpass _pass -pass pass_ pass: pass= _pw -pw "
		      "pw: pw= _psk -psk "
		      "psk= "
		      "\"pass\" kennwort passwort contrasena contrase\303\261a mot_de_passe "
		      "mot-de-passe motdepasse mdp senha wachtwoord haslo heslo parola "
		      "lozinka \320\277\320\260\321\200\320\276\320\273\321\214 "
		      "\345\257\206\347\240\201 \345\217\243\344\273\244 "
		      "\343\203\221\343\202\271\343\203\257\343\203\274\343\203\211 "
		      "\353\271\204\353\260\200\353\262\210\355\230\270",
		      "[^\\s]{5,128}", SECRET_GENERIC | SECRET_SHORT, 0, secret_verify_password,
		      "change the password on the server, and read it from the "
		      "environment"),
		.bad = "DB_PASSWORD="
		       "g0XN"
		       "IIf"
		       "CDyi"
		       "Ty2"
		       "\n",
		.good = "DB_PASSWORD=${DB_PASSWORD}\nPASSWORD=c"
			"hangeme\npassword=Enter your password\n",
	},
	{
		.id = "SE681",
		.name = "generic_api_key",
		.title = "API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("api_key api-key apikey api.key api_token api-token apitoken access_key "
		      "access-key accesskey x-api-key app_key app-key appkey service_key "
		      "service-key servicekey subscription_key subscription-key "
		      "subscriptionkey license_key license-key licensekey licence_key "
		      "licence-key licencekey account_key account-key accountkey auth_key "
		      "auth-key authkey ssh_key ssh-key sshkey api\tkey access\tkey",
		      "[^\\s\"\\'`<>{}(),;]{8,512}", SECRET_GENERIC, 0, secret_verify_token, NULL),
		.bad = "SERVICE_API_KEY="
		       "z3v28b0aR"
		       "Yw0Wf4Y"
		       "HkVDNZuhA"
		       "LICB2GU"
		       "\n",
		.good = "SERVICE_API_KEY=your-api-key-here\nAPI_K"
			"EY=00000000-0000-0000-0000-000000000000\n",
	},
	{
		.id = "SE682",
		.name = "generic_token",
		.title = "Token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("token jwt bearer session_id session-id sessionid",
		      "[^\\s\"\\'`<>{}(),;]{12,2000}", SECRET_GENERIC, 0, secret_verify_token,
		      NULL),
		.bad = "DEPLOY_TOKEN="
		       "l6zIGVRUlb"
		       "RieAOGz9"
		       "8Am36Eb4Z7"
		       "1z1r04yV"
		       "\n",
		.good = "mask_token=<mask>\ntoken_url=https:/"
			"/auth.corp.internal/oauth2/v1/token\n",
	},
	{
		.id = "SE683",
		.name = "generic_secret",
		.title = "Secret",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("secret client_secret client-secret clientsecret app_secret app-secret "
		      "appsecret signing hmac salt_key salt-key saltkey webhook_secret "
		      "webhook-secret webhooksecret shared_secret shared-secret sharedsecret "
		      "geheim segredo",
		      "[^\\s\"\\'`<>{}(),;]{8,512}", SECRET_GENERIC, 0, secret_verify_token,
		      "make a new one, and read it from the environment"),
		.bad = "HMAC_SECRET="
		       "B90LJONl2OEV"
		       "ogJFUfywVb"
		       "UiBvUGga8nF+"
		       "erK5otuyS="
		       "\n",
		.good = "secret_name=prod/ml/feature-store/credent"
			"ials\nCLIENT_SECRET=REPLACE_ME_WITH_SECRET\n",
	},
	{
		.id = "SE684",
		.name = "generic_credential",
		.title = "Credential",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("credential creds cred auth authorization", "[^\\s\"\\'`<>{}(),;]{12,512}",
		      SECRET_GENERIC, 0, secret_verify_token, NULL),
		.bad = "SERVICE_CREDENTIAL="
		       "r7R4KSJihw"
		       "zG298MkS"
		       "E5vkysOLUP"
		       "7G8y1n86"
		       "\n",
		.good = "auth=basic\ncredential=file:"
			"///etc/app/credentials.json\n",
	},
	{
		.id = "SE685",
		.name = "generic_key",
		.title = "Key",
		ROW(HIGH, MEDIUM, 321, ".env"),
		VALUE("private_key private-key privatekey secret_key secret-key secretkey "
		      "encryption_key encryption-key encryptionkey secret\tkey private\tkey "
		      "encryption\tkey encrypt_key encrypt-key "
		      "encryptkey aes_key aes-key aeskey master_key master-key masterkey "
		      "crypto_key crypto-key cryptokey cipher_key cipher-key cipherkey "
		      "sign_key sign-key signkey signing_key signing-key signingkey hmac_key "
		      "hmac-key hmackey jwt_key jwt-key jwtkey session_key session-key "
		      "sessionkey cookie_key cookie-key cookiekey root_key root-key rootkey "
		      "admin_key admin-key adminkey server_key server-key serverkey "
		      "client_key client-key clientkey fernet_key fernet-key fernetkey "
		      "data_key data-key datakey storage_key storage-key storagekey "
		      "shared_key shared-key sharedkey",
		      "[^\\s\"\\'`<>(),;]{12,512}", SECRET_GENERIC, 0, secret_verify_token,
		      "make a new key, and re-encrypt or sign again what used it"),
		.bad = "ENCRYPTION_KEY="
		       "J8XBWAd9Z9gS"
		       "qpwY4lpSJH"
		       "guESc0tP7o39"
		       "R5xxZxHEe="
		       "\n",
		.good = "encryption_key=kms://alias/a"
			"pp\nsecret_key=${SECRET_KEY}\n",
	},
	{
		.id = "SE686",
		.name = "django_secret_key",
		.title = "Django SECRET_KEY",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("secret_key secret-key secretkey",
		      "(?:django-insecure-)?([a-z0-9!@#$%^&*(\\-_=+)]{50})", 0, 3.6,
		      secret_verify_name, "make a new key; sessions and signed links end"),
		.bad = "SECRET_KEY="
		       "n#3v(#$8993z("
		       "9neaohql@%gr"
		       "3j4t%r#g4@1jx"
		       "123b*&2$*au="
		       "\n",
		.good = "SECRET_KEY=${SECRET_KEY"
			"}\nSECRET_KEY=<your key>\n",
	},
	{
		.id = "SE687",
		.name = "generic_some_key",
		.title = "Key of something",
		ROW(MEDIUM, MEDIUM, 798, ".env"),
		VALUE("_key -key .key _KEY -KEY Key", "[^\\s\"'`<>{}(),;]{8,512}",
		      SECRET_GENERIC | SECRET_CASE, 0, secret_verify_some_key,
		      "make a new key, and read it from the environment"),
		.bad = "billingKey="
		       "pGKCFCqy7IUyZd"
		       "F9ZegW0sH1rz"
		       "VBoqCW"
		       "\n",
		.good = "billingKey=$"
			"{billingKey}\n",
	},
	{
		.id = "SE688",
		.name = "generic_camel_password",
		.title = "Password",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("Pass", "[^\\s]{5,128}", SECRET_GENERIC | SECRET_CASE | SECRET_SHORT, 0,
		      secret_verify_pass,
		      "change the password on the server, and read it from the environment"),
		.bad = "svcAccountPassProd="
		       "y6Ubh4HIBz0wIb"
		       "Q"
		       "\n",
		.good = "svcAccountPass=$"
			"{svcAccountPass}\nPass token='distilgpt2_reward_model_05' as keyword\n",
	},
};
