-- name: put_finding
insert into finding (union_id, finding_id, kind, severity, raised_by, officer_id, basis, rule, engagement_id, amount_fen,
  known_at, positions, period_from, period_until, document_no, raised_on)
select $1, r.* from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::text[], $8::text[],
  $9::uuid[], $10::int8[], $11::int8[], $12::jsonb[], $13::date[], $14::date[], $15::text[], $16::date[]) as r

-- name: put_finding_step
insert into finding_step (union_id, finding_id, version, taken_on, step, signed_for, officer_id, what, due_on,
  document_no, recovered_fen, within_term, positions, evidence, position)
select $1, r.* from unnest($2::uuid[], $3::int4[], $4::date[], $5::text[], $6::text[], $7::uuid[], $8::text[],
  $9::date[], $10::text[], $11::int8[], $12::bool[], $13::jsonb[], $14::jsonb[], $15::int8[]) as r

-- name: touch_finding
update finding f set version = r.version, position = r.position
from unnest($2::uuid[], $3::int4[], $4::int8[]) as r(finding_id, version, position)
where f.union_id = $1 and f.finding_id = r.finding_id

-- name: findings
-- $1 union, $2 as_of, $3 stage, 'open', or null, $4 engagement or null, $5 only this one or null,
-- $6 raised from or null, $7 after (day, id) or nulls, $9 limit
select f.finding_id, f.kind, f.severity, f.raised_by, f.officer_id, f.basis, f.rule, f.engagement_id, f.amount_fen,
  f.known_at, f.positions, f.period_from, f.period_until, f.document_no, f.raised_on, s.stage, s.stage_on, d.due_on,
  q.requirement, a.measure, a.within_term, coalesce(m.recovered_fen, 0)::bigint as recovered_fen,
  (s.stage in ('required', 'returned') and d.due_on < $2) as overdue, f.version
from finding f
join lateral (
  select s.step as stage, s.taken_on as stage_on from finding_step s
  where s.union_id = f.union_id and s.finding_id = f.finding_id and s.taken_on <= $2 and s.step <> 'extended'
  order by s.version desc limit 1
) s on true
left join lateral (
  select d.due_on from finding_step d
  where d.union_id = f.union_id and d.finding_id = f.finding_id and d.taken_on <= $2 and d.due_on is not null
  order by d.version desc limit 1
) d on true
left join lateral (
  select q.what as requirement from finding_step q
  where q.union_id = f.union_id and q.finding_id = f.finding_id and q.taken_on <= $2 and q.step = 'required'
  order by q.version desc limit 1
) q on true
left join lateral (
  select a.what as measure, a.within_term from finding_step a
  where a.union_id = f.union_id and a.finding_id = f.finding_id and a.taken_on <= $2 and a.step = 'submitted'
  order by a.version desc limit 1
) a on true
left join lateral (
  select max(m.recovered_fen) as recovered_fen from finding_step m
  where m.union_id = f.union_id and m.finding_id = f.finding_id and m.taken_on <= $2
) m on true
where f.union_id = $1 and f.raised_on <= $2 and ($4::uuid is null or f.engagement_id = $4)
  and ($5::uuid is null or f.finding_id = $5) and ($6::date is null or f.raised_on >= $6)
  and ($3::text is null or s.stage = $3 or ($3 = 'open' and s.stage not in ('closed', 'withdrawn')))
  and ($7::date is null or (f.raised_on, f.finding_id) > ($7::date, $8::uuid))
order by f.raised_on, f.finding_id
limit $9

-- name: finding_steps
-- $1 union, $2 as_of, $3 finding
select version, taken_on, step, signed_for, officer_id, what, due_on, document_no, recovered_fen, within_term,
  positions, evidence, position
from finding_step
where union_id = $1 and taken_on <= $2 and finding_id = $3
order by version

-- name: findings_of_units
-- $1 units, $2 as_of, $3 stage, 'open', or null: for the county, nothing personal
select f.union_id as unit_id, f.finding_id, f.kind, f.severity, f.raised_by, f.basis, f.rule, f.engagement_id,
  f.amount_fen, f.raised_on, s.stage, s.stage_on, d.due_on,
  (s.stage in ('required', 'returned') and d.due_on < $2) as overdue, f.version
from finding f
join lateral (
  select s.step as stage, s.taken_on as stage_on from finding_step s
  where s.union_id = f.union_id and s.finding_id = f.finding_id and s.taken_on <= $2 and s.step <> 'extended'
  order by s.version desc limit 1
) s on true
left join lateral (
  select d.due_on from finding_step d
  where d.union_id = f.union_id and d.finding_id = f.finding_id and d.taken_on <= $2 and d.due_on is not null
  order by d.version desc limit 1
) d on true
where f.union_id = any($1::uuid[]) and f.raised_on <= $2
  and ($3::text is null or s.stage = $3 or ($3 = 'open' and s.stage not in ('closed', 'withdrawn')))
order by d.due_on nulls last, f.raised_on, f.finding_id

-- name: tasks_findings
-- $1 union, $2 as_of: what a finding waits for: a term, an answer, a re-check, the striking off
select t.kind, t.finding_id as subject_id, t.stage_on as since, t.due_on, t.offices,
  array_remove(array[t.submitted_by], null) as not_for
from (
  select f.finding_id, s.stage_on,
    case when s.stage in ('required', 'returned') then d.due_on end as due_on,
    case s.stage when 'raised' then 'finding_to_require' when 'submitted' then 'finding_to_recheck'
      when 'accepted' then 'finding_to_close' else
        case when d.due_on < $2 then 'finding_overdue' else 'finding_to_rectify' end end as kind,
    case when s.stage in ('required', 'returned') then array['handler', 'accountant', 'chairperson']
      else array['audit_committee_chair', 'audit_committee_member'] end as offices,
    case when s.stage = 'submitted' then s.officer_id end as submitted_by
  from finding f
  join lateral (
    select s.step as stage, s.taken_on as stage_on, s.officer_id from finding_step s
    where s.union_id = f.union_id and s.finding_id = f.finding_id and s.taken_on <= $2 and s.step <> 'extended'
    order by s.version desc limit 1
  ) s on true
  left join lateral (
    select d.due_on from finding_step d
    where d.union_id = f.union_id and d.finding_id = f.finding_id and d.taken_on <= $2 and d.due_on is not null
    order by d.version desc limit 1
  ) d on true
  where f.union_id = $1 and f.raised_on <= $2 and s.stage not in ('closed', 'withdrawn')
    and (f.raised_by = 'audit_committee' or s.stage in ('required', 'returned'))
) t
