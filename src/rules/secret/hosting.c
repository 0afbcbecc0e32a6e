/* Smaller clouds, hosting, content delivery. */
#include "rules/secret/secret.h"

const struct rule rules_secret_hosting[] = {
	{
		.id = "SE034",
		.name = "digitalocean_pat",
		.title = "DigitalOcean personal access token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("dop_v1_", "dop_v1_[0-9a-f]{64}", SECRET_ANYWHERE, 3.0, NULL,
		      "https://cloud.digitalocean.com/account/api/tokens"),
		.bad = "DIGITALOCEAN_PAT="
		       "dop_v1_a3fb1"
		       "141f5b62f0f"
		       "52a8e665cadba"
		       "01e2cc1a2b1"
		       "241e6156a8103"
		       "6d746df3f2c"
		       "\n",
		.good = "ref=dop"
			"_v1_a3f\n",
	},
	{
		.id = "SE035",
		.name = "digitalocean_oauth",
		.title = "DigitalOcean OAuth token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("doo_v1_", "doo_v1_[0-9a-f]{64}", SECRET_ANYWHERE, 3.0, NULL,
		      "https://cloud.digitalocean.com/account/api/access"),
		.bad = "DIGITALOCEAN_OAUTH="
		       "doo_v1_7d68e"
		       "b25f360b7c3"
		       "69fb29976ca6c"
		       "045ab4789b0"
		       "0a847b8be87cd"
		       "5a6fc3c0b58"
		       "\n",
		.good = "ref=doo"
			"_v1_7d6\n",
	},
	{
		.id = "SE036",
		.name = "digitalocean_refresh",
		.title = "DigitalOcean refresh token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("dor_v1_", "dor_v1_[0-9a-f]{64}", SECRET_ANYWHERE, 3.0, NULL,
		      "https://cloud.digitalocean.com/account/api/access"),
		.bad = "DIGITALOCEAN_REFRESH="
		       "dor_v1_32080"
		       "8a5256bde78"
		       "6db93492c3e42"
		       "483d51fb4f6"
		       "6a555e24c4fe8"
		       "0dace76da20"
		       "\n",
		.good = "ref=dor"
			"_v1_320\n",
	},
	{
		.id = "SE037",
		.name = "digitalocean_spaces_secret",
		.title = "DigitalOcean Spaces secret key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("spaces do_spaces do-spaces dospaces", "[A-Za-z0-9/+]{43}", 0, 3.8,
		      secret_verify_name, "https://cloud.digitalocean.com/account/api/spaces"),
		.bad = "SPACES_SECRET_KEY="
		       "+OEZ+JO+vHJ"
		       "ujhKSmbrIK"
		       "vJmImI2eTZkX"
		       "rPwigBqke2"
		       "\n",
		.good = "SPACES_SECRET_KEY=${SPACES_SECRET_"
			"KEY}\nSPACES_SECRET_KEY=<your key>\n",
	},
	{
		.id = "SE038",
		.name = "alibaba_access_key_id",
		.title = "Alibaba Cloud access key id",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("LTAI", "LTAI(?:[A-Za-z0-9]{20}|[A-Za-z0-9]{12,18})", SECRET_CASE, 3.0, NULL,
		      "RAM console, AccessKey pairs: disable, then delete"),
		.bad = "ALIBABA_ACCESS_KEY_ID="
		       "LTAI5tu"
		       "Ur1QE"
		       "mVkSbIZ"
		       "A245K"
		       "\n",
		.good = "ref=LT"
			"AI5tu\n",
	},
	{
		.id = "SE039",
		.name = "alibaba_secret_key",
		.title = "Alibaba Cloud access key secret",
		ROW(CRITICAL, MEDIUM, 798, ".env"),
		VALUE("alibaba aliyun oss_access oss-access ossaccess oss_secret oss-secret "
		      "osssecret access_key_secret access-key-secret accesskeysecret",
		      "[A-Za-z0-9]{30}", 0, 3.5, secret_verify_name,
		      "RAM console, AccessKey pairs: disable, then delete"),
		.bad = "ALIBABA_CLOUD_ACCESS_KEY_SECRET="
		       "zgkAT4TO"
		       "Z4Ve0bZ"
		       "YrHiPOPK"
		       "38eLI0I"
		       "\n",
		.good = "ALIBABA_CLOUD_ACCESS_KEY_SECRET=${ALIBABA_CLOUD_ACCESS_"
			"KEY_SECRET}\nALIBABA_CLOUD_ACCESS_KEY_SECRET=<your key>\n",
	},
	{
		.id = "SE040",
		.name = "tencent_secret_id",
		.title = "Tencent Cloud secret id",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("AKID", "AKID[A-Za-z0-9]{32}", SECRET_CASE, 3.5, NULL,
		      "CAM console, API keys: disable, then delete"),
		.bad = "TENCENT_SECRET_ID="
		       "AKIDolPNly"
		       "5isKeaVN"
		       "6o09bsOuff"
		       "qPjHHaQn"
		       "\n",
		.good = "ref=AK"
			"IDolP\n",
	},
	{
		.id = "SE041",
		.name = "tencent_secret_key",
		.title = "Tencent Cloud secret key",
		ROW(CRITICAL, MEDIUM, 798, ".env"),
		VALUE("tencent qcloud cos_secret cos-secret cossecret", "[A-Za-z0-9]{32}", 0, 3.5,
		      secret_verify_name, "CAM console, API keys: disable, then delete"),
		.bad = "TENCENTCLOUD_SECRET_KEY="
		       "K14FheS4P"
		       "h8O6OSq"
		       "SgvFtMSwE"
		       "8zlvPXR"
		       "\n",
		.good = "TENCENTCLOUD_SECRET_KEY=${TENCENTCLOUD_SECR"
			"ET_KEY}\nTENCENTCLOUD_SECRET_KEY=<your key>\n",
	},
	{
		.id = "SE042",
		.name = "yandex_api_key",
		.title = "Yandex Cloud API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("AQVN", "AQVN[A-Za-z0-9_\\-]{35,38}", SECRET_CASE, 3.5, NULL,
		      "Yandex Cloud console, the service account: delete the API key"),
		.bad = "YANDEX_API_KEY="
		       "AQVNA96FxX"
		       "WVOdjlN4o"
		       "HvYLaMeWqfN"
		       "IOG5xALGz"
		       "\n",
		.good = "ref=AQ"
			"VNA96\n",
	},
	{
		.id = "SE043",
		.name = "yandex_iam_token",
		.title = "Yandex Cloud IAM token",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("t1.9euel t1.",
		      "t1\\.[A-Za-z0-9_\\-]{40,1000}={0,2}\\.[A-Za-z0-9_\\-]{86}={0,2}", 0, 3.5,
		      NULL, "it lives twelve hours; revoke with yc iam revoke-token"),
		.bad = "YANDEX_IAM_TOKEN="
		       "t1.9euelH1DlZCj99ZDTW7-AZhq7NTGSoGRY"
		       "sUFKgeJa1gxIkcXC8RLxL66-nqJIpAYdJfb"
		       "2TH0_8MFUVDk4P6KjaDlomK18Rrmwt8Pae6Vd"
		       "xLSf17nPbf8EbPhC1UBY.ue1qRJdKoe964B"
		       "WSfHlzVIdeURftFb0kyaZTY0pJPrYbowMw85_"
		       "SOVroMA3Azu1PiILsb8XsuhplqZM3waf4Ja"
		       "\n",
		.good = "ref=t1.9"
			"euelH1D\n",
	},
	{
		.id = "SE044",
		.name = "yandex_static_secret",
		.title = "Yandex Cloud static secret key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("YC", "YC[A-Za-z0-9_\\-]{38}", SECRET_CASE, 3.8, secret_verify_mixed,
		      "Yandex Cloud console, the service account: delete the static "
		      "access key"),
		.bad = "YANDEX_STATIC_SECRET="
		       "YCQWnylbbn0"
		       "iQrG_qnJz"
		       "dbGhX22e4eF"
		       "3ew417Vqw"
		       "\n",
		.good = "ref=Y"
			"CQWn\n",
	},
	{
		.id = "SE045",
		.name = "yandex_oauth",
		.title = "Yandex OAuth token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("y0_ y1_ y2_ y3_", "y[0-3]_[A-Za-z0-9_\\-]{55,60}", 0, 3.5,
		      secret_verify_mixed, "https://id.yandex.com, Data, Access of apps"),
		.bad = "YANDEX_OAUTH="
		       "y2_PAtPVeZxIN2h"
		       "kIvYeF1vIVbmQM"
		       "Y0KgcQ8683gWfeb"
		       "Etzuz5NmiioESD"
		       "\n",
		.good = "ref=y"
			"2_PAt\n",
	},
	{
		.id = "SE046",
		.name = "ibm_cloud_api_key",
		.title = "IBM Cloud API key",
		ROW(CRITICAL, MEDIUM, 798, ".env"),
		VALUE("ibm bluemix watson", "[A-Za-z0-9_\\-]{44}", 0, 3.8, secret_verify_name,
		      "https://cloud.ibm.com/iam/apikeys"),
		.bad = "IBM_CLOUD_API_KEY="
		       "pcdKZ17JOPSX"
		       "vt9u4AVDJL"
		       "r2XoJm7ypb6p"
		       "L1HhlI5Goi"
		       "\n",
		.good = "IBM_CLOUD_API_KEY=${IBM_CLOUD_API_"
			"KEY}\nIBM_CLOUD_API_KEY=<your key>\n",
	},
	{
		.id = "SE047",
		.name = "oracle_cloud_auth_token",
		.title = "Oracle Cloud auth token or customer secret",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("oci_auth oci-auth ociauth oci_token oci-token ocitoken oci_password "
		      "oci-password ocipassword oci_secret oci-secret ocisecret oracle_cloud "
		      "oracle-cloud oraclecloud",
		      "[^\\s\"\\']{20}|[A-Za-z0-9+/]{43}=", 0, 3.2, secret_verify_name,
		      "OCI console, User settings, Auth tokens or Customer secret keys: "
		      "delete"),
		.bad = "OCI_AUTH_TOKEN="
		       "FF;vyv"
		       "NFsX"
		       "jMvz7A"
		       "xfHf"
		       "\n",
		.good = "OCI_AUTH_TOKEN=${OCI_AUTH_TOK"
			"EN}\nOCI_AUTH_TOKEN=<your key>\n",
	},
	{
		.id = "SE048",
		.name = "hetzner_api_token",
		.title = "Hetzner Cloud API token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("hetzner hcloud", "[A-Za-z0-9]{64}", 0, 3.8, secret_verify_name,
		      "Hetzner console, Security, API tokens: delete"),
		.bad = "HCLOUD_TOKEN="
		       "qK59DM1kZUf"
		       "s0anP1CbM3"
		       "a2uQySLarCcQ"
		       "KqiMn1te6"
		       "QWA0sphC8xsr"
		       "JFxjBBImI7"
		       "\n",
		.good = "HCLOUD_TOKEN=${HCLOUD_TOKE"
			"N}\nHCLOUD_TOKEN=<your key>\n",
	},
	{
		.id = "SE049",
		.name = "linode_token",
		.title = "Linode (Akamai) personal access token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("linode", "[0-9a-f]{64}", 0, 3.0, secret_verify_name,
		      "https://cloud.linode.com/profile/tokens"),
		.bad = "LINODE_TOKEN="
		       "eced6fdf4a3"
		       "4b0a308ed6"
		       "41d5bea90f0b"
		       "342c64f14"
		       "fc02d788b18d"
		       "95cf1c1ab5"
		       "\n",
		.good = "LINODE_TOKEN=${LINODE_TOKE"
			"N}\nLINODE_TOKEN=<your key>\n",
	},
	{
		.id = "SE050",
		.name = "akamai_edgegrid_token",
		.title = "Akamai EdgeGrid client or access token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("akab-", "akab-[a-z0-9]{16}-[a-z0-9]{16}", 0, 3.2, NULL,
		      "Akamai Control Center, Identity and access: deactivate the "
		      "credential"),
		.bad = "AKAMAI_EDGEGRID_TOKEN="
		       "akab-bfjrv"
		       "0o5asv8wm"
		       "na-r6n53n7"
		       "94sxzxuzz"
		       "\n",
		.good = "ref=ak"
			"ab-bfj\n",
	},
	{
		.id = "SE051",
		.name = "akamai_client_secret",
		.title = "Akamai EdgeGrid client secret",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("akamai edgegrid", "[A-Za-z0-9+/]{43}=", 0, 3.8, secret_verify_name,
		      "Akamai Control Center, Identity and access: deactivate the "
		      "credential"),
		.bad = "AKAMAI_CLIENT_SECRET="
		       "+G3HmcZR6Giy"
		       "hWrJDeytJw"
		       "qpeDH42Bgzxe"
		       "YmsUugBvl="
		       "\n",
		.good = "AKAMAI_CLIENT_SECRET=${AKAMAI_CLIENT_S"
			"ECRET}\nAKAMAI_CLIENT_SECRET=<your key>\n",
	},
	{
		.id = "SE052",
		.name = "scaleway_secret_key",
		.title = "Scaleway secret key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("scaleway scw",
		      "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", 0, 2.8,
		      secret_verify_name, "Scaleway console, IAM, API keys: delete"),
		.bad = "SCW_SECRET_KEY="
		       "0cbbce6a-1"
		       "e47-e68a"
		       "-076d-fa7d"
		       "5354d985"
		       "\n",
		.good = "SCW_SECRET_KEY=${SCW_SECRET_K"
			"EY}\nSCW_SECRET_KEY=<your key>\n",
	},
	{
		.id = "SE053",
		.name = "scaleway_access_key",
		.title = "Scaleway access key",
		ROW(LOW, HIGH, 798, ".env"),
		TOKEN("SCW", "SCW[A-Z0-9]{17}", SECRET_CASE, 3.0, secret_verify_mixed,
		      "Scaleway console, IAM, API keys: delete"),
		.bad = "SCALEWAY_ACCESS_KEY="
		       "SCWYEK"
		       "ZSDO"
		       "96EQIQ"
		       "D841"
		       "\n",
		.good = "ref=S"
			"CWYEK\n",
	},
	{
		.id = "SE054",
		.name = "ovh_secret",
		.title = "OVH application secret or consumer key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("ovh", "[A-Za-z0-9]{32}|[0-9a-f]{32}", 0, 3.0, secret_verify_name,
		      "https://api.ovh.com/console, /me/api/application"),
		.bad = "OVH_APPLICATION_SECRET="
		       "SOcAjTLFH"
		       "U0Do8ax"
		       "tIMCLnr2d"
		       "GfHEMYE"
		       "\n",
		.good = "OVH_APPLICATION_SECRET=${OVH_APPLICATION_"
			"SECRET}\nOVH_APPLICATION_SECRET=<your key>\n",
	},
	{
		.id = "SE055",
		.name = "vultr_api_key",
		.title = "Vultr API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("vultr", "[A-Z0-9]{36}", 0, 3.3, secret_verify_name,
		      "https://my.vultr.com/settings, API"),
		.bad = "VULTR_API_KEY="
		       "RIUAL4EC6A"
		       "CLGURGUO"
		       "ROSJUH6GRE"
		       "A1MXT4Q0"
		       "\n",
		.good = "VULTR_API_KEY=${VULTR_API_KE"
			"Y}\nVULTR_API_KEY=<your key>\n",
	},
	{
		.id = "SE056",
		.name = "fly_macaroon",
		.title = "Fly.io access token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("fm1a_ fm1r_ fm2_", "fm(?:1[ar]|2)_[A-Za-z0-9+/]{100,3000}={0,3}", 0, 4.0,
		      NULL, "fly tokens revoke"),
		.bad = "FLY_MACAROON="
		       "fm2_/abclvVIMTZLUGCEGbg3xq"
		       "6wn13agj0SL71O4vM8zU59LwJ"
		       "xqh3JnBqe84eUXPMYmKZSKlv8AA"
		       "/WCF6QLJA4OLSIhEuH8B+m5u"
		       "DgoPT5WxQsVEt8ciUNTRRz/D0jh"
		       "2z3dF8x83UPpca9jGaoPHYb+/"
		       "\n",
		.good = "ref=fm"
			"2_/ab\n",
	},
	{
		.id = "SE057",
		.name = "fly_oauth_token",
		.title = "Fly.io personal token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("fo1_", "fo1_[A-Za-z0-9_\\-]{43}", 0, 3.5, NULL,
		      "https://fly.io/user/personal_access_tokens"),
		.bad = "FLY_OAUTH_TOKEN="
		       "fo1_KwH9hWAf"
		       "iEnwtJRXvTn"
		       "an3ls1HOkVhm0"
		       "Lcqi7t5ROW9"
		       "\n",
		.good = "ref=fo"
			"1_KwH\n",
	},
	{
		.id = "SE058",
		.name = "render_api_key",
		.title = "Render API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("rnd_", "rnd_[A-Za-z0-9]{28,36}", 0, 3.5, secret_verify_mixed,
		      "https://dashboard.render.com, Account settings, API keys"),
		.bad = "RENDER_API_KEY="
		       "rnd_XUXE0F"
		       "i7m6EVw5"
		       "lttA1xBlVi"
		       "bhvoGdFJ"
		       "\n",
		.good = "ref=rn"
			"d_XUX\n",
	},
	{
		.id = "SE059",
		.name = "railway_token",
		.title = "Railway token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("railway", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", 0,
		      2.8, secret_verify_name, "https://railway.com/account/tokens"),
		.bad = "RAILWAY_TOKEN="
		       "f19312b5-e"
		       "7db-06ac"
		       "-d596-0c17"
		       "e98d7f95"
		       "\n",
		.good = "RAILWAY_TOKEN=${RAILWAY_TOKE"
			"N}\nRAILWAY_TOKEN=<your key>\n",
	},
	{
		.id = "SE060",
		.name = "heroku_api_key",
		.title = "Heroku API key (UUID)",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("heroku",
		      "(?:HRKU-)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]"
		      "{12}",
		      0, 2.8, secret_verify_name,
		      "https://dashboard.heroku.com/account, Regenerate API key"),
		.bad = "HEROKU_API_KEY="
		       "4918c9"
		       "af-51d0-5"
		       "441-86e2-4e"
		       "e423a4cd3e"
		       "\n",
		.good = "HEROKU_API_KEY=${HEROKU_API_K"
			"EY}\nHEROKU_API_KEY=<your key>\n",
	},
	{
		.id = "SE061",
		.name = "heroku_token",
		.title = "Heroku API token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("HRKU-",
		      "HRKU-(?:AA[A-Za-z0-9_\\-]{58}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{"
		      "4}-[0-9a-f]{12})",
		      SECRET_CASE, 2.9, NULL, "https://dashboard.heroku.com/account/applications"),
		.bad = "HEROKU_TOKEN="
		       "HRKU-AAlmbL"
		       "NldzQkpxlc"
		       "JATewFxKJinp"
		       "Hz1JH0xRpD"
		       "ytLvS9Frt-QB"
		       "Di6Jlx-9ML"
		       "\n",
		.good = "ref=HRK"
			"U-AAlmb\n",
	},
	{
		.id = "SE062",
		.name = "netlify_pat",
		.title = "Netlify personal access token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("nfp_ nfc_ nfo_ nfu_", "nf[pcou]_[A-Za-z0-9]{36}", 0, 3.5, NULL,
		      "https://app.netlify.com/user/applications"),
		.bad = "NETLIFY_PAT="
		       "nfp_Aa7PcRM"
		       "mHuELE3IP"
		       "hmZrMYq10ql"
		       "ZMmeqqChT"
		       "\n",
		.good = "ref=nf"
			"p_Aa7\n",
	},
	{
		.id = "SE063",
		.name = "netlify_token",
		.title = "Netlify access token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("netlify", "[A-Za-z0-9=_\\-]{40,46}", 0, 3.5, secret_verify_name,
		      "https://app.netlify.com/user/applications"),
		.bad = "NETLIFY_AUTH_TOKEN="
		       "M=FSZuhRThU"
		       "ZhKNczN6T"
		       "x6xoD-Ptr3k"
		       "UZUsK0UyL"
		       "\n",
		.good = "NETLIFY_AUTH_TOKEN=${NETLIFY_AUTH_T"
			"OKEN}\nNETLIFY_AUTH_TOKEN=<your key>\n",
	},
	{
		.id = "SE064",
		.name = "vercel_token",
		.title = "Vercel access token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("vercel", "[A-Za-z0-9]{24}", 0, 3.3, secret_verify_name,
		      "https://vercel.com/account/tokens"),
		.bad = "VERCEL_TOKEN="
		       "74Co2N6"
		       "S2Rqd"
		       "TNE7UZo"
		       "KCOJA"
		       "\n",
		.good = "VERCEL_TOKEN=${VERCEL_TOKE"
			"N}\nVERCEL_TOKEN=<your key>\n",
	},
	{
		.id = "SE065",
		.name = "vercel_prefixed_token",
		.title = "Vercel token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("vcp_ vck_ vci_ vca_ vcr_", "vc[pkiar]_[A-Za-z0-9]{24,72}", 0, 3.5,
		      secret_verify_mixed, "https://vercel.com/account/tokens"),
		.bad = "VERCEL_PREFIXED_TOKEN="
		       "vck_hOOy86S"
		       "F1zMB6OI6"
		       "AqdRApmu7rG"
		       "7CYYdpDmo"
		       "EQJQhy3x5uN"
		       "cC9vJLyjC"
		       "\n",
		.good = "ref=vc"
			"k_hOO\n",
	},
	{
		.id = "SE066",
		.name = "vercel_blob_token",
		.title = "Vercel Blob read-write token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("vercel_blob_rw_", "vercel_blob_rw_[A-Za-z0-9]{14,20}_[A-Za-z0-9]{28,40}", 0,
		      3.5, NULL, "Vercel dashboard, Storage: rotate the token of the store"),
		.bad = "VERCEL_BLOB_TOKEN="
		       "vercel_blob_rw_"
		       "dWRtIEYKaCaCNX"
		       "_sciEdHGGODzXwp"
		       "WVoh9UoBWX7HjJ"
		       "\n",
		.good = "ref=vercel_"
			"blob_rw_dWR\n",
	},
	{
		.id = "SE067",
		.name = "cloudflare_api_token",
		.title = "Cloudflare API token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("cloudflare cf_api cf-api cfapi cf_token cf-token cftoken",
		      "[A-Za-z0-9_\\-]{40}", 0, 3.3, secret_verify_name,
		      "https://dash.cloudflare.com/profile/api-tokens"),
		.bad = "CLOUDFLARE_API_TOKEN="
		       "kaZhJtOCDOD"
		       "5VNLwpeYY"
		       "VAcCUJS-6x4"
		       "6tYsJ_41N"
		       "\n",
		.good = "CLOUDFLARE_API_TOKEN=${CLOUDFLARE_API_"
			"TOKEN}\nCLOUDFLARE_API_TOKEN=<your key>\n",
	},
	{
		.id = "SE068",
		.name = "cloudflare_global_key",
		.title = "Cloudflare global API key",
		ROW(CRITICAL, MEDIUM, 798, ".env"),
		VALUE("cloudflare cf_api cf-api cfapi cf_global cf-global cfglobal x-auth-key",
		      "[0-9a-f]{37}", 0, 2.9, secret_verify_name,
		      "https://dash.cloudflare.com/profile/api-tokens, Global API key: "
		      "change"),
		.bad = "CLOUDFLARE_API_KEY="
		       "4f1991a328"
		       "72e8ccc4"
		       "072184676e"
		       "d2f9f21fc"
		       "\n",
		.good = "CLOUDFLARE_API_KEY=${CLOUDFLARE_API"
			"_KEY}\nCLOUDFLARE_API_KEY=<your key>\n",
	},
	{
		.id = "SE069",
		.name = "cloudflare_prefixed_token",
		.title = "Cloudflare user, account or global token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("cfut_ cfat_ cfk_", "cf(?:ut|at|k)_[A-Za-z0-9]{40,60}", 0, 3.5, NULL,
		      "https://dash.cloudflare.com/profile/api-tokens"),
		.bad = "CLOUDFLARE_PREFIXED_TOKEN="
		       "cfat_hVkwlml"
		       "e6UH6DHIs1"
		       "71OEMtLKcVqF"
		       "ZTzYd4Acb52"
		       "\n",
		.good = "ref=cf"
			"at_hVk\n",
	},
	{
		.id = "SE070",
		.name = "cloudflare_origin_ca_key",
		.title = "Cloudflare origin CA key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("v1.0-", "v1\\.0-[0-9a-f]{24}-[0-9a-f]{146}", 0, 3.0, NULL,
		      "https://dash.cloudflare.com/profile/api-tokens, Origin CA key: "
		      "change"),
		.bad = "CLOUDFLARE_ORIGIN_CA_KEY="
		       "v1.0-366e42c21cb9348fbb18366b-"
		       "f60fb80ca1ef6d53fca0c3427ec6"
		       "eac5f262d636534cb8f2cadcedc5166"
		       "72e5d73ba22f55a0676c3afc590b"
		       "4fec87adcb0a24c2305826e6de8ac1"
		       "7d880fb97cb250c49ffccb2ee0e1b"
		       "\n",
		.good = "ref=v1"
			".0-366\n",
	},
	{
		.id = "SE071",
		.name = "cloudflare_r2_secret",
		.title = "Cloudflare R2 secret access key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("r2_secret r2-secret r2secret r2_access r2-access r2access cloudflare",
		      "[0-9a-f]{64}", 0, 3.0, secret_verify_name,
		      "Cloudflare dashboard, R2, Manage API tokens: roll"),
		.bad = "R2_SECRET_ACCESS_KEY="
		       "5384a0f4dc4"
		       "47f4c19102"
		       "7c4013fc4c8d"
		       "fde0fce3f"
		       "69009c03465b"
		       "7ff17378ff"
		       "\n",
		.good = "R2_SECRET_ACCESS_KEY=${R2_SECRET_ACCES"
			"S_KEY}\nR2_SECRET_ACCESS_KEY=<your key>\n",
	},
	{
		.id = "SE072",
		.name = "cloudflare_tunnel_token",
		.title = "Cloudflare tunnel token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("eyJhIjoi", "eyJhIjoi[A-Za-z0-9+/_\\-]{100,400}={0,2}", SECRET_CASE, 4.0,
		      NULL,
		      "Cloudflare Zero Trust, Networks, Tunnels: rotate or delete the "
		      "tunnel"),
		.bad = "CLOUDFLARE_TUNNEL_TOKEN="
		       "eyJhIjoiXLPrPIOo22s"
		       "DD_CXKv/06uw-FjiY"
		       "ubYlJC2XIQj30D1eSSg"
		       "4_PUlt1jHyRwcV/RK"
		       "44E4dsaaamC407/_qlD"
		       "AVAh77a6rt74ai-Dq"
		       "\n",
		.good = "ref=eyJh"
			"IjoiXLP\n",
	},
	{
		.id = "SE073",
		.name = "fastly_api_token",
		.title = "Fastly API token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("fastly", "[A-Za-z0-9_\\-]{32}", 0, 3.3, secret_verify_name,
		      "https://manage.fastly.com/account/personal/tokens"),
		.bad = "FASTLY_API_TOKEN="
		       "r_AGhPQnV"
		       "yAveBYq"
		       "H4CyDTkOm"
		       "Wes-5aZ"
		       "\n",
		.good = "FASTLY_API_TOKEN=${FASTLY_API_TO"
			"KEN}\nFASTLY_API_TOKEN=<your key>\n",
	},
	{
		.id = "SE074",
		.name = "upcloud_token",
		.title = "UpCloud API token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("ucat_", "ucat_[A-Z0-9]{26}", 0, 3.0, NULL,
		      "UpCloud hub, Account, API tokens: delete"),
		.bad = "UPCLOUD_TOKEN="
		       "ucat_R29"
		       "JEUX92I"
		       "XEJ65Y3DH"
		       "5EPRSVE"
		       "\n",
		.good = "ref=uc"
			"at_R29\n",
	},
	{
		.id = "SE075",
		.name = "exoscale_api_key",
		.title = "Exoscale API key",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("EXO", "EXO[0-9a-f]{24}", SECRET_CASE, 2.8, NULL,
		      "Exoscale portal, IAM, API keys: revoke"),
		.bad = "EXOSCALE_API_KEY="
		       "EXOad67"
		       "dbc1b5"
		       "2b4428f0"
		       "9b53e4"
		       "\n",
		.good = "ref=E"
			"XOad6\n",
	},
	{
		.id = "SE076",
		.name = "exoscale_secret",
		.title = "Exoscale API secret",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("exoscale", "[A-Za-z0-9_\\-]{43}", 0, 3.6, secret_verify_name,
		      "Exoscale portal, IAM, API keys: revoke"),
		.bad = "EXOSCALE_API_SECRET="
		       "czAtesgHIMh"
		       "HHHXKcmu4-"
		       "94IsRhyQ7zZm"
		       "rRE93ckGQf"
		       "\n",
		.good = "EXOSCALE_API_SECRET=${EXOSCALE_API_SE"
			"CRET}\nEXOSCALE_API_SECRET=<your key>\n",
	},
	{
		.id = "SE077",
		.name = "backblaze_application_key",
		.title = "Backblaze B2 application key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("backblaze b2_app b2-app b2app b2_key b2-key b2key b2_secret b2-secret "
		      "b2secret",
		      "K00[0-9][A-Za-z0-9+/]{27}", 0, 3.3, secret_verify_name,
		      "https://secure.backblaze.com/app_keys.htm"),
		.bad = "B2_APPLICATION_KEY="
		       "K003lXH7"
		       "2CgrVfm"
		       "ej5DfTaPz"
		       "JBN96zY"
		       "\n",
		.good = "B2_APPLICATION_KEY=${B2_APPLICATION"
			"_KEY}\nB2_APPLICATION_KEY=<your key>\n",
	},
	{
		.id = "SE078",
		.name = "civo_api_key",
		.title = "Civo API key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("civo", "[A-Za-z0-9]{50}", 0, 3.6, secret_verify_name,
		      "https://dashboard.civo.com/security"),
		.bad = "CIVO_API_KEY="
		       "1r0vxeeAmO0kF"
		       "lkXdyEO6is6v"
		       "rRDIpwis0vF1k"
		       "HMybfc7CqNPc"
		       "\n",
		.good = "CIVO_API_KEY=${CIVO_API_KE"
			"Y}\nCIVO_API_KEY=<your key>\n",
	},
	{
		.id = "SE079",
		.name = "scalingo_token",
		.title = "Scalingo API token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("tk-us-", "tk-us-[A-Za-z0-9_\\-]{48}", 0, 3.5, NULL,
		      "https://dashboard.scalingo.com/account/tokens"),
		.bad = "SCALINGO_TOKEN="
		       "tk-us-vJ2w1OYk"
		       "3zsVr_a1s0BnL"
		       "vda5YSRYgSmurt"
		       "Sxx04lowvmR3U"
		       "\n",
		.good = "ref=tk-"
			"us-vJ2\n",
	},
	{
		.id = "SE080",
		.name = "openshift_token",
		.title = "OpenShift user token",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("sha256~", "sha256~[A-Za-z0-9_\\-]{43}", 0, 3.5, NULL,
		      "oc delete useroauthaccesstokens"),
		.bad = "OPENSHIFT_TOKEN="
		       "sha256~lw7xtO"
		       "LaCy0NqJUExQ"
		       "RwnFu8_yxlpjv"
		       "Jj3corQSTfsN"
		       "\n",
		.good = "ref=sha"
			"256~lw7\n",
	},
	{
		.id = "SE081",
		.name = "baidu_cloud_key",
		.title = "Baidu AI Cloud API key",
		ROW(HIGH, HIGH, 798, ".env"),
		TOKEN("bce-v3/", "bce-v3/ALTAK-[A-Za-z0-9]{21}/[0-9a-f]{40}", 0, 3.0, NULL,
		      "Baidu AI Cloud console, Security authentication: delete the key"),
		.bad = "BAIDU_CLOUD_KEY="
		       "bce-v3/ALTAK-"
		       "n6HeG8fQuxjp"
		       "F1m3KamHZ/cfd"
		       "db6f33768cce"
		       "a50e3440e0bef"
		       "c45006626c3b"
		       "\n",
		.good = "ref=bce"
			"-v3/ALT\n",
	},
	{
		.id = "SE082",
		.name = "volcengine_access_key",
		.title = "Volcengine access key id",
		ROW(MEDIUM, HIGH, 798, ".env"),
		TOKEN("AKLT", "AKLT[A-Za-z0-9+/]{40,46}={0,2}", SECRET_CASE, 3.5, NULL,
		      "Volcengine console, Access keys: delete"),
		.bad = "VOLCENGINE_ACCESS_KEY="
		       "AKLT5/934JS8"
		       "qmbv4+/TKF"
		       "JpTAuqGtGUqy"
		       "cyN9N+MqX6"
		       "\n",
		.good = "ref=AK"
			"LT5/9\n",
	},
	{
		.id = "SE083",
		.name = "wasabi_secret",
		.title = "Wasabi secret key",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("wasabi minio", "[A-Za-z0-9/+]{40}", 0, 3.8, secret_verify_name,
		      "the storage console, Access keys: delete"),
		.bad = "WASABI_SECRET_KEY="
		       "3JL3MgtXT5Y"
		       "GyhK4eP3n"
		       "Lq5pqgY1qof"
		       "WnHwSETz0"
		       "\n",
		.good = "WASABI_SECRET_KEY=${WASABI_SECRET_"
			"KEY}\nWASABI_SECRET_KEY=<your key>\n",
	},
	{
		.id = "SE084",
		.name = "koyeb_token",
		.title = "Koyeb API token",
		ROW(HIGH, MEDIUM, 798, ".env"),
		VALUE("koyeb", "[a-z0-9]{64}", 0, 3.5, secret_verify_name,
		      "https://app.koyeb.com/user/settings/api"),
		.bad = "KOYEB_TOKEN="
		       "5be5zrb5mcs"
		       "b4z1hl6fjx"
		       "mzuyw8iuva1d"
		       "q391hkkbx"
		       "jv2aeebdjtiv"
		       "0ffl722fr7"
		       "\n",
		.good = "KOYEB_TOKEN=${KOYEB_TOKEN"
			"}\nKOYEB_TOKEN=<your key>\n",
	},
};
