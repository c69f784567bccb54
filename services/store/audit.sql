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
