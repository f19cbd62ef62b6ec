"""The two stages of this room: articles are annotated, annotated articles join their stories."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

from model.article import Article
from model.stage import StageReport
from nlp.pipeline import Understanding
from nlp.stories import WINDOW_DAYS, StoryGrouper
from store import Record, stories
from store.annotations import failed as failed_to_annotate
from store.annotations import save, take

_LOG = logging.getLogger(__name__)


def annotate_step(record: Record, understanding: Understanding, limit: int) -> StageReport:
    """Annotate up to ``limit`` articles that no other worker has in hand. One that cannot be understood goes to
    quarantine; the others are done.
    """
    with take(record, understanding.version, limit) as waiting:
        failed = sum(not _annotate(record, understanding, article) for article in waiting)
    return StageReport(stage="annotate", done=len(waiting) - failed, failed=failed, more=len(waiting) == limit)


def _annotate(record: Record, understanding: Understanding, article: Article) -> bool:
    """Annotate one article; False where it was set aside."""
    try:
        annotation = next(understanding.annotate([article.document()], gate=True))
    except Exception as error:  # noqa: BLE001  one article must not stop the others: it is set aside, and shown
        _LOG.exception("article %s version %s cannot be annotated", article.id, article.version)
        failed_to_annotate(record, article.id, article.version, f"{type(error).__name__}: {error}", article.url)
        return False
    save(record, understanding.version, article.id, article.version, annotation)
    return True


def story_step(record: Record, limit: int) -> StageReport:
    """Give up to ``limit`` annotated articles a story, among those of the two weeks around them."""
    waiting = stories.pending(record, limit)
    if not waiting:
        return StageReport(stage="story")
    waiting.sort(key=lambda pair: (_at(pair[0]), pair[0].id))
    grouper = StoryGrouper()
    for article, annotation, story_id in stories.recent(record, _at(waiting[0][0]) - timedelta(days=WINDOW_DAYS)):
        grouper.add(article.document(), annotation, story_id)
    for article, annotation in waiting:
        stories.assign(record, article.id, grouper.add(article.document(), annotation))
    return StageReport(stage="story", done=len(waiting), more=len(waiting) == limit)


def _at(article: Article) -> datetime:
    return (article.published.at if article.published else article.seen_at).astimezone(UTC)
