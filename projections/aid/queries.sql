-- name: put_aid_case
insert into aid_case as c (union_id, aid_case_id, case_no, household_id, beneficiary_id, category, fund_source,
  requested_fen, requested_on, details, reviewed_on, review_outcome, ended, ended_on, version, position)
select $1, r.* from unnest($2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::int8[],
  $9::date[], $10::text[], $11::date[], $12::text[], $13::text[], $14::date[], $15::int4[], $16::int8[]) as r
on conflict (union_id, aid_case_id) do update set
  case_no = coalesce(excluded.case_no, c.case_no), household_id = coalesce(excluded.household_id, c.household_id),
  beneficiary_id = coalesce(excluded.beneficiary_id, c.beneficiary_id),
  category = coalesce(excluded.category, c.category), fund_source = coalesce(excluded.fund_source, c.fund_source),
  requested_fen = coalesce(excluded.requested_fen, c.requested_fen),
  requested_on = coalesce(excluded.requested_on, c.requested_on), details = coalesce(excluded.details, c.details),
  reviewed_on = coalesce(excluded.reviewed_on, c.reviewed_on),
  review_outcome = coalesce(excluded.review_outcome, c.review_outcome),
  ended = coalesce(excluded.ended, c.ended), ended_on = coalesce(excluded.ended_on, c.ended_on),
  version = excluded.version, position = excluded.position

-- name: put_decision
-- What was decided takes the place of whatever stood there: an approval that was reversed leaves nothing.
update aid_case c set approved_fen = r.approved_fen, approved_on = r.approved_on, approver_id = r.approver_id,
  tier = r.tier, decision_no = r.decision_no, warnings = r.warnings
from unnest($2::uuid[], $3::int8[], $4::date[], $5::uuid[], $6::text[], $7::text[], $8::jsonb[])
  as r(aid_case_id, approved_fen, approved_on, approver_id, tier, decision_no, warnings)
where c.union_id = $1 and c.aid_case_id = r.aid_case_id

-- name: put_handler
update aid_case c set handler_id = r.officer_id
from unnest($2::uuid[], $3::uuid[]) as r(aid_case_id, officer_id)
where c.union_id = $1 and c.aid_case_id = r.aid_case_id

-- name: put_reviewer
update aid_case c set reviewer_id = r.officer_id
from unnest($2::uuid[], $3::uuid[]) as r(aid_case_id, officer_id)
where c.union_id = $1 and c.aid_case_id = r.aid_case_id

-- name: put_payment
insert into aid_payment (union_id, aid_case_id, version, household_id, recipient_id, category, fund_source,
  amount_fen, method, payee, cashier_id, pay_batch_id, paid_on, position)
