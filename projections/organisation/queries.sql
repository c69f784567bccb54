-- name: put_profile
insert into union_profile (union_id, code, name, federation_id, parent_id, edge, legal_person, credit_code,
  employer_kind, employee_count, founded_on, version, position)
select $1, r.* from unnest($2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::bool[], $8::text[],
  $9::text[], $10::int4[], $11::date[], $12::int4[], $13::int8[]) as r

-- name: rename
update union_profile p set name = r.name, version = greatest(p.version, r.version),
  position = greatest(p.position, r.position)
from unnest($2::text[], $3::int4[], $4::int8[]) as r(name, version, position) where p.union_id = $1

-- name: correct
-- What was not corrected stays; an empty credit code takes it away.
update union_profile p set legal_person = coalesce(r.legal_person, p.legal_person),
  credit_code = case when r.credit_code is null then p.credit_code else nullif(r.credit_code, '') end,
  employer_kind = coalesce(r.employer_kind, p.employer_kind),
  employee_count = coalesce(r.employee_count, p.employee_count), founded_on = coalesce(r.founded_on, p.founded_on),
  version = greatest(p.version, r.version),
  position = greatest(p.position, r.position)
from unnest($2::bool[], $3::text[], $4::text[], $5::int4[], $6::date[], $7::int4[], $8::int8[])
  as r(legal_person, credit_code, employer_kind, employee_count, founded_on, version, position)
where p.union_id = $1

-- name: approve
update union_profile p set approval_no = r.approval_no, approved_on = r.approved_on,
  version = greatest(p.version, r.version),
  position = greatest(p.position, r.position)
from unnest($2::text[], $3::date[], $4::int4[], $5::int8[])
  as r(approval_no, approved_on, version, position)
where p.union_id = $1

-- name: freeze
update union_profile p set frozen_on = r.frozen_on, frozen_reason = r.frozen_reason,
  version = greatest(p.version, r.version),
  position = greatest(p.position, r.position)
from unnest($2::date[], $3::text[], $4::int4[], $5::int8[])
  as r(frozen_on, frozen_reason, version, position)
where p.union_id = $1

-- name: close_through
update union_profile p set closed_through = r.period, version = greatest(p.version, r.version),
  position = greatest(p.position, r.position)
from unnest($2::text[], $3::int4[], $4::int8[]) as r(period, version, position) where p.union_id = $1

-- name: lock
update union_profile p set locked_through_year = r.year, version = greatest(p.version, r.version),
  position = greatest(p.position, r.position)
from unnest($2::int4[], $3::int4[], $4::int8[]) as r(year, version, position) where p.union_id = $1

-- name: end
update union_profile p set dissolved_on = r.dissolved_on, merged_into = r.merged_into,
  version = greatest(p.version, r.version),
  position = greatest(p.position, r.position)
from unnest($2::date[], $3::uuid[], $4::int4[], $5::int8[])
  as r(dissolved_on, merged_into, version, position)
where p.union_id = $1

-- name: put_officer
insert into officer (union_id, officer_id, office, version, name, since, until, position)
select $1, r.* from unnest($2::uuid[], $3::text[], $4::int4[], $5::text[], $6::date[], $7::date[], $8::int8[]) as r

-- name: put_policy
insert into adopted_policy (union_id, version, policy_id, policy_version, valid_from, document_no, policy,
  adoption_id, position)
select $1, r.* from unnest($2::int4[], $3::text[], $4::int4[], $5::date[], $6::text[], $7::jsonb[], $8::uuid[],
  $9::int8[]) as r

-- name: put_term
insert into committee_term (union_id, version, term_from, term_until, document_no, elected_on, position)
select $1, r.* from unnest($2::int4[], $3::date[], $4::date[], $5::text[], $6::date[], $7::int8[]) as r

-- name: put_bank_account
insert into union_bank_account (union_id, version, ledger_account, fund, bank_account, since, until, position)
select $1, r.* from unnest($2::int4[], $3::text[], $4::text[], $5::text[], $6::date[], $7::date[], $8::int8[]) as r

-- name: union_profile
-- $1 union
select code, name, federation_id, parent_id, edge, legal_person, credit_code, employer_kind, employee_count,
  founded_on, version, approval_no, approved_on, frozen_on, frozen_reason, closed_through, locked_through_year,
  dissolved_on, merged_into
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
select policy_id, policy_version, valid_from, document_no, policy, adoption_id from adopted_policy
where union_id = $1 and valid_from <= $2
order by valid_from, version

-- name: terms
-- $1 union, $2 as_of
select term_from, term_until, document_no, elected_on, version from committee_term
where union_id = $1 and elected_on <= $2
order by term_from, version

-- name: bank_accounts
-- $1 union, $2 as_of
-- Of one account of the books and one fund the latest record counts.
select b.* from (
  select distinct on (ledger_account, fund) ledger_account, fund, bank_account, since, until, version
  from union_bank_account
  where union_id = $1 and since <= $2
  order by ledger_account, fund, version desc
) b
where b.until is null or b.until > $2
order by b.ledger_account, b.fund

-- name: tasks_term
-- $1 union, $2 as_of: the committee's term has run out and no newer one is known
select 'election' as kind, $1::uuid as subject_id, t.term_until as since, null::date as due_on,
  array['chairperson', 'vice_chairperson'] as offices, array[]::uuid[] as not_for
from (
  select max(term_until) as term_until from committee_term where union_id = $1 and elected_on <= $2
) t
join union_profile p on p.union_id = $1 and p.dissolved_on is null
where t.term_until <= $2

-- name: officer_names
-- $1 union, $2 as_of: what every officer is called, also of those who hold no office any more
select distinct on (officer_id) officer_id, office, name from officer
where union_id = $1 and since <= $2
order by officer_id, version desc
