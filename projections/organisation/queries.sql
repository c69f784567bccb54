-- name: put_profile
insert into union_profile (union_id, code, name, federation_id, parent_id, edge, legal_person, credit_code,
  employer_kind, employee_count, founded_on, version, position)
select $1, r.* from unnest($2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::bool[], $8::text[],
  $9::text[], $10::int4[], $11::date[], $12::int4[], $13::int8[]) as r

-- name: rename
update union_profile p set name = r.name, version = r.version, position = r.position
from unnest($2::text[], $3::int4[], $4::int8[]) as r(name, version, position) where p.union_id = $1

-- name: put_officer
insert into officer (union_id, officer_id, office, name, since, until, position)
select $1, r.* from unnest($2::uuid[], $3::text[], $4::text[], $5::date[], $6::date[], $7::int8[]) as r
on conflict (union_id, officer_id, office) do update set
  name = excluded.name, until = excluded.until, position = excluded.position

-- name: put_policy
insert into adopted_policy (union_id, version, policy_id, policy_version, valid_from, document_no, policy, position)
select $1, r.* from unnest($2::int4[], $3::text[], $4::int4[], $5::date[], $6::text[], $7::jsonb[], $8::int8[]) as r

-- name: close_period
update union_profile p set closed_through = r.period, version = r.version, position = r.position
from unnest($2::text[], $3::int4[], $4::int8[]) as r(period, version, position) where p.union_id = $1

-- name: dissolve
update union_profile p set dissolved_on = r.dissolved_on, version = r.version, position = r.position
from unnest($2::date[], $3::int4[], $4::int8[]) as r(dissolved_on, version, position) where p.union_id = $1

-- name: union_profile
-- $1 union
select code, name, federation_id, parent_id, edge, legal_person, credit_code, employer_kind, employee_count,
  founded_on, version, closed_through, dissolved_on
from union_profile where union_id = $1

-- name: officers
-- $1 union, $2 as_of
select officer_id, office, name, since, until from officer
where union_id = $1 and since <= $2 and (until is null or until > $2)
order by office, officer_id

-- name: policies
-- $1 union, $2 as_of
select policy_id, policy_version, valid_from, document_no, policy from adopted_policy
where union_id = $1 and valid_from <= $2
order by valid_from, version
