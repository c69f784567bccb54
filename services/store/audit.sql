-- name: unions_with_events
select union_id from books.union_head
union
select distinct union_id from books.event
order by union_id

-- Every event belongs to exactly one command whose range holds it, and every command's range is filled.
-- name: command_faults
select e.command_id, min(e.position) as first_position
from books.event e
left join books.command c on c.union_id = e.union_id and c.command_id = e.command_id
where e.union_id = $1
group by e.command_id, c.first_position, c.last_position
having c.first_position is null
  or min(e.position) <> c.first_position
  or max(e.position) <> c.last_position
  or count(*) <> c.last_position - c.first_position + 1
order by 2
limit 1

-- Every input of an event's digest, with what was stored beside it; what no clock shows is null.
-- name: bundle_events
select e.position, e.stream_id, e.version, e.topic, e.schema_version,
       case when isfinite(e.recorded_at)
         then (extract(epoch from e.recorded_at) * 1000000)::bigint end as recorded_at,
       e.occurred_on::text as occurred_on, e.actor_id, e.command_id, e.digest, e.hash, e.body
from books.event e
where e.union_id = $1 and e.position > $2 and e.position <= $3
order by e.position
limit $4

-- name: events_but
select e.union_id, e.position, e.stream_id, e.version, e.topic, e.schema_version, e.occurred_on,
       e.recorded_at, e.actor_id, e.command_id, e.digest, e.hash, e.body
from books.event e
where e.union_id = $1 and e.position > $2 and e.topic <> all ($4::text[])
order by e.position
limit $3

-- Bodies that name a box of sealed fields, or have an escape that could hide the name.
-- name: sealing_events
select e.position, e.body
from books.event e
where e.union_id = $1 and e.position > $2
  and (position('\x22626f7822'::bytea in e.body) > 0 or position('\x5c'::bytea in e.body) > 0)
order by e.position
limit $3

-- The years and funds there is anything to claim of, from the ledgers the search path leads to.
-- name: claimed_years
select 'trial_balances' as claim, left(p.period, 4)::int as year from posting p where p.union_id = $1
union
select 'dues', left(d.dues_month, 4)::int from dues_receipt d where d.union_id = $1
union
select 'aid', extract(year from s.day)::int
from aid_payment p cross join lateral (values (p.paid_on), (p.returned_on)) as s(day)
where p.union_id = $1 and s.day is not null
union
select 'condolences', extract(year from s.day)::int
from condolence c cross join lateral (values (c.given_on), (c.reversed_on)) as s(day)
where c.union_id = $1 and s.day is not null
order by 1, 2

-- name: claimed_funds
select distinct p.fund from posting p where p.union_id = $1 order by p.fund

-- name: claims
select count(*) from books.claim c where c.union_id = $1

-- name: commands
select count(*) from books.command c where c.union_id = $1

-- A claim is given by an event of its position.
-- name: claim_faults
select 'claim_without_event' as kind, c.position
from books.claim c
left join books.event e on e.union_id = c.union_id and e.position = c.position
where c.union_id = $1 and e.position is null
order by c.position

-- name: claims_of_union
select c.claim from books.claim c where c.union_id = $1

-- A command without events of its own, or with a range that is not theirs.
-- name: idle_commands
select 'command_without_events' as kind, c.first_position as position
from books.command c
where c.union_id = $1 and not exists (
  select from books.event e
  where e.union_id = $1 and e.command_id = c.command_id and e.position = c.first_position)
order by c.first_position

-- A keyed digest has 32 bytes; a command and its events were recorded at one moment.
-- name: command_digests
select 'command_differs' as kind, c.first_position as position
from books.command c
join books.event e on e.union_id = c.union_id and e.position = c.last_position
where c.union_id = $1 and (octet_length(c.request_digest) <> 32 or e.recorded_at <> c.recorded_at)
order by c.first_position
