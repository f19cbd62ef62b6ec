"""Commands on documents: extract, annotate, langid. All run offline, stream, and keep memory flat."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Literal

import click

from model.errors import InputError
from rasad.output import emit, lines, say


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--url", help="The address the page was saved from.")
@click.option("--batch", type=click.Path(path_type=Path), help='A list of pages: lines of {"file": …, "url": …}.')
def extract(file: Path | None, url: str | None, batch: Path | None) -> int:
    """Text and metadata of a saved page, as one JSON: url, title, text, authors, published, lang, site.

    \b
    Examples:
      rasad extract page.html --url https://example.org/news/1
      rasad extract --batch pages.jsonl > articles.jsonl
    """
    if (file is None) == (batch is None):
        raise click.UsageError("give either FILE with --url, or --batch LIST.jsonl")
    if batch is not None:
        return _extract_batch(batch)
    if url is None:
        raise click.UsageError("--url is missing: the page's address is part of its metadata")
    assert file is not None
    emit(_extract(file, url))
    return 0


def _extract(file: Path, url: str) -> dict[str, Any]:
    from crawler.extract import page_json

    try:
        html = file.read_bytes()
    except OSError as error:
        raise InputError(f"{file}: {error.strerror}", "check the file's name and rights") from error
    return page_json(html, url)


def _extract_batch(batch: Path) -> int:
    code = 0
    try:
        stream = batch.open("rb")
    except OSError as error:
        raise InputError(f"{batch}: {error.strerror}", "check the file's name and rights") from error
    with stream:
        for number, raw in lines(stream):
            if not raw.strip():
                continue
            try:
                item = json.loads(raw)
                file, url = item["file"], item["url"]
                if not (isinstance(file, str) and isinstance(url, str)):
                    raise TypeError("file and url must be strings")
            except (ValueError, KeyError, TypeError) as error:
                emit({"line": number, "error": f"not an object with file and url: {error}"})
                code = 1
                continue
            try:
                # A relative file lies where the call is made, or beside the list.
                path = Path(file) if Path(file).exists() else batch.parent / file
                emit({"file": file, **_extract(path, url)})
            except InputError as error:
                emit({"file": file, "error": error.thing})
                code = 1
    return code


@click.command()
@click.option("--gate", is_flag=True, help="Let the gate keep documents about neither subject from the models.")
@click.pass_obj
def annotate(config: str | None, gate: bool) -> int:
    """Understand documents: lines of {id, title, text, published?, lang?, source?} in, a line each out, at once.

    Stories are clustered within the input, in its order: `story` is the id of the story's first member.

    \b
    Example:
      rasad annotate < documents.jsonl > annotations.jsonl
    """
    from catalog import load
    from nlp.pipeline import load as load_pipeline
    from nlp.records import annotation_record, read_document
    from nlp.stories import StoryGrouper
    from rasad.paths import config_dir

    loaded = load(config_dir(config))
    understanding = load_pipeline(loaded.watchlists, loaded.lexicons)
    grouper = StoryGrouper()
    code = 0
    for number, raw in lines(sys.stdin.buffer):
        if not raw.strip():
            continue
        try:
            document = read_document(raw)
        except InputError as error:
            emit({"line": number, "error": error.thing})
            code = 1
            continue
        for annotation in understanding.annotate([document], gate=gate):
            emit(annotation_record(document.id, annotation, grouper.add(document, annotation)))
    return code


@click.command()
@click.option("--by", type=click.Choice(["rasad", "langdetect"]), default="rasad", show_default=True, help="Who tells.")
def langid(by: Literal["rasad", "langdetect"]) -> int:
    """The language of each line of the input: ISO 639 code, tab, confidence.

    \b
    Examples:
      printf 'سلام دنیا\\nHello world\\n' | rasad langid
      rasad langid --by langdetect < lines.txt
    """
    from text.langid import identify

    code = 0
    for number, raw in lines(sys.stdin.buffer):
        try:
            guess = identify(raw.decode("utf-8"), by=by)
        except UnicodeDecodeError as error:
            emit({"line": number, "error": f"not UTF-8: {error.reason} at byte {error.start}"})
            code = 1
            continue
        say(f"{guess.lang}\t{guess.confidence:.4f}")
    return code


COMMANDS = (extract, annotate, langid)
