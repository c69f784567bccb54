-- name: put_line
insert into budget_line (union_id, year, account, planned_fen, last_year_fen, note_code, approved_on, position)
select $1, r.* from unnest($2::int4[], $3::text[], $4::int8[], $5::int8[], $6::text[], $7::date[], $8::int8[]) as r

-- name: put_change
insert into budget_change (union_id, year, number, account, change_fen, approved_on, position)
select $1, r.* from unnest($2::int4[], $3::int4[], $4::text[], $5::int8[], $6::date[], $7::int8[]) as r

-- name: put_final
insert into final_line (union_id, year, account, actual_fen, approved_on, position)
select $1, r.* from unnest($2::int4[], $3::text[], $4::int8[], $5::date[], $6::int8[]) as r

-- name: put_charge
insert into budget_charge (union_id, year, version, account, line, source_id, amount_fen, over_fen, occurred_on, position)
select $1, r.* from unnest($2::int4[], $3::int4[], $4::text[], $5::text[], $6::uuid[], $7::int8[], $8::int8[],
  $9::date[], $10::int8[]) as r

-- name: put_step
insert into budget_step (union_id, year, version, stream_id, paper, step, occurred_on, officer_id, decision_no, opinion,
  reason, month, income_fen, expense_fen, carried_over_fen, lines, position)
select $1, r.* from unnest($2::int4[], $3::int4[], $4::uuid[], $5::text[], $6::text[], $7::date[], $8::uuid[],
  $9::text[], $10::text[], $11::text[], $12::text[], $13::int8[], $14::int8[], $15::int8[], $16::jsonb[],
  $17::int8[]) as r

-- name: lines
-- $1 union, $2 year, $3 as_of: by account what was planned, changed, settled, and charged
select a.account, sum(a.planned_fen)::bigint as planned_fen, max(a.last_year_fen) as last_year_fen,
  max(a.note_code) as note_code, sum(a.change_fen)::bigint as change_fen, sum(a.final_fen)::bigint as final_fen,
  sum(a.charged_fen)::bigint as charged_fen, sum(a.over_fen)::bigint as over_fen, bool_or(a.planned) as planned
from (
  select l.account, l.planned_fen, l.last_year_fen, l.note_code, 0 as change_fen, null::bigint as final_fen,
    0 as charged_fen, 0 as over_fen, true as planned
  from budget_line l
  where l.union_id = $1 and l.year = $2 and l.approved_on <= $3
  union all
  select c.account, 0, null, null, c.change_fen, null, 0, 0, true
  from budget_change c
  where c.union_id = $1 and c.year = $2 and c.approved_on <= $3
  union all
  select f.account, 0, null, null, 0, f.actual_fen, 0, 0, false
  from final_line f
  where f.union_id = $1 and f.year = $2 and f.approved_on <= $3
  union all
  select g.account, 0, null, null, 0, null, g.amount_fen, g.over_fen, false
  from budget_charge g
  where g.union_id = $1 and g.year = $2 and g.occurred_on <= $3
) a
group by a.account
order by a.account

-- name: steps
-- $1 union, $2 year, $3 as_of
select version, paper, step, occurred_on, officer_id, decision_no, opinion, reason, month, income_fen, expense_fen,
  carried_over_fen, lines, position
from budget_step
where union_id = $1 and year = $2 and occurred_on <= $3
order by version

-- name: charges
-- $1 union, $2 year, $3 as_of, $4 version before the page or null, $5 limit
select version, account, line, source_id, amount_fen, over_fen, occurred_on, position
from budget_charge
where union_id = $1 and year = $2 and occurred_on <= $3 and ($4::int is null or version > $4)
order by version
limit $5

-- name: years
-- $1 union, $2 as_of: every year there is a budget of, and its last step
select distinct on (year) year, stream_id, paper, step, occurred_on
from budget_step
where union_id = $1 and occurred_on <= $2
order by year, version desc

-- name: tasks_budget
-- $1 union, $2 as_of: the next step of the paper under way (工会法 art. 45, domain.md 4.4); approved, it is filed with the
-- higher union (charter art. 39) and final accounts are disclosed.
select case s.step
    when 'drafted' then 'budget_pass'
    when 'passed' then 'budget_review'
    when 'reviewed' then case when s.opinion = 'rejected' then 'budget_pass' else 'budget_approve' end
    when 'approved' then 'budget_file'
    else 'budget_disclose'
  end as kind,
  s.stream_id as subject_id, s.occurred_on as since, null::date as due_on,
  case
    when s.step = 'drafted' or s.step = 'reviewed' then array['chairperson', 'vice_chairperson', 'approver']
    when s.step = 'passed' then array['audit_committee_chair', 'audit_committee_member']
    else array['accountant', 'handler']
  end as offices,
  array_remove(case s.step
    when 'drafted' then array[s.officer_id]
    when 'passed' then array[d.officer_id, s.officer_id]
    when 'reviewed' then array[d.officer_id, case when s.opinion = 'rejected' then null else s.officer_id end]
    else array[]::uuid[]
  end, null) as not_for
from (
  select distinct on (t.year) t.year, t.version, t.stream_id, t.paper, t.step, t.occurred_on, t.officer_id, t.opinion
  from budget_step t
  where t.union_id = $1 and t.occurred_on <= $2 and t.step <> 'execution_reported'
  order by t.year, t.version desc
) s
left join lateral (
  select t.officer_id from budget_step t
  where t.union_id = $1 and t.year = s.year and t.paper = s.paper and t.step = 'drafted' and t.version < s.version
  order by t.version desc limit 1
) d on true
where s.step in ('drafted', 'passed', 'reviewed', 'approved') or (s.step = 'filed' and s.paper = 'final_accounts')
order by s.year
