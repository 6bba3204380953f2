import base64
import datetime
import hashlib
import hmac

import pytest
from standardwebhooks import Webhook

from services.alerts.deliver.signature import make_secret, signed_headers

BODY = '{"sentences":["Türkiye and Kenya will meet."]}'.encode()


@pytest.mark.parametrize("hours", [0, 5.5, -8])
def test_a_signature_holds_whatever_zone_the_clock_is_in(hours: float) -> None:
    secret, zone = make_secret(), datetime.timezone(datetime.timedelta(hours=hours))
    now = datetime.datetime.now(zone)
    headers = signed_headers([secret], "msg_1", BODY, now=now)
    assert headers["webhook-timestamp"] == str(int(now.timestamp()))
    assert Webhook(secret).verify(BODY, headers)["sentences"]


def test_the_signature_is_the_one_of_the_standard() -> None:
    key = b"0123456789abcdef0123456789abcdef"
    now = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)
    headers = signed_headers(["whsec_" + base64.b64encode(key).decode()], "msg_1", BODY, now=now)
    digest = hmac.digest(key, b"msg_1.1772442000." + BODY, hashlib.sha256)
    assert headers["webhook-signature"] == "v1," + base64.b64encode(digest).decode()


def test_each_of_several_secrets_has_its_signature() -> None:
    secrets = [make_secret(), make_secret()]
    headers = signed_headers(secrets, "msg_1", BODY, now=datetime.datetime.now(datetime.UTC))
    for secret in secrets:
        Webhook(secret).verify(BODY, headers)
