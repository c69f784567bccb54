-- Of two tables of the same form, as bags: rows only in the one, rows of the one, rows of the other. How many are only in
-- the other follows.
-- name: differences
select
  (select count(*) from (
    select * from {one} where union_id = $1 except all select * from {other} where union_id = $1) a),
  (select count(*) from {one} where union_id = $1),
  (select count(*) from {other} where union_id = $1)

-- name: has_rows
select {number}
where exists (select from {one} where union_id = $1) or exists (select from {other} where union_id = $1)

-- name: strangers
select exists (select from {table} t where t.union_id <> all ($1::uuid[]))

-- Under whose policies the rest of a transaction reads.
-- name: enter_union
select set_config('app.union_id', $1, true)
