-- name: put_account
insert into dues_account (union_id, member_id, due_spans, position)
select $1, r.* from unnest($2::uuid[], $3::jsonb[], $4::int8[]) as r
on conflict (union_id, member_id) do update set due_spans = excluded.due_spans, position = excluded.position

-- name: put_wage_base
insert into wage_base (union_id, member_id, version, from_month, due_fen, wage, policy_id, policy_version,
  occurred_on, position)
select $1, r.* from unnest($2::uuid[], $3::int4[], $4::text[], $5::int8[], $6::text[], $7::text[], $8::int4[],
  $9::date[], $10::int8[]) as r

-- name: put_receipt
insert into dues_receipt (union_id, member_id, version, dues_month, amount_fen, received_on, position)
select $1, r.* from unnest($2::uuid[], $3::int4[], $4::text[], $5::int8[], $6::date[], $7::int8[]) as r

-- name: reverse_receipt
update dues_receipt d set reversed_on = r.reversed_on, reversed_position = r.position
from unnest($2::uuid[], $3::int4[], $4::date[], $5::int8[]) as r(member_id, version, reversed_on, position)
where d.union_id = $1 and d.member_id = r.member_id and d.version = r.version

-- name: dues_by_member
-- $1 union, $2 first month, $3 last month, $4 as_of, $5 member or null, $6 after member_id or null, $7 limit
-- One row per member: due and received for each month asked for, months without either left out.
select a.member_id, m.identity, m.profile,
  (select w.wage from wage_base w
    where w.union_id = a.union_id and w.member_id = a.member_id and w.from_month <= $3
    order by w.from_month desc, w.version desc limit 1) as wage,
  coalesce((
    select jsonb_object_agg(x.month, x.due_fen) from (
      select to_char(g, 'YYYY-MM') as month, (e ->> 'due_fen')::bigint as due_fen
      from jsonb_array_elements(a.due_spans) as e,
        generate_series(
          to_date(greatest(e ->> 'from_month', $2), 'YYYY-MM'),
          to_date(least(e ->> 'until_month', $3), 'YYYY-MM'),
          interval '1 month') as g
      where e ->> 'until_month' is null or to_char(g, 'YYYY-MM') < e ->> 'until_month'
    ) x where (to_date(x.month, 'YYYY-MM') + interval '1 month' - interval '1 day')::date <= $4
  ), '{}') as due,
  coalesce((
    select jsonb_object_agg(x.dues_month, x.received_fen) from (
      select d.dues_month, sum(d.amount_fen)::bigint as received_fen from dues_receipt d
      where d.union_id = a.union_id and d.member_id = a.member_id and d.dues_month between $2 and $3
        and d.received_on <= $4 and (d.reversed_on is null or d.reversed_on > $4)
      group by d.dues_month
    ) x
  ), '{}') as received
from dues_account a
join member m on m.union_id = a.union_id and m.member_id = a.member_id
where a.union_id = $1 and ($5::uuid is null or a.member_id = $5) and ($6::uuid is null or a.member_id > $6)
order by a.member_id
limit $7

-- name: dues_by_month
-- $1 union, $2 first month, $3 last month, $4 as_of: due, received and heads for each month
select months.month,
  coalesce(due.due_fen, 0)::bigint as due_fen, coalesce(due.members, 0)::bigint as members_due,
  coalesce(got.received_fen, 0)::bigint as received_fen, coalesce(got.members, 0)::bigint as members_paid
from (
  select to_char(g, 'YYYY-MM') as month
  from generate_series(to_date($2, 'YYYY-MM'), to_date($3, 'YYYY-MM'), interval '1 month') as g
) months
left join lateral (
  select sum((e ->> 'due_fen')::bigint) as due_fen, count(*) as members
  from dues_account a, jsonb_array_elements(a.due_spans) as e
  where a.union_id = $1 and e ->> 'from_month' <= months.month
    and (e ->> 'until_month' is null or e ->> 'until_month' > months.month)
    and (to_date(months.month, 'YYYY-MM') + interval '1 month' - interval '1 day')::date <= $4
) due on true
left join lateral (
  select sum(d.amount_fen) as received_fen, count(distinct d.member_id) as members
  from dues_receipt d
  where d.union_id = $1 and d.dues_month = months.month and d.received_on <= $4
    and (d.reversed_on is null or d.reversed_on > $4)
) got on true
order by months.month

-- name: receipts
-- $1 union, $2 member, $3 as_of
select version, dues_month, amount_fen, received_on, reversed_on
from dues_receipt
where union_id = $1 and member_id = $2 and received_on <= $3
order by dues_month, version

-- name: wage_bases
-- $1 union, $2 member, $3 as_of
select version, from_month, due_fen, wage, policy_id, policy_version
from wage_base
where union_id = $1 and member_id = $2 and occurred_on <= $3
order by from_month, version
