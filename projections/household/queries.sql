-- name: put_household
insert into household as h (union_id, household_id, householder_id, circumstances, applied_on, version, position)
select $1, r.* from unnest($2::uuid[], $3::uuid[], $4::text[], $5::date[], $6::int4[], $7::int8[]) as r
on conflict (union_id, household_id) do update set
  householder_id = coalesce(excluded.householder_id, h.householder_id),
  circumstances = coalesce(excluded.circumstances, h.circumstances),
  applied_on = coalesce(excluded.applied_on, h.applied_on),
  version = excluded.version, position = excluded.position

-- name: put_opening
update household h set file_no = r.file_no, opened_on = r.opened_on
from unnest($2::uuid[], $3::text[], $4::date[]) as r(household_id, file_no, opened_on)
where h.union_id = $1 and h.household_id = r.household_id

-- name: put_household_step
insert into household_step (union_id, household_id, version, taken_on, step, stage, hardship_class, officers,
  outcome, document_no, objection_id, working_days, details, position)
select $1, r.* from unnest($2::uuid[], $3::int4[], $4::date[], $5::text[], $6::text[], $7::text[], $8::jsonb[],
  $9::text[], $10::text[], $11::uuid[], $12::int4[], $13::text[], $14::int8[]) as r

-- name: files_about
-- $1 union, $2 householders
select household_id as stream_id from household where union_id = $1 and householder_id = any($2::uuid[])

-- name: households
-- $1 union, $2 as_of, $3 after household_id or null, $4 only this household, $5 stage, $6 class or null, $7 limit
-- Stage and class on the date are those of the last step up to it that had one.
select h.household_id, h.file_no, h.householder_id, c.hardship_class, h.circumstances, h.applied_on, h.opened_on,
  s.stage, s.stage_on, h.version, m.identity
from household h
join lateral (
  select s.stage, s.taken_on as stage_on from household_step s
  where s.union_id = h.union_id and s.household_id = h.household_id and s.taken_on <= $2 and s.stage is not null
  order by s.version desc limit 1
) s on true
left join lateral (
  select c.hardship_class from household_step c
  where c.union_id = h.union_id and c.household_id = h.household_id and c.taken_on <= $2
    and c.hardship_class is not null
  order by c.version desc limit 1
) c on true
left join member m on m.union_id = h.union_id and m.member_id = h.householder_id
where h.union_id = $1 and s.stage <> 'none' and ($3::uuid is null or h.household_id > $3) and ($4::uuid is null or h.household_id = $4)
  and ($5::text is null or s.stage = $5) and ($6::text is null or c.hardship_class = $6)
order by h.household_id
limit $7

-- name: household_steps
-- $1 union, $2 as_of, $3 household
select version, taken_on, step, stage, hardship_class, officers, outcome, document_no, objection_id, working_days,
  details
from household_step
where union_id = $1 and taken_on <= $2 and household_id = $3
order by version

-- name: tasks_household_steps
-- $1 union, $2 as_of: files whose next step somebody must take. What the county decides waits for no office here.
select 'household_' || s.stage as kind, s.household_id as subject_id, s.taken_on as since, null::date as due_on,
  case s.stage
    when 'applied' then array['reviewer', 'vice_chairperson', 'chairperson']
    when 'visited' then array[]::text[]
    when 'notice_closed' then array[]::text[]
    else array['handler', 'group_leader', 'women_committee_chair', 'vice_chairperson', 'chairperson']
  end as offices,
  case when s.stage = 'applied' then array(select jsonb_array_elements_text(s.officers)::uuid)
    else array[]::uuid[] end as not_for
from (
  select distinct on (household_id) household_id, version, taken_on, stage, officers
  from household_step
  where union_id = $1 and taken_on <= $2 and stage is not null
  order by household_id, version desc
) s
where s.stage in ('applied', 'sent_back', 'reviewed', 'visited', 'checked', 'notice_closed', 'approved', 'relapsed')

-- name: tasks_household_notices
-- $1 union, $2 as_of: notices that hang; due_on is as many plain days after since as working days are asked for.
select 'household_posted' as kind, s.household_id as subject_id, s.taken_on as since, s.taken_on + p.days as due_on,
  array['handler', 'group_leader', 'women_committee_chair', 'vice_chairperson', 'chairperson'] as offices,
  array[]::uuid[] as not_for
from (
  select distinct on (household_id) household_id, version, taken_on, stage
  from household_step
  where union_id = $1 and taken_on <= $2 and stage is not null
  order by household_id, version desc
) s
join lateral (
  select (a.policy ->> 'notice_working_days')::int as days from adopted_policy a
  where a.union_id = $1 and a.policy ->> 'kind' = 'hardship' and a.valid_from <= $2
  order by a.valid_from desc, a.version desc limit 1
) p on true
where s.stage = 'posted'

-- name: tasks_objections
-- $1 union, $2 as_of: objections nobody has answered; whoever brought the case forward does not judge them.
select 'household_objection' as kind, o.household_id as subject_id, o.taken_on as since, null::date as due_on,
  array['reviewer', 'vice_chairperson', 'chairperson', 'audit_committee_chair'] as offices,
  array(
    select jsonb_array_elements_text(a.officers)::uuid from household_step a
    where a.union_id = $1 and a.household_id = o.household_id and a.step = 'applied' and a.taken_on <= $2
  ) as not_for
from household_step o
where o.union_id = $1 and o.taken_on <= $2 and o.step = 'objection_raised'
  and not exists (
    select from household_step r
    where r.union_id = $1 and r.household_id = o.household_id and r.objection_id = o.objection_id
      and r.step = 'objection_resolved' and r.taken_on <= $2
  )

-- name: tasks_household_reviews
-- $1 union, $2 as_of: files on which the review of the policy's term is due (动态管理).
select 'household_review_due' as kind, f.household_id as subject_id, f.reviewed_on as since, f.due_on,
  array['reviewer', 'vice_chairperson', 'chairperson'] as offices, array[]::uuid[] as not_for
from (
  select l.household_id, max(l.taken_on) as reviewed_on,
    (max(l.taken_on) + make_interval(months => max(p.months)))::date as due_on
  from household_step l
  join lateral (
    select (a.policy ->> 'review_months')::int as months from adopted_policy a
    where a.union_id = $1 and a.policy ->> 'kind' = 'hardship' and a.valid_from <= $2
    order by a.valid_from desc, a.version desc limit 1
  ) p on true
  where l.union_id = $1 and l.taken_on <= $2 and l.step in ('opened', 'reopened', 'reviewed')
  group by l.household_id
) f
where f.due_on <= $2 and (
  select s.stage from household_step s
  where s.union_id = $1 and s.household_id = f.household_id and s.taken_on <= $2 and s.stage is not null
  order by s.version desc limit 1
) = 'open'
