-- name: put_declaration
insert into payroll_declaration (union_id, month, version, stream_id, employees, payroll_fen, due_fen, due_on,
  policy_id, policy_version, declared_on, position)
select $1, r.* from unnest($2::text[], $3::int4[], $4::uuid[], $5::int4[], $6::int8[], $7::int8[], $8::date[],
  $9::text[], $10::int4[], $11::date[], $12::int8[]) as r

-- name: put_dunning
insert into employer_dunning (union_id, month, version, arrears_fen, document_no, dunned_on, position)
select $1, r.* from unnest($2::text[], $3::int4[], $4::int8[], $5::text[], $6::date[], $7::int8[]) as r

-- name: put_entry
insert into contribution_entry (union_id, month, version, stream_id, entry, amount_fen, retained_fen, upward_fen,
  kind, receipt_no, document_no, entered_on, position)
select $1, r.* from unnest($2::text[], $3::int4[], $4::uuid[], $5::text[], $6::int8[], $7::int8[], $8::int8[],
  $9::text[], $10::text[], $11::text[], $12::date[], $13::int8[]) as r

-- name: reverse_entry
update contribution_entry e set reversed_on = r.reversed_on, reversed_position = r.position
from unnest($2::text[], $3::int4[], $4::date[], $5::int8[]) as r(month, version, reversed_on, position)
where e.union_id = $1 and e.month = r.month and e.version = r.version

-- name: contribution_months
-- $1 union, $2 first month, $3 last month, $4 as_of
-- The declaration last made by the date counts; an entry counts until the day it was reversed.
select m.month, d.stream_id, d.employees, d.payroll_fen, d.due_fen, d.due_on, e.received_fen, e.received_on,
  e.receipt_nos, e.retained_fen, e.upward_fen, e.remitted_fen, e.refunded_fen, e.late_fee_fen, n.dunned_on,
  case when d.due_on < $4 then greatest(0, d.due_fen - e.received_fen) else 0 end as arrears_fen
from (
  select month from payroll_declaration where union_id = $1 and declared_on <= $4
  union
  select month from contribution_entry where union_id = $1 and entered_on <= $4
) m
left join lateral (
  select d.* from payroll_declaration d
  where d.union_id = $1 and d.month = m.month and d.declared_on <= $4
  order by d.version desc limit 1
) d on true
cross join lateral (
  select
    coalesce(sum(e.amount_fen) filter (where e.entry = 'contribution'), 0)::bigint as received_fen,
    max(e.entered_on) filter (where e.entry = 'contribution') as received_on,
    string_agg(e.receipt_no, ' ' order by e.version) filter (where e.entry = 'contribution') as receipt_nos,
    coalesce(sum(e.retained_fen), 0)::bigint as retained_fen,
    coalesce(sum(e.upward_fen), 0)::bigint as upward_fen,
    coalesce(sum(e.amount_fen) filter (where e.entry = 'remittance'), 0)::bigint as remitted_fen,
    coalesce(sum(e.amount_fen) filter (where e.entry = 'refund'), 0)::bigint as refunded_fen,
    coalesce(sum(e.amount_fen) filter (where e.entry = 'late_fee'), 0)::bigint as late_fee_fen
  from contribution_entry e
  where e.union_id = $1 and e.month = m.month and e.entered_on <= $4
    and (e.reversed_on is null or e.reversed_on > $4)
) e
left join lateral (
  select max(n.dunned_on) as dunned_on from employer_dunning n
  where n.union_id = $1 and n.month = m.month and n.dunned_on <= $4
) n on true
where m.month between $2 and $3
order by m.month

-- name: contribution_entries
-- $1 union, $2 month, $3 as_of: everything entered for a month, what was reversed included
select entry, version, stream_id, amount_fen, retained_fen, upward_fen, kind, receipt_no, document_no, entered_on,
  case when reversed_on <= $3 then reversed_on end as reversed_on, position
from contribution_entry
where union_id = $1 and month = $2 and entered_on <= $3
order by version

-- name: declarations
-- $1 union, $2 month, $3 as_of: what was declared for a month, the last one counting
select version, stream_id, employees, payroll_fen, due_fen, due_on, policy_id, policy_version, declared_on, position
from payroll_declaration
where union_id = $1 and month = $2 and declared_on <= $3
order by version

-- name: dunnings
-- $1 union, $2 month, $3 as_of
select version, arrears_fen, document_no, dunned_on, position from employer_dunning
where union_id = $1 and month = $2 and dunned_on <= $3
order by version

-- name: tasks_contribution
-- $1 union, $2 as_of: the employer is late; or money that belongs to the levels above lies here
select t.kind, t.stream_id as subject_id, t.since, null::date as due_on, t.offices, array[]::uuid[] as not_for
from (
  select 'contribution_arrears' as kind, d.stream_id, d.due_on as since, array['accountant', 'chairperson'] as offices
  from (
    select distinct on (month) month, stream_id, due_fen, due_on from payroll_declaration
    where union_id = $1 and declared_on <= $2
    order by month, version desc
  ) d
  where d.due_on < $2 and d.due_fen > coalesce((
    select sum(e.amount_fen) from contribution_entry e
    where e.union_id = $1 and e.month = d.month and e.entry = 'contribution' and e.entered_on <= $2
      and (e.reversed_on is null or e.reversed_on > $2)
  ), 0)
  union all
  select 'upward_remittance', e.stream_id, min(e.entered_on), array['accountant', 'cashier']
  from contribution_entry e
  where e.union_id = $1 and e.entered_on <= $2 and (e.reversed_on is null or e.reversed_on > $2)
  group by e.stream_id
  having sum(e.upward_fen) > coalesce(sum(e.amount_fen) filter (where e.entry = 'remittance'), 0)
) t
