-- name: put_visit
insert into visit (union_id, visit_id, member_id, occasion, happened_on, reported_on, visited_on, days_to_report,
  days_to_visit, within_term, visitors, details, policy_id, policy_version, household_id, pairing_id, version, position)
select $1, r.* from unnest($2::uuid[], $3::uuid[], $4::text[], $5::date[], $6::date[], $7::date[], $8::int4[],
  $9::int4[], $10::bool[], $11::jsonb[], $12::text[], $13::text[], $14::int4[], $15::uuid[], $16::uuid[],
  $17::int4[], $18::int8[]) as r

-- name: follow_up_visit
update visit v set followed_up_on = r.followed_up_on, result = r.result, follow_up = r.details,
  version = greatest(v.version, r.version), position = greatest(v.position, r.position)
from unnest($2::uuid[], $3::date[], $4::text[], $5::text[], $6::int4[], $7::int8[])
  as r(visit_id, followed_up_on, result, details, version, position)
where v.union_id = $1 and v.visit_id = r.visit_id

-- name: reverse_visit
update visit v set reversed_on = r.reversed_on, version = greatest(v.version, r.version),
  position = greatest(v.position, r.position)
from unnest($2::uuid[], $3::date[], $4::int4[], $5::int8[]) as r(visit_id, reversed_on, version, position)
where v.union_id = $1 and v.visit_id = r.visit_id

-- name: visits
-- $1 union, $2 from, $3 as_of, $4 only this one or null, $5 after (date, id) or nulls, $7 limit
select v.visit_id, v.member_id, m.identity, v.occasion, v.happened_on, v.reported_on, v.visited_on, v.days_to_report,
  v.days_to_visit, v.within_term, v.visitors, v.details, v.policy_id, v.policy_version, v.household_id, v.pairing_id,
  case when v.followed_up_on <= $3 then v.result end as result,
  case when v.followed_up_on <= $3 then v.follow_up end as follow_up, v.version
from visit v
left join member m on m.union_id = v.union_id and m.member_id = v.member_id
where v.union_id = $1 and v.visited_on between $2 and $3 and (v.reversed_on is null or v.reversed_on > $3)
  and ($4::uuid is null or v.visit_id = $4)
  and ($5::date is null or (v.visited_on, v.visit_id) > ($5::date, $6::uuid))
order by v.visited_on, v.visit_id
limit $7
