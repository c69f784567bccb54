-- name: put_subsidy
insert into subsidy (union_id, subsidy_id, kind, fund, amount_fen, document_no, allocation_id, received_on, version,
  position)
select $1, r.* from unnest($2::uuid[], $3::text[], $4::text[], $5::int8[], $6::text[], $7::uuid[], $8::date[],
  $9::int4[], $10::int8[]) as r

-- name: reverse_subsidy
update subsidy s set reversed_on = r.reversed_on, version = r.version, reversed_position = r.position
from unnest($2::uuid[], $3::date[], $4::int4[], $5::int8[]) as r(subsidy_id, reversed_on, version, position)
where s.union_id = $1 and s.subsidy_id = r.subsidy_id

-- name: put_custodial
insert into custodial_entry (union_id, custodial_id, version, entry, purpose, details, approver_id, cashier_id,
  amount_fen, document_no, entered_on, position)
select $1, r.* from unnest($2::uuid[], $3::int4[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::uuid[],
  $9::int8[], $10::text[], $11::date[], $12::int8[]) as r

-- name: reverse_custodial
update custodial_entry e set reversed_on = r.reversed_on, reversed_position = r.position
from unnest($2::uuid[], $3::int4[], $4::date[], $5::int8[]) as r(custodial_id, version, reversed_on, position)
where e.union_id = $1 and e.custodial_id = r.custodial_id and e.version = r.version

-- name: subsidies
-- $1 union, $2 from, $3 as_of, $4 after (date, id) or nulls, $6 limit
select subsidy_id, version, kind, fund, amount_fen, document_no, allocation_id, received_on,
  case when reversed_on <= $3 then reversed_on end as reversed_on, position
from subsidy
where union_id = $1 and received_on between $2 and $3
  and ($4::date is null or (received_on, subsidy_id) > ($4::date, $5::uuid))
order by received_on, subsidy_id
limit $6

-- name: custodial_accounts
-- $1 union, $2 as_of: what is held for whom, by account
select e.custodial_id, max(e.purpose) as purpose,
  coalesce(sum(e.amount_fen) filter (where e.entry = 'received'), 0)::bigint as received_fen,
  coalesce(sum(e.amount_fen) filter (where e.entry = 'paid'), 0)::bigint as paid_fen
from custodial_entry e
where e.union_id = $1 and e.entered_on <= $2 and (e.reversed_on is null or e.reversed_on > $2)
group by e.custodial_id
order by e.custodial_id

-- name: custodial_entries
-- $1 union, $2 custodial_id, $3 as_of: what was reversed included
select entry, version, purpose, details, approver_id, cashier_id, amount_fen, document_no, entered_on,
  case when reversed_on <= $3 then reversed_on end as reversed_on, position
from custodial_entry
where union_id = $1 and custodial_id = $2 and entered_on <= $3
order by version
