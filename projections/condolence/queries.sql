-- name: put_condolence
insert into condolence (union_id, condolence_id, member_id, occasion, amount_fen, details, form, relation, festival,
  goods, deliverer_id, benefit_id, benefit_version, warnings, given_on, version, position)
select $1, r.* from unnest($2::uuid[], $3::uuid[], $4::text[], $5::int8[], $6::text[], $7::text[], $8::text[],
  $9::text[], $10::jsonb[], $11::uuid[], $12::text[], $13::int4[], $14::jsonb[], $15::date[], $16::int4[],
  $17::int8[]) as r

-- name: put_request
insert into condolence_request as c (union_id, condolence_id, member_id, occasion, amount_fen, details, form, relation,
  festival, requested_on, handler_id, approved_fen, approved_on, approver_id, decision_no, rejected_on, rejection,
  delivered_on, version, position)
select $1, r.* from unnest($2::uuid[], $3::uuid[], $4::text[], $5::int8[], $6::text[], $7::text[], $8::text[],
  $9::text[], $10::date[], $11::uuid[], $12::int8[], $13::date[], $14::uuid[], $15::text[], $16::date[],
  $17::text[], $18::date[], $19::int4[], $20::int8[]) as r
on conflict (union_id, condolence_id) do update set
  member_id = coalesce(excluded.member_id, c.member_id), occasion = coalesce(excluded.occasion, c.occasion),
  amount_fen = coalesce(excluded.amount_fen, c.amount_fen), details = coalesce(excluded.details, c.details),
  form = coalesce(excluded.form, c.form), relation = coalesce(excluded.relation, c.relation),
  festival = coalesce(excluded.festival, c.festival), requested_on = coalesce(excluded.requested_on, c.requested_on),
  handler_id = coalesce(excluded.handler_id, c.handler_id),
  approved_fen = coalesce(excluded.approved_fen, c.approved_fen),
  approved_on = coalesce(excluded.approved_on, c.approved_on),
  approver_id = coalesce(excluded.approver_id, c.approver_id),
  decision_no = coalesce(excluded.decision_no, c.decision_no),
  rejected_on = coalesce(excluded.rejected_on, c.rejected_on), rejection = coalesce(excluded.rejection, c.rejection),
  delivered_on = coalesce(excluded.delivered_on, c.delivered_on), version = excluded.version,
  position = excluded.position

-- name: reverse_condolence
update condolence c set reversed_on = r.reversed_on, version = r.version, reversed_position = r.position
from unnest($2::uuid[], $3::date[], $4::int4[], $5::int8[]) as r(condolence_id, reversed_on, version, position)
where c.union_id = $1 and c.condolence_id = r.condolence_id

-- name: condolences_about
-- $1 union, $2 members
select condolence_id as stream_id from condolence where union_id = $1 and member_id = any($2::uuid[])

-- name: condolences
-- $1 union, $2 from, $3 as_of, $4 member or null, $5 only this one or null, $6 after (date, id) or nulls, $8 limit
select c.condolence_id, c.member_id, m.identity, m.profile, c.occasion, c.amount_fen, c.details, c.form, c.relation,
  c.festival, c.goods, c.deliverer_id, c.benefit_id, c.benefit_version, c.warnings, c.given_on, c.version
from condolence c
left join member m on m.union_id = c.union_id and m.member_id = c.member_id
where c.union_id = $1 and c.given_on between $2 and $3
  and (c.reversed_on is null or c.reversed_on > $3)
  and ($4::uuid is null or c.member_id = $4) and ($5::uuid is null or c.condolence_id = $5)
  and ($6::date is null or (c.given_on, c.condolence_id) > ($6::date, $7::uuid))
order by c.given_on, c.condolence_id
limit $8

-- name: festival_gifts
-- $1 union, $2 from, $3 as_of, $4 after (date, id) or nulls, $6 limit
-- What each member was given on festivals, with what it adds up to since the year began.
select g.* from (
  select c.condolence_id, c.member_id, m.identity, m.profile, c.festival, c.goods, c.form, c.amount_fen, c.given_on,
    sum(c.amount_fen) over (
      partition by c.member_id, extract(year from c.given_on) order by c.given_on, c.condolence_id
    )::bigint as year_fen
  from condolence c
  left join member m on m.union_id = c.union_id and m.member_id = c.member_id
  where c.union_id = $1 and c.occasion = 'festival' and c.given_on between date_trunc('year', $2::date) and $3
    and (c.reversed_on is null or c.reversed_on > $3)
) g
where g.given_on >= $2 and ($4::date is null or (g.given_on, g.condolence_id) > ($4::date, $5::uuid))
order by g.given_on, g.condolence_id
limit $6

-- name: condolence_requests
-- $1 union, $2 as_of, $3 only this one or null, $4 after (date, id) or nulls, $6 limit
select r.condolence_id, r.member_id, m.identity, r.occasion, r.amount_fen, r.details, r.form, r.relation, r.festival,
  r.requested_on, r.handler_id,
  case when r.approved_on <= $2 then r.approved_fen end as approved_fen,
  case when r.approved_on <= $2 then r.approved_on end as approved_on,
  case when r.rejected_on <= $2 then r.rejection end as rejection,
  case when r.delivered_on <= $2 then r.delivered_on end as delivered_on,
  r.approver_id, r.decision_no, r.version
from condolence_request r
left join member m on m.union_id = r.union_id and m.member_id = r.member_id
where r.union_id = $1 and r.requested_on <= $2 and ($3::uuid is null or r.condolence_id = $3)
  and ($4::date is null or (r.requested_on, r.condolence_id) > ($4::date, $5::uuid))
order by r.requested_on, r.condolence_id
limit $6

-- name: condolence_totals
-- $1 union, $2 from, $3 until: what was given in a span of days, less what was reversed in it
select coalesce(sum(s.sign), 0)::bigint as payments, coalesce(sum(s.sign * c.amount_fen), 0)::bigint as amount_fen
from condolence c
cross join lateral (values (c.given_on, 1), (c.reversed_on, -1)) as s(day, sign)
where c.union_id = $1 and s.day between $2 and $3

-- name: tasks_condolences
-- $1 union, $2 as_of: requests that wait for a decision, or were granted and not handed over yet.
select case when r.approved_on <= $2 then 'condolence_delivery' else 'condolence_approval' end as kind,
  r.condolence_id as subject_id, case when r.approved_on <= $2 then r.approved_on else r.requested_on end as since,
  null::date as due_on,
  case when r.approved_on <= $2
    then array['handler', 'group_leader', 'women_committee_chair', 'reviewer', 'vice_chairperson', 'chairperson']
    else array['approver', 'vice_chairperson', 'chairperson'] end as offices,
  array_remove(array[r.handler_id, case when r.approved_on <= $2 then r.approver_id end], null) as not_for
from condolence_request r
where r.union_id = $1 and r.requested_on <= $2 and (r.rejected_on is null or r.rejected_on > $2)
  and (r.delivered_on is null or r.delivered_on > $2)
