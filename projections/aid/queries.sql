-- name: put_household
insert into household (union_id, household_id, file_no, householder_id, hardship_class, circumstances, opened_on,
  version, position)
select $1, r.* from unnest($2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::date[], $8::int4[],
  $9::int8[]) as r

-- name: put_aid_case
insert into aid_case (union_id, aid_case_id, case_no, household_id, beneficiary_id, category, fund_source,
  approved_fen, approved_on, handler_id, reviewer_id, approver_id, position)
select $1, r.* from unnest($2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::int8[],
  $9::date[], $10::uuid[], $11::uuid[], $12::uuid[], $13::int8[]) as r

-- name: put_payment
insert into aid_payment (union_id, aid_case_id, version, household_id, recipient_id, category, fund_source,
  amount_fen, method, payee, paid_on, position)
select $1, r.* from unnest($2::uuid[], $3::int4[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::int8[],
  $9::text[], $10::text[], $11::date[], $12::int8[]) as r

-- name: return_payment
update aid_payment p set returned_on = r.returned_on, returned_position = r.position
from unnest($2::uuid[], $3::int4[], $4::date[], $5::int8[]) as r(aid_case_id, version, returned_on, position)
where p.union_id = $1 and p.aid_case_id = r.aid_case_id and p.version = r.version

-- name: households
-- $1 union, $2 as_of, $3 after household_id or null, $4 limit
select h.household_id, h.file_no, h.householder_id, h.hardship_class, h.circumstances, h.opened_on, h.version,
  m.identity
from household h
left join member m on m.union_id = h.union_id and m.member_id = h.householder_id
where h.union_id = $1 and h.opened_on <= $2 and ($3::uuid is null or h.household_id > $3)
order by h.household_id
limit $4

-- name: aid_ledger
-- $1 union, $2 from, $3 as_of, $4 after aid_case_id or null, $5 limit
-- One row per case that was approved or paid between the dates, with what was paid of it.
select c.aid_case_id, c.case_no, h.file_no, h.hardship_class, h.circumstances, c.beneficiary_id, m.identity,
  c.category, c.fund_source, c.approved_fen, c.approved_on, c.handler_id, c.reviewer_id, c.approver_id,
  coalesce(p.payments, 0)::bigint as payments, coalesce(p.paid_fen, 0)::bigint as paid_fen, p.last_paid_on,
  v.version
from aid_case c
join household h on h.union_id = c.union_id and h.household_id = c.household_id
left join member m on m.union_id = c.union_id and m.member_id = c.beneficiary_id
left join lateral (
  select count(*) as payments, sum(p.amount_fen) as paid_fen, max(p.paid_on) as last_paid_on
  from aid_payment p
  where p.union_id = c.union_id and p.aid_case_id = c.aid_case_id and p.paid_on between $2 and $3
    and (p.returned_on is null or p.returned_on > $3)
) p on true
left join lateral (
  select greatest(1, coalesce(max(p.version), 1)) as version from aid_payment p
  where p.union_id = c.union_id and p.aid_case_id = c.aid_case_id
) v on true
where c.union_id = $1 and c.approved_on <= $3 and (c.approved_on >= $2 or p.payments > 0)
  and ($4::uuid is null or c.aid_case_id > $4)
order by c.aid_case_id
limit $5

-- name: pay_list
-- $1 union, $2 from, $3 as_of, $4 case or null, $5 after (date, case, version) or nulls, $8 limit
select p.aid_case_id, p.version, c.case_no, h.file_no, h.hardship_class, p.recipient_id, m.identity, p.category,
  p.fund_source, p.amount_fen, p.method, p.payee, p.paid_on, p.returned_on
from aid_payment p
join aid_case c on c.union_id = p.union_id and c.aid_case_id = p.aid_case_id
join household h on h.union_id = p.union_id and h.household_id = p.household_id
left join member m on m.union_id = p.union_id and m.member_id = p.recipient_id
where p.union_id = $1 and p.paid_on between $2 and $3
  and (p.returned_on is null or p.returned_on > $3)
  and ($4::uuid is null or p.aid_case_id = $4)
  and ($5::date is null or (p.paid_on, p.aid_case_id, p.version) > ($5::date, $6::uuid, $7::int))
order by p.paid_on, p.aid_case_id, p.version
limit $8

-- name: payment_totals
-- $1 union, $2 from, $3 until: what was paid in a span of days, less what came back in it
select coalesce(sum(s.sign), 0)::bigint as payments, coalesce(sum(s.sign * p.amount_fen), 0)::bigint as amount_fen
from aid_payment p
cross join lateral (values (p.paid_on, 1), (p.returned_on, -1)) as s(day, sign)
where p.union_id = $1 and s.day between $2 and $3
