-- name: put_provision
insert into fund_provision (union_id, version, fund, amount_fen, document_no, provided_on, position)
select $1, r.* from unnest($2::int4[], $3::text[], $4::int8[], $5::text[], $6::date[], $7::int8[]) as r

-- name: reverse_provision
update fund_provision p set reversed_on = r.reversed_on, position = greatest(p.position, r.position)
from unnest($2::int4[], $3::date[], $4::int8[]) as r(version, reversed_on, position)
where p.union_id = $1 and p.version = r.version

-- name: put_allocation
insert into fund_allocation (union_id, allocation_id, unit_id, kind, fund, amount_fen, document_no, handler_id,
  approver_id, allocated_on, position)
select $1, r.* from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::int8[], $7::text[], $8::uuid[],
  $9::uuid[], $10::date[], $11::int8[]) as r

-- name: cancel_allocation
update fund_allocation a set cancelled_on = r.cancelled_on, position = greatest(a.position, r.position)
from unnest($2::uuid[], $3::date[], $4::int8[]) as r(allocation_id, cancelled_on, position)
where a.union_id = $1 and a.allocation_id = r.allocation_id

-- name: confirm_allocation
update fund_allocation a set received_on = r.received_on, position = greatest(a.position, r.position)
from unnest($2::uuid[], $3::date[], $4::int8[]) as r(allocation_id, received_on, position)
where a.union_id = $1 and a.allocation_id = r.allocation_id

-- name: put_adoption
insert into adoption (union_id, adoption_id, policy_id, policy_version, valid_from, document_no, policy, units,
  adopted_on, position)
select $1, r.* from unnest($2::uuid[], $3::text[], $4::int4[], $5::date[], $6::text[], $7::jsonb[], $8::jsonb[],
  $9::date[], $10::int8[]) as r

-- name: put_unit_books
insert into unit_books (union_id, closed_through, closed_on, recorded_at, position)
select $1, r.* from unnest($2::text[], $3::date[], $4::timestamptz[], $5::int8[]) as r
on conflict (union_id) do update set closed_through = excluded.closed_through, closed_on = excluded.closed_on,
  recorded_at = excluded.recorded_at, position = excluded.position

-- name: put_coverage
insert into unit_coverage (union_id, month, what, recorded_at, position)
select $1, r.* from unnest($2::text[], $3::text[], $4::timestamptz[], $5::int8[]) as r
on conflict (union_id, month, what) do update set recorded_at = excluded.recorded_at, position = excluded.position

-- name: put_file
insert into hardship_file (union_id, household_id, stage, since, position)
select $1, r.* from unnest($2::uuid[], $3::text[], $4::date[], $5::int8[]) as r
on conflict (union_id, household_id) do update set stage = excluded.stage, since = excluded.since,
  position = excluded.position

-- name: put_case
insert into aid_case_waiting as c (union_id, aid_case_id, case_no, category, fund_source, requested_fen, requested_on,
  stage, since, version, position)
select $1, r.* from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::int8[], $7::date[], $8::text[],
  $9::date[], $10::int4[], $11::int8[]) as r
on conflict (union_id, aid_case_id) do update set
  case_no = coalesce(excluded.case_no, c.case_no), category = coalesce(excluded.category, c.category),
  fund_source = coalesce(excluded.fund_source, c.fund_source),
  requested_fen = coalesce(excluded.requested_fen, c.requested_fen),
  requested_on = coalesce(excluded.requested_on, c.requested_on), stage = excluded.stage, since = excluded.since,
  version = excluded.version, position = excluded.position

-- name: funds
-- $1 federation, $2 as_of: what was provided, promised to units and has reached them, by fund
select f.fund, sum(f.provided)::bigint as provided_fen, sum(f.allocated)::bigint as allocated_fen,
  sum(f.received)::bigint as received_fen, (sum(f.provided) - sum(f.allocated))::bigint as available_fen
from (
  select fund, amount_fen as provided, 0 as allocated, 0 as received from fund_provision
  where union_id = $1 and provided_on <= $2 and (reversed_on is null or reversed_on > $2)
  union all
  select fund, 0, amount_fen, case when received_on <= $2 then amount_fen else 0 end from fund_allocation
  where union_id = $1 and allocated_on <= $2 and (cancelled_on is null or cancelled_on > $2)
) f
group by f.fund
order by f.fund

-- name: provisions
-- $1 federation, $2 as_of: what was reversed included
select version, fund, amount_fen, document_no, provided_on,
  case when reversed_on <= $2 then reversed_on end as reversed_on
from fund_provision
where union_id = $1 and provided_on <= $2
order by version

-- name: allocations
-- $1 federation, $2 as_of, $3 unit or null
select allocation_id, unit_id, kind, fund, amount_fen, document_no, handler_id, approver_id, allocated_on,
  case when cancelled_on <= $2 then cancelled_on end as cancelled_on,
  case when received_on <= $2 then received_on end as received_on, position
from fund_allocation
where union_id = $1 and allocated_on <= $2 and ($3::uuid is null or unit_id = $3)
order by allocated_on, allocation_id

-- name: adoptions
-- $1 federation, $2 as_of
select adoption_id, policy_id, policy_version, valid_from, document_no, policy, units, adopted_on
from adoption
where union_id = $1 and adopted_on <= $2
order by adopted_on, position

-- name: coverage_of_books
-- $1 units: how far each unit's books are closed
select union_id, closed_through, closed_on from unit_books where union_id = any($1::uuid[])

-- name: coverage_of_months
-- $1 units, $2 first month, $3 last month: what was recorded for each month, and when for the last time
select union_id, month, what, recorded_at from unit_coverage
where union_id = any($1::uuid[]) and month between $2 and $3
order by union_id, month, what

-- name: files_waiting
-- $1 units, $2 as_of: files that wait for the county: visited, for its check; noticed, for its approval (5.3)
select union_id as unit_id, household_id, stage, since from hardship_file
where union_id = any($1::uuid[]) and stage in ('visited', 'notice_closed') and since <= $2
order by since, household_id

-- name: files_on_notice
-- $1 units, $2 as_of: files whose notice hangs, or has hung and is not decided yet
select union_id as unit_id, household_id, stage, since from hardship_file
where union_id = any($1::uuid[]) and stage in ('posted', 'notice_closed') and since <= $2
order by since, household_id

-- name: cases_waiting
-- $1 units, $2 as_of: aid asked for, reviewed and not decided; whose turn it is, the amount tells (5.4)
select union_id as unit_id, aid_case_id, version, case_no, category, fund_source, requested_fen, requested_on, since
from aid_case_waiting
where union_id = any($1::uuid[]) and stage = 'reviewed' and requested_fen is not null and since <= $2
order by since, aid_case_id

-- name: tasks_allocation
-- $1 federation, $2 as_of: money allocated that no unit has received yet
select 'allocation_underway' as kind, allocation_id as subject_id, allocated_on as since, null::date as due_on,
  array['handler', 'accountant'] as offices, array[]::uuid[] as not_for
from fund_allocation
where union_id = $1 and allocated_on <= $2 and (cancelled_on is null or cancelled_on > $2)
  and (received_on is null or received_on > $2)
