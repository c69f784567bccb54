-- Trees, censuses and checkpoints. The tree of censuses is kept under the union of zeros.

-- name: leaves_of_union
select e.position - 1 as ordinal, e.digest as hash
from books.event e
where e.union_id = $1 and e.position = any ($2::bigint[])

-- name: leaves_of_censuses
select c.size - 1 as ordinal, c.leaf as hash from books.checkpoint c where c.size = any ($1::bigint[])

-- name: subtrees
select s.ordinal, s.hash
from books.subtree s
where s.union_id = $1 and s.level = $2 and s.ordinal = any ($3::bigint[])

-- name: keep_subtrees
insert into books.subtree (union_id, level, ordinal, hash)
select $1, n.* from unnest($2::smallint[], $3::bigint[], $4::bytea[]) as n
on conflict (union_id, level, ordinal) do nothing

-- name: digests_after
select e.digest from books.event e
where e.union_id = $1 and e.position > $2 and e.position <= $3
order by e.position

-- name: event_place
select e.position, e.digest, e.hash,
       coalesce((select p.hash from books.event p where p.union_id = $1 and p.position = $2 - 1),
                sha256('\x02'::bytea || uuid_send($1) || int4send(octet_length(h.charter)) || h.charter))
         as previous_hash
from books.event e
join books.union_head h on h.union_id = e.union_id
where e.union_id = $1 and e.position = $2

-- Heads that are not as the newest census has them.
-- name: heads_moved
select h.union_id, h.position, h.hash, h.charter, c.size, c.position as counted_position,
       c.hash as counted_hash, c.root as counted_root
from books.union_head h
left join books.counted_union c on c.union_id = h.union_id
where h.position > 0
  and (c.union_id is null or c.position <> h.position or c.hash <> h.hash)
order by h.union_id

-- name: counted_without_head
select c.union_id, c.position from books.counted_union c
where not exists (select from books.union_head h where h.union_id = c.union_id and h.position > 0)

-- name: approved_since
select exists (
  select from unnest($1::uuid[], $2::bigint[]) as n(union_id, position)
  join books.event e on e.union_id = n.union_id and e.position > n.position
  where e.topic = any ($3::text[]))

-- name: now
select clock_timestamp()

-- name: newest_recorded
select max(h.recorded_at) from books.union_head h where h.position > 0

-- name: newest_checkpoint
select c.size, c.taken_at, c.unions, c.heads_root, c.leaf, c.root, c.note
from books.checkpoint c order by c.size desc limit 1

-- name: checkpoint
select c.size, c.taken_at, c.unions, c.heads_root, c.leaf, c.root, c.note
from books.checkpoint c where c.size = $1

-- name: add_checkpoint
insert into books.checkpoint (size, taken_at, unions, heads_root, leaf, root, note)
values ($1, $2, $3, $4, $5, $6, $7)

-- name: add_heads
insert into books.census_head (union_id, size, position, hash, root)
select n.union_id, $1, n.position, n.hash, n.root
from unnest($2::uuid[], $3::bigint[], $4::bytea[], $5::bytea[])
  as n(union_id, position, hash, root)

-- name: count_heads
insert into books.counted_union as c (union_id, size, position, hash, root)
select n.union_id, $1, n.position, n.hash, n.root
from unnest($2::uuid[], $3::bigint[], $4::bytea[], $5::bytea[])
  as n(union_id, position, hash, root)
on conflict (union_id) do update
  set size = excluded.size, position = excluded.position, hash = excluded.hash, root = excluded.root

-- name: counted_heads
select c.union_id, c.size, c.position, c.hash, c.root from books.counted_union c order by c.union_id

-- The heads of a census: of each union the newest row up to it.
-- name: heads_at
select c.union_id, n.size, n.position, n.hash, n.root
from books.counted_union c
cross join lateral (
  select h.size, h.position, h.hash, h.root from books.census_head h
  where h.union_id = c.union_id and h.size <= $1
  order by h.size desc limit 1) n
order by c.union_id

-- The first census whose head covers a position.
-- name: first_covering
select h.size from books.census_head h
where h.union_id = $1 and h.position >= $2 and h.size <= $3
order by h.size limit 1

-- name: heads_of_union
select h.size, h.position, h.hash, h.root from books.census_head h
where h.union_id = $1
order by h.size

-- name: cosignatures
select c.witness, c.cosigned_at, c.line from books.cosignature c where c.size = $1 order by c.witness

-- name: newest_cosignatures
select c.witness, c.size, c.cosigned_at, c.line
from books.cosignature c
join (select witness, max(cosigned_at) as cosigned_at from books.cosignature group by witness) n
  on n.witness = c.witness and n.cosigned_at = c.cosigned_at
order by c.witness, c.size

-- name: add_cosignature
select books.add_cosignature_v1($1, $2, $3, $4) as added

-- name: add_check_run
insert into books.check_run (finished_at, kind, sound, report)
values (clock_timestamp(), $1, $2, $3)

-- A run of the future was noted while the clock was ahead: it hides none that came after.
-- name: newest_check_run
select c.finished_at, c.sound, c.report from books.check_run c
where c.kind = $1 and c.finished_at <= clock_timestamp() + interval '5 minutes'
order by c.finished_at desc limit 1

-- Seconds since each kind of check last came out sound; a kind that never did has no row.
-- name: sound_run_ages
select c.kind, extract(epoch from clock_timestamp() - max(c.finished_at))::bigint as age
from books.check_run c
where c.sound and c.kind = any ($1::text[]) and c.finished_at <= clock_timestamp() + interval '5 minutes'
group by c.kind

-- A checkpoint is as old as it is only while some head has moved since.
-- name: checkpoint_age
select
  case when exists (
    select from books.union_head h
    left join books.counted_union c on c.union_id = h.union_id
    where h.position > coalesce(c.position, 0))
  then coalesce(
    (select extract(epoch from clock_timestamp() - max(c.taken_at))::int from books.checkpoint c),
    (select extract(epoch from clock_timestamp() - min(h.recorded_at))::int from books.union_head h
     where h.position > 0))
  else 0 end

-- name: cosignature_ages
select c.witness, extract(epoch from clock_timestamp() - max(c.cosigned_at))::int as age
from books.cosignature c group by c.witness

-- name: cosigned_sizes
select distinct c.size from books.cosignature c order by c.size desc

-- name: kept_subtrees
select s.level, s.ordinal, s.hash from books.subtree s where s.union_id = $1

-- name: checkpoints_after
select c.size, c.taken_at, c.unions, c.heads_root, c.leaf, c.root, c.note
from books.checkpoint c where c.size > $1 order by c.size limit $2

-- Unions whose newest head is another in the count than in the censuses.
-- name: miscounted
select coalesce(c.union_id, n.union_id) as union_id
from books.counted_union c
full join (
  select distinct on (h.union_id) h.union_id, h.size, h.position, h.hash, h.root
  from books.census_head h order by h.union_id, h.size desc) n on n.union_id = c.union_id
where (c.size, c.position, c.hash, c.root)
  is distinct from (n.size, n.position, n.hash, n.root)
