"""Validates documents against a JSON Schema with python3-jsonschema, a second opinion beside valijson.

usage: validate.py SCHEMA DOCUMENT...

Exit status 0: all follow it, 1: one does not, 77: python3-jsonschema is not installed.
"""
import json
import sys

try:
    import jsonschema
except ImportError:
    print("python3-jsonschema is not installed")
    sys.exit(77)


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def main(schema_path, *document_paths):
    schema = load(schema_path)
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    violations = 0
    for path in document_paths:
        for error in validator.iter_errors(load(path)):
            violations += 1
            where = "/".join(str(step) for step in error.absolute_path)
            print(f"{path}: {where}: {error.message[:300]}")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
