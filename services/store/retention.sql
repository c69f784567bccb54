-- How old the papers of a union's books are, by year. Read by the auditor's role.

-- Entries are events with posting lines.
-- name: entries_by_year
select extract(year from e.occurred_on)::int as year, count(*) as events,
       min(e.occurred_on) as first_day, max(e.occurred_on) as last_day
from books.event e
where e.union_id = $1 and position(convert_to('"lines":[{', 'UTF8') in e.body) > 0
group by 1
order by 1

-- name: events_by_year
select k.kind, extract(year from e.occurred_on)::int as year, count(*) as events,
       min(e.occurred_on) as first_day, max(e.occurred_on) as last_day
from unnest($2::text[], $3::text[]) as k (kind, topic)
join books.event e on e.union_id = $1 and e.topic = k.topic
group by 1, 2
order by 1, 2

-- Streams of a package whose last event is one of those that end them, by the year of that end.
-- name: ended_by_year
select extract(year from s.occurred_on)::int as year, count(*) as events,
       min(s.occurred_on) as first_day, max(s.occurred_on) as last_day
from (
  select distinct on (e.stream_id) e.stream_id, e.topic, e.occurred_on
  from books.event e
  where e.union_id = $1 and e.topic like $2 || '.%'
  order by e.stream_id, e.version desc) as s
where s.topic = any ($3::text[])
group by 1
order by 1

-- Streams that were begun and did not end: what rests on their papers is not over.
-- name: unfinished
select split_part(b.topic, '.', 1) as package, b.stream_id, b.occurred_on as since
from books.event b
where b.union_id = $1 and b.topic = any ($2::text[])
  and not exists (
    select from books.event e
    where e.union_id = $1 and e.stream_id = b.stream_id and e.version > b.version
      and e.topic = any ($3::text[]))
order by b.occurred_on, b.stream_id

-- name: papers
select a.sha256, a.key_id, max(n.occurred_on) as last_day,
       array_agg(distinct n.package order by n.package) as packages
from books.attachment a
join books.attachment_naming n on n.union_id = a.union_id and n.sha256 = a.sha256
where a.union_id = $1 and a.destroyed_at is null
group by a.sha256, a.key_id
order by 3, a.sha256
