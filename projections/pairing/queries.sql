-- name: put_pairing
insert into pairing (union_id, pairing_id, household_id, cadre_id, target, started_on, due_on, version, position)
select $1, r.* from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::date[], $7::date[], $8::int4[],
  $9::int8[]) as r

-- name: put_pairing_review
insert into pairing_review (union_id, pairing_id, version, reviewed_on, progress, reviewer_id, due_on, details,
  position)
select $1, r.* from unnest($2::uuid[], $3::int4[], $4::date[], $5::text[], $6::uuid[], $7::date[], $8::text[],
  $9::int8[]) as r

-- name: end_pairing
update pairing p set ended_on = r.ended_on, outcome = r.outcome
from unnest($2::uuid[], $3::date[], $4::text[]) as r(pairing_id, ended_on, outcome)
where p.union_id = $1 and p.pairing_id = r.pairing_id

-- name: touch_pairing
update pairing p set version = r.version, position = r.position
from unnest($2::uuid[], $3::int4[], $4::int8[]) as r(pairing_id, version, position)
where p.union_id = $1 and p.pairing_id = r.pairing_id

-- name: pairings
-- $1 union, $2 as_of, $3 after pairing_id or null, $4 only this one or null, $5 ended before this is left out, $6 limit
select p.pairing_id, p.household_id, h.file_no, h.circumstances, m.identity, p.cadre_id, p.target, p.started_on,
  coalesce(d.due_on, p.due_on) as due_on, r.progress, r.reviewed_on, r.details as review,
  case when p.ended_on <= $2 then p.ended_on end as ended_on,
  case when p.ended_on <= $2 then p.outcome end as outcome, v.visits, p.version
from pairing p
left join household h on h.union_id = p.union_id and h.household_id = p.household_id
left join member m on m.union_id = p.union_id and m.member_id = h.householder_id
left join lateral (
  select r.progress, r.reviewed_on, r.details from pairing_review r
  where r.union_id = p.union_id and r.pairing_id = p.pairing_id and r.reviewed_on <= $2
  order by r.version desc limit 1
) r on true
left join lateral (
  select d.due_on from pairing_review d
  where d.union_id = p.union_id and d.pairing_id = p.pairing_id and d.reviewed_on <= $2 and d.due_on is not null
  order by d.version desc limit 1
) d on true
left join lateral (
  select count(*)::int as visits from visit v
  where v.union_id = p.union_id and v.pairing_id = p.pairing_id and v.visited_on <= $2
    and (v.reversed_on is null or v.reversed_on > $2)
) v on true
where p.union_id = $1 and p.started_on <= $2 and ($3::uuid is null or p.pairing_id > $3)
  and ($4::uuid is null or p.pairing_id = $4) and ($5::date is null or p.ended_on is null or p.ended_on >= $5)
order by p.pairing_id
limit $6

-- name: paired_cadres
-- $1 union, $2 as_of: who stands by which household
select p.household_id, p.cadre_id from pairing p
where p.union_id = $1 and p.started_on <= $2 and (p.ended_on is null or p.ended_on > $2)

-- name: tasks_pairings
-- $1 union, $2 as_of: pairings whose term (限期) ends within a month, or has ended.
select 'pairing_due' as kind, p.pairing_id as subject_id, p.started_on as since, coalesce(d.due_on, p.due_on) as due_on,
  array['reviewer', 'vice_chairperson', 'chairperson'] as offices, array[p.cadre_id] as not_for
from pairing p
left join lateral (
  select d.due_on from pairing_review d
  where d.union_id = p.union_id and d.pairing_id = p.pairing_id and d.reviewed_on <= $2 and d.due_on is not null
  order by d.version desc limit 1
) d on true
where p.union_id = $1 and p.started_on <= $2 and (p.ended_on is null or p.ended_on > $2)
  and coalesce(d.due_on, p.due_on) <= ($2::date + interval '1 month')::date
