-- name: differences
select
  (select count(*) from (
    select * from {one} where union_id = $1 except all select * from {other} where union_id = $1) a),
  (select count(*) from (
    select * from {other} where union_id = $1 except all select * from {one} where union_id = $1) b)
