# The portal's image: web, ws, workers, beat and the partner sandbox are this image with other commands.
# Python 3.11 as on the machines that run the tests.
FROM python:3.11-slim AS packages
COPY requirements/runtime.txt /tmp/runtime.txt
RUN python -m venv /opt/jkp \
    && /opt/jkp/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /tmp/runtime.txt

FROM python:3.11-slim
ENV PATH=/opt/jkp/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin jkp \
    && mkdir -p /app /srv/jkp/media /srv/jkp/sandbox \
    && chown jkp:jkp /srv/jkp/media /srv/jkp/sandbox
COPY --from=packages /opt/jkp /opt/jkp
WORKDIR /app
COPY . .
# Static files belong to the image: hashed and compressed once, the same in every container.
RUN DJANGO_SETTINGS_MODULE=jkp_portal.settings.dev python manage.py collectstatic --no-input --verbosity 0
ENV DJANGO_SETTINGS_MODULE=jkp_portal.settings.prod
USER jkp
EXPOSE 8000
CMD ["gunicorn", "jkp_portal.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--workers", "2", "--threads", "8", "--keep-alive", "75", "--timeout", "60", "--no-control-socket", \
     "--forwarded-allow-ips", "*", "--access-logfile", "-"]
