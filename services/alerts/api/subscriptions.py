"""/v1/subscriptions: an owner's wishes. Another owner's are not found."""

from typing import Any

import msgspec
import uuid_utils
from fastapi import APIRouter, Response

from services.alerts import subscriptions
from services.alerts.api.bodies import SubscriptionBody, SubscriptionEdit
from services.alerts.api.context import Context, Here, Who, answer, found, refused, whose
from services.alerts.deliver.signature import make_secret
from services.alerts.subscriptions import Subscription
from services.runtime.egress import url_refusal

router = APIRouter(prefix="/v1/subscriptions")


@router.post("", status_code=201)
def create(body: SubscriptionBody, here: Here, who: Who) -> Response:
    """The answer is the only one that shows the webhook's secret."""
    if body.url is not None:
        _check_url(here, body.url)
    now = here.clock()
    made = Subscription(
        id=str(uuid_utils.uuid7()),
        owner=who.owner,
        name=body.name,
        wants=tuple(dict.fromkeys(body.wants)),
        filter=body.filter.filter(),
        channel=body.channel,
        url=body.url,
        secret=make_secret() if body.channel == "webhook" else None,
        created_at=now,
        updated_at=now,
    )
    with here.engine.begin() as connection:
        subscriptions.add(connection, made)
    return answer({**_shown(made), "secret": made.secret}, 201)


@router.get("")
def find(here: Here, who: Who, owner: str | None = None) -> Response:
    with here.engine.connect() as connection:
        return answer({"subscriptions": [_shown(known) for known in subscriptions.find(connection, whose(who, owner))]})


@router.get("/{subscription_id}")
def read(subscription_id: str, here: Here, who: Who) -> Response:
    with here.engine.connect() as connection:
        return answer(_shown(found(subscriptions.read(connection, who.owner, subscription_id))))


@router.patch("/{subscription_id}")
def edit(subscription_id: str, body: SubscriptionEdit, here: Here, who: Who) -> Response:
    if body.url is not None:
        _check_url(here, body.url)
    return _replace(here, who.owner, subscription_id, lambda known: _edited(known, body))


@router.post("/{subscription_id}/pause")
def pause(subscription_id: str, here: Here, who: Who) -> Response:
    """Until resumed nothing is matched, and what was not delivered yet is dropped."""
    return _replace(here, who.owner, subscription_id, lambda known: msgspec.structs.replace(known, paused=True))


@router.post("/{subscription_id}/resume")
def resume(subscription_id: str, here: Here, who: Who) -> Response:
    """Also enables a subscription that its receiver's answers have disabled."""
    return _replace(here, who.owner, subscription_id, lambda known: msgspec.structs.replace(known, paused=False, disabled_reason=None))


@router.delete("/{subscription_id}", status_code=204)
def delete(subscription_id: str, here: Here, who: Who) -> Response:
    with here.engine.begin() as connection:
        found(subscriptions.remove(connection, who.owner, subscription_id) or None)
    return Response(status_code=204)


def _replace(here: Context, owner: str, subscription_id: str, edited: Any) -> Response:
    with here.engine.begin() as connection:
        known: Subscription = edited(found(subscriptions.read(connection, owner, subscription_id)))
        subscriptions.replace(connection, msgspec.structs.replace(known, updated_at=here.clock()))
    return answer(_shown(known))


def _edited(known: Subscription, body: SubscriptionEdit) -> Subscription:
    if body.url is not None and known.channel != "webhook":
        raise refused("url", "only a webhook has one")
    edited = msgspec.structs.replace(
        known,
        name=body.name or known.name,
        wants=tuple(dict.fromkeys(body.wants or known.wants)),
        filter=body.filter.filter() if body.filter else known.filter,
        url=body.url or known.url,
        disabled_reason=None if body.url else known.disabled_reason,
    )
    if edited.filter.changes and "changes" not in edited.wants:
        raise refused("filter.changes", "needs `changes` among wants")
    return edited


def _check_url(here: Context, url: str) -> None:
    """What can be told before a connect, told while the caller listens."""
    if reason := url_refusal(url, here.settings.egress):
        raise refused("url", f"no connection may go there: {reason}")


def _shown(subscription: Subscription) -> dict[str, Any]:
    return {field: getattr(subscription, field) for field in subscription.__struct_fields__ if field not in ("secret", "owner")}
