# The monitor as an image: one stage builds the wheel, the other runs it as a user without rights.
FROM python:3.12-slim-bookworm AS build
WORKDIR /build
COPY . .
RUN pip install --no-cache-dir build==1.6.1 && python -m build --wheel

FROM python:3.12-slim-bookworm
RUN useradd --create-home --uid 10001 rasad && install -d -o rasad /var/lib/rasad
COPY constraints.txt /tmp/constraints.txt
COPY --from=build /build/dist/*.whl /tmp/
RUN pip install --no-cache-dir -c /tmp/constraints.txt /tmp/rasad-*.whl && rm -r /tmp/*
USER rasad
ENV RASAD_HOME=/var/lib/rasad
VOLUME /var/lib/rasad
EXPOSE 8752
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8752/healthz', timeout=4)"]
ENTRYPOINT ["rasad"]
CMD ["run"]
