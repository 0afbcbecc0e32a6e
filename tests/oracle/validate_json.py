#!/usr/bin/env python3
"""Validates JSON files against a JSON Schema, with Python's jsonschema.

Usage: validate_json.py [--strict] SCHEMA FILE...

--strict: objects may hold nothing that the schema does not name (report-schema.json itself allows
more, because a minor version adds fields). Exit 0: all valid; 1: some are not; 77: there is no
jsonschema here, so nothing was validated.
"""
import json
import sys

try:
    import jsonschema
except ImportError:
    print("validate_json: Python's jsonschema is not installed", file=sys.stderr)
    sys.exit(77)


def close(schema):
    """Forbids unnamed properties wherever a schema lists its properties."""
    if isinstance(schema, list):
        return [close(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: close(value) for key, value in schema.items()}
    if "allOf" in schema:
        closed["allOf"] = schema["allOf"]
        closed["unevaluatedProperties"] = False
    elif isinstance(schema.get("properties"), dict):
        closed.setdefault("unevaluatedProperties", False)
    return closed


def refuse_twice(pairs):
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError("a key occurs twice: %s" % sorted(k for k in keys if keys.count(k) > 1)[0])
    return dict(pairs)


def main(args):
    strict = "--strict" in args
    args = [arg for arg in args if arg != "--strict"]
    if len(args) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    with open(args[0], encoding="utf-8") as file:
        schema = json.load(file)
    if strict:
        defs = {name: one if name == "levels" else close(one)
                for name, one in schema.get("$defs", {}).items()}
        schema = close({key: value for key, value in schema.items() if key != "$defs"})
        schema["$defs"] = defs
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    bad = 0
    for path in args[1:]:
        try:
            with open(path, "rb") as file:
                document = json.loads(file.read().decode("utf-8"), object_pairs_hook=refuse_twice)
        except ValueError as error:
            print("%s: %s" % (path, error))
            bad += 1
            continue
        errors = list(validator(schema).iter_errors(document))
        for error in errors[:20]:
            print("%s: %s: %s" % (path, error.json_path, error.message[:300]))
        bad += bool(errors)
    print("validate_json: %d of %d valid" % (len(args) - 1 - bad, len(args) - 1))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
