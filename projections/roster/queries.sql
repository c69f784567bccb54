-- name: put_member
insert into member (union_id, member_id, version, position, joined_on, retained_on, applied_on, membership, spans)
select $1, r.* from unnest($2::uuid[], $3::int4[], $4::int8[], $5::date[], $6::date[], $7::date[], $8::text[],
  $9::jsonb[]) as r
on conflict (union_id, member_id) do update set
  version = excluded.version, position = excluded.position, joined_on = excluded.joined_on,
  retained_on = excluded.retained_on, applied_on = excluded.applied_on, membership = excluded.membership,
  spans = excluded.spans

-- name: put_personal
update member set identity = coalesce(r.identity, member.identity), profile = coalesce(r.profile, member.profile)
from unnest($2::uuid[], $3::text[], $4::text[]) as r(member_id, identity, profile)
where member.union_id = $1 and member.member_id = r.member_id

-- name: put_change
insert into membership_change (union_id, member_id, version, changed_on, change, cause, other_union, decision_no,
  details, position)
select $1, r.* from unnest($2::uuid[], $3::int4[], $4::date[], $5::text[], $6::text[], $7::text[], $8::text[],
  $9::text[], $10::int8[]) as r

-- name: reverse_change
update membership_change c set reversed_on = r.reversed_on, reversed_position = r.position
from unnest($2::uuid[], $3::int4[], $4::date[], $5::int8[]) as r(member_id, version, reversed_on, position)
where c.union_id = $1 and c.member_id = r.member_id and c.version = r.version

-- name: members
-- $1 union, $2 as_of, $3 membership or null, $4 after member_id or null, $5 limit
select m.member_id, m.version, m.joined_on, m.retained_on, m.applied_on, s.membership, s.since, m.identity, m.profile
from member m
left join lateral (
  select e ->> 'membership' as membership, (e ->> 'since')::date as since
  from jsonb_array_elements(m.spans) with ordinality as x(e, place)
  where (e ->> 'since')::date <= $2
  order by place desc limit 1
) s on true
where m.union_id = $1
  and (s.membership is not null or m.applied_on <= $2)
  and ($3::text is null or s.membership = $3)
  and ($4::uuid is null or m.member_id > $4)
order by m.member_id
limit $5

-- name: member
-- $1 union, $2 as_of, $3 member_id
select m.member_id, m.version, m.joined_on, m.retained_on, m.applied_on, s.membership, s.since, m.identity, m.profile
from member m
left join lateral (
  select e ->> 'membership' as membership, (e ->> 'since')::date as since
  from jsonb_array_elements(m.spans) with ordinality as x(e, place)
  where (e ->> 'since')::date <= $2
  order by place desc limit 1
) s on true
where m.union_id = $1 and m.member_id = $3

-- name: changes
-- $1 union, $2 from, $3 as_of, $4 member or null, $5 after (date, member, version) or nulls, $8 limit
select c.member_id, c.version, c.changed_on, c.change, c.cause, c.other_union, c.decision_no, c.details, m.identity
from membership_change c
join member m on m.union_id = c.union_id and m.member_id = c.member_id
where c.union_id = $1 and c.changed_on between $2 and $3
  and c.reversed_on is null
  and c.change <> 'register'
  and ($4::uuid is null or c.member_id = $4)
  and ($5::date is null or (c.changed_on, c.member_id, c.version) > ($5::date, $6::uuid, $7::int))
order by c.changed_on, c.member_id, c.version
limit $8

-- name: live_member
-- $1 union, $2 member_id: whether this person is a live member now
select exists (
  select from member where union_id = $1 and member_id = $2 and membership in ('active', 'retained')
) as live
