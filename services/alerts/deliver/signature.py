"""Standard Webhooks: the secret, and the headers by which a receiver knows us. https://www.standardwebhooks.com"""

import base64
import datetime
import secrets
from collections.abc import Sequence

from standardwebhooks import Webhook


def make_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def signed_headers(keys: Sequence[str], message_id: str, body: bytes, *, now: datetime.datetime) -> dict[str, str]:
    """One signature for each secret. `now` is aware, of any zone."""
    # `sign` takes the clock's digits for UTC whatever the zone says, so they must be UTC's.
    utc = now.astimezone(datetime.UTC)
    signatures = [Webhook(key).sign(message_id, utc, body.decode()) for key in keys]
    return {"webhook-id": message_id, "webhook-timestamp": str(int(utc.timestamp())), "webhook-signature": " ".join(signatures)}
