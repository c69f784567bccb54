-- name: put_branch
insert into branch (union_id, branch_id, kind, name, parent_branch_id, formed_on, version, position)
select $1, r.* from unnest($2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::date[], $7::int4[], $8::int8[]) as r

-- name: rename_branch
update branch b set name = r.name, version = greatest(b.version, r.version), position = greatest(b.position, r.position)
from unnest($2::uuid[], $3::text[], $4::int4[], $5::int8[]) as r(branch_id, name, version, position)
where b.union_id = $1 and b.branch_id = r.branch_id

-- name: put_leader
update branch b set leader_id = r.leader_id, leader_since = r.since, version = greatest(b.version, r.version),
  position = greatest(b.position, r.position)
from unnest($2::uuid[], $3::uuid[], $4::date[], $5::int4[], $6::int8[])
  as r(branch_id, leader_id, since, version, position)
where b.union_id = $1 and b.branch_id = r.branch_id

-- name: close_branch
update branch b set closed_on = r.closed_on, version = greatest(b.version, r.version),
  position = greatest(b.position, r.position)
from unnest($2::uuid[], $3::date[], $4::int4[], $5::int8[]) as r(branch_id, closed_on, version, position)
where b.union_id = $1 and b.branch_id = r.branch_id

-- name: branches
-- $1 union, $2 as_of, $3 branch or null: with the live members that belong to each on the date
select b.branch_id, b.version, b.kind, b.name, b.parent_branch_id, b.formed_on,
  case when b.leader_since <= $2 then b.leader_id end as leader_id,
  case when b.closed_on <= $2 then b.closed_on end as closed_on,
  (select count(*) from branch o
    where o.union_id = b.union_id and o.parent_branch_id = b.branch_id and o.formed_on <= $2
      and (o.closed_on is null or o.closed_on > $2))::int as open_groups,
  coalesce(counted.members, 0)::int as members
from branch b
left join (
  select place.id, count(*) as members
  from member m
  cross join lateral (
    select e ->> 'membership' as membership
    from jsonb_array_elements(m.spans) with ordinality as x(e, place)
    where (e ->> 'since')::date <= $2 order by place desc limit 1
  ) s
  cross join lateral (
    select e from jsonb_array_elements(m.places) with ordinality as x(e, place)
    where (e ->> 'since')::date <= $2 order by place desc limit 1
  ) p
  cross join lateral unnest(array[(p.e ->> 'branch_id')::uuid, (p.e ->> 'group_id')::uuid]) as place(id)
  where m.union_id = $1 and m.places <> '[]' and s.membership in ('active', 'retained')
  group by place.id
) counted on counted.id = b.branch_id
where b.union_id = $1 and b.formed_on <= $2 and ($3::uuid is null or b.branch_id = $3)
order by b.kind, b.name, b.branch_id
