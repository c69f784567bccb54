-- name: put_step
insert into period_step (union_id, version, step, period, occurred_on, officer_id, second_officer_id, reason,
  checklist, unchecked, position)
select $1, r.* from unnest($2::int4[], $3::text[], $4::text[], $5::date[], $6::uuid[], $7::uuid[], $8::text[],
  $9::jsonb[], $10::jsonb[], $11::int8[]) as r

-- name: steps
-- $1 union, $2 as_of
select version, step, period, occurred_on, officer_id, second_officer_id, reason, checklist, unchecked, position
from period_step
where union_id = $1 and occurred_on <= $2
order by version

-- name: posted_by_month
-- $1 union, $2 first month, $3 last month, $4 as_of: how many vouchers a month has, and what they moved
select period, count(distinct (occurred_on, topic, gathered))::int as vouchers, sum(debit_fen)::bigint as debit_fen
from posting
where union_id = $1 and period between $2 and $3 and occurred_on <= $4
group by period
order by period

-- name: tasks_period
-- $1 union, $2 as_of: the oldest month that is over, has entries behind it and is not closed (domain.md rule 17)
select 'period_close' as kind, $1::uuid as subject_id,
  (to_date(m.oldest, 'YYYY-MM') + interval '1 month')::date as since, null::date as due_on,
  array['accountant', 'chairperson'] as offices, array[]::uuid[] as not_for
from (
  select greatest(
      (select min(p.period) from posting p where p.union_id = $1 and p.occurred_on <= $2),
      (select case s.step
          when 'closed' then to_char(to_date(s.period, 'YYYY-MM') + interval '1 month', 'YYYY-MM') else s.period
        end
        from period_step s
        where s.union_id = $1 and s.occurred_on <= $2 and s.step in ('closed', 'reopened')
        order by s.version desc limit 1)
    ) as oldest,
    exists (select from posting q where q.union_id = $1 and q.occurred_on <= $2) as posted
) m
where m.posted and m.oldest < to_char($2::date, 'YYYY-MM')
