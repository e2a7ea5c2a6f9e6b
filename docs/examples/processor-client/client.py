"""A concierge processor in one file: takes messages, acknowledges, proposes, confirms, reports, and sends again what is not
acknowledged. Everything docs/processor.md asks for, in its order: verify, record, answer, only then take off the queue.

Needs Python 3.9 and the package `cryptography` (Ed25519; Python's own library has none). Settings, from the environment:

  EXCHANGE_ACCOUNT         name of the exchange storage account
  EXCHANGE_QUEUE_URL       https://ACCOUNT.queue.core.windows.net (locally http://127.0.0.1:PORT/ACCOUNT)
  EXCHANGE_BLOB_URL        https://ACCOUNT.blob.core.windows.net  (locally http://127.0.0.1:PORT/ACCOUNT)
  EXCHANGE_KEY             the account's key; local systems only
  TENANT_ID, CLIENT_ID, CLIENT_SECRET   in Azure instead of the key: the identity the operator gave roles to
  PROCESSOR_SIGNING_KEY    your private key, a JWK (OKP, Ed25519) with a kid
  CONCIERGE_KEYS           the application's public keys, a JWK set: {"keys": [...]}
  PROCESSOR_SOURCE         the source the operator has for your keys
  PROCESSOR_DATA           file of the SQLite database that remembers (default client.sqlite)

  python3 client.py            works until it is stopped
  python3 client.py --once     works until there is nothing to do, and ends
"""

import base64
import datetime
import hashlib
import hmac
import http.client
import json
import os
import sqlite3
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
import xml.etree.ElementTree as xml

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

TYP = "concierge-message+jws"
RECEIPTS = ("concierge.message.acknowledged.v1", "concierge.message.refused.v1")
RESEND_SECONDS = 900
VERSION = "2021-12-02"


def setting(name, default=None):
    value = os.environ.get(name, default)
    if value is None:
        sys.exit(f"setting {name} is missing")
    return value


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def now():
    return datetime.datetime.now(datetime.timezone.utc)


def instant(at):
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


# --- Signing and verifying: compact JWS (RFC 7515) over a CloudEvent ---------------------------------------------------


def sign(event):
    key = json.loads(setting("PROCESSOR_SIGNING_KEY"))
    header = {"alg": "EdDSA", "kid": key["kid"], "typ": TYP}
    text = ".".join(b64(json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode()) for part in (header, event))
    signature = Ed25519PrivateKey.from_private_bytes(unb64(key["d"])).sign(text.encode())
    return f"{text}.{b64(signature)}"


def check_keys():
    """Ends the program where a key is not one: with a bad set every message would look like nobody's and be dropped."""
    try:
        own = json.loads(setting("PROCESSOR_SIGNING_KEY"))
        Ed25519PrivateKey.from_private_bytes(unb64(own["d"]))
        if not isinstance(own["kid"], str):
            raise TypeError
    except (ValueError, KeyError, TypeError):
        sys.exit("PROCESSOR_SIGNING_KEY must be one private JWK (OKP, Ed25519) with a kid")
    try:
        keys = json.loads(setting("CONCIERGE_KEYS"))["keys"]
        for key in keys:
            if not isinstance(key["kid"], str):
                raise TypeError
            if key["crv"] == "Ed25519":
                Ed25519PublicKey.from_public_bytes(unb64(key["x"]))
        if not any(key["crv"] == "Ed25519" for key in keys):
            raise ValueError
    except (ValueError, KeyError, TypeError):
        sys.exit('CONCIERGE_KEYS must be a JWK set, {"keys": [...]}, with an Ed25519 key and a kid in each')


def verify(text):
    """The event, or None: what cannot be verified is nobody's message and is not answered."""
    try:
        head, body, signature = text.split(".")
        header = json.loads(unb64(head))
        keys = {key["kid"]: key for key in json.loads(setting("CONCIERGE_KEYS"))["keys"]}
        key = keys.get(header.get("kid"))
        if key is None or header.get("alg") != "EdDSA" or header.get("typ") != TYP or key.get("crv") != "Ed25519":
            return None
        Ed25519PublicKey.from_public_bytes(unb64(key["x"])).verify(unb64(signature), f"{head}.{body}".encode())
        event = json.loads(unb64(body))
    except (ValueError, KeyError, InvalidSignature):
        return None
    needed = ("id", "source", "type", "subject", "time")
    return event if isinstance(event, dict) and all(isinstance(event.get(name), str) for name in needed) else None


