#!/usr/bin/env bash
# Downloads of advisories, from a server of our own on 127.0.0.1: TLS only, resumed, compared, bounded.
. "$(dirname "$0")/lib.sh"

record() { # ID PACKAGE
	printf '{"id":"%s","modified":"2024-01-02T03:04:05Z","affected":[{"package":{"ecosystem":"PyPI","name":"%s"},"versions":["1.0"]}]}\n' "$@"
}
mkdir www
for i in $(seq 1 400); do record "PYSEC-2024-$i" "package-$i"; done >www/all.jsonl
sum=$(sha256sum www/all.jsonl | cut -d' ' -f1)

openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=localhost \
	-addext "subjectAltName=IP:127.0.0.1,DNS:localhost" >/dev/null 2>&1
cat >server.py <<'PY'
"""Serves www over TLS (and, without, on a second port): ranges, ETags, digests; /cut ends in the middle."""
import base64
import hashlib
import http.server
import ssl
import sys
import threading


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *args):
        with open("log", "a") as f:
            f.write(f"{self.path} {self.headers.get('Range')} {self.headers.get('If-Range')}\n")

    def do_GET(self):
        data = open("www/all.jsonl", "rb").read()
        etag = '"' + hashlib.sha1(data).hexdigest() + '"'
        if self.path.startswith("/to-http"):
            self.send_response(302)
            self.send_header("Location", f"http://127.0.0.1:{plain}/all.jsonl")
            self.end_headers()
            return
        if self.path.startswith("/moved"):
            self.send_response(301)
            self.send_header("Location", "/all.jsonl")
            self.end_headers()
            return
        if self.path.startswith("/nothing"):
            self.send_response(int(self.path[-3:]))
            self.send_header("ETag", '"x"')
            self.end_headers()
            return
        if self.path.startswith("/missing"):
            self.send_error(404)
            return
        start = 0
        want = self.headers.get("Range")
        if want and self.headers.get("If-Range") == etag:
            start = int(want.split("=")[1].rstrip("-"))
            self.send_response(206)
            said = start if "lie" not in self.path else 7
            self.send_header("Content-Range", f"bytes {said}-{len(data) - 1}/{len(data)}")
        else:
            self.send_response(200)
        digest = hashlib.sha256(data if "wrong" not in self.path else b"").digest()
        self.send_header("ETag", etag)
        if "bare" not in self.path:
            self.send_header("Repr-Digest", "sha-256=:" + base64.b64encode(digest).decode() + ":")
        self.send_header("Content-Length", str(len(data) - start))
        self.end_headers()
        body = data[start:]
        if self.path.startswith("/cut") and start == 0 and not ("once" in self.path and want):
            body = body[: len(body) // 3]
        self.wfile.write(body)


plain = None
servers = [http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) for _ in range(2)]
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("cert.pem", "key.pem")
servers[0].socket = context.wrap_socket(servers[0].socket, server_side=True)
plain = servers[1].server_address[1]
threading.Thread(target=servers[1].serve_forever, daemon=True).start()
print(servers[0].server_address[1], plain, flush=True)
servers[0].serve_forever()
PY
python3 server.py >ports 2>server.err &
server=$!
trap 'kill $server 2>/dev/null; chmod -R u+rwx "$W" 2>/dev/null; rm -rf "$W"' EXIT
for _ in $(seq 1 50); do [ -s ports ] && break; sleep 0.1; done
read -r port plain <ports
at=https://127.0.0.1:$port
unset https_proxy HTTPS_PROXY all_proxy ALL_PROXY CURL_CA_BUNDLE SSL_CERT_FILE SSL_CERT_DIR
export no_proxy=127.0.0.1
D="--db $W/a.db"

# shellcheck disable=SC2086
{
exits nothing_named 2 db update $D --isolated
says nothing_named_says "update from where?"
exits unknown_authority 3 db update $D "$at/all.jsonl"
says unknown_authority_says "certificate"
expect no_database test ! -e "$W/a.db"
export SSL_CERT_FILE=$PWD/cert.pem
exits update 0 db update $D "$at/all.jsonl"
says compared "sha256 compared"
says counted "400 advisories"
expect nothing_left test -z "$(find "$XDG_CACHE_HOME" -name 'download-*' ! -name '*.etag')"
cp "$W/a.db" "$W/kept.db"
exits named_digest 0 db update $D "$at/all.jsonl#sha256=$sum"
exits named_digest_wrong 3 db update $D "$at/all.jsonl#sha256=${sum//[0-9]/0}"
says named_digest_says "its SHA-256 is not the one that was named"
exits password 0 db update $D "https://me:hunter2@127.0.0.1:$port/all.jsonl#sha256=$sum"
says_not password_unsaid hunter2
exits password_wrong 3 db update $D "https://me:hunter2@127.0.0.1:$port/missing"
says_not password_wrong_unsaid hunter2
exits bad_fragment 3 db update $D "$at/all.jsonl#md5=1"
exits digest_wrong 3 db update $D "$at/wrong"
says digest_wrong_says "not the one that the server states"
exits missing 3 db update $D "$at/missing"
says missing_says 404
exits nothing 3 db update $D "$at/nothing204"
exits nowhere 3 db update $D "$at/nothing301"
says nowhere_says "something else than the file"
exits moved 0 db update $D "$at/moved"
exits to_http 3 db update $D "$at/to-http"
exits http 3 db update $D "http://127.0.0.1:$plain/all.jsonl"
says http_says "only https"
exits file 3 db update $D "file:///etc/passwd"

# What was cut goes on from there.
rm -f "$W/a.db" log
exits cut 3 db update $D "$at/cut"
expect cut_nothing test ! -e "$W/a.db"
exits resumed 0 db update $D "$at/cut"
says resumed_says "the beginning of which was there"
expect resumed_range grep -q '^/cut bytes=[1-9]' log
# ... unless the source has changed meanwhile.
change() { # the versions of all records, and one more
	{ sed "s/\\[\"[0-9]*/[\"$1/" www/all.jsonl; record PYSEC-2024-9999 late; } >www/new
	mv www/new www/all.jsonl
}
for path in cut-bare cut-once-bare; do
	rm -f "$W/a.db"
	exits "${path}_begun" 3 db update $D "$at/$path"
	change ${#path}
	[ $path = cut-bare ] && exits "${path}_changed" 3 db update $D "$at/$path"
	exits "${path}_whole" 0 db update $D "$at/$path"
	exits "${path}_new" 1 db find $D "package-1==${#path}.0" "package-400==${#path}.0"
	exits "${path}_not_old" 0 db find $D package-1==1.0 package-399==1.0
done
exits lie_begun 3 db update $D "$at/cut-lie"
exits lie 3 db update $D "$at/cut-lie"
says lie_says "a part that was not asked for"
exits lie_begun_anew 3 db update $D "$at/cut-lie"
says_not lie_begun_anew_says "a part that was not asked for"
exits late 0 db update $D "$at/all.jsonl"
"$ASSAY" db find $D late==1.0 >"$W/out" 2>"$W/err"
says changed_is_whole PYSEC-2024-9999

# From the configuration.
printf '[deps]\nsources = ["%s/all.jsonl"]\n' "$at" >assay.toml
rm -f "$W/a.db"
exits configured 0 db update $D
exits isolated 2 db update --isolated $D
printf '[deps]\nsources = ["http://127.0.0.1/x"]\n' >assay.toml
exits configured_http 2 db update $D
says configured_http_says "begin with https://"
}
finish
