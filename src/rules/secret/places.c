/* Credentials that are known by the place in which they stand: URLs, connection strings, files of
 * programs that log in, headers, command lines. */
#include "rules/secret/secret.h"

const struct rule rules_secret_places[] = {
	{
		.id = "SE640",
		.name = "url_database",
		.title = "Database or broker URL with a password",
		ROW(HIGH, HIGH, 798, ".env"),
		TEXT("postgres mysql mariadb mongodb redis amqp mssql oracle clickhouse "
		     "cockroach cassandra neo4j bolt snowflake redshift valkey sqlserver pg:// "
		     "db2:// vertica:// vertica+ trino:// trino+ presto:// presto+ hive:// hive+ "
		     "nats:// mqtt:// mqtts:// kafka:// kafka+ stomp:// stomp+ celery:// "
		     "memcached:// influxdb:// influxdb+ elasticsearch:// elasticsearch+ "
		     "opensearch:// opensearch+ couchbase:// couchbases:// couchdb:// couchdb+",
		     "(?i)\\b(?:jdbc:)?(?:postgres(?:ql)?|pg|redshift|mysql|mariadb|mongo"
		     "db|rediss?|valkey|amqps?|mssql|sqlserver|oracle|clickhouse|cockroa"
		     "chdb|cassandra|neo4j|bolt|snowflake|db2|vertica|trino|presto|hive|"
		     "nats|mqtts?|kafka|stomp|celery|memcached|influxdb|elasticsearch|op"
		     "ensearch|couchbase|couchdb)(?:\\+[a-z0-9_]{1,20}){0,2}(?:\\+?s|\\+ssl"
		     "|\\+neo4j)?:(?:\\\\?/){2}[^\\s/?#:@\"\\'<>`]{0,128}:([^\\s\"\\'<>`]{1,256}?)"
		     "@(?=[A-Za-z0-9\\[_${.\\-]{2})[^\\s@\"\\'<>`]{0,200}",
		     0, 0, secret_verify_url, "change the password on the server"),
		.bad = "DATABASE_URL=postgresql://app:"
		       "q9n6"
		       "15F"
		       "dOaw"
		       "wXs"
		       "@db.corp.internal/app\n",
		.good = "DATABASE_URL=postgresql://app:${DB_PASS}@db/a"
			"pp\nBROKER=amqp://guest:guest@localhost:5672//\n",
	},
	{
		.id = "SE641",
		.name = "url_password",
		.title = "URL with a password",
		ROW(HIGH, HIGH, 798, ".env"),
		TEXT(":// :\\/\\/",
		     "(?i)\\b[a-z][a-z0-9+.\\-]{1,30}:(?:\\\\?/){2}[^\\s/?#:@\"\\'<>`&=|]{0,128"
		     "}:([^\\s/\"\\'<>`?#]{1,256}?)@(?=[A-Za-z0-9\\[_${.\\-]{2})[^\\s@\"\\'<>`]{"
		     "0,200}",
		     SECRET_URL, 0, secret_verify_url, "change the password on the server"),
		.bad = "PROXY=http://svc:"
		       "A4JP"
		       "9ak"
		       "MtcK"
		       "LLm"
		       "@proxy.corp.internal:3128\n",
		.good = "PROXY=http://svc:${PROXY_PASS}@proxy.corp.inter"
			"nal:3128\nURL=https://user:password@example.com/\n",
	},
	{
		.id = "SE642",
		.name = "url_token",
		.title = "URL with a token as its user",
		ROW(HIGH, HIGH, 798, "run.sh"),
		TEXT(":// :\\/\\/",
		     "(?i)\\bhttps?:(?:\\\\?/){2}([A-Za-z0-9_\\-]{24,200})(?::x-oauth-basic)?@"
		     "(?=[A-Za-z0-9.\\-]{4})",
		     SECRET_URL, 3.3, secret_verify_url_token, "revoke the token"),
		.bad = "git clone https://"
		       "r7aCiHtK9j"
		       "U20ZLItl"
		       "BFVHN5MawB"
		       "DzjImnll"
		       "@git.corp.internal/a/b.git\n",
		.good = "git clone https://deploy@"
			"git.corp.internal/a/b.git\n",
	},
	{
		.id = "SE643",
		.name = "connection_password",
		.title = "Password in a connection string (ADO, ODBC, JDBC)",
		ROW(HIGH, HIGH, 798, ".env"),
		TEXT("pwd= password=",
		     "(?i)(?<![^;\"\\'?&\\s])(?:Password|Pwd)[ \\t]*=[ \\t]*([^;&\"\\'\\s<>{}$]{"
		     "4,128})",
		     0, 0, secret_verify_connection, "change the password on the server"),
		.bad = "CONN=\"Server=db1;Database=app;User Id=svc;Password="
		       "q74g"
		       "1Ng"
		       "QGrA"
		       "yB2"
		       ";\"\n",
		.good = "CONN=\"Server=db1;Database=app;User"
			" Id=svc;Password=${DB_PASSWORD};\"\n",
	},
	{
		.id = "SE644",
		.name = "netrc_password",
		.title = "Password in .netrc",
		ROW(HIGH, HIGH, 798, ".netrc"),
		TEXT("machine",
		     "\\bmachine\\s+[^\\s]{1,200}\\s+login\\s+[^\\s]{1,200}\\s+(?:account\\s+[^\\s"
		     "]{1,100}\\s+)?password\\s+([^\\s\"\\',;<>{}$]{3,200})",
		     SECRET_SHORT, 0, secret_verify_typed, "change the password on that machine"),
		.bad = "machine api.corp.internal login svc password "
		       "E6QB"
		       "JLk"
		       "EqKO"
		       "4aR"
		       "\n",
		.good = "machine api.corp.internal lo"
			"gin svc password <password>\n",
	},
	{
		.id = "SE645",
		.name = "pgpass_password",
		.title = "Password in .pgpass",
		ROW(HIGH, HIGH, 798, ".pgpass"),
		TEXT(":5432: :5433: :6432: :26257: :*:",
		     "(?m)^[^:\\s#]{1,200}:(?:[0-9]{2,5}|\\*):[^:\\s]{1,100}:[^:\\s]{1,100}:"
		     "([^\\r\\n\\s]{3,200})$",
		     SECRET_SHORT, 0, secret_verify_typed, "ALTER ROLE ... PASSWORD on the server"),
		.bad = "db1.corp.internal:5432:app:svc:"
		       "a5IR"
		       "xlr"
		       "k7Zg"
		       "yX7"
		       "\n",
		.good = "# hostname:port:database:username:password"
			"\ndb1.corp.internal:5432:app:svc:$PASSWORD\n",
	},
	{
		.id = "SE646",
		.name = "docker_auth",
		.title = "Registry credentials of a Docker configuration",
		ROW(HIGH, HIGH, 798, "config.json"),
		TEXT("\"auth\" \\\"auth\\\"",
		     "\\\\?\"auth\\\\?\"[ \\t]*:[ \\t]*\\\\?\"([A-Za-z0-9+/]{8,2000}={0,2})\\\\?\"",
		     0, 0, secret_verify_docker_auth,
		     "the registry: change the password or revoke the token"),
		.bad = "{\"auths\":{\"registry.corp.internal\":{\"auth\":\""
		       "c3ZjLW1s"
		       "OnA3S3"
		       "gwMm1Rdk"
		       "w5ZA=="
		       "\"}}}\n",
		.good = "{\"auths\":{\"registry.corp"
			".internal\":{\"auth\":\"\"}}}\n",
	},
	{
		.id = "SE647",
		.name = "htpasswd_hash",
		.title = "Password hash in an htpasswd or shadow file",
		ROW(LOW, HIGH, 916, ".htpasswd"),
		TEXT("$apr1$ {sha} $2y$ $2a$ $2b$ $6$ $5$ $y$ $1$",
		     "(?m)^[^:\\s#]{1,64}:(\\$(?:apr1|1|2[aby]|5|6|y)\\$[^\\s:]{20,140}|\\{SH"
		     "A\\}[A-Za-z0-9+/]{27}=)",
		     SECRET_SHORT | SECRET_ANYWHERE, 0, secret_verify_htpasswd,
		     "set a new password: a hash can be guessed offline"),
		.bad = "jo:$apr1$"
		       "PU9Yr0Hj"
		       "$vkshzk"
		       "gIkWztM.P"
		       "VmOEzjM"
		       "\n",
		.good = "jo:$apr"
			"1$salt\n",
	},
	{
		.id = "SE648",
		.name = "jupyter_token",
		.title = "Token or password of a Jupyter server",
		ROW(HIGH, HIGH, 798, "run.sh"),
		TEXT("app.token identityprovider.token ?token= &token= jupyter_token",
		     "(?|(?:ServerApp|NotebookApp|IdentityProvider|LabApp)\\.token[ \\t]*["
		     "= ][ \\t]*u?\\\\?[\"\\']?((?=[A-Za-z]*[0-9])[A-Za-z0-9_\\-]{8,64})(?![A-"
		     "Za-z0-9_\\-])|[?&]token=([0-9a-f]{48})(?![0-9a-f])|JUPYTER_TOKEN[ \\t"
		     "]*[=:][ \\t]*[\"\\']?((?=[A-Za-z]*[0-9])[A-Za-z0-9_\\-]{8,64})(?![A-Za"
		     "-z0-9_\\-]))",
		     0, 2.8, NULL, "restart the server with a new token"),
		.bad = "jupyter lab --ServerApp.token="
		       "7c78cfe70e6be"
		       "f9e766b67de"
		       "13e2031e4b6d7"
		       "e172d4d5978"
		       "\n",
		.good = "jupyter lab --Serv"
			"erApp.token=$TOKEN\n",
	},
	{
		.id = "SE649",
		.name = "authorization_header",
		.title = "Token in an Authorization header",
		ROW(HIGH, HIGH, 798, "run.sh"),
		TEXT("authorization bearer auth-token auth\": auth': auth\\\": auth= auth\t= auth: "
		     "auth_header",
		     "(?i)(?:authorization(?:_header)?|x-auth-token|proxy-authorization|"
		     "auth(?:_header)?|headers?(?=[^A-Za-z0-9\\n]{1,15}[fbru]?[^A-Za-z0-9"
		     "\\n]{0,2}bearer)|bearer_token)[^A-Za-z0-9\\n]{1,14}(?:[fbru][^\\w\\n]?)?"
		     "(?:bearer|token|apikey|api-key|bot|key|oauth)[ \\t]+([A-Za-z0-9_\\-.~+"
		     "/]{16,2000}={0,2})",
		     0, 3.0, secret_verify_token, "revoke the token where it was issued"),
		.bad = "curl -H \"Authorization: Bearer "
		       "h8ZRjucx3oz"
		       "PR13eHOtq"
		       "RyXEyeuFhSB"
		       "lFhTefaUU"
		       "\" $URL\n",
		.good = "curl -H \"Authorization"
			": Bearer $TOKEN\" $URL\n",
	},
	{
		.id = "SE650",
		.name = "basic_auth_header",
		.title = "Password in a Basic Authorization header",
		ROW(HIGH, HIGH, 798, "run.sh"),
		TEXT("basic", "(?i)\\bbasic[ \\t]+([A-Za-z0-9+/]{8,400}={0,2})(?![A-Za-z0-9+/=])",
		     0, 0, secret_verify_basic, "change the password on the server"),
		.bad = "curl -H \"Authorization: Basic "
		       "c3ZjLW1s"
		       "OnA3S3"
		       "gwMm1Rdk"
		       "w5ZA=="
		       "\" $URL\n",
		.good = "curl -H \"Authorization: "
			"Basic $CREDENTIALS\" $URL\n",
	},
	{
		.id = "SE651",
		.name = "curl_user",
		.title = "Password on a curl or wget command line",
		ROW(HIGH, HIGH, 798, "run.sh"),
		TEXT("curl wget httpie",
		     "(?i)\\b(?:curl|wget|httpie)\\b[^\\n|]{0,600}?[ \\t](?:-u|--user|-U|--p"
		     "roxy-user|-a|--auth)(?:[ \\t]*=?[ \\t]*)[\"\\']?[^\\s:\"\\'${}<>]{1,100}:"
		     "([^\\s\"\\'<>]{3,200})",
		     SECRET_SHORT, 0, secret_verify_typed, "change the password on the server"),
		.bad = "curl -u svc:"
		       "d8YM"
		       "sxL"
		       "pumH"
		       "e1f"
		       " https://api.corp.internal\n",
		.good = "curl -u svc:$PASSWORD ht"
			"tps://api.corp.internal\n",
	},
	{
		.id = "SE652",
		.name = "mysql_command",
		.title = "Password on a mysql command line",
		ROW(HIGH, HIGH, 798, "run.sh"),
		TEXT("mysql mariadb",
		     "\\b(?:mysql|mysqldump|mysqladmin|mysqlimport|mysqlsh|mariadb|mariad"
		     "b-dump)\\b[^\\n|;]{0,300}?[ "
		     "\\t]-p\\\\?[\"\\']?([^\\s\"\\'$<>={}\\-\\\\][^\\s\"\\'"
		     "<>\\\\]{2,100})",
		     SECRET_SHORT, 0, secret_verify_typed,
		     "ALTER USER ... IDENTIFIED BY on the server"),
		.bad = "mysql -u root -p"
		       "k6NM"
		       "Rn4"
		       "WjRk"
		       "IwZ"
		       " -h db\n",
		.good = "mysql -u ro"
			"ot -p -h db\n",
	},
	{
		.id = "SE653",
		.name = "sshpass_command",
		.title = "Password on an sshpass command line",
		ROW(HIGH, HIGH, 798, "run.sh"),
		TEXT("sshpass",
		     "\\bsshpass[ \\t]+(?:-v[ \\t]+)?-p[ "
		     "\\t]*\\\\?[\"\\']?([^\\s\"\\'$<>{}\\\\]{3,10"
		     "0})",
		     SECRET_SHORT, 0, secret_verify_typed, "change the password of that account"),
		.bad = "sshpass -p "
		       "T2ao"
		       "A2s"
		       "tChJ"
		       "Wuj"
		       " ssh svc@host\n",
		.good = "sshpass -p \"$PAS"
			"S\" ssh svc@host\n",
	},
	{
		.id = "SE654",
		.name = "login_command",
		.title = "Password on a login command line",
		ROW(HIGH, HIGH, 798, "run.sh"),
		TEXT("login",
		     "\\b(?:docker|podman|helm|oras|skopeo|buildah|nerdctl|crane|az|oc|cf"
		     "|huggingface-cli|hf|gcloud|acr|registry)\\b[^\\n|;]{0,80}?\\blogin\\b["
		     "^\\n|;]{0,300}?[ \\t](?:-p|--password|--token|-t)[= ][ \\t]*\\\\?[\"\\']?("
		     "[^\\s\"\\'$<>{}\\\\]{3,300})",
		     SECRET_SHORT, 0, secret_verify_typed,
		     "change the password or revoke the token"),
		.bad = "docker login -u svc -p "
		       "f58v"
		       "n5t"
		       "vmQP"
		       "IGJ"
		       " registry.corp.internal\n",
		.good = "docker login -u svc "
			"-p $DOCKER_PASSWORD\n",
	},
	{
		.id = "SE655",
		.name = "database_command",
		.title = "Password on a database command line",
		ROW(HIGH, HIGH, 798, "run.sh"),
		TEXT("redis-cli mongo sqlcmd bcp clickhouse-client sqlplus psql cqlsh influx",
		     "\\b(?:redis-cli\\b[^\\n|;]{0,200}?[ \\t](?:-a|--pass)[= ]|mongo(?:sh|d"
		     "ump|restore|export|import)?\\b[^\\n|;]{0,200}?[ \\t](?:-p|--password)"
		     "[= ]|(?:sqlcmd|bcp)\\b[^\\n|;]{0,200}?[ \\t]-P[ \\t]?|clickhouse-clien"
		     "t\\b[^\\n|;]{0,200}?[ \\t]--password[= ]|cqlsh\\b[^\\n|;]{0,200}?[ \\t]-"
		     "p[ \\t]|sqlplus[ \\t]+(?:-[sS][ \\t]+)?[A-Za-z0-9_]{1,60}/)[ \\t]*\\\\?["
		     "\"\\']?([^\\s\"\\'$<>{}@\\\\]{3,100})",
		     SECRET_SHORT, 0, secret_verify_typed, "change the password on the server"),
		.bad = "redis-cli -h cache -a "
		       "Q23b"
		       "K7A"
		       "r8mh"
		       "Bun"
		       " ping\n",
		.good = "redis-cli -h cache -a "
			"\"$REDIS_PASSWORD\" ping\n",
	},
	{
		.id = "SE656",
		.name = "tool_command",
		.title = "Password on the command line of another tool",
		ROW(MEDIUM, HIGH, 798, "run.sh"),
		TEXT("ldapsearch ldapadd ldapmodify ldappasswd ldapwhoami ldapdelete smbclient "
		     "mount.cifs rpcclient pass: "
		     "chpasswd htpasswd unzip 7z\t 7za 7zz 7z.exe 7z\" 7z' 7z$ 7z\\ keytool "
		     "jarsigner twine",
		     "(?:\\bldap(?:search|add|modify|passwd|whoami|delete)\\b[^\\n|;]{0,300"
		     "}?[ \\t]-w[ \\t]|\\bsmbclient\\b[^\\n|;]{0,200}?[ \\t]-U[ \\t]+[^\\s%]{1,60}"
		     "%|-pass(?:in|out)?[ \\t]+pass:|\\bunzip\\b[^\\n|;]{0,100}?[ \\t]-P[ \\t]|\\b7"
		     "z[az]?\\b[^\\n|;]{0,100}?[ \\t]-p|\\b(?:keytool|jarsigner)\\b[^\\n|;]{0,30"
		     "0}?[ \\t]-(?:store|key)pass[ \\t]|\\btwine\\b[^\\n|;]{0,200}?[ \\t]-p[ "
		     "\\t]|\\bhtpasswd[ \\t]+-[a-zA-Z]{0,6}b[a-zA"
		     "-Z]{0,6}[ \\t]+(?:[^\\s]{1,100}[ \\t]+)?[^\\s]{1,60}[ \\t]+)[ \\t]*\\\\?[\""
		     "\\']?([^\\s\"\\'$<>{}\\\\|]{4,100})",
		     SECRET_SHORT, 0, secret_verify_typed, "change the password"),
		.bad = "ldapsearch -D cn=svc -w "
		       "f1RP"
		       "BKP"
		       "5e59"
		       "nKf"
		       " -b dc=corp\n",
		.good = "ldapsearch -D cn=svc -w \"$"
			"LDAP_PASSWORD\" -b dc=corp\n",
	},
	{
		.id = "SE657",
		.name = "chpasswd_command",
		.title = "Password of an account set by a script",
		ROW(HIGH, HIGH, 798, "Dockerfile"),
		TEXT("chpasswd passwd identified",
		     "(?i)(?|echo[ \\t]+-?e?[ \\t]*\\\\?[\"\\']?[a-z_][a-z0-9_\\-]{0,31}:([^\\s\""
		     "\\'$|<>{}]{3,100})\\\\?[\"\\']?[ \\t]*\\|[ \\t]*(?:sudo[ \\t]+)?chpasswd|ID"
		     "ENTIFIED[ \\t]+(?:WITH[ \\t]+\\S{1,40}[ \\t]+)?BY[ \\t]+(?:PASSWORD[ \\t"
		     "]+)?[\"\\']([^\\s\"\\'$<>{}%]{4,100})[\"\\'])",
		     SECRET_SHORT, 0, secret_verify_typed, "change the password of that account"),
		.bad = "RUN echo \"root:"
		       "v4Yp"
		       "tiy"
		       "CcQs"
		       "ugz"
		       "\" | chpasswd\n",
		.good = "RUN echo \"root:$ROOT_"
			"PASSWORD\" | chpasswd\n",
	},
	{
		.id = "SE658",
		.name = "sql_password",
		.title = "Password in SQL",
		ROW(HIGH, HIGH, 798, "init.sql"),
		TEXT("password",
		     "(?i)\\b(?:CREATE|ALTER)[ \\t]+(?:USER|ROLE|LOGIN)[ \\t]+[^\\n;]{1,120}?\\b"
		     "PASSWORD[ \\t]*=?[ "
		     "\\t]*\\\\?[\"\\']([^\\s\"\\'$<>{}%\\\\]{4,100})\\\\?[\"\\']",
		     SECRET_SHORT, 0, secret_verify_typed, "ALTER ROLE ... PASSWORD on the server"),
		.bad = "CREATE ROLE app LOGIN PASSWORD '"
		       "R8Wa"
		       "Me8"
		       "j6Dq"
		       "yb8"
		       "';\n",
		.good = "CREATE ROLE app LOGIN"
			" PASSWORD 'changeme';\n",
	},
	{
		.id = "SE659",
		.name = "powershell_password",
		.title = "Password in PowerShell",
		ROW(HIGH, HIGH, 798, "a.ps1"),
		TEXT("convertto-securestring",
		     "(?i)ConvertTo-SecureString[ \\t]+(?:-String[ \\t]+)?[\"\\']([^\"\\'$\\s]{"
		     "4,100})[\"\\']",
		     SECRET_SHORT, 0, secret_verify_typed, "change the password on the server"),
		.bad = "$p = ConvertTo-SecureString \""
		       "W1qb"
		       "BRJ"
		       "JV1A"
		       "Gkn"
		       "\" -AsPlainText -Force\n",
		.good = "$p = ConvertTo-SecureString $en"
			"v:PASSWORD -AsPlainText -Force\n",
	},
	{
		.id = "SE660",
		.name = "tuple_auth",
		.title = "User and password given to a client",
		ROW(MEDIUM, HIGH, 798, "a.py"),
		TEXT("auth= auth\t= auth_basic= auth_basic\t= auth\": auth': auth\\\": auth: "
		     "authentication= authentication\t= authentication\": authentication': "
		     "basicauth digestauth proxyauth login( networkcredential( "
		     "usernamepasswordcredentials( passwordauthentication( "
		     "username_pw_set(",
		     "(?i)\\b(?:auth(?:_basic|entication)?\\\\?[\"\\']?[ \\t]*[=:][ \\t]*(?:[A-"
		     "Za-z_.]{0,40})?|(?:HTTP(?:Basic|Digest|Proxy)Auth|BasicAuth(?:enti"
		     "cation)?|DigestAuth|NetworkCredential|UsernamePasswordCredentials|"
		     "PasswordAuthentication|\\.username_pw_set|\\.login)[ \\t]*)\\([ "
		     "\\t]*[rbu]?\\\\?[\"\\'][^\"\\'\\n]{"
		     "1,100}\\\\?[\"\\'][ \\t]*,[ "
		     "\\t]*[rbu]?\\\\?[\"\\']([^\\s\"\\'$<>{}%\\\\]{4,128})"
		     "\\\\?[\"\\']",
		     SECRET_SHORT, 0, secret_verify_typed, "change the password on the server"),
		.bad = "r = requests.get(url, auth=(\"svc\", \""
		       "e2ID"
		       "wEW"
		       "BAcH"
		       "oJo"
		       "\"))\n",
		.good = "r = requests.get(url, au"
			"th=(\"user\", \"password\"))\n",
	},
};