# --- Azure Storage over REST -------------------------------------------------------------------------------------------

token = {"value": "", "until": 0.0}


def bearer():
    """A token of the processor's identity, kept until five minutes before its end."""
    if time.time() > token["until"]:
        form = {
            "grant_type": "client_credentials",
            "client_id": setting("CLIENT_ID"),
            "client_secret": setting("CLIENT_SECRET"),
            "scope": "https://storage.azure.com/.default",
        }
        url = f"https://login.microsoftonline.com/{setting('TENANT_ID')}/oauth2/v2.0/token"
        with urllib.request.urlopen(url, urllib.parse.urlencode(form).encode(), timeout=30) as answer:
            given = json.load(answer)
        token.update(value=given["access_token"], until=time.time() + given["expires_in"] - 300)
    return f"Bearer {token['value']}"


def shared_key(method, url, headers, length):
    """Shared Key (docs.microsoft.com, "Authorize with Shared Key"): for a local system, where there are no identities."""
    account = setting("EXCHANGE_ACCOUNT")
    parts = urllib.parse.urlsplit(url)
    of_ours = sorted((name.lower(), value) for name, value in headers.items() if name.lower().startswith("x-ms-"))
    resource = f"/{account}{parts.path}"
    for name, values in sorted(urllib.parse.parse_qs(parts.query).items()):
        resource += f"\n{name.lower()}:{','.join(values)}"
    lines = [method, "", "", str(length) if length else "", "", headers.get("Content-Type", ""), "", "", "", "", "", ""]
    text = "\n".join(lines) + "\n" + "".join(f"{name}:{value}\n" for name, value in of_ours) + resource
    mac = hmac.new(base64.b64decode(setting("EXCHANGE_KEY")), text.encode(), hashlib.sha256).digest()
    return f"SharedKey {account}:{base64.b64encode(mac).decode()}"


