"""P7: is this letter genuine? Open to everybody, says nothing about anybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.decorators import public
from core.codes import typed
from notices.forms import CodeForm
from notices.limits import count_check
from notices.models import LETTER_CODE, Letter


@public
@never_cache
@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """The form for people who read the code from paper. A code leads to its own address."""
    if "kode" not in request.GET:
        return render(request, "notices/verification.html", {"form": CodeForm()})
    form = CodeForm(request.GET)
    if form.is_valid():
        return redirect("notices:verification", code=form.cleaned_data["kode"])
    return render(request, "notices/verification.html", {"form": form}, status=422)


@public
@never_cache
@require_safe
def verification(request: HttpRequest, code: str) -> HttpResponse:
    """Genuine, revoked or unknown (404): number, day, kind and fingerprint. At most 30 a minute from one address."""
    count_check(request)
    canonical = typed(code, LETTER_CODE)
    letter = Letter.objects.filter(code=canonical).first() if canonical else None
    context = {"letter": letter, "code": code, "form": CodeForm()}
    return render(request, "notices/verified.html", context, status=200 if letter else 404)
