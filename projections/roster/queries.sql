-- name: put_member
insert into member (union_id, member_id, version, position, joined_on, retained_on, applied_on, membership, spans,
  places, warned_on, warned_by, withdrawal_requested_on, expulsion_proposed_on, expulsion_proposed_by,
  expulsion_decided_on)
select $1, r.* from unnest($2::uuid[], $3::int4[], $4::int8[], $5::date[], $6::date[], $7::date[], $8::text[],
  $9::jsonb[], $10::jsonb[], $11::date[], $12::uuid[], $13::date[], $14::date[], $15::uuid[], $16::date[]) as r
on conflict (union_id, member_id) do update set
  version = excluded.version, position = excluded.position, joined_on = excluded.joined_on,
  retained_on = excluded.retained_on, applied_on = excluded.applied_on, membership = excluded.membership,
  spans = excluded.spans, places = excluded.places, warned_on = excluded.warned_on, warned_by = excluded.warned_by,
  withdrawal_requested_on = excluded.withdrawal_requested_on,
  expulsion_proposed_on = excluded.expulsion_proposed_on, expulsion_proposed_by = excluded.expulsion_proposed_by,
  expulsion_decided_on = excluded.expulsion_decided_on

-- name: put_personal
update member set identity = coalesce(r.identity, member.identity), profile = coalesce(r.profile, member.profile)
from unnest($2::uuid[], $3::text[], $4::text[]) as r(member_id, identity, profile)
where member.union_id = $1 and member.member_id = r.member_id

-- name: put_change
insert into membership_change (union_id, member_id, version, changed_on, change, cause, other_union, decision_no,
  details, transfer_id, position)
select $1, r.* from unnest($2::uuid[], $3::int4[], $4::date[], $5::text[], $6::text[], $7::text[], $8::text[],
  $9::text[], $10::uuid[], $11::int8[]) as r

-- name: reverse_change
update membership_change c set reversed_on = r.reversed_on, reversed_position = r.position
from unnest($2::uuid[], $3::int4[], $4::date[], $5::int8[]) as r(member_id, version, reversed_on, position)
where c.union_id = $1 and c.member_id = r.member_id and c.version = r.version

-- name: put_certificate
insert into held_certificate (union_id, member_id, version, kind, certificate, issued_on, position)
select $1, r.* from unnest($2::uuid[], $3::int4[], $4::text[], $5::text[], $6::date[], $7::int8[]) as r

-- name: collect_certificate
update held_certificate c set collected_on = r.collected_on, collected_cause = r.cause, collected_details = r.details,
  collected_position = r.position
from unnest($2::uuid[], $3::int4[], $4::date[], $5::text[], $6::text[], $7::int8[])
  as r(member_id, version, collected_on, cause, details, position)
where c.union_id = $1 and c.member_id = r.member_id and c.version = r.version

-- name: members
-- $1 union, $2 as_of, $3 membership or null, $4 branch or group or null, $5 after member_id or null, $6 limit
select m.member_id, m.version, m.joined_on, m.retained_on, m.applied_on, s.membership, s.since, s.transferring,
  case when m.warned_on <= $2 then m.warned_on end as warned_on,
  case when m.withdrawal_requested_on <= $2 then m.withdrawal_requested_on end as withdrawal_requested_on,
  case when m.expulsion_proposed_on <= $2 then m.expulsion_proposed_on end as expulsion_proposed_on,
  case when m.expulsion_decided_on <= $2 then m.expulsion_decided_on end as expulsion_decided_on,
  p.branch_id, p.group_id,
  b.name as branch, g.name as "group", c.certificate, m.identity, m.profile
from member m
left join lateral (
  select e ->> 'membership' as membership, (e ->> 'since')::date as since,
    coalesce((e ->> 'transferring')::boolean, false) as transferring
  from jsonb_array_elements(m.spans) with ordinality as x(e, place)
  where (e ->> 'since')::date <= $2
  order by place desc limit 1
) s on true
left join lateral (
  select (e ->> 'branch_id')::uuid as branch_id, (e ->> 'group_id')::uuid as group_id
  from jsonb_array_elements(m.places) with ordinality as x(e, place)
  where (e ->> 'since')::date <= $2
  order by place desc limit 1
) p on true
left join branch b on b.union_id = m.union_id and b.branch_id = p.branch_id
left join branch g on g.union_id = m.union_id and g.branch_id = p.group_id
left join lateral (
  select h.certificate from held_certificate h
  where h.union_id = m.union_id and h.member_id = m.member_id and h.issued_on <= $2
    and (h.collected_on is null or h.collected_on > $2)
  order by h.kind desc, h.version desc limit 1
) c on true
where m.union_id = $1
  and (s.membership is not null or m.applied_on <= $2)
  and ($3::text is null or s.membership = $3)
  and ($4::uuid is null or $4 in (p.branch_id, p.group_id))
  and ($5::uuid is null or m.member_id > $5)
order by m.member_id
limit $6

-- name: members_by_id
-- $1 union, $2 as_of, $3 members: whatever their state. Apart from the list, so that each is found by its key.
select m.member_id, m.version, m.joined_on, m.retained_on, m.applied_on, s.membership, s.since, s.transferring,
  case when m.warned_on <= $2 then m.warned_on end as warned_on,
  case when m.withdrawal_requested_on <= $2 then m.withdrawal_requested_on end as withdrawal_requested_on,
  case when m.expulsion_proposed_on <= $2 then m.expulsion_proposed_on end as expulsion_proposed_on,
  case when m.expulsion_decided_on <= $2 then m.expulsion_decided_on end as expulsion_decided_on,
  p.branch_id, p.group_id,
  b.name as branch, g.name as "group", c.certificate, m.identity, m.profile
