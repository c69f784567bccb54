-- name: put_content
insert into voucher_content (union_id, voucher_id, version, kind, proposed, details, handler_id, attachments,
  occurred_on, position)
select $1, r.* from unnest($2::uuid[], $3::int4[], $4::text[], $5::jsonb[], $6::text[], $7::uuid[], $8::jsonb[],
  $9::date[], $10::int8[]) as r

-- name: put_step
insert into voucher_step (union_id, voucher_id, version, step, occurred_on, officer_id, second_officer_id, reason,
  decision_no, method, reference, position)
select $1, r.* from unnest($2::uuid[], $3::int4[], $4::text[], $5::date[], $6::uuid[], $7::uuid[], $8::text[],
  $9::text[], $10::text[], $11::text[], $12::int8[]) as r

-- name: vouchers_in_work
-- $1 union, $2 as_of, $3 voucher or null, $4 day and $5 voucher before the page or nulls, $6 limit
-- The vouchers that are neither posted nor given up, the one that waits longest first; or one voucher at any stage.
select s.voucher_id, s.version, s.step, s.since, c.kind, d.proposed, d.details, d.handler_id, d.attachments
from (
  select distinct on (t.voucher_id) t.voucher_id, t.version, t.step, t.occurred_on as since
  from voucher_step t
  where t.union_id = $1 and t.occurred_on <= $2 and ($3::uuid is null or t.voucher_id = $3)
  order by t.voucher_id, t.version desc
) s
join lateral (
  select k.kind from voucher_content k
  where k.union_id = $1 and k.voucher_id = s.voucher_id and k.version <= s.version and k.kind is not null
  order by k.version desc limit 1
) c on true
join lateral (
  select k.proposed, k.details, k.handler_id, k.attachments from voucher_content k
  where k.union_id = $1 and k.voucher_id = s.voucher_id and k.version <= s.version
  order by k.version desc limit 1
) d on true
where ($3::uuid is not null or s.step not in ('posted', 'reversed', 'discarded'))
  and ($4::date is null or (s.since, s.voucher_id) > ($4, $5::uuid))
order by s.since, s.voucher_id
limit $6

-- name: steps
-- $1 union, $2 voucher, $3 as_of
select version, step, occurred_on, officer_id, second_officer_id, reason, decision_no, method, reference, position
from voucher_step
where union_id = $1 and voucher_id = $2 and occurred_on <= $3
order by version

-- name: tasks_voucher
-- $1 union, $2 as_of: each voucher under way, for the offices of its next step, not for who took the earlier ones.
-- 会计法 art. 25 and 35; the offices are those of domain/voucher_kind.py.
select case
    when s.step = 'returned' then 'voucher_revise'
    when s.step = 'submitted' and c.kind <> 'opening' then 'voucher_review'
    when s.step in ('submitted', 'reviewed') then 'voucher_approve'
    else 'voucher_post'
  end as kind,
  s.voucher_id as subject_id, s.since, null::date as due_on,
  case
    when s.step = 'returned' and c.kind in ('adjustment', 'opening', 'year_end')
      then array['handler', 'group_leader', 'women_committee_chair', 'vice_chairperson', 'accountant']
    when s.step = 'returned' then array['handler', 'group_leader', 'women_committee_chair', 'vice_chairperson']
    when s.step = 'submitted' and c.kind <> 'opening' then array['reviewer', 'accountant', 'vice_chairperson']
    when s.step in ('submitted', 'reviewed') then array['approver', 'chairperson', 'vice_chairperson']
    when c.kind in ('adjustment', 'opening', 'year_end') then array['accountant']
    else array['cashier', 'accountant']
  end as offices,
  array_remove(case
    when s.step = 'returned' then array[]::uuid[]
    when s.step = 'approved' and c.kind in ('adjustment', 'opening', 'year_end')
      then array[reviewed.officer_id, s.officer_id]
    when s.step = 'approved' then array[h.officer_id, reviewed.officer_id, s.officer_id]
    when s.step = 'reviewed' then array[h.officer_id, s.officer_id]
    else array[h.officer_id]
  end, null) as not_for
from (
  select distinct on (t.voucher_id) t.voucher_id, t.version, t.step, t.occurred_on as since, t.officer_id
  from voucher_step t
  where t.union_id = $1 and t.occurred_on <= $2
  order by t.voucher_id, t.version desc
) s
join lateral (
  select k.kind from voucher_content k
  where k.union_id = $1 and k.voucher_id = s.voucher_id and k.version <= s.version and k.kind is not null
  order by k.version desc limit 1
) c on true
join lateral (
  select t.officer_id from voucher_step t
  where t.union_id = $1 and t.voucher_id = s.voucher_id and t.step in ('drafted', 'revised') and t.version <= s.version
  order by t.version desc limit 1
) h on true
left join lateral (
  select t.officer_id from voucher_step t
  where t.union_id = $1 and t.voucher_id = s.voucher_id and t.step = 'reviewed' and t.version = s.version - 1
) reviewed on true
where s.step in ('returned', 'submitted', 'reviewed', 'approved')
order by s.since, s.voucher_id
