/* Private keys of every encoding, tokens that can be read (JWT), cards. Parsed, not only matched:
 * RFC 7468 (PEM), RFC 5958 (PKCS 8), RFC 8017, RFC 5915, PROTOCOL.key of OpenSSH, RFC 7517 (JWK),
 * RFC 7519 (JWT). */
#include "rules/secret/secret.h"

const struct rule rules_secret_keys[] = {
	{
		.id = "SE478",
		.name = "private_key",
		.title = "Private key (PEM: RSA, EC, DSA, PKCS 8)",
		ROW(CRITICAL, HIGH, 321, "server.pem"),
		TEXT("-----begin",
		     "(-----BEGIN (?:RSA |EC |DSA |ANY )?PRIVATE KEY-----(?:[^-]++|-(?!-"
		     "---))*+-----END (?:RSA |EC |DSA |ANY )?PRIVATE KEY-----)",
		     SECRET_ANYWHERE, 0, secret_verify_pem,
		     "write a new key to every place that trusts the old one, and remove "
		     "the old public key there"),
		.bad = "-----BEG"
		       "IN EC PRIVATE KEY-----\n"
		       "MHcCAQEEIIwQefLFyc/QX7SMQXF/bnDBkGOx4"
		       "ocxerfKUBXFCjKtoAoGCCqGSM49\n"
		       "AwEHoUQDQgAEF7tvkX1u8+n8/4/ScEpCmFq2l"
		       "anOQephtyUDcaiRhhDiwi36GbDN\n"
		       "N4gByQpNaQHfbLQy55c+GZBL2Kmrrez5+w==\n"
		       "-----END"
		       " EC PRIVATE KEY-----"
		       "\n",
		.good = "-----BEGIN PRIVATE KEY-----\nMIIEvgIBAD"
			"ANBgkqhki...\n-----END PRIVATE KEY-----\n",
	},
	{
		.id = "SE479",
		.name = "openssh_private_key",
		.title = "OpenSSH private key",
		ROW(CRITICAL, HIGH, 321, "id_ed25519"),
		TEXT("-----begin",
		     "(-----BEGIN OPENSSH PRIVATE KEY-----(?:[^-]++|-(?!----))*+-----END"
		     " OPENSSH PRIVATE KEY-----)",
		     SECRET_ANYWHERE, 0, secret_verify_pem,
		     "write a new key to every place that trusts the old one, and remove "
		     "the old public key there"),
		.bad = "-----BEG"
		       "IN OPENSSH PRIVATE KEY-----\n"
		       "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEb"
		       "m9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW\n"
		       "QyNTUxOQAAACDJwjnKOKYjJ79Fa9jj8ymUDdO"
		       "rgX6CX04kw4Dk2kVU1AAAAIgDw0nYA8NJ\n"
		       "2AAAAAtzc2gtZWQyNTUxOQAAACDJwjnKOKYjJ"
		       "79Fa9jj8ymUDdOrgX6CX04kw4Dk2kVU1A\n"
		       "AAAEC4xDfHB0Q5ollrcon5LON6E4u/P0uIxQX"
		       "aOgxFQhAZmcnCOco4piMnv0Vr2OPzKZQN\n"
		       "06uBfoJfTiTDgOTaRVTUAAAAAmpvAQID\n"
		       "-----END"
		       " OPENSSH PRIVATE KEY-----"
		       "\n",
		.good = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnN"
			"zaC1r...\n-----END OPENSSH PRIVATE KEY-----\n",
	},
	{
		.id = "SE480",
		.name = "encrypted_private_key",
		.title = "Private key encrypted with a passphrase",
		ROW(MEDIUM, HIGH, 321, "server.pem"),
		TEXT("-----begin",
		     "(-----BEGIN ENCRYPTED PRIVATE KEY-----(?:[^-]++|-(?!----))*+-----E"
		     "ND ENCRYPTED PRIVATE KEY-----)",
		     SECRET_ANYWHERE, 0, secret_verify_pem,
		     "write a new key to every place that trusts the old one, and remove "
		     "the old public key there"),
		.bad = "-----BEG"
		       "IN ENCRYPTED PRIVATE KEY-----\n"
		       "MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3D"
		       "QEFDDAcBAhNLpQoZV/UywICCAAw\n"
		       "DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEE"
		       "LDQ6zLdBAAlkFdKLWvFn+8EgZCm\n"
		       "aOr1kqITFzO7rFVMzUD6PBcP0LSi7CsoydkZl"
		       "QYOTq2MLpuGt+hPm3I6x3nTzdZw\n"
		       "M0zdDgTes0ZMGRHhNU6xQOOLp6WN9uKgTLH2y"
		       "5pYfXk557o7+i8QOs4GCWkJ+VSd\n"
		       "2gYD5sJmvsA6W6JIMxRI5InCdcLPMG6M7z5SF"
		       "61aF3voUaoLmpa/w+BU1/nc2+4=\n"
		       "-----END"
		       " ENCRYPTED PRIVATE KEY-----"
		       "\n",
		.good = "-----BEGIN ENCRYPTED PRIVATE KEY-----\n."
			"..\n-----END ENCRYPTED PRIVATE KEY-----\n",
	},
	{
		.id = "SE481",
		.name = "pgp_private_key",
		.title = "PGP private key block",
		ROW(CRITICAL, HIGH, 321, "key.asc"),
		TEXT("-----begin",
		     "(-----BEGIN PGP PRIVATE KEY BLOCK-----(?:[^-]++|-(?!----))*+-----E"
		     "ND PGP PRIVATE KEY BLOCK-----)",
		     SECRET_ANYWHERE, 0, secret_verify_pem,
		     "publish a revocation certificate, and make a new key"),
		.bad = "-----BEG"
		       "IN PGP PRIVATE KEY BLOCK-----\n"
		       "\n"
		       "lQEgBKVNyhglMLsdbRMs3tYjey7ZHj9yH8sZc"
		       "RdElNZJPJ1cNGC+MSAeaf7aoO7o\n"
		       "uZl/XHwpmf2v5ZMlPNZUr0361xQnoK6z/ukjL"
		       "4ryIR+e5JHFsQvstVY7/B5vk0J+\n"
		       "y8j+KVXlzY5G3I7Ut8J2TSpaTXZ3BvhdhpACS"
		       "ta9o0Ab6cjLzMk19s0fYSJq4VM4\n"
		       "rho0AE0zug0kasBMgbG68j47+e71958rSTSvh"
		       "/VSC2m5Sw2YLoW7VbZyqHJjes10\n"
		       "Zvy2Dg6P8YRjsOSyuilwNHTwZKxo9wD1sCs9x"
		       "mb0W96qLMrtzStRV0EOTe5K8rNP\n"
		       "QwoHNEfeY2wOgGyVe6aE1kMfterXQk0J4V0CT"
		       "FhI8j0fpvc2HX9hjRUy5w4g4qZm\n"
		       "jef0\n"
		       "-----END"
		       " PGP PRIVATE KEY BLOCK-----"
		       "\n",
		.good = "-----BEGIN PGP PRIVATE KEY BLOCK-----\n."
			"..\n-----END PGP PRIVATE KEY BLOCK-----\n",
	},
	{
		.id = "SE482",
		.name = "putty_private_key",
		.title = "PuTTY private key",
		ROW(CRITICAL, HIGH, 321, "id.ppk"),
		TEXT("putty-user-key-file-",
		     "(PuTTY-User-Key-File-[23]: [^\\r\\n]{3,40}(?:[^P]++|P(?!uTTY-User|ri"
		     "vate-Lines))*+Private-Lines: [0-9]{1,3}(?:[^P]++|P(?!uTTY-User|riv"
		     "ate-MAC))*+Private-MAC: [0-9a-f]{40,64})",
		     SECRET_ANYWHERE, 0, secret_verify_putty,
		     "write a new key to every place that trusts the old one, and remove "
		     "the old public key there"),
		.bad = "PuTTY-User-Key-File-2: ssh-ed25519\n"
		       "Encryption: none\n"
		       "Comment: jo\n"
		       "Public-Lines: 2\n"
		       "hGflRtU+yOKhJXvbJWybPk+7SYFG73Awy/lTc"
		       "lLczq3XZLajL7sJrerhCcSplyA5\n"
		       "dTUrh4sUXIpC2ITPTP2nLY4dXdkliQgthSpxI"
		       "oc+6AWt1YlCFno4UoYZXGefnGmU\n"
		       "Private-Lines: 1\n"
		       "5FuKsQmAEgcJYfN95Dbd/cmdbnWvZUfPsRtCB"
		       "ySC3FMcK8OQfJYX615QieQBhrqo\n"
		       "Private-MAC: 4b71e130b40a4254f25274d8"
		       "8af8493b98b5c69f"
		       "\n",
		.good = "PuTTY-User-Key-File-2: s"
			"sh-rsa\nEncryption: none\n",
	},
	{
		.id = "SE483",
		.name = "ssh2_private_key",
		.title = "SSH2 private key (ssh.com format)",
		ROW(HIGH, HIGH, 321, "id_ssh2"),
		TEXT("ssh2",
		     "(---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----(?:[^-]++|-(?!---))*+--"
		     "-- END SSH2 ENCRYPTED PRIVATE KEY ----)",
		     SECRET_ANYWHERE, 0, NULL,
		     "write a new key to every place that trusts the old one, and remove "
		     "the old public key there"),
		.bad = "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\n"
		       "E0Olea3p/tv0"
		       "CZTCBMTupR5"
		       "C7tzo7R4cX80h"
		       "u5Lk3eH35T"
		       "bL1XX2ogZW2mn"
		       "kS+WXLefeqs"
		       "\n---- END SSH2 ENCRYPTED PRIVATE KEY ----\n",
		.good = "---- BEGIN SSH2 PUBLIC KEY ----\nA"
			"AAA\n---- END SSH2 PUBLIC KEY ----\n",
	},
	{
		.id = "SE484",
		.name = "jwk_private_key",
		.title = "Private key as JSON Web Key",
		ROW(CRITICAL, HIGH, 321, "jwk.json"),
		TEXT("\"kty\" 'kty'",
		     "[\"\\']kty[\"\\']\\s*:\\s*\\\\?[\"\\'](?:RSA|EC|OKP)\\\\?[\"\\'][^{}]{0,3000}"
		     "?[\""
		     "\\']d[\"\\']\\s*:\\s*\\\\?[\"\\']([A-Za-z0-9_\\-]{40,1400})\\\\?[\"\\']",
		     SECRET_ANYWHERE, 3.5, secret_verify_jwk,
		     "write a new key to every place that trusts the old one, and remove "
		     "the old public key there"),
		.bad = "{\"kty\":\"EC\",\"crv\":\"P-256\",\"d\":\""
		       "KaS57NW8CqV"
		       "nR176ERz8l"
		       "4IJeo2N1X2im"
		       "PINegm_ZIx"
		       "\"}\n",
		.good = "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D"
			"2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\"}\n",
	},
	{
		.id = "SE485",
		.name = "jwk_symmetric_key",
		.title = "Symmetric key as JSON Web Key",
		ROW(HIGH, HIGH, 321, "jwk.json"),
		TEXT("\"kty\"",
		     "[\"\\']kty[\"\\']\\s*:\\s*[\"\\']oct[\"\\'][^{}]{0,600}?[\"\\']k[\"\\']\\s*:"
		     "\\s*[\""
		     "\\']([A-Za-z0-9_\\-]{20,200})[\"\\']",
		     0, 3.5, secret_verify_jwk,
		     "write a new key to every place that trusts the old one, and remove "
		     "the old public key there"),
		.bad = "{\"kty\":\"oct\",\"k\":\""
		       "k5fFIx29juT"
		       "cwCqeNUOJS"
		       "8X0qunwzYVQX"
		       "_f0LszB36Y"
		       "\"}\n",
		.good = "{\"kty\":\"oct\""
			",\"kid\":\"1\"}\n",
	},
	{
		.id = "SE486",
		.name = "der_private_key",
		.title = "Private key as base64 of DER",
		ROW(CRITICAL, MEDIUM, 321, ".env"),
		VALUE("private_key private-key privatekey rsa_key rsa-key rsakey signing_key "
		      "signing-key signingkey ssh_key ssh-key sshkey ec_key ec-key eckey "
		      "server_key server-key serverkey client_key client-key clientkey",
		      "M[A-I][A-Za-z0-9+/\\s\\\\]{60,4000}={0,2}", SECRET_ANYWHERE, 3.5,
		      secret_verify_der,
		      "write a new key to every place that trusts the old one, and remove "
		      "the old public key there"),
		.bad = "JWT_PRIVATE_KEY="
		       "MIGHAgEAMBMGByqGSM49AgEGCCqGSM4"
		       "9AwEHBG0wawIBAQQgjBB58sXJz9Bft"
		       "IxBcX9ucMGQY7HihzF6t8pQFcUKMq2hR"
		       "ANCAAQXu2+RfW7z6fz/j9JwSkKYWr"
		       "aVqc5B6mG3JQNxqJGGEOLCLfoZsM03iA"
		       "HJCk1pAd9stDLnlz4ZkEvYqaut7Pn7"
		       "\n",
		.good = "JWT_PRIVATE_KEY=${JWT_PRIVATE_K"
			"EY}\nJWT_PRIVATE_KEY=<your key>\n",
	},
	{
		.id = "SE487",
		.name = "pkcs12_bundle",
		.title = "PKCS 12 bundle as base64",
		ROW(HIGH, MEDIUM, 321, ".env"),
		VALUE("p12 pfx pkcs12 certificate cert keystore",
		      "MII[A-Za-z0-9+/]{400,4000}={0,2}", 0, 4.0, secret_verify_pkcs12,
		      "write a new key to every place that trusts the old one, and remove "
		      "the old public key there"),
		.bad = "SIGNING_P12_BASE64="
		       "MIIBRwIBAzCCAUClfRGeb7ZdAKvDKvOOZn8CL"
		       "octScwVyQuZm3crT8em/UyRShbbRwh1Kw8VRL"
		       "g1wOcZCX36hwHpIy8h8oEmh3hpduv8wyf1kxd"
		       "lJ0upgptEBvYf+Ikyb/qUku3u7jxmnyvyCJTq"
		       "J+aJxmtrJi5IhrhDjzm6dv74yQxRAfvmz5pI1"
		       "bDAoT2pAKatyz1kBpSBviHJxye424wYjzQakk"
		       "x/iN+hYb/bDsxoKRnS5kaS+BlBV/HUr5CYgoX"
		       "Pepr3yT1VUiZq/nDnqubaR2J8LlmvLqN6vIRn"
		       "CtPE02vAiq0f/464QG4vin/EzOTdnwtBENny+"
		       "gAlyO/lfzdyT0036isUAEB3E5tBgN85MiSZYs"
		       "aFcgAFmuuOoXzzeH4O0p0cC2P/1ymDdNm9dPw"
		       "Rrde5ymUDlSJp/WafY3bucYeXN/1fcvjVHA=="
		       "\n",
		.good = "SIGNING_P12_BASE64=${SIGNING_P12_BA"
			"SE64}\nSIGNING_P12_BASE64=<your key>\n",
	},
	{
		.id = "SE488",
		.name = "jwt",
		.title = "JSON Web Token",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("eyJ",
		      "eyJ[A-Za-z0-9_\\-]{12,2000}\\.eyJ[A-Za-z0-9_\\-]{8,4000}\\.[A-Za-z0-9_"
		      "\\-]{16,1400}",
		      SECRET_CASE, 3.5, secret_verify_jwt,
		      "end the session or rotate the key that signed it: a JWT is valid "
		      "until it expires"),
		.bad = "ACCESS_JWT="
		       "eyJhbGciOiAiUlMyNTYiLCAidHlwIjogIkpXV"
		       "CJ9.eyJpc3MiOiAiaHR0cHM6Ly9pZC5jb3JwL"
		       "mV4YW1wbGUubmV0IiwgInN1YiI6ICJzdmMtMT"
		       "ciLCAiZXhwIjogMTkyNDkwNTYwMH0.SskbbQx"
		       "I1BoeXsnmoDkoVKhhXu8Qn8G_qeJWNwEojymz"
		       "1z9qwrae3SwZ8mS-5GKluvIP0n7PFMAR7SAfg"
		       "2MgrbmLqxaGoo2YASEMdzbz7sWA3PxD_l0Em0"
		       "14p6PruShlyFF-0CER9qZS2jUkhytqMdf_5Fh"
		       "3RNXreD6Wlo-JvoI"
		       "\n",
		.good = "ref=eyJhbGciOi"
			"JIUzI1NiJ9.e30\n",
	},
	{
		.id = "SE489",
		.name = "card_number",
		.title = "Payment card number",
		ROW(MEDIUM, MEDIUM, 359, ".env"),
		VALUE("card_number card-number cardnumber credit_card credit-card creditcard "
		      "cc_number cc-number ccnumber pan_number pan-number pannumber card_no "
		      "card-no cardno",
		      "[3-6][0-9]{3}[ \\-]?(?:[0-9]{4}[ \\-]?[0-9]{4}[ \\-]?[0-9]{1,7}|[0-9]"
		      "{6}[ \\-]?[0-9]{4,5})",
		      SECRET_SHORT, 1.5, secret_verify_card,
		      "tell the card's issuer; card data is never kept in a repository "
		      "(PCI DSS 3)"),
		.bad = "CARD_NUMBER="
		       "45398"
		       "106"
		       "72409"
		       "137"
		       "\n",
		.good = "CARD_NUMBER=${CARD_NUMBER"
			"}\nCARD_NUMBER=<your key>\n",
	},
};
