"""What a province's machine may ask: its sets, a set's file, and who is registered. docs/data-exchange.md"""

from datetime import datetime
from typing import IO

from django.core.exceptions import RequestDataTooBig
from django.http import FileResponse, Http404
from django.utils.decorators import method_decorator
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import APIException
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.decorators import public
from compliance.exchange_download import download
from compliance.models import DataAgreement, Delivery, Reconciliation
from compliance.operations import exchange_requests as requests
from compliance.operations.exchange_files import OPEN, open_for_partner
from compliance.operations.exchange_refusing import write_refusal
from core import clock

HEADERS = [
    OpenApiParameter(name, str, OpenApiParameter.HEADER, required=True)
    for name in (requests.AGREEMENT, requests.TIMESTAMP, requests.NONCE, requests.SIGNATURE)
]


class SetSerializer(serializers.Serializer):
    """A set that waits for the partner, or was fetched before."""

    number = serializers.CharField()
    quarter = serializers.DateField(help_text="Its first day.")
    rows = serializers.IntegerField()
    sha256 = serializers.CharField()
    signature = serializers.CharField(help_text="Ed25519, base64, over the five lines of the manifest.")


class PersonSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=150)
    nik = serializers.CharField(max_length=60)
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True)


class QuestionSerializer(serializers.Serializer):
    purpose = serializers.CharField(max_length=requests.LONGEST_PURPOSE)
    people = PersonSerializer(many=True, allow_empty=False, max_length=requests.MOST_PEOPLE)  # type: ignore[call-arg]


class AnswerSerializer(serializers.Serializer):
    number = serializers.CharField()
    registered = serializers.ListField(child=serializers.IntegerField(), help_text="1 or 0, in the order of `people`.")


class Rejected(APIException):
    """A request that is not believed; the body says no more than the reason's code."""

    def __init__(self, reason: str) -> None:
        super().__init__("", reason)
        self.status_code = 413 if reason == "too_long" else 401
        self.default_code = reason


class Malformed(APIException):
    status_code = 400
    default_code = "malformed"

    def __init__(self) -> None:
        super().__init__("")


class PartnerView(APIView):
    """The signature over method, address, time, nonce and body is the permission. What is refused is written down."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    most = requests.BODY_LIMIT
    partner: DataAgreement | None = None  # once it has signed

    def believed(self, request: Request, at: datetime) -> DataAgreement:
        plain = request._request
        method, path = plain.method or "", plain.get_full_path()
        try:
            said = requests.PartnerRequest(method, path, plain.headers, plain.body, most=self.most)
            self.partner = requests.believe(said, at=at)
        except RequestDataTooBig:  # no server reads that much
            raise Rejected("too_long") from None
        except requests.Unbelieved as refusal:
            raise Rejected(refusal.reason) from None
        requests.admit(self.partner, at=at)
        return self.partner

    def handle_exception(self, exc: Exception) -> Response:
        answer = super().handle_exception(exc)
        if answer.status_code >= 500:  # the portal's own trouble refuses nobody
            return answer
        code = "not_found" if isinstance(exc, Http404) else answer.data["code"]
        plain = self.request._request
        write_refusal(
            code,
            method=plain.method or "",
            path=plain.path,
            named=plain.headers.get(requests.AGREEMENT, ""),
            partner=self.partner,
            at=clock.now(),
        )
        return answer


@method_decorator(public, name="dispatch")
class SetsView(PartnerView):
    @extend_schema(
        operation_id="exchange_sets",
        summary="The sets of one's own agreement that may be fetched",
        auth=[],
        parameters=HEADERS,
        responses={200: OpenApiResponse(SetSerializer(many=True))},
    )
    def get(self, request: Request) -> Response:
        agreement = self.believed(request, clock.now())
        rows = agreement.deliveries.filter(state__in=OPEN).order_by("-quarter")
        return Response(SetSerializer(rows, many=True).data)


@method_decorator(public, name="dispatch")
class SetFileView(PartnerView):
    @extend_schema(
        operation_id="exchange_set_file",
        summary="The CSV of one set; every call is written down",
        auth=[],
        parameters=HEADERS,
        responses={(200, "text/csv"): bytes},
    )
    def get(self, request: Request, number: str) -> FileResponse:
        at = clock.now()
        agreement = self.believed(request, at)
        delivery = Delivery.objects.filter(agreement=agreement, number=number, state__in=OPEN).first()
        if delivery is None:
            raise Http404
        content = open_for_partner(delivery, at=at)
        return csv_of(delivery, content)


@method_decorator(public, name="dispatch")
class IdentificationView(PartnerView):
    @extend_schema(
        operation_id="exchange_identification",
        summary="Which of these non-wage workers are registered: 1 or 0, nothing else",
        auth=[],
        parameters=HEADERS,
        request=QuestionSerializer,
        responses={200: AnswerSerializer},
    )
    def post(self, request: Request) -> Response:
        at = clock.now()
        agreement = self.believed(request, at)
        asked = QuestionSerializer(data=request.data)
        if not asked.is_valid():
            raise Malformed
        people = [requests.Asked(one["name"], one["nik"]) for one in asked.validated_data["people"]]
        number, answers = requests.identify(agreement, people, purpose=asked.validated_data["purpose"], at=at)
        return Response({"number": number, "registered": [int(answer) for answer in answers]})


def csv_of(made: Delivery | Reconciliation, content: IO[bytes]) -> FileResponse:
    """The download with what it is checked by."""
    response = download(made, content)
    response["X-JKP-SHA256"] = made.sha256
    response["X-JKP-Set-Signature"] = made.signature
    return response
