"""Prints a libFuzzer dictionary of the words that a JSON schema knows: schema_dict.py SCHEMA..."""
import json
import sys


def words_of(node):
    if isinstance(node, list):
        for each in node:
            yield from words_of(each)
    if not isinstance(node, dict):
        return
    for key in node.get("properties", {}):
        yield json.dumps(key)
    for value in node.get("enum", []) + [node[k] for k in ("const", "default", "minimum", "maximum") if k in node]:
        if not isinstance(value, (list, dict)):
            yield json.dumps(value)
    for value in node.values():
        yield from words_of(value)


words = {"null", "true", "[", "]", "{", "}", ":", ",", '"\\ud83d\\ude00"', '"\\u0000"', "1e308", "-1e-308", "1e400"}
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        words.update(words_of(json.load(file)))
for word in sorted(words):
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    if len(word.encode()) <= 64:
        print(f'"{escaped}"')
