-- name: put_profile
insert into union_profile (union_id, code, name, federation_id, parent_id, edge, legal_person, credit_code,
  employer_kind, employee_count, founded_on, version, position)
select $1, r.* from unnest($2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::bool[], $8::text[],
  $9::text[], $10::int4[], $11::date[], $12::int4[], $13::int8[]) as r

-- name: rename
update union_profile p set name = r.name, version = greatest(p.version, r.version), position = greatest(p.position, r.position)
from unnest($2::text[], $3::int4[], $4::int8[]) as r(name, version, position) where p.union_id = $1

-- name: put_officer
insert into officer (union_id, officer_id, office, version, name, since, until, position)
select $1, r.* from unnest($2::uuid[], $3::text[], $4::int4[], $5::text[], $6::date[], $7::date[], $8::int8[]) as r

-- name: put_policy
insert into adopted_policy (union_id, version, policy_id, policy_version, valid_from, document_no, policy, position)
select $1, r.* from unnest($2::int4[], $3::text[], $4::int4[], $5::date[], $6::text[], $7::jsonb[], $8::int8[]) as r

-- name: close_period
update union_profile p set closed_through = r.period, version = greatest(p.version, r.version),
  position = greatest(p.position, r.position)
from unnest($2::text[], $3::int4[], $4::int8[]) as r(period, version, position) where p.union_id = $1

-- name: dissolve
update union_profile p set dissolved_on = r.dissolved_on, version = greatest(p.version, r.version),
  position = greatest(p.position, r.position)
from unnest($2::date[], $3::int4[], $4::int8[]) as r(dissolved_on, version, position) where p.union_id = $1

-- name: union_profile
-- $1 union
select code, name, federation_id, parent_id, edge, legal_person, credit_code, employer_kind, employee_count,
  founded_on, version, closed_through, dissolved_on
from union_profile where union_id = $1

-- name: officers
-- $1 union, $2 as_of
-- The last record of an office tells its end, the first its beginning.
select o.officer_id, o.office, o.name, o.since, o.until from (
  select distinct on (officer_id, office) officer_id, office, name, until,
    min(since) over (partition by officer_id, office) as since
  from officer
  where union_id = $1 and since <= $2
  order by officer_id, office, version desc
) o
where o.until is null or o.until > $2
order by o.office, o.officer_id

-- name: policies
-- $1 union, $2 as_of
select policy_id, policy_version, valid_from, document_no, policy from adopted_policy
where union_id = $1 and valid_from <= $2
order by valid_from, version
