-- name: add_contribution
insert into rollup_contribution as c (union_id, period, measure, item, value, as_of_position)
select $1, r.* from unnest($2::text[], $3::text[], $4::text[], $5::int8[], $6::int8[]) as r
on conflict (union_id, measure, period, item) do update set
  value = c.value + excluded.value,
  as_of_position = greatest(c.as_of_position, excluded.as_of_position)

-- name: put_freshness
insert into unit_freshness as f (union_id, position, recorded_at)
select $1, r.* from unnest($2::int8[], $3::timestamptz[]) as r
on conflict (union_id) do update set position = greatest(f.position, excluded.position),
  recorded_at = greatest(f.recorded_at, excluded.recorded_at)

-- name: rollup
-- $1 units, $2 first month, $3 last month: flows by month; stocks carried from before as month ''
select union_id, measure, item, case when period < $2 then '' else period end as month, sum(value)::bigint as value
from rollup_contribution
where union_id = any($1::uuid[]) and period <= $3
  and (period >= $2 or measure in ('members_active', 'members_retained', 'dues_due', 'employees', 'hardship_files'))
group by 1, 2, 3, 4

-- name: freshness
-- $1 units
select union_id, position, recorded_at from unit_freshness where union_id = any($1::uuid[])
