# The monitor as an image: one stage installs it, the other runs it as a user without rights.
FROM python:3.12.12-slim-bookworm AS build
WORKDIR /build
COPY . .
RUN pip install --no-cache-dir build==1.6.1 \
    && python -m build --wheel \
    && python -m venv /opt/rasad \
    && /opt/rasad/bin/pip install --no-cache-dir --disable-pip-version-check -c constraints.txt \
        "$(ls dist/rasad-*.whl)[postgresql]"

FROM python:3.12.12-slim-bookworm
LABEL org.opencontainers.image.title="Rasad" \
    org.opencontainers.image.description="A media monitor in English and Persian" \
    org.opencontainers.image.licenses="Apache-2.0"
# The compose file makes its certificates with this image's openssl.
RUN openssl version && useradd --no-create-home --uid 10001 rasad && install -d -o 10001 -g 10001 -m 700 /var/lib/rasad
COPY --from=build /opt/rasad /opt/rasad
USER 10001:10001
WORKDIR /var/lib/rasad
ENV PATH=/opt/rasad/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/tmp \
    RASAD_HOME=/var/lib/rasad
VOLUME /var/lib/rasad
EXPOSE 8752
HEALTHCHECK --interval=30s --timeout=5s --start-period=90s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8752/healthz', timeout=4)"]
ENTRYPOINT ["rasad"]
CMD ["run"]
