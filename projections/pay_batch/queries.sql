-- name: put_pay_batch
insert into pay_batch (union_id, pay_batch_id, version, batch_no, category, fund_source, method, item_count, total_fen,
  drafted_on, position)
select $1, r.* from unnest($2::uuid[], $3::int4[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int4[],
  $9::int8[], $10::date[], $11::int8[]) as r

-- name: put_pay_batch_item
insert into pay_batch_item (union_id, pay_batch_id, version, place, aid_case_id, household_id, recipient_id,
  amount_fen, payee, exception_document_no, position)
select $1, r.* from unnest($2::uuid[], $3::int4[], $4::int4[], $5::uuid[], $6::uuid[], $7::uuid[], $8::int8[],
  $9::text[], $10::text[], $11::int8[]) as r

-- name: put_pay_batch_stage
insert into pay_batch_stage (union_id, pay_batch_id, version, stage, taken_on, officer_id, reason, position)
select $1, r.* from unnest($2::uuid[], $3::int4[], $4::text[], $5::date[], $6::uuid[], $7::text[], $8::int8[]) as r

-- name: put_pay_batch_return
insert into pay_batch_return (union_id, pay_batch_id, aid_case_id, kind, reason, returned_on, version, position)
select $1, r.* from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::date[], $7::int4[], $8::int8[]) as r

-- name: pay_batches
-- $1 union, $2 as_of, $3 only this one or null, $4 after pay_batch_id or null, $5 limit
-- Each list as it was last drawn up by the date, and how far it had come.
select b.pay_batch_id, b.batch_no, b.category, b.fund_source, b.method, b.item_count, b.total_fen, b.drafted_on,
  s.stage, s.stage_on, r.returned_fen,
  (
    select max(v.version) from (
      select x.version from pay_batch_stage x where x.union_id = $1 and x.pay_batch_id = b.pay_batch_id
      union all
      select y.version from pay_batch_return y where y.union_id = $1 and y.pay_batch_id = b.pay_batch_id
    ) v
  )::int as version
from (
  select distinct on (pay_batch_id) pay_batch_id, version, batch_no, category, fund_source, method, item_count,
    total_fen, drafted_on
  from pay_batch
  where union_id = $1 and drafted_on <= $2 and ($3::uuid is null or pay_batch_id = $3)
  order by pay_batch_id, version desc
) b
join lateral (
  select s.stage, s.taken_on as stage_on from pay_batch_stage s
  where s.union_id = $1 and s.pay_batch_id = b.pay_batch_id and s.taken_on <= $2
  order by s.version desc limit 1
) s on true
join lateral (
  select coalesce(sum(i.amount_fen), 0)::bigint as returned_fen
  from pay_batch_item i
  join pay_batch_return x on x.union_id = i.union_id and x.pay_batch_id = i.pay_batch_id
    and x.aid_case_id = i.aid_case_id and x.returned_on <= $2
  where i.union_id = $1 and i.pay_batch_id = b.pay_batch_id and i.version = b.version
) r on true
where $4::uuid is null or b.pay_batch_id > $4
order by b.pay_batch_id
limit $5

-- name: pay_batch_items
-- $1 union, $2 as_of, $3 batch: the lines of the list as last drawn up by the date, in its order
select i.place, i.aid_case_id, c.case_no, h.file_no, k.hardship_class, i.recipient_id, m.identity, m.profile,
  i.amount_fen, i.payee, i.exception_document_no, x.kind as unpaid, x.reason
from pay_batch_item i
left join aid_case c on c.union_id = i.union_id and c.aid_case_id = i.aid_case_id
left join household h on h.union_id = i.union_id and h.household_id = i.household_id
left join lateral (
  select s.hardship_class from household_step s
  where s.union_id = i.union_id and s.household_id = i.household_id and s.taken_on <= $2
    and s.hardship_class is not null
  order by s.version desc limit 1
) k on true
left join member m on m.union_id = i.union_id and m.member_id = i.recipient_id
left join pay_batch_return x on x.union_id = i.union_id and x.pay_batch_id = i.pay_batch_id
  and x.aid_case_id = i.aid_case_id and x.returned_on <= $2
where i.union_id = $1 and i.pay_batch_id = $3 and i.version = (
  select max(b.version) from pay_batch b where b.union_id = $1 and b.pay_batch_id = $3 and b.drafted_on <= $2
)
order by i.place

-- name: pay_batch_stages
-- $1 union, $2 as_of, $3 batch: who signed when
select s.version, s.stage, s.taken_on, s.officer_id, s.reason from pay_batch_stage s
where s.union_id = $1 and s.taken_on <= $2 and s.pay_batch_id = $3
order by s.version

-- name: tasks_pay_batches
-- $1 union, $2 as_of: lists that wait to be drawn up again, reviewed, approved or paid; who signed does not again.
select 'pay_batch_' || s.stage as kind, s.pay_batch_id as subject_id, s.taken_on as since, null::date as due_on,
  case s.stage
    when 'drafted' then array['reviewer', 'vice_chairperson', 'chairperson']
    when 'reviewed' then array['approver', 'vice_chairperson', 'chairperson']
    when 'approved' then array['cashier']
    else array['handler', 'group_leader', 'women_committee_chair', 'vice_chairperson', 'chairperson']
  end as offices,
  case when s.stage = 'sent_back' then array[]::uuid[] else array(
    select o.officer_id from pay_batch_stage o
    where o.union_id = $1 and o.pay_batch_id = s.pay_batch_id and o.taken_on <= $2
  ) end as not_for
from (
  select distinct on (pay_batch_id) pay_batch_id, stage, taken_on
  from pay_batch_stage
  where union_id = $1 and taken_on <= $2
  order by pay_batch_id, version desc
) s
where s.stage in ('drafted', 'sent_back', 'reviewed', 'approved')
