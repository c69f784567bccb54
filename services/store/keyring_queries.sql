-- name: put_union_key
insert into keyring.union_key (union_id, wrapped, created_at) values ($1, $2, $3)
on conflict (union_id) do nothing

-- name: union_key
select k.wrapped from keyring.union_key k where k.union_id = $1

-- name: put_subject_keys
insert into keyring.subject_key (union_id, subject_id, kind, wrapped, created_at)
select $1, n.subject_id, n.kind, n.wrapped, $5
from unnest($2::uuid[], $3::text[], $4::bytea[]) as n (subject_id, kind, wrapped)
on conflict (union_id, subject_id, kind) do nothing

-- name: subject_keys
select k.subject_id, k.kind, k.wrapped, k.created_at, k.destroyed_at
from keyring.subject_key k
where k.union_id = $1 and k.subject_id = any ($2::uuid[])

-- name: destroy_subject_keys
update keyring.subject_key k set wrapped = null, destroyed_at = $4
where k.union_id = $1 and k.subject_id = any ($2::uuid[]) and k.kind = $3
  and k.destroyed_at is null

-- name: find_subjects
select b.blind, b.subject_id from keyring.blind_index b
where b.union_id = $1 and b.blind = any ($2::bytea[])

-- name: put_blinds
insert into keyring.blind_index (union_id, blind, subject_id)
select $1, n.blind, n.subject_id
from unnest($2::bytea[], $3::uuid[]) as n (blind, subject_id)
on conflict (union_id, blind) do nothing

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

-- name: remove_county_subjects
delete from keyring.county_index c
using unnest($2::uuid[], $3::uuid[]) as n (union_id, subject_id)
where c.federation_id = $1 and c.union_id = n.union_id and c.subject_id = n.subject_id

-- name: blinds_of
select subject_id, blind from keyring.blind_index where union_id = $1 and subject_id = any($2::uuid[])
