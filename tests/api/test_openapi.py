"""The OpenAPI document, and what the API does with anything that may be sent: never a failure of the server."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest
import requests
import schemathesis
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from hypothesis.extra.django import TestCase
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance

from kechuang.casework.accounts import tokens
from kechuang.casework.cases.actions import actions_of
from kechuang.web.api.kinds import kinds
from tests.casework.office import drafted, make_office, registered

EXAMPLES = int(os.environ.get("KECHUANG_FUZZ", "4"))
"""For each endpoint; a longer search: KECHUANG_FUZZ=100 pytest tests/api/test_openapi.py."""
_PARTS = {"method", "url", "headers", "params", "data", "json", "files", "cookies"}


def document(client: Client, lang: str = "zh") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(client.get(f"/api/openapi.json?lang={lang}").content)
    return found


@pytest.mark.django_db
def test_the_document_is_whole() -> None:
    found = document(Client())
    operations = {op["operationId"]: op for path in found["paths"].values() for op in path.values()}
    for slug, model in kinds().items():
        for action in actions_of(model).values():
            operation = operations[f"{slug}_{action.name}"]
            schema = next(iter(operation["requestBody"]["content"].values()))
            assert schema["schema"]["type"] == "object"
            assert "example" in schema
            assert operation["summary"] == str(action.label)
            assert operation["security"] == [{"token": []}, {"session": []}]
            assert "application/problem+json" in operation["responses"]["422"]["content"]
    for ident, operation in operations.items():
        assert operation["summary"].strip(), ident
    assert operations["agreements_reply"]["requestBody"]["content"]["application/json"]["example"] == {
        "opinion": "agree"
    }
    assert {} in found["paths"]["/api/cases/"]["get"]["security"]
    assert set(found["components"]["securitySchemes"]) == {"token", "session"}


@pytest.mark.django_db
def test_swagger_is_served_from_here(client: Client) -> None:
    page = client.get("/api/docs").content.decode()
    assert page.index("swagger-ui-bundle") < page.index("api-csrf.js") < page.index("swagger-ui-init")
    assert 'data-csrf-token="' in page
    assert 'data-csrf-token=""' not in page
    assert "https://" not in page.replace("https://www.w3.org", "")


class AnythingTest(TestCase):
    """Values drawn from the document and against it, to every endpoint, by someone who may do a great deal."""

    def setUp(self) -> None:
        office = make_office()
        self.platform = registered(office)
        self.agreement = drafted(office, self.platform)
        _token, text = tokens.make(office["kq-park-leader"], "fuzz", scope="act", days=1)
        self.headers = {"Authorization": f"Bearer {text}"}

    def test_no_request_is_a_failure_of_the_server(self) -> None:
        raw = document(Client())
        real = {"number": {"platforms": self.platform.number, "": self.agreement.number}}
        schema = schemathesis.openapi.from_dict(raw)
        for found in schema.get_all_operations():
            operation = found.ok()
            number = real["number"].get(operation.path.split("/")[2], real["number"][""])

            @settings(
                max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
                suppress_health_check=list(HealthCheck), phases=[Phase.generate],
            )  # fmt: skip
            @_given(operation)
            def attempt(case: Any) -> None:
                self.try_it(case)
                if "number" in (case.path_parameters or {}):
                    case.path_parameters["number"] = number  # noqa: B023  # called within the turn of the loop
                    self.try_it(case)

            attempt()

    def try_it(self, case: Any) -> None:
        """Send the case by Django's own client, in the transaction of the test, and hold the answer to the document."""
        sent = case.as_transport_kwargs(base_url="http://testserver", headers=self.headers)
        asked = requests.Request(**{name: sent[name] for name in sent if name in _PARTS}).prepare()
        body = asked.body or b""
        headers = {name: value for name, value in asked.headers.items() if name.lower() != "content-length"}
        with transaction.atomic():
            answer = Client(raise_request_exception=False).generic(
                str(asked.method), asked.path_url, body.encode() if isinstance(body, str) else body,
                content_type=headers.pop("Content-Type", ""), headers=headers,
            )  # fmt: skip
        told = {name.lower(): [value] for name, value in answer.headers.items()}
        response = schemathesis.Response(answer.status_code, told, answer.content, asked, 0.1, False)
        case.validate_response(response, checks=[not_a_server_error, response_schema_conformance])


def _given(operation: Any) -> Any:
    from hypothesis import given
    from schemathesis import GenerationMode

    return given(
        case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
        | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
    )
