#!/usr/bin/env bash
# Verdicts of folders that are one model, and the bill of materials.
. "$(dirname "$0")/lib.sh"

python3 - <<'P'
import json, pathlib, struct

def safetensors(path, metadata):
    head = json.dumps({"__metadata__": metadata, "w": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}).encode()
    pathlib.Path(path).write_bytes(struct.pack("<Q", len(head)) + head + bytes(range(8)))

pathlib.Path("hub/bert").mkdir(parents=True)
for n in (1, 2):
    safetensors(f"hub/bert/model-0000{n}-of-00002.safetensors", {"format": "pt"})
index = {"metadata": {"total_size": 16}, "weight_map": {"w": "model-00001-of-00002.safetensors"}}
pathlib.Path("hub/bert/model.safetensors.index.json").write_text(json.dumps(index))
pathlib.Path("hub/bert/config.json").write_text('{"model_type": "bert", "architectures": ["BertForMaskedLM"]}')
pathlib.Path("hub/bert/tokenizer_config.json").write_text('{"tokenizer_class": "BertTokenizer"}')
pathlib.Path("hub/bert/README.md").write_text("---\nlicense: apache-2.0\ndatasets:\n- a/b\nbase_model: c/d\n---\n# BERT\n")
pathlib.Path("hub/README.md").write_text("---\nlicense: mit\nlibrary_name: x\n---\nNo model beside it.\n")
safetensors("hub/alone.safetensors", {"license": "llama3", "author": "A"})
P

get() { # NAME WANT EXPRESSION: of the JSON in $W/out, as `d`
	local got
	got=$(python3 -c 'import json, sys; d = json.load(open(sys.argv[1])); print(eval(sys.argv[2]))' "$W/out" "$3" 2>&1)
	if [ "$got" = "$2" ]; then ok "$1"; else bad "$1" "got '$got', not '$2'"; fi
}

exits honest 0 models hub
says honest_folder 'Model directory hub/bert (huggingface, 6 files): clean'
says honest_files 'Models: 7 files: 7 clean'
exits honest_json 0 models --format json hub
get json_directory "[('hub/bert', 'huggingface', 'clean', 6)]" '[tuple(x.values()) for x in d["model_directories"]]'
get json_alone "['hub/alone.safetensors']" '[m["path"] for m in d["models"] if not m["directory"]]'
get json_said "['llama3']" 'd["models"][0]["properties"]["license"]'
get json_no_hash False '"sha256" in d["models"][0]'
exits json_hashed 0 models --format json --hash hub
get json_hash "$(sha256sum hub/alone.safetensors | cut -d' ' -f1)" 'd["models"][0]["sha256"]'
exits json_shards 0 models --format json --hash=shards hub
get json_one_shard "[{'start': 0, 'end': $(stat -c %s hub/alone.safetensors), 'sha256': '$(sha256sum hub/alone.safetensors | cut -d' ' -f1)'}]" \
	'd["models"][0]["shards"]'
echo 'x = 1' >code.py
exits no_models_of_code 0 code --format json code.py
get code_has_no_models False '"models" in d'

exits bom 0 models --format cyclonedx hub
get bom_components "['hub/alone.safetensors', 'hub/bert/']" '[c["bom-ref"] for c in d["components"]]'
get bom_types "machine-learning-model file" 'd["components"][1]["type"] + " " + d["components"][1]["components"][0]["type"]'
get bom_license "[{'license': {'id': 'Apache-2.0'}}]" 'd["components"][1]["licenses"]'
get bom_license_name "[{'license': {'name': 'llama3'}}]" 'd["components"][0]["licenses"]'
get bom_dataset "[{'type': 'dataset', 'name': 'a/b'}]" 'd["components"][1]["modelCard"]["modelParameters"]["datasets"]'
get bom_ancestor c/d 'd["components"][1]["pedigree"]["ancestors"][0]["name"]'
get bom_all_hashed "[1, 1, 1, 1, 1, 1]" '[len(c["hashes"]) for c in d["components"][1]["components"]]'
get bom_serial True 'd["serialNumber"].startswith("urn:uuid:") and "timestamp" in d["metadata"]'
exits bom_reproducible 0 models --format cyclonedx --reproducible hub
get bom_without_time "['bomFormat', 'components', 'metadata', 'specVersion', 'version', 'vulnerabilities']" \
	'sorted(k for k in d if k[0] != "$")'

# ---- One bad file, or code that the configuration loads, and the folder is no longer clean
printf '{"model_type": "x", "auto_map": {"AutoModel": "modeling.X"}}' >hub/bert/config.json
printf 'import os\nassert os\nos.system("id " + x)\n' >hub/bert/modeling.py
exits custom_code 1 models --format json hub
get custom_code_verdict True 'd["model_directories"][0]["verdict"] in ("suspicious", "dangerous")'
get custom_code_listed True '"hub/bert/modeling.py" in [m["path"] for m in d["models"]]'
printf 'cos\nsystem\n(S"true"\ntR.' >hub/bert/training_args.bin
exits pickle_beside 1 models --format json hub
get pickle_verdict dangerous 'd["model_directories"][0]["verdict"]'
get pickle_others_stay clean 'd["models"][0]["verdict"]'
exits bom_of_findings 1 models --format cyclonedx hub
get bom_vulnerability "['hub/bert/training_args.bin']" \
	'sorted({a["ref"] for v in d["vulnerabilities"] for a in v["affects"] if v["ratings"][0]["severity"] == "critical" and 502 in v["cwes"]})'
printf '[[exception]]\nid = "MD"\n' >hub/assay.toml
rule=$(python3 -c 'import json; print(next(v["id"] for v in json.load(open("'"$W/out"'"))["vulnerabilities"] if v["ratings"][0]["severity"] == "critical"))')
printf '[[exception]]\nid = "%s"\npath = "bert/*.bin"\nreason = "known"\nexpiry = 2999-01-01\n' "$rule" >hub/assay.toml
"$ASSAY" models --format cyclonedx hub >"$W/out" 2>"$W/err"
get bom_accepted_is_in_triage "['in_triage']" "[v['analysis']['state'] for v in d['vulnerabilities'] if v['id'] == '$rule']"
finish
