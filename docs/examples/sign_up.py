#!/usr/bin/env python3
"""Signs a member up, confirms the address, gets the demonstration's test money and makes an API key. Needs nothing but Python 3.

   eval "$(EXCHANGE_URL=http://localhost:5000 python3 sign_up.py me@mail.example 'four quiet herons at dawn')"
"""
import hashlib, http.cookiejar, json, os, re, sys, time, urllib.error, urllib.parse, urllib.request

URL = os.environ.get("EXCHANGE_URL", "http://localhost:5000")
API = URL + "/api/v2"
BROWSER = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))


def call(address, fields=None, token=""):
    """Sends a form, or fetches; the cookie of the session goes along, and its token with every change."""
    request = urllib.request.Request(address, data=urllib.parse.urlencode(fields).encode() if fields is not None else None)
    request.add_header("X-CSRF-Token", token)
    try:
        with BROWSER.open(request, timeout=10) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as refusal:
        raise SystemExit(f"{address}: {refusal.code} {refusal.read().decode()[:500]}")


def captcha():
    """The question, a colon and a number: any number with which their SHA-256 begins with so many zero bits."""
    question = json.loads(call(API + "/barong/identity/captcha"))
    if question["type"] == "none":
        return ""
    for number in range(1 << 40):
        text = f"{question['challenge']}:{number}"
        if int.from_bytes(hashlib.sha256(text.encode()).digest(), "big") >> (256 - question["difficulty"]) == 0:
            return text


def token_mailed_to(email):
    """What a person does with the mail. The demonstration sends none: it has a mailbox that everyone on the machine reads."""
    mailbox = f"{URL}/dev/mailbox?to={urllib.parse.quote(email)}"
    for _ in range(60):
        if mail := re.search(r'/dev/mailbox\?id=[^"#&]+', call(mailbox)):
            if link := re.search(r"confirm-email\?token=([0-9A-Za-z_-]+)", call(URL + mail[0])):
                return link[1]
        time.sleep(0.5)
    raise SystemExit("No mail came.")


email, password = sys.argv[1:3]
call(API + "/barong/identity/users", {"email": email, "password": password, "captcha_response": captcha()})
session = json.loads(call(API + "/barong/identity/users/email/confirm_code", {"token": token_mailed_to(email)}))
csrf = session["csrf_token"]
for currency in ("btc", "usdt"):
    call(API + "/demo/faucet", {"currency": currency}, csrf)
key = json.loads(call(API + "/barong/resource/api_keys", {"algorithm": "HS256", "scope": "read,trade"}, csrf))
print(f"export EXCHANGE_URL={URL} EXCHANGE_KEY={key['kid']} EXCHANGE_SECRET={key['secret']}")
