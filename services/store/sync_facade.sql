-- name: advance
insert into books.cursor as c (union_id, name, version, position) values ($1, $2, 0, $3)
on conflict (union_id, name, version) do update set position = excluded.position
where c.position < excluded.position
returning c.position

-- name: reached
select c.position from books.cursor c where c.union_id = $1 and c.name = $2 and c.version = 0
