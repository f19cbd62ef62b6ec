"""Matches and the outbox, the same on every database."""

from __future__ import annotations

from record_nouns import MINUTE, NOW, delivery, match

from model.notify import DeliveryKind, DeliveryState, MatchPath
from store import Record, deliveries, matches, status


def test_a_match_and_its_deliveries_are_written_once(record: Record) -> None:
    assert matches.save(record, [match("a")], [delivery()], ("memory", 7), NOW) == 1
    again = [match("a", path=MatchPath.SWEEP, late=True), match("b")]
    assert matches.save(record, again, [delivery(), delivery("other")], ("memory", 5), NOW) == 1
    assert matches.progress(record, "memory") == 7, "never back"
    assert matches.progress(record, "sweep") == 0
    matches.set_progress(record, "sweep", 3)
    assert matches.progress(record, "sweep") == 3
    assert matches.for_article(record, "a") == [match("a")]
    assert matches.recent(record, 1) == [match("b")]
    assert len(deliveries.listing(record)) == 2


def test_another_version_of_rule_or_article_is_another_match(record: Record) -> None:
    found = [match("a"), match("a", rule_version=2), match("a", article_version=2), match("a", rule_id="r")]
    assert matches.save(record, found, []) == 4


def test_each_part_of_the_key_tells_deliveries_apart(record: Record) -> None:
    different = [
        delivery(),
        delivery(person_id="babak"),
        delivery(kind=DeliveryKind.DIGEST),
        delivery("other"),
        delivery(channel="chat"),
        delivery(revision=2),
    ]
    assert deliveries.put(record, different, NOW) == 6
    assert deliveries.put(record, different, NOW) == 0
    assert len({row.message_id for row in deliveries.listing(record)}) == 6
    assert deliveries.exists(record, "babak", DeliveryKind.ALERT, "story")
    assert not deliveries.exists(record, "babak", DeliveryKind.DIGEST, "story")


def test_a_lease_is_exclusive_and_ends(record: Record) -> None:
    deliveries.put(record, [delivery("one"), delivery("two")], NOW)
    first = deliveries.lease(record, NOW, 60, 1)
    second = deliveries.lease(record, NOW, 60, 9)
    assert [item.subject_key for item in first + second] == ["one", "two"]
    assert [item.attempts for item in first + second] == [1, 1]
    assert first[0].payload == delivery().payload
    assert deliveries.lease(record, NOW, 60, 9) == []
    deliveries.sent(record, second[0].id, NOW)
    late = deliveries.lease(record, NOW + MINUTE, 60, 9)
    assert [(item.subject_key, item.maybe_duplicate, item.attempts) for item in late] == [("one", True, 2)]
    assert late[0].message_id == first[0].message_id


def test_how_a_delivery_can_end(record: Record) -> None:
    deliveries.put(record, [delivery("sent"), delivery("again"), delivery("dead")], NOW)
    sent, again, dead = deliveries.lease(record, NOW, 60, 9)
    deliveries.sent(record, sent.id, NOW)
    deliveries.retry(record, again.id, "450 busy", NOW + 5 * MINUTE)
    deliveries.dead(record, dead.id, "550 unknown")
    assert deliveries.lease(record, NOW + 4 * MINUTE, 60, 9) == []
    retried = deliveries.lease(record, NOW + 5 * MINUTE, 60, 9)
    assert [(item.id, item.error, item.maybe_duplicate) for item in retried] == [(again.id, "450 busy", False)]
    assert [item.error for item in deliveries.listing(record, DeliveryState.DEAD)] == ["550 unknown"]
    done = deliveries.listing(record, DeliveryState.SENT)
    assert [(item.id, item.sent_at) for item in done] == [(sent.id, NOW)]
    counted = status.counts(record)
    assert (counted["deliveries_sent"], counted["deliveries_leased"], counted["deliveries_dead"]) == (1, 1, 1)


def test_who_lost_a_lease_cannot_undo_what_its_successor_noted(record: Record) -> None:
    deliveries.put(record, [delivery()], NOW)
    slow = deliveries.lease(record, NOW, 60, 1)[0]
    quick = deliveries.lease(record, NOW + MINUTE, 60, 1)[0]
    deliveries.sent(record, quick.id, NOW + MINUTE)
    deliveries.retry(record, slow.id, "timeout", NOW)
    deliveries.dead(record, slow.id, "timeout")
    assert deliveries.listing(record)[0].state is DeliveryState.SENT


def test_a_message_that_went_counts_although_the_lease_ran_out(record: Record) -> None:
    deliveries.put(record, [delivery()], NOW)
    slow = deliveries.lease(record, NOW, 60, 1)[0]
    assert deliveries.lease(record, NOW + MINUTE, 60, 1)
    deliveries.sent(record, slow.id, NOW + MINUTE)
    assert deliveries.lease(record, NOW + 9 * MINUTE, 60, 1) == []


def test_paused_people_keep_their_place(record: Record) -> None:
    deliveries.put(record, [delivery(), delivery(person_id="babak")], NOW)
    assert [item.person_id for item in deliveries.lease(record, NOW, 60, 9, except_people=["mina"])] == ["babak"]
    assert [(item.person_id, item.attempts) for item in deliveries.lease(record, NOW, 60, 9)] == [("mina", 1)]


def test_a_dead_letter_can_be_revived(record: Record) -> None:
    deliveries.put(record, [delivery()], NOW)
    dead = deliveries.lease(record, NOW, 60, 1)[0]
    assert not deliveries.revive(record, dead.id, NOW), "it is not dead"
    deliveries.dead(record, dead.id, "550")
    assert deliveries.revive(record, dead.id, NOW)
    assert deliveries.lease(record, NOW, 60, 1)[0].attempts == 1