def call(method, url, body=b"", headers=()):
    """The answer's bytes; None where there is nothing (404)."""
    sent = {"x-ms-version": VERSION, "x-ms-date": now().strftime("%a, %d %b %Y %H:%M:%S GMT"), **dict(headers)}
    if body:
        sent.setdefault("Content-Type", "application/octet-stream")
    sent["Authorization"] = shared_key(method, url, sent, len(body)) if "EXCHANGE_KEY" in os.environ else bearer()
    request = urllib.request.Request(url, data=body or None, headers=sent, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read()
    except urllib.error.HTTPError as error:
        if error.code == 404:
            return None
        raise


def queue(name, rest=""):
    return f"{setting('EXCHANGE_QUEUE_URL')}/{name}/messages{rest}"


def receive():
    answer = call("GET", queue("concierge-inbox", "?numofmessages=16&visibilitytimeout=60"))
    for item in xml.fromstring(answer).iter("QueueMessage"):
        pop = urllib.parse.urlencode({"popreceipt": item.findtext("PopReceipt")})
        yield item.findtext("MessageText"), queue("concierge-inbox", f"/{item.findtext('MessageId')}?{pop}")


def put(text, life):
    body = f"<QueueMessage><MessageText>{text}</MessageText></QueueMessage>".encode()
    call("POST", queue("concierge-updates", f"?messagettl={life}"), body, [("Content-Type", "application/xml")])


def blob(reference):
    return f"{setting('EXCHANGE_BLOB_URL')}/{reference}"


def digest(content):
    return f"sha-256:{b64(hashlib.sha256(content).digest())}"


# --- What must not be forgotten ----------------------------------------------------------------------------------------


def open_store():
    store = sqlite3.connect(setting("PROCESSOR_DATA", "client.sqlite"))
    store.executescript(
        """
        PRAGMA synchronous = FULL;
        PRAGMA secure_delete = ON;
        CREATE TABLE IF NOT EXISTS handled (id TEXT PRIMARY KEY, refused_for TEXT);
        CREATE TABLE IF NOT EXISTS cases (subject TEXT PRIMARY KEY, content TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS outbox (id TEXT PRIMARY KEY, subject TEXT, type TEXT, time TEXT, data TEXT, payload TEXT,
          sent_at REAL NOT NULL DEFAULT 0, settled TEXT);
        """
    )
    return store


def say(store, subject, kind, payload=None, data=None):
    """Into the outbox, in the transaction of what caused it. It is sent by `send_due`, again and again, with this id."""
    row = (str(uuid.uuid4()), subject, f"concierge.{kind}.v1", instant(now()))
    texts = (None if part is None else json.dumps(part, ensure_ascii=False) for part in (data, payload))
    store.execute("INSERT INTO outbox (id, subject, type, time, data, payload) VALUES (?, ?, ?, ?, ?, ?)", (*row, *texts))


# --- What this processor does: change it -------------------------------------------------------------------------------


def erase(store, subject, erasure_id):
    """All that is held under the first half of the order's subject goes, and what was still to be said about the person."""
    person = subject.split("/")[0] + "/"
    of_theirs = (len(person), person)
    held = store.execute("DELETE FROM cases WHERE substr(subject, 1, ?) = ?", of_theirs).rowcount
    # A confirmation that waits for its receipt holds nothing of the person, and is the word that counts.
    others = "substr(subject, 1, ?) = ? AND type <> 'concierge.erasure.confirmed.v1'"
    for (message_id,) in store.execute(f"SELECT id FROM outbox WHERE {others} AND payload IS NOT NULL", of_theirs).fetchall():
        call("DELETE", blob(f"from-processor/{message_id}"))
    store.execute(f"DELETE FROM outbox WHERE {others}", of_theirs)
    # A reminder of an order that was carried out gets no second word while the first is on its way.
    if store.execute("SELECT 1 FROM outbox WHERE subject = ? AND settled IS NULL", (subject,)).fetchone() is None:
        outcome = "erased" if held else "nothing-held"
        say(store, subject, "erasure.confirmed", {"erasureId": erasure_id, "outcome": outcome})
    return None


def decide(store, event, payload):
    """Changes the case and adds messages. Returns None, a reason to refuse, or "early" for what builds on something to come."""
    subject, kind = event["subject"], event["type"]
    if kind == "concierge.erasure.ordered.v1":
        return erase(store, subject, payload["erasureId"])
    found = store.execute("SELECT content FROM cases WHERE subject = ?", (subject,)).fetchone()
    case = json.loads(found[0]) if found else None
    if kind == "concierge.request.submitted.v1":
        if case is None:
            proposal = str(uuid.uuid4())
            option = {
                "id": "standard",
                "title": "Notre proposition",
                "price": {"amount": "100.00", "currency": "EUR"},
                "inclusions": [],
                "cancellation": {"fee": {"amount": "20.00", "currency": "EUR"}},
            }
            expires = instant(now() + datetime.timedelta(days=2))
            say(store, subject, "request.started", data={})
            say(store, subject, "proposal.made", {"proposal": {"id": proposal, "options": [option], "expiresAt": expires}})
            case = {"proposal": proposal, "state": "proposed"}
    elif case is None:
        return "early"
    elif case["state"] == "ended" and kind in ("concierge.proposal.accepted.v1", "concierge.conversation.posted.v1"):
        pass  # It was under way when the request ended: acknowledged, and nothing follows.
    elif kind == "concierge.proposal.accepted.v1":
        if case["state"] != "proposed" or payload["proposalId"] != case["proposal"]:
            return "state"
        # Book here, and confirm only with the supplier's own reference.
        starts = instant(now() + datetime.timedelta(days=7))
        confirmation = {
            "proposalId": payload["proposalId"],
            "optionId": payload["optionId"],
            "supplier": "Fournisseur d'exemple",
            "reference": f"EX-{event['id'][:8]}",
            "startsAt": starts,
            "confirmedAt": instant(now()),
        }
        say(store, subject, "request.confirmed", confirmation)
        told = {"id": str(uuid.uuid4()), "provider": confirmation["supplier"], "country": "FR"}
        say(store, subject, "disclosure.reported", {"disclosure": {**told, "categories": ["identity"], "at": instant(now())}})
        case["state"] = "confirmed"
    elif kind == "concierge.conversation.posted.v1":
        say(store, subject, "conversation.read", data={"messageId": payload["messageId"]})
    elif kind in ("concierge.request.cancelled.v1", "concierge.request.expired.v1"):
        if kind.startswith("concierge.request.cancelled") and case["state"] == "confirmed":
            say(store, subject, "cancellation.settled", {"fee": {"amount": "20.00", "currency": "EUR"}})
        case["state"] = "ended"
    elif kind in ("concierge.proposal.declined.v1", "concierge.consent.answered.v1"):
        pass
    else:
        return "unknown"
    store.execute("INSERT OR REPLACE INTO cases VALUES (?, ?)", (subject, json.dumps(case)))
    return None


# --- The contract ------------------------------------------------------------------------------------------------------


def envelope(event):
    return {"specversion": "1.0", "source": setting("PROCESSOR_SOURCE"), **event}


def receipt(event, refused_for):
    data = {"messageId": event["id"], **({} if refused_for is None else {"reason": refused_for})}
    kind = RECEIPTS[0] if refused_for is None else RECEIPTS[1]
    answer = {"id": str(uuid.uuid4()), "type": kind, "subject": event["subject"], "time": instant(now()), "data": data}
    put(sign(envelope(answer)), RESEND_SECONDS)


def take(store, text):
    """Returns whether the message may be taken off the queue."""
    event = verify(text)
    if event is None:
        print("not a message of the application: dropped", file=sys.stderr)
        return True
    if event["type"] in RECEIPTS:
        settle(store, event)
        return True
    handled = store.execute("SELECT refused_for FROM handled WHERE id = ?", (event["id"],)).fetchone()
    if handled is None:
        content = call("GET", blob(event["dataref"]))
        if content is None:
            return False  # Not there (any more): it comes back, or was settled meanwhile.
        with store:  # One transaction: the id, the case, the messages.
            if digest(content) != event["datadigest"]:
                outcome = "digest"
            else:
                try:
                    outcome = decide(store, event, json.loads(content))
                except (ValueError, KeyError, TypeError):
                    store.rollback()
                    outcome = "schema"
            if outcome == "early":
                store.rollback()
                return False
            store.execute("INSERT INTO handled VALUES (?, ?)", (event["id"], outcome))
        handled = (outcome,)
    receipt(event, handled[0])  # After the commit.
    return True


def settle(store, event):
    settled = event["data"]["messageId"]
    with store:
        said = event["data"].get("reason", "acknowledged")
        store.execute("UPDATE outbox SET settled = ? WHERE id = ? AND settled IS NULL", (said, settled))
    call("DELETE", blob(f"from-processor/{settled}"))


def send_due(store):
    due = "SELECT id, subject, type, time, data, payload FROM outbox WHERE settled IS NULL AND sent_at < ? ORDER BY rowid"
    for row in store.execute(due, (time.time() - RESEND_SECONDS,)).fetchall():
        event = envelope(dict(zip(("id", "subject", "type", "time"), row)))
        if row[5] is not None:
            content = row[5].encode()
            reference = f"from-processor/{row[0]}"
            call("PUT", blob(reference), content, [("x-ms-blob-type", "BlockBlob")])
            event.update(datacontenttype="application/json", dataref=reference, datadigest=digest(content))
        elif json.loads(row[4]):
            event["data"] = json.loads(row[4])
        put(sign(event), RESEND_SECONDS)
        with store:
            store.execute("UPDATE outbox SET sent_at = ? WHERE id = ?", (time.time(), row[0]))


def work(store):
    """One round. Returns how many messages were taken."""
    count = 0
    for text, message in receive():
        if take(store, text):
            call("DELETE", message)
            count += 1
    send_due(store)
    return count


def main():
    check_keys()
    store = open_store()
    if "--once" in sys.argv:
        while work(store):
            pass
        return
    while True:
        try:
            found = work(store)
        except (OSError, http.client.HTTPException) as error:
            # Storage is away: nothing is lost, messages come back and the outbox stays due.
            print(f"not able to exchange: {error}", file=sys.stderr)
            found = 0
        time.sleep(0 if found else 2)


if __name__ == "__main__":
    main()
