-- name: put_step
insert into transfer_step (union_id, step_id, transfer_id, step, stepped_on, other_union_id, other_union,
  last_dues_month, ended_by, reason, position)
select $1, r.* from unnest($2::uuid[], $3::uuid[], $4::text[], $5::date[], $6::uuid[], $7::text[], $8::text[],
  $9::text[], $10::text[], $11::int8[]) as r

-- name: reverse_step
update transfer_step s set reversed_on = r.reversed_on
from unnest($2::uuid[], $3::date[]) as r(step_id, reversed_on)
where s.union_id = $1 and s.step_id = r.step_id

-- name: put_expulsion
insert into expulsion (union_id, member_id, version, decided_on, decision_no, position)
select $1, r.* from unnest($2::uuid[], $3::int4[], $4::date[], $5::text[], $6::int8[]) as r

-- name: reverse_expulsion
update expulsion e set reversed_on = r.reversed_on
from unnest($2::uuid[], $3::int4[], $4::date[]) as r(member_id, version, reversed_on)
where e.union_id = $1 and e.member_id = r.member_id and e.version = r.version

-- name: file_expulsion
update expulsion e set filed_on = r.filed_on, filing_no = r.filing_no, filed_position = r.position
from unnest($2::uuid[], $3::int4[], $4::date[], $5::text[], $6::int8[])
  as r(member_id, version, filed_on, filing_no, position)
where e.union_id = $1 and e.member_id = r.member_id and e.version = r.version

-- name: steps_of_units
-- $1 units, $2 as_of, $3 transfer or null: every step that stands, by transfer and in order
select union_id, transfer_id, step, stepped_on, other_union_id, other_union, last_dues_month, ended_by, reason,
  position
from transfer_step
where union_id = any($1::uuid[]) and stepped_on <= $2 and reversed_on is null
  and ($3::uuid is null or transfer_id = $3)
order by transfer_id, stepped_on, union_id, position

-- name: expulsions_of_units
-- $1 units, $2 as_of
select union_id, member_id, decided_on, decision_no,
  case when filed_on <= $2 then filed_on end as filed_on,
  case when filed_on <= $2 then filing_no end as filing_no
from expulsion
where union_id = any($1::uuid[]) and decided_on <= $2 and reversed_on is null
order by decided_on, union_id, member_id
