-- name: put_federation
insert into federation (union_id, code, name, version)
select $1, r.* from unnest($2::text[], $3::text[], $4::int4[]) as r

-- name: put_unit
insert into unit (union_id, unit_id, code, name, parent_id, edge, legal_person, enrolled_on, position)
select $1, r.* from unnest($2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::bool[], $8::date[],
  $9::int8[]) as r

-- name: federation
-- $1 federation
select code, name, version from federation where union_id = $1

-- name: units
-- $1 federation, $2 as_of
select unit_id, code, name, parent_id, edge, legal_person, enrolled_on
from unit where union_id = $1 and enrolled_on <= $2
order by code

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
