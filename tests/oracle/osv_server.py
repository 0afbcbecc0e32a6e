"""The query of OSV's API (POST /v1/query) from a snapshot, on 127.0.0.1: what pip-audit asks, without a
network. It answers with every active record of the package that `reference` says is affected."""
import http.server
import json
import threading

from advisories_compare import Snapshot, is_affected, normal


class Server:
    def __init__(self, snapshot_path):
        snapshot = Snapshot(snapshot_path, whole=True)

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *args):
                pass

            def do_POST(self):
                query = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                found = [record for record, affected in snapshot.by_name.get(normal(query["package"]["name"]), ())
                         if is_affected(affected, query["version"])]
                body = json.dumps({"vulns": found} if found else {}).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/v1/query"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *args):
        self.server.shutdown()
