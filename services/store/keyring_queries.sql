-- name: put_union_key
insert into keyring.union_key (union_id, wrapped, created_at) values ($1, $2, $3)
on conflict (union_id) do nothing

-- name: union_key
select k.wrapped, k.wrapped_index, k.generation from keyring.union_key k where k.union_id = $1

-- name: lock_union_key
select k.wrapped, k.wrapped_index, k.generation from keyring.union_key k where k.union_id = $1 for update

-- name: rewrap_union_key
update keyring.union_key k set wrapped = $2, wrapped_index = $3, generation = k.generation + 1
where k.union_id = $1 and k.wrapped = $4
returning k.generation

-- name: touch_union_key
update keyring.union_key k set generation = k.generation + 1 where k.union_id = $1

-- name: put_subject_keys
-- $6: the union's key as it was when these were wrapped under it; null asks nothing. While it is looked at, no
-- rotation goes on, so nothing is ever wrapped under a key that is gone.
insert into keyring.subject_key (union_id, subject_id, kind, wrapped, created_at)
select $1, n.subject_id, n.kind, n.wrapped, $5
from unnest($2::uuid[], $3::text[], $4::bytea[]) as n (subject_id, kind, wrapped)
where $6::bytea is null or exists (
  select from keyring.union_key k where k.union_id = $1 and k.wrapped = $6::bytea for share
)
on conflict (union_id, subject_id, kind) do nothing

-- name: subject_keys
select k.subject_id, k.kind, k.wrapped, k.created_at, k.destroyed_at, k.restricted_at
from keyring.subject_key k
where k.union_id = $1 and k.subject_id = any ($2::uuid[])

-- name: every_subject_key
select k.subject_id, k.kind, k.wrapped, k.created_at, k.destroyed_at, k.restricted_at
from keyring.subject_key k
where k.union_id = $1
order by k.subject_id, k.kind

-- name: rewrap_subject_keys
update keyring.subject_key k set wrapped = n.wrapped
from unnest($2::uuid[], $3::text[], $4::bytea[]) as n (subject_id, kind, wrapped)
where k.union_id = $1 and k.subject_id = n.subject_id and k.kind = n.kind
  and k.wrapped is not null

-- name: revive_subject_keys
update keyring.subject_key k set wrapped = n.wrapped, destroyed_at = null
from unnest($2::uuid[], $3::text[], $4::bytea[]) as n (subject_id, kind, wrapped)
where k.union_id = $1 and k.subject_id = n.subject_id and k.kind = n.kind and k.wrapped is null

-- name: destroy_subject_keys
update keyring.subject_key k set wrapped = null, destroyed_at = $4
where k.union_id = $1 and k.subject_id = any ($2::uuid[]) and k.kind = $3
  and k.destroyed_at is null

-- name: restrict_subject_keys
update keyring.subject_key k set restricted_at = $4
where k.union_id = $1 and k.subject_id = any ($2::uuid[]) and k.kind = $3
  and k.restricted_at is null and k.destroyed_at is null

-- name: put_back_subject_keys
insert into keyring.subject_key (union_id, subject_id, kind, wrapped, created_at, destroyed_at, restricted_at)
select $1, n.* from unnest($2::uuid[], $3::text[], $4::bytea[], $5::timestamptz[], $6::timestamptz[],
  $7::timestamptz[]) as n (subject_id, kind, wrapped, created_at, destroyed_at, restricted_at)

-- name: put_back_union_key
insert into keyring.union_key (union_id, wrapped, wrapped_index, created_at, generation)
values ($1, $2, $3, $4, $5)

-- name: whole_union_key
select k.wrapped, k.wrapped_index, k.created_at, k.generation from keyring.union_key k where k.union_id = $1

-- name: find_subjects
select b.blind, b.subject_id from keyring.blind_index b
where b.union_id = $1 and b.blind = any ($2::bytea[])

-- name: put_blinds
insert into keyring.blind_index (union_id, blind, subject_id)
select $1, n.blind, n.subject_id
from unnest($2::bytea[], $3::uuid[]) as n (blind, subject_id)
on conflict (union_id, blind) do nothing

-- name: every_blind
select b.blind, b.subject_id from keyring.blind_index b where b.union_id = $1 order by b.blind

-- name: remove_blinds
delete from keyring.blind_index b where b.union_id = $1 and b.subject_id = any ($2::uuid[])

-- name: put_county_index
insert into keyring.county_index (federation_id, blind, union_id, subject_id)
select $1, n.blind, n.union_id, n.subject_id
from unnest($2::bytea[], $3::uuid[], $4::uuid[]) as n (blind, union_id, subject_id)
on conflict (federation_id, blind, union_id) do nothing

-- name: county_unions
select c.union_id, c.subject_id from keyring.county_index c
where c.federation_id = $1 and c.blind = $2
order by c.union_id

-- name: every_county_row
select c.blind, c.union_id, c.subject_id from keyring.county_index c
where c.federation_id = $1
order by c.blind, c.union_id

-- name: remove_county_subjects
delete from keyring.county_index c
using unnest($2::uuid[], $3::uuid[]) as n (union_id, subject_id)
where c.federation_id = $1 and c.union_id = n.union_id and c.subject_id = n.subject_id

-- name: remove_from_every_county
delete from keyring.county_index c where c.union_id = $1 and c.subject_id = any ($2::uuid[])

-- name: listings_of_union
select c.federation_id, c.blind, c.subject_id from keyring.county_index c
where c.union_id = $1
order by c.federation_id, c.blind

-- name: listed_in_counties
select count(*) from keyring.county_index c where c.union_id = $1 and c.subject_id = any ($2::uuid[])

-- name: put_county_key
insert into keyring.county_key (federation_id, wrapped, created_at) values ($1, $2, $3)
on conflict (federation_id) do nothing

-- name: county_key
select c.wrapped from keyring.county_key c where c.federation_id = $1

-- name: rewrap_county_key
update keyring.county_key c set wrapped = $2 where c.federation_id = $1

-- name: whole_county_key
select c.wrapped, c.created_at from keyring.county_key c where c.federation_id = $1

-- Whether a union had its key before a moment, and how many of its people had theirs, destroyed or not.
-- name: keys_before
select (select count(*) from keyring.union_key u where u.union_id = $1 and u.created_at < $2)::int as unions,
       (select count(distinct s.subject_id) from keyring.subject_key s
        where s.union_id = $1 and s.created_at < $2)::int as people

-- name: tenants
select t.tenant_id, t.is_union, t.is_county from keyring.tenants_v1() t

-- name: blinds_of
select subject_id, blind from keyring.blind_index where union_id = $1 and subject_id = any($2::uuid[])
