-- What the log holds of one person, and of erasures. Read by the auditor's role, whose policy sees every union.

-- name: events_about
-- $1 union, $2 streams of their own, $3 the person's id as events write it
select e.union_id, e.position, e.stream_id, e.version, e.topic, e.schema_version, e.occurred_on, e.recorded_at,
       e.actor_id, e.command_id, e.digest, e.hash, e.body
from books.event e
where e.union_id = $1
  and (e.stream_id = any ($2::uuid[]) or position(convert_to($3::text, 'UTF8') in e.body) > 0)
order by e.position

-- name: events_of_topics
select e.union_id, e.position, e.stream_id, e.version, e.topic, e.schema_version, e.occurred_on, e.recorded_at,
       e.actor_id, e.command_id, e.digest, e.hash, e.body
from books.event e
where e.union_id = $1 and e.topic = any ($2::text[])
order by e.position

-- name: unions_with_topics
select distinct e.union_id from books.event e where e.topic = any ($1::text[]) order by e.union_id

-- name: head_position
select h.position from books.union_head h where h.union_id = $1
