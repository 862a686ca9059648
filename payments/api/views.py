"""What the bank may say to us."""

from django.conf import settings
from django.utils.decorators import method_decorator
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import APIException
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.decorators import public
from core import clock
from integrations.bank import verify_callback
from integrations.bank.callbacks import SIGNATURE_HEADER, TIMESTAMP_HEADER
from integrations.errors import CallbackRejected
from payments.enums import ReceiptOutcome
from payments.operations.callbacks import receive_callback

# Not genuine, or not provably so, is 401; genuine but unreadable is 400. Nothing of either is kept.
_STATUS = {"too_long": 413, "garbage": 400, "no_secret": 503}


class CallbackSerializer(serializers.Serializer):
    """The message as the bank signs it."""

    event_id = serializers.CharField(help_text="The same on every repetition of the message.")
    kind = serializers.ChoiceField(choices=["settled", "rejected", "returned"])
    key = serializers.CharField(help_text="The idempotency key under which the transfer was ordered.")
    bank_reference = serializers.CharField(allow_blank=True)
    amount = serializers.IntegerField(min_value=1, help_text="Whole rupiah; compared with the order, never booked.")
    code = serializers.CharField(allow_blank=True, help_text="Why it was rejected or returned.")
    occurred_at = serializers.DateTimeField()


class ReceiptSerializer(serializers.Serializer):
    """What became of the message."""

    event_id = serializers.CharField()
    outcome = serializers.ChoiceField(choices=[*ReceiptOutcome.values, "repeated"])


class ErrorSerializer(serializers.Serializer):
    code = serializers.CharField()
    message = serializers.CharField(allow_blank=True)
    facts = serializers.DictField(child=serializers.CharField())


class Rejected(APIException):
    """A message that is not believed; `default_code` says why, the body says no more."""

    def __init__(self, reason: str) -> None:
        super().__init__("", reason)
        self.status_code = _STATUS.get(reason, 401)
        self.default_code = reason


@method_decorator(public, name="dispatch")
class CallbackView(APIView):
    authentication_classes = ()
    permission_classes = (AllowAny,)  # the signature over the raw body is the permission
    parser_classes = ()

    @extend_schema(
        operation_id="bank_callback",
        summary="The bank tells what became of a transfer",
        description=(
            "Signed with HMAC-SHA256 over timestamp, dot and raw body; at most five minutes old. Repeating one is "
            "safe: it is booked once and answered with 200 again. A genuine message that contradicts our books is kept "
            "for an officer and answered with 202, so it need not be repeated."
        ),
        auth=[],
        parameters=[
            OpenApiParameter(SIGNATURE_HEADER, str, OpenApiParameter.HEADER, required=True, description="sha256=…"),
            OpenApiParameter(TIMESTAMP_HEADER, int, OpenApiParameter.HEADER, required=True, description="Unix seconds"),
        ],
        request=CallbackSerializer,
        responses={
            200: OpenApiResponse(ReceiptSerializer, "Booked now, known already, or a repetition"),
            202: OpenApiResponse(ReceiptSerializer, "Kept for an officer; nothing is booked"),
            400: OpenApiResponse(ErrorSerializer, "Signed, but not a message"),
            401: OpenApiResponse(ErrorSerializer, "Unsigned, wrongly signed or too old"),
            409: OpenApiResponse(ErrorSerializer, "The event id was used for another content"),
        },
    )
    def post(self, request: Request) -> Response:
        body, at = request.body, clock.now()
        try:
            event = verify_callback(request.headers, body, settings.BANK_CALLBACK_SECRET, at)
        except CallbackRejected as rejected:
            raise Rejected(rejected.reason) from None
        receipt, new = receive_callback(event, body=body, at=at)
        put_aside = receipt.outcome == ReceiptOutcome.QUARANTINED
        answer = {"event_id": receipt.event_id, "outcome": receipt.outcome if new else "repeated"}
        return Response(answer, status=202 if put_aside else 200)