from unnest($3::uuid[]) as sought(member_id)
join member m on m.union_id = $1 and m.member_id = sought.member_id
left join lateral (
  select e ->> 'membership' as membership, (e ->> 'since')::date as since,
    coalesce((e ->> 'transferring')::boolean, false) as transferring
  from jsonb_array_elements(m.spans) with ordinality as x(e, place)
  where (e ->> 'since')::date <= $2
  order by place desc limit 1
) s on true
left join lateral (
  select (e ->> 'branch_id')::uuid as branch_id, (e ->> 'group_id')::uuid as group_id
  from jsonb_array_elements(m.places) with ordinality as x(e, place)
  where (e ->> 'since')::date <= $2
  order by place desc limit 1
) p on true
left join branch b on b.union_id = m.union_id and b.branch_id = p.branch_id
left join branch g on g.union_id = m.union_id and g.branch_id = p.group_id
left join lateral (
  select h.certificate from held_certificate h
  where h.union_id = m.union_id and h.member_id = m.member_id and h.issued_on <= $2
    and (h.collected_on is null or h.collected_on > $2)
  order by h.kind desc, h.version desc limit 1
) c on true
order by m.member_id

-- name: changes
-- $1 union, $2 from, $3 as_of, $4 member or null, $5 after (date, member, version) or nulls, $8 limit
select c.member_id, c.version, c.changed_on, c.change, c.cause, c.other_union, c.decision_no, c.details,
  c.transfer_id, m.identity
from membership_change c
join member m on m.union_id = c.union_id and m.member_id = c.member_id
where c.union_id = $1 and c.changed_on between $2 and $3
  and c.reversed_on is null
  and c.change <> 'register'
  and ($4::uuid is null or c.member_id = $4)
  and ($5::date is null or (c.changed_on, c.member_id, c.version) > ($5::date, $6::uuid, $7::int))
order by c.changed_on, c.member_id, c.version
limit $8

-- name: certificates
-- $1 union, $2 member, $3 as_of
select version, kind, certificate, issued_on,
  case when collected_on <= $3 then collected_on end as collected_on,
  case when collected_on <= $3 then collected_cause end as collected_cause
from held_certificate
where union_id = $1 and member_id = $2 and issued_on <= $3
order by issued_on, version

-- name: live_member
-- $1 union, $2 member_id: whether this person is a live member now
select exists (
  select from member where union_id = $1 and member_id = $2 and membership in ('active', 'retained')
) as live

-- name: transferring_member
-- $1 union, $2 transfer: who is on the way out by it
select member_id from membership_change
where union_id = $1 and transfer_id = $2 and change = 'start_transfer_out' and reversed_on is null

-- name: tasks_membership
-- $1 union, $2 as_of: what waits for the committee (domain.md 2.2, rows 2, 13 and 14); the roster is gone through once
with waiting as materialized (
  select member_id, applied_on, withdrawal_requested_on, expulsion_proposed_on, expulsion_proposed_by,
    expulsion_decided_on
  from member
  where union_id = $1 and least(applied_on, withdrawal_requested_on, expulsion_proposed_on, expulsion_decided_on) <= $2
)
select 'application_waits' as kind, member_id as subject_id, applied_on as since, null::date as due_on,
  array['chairperson', 'vice_chairperson', 'approver'] as offices, array[]::uuid[] as not_for
from waiting where applied_on <= $2
union all
select 'withdrawal_waits', member_id, withdrawal_requested_on, null::date,
  array['chairperson', 'vice_chairperson', 'approver'], array[]::uuid[]
from waiting where withdrawal_requested_on <= $2
union all
select 'expulsion_waits', member_id, expulsion_proposed_on, null::date,
  array['chairperson', 'vice_chairperson', 'approver'], array[expulsion_proposed_by]
from waiting where expulsion_decided_on is null and expulsion_proposed_on <= $2
union all
select 'expulsion_to_file', member_id, expulsion_decided_on, null::date,
  array['chairperson', 'vice_chairperson', 'handler'], array[]::uuid[]
from waiting where expulsion_decided_on <= $2

-- name: live_members
-- $1 union: the ids of all who are live members now
select member_id from member where union_id = $1 and membership in ('active', 'retained') order by member_id

-- name: names_after
-- $1 union, $2 position: what is sealed of everybody whose row of the roster changed after it
select member_id, identity, profile from member where union_id = $1 and position > $2 order by member_id

-- name: standing
-- $1 union, $2 as_of, $3 members or null, $4 membership or null, $5 branch or group or null: who stands on the roster
select m.member_id, m.joined_on
from member m
left join lateral (
  select e ->> 'membership' as membership
  from jsonb_array_elements(m.spans) with ordinality as x(e, place)
  where (e ->> 'since')::date <= $2
  order by place desc limit 1
) s on true
where m.union_id = $1
  and ($3::uuid[] is null or m.member_id = any($3))
  and (s.membership is not null or m.applied_on <= $2)
  and ($4::text is null or s.membership = $4)
  and ($5::uuid is null or exists (
    select from (
      select (e ->> 'branch_id')::uuid as branch_id, (e ->> 'group_id')::uuid as group_id
      from jsonb_array_elements(m.places) with ordinality as x(e, place)
      where (e ->> 'since')::date <= $2
      order by place desc limit 1
    ) p where $5 in (p.branch_id, p.group_id)
  ))
