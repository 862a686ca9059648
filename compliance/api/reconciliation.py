"""What a province's machine may do with worker cards: send a list, ask how far it is, fetch the answer."""

from django.http import FileResponse, Http404
from django.utils.decorators import method_decorator
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.decorators import public
from compliance.api.views import HEADERS, Malformed, PartnerView, csv_of
from compliance.models import DataAgreement, Reconciliation
from compliance.operations.exchange_files import OPEN, open_for_partner
from compliance.operations.exchange_requests import LONGEST_PURPOSE
from compliance.operations.reconciliation import send_list
from core import clock
from participants.csv_file import MOST_BYTES

LIST_BODY = MOST_BYTES + MOST_BYTES // 4  # the file as a JSON string


class ListSerializer(serializers.Serializer):
    purpose = serializers.CharField(max_length=LONGEST_PURPOSE)
    list = serializers.CharField(
        max_length=MOST_BYTES,
        trim_whitespace=False,
        help_text="The CSV as text: nama;nik;npp;upah, at most 20,000 lines and 4 MB.",
    )


class ReconciliationSerializer(serializers.ModelSerializer):
    """How far a list is. What it came to is told once an officer approved it."""

    results = serializers.SerializerMethodField(help_text="Lines by result; null until the answer may be fetched.")
    sha256 = serializers.SerializerMethodField()
    signature = serializers.SerializerMethodField(help_text="Ed25519, base64, over the five lines of the manifest.")

    class Meta:
        model = Reconciliation
        fields = ("number", "quarter", "state", "problem", "rows", "results", "sha256", "signature")

    def get_results(self, made: Reconciliation) -> dict[str, int] | None:
        return made.results if made.state in OPEN else None

    def get_sha256(self, made: Reconciliation) -> str:
        return made.sha256 if made.state in OPEN else ""

    def get_signature(self, made: Reconciliation) -> str:
        return made.signature if made.state in OPEN else ""


def of(agreement: DataAgreement, number: str) -> Reconciliation:
    """Raises Http404 for another agreement's."""
    made = Reconciliation.objects.filter(agreement=agreement, number=number).first()
    if made is None:
        raise Http404
    return made


@method_decorator(public, name="dispatch")
class ReconciliationsView(PartnerView):
    most = LIST_BODY

    @extend_schema(
        operation_id="exchange_reconcile",
        summary="Send a list of holders of the worker card; the same list again is the same reconciliation",
        auth=[],
        parameters=HEADERS,
        request=ListSerializer,
        responses={202: ReconciliationSerializer},
    )
    def post(self, request: Request) -> Response:
        at = clock.now()
        agreement = self.believed(request, at)
        said = ListSerializer(data=request.data)
        if not said.is_valid():
            raise Malformed
        content = said.validated_data["list"].encode("utf-8", "replace")
        made = send_list(agreement, content, purpose=said.validated_data["purpose"], actor=None, at=at)
        return Response(ReconciliationSerializer(made).data, status=202)


@method_decorator(public, name="dispatch")
class ReconciliationView(PartnerView):
    @extend_schema(
        operation_id="exchange_reconciliation",
        summary="How far one list is",
        auth=[],
        parameters=HEADERS,
        responses={200: ReconciliationSerializer},
    )
    def get(self, request: Request, number: str) -> Response:
        agreement = self.believed(request, clock.now())
        return Response(ReconciliationSerializer(of(agreement, number)).data)


@method_decorator(public, name="dispatch")
class ReconciliationFileView(PartnerView):
    @extend_schema(
        operation_id="exchange_reconciliation_file",
        summary="The CSV of the answer; every call is written down",
        auth=[],
        parameters=HEADERS,
        responses={(200, "text/csv"): bytes},
    )
    def get(self, request: Request, number: str) -> FileResponse:
        at = clock.now()
        made = of(self.believed(request, at), number)
        if made.state not in OPEN:
            raise Http404
        return csv_of(made, open_for_partner(made, at=at))
