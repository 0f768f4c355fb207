"""Listing commands: sources, speakers, parties, statements, commitments, numbers."""

from claims.settings import database_location
from claims.store.access import open_reader
from claims.views.filters import DEFAULT_LIMIT, Filters
from cli import options
from cli.output import Output


def list_commitments(
    *,
    by: options.By = None,
    to: options.To = None,
    topic: options.Topic = None,
    strength: options.Strength = None,
    status: options.Status = None,
    overdue: options.Overdue = False,
    unit: options.Unit = None,
    min: options.Min = None,
    max: options.Max = None,
    since: options.Since = None,
    until: options.Until = None,
    source: options.Source = None,
    language: options.Language = None,
    search: options.Search = None,
    review: options.Review = None,
    copies: options.Copies = False,
    order: options.Order = None,
    limit: options.Limit = DEFAULT_LIMIT,
    columns: options.Columns = None,
    as_of: options.AsOf = None,
    today: options.Today = None,
    format: options.Format = "table",
    db: options.Db = None,
) -> None:
    """Who committed to what, by when, with what amount.

    The newest come first. --order takes id, announced_on, due_on, strength, status, amount.
    """
    from claims.views import commitments
    from cli.columns import COMMITMENTS

    output = Output(format, columns=columns)
    filters = Filters(
        by=by, to=to, topic=topic, strength=strength, status=status, overdue=overdue, unit=unit, min=min, max=max, since=since,
        until=until, source=source, language=language, search=search, review=review, copies=copies, order=order, limit=limit,
    )  # fmt: skip
    with open_reader(database_location(db), as_of, today) as reader:
        output.page(commitments.list_commitments(reader, filters), COMMITMENTS, what="commitments", of=commitments.Commitment)


def list_statements(
    *,
    by: options.By = None,
    to: options.To = None,
    act: options.Act = None,
    topic: options.Topic = None,
    since: options.Since = None,
    until: options.Until = None,
    source: options.Source = None,
    language: options.Language = None,
    search: options.Search = None,
    review: options.Review = None,
    copies: options.Copies = False,
    order: options.Order = None,
    limit: options.Limit = DEFAULT_LIMIT,
    columns: options.Columns = None,
    as_of: options.AsOf = None,
    format: options.Format = "table",
    db: options.Db = None,
) -> None:
    """Who said what, when, and where it was published.

    The newest come first. --order takes id, said_on, speaker.
    """
    from claims.views import statements
    from cli.columns import STATEMENTS

    output = Output(format, columns=columns)
    filters = Filters(
        by=by, to=to, act=act, topic=topic, since=since, until=until, source=source, language=language, search=search, review=review,
        copies=copies, order=order, limit=limit,
    )  # fmt: skip
    with open_reader(database_location(db), as_of) as reader:
        output.page(statements.list_statements(reader, filters), STATEMENTS, what="statements", of=statements.Statement)


def list_numbers(
    *,
    by: options.By = None,
    to: options.To = None,
    topic: options.Topic = None,
    unit: options.Unit = None,
    min: options.Min = None,
    max: options.Max = None,
    since: options.Since = None,
    until: options.Until = None,
    source: options.Source = None,
    language: options.Language = None,
    search: options.Search = None,
    review: options.Review = None,
    copies: options.Copies = False,
    order: options.Order = None,
    limit: options.Limit = DEFAULT_LIMIT,
    columns: options.Columns = None,
    as_of: options.AsOf = None,
    format: options.Format = "table",
    db: options.Db = None,
) -> None:
    """How much of what, as of when, and who says so.

    Of one unit (--unit) the largest come first. --order takes id, value, unit, as_of.
    """
    from claims.views import numbers
    from cli.columns import NUMBERS

    output = Output(format, columns=columns)
    filters = Filters(
        by=by, to=to, topic=topic, unit=unit, min=min, max=max, since=since, until=until, source=source, language=language,
        search=search, review=review, copies=copies, order=order, limit=limit,
    )  # fmt: skip
    with open_reader(database_location(db), as_of) as reader:
        output.page(numbers.list_numbers(reader, filters), NUMBERS, what="numbers", of=numbers.NumericClaim)


def list_sources(
    *,
    source: options.Source = None,
    language: options.Language = None,
    since: options.Since = None,
    until: options.Until = None,
    search: options.Search = None,
    order: options.Order = None,
    limit: options.Limit = DEFAULT_LIMIT,
    columns: options.Columns = None,
    as_of: options.AsOf = None,
    format: options.Format = "table",
    db: options.Db = None,
) -> None:
    """Which articles were loaded, and what each gave.

    The newest events come first. --order takes id, event_on, published_on, publisher, title, language, loaded_at.
    """
    from claims.views import sources
    from cli.columns import SOURCES

    output = Output(format, columns=columns)
    filters = Filters(source=source, language=language, since=since, until=until, search=search, order=order, limit=limit)
    with open_reader(database_location(db), as_of) as reader:
        output.page(sources.list_sources(reader, filters), SOURCES, what="sources", of=sources.Source)


def list_speakers(
    *,
    by: options.By = None,
    source: options.Source = None,
    language: options.Language = None,
    search: options.Search = None,
    order: options.Order = None,
    limit: options.Limit = DEFAULT_LIMIT,
    columns: options.Columns = None,
    as_of: options.AsOf = None,
    format: options.Format = "table",
    db: options.Db = None,
) -> None:
    """Who speaks, with which offices, and how often.

    --by a party lists who speaks for it. --order takes id, name, kind, statements.
    """
    from claims.views import people
    from cli.columns import SPEAKERS

    output = Output(format, columns=columns)
    filters = Filters(by=by, source=source, language=language, search=search, order=order, limit=limit)
    with open_reader(database_location(db), as_of) as reader:
        output.page(people.list_speakers(reader, filters), SPEAKERS, what="speakers", of=people.Speaker)


def list_parties(
    *,
    by: options.By = None,
    search: options.Search = None,
    order: options.Order = None,
    limit: options.Limit = DEFAULT_LIMIT,
    columns: options.Columns = None,
    as_of: options.AsOf = None,
    format: options.Format = "table",
    db: options.Db = None,
) -> None:
    """States, blocs, companies, and their commitments.

    --order takes id, name, kind, iso_code, made, received.
    """
    from claims.views import people
    from cli.columns import PARTIES

    output = Output(format, columns=columns)
    with open_reader(database_location(db), as_of) as reader:
        page = people.list_parties(reader, Filters(by=by, search=search, order=order, limit=limit))
        output.page(page, PARTIES, what="parties", of=people.Party)
