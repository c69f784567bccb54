-- name: put_condolence
insert into condolence (union_id, condolence_id, member_id, occasion, amount_fen, details, given_on, version,
  position)
select $1, r.* from unnest($2::uuid[], $3::uuid[], $4::text[], $5::int8[], $6::text[], $7::date[], $8::int4[],
  $9::int8[]) as r

-- name: reverse_condolence
update condolence c set reversed_on = r.reversed_on, reversed_position = r.position
from unnest($2::uuid[], $3::date[], $4::int8[]) as r(condolence_id, reversed_on, position)
where c.union_id = $1 and c.condolence_id = r.condolence_id

-- name: condolences
-- $1 union, $2 from, $3 as_of, $4 member or null, $5 after (date, id) or nulls, $7 limit
select c.condolence_id, c.member_id, m.identity, m.profile, c.occasion, c.amount_fen, c.details, c.given_on, c.version
from condolence c
left join member m on m.union_id = c.union_id and m.member_id = c.member_id
where c.union_id = $1 and c.given_on between $2 and $3
  and (c.reversed_on is null or c.reversed_on > $3)
  and ($4::uuid is null or c.member_id = $4)
  and ($5::date is null or (c.given_on, c.condolence_id) > ($5::date, $6::uuid))
order by c.given_on, c.condolence_id
limit $7

-- name: condolence_totals
-- $1 union, $2 from, $3 until: what was given in a span of days, less what was reversed in it
select coalesce(sum(s.sign), 0)::bigint as payments, coalesce(sum(s.sign * c.amount_fen), 0)::bigint as amount_fen
from condolence c
cross join lateral (values (c.given_on, 1), (c.reversed_on, -1)) as s(day, sign)
where c.union_id = $1 and s.day between $2 and $3
