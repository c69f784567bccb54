-- name: differences
select
  (select count(*) from (
    select * from {one} where union_id = $1 except all select * from {other} where union_id = $1) a),
  (select count(*) from (
    select * from {other} where union_id = $1 except all select * from {one} where union_id = $1) b)

-- name: strangers
select exists (select from {table} t where t.union_id <> all ($1::uuid[]))
