#!/usr/bin/env python3
"""Checks a bundle of one statement (type "single") with nothing but Python's own library: no code of Vouch.

    python3 by-hand.py statement.vouch.jsonl [KEY of the log, from your policy]

It follows ledger.md (vouch/1), sections 1 to 5 and 8: the fields shown give the commitment, the commitment is a line of
the docket, the docket's head is in the epoch, the epoch is in the log, and the log's root is what the checkpoint says.
Then it says how to check the signature with openssl. It doesn't judge witnesses, auditors, age or completeness.
"""
import base64, hashlib, json, sys

def sha(b): return hashlib.sha256(b).digest()
def leaf(b): return sha(b"\0" + b)
def node(l, r): return sha(b"\1" + l + r)

def tree(leaves):                                    # RFC 6962, 2.1
    if len(leaves) == 1: return leaves[0]
    k = 1
    while k * 2 < len(leaves): k *= 2
    return node(tree(leaves[:k]), tree(leaves[k:]))

def climb(hash, index, size, proof):                 # RFC 9162, 2.1.3.2
    fn, sn = index, size - 1
    assert fn <= sn, "the index is beyond the tree"
    for p in map(bytes.fromhex, proof):
        assert sn > 0, "the proof is too long"
        if fn % 2 or fn == sn:
            hash = node(p, hash)
            while fn % 2 == 0 and fn: fn, sn = fn // 2, sn // 2
        else:
            hash = node(hash, p)
        fn, sn = fn // 2, sn // 2
    assert sn == 0, "the proof is too short"
    return hash

def check(ok, what):
    print(("ok    " if ok else "WRONG ") + what)
    if not ok: sys.exit(1)

lines = open(sys.argv[1], encoding="utf-8").read().splitlines()
head, line = json.loads(lines[0]), json.loads(lines[1])
assert head["type"] == "single", "this is no bundle of one statement"

fields = {}
for f in line["fields"]: fields[f["i"]] = (f["name"], sha(bytes.fromhex(f["salt"]) + f["value"].encode()))
for f in line["hidden"]: fields[f["i"]] = (f["name"], bytes.fromhex(f["hash"]))
hashes = [leaf(len(n.encode()).to_bytes(2, "big") + n.encode() + h) for n, h in (fields[i] for i in range(len(fields)))]
commitment = sha(b"vouch/1 commitment\n" + len(hashes).to_bytes(2, "big") + tree(hashes)).hex()
check(line["leaf"] == "statement " + commitment, "the fields are those of the commitment " + commitment)

root = climb(leaf((line["leaf"] + "\n").encode()), line["index"], head["head"]["size"], line["proof"]).hex()
check(root == head["head"]["root"], f"it is line {line['index']} of {head['head']['size']} of the docket")

h, e, d = head["head"], head["epoch"], head["docket"]
root = climb(leaf(f"head {h['salt']} {h['size']} {h['root']}\n".encode()), d["index"], e["dockets"], h["proof"]).hex()
check(root == e["root"], f"the docket stands so in epoch {e['number']}")

origin, size, log_root = head["checkpoint"].split("\n")[:3]
log_root = base64.b64decode(log_root, validate=True)
entry = f"epoch {e['number']} {e['dockets']} {e['root']} {e['closed']}\n"
check(climb(leaf(entry.encode()), e["index"], int(size), e["proof"]) == log_root, f"the epoch, closed {e['closed']}, is in the log {origin}")
entry = f"docket {d['index']} {d['kind']} {d['id']}\n"
r = head["registration"]
check(climb(leaf(entry.encode()), r["index"], int(size), r["proof"]) == log_root, f"the log registers {d['kind']} {d['id']} as docket {d['index']}")

if len(sys.argv) > 2:                                # vkey: <name>+<8 hex>+<base64 of 01 and the Ed25519 key>
    name, _, key = sys.argv[2].split("+", 2)
    signed = head["checkpoint"].split("\n\n")[1].split("\n")
    signature = next(base64.b64decode(s.split(" ")[2])[4:] for s in signed if s.startswith("\u2014 " + name + " "))
    open("log.der", "wb").write(bytes.fromhex("302a300506032b6570032100") + base64.b64decode(key)[1:])
    open("checkpoint.txt", "wb").write((head["checkpoint"].split("\n\n")[0] + "\n").encode())
    open("checkpoint.sig", "wb").write(signature)
    print("now:  openssl pkeyutl -verify -pubin -keyform DER -inkey log.der -rawin -in checkpoint.txt -sigfile checkpoint.sig")
