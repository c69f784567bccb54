-- name: put_federation
insert into federation (union_id, code, name, version)
select $1, r.* from unnest($2::text[], $3::text[], $4::int4[]) as r

-- name: put_unit
insert into unit (union_id, unit_id, code, name, legal_person, enrolled_on, position)
select $1, r.* from unnest($2::uuid[], $3::text[], $4::text[], $5::bool[], $6::date[], $7::int8[]) as r

-- name: put_place
insert into unit_place (union_id, unit_id, version, parent_id, edge, since, position)
select $1, r.* from unnest($2::uuid[], $3::int4[], $4::uuid[], $5::text[], $6::date[], $7::int8[]) as r

-- name: put_freeze
insert into unit_freeze (union_id, unit_id, version, reason, since, position)
select $1, r.* from unnest($2::uuid[], $3::int4[], $4::text[], $5::date[], $6::int8[]) as r

-- name: end_unit
update unit u set ended_on = r.ended_on, merged_into = r.merged_into, position = greatest(u.position, r.position)
from unnest($2::uuid[], $3::date[], $4::uuid[], $5::int8[]) as r(unit_id, ended_on, merged_into, position)
where u.union_id = $1 and u.unit_id = r.unit_id

-- name: federation
-- $1 federation
select code, name, version from federation where union_id = $1

-- name: units
-- $1 federation, $2 as_of
-- Where each unit hangs on the date; a unit that ended stays listed: its figures are part of the past.
select u.unit_id, u.code, u.name, p.parent_id, p.edge, u.legal_person, u.enrolled_on, f.reason as frozen_reason,
  case when u.ended_on <= $2 then u.ended_on end as ended_on,
  case when u.ended_on <= $2 then u.merged_into end as merged_into
from unit u
join lateral (
  select l.parent_id, l.edge from unit_place l
  where l.union_id = u.union_id and l.unit_id = u.unit_id and l.since <= $2
  order by l.version desc limit 1
) p on true
left join lateral (
  select l.reason from unit_freeze l
  where l.union_id = u.union_id and l.unit_id = u.unit_id and l.since <= $2
  order by l.version desc limit 1
) f on true
where u.union_id = $1 and u.enrolled_on <= $2
order by u.code

-- name: every_federation
select union_id, code, name from federation order by code

-- name: every_unit
select union_id, unit_id, code, name from unit order by union_id, code

-- name: units_of_code
-- $1 code of a unit, $2 code of its federation or null
select u.union_id, u.unit_id, u.code, u.name
from unit u join federation f on f.union_id = u.union_id
where u.code = $1 and ($2::text is null or f.code = $2)
order by f.code
