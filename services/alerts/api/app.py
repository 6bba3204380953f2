"""The alerts API, and the page in `console/`."""

from collections.abc import Sequence

from fastapi import Depends, FastAPI
from starlette.routing import BaseRoute

from services.alerts.api import calendar, items, notifications, stream, subscriptions
from services.alerts.api.context import Context, storable
from services.alerts.api.page import Page
from services.runtime import problems
from services.runtime.body_limit import LimitBody
from services.runtime.docs_page import add_docs
from services.runtime.observe import CountRequests

# The largest subscription is a tenth of this.
BODY_BYTES_MAX = 256 * 1024


def build_app(context: Context, observe: Sequence[BaseRoute]) -> FastAPI:
    """`observe` are the routes for /metrics, /healthz and /readyz."""
    app = FastAPI(title="Demarche alerts", docs_url=None, redoc_url=None, dependencies=[Depends(storable)])
    app.state.context = context
    problems.install(app)
    app.add_middleware(LimitBody, max_bytes=BODY_BYTES_MAX)
    app.add_middleware(CountRequests)
    app.router.routes.extend(observe)
    for module in (calendar, items, notifications, stream, subscriptions):
        app.include_router(module.router)
    add_docs(app)
    app.mount("/", Page())
    return app