select $1, r.* from unnest($2::uuid[], $3::int4[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::int8[],
  $9::text[], $10::text[], $11::uuid[], $12::uuid[], $13::date[], $14::int8[]) as r

-- name: return_payment
update aid_payment p set returned_on = r.returned_on, returned_reason = r.reason, returned_position = r.position
from unnest($2::uuid[], $3::int4[], $4::date[], $5::text[], $6::int8[])
  as r(aid_case_id, version, returned_on, reason, position)
where p.union_id = $1 and p.aid_case_id = r.aid_case_id and p.version = r.version

-- name: cases_about
-- $1 union, $2 households and people
select aid_case_id as stream_id from aid_case where union_id = $1 and household_id = any($2::uuid[])
union
select aid_case_id as stream_id from aid_case where union_id = $1 and beneficiary_id = any($2::uuid[])

-- name: aid_ledger
-- $1 union, $2 from, $3 as_of, $4 after aid_case_id or null, $5 only this case or null, $6 household, $7 category,
-- $8 stage or null, $9 limit
-- One row per case that was asked for, approved or paid between the dates, with what was paid of it in between.
-- How far it had come on the date is its stage, whatever was paid before the first date included.
select q.* from (
select c.aid_case_id, c.case_no, c.household_id, h.file_no, k.hardship_class, h.circumstances, c.beneficiary_id,
  m.identity, c.category, c.fund_source, c.requested_fen, c.requested_on, c.details,
  case when c.reviewed_on <= $3 then c.review_outcome end as review_outcome,
  case when c.approved_on <= $3 then c.approved_fen end as approved_fen,
  case when c.approved_on <= $3 then c.approved_on end as approved_on,
  c.handler_id, c.reviewer_id, c.approver_id, c.tier, c.decision_no, c.warnings,
  case when c.ended_on <= $3 then c.ended end as ended,
  coalesce(p.payments, 0)::bigint as payments, coalesce(p.paid_fen, 0)::bigint as paid_fen, p.last_paid_on,
  l.payee, c.version,
  case
    when c.ended_on <= $3 then 'ended'
    when c.approved_on <= $3 and w.paid_fen >= c.approved_fen then 'paid'
    when c.approved_on <= $3 then 'approved'
    when c.reviewed_on <= $3 and c.review_outcome = 'supported' then 'reviewed'
    when c.reviewed_on <= $3 then 'not_supported'
    else 'requested'
  end as stage
from aid_case c
join household h on h.union_id = c.union_id and h.household_id = c.household_id
left join lateral (
  select coalesce(sum(w.amount_fen), 0) as paid_fen from aid_payment w
  where w.union_id = c.union_id and w.aid_case_id = c.aid_case_id and w.paid_on <= $3
    and (w.returned_on is null or w.returned_on > $3)
) w on true
left join lateral (
  select s.hardship_class from household_step s
  where s.union_id = c.union_id and s.household_id = c.household_id and s.taken_on <= $3
    and s.hardship_class is not null
  order by s.version desc limit 1
) k on true
left join member m on m.union_id = c.union_id and m.member_id = c.beneficiary_id
left join lateral (
  select count(*) as payments, sum(p.amount_fen) as paid_fen, max(p.paid_on) as last_paid_on
  from aid_payment p
  where p.union_id = c.union_id and p.aid_case_id = c.aid_case_id and p.paid_on between $2 and $3
    and (p.returned_on is null or p.returned_on > $3)
) p on true
left join lateral (
  select l.payee from aid_payment l
  where l.union_id = c.union_id and l.aid_case_id = c.aid_case_id and l.paid_on between $2 and $3
    and (l.returned_on is null or l.returned_on > $3)
  order by l.version desc limit 1
) l on true
where c.union_id = $1 and coalesce(c.requested_on, c.approved_on) <= $3
  and (coalesce(c.approved_on, c.requested_on) >= $2 or p.payments > 0)
  and ($4::uuid is null or c.aid_case_id > $4) and ($5::uuid is null or c.aid_case_id = $5)
  and ($6::uuid is null or c.household_id = $6) and ($7::text is null or c.category = $7)
) q
where $8::text is null or q.stage = $8
order by q.aid_case_id
limit $9

-- name: pay_list
-- $1 union, $2 from, $3 as_of, $4 case or null, $5 batch or null, $6 after (date, case, version) or nulls, $9 limit
select p.aid_case_id, p.version, c.case_no, h.file_no, k.hardship_class, p.recipient_id, m.identity, p.category,
  p.fund_source, p.amount_fen, p.method, p.payee, c.details, p.pay_batch_id, p.paid_on, p.returned_on
from aid_payment p
join aid_case c on c.union_id = p.union_id and c.aid_case_id = p.aid_case_id
join household h on h.union_id = p.union_id and h.household_id = p.household_id
left join lateral (
  select s.hardship_class from household_step s
  where s.union_id = p.union_id and s.household_id = p.household_id and s.taken_on <= p.paid_on
    and s.hardship_class is not null
  order by s.version desc limit 1
) k on true
left join member m on m.union_id = p.union_id and m.member_id = p.recipient_id
where p.union_id = $1 and p.paid_on between $2 and $3
  and (p.returned_on is null or p.returned_on > $3)
  and ($4::uuid is null or p.aid_case_id = $4) and ($5::uuid is null or p.pay_batch_id = $5)
  and ($6::date is null or (p.paid_on, p.aid_case_id, p.version) > ($6::date, $7::uuid, $8::int))
order by p.paid_on, p.aid_case_id, p.version
limit $9

-- name: payment_totals
-- $1 union, $2 from, $3 until: what was paid in a span of days, less what came back in it
select coalesce(sum(s.sign), 0)::bigint as payments, coalesce(sum(s.sign * p.amount_fen), 0)::bigint as amount_fen
from aid_payment p
cross join lateral (values (p.paid_on, 1), (p.returned_on, -1)) as s(day, sign)
where p.union_id = $1 and s.day between $2 and $3

-- name: tasks_aid
-- $1 union, $2 as_of: cases that wait for review, approval or payment. What came back and is not paid again is named.
select t.kind, t.aid_case_id as subject_id, t.since, null::date as due_on, t.offices,
  array_remove(t.signed, null) as not_for
from (
  select c.aid_case_id, c.approved_fen, c.approved_on, p.paid_fen,
    case
      when c.approved_on <= $2 and p.returned_on is not null then 'aid_payment_returned'
      when c.approved_on <= $2 then 'aid_payment'
      when c.reviewed_on <= $2 then 'aid_approval'
      else 'aid_review'
    end as kind,
    case
      when c.approved_on <= $2 then coalesce(p.returned_on, c.approved_on)
      when c.reviewed_on <= $2 then c.reviewed_on
      else c.requested_on
    end as since,
    case
      when c.approved_on <= $2 then array['cashier']
      when c.reviewed_on <= $2 then array['approver', 'vice_chairperson', 'chairperson']
      else array['reviewer', 'vice_chairperson', 'chairperson']
    end as offices,
    case
      when c.approved_on <= $2 then array[c.handler_id, c.reviewer_id, c.approver_id]
      when c.reviewed_on <= $2 then array[c.handler_id, c.reviewer_id]
      else array[c.handler_id]
    end as signed
  from aid_case c
  left join lateral (
    select coalesce(sum(p.amount_fen) filter (where p.returned_on is null or p.returned_on > $2), 0) as paid_fen,
      max(p.returned_on) filter (where p.returned_on <= $2) as returned_on
    from aid_payment p
    where p.union_id = c.union_id and p.aid_case_id = c.aid_case_id and p.paid_on <= $2
  ) p on true
  where c.union_id = $1 and coalesce(c.requested_on, c.approved_on) <= $2
    and (c.ended_on is null or c.ended_on > $2)
) t
where t.approved_on is null or t.approved_on > $2 or t.approved_fen > t.paid_fen
