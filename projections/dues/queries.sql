-- name: put_account
insert into dues_account (union_id, member_id, due_spans, position)
select $1, r.* from unnest($2::uuid[], $3::jsonb[], $4::int8[]) as r
on conflict (union_id, member_id) do update set due_spans = excluded.due_spans, position = excluded.position

-- name: put_wage_base
insert into wage_base (union_id, member_id, version, from_month, due_fen, wage, policy_id, policy_version,
  occurred_on, position)
select $1, r.* from unnest($2::uuid[], $3::int4[], $4::text[], $5::int8[], $6::text[], $7::text[], $8::int4[],
  $9::date[], $10::int8[]) as r

-- name: reverse_wage_base
-- What counts instead follows from due_spans, made anew with it.
delete from wage_base w
using unnest($2::uuid[], $3::int4[], $4::int8[]) as r(member_id, version, position)
where w.union_id = $1 and w.member_id = r.member_id and w.version = r.version

-- name: put_receipt
insert into dues_receipt (union_id, member_id, version, dues_month, amount_fen, received_on, batch_id, position)
select $1, r.* from unnest($2::uuid[], $3::int4[], $4::text[], $5::int8[], $6::date[], $7::uuid[], $8::int8[]) as r

-- name: reverse_receipt
update dues_receipt d set reversed_on = r.reversed_on, reversed_position = r.position
from unnest($2::uuid[], $3::int4[], $4::date[], $5::int8[]) as r(member_id, version, reversed_on, position)
where d.union_id = $1 and d.member_id = r.member_id and d.version = r.version

-- name: put_waiver
insert into dues_waiver (union_id, member_id, version, dues_month, amount_fen, reason, decision_no, waived_on, position)
select $1, r.* from unnest($2::uuid[], $3::int4[], $4::text[], $5::int8[], $6::text[], $7::text[], $8::date[],
  $9::int8[]) as r

-- name: reverse_waiver
update dues_waiver d set reversed_on = r.reversed_on, reversed_position = r.position
from unnest($2::uuid[], $3::int4[], $4::date[], $5::int8[]) as r(member_id, version, reversed_on, position)
where d.union_id = $1 and d.member_id = r.member_id and d.version = r.version

-- name: put_warning
insert into arrears_warning (union_id, member_id, version, told_on, months, cleared_by, details, position)
select $1, r.* from unnest($2::uuid[], $3::int4[], $4::date[], $5::int4[], $6::text[], $7::text[], $8::int8[]) as r

-- name: put_reminder
insert into dues_reminder (union_id, member_id, version, sent_on, through_month, months, amount_fen, channel, details,
  position)
select $1, r.* from unnest($2::uuid[], $3::int4[], $4::date[], $5::text[], $6::int4[], $7::int8[], $8::text[],
  $9::text[], $10::int8[]) as r

-- name: put_batch
insert into dues_batch (union_id, batch_id, version, closed_on, declared_heads, declared_fen, heads, amount_fen,
  difference_reason, first_month, last_month, branch_id, position)
select $1, r.* from unnest($2::uuid[], $3::int4[], $4::date[], $5::int4[], $6::int8[], $7::int4[], $8::int8[],
  $9::text[], $10::text[], $11::text[], $12::uuid[], $13::int8[]) as r

-- name: dues_by_member
-- $1 union, $2 first month, $3 last month, $4 as_of, $5 member or null, $6 after member_id or null, $7 limit
-- One row per member: due, waived of it, and received for each month asked for, months without any left out;
-- the wage base of the last month, with the policy that decided.
select a.member_id, m.identity, m.profile, s.membership, w.wage, w.due_fen as monthly_due_fen, w.policy,
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
  ), '{}') as received,
  coalesce((
    select jsonb_object_agg(x.dues_month, x.waived_fen) from (
      select d.dues_month, sum(d.amount_fen)::bigint as waived_fen from dues_waiver d
      where d.union_id = a.union_id and d.member_id = a.member_id and d.dues_month between $2 and $3
        and d.waived_on <= $4 and (d.reversed_on is null or d.reversed_on > $4)
      group by d.dues_month
    ) x
  ), '{}') as waived
from dues_account a
join member m on m.union_id = a.union_id and m.member_id = a.member_id
left join lateral (
  select e ->> 'membership' as membership
  from jsonb_array_elements(m.spans) with ordinality as x(e, place)
  where (e ->> 'since')::date <= $4
  order by place desc limit 1
) s on true
left join lateral (
  select b.wage, b.due_fen, (
    select p.policy from adopted_policy p
    where p.union_id = b.union_id and p.policy_id = b.policy_id and p.policy_version = b.policy_version
    order by p.version desc limit 1
  ) as policy
  from wage_base b
  where b.union_id = a.union_id and b.member_id = a.member_id and b.from_month <= $3
  order by b.from_month desc, b.version desc limit 1
) w on true
where a.union_id = $1 and ($5::uuid is null or a.member_id = $5) and ($6::uuid is null or a.member_id > $6)
order by a.member_id
limit $7

-- name: dues_by_month
-- $1 union, $2 first month, $3 last month, $4 as_of: due (less what was waived), received and heads for each month
select months.month,
  (coalesce(due.due_fen, 0) - coalesce(waived.waived_fen, 0))::bigint as due_fen,
  coalesce(due.members, 0)::bigint as members_due,
  coalesce(got.received_fen, 0)::bigint as received_fen, coalesce(got.members, 0)::bigint as members_paid
from (
  select to_char(g, 'YYYY-MM') as month,
    (g + interval '1 month' - interval '1 day')::date <= $4 as is_over
  from generate_series(to_date($2, 'YYYY-MM'), to_date($3, 'YYYY-MM'), interval '1 month') as g
) months
left join lateral (
  select sum((e ->> 'due_fen')::bigint) as due_fen, count(*) as members
  from dues_account a, jsonb_array_elements(a.due_spans) as e
  where a.union_id = $1 and e ->> 'from_month' <= months.month
    and (e ->> 'until_month' is null or e ->> 'until_month' > months.month)
    and months.is_over
) due on true
left join lateral (
  select sum(least(o.waived_fen, (
    select coalesce(sum((e ->> 'due_fen')::bigint), 0)
    from dues_account a, jsonb_array_elements(a.due_spans) as e
    where a.union_id = $1 and a.member_id = o.member_id and e ->> 'from_month' <= months.month
      and (e ->> 'until_month' is null or e ->> 'until_month' > months.month)
  ))) as waived_fen
  from (
    select d.member_id, sum(d.amount_fen) as waived_fen from dues_waiver d
    where d.union_id = $1 and d.dues_month = months.month and months.is_over
      and d.waived_on <= $4 and (d.reversed_on is null or d.reversed_on > $4)
    group by d.member_id
  ) o
) waived on true
left join lateral (
  select sum(o.received_fen) as received_fen, count(*) filter (where o.received_fen > 0) as members
  from (
    select d.member_id, sum(d.amount_fen) as received_fen from dues_receipt d
    where d.union_id = $1 and d.dues_month = months.month and d.received_on <= $4
      and (d.reversed_on is null or d.reversed_on > $4)
    group by d.member_id
  ) o
) got on true
order by months.month

-- name: dues_by_group
-- $1 union, $2 first month, $3 last month, $4 as_of: by month and by the group or branch members belonged to at its
-- end, those of the union as a whole without a name; a month of nobody has one empty row
select months.month, o.place_id, b.name as place,
  count(o.member_id) filter (where o.owes) as members_due, coalesce(sum(o.received_fen), 0)::bigint as received_fen
from (
  select to_char(g, 'YYYY-MM') as month, (g + interval '1 month' - interval '1 day')::date as last_day
  from generate_series(to_date($2, 'YYYY-MM'), to_date($3, 'YYYY-MM'), interval '1 month') as g
) months
left join lateral (
  select a.member_id,
    months.last_day <= $4 and exists (
      select from jsonb_array_elements(a.due_spans) as e
      where e ->> 'from_month' <= months.month
        and (e ->> 'until_month' is null or e ->> 'until_month' > months.month)
    ) as owes,
    (select sum(d.amount_fen) from dues_receipt d
      where d.union_id = a.union_id and d.member_id = a.member_id and d.dues_month = months.month
        and d.received_on <= $4 and (d.reversed_on is null or d.reversed_on > $4)) as received_fen,
    (select coalesce(e ->> 'group_id', e ->> 'branch_id')::uuid
      from jsonb_array_elements(m.places) with ordinality as x(e, place)
      where (e ->> 'since')::date <= months.last_day
      order by place desc limit 1) as place_id
  from dues_account a
  join member m on m.union_id = a.union_id and m.member_id = a.member_id
  where a.union_id = $1
) o on o.owes or o.received_fen is not null
left join branch b on b.union_id = $1 and b.branch_id = o.place_id
group by months.month, o.place_id, b.name
order by months.month, b.name nulls first, o.place_id

-- name: receipts
-- $1 union, $2 member, $3 as_of, $4 version or null; a refund has a negative amount
select version, dues_month, amount_fen, received_on, batch_id, position, reversed_on
from dues_receipt
where union_id = $1 and member_id = $2 and received_on <= $3 and ($4::int is null or version = $4)
order by dues_month, version

-- name: waivers
-- $1 union, $2 member, $3 as_of
select version, dues_month, amount_fen, reason, decision_no, waived_on, reversed_on
from dues_waiver
where union_id = $1 and member_id = $2 and waived_on <= $3
order by dues_month, version

-- name: reminders
-- $1 union, $2 from, $3 as_of, $4 member or null
select member_id, version, sent_on, through_month, months, amount_fen, channel, details
from dues_reminder
where union_id = $1 and sent_on between $2 and $3 and ($4::uuid is null or member_id = $4)
order by sent_on, member_id, version

-- name: warnings
-- $1 union, $2 from, $3 as_of, $4 member or null: warnings given (months) and taken back (cleared_by)
select member_id, version, told_on, months, cleared_by, details
from arrears_warning
where union_id = $1 and told_on between $2 and $3 and ($4::uuid is null or member_id = $4)
order by told_on, member_id, version

-- name: batches
-- $1 union, $2 from, $3 as_of, $4 batch or null, $5 after (date, batch) or nulls, $7 limit
select batch_id, version, closed_on, declared_heads, declared_fen, heads, amount_fen, difference_reason, first_month,
  last_month, branch_id, position,
  (select coalesce(sum(d.amount_fen), 0) from dues_receipt d
    where d.union_id = $1 and d.batch_id = dues_batch.batch_id and d.reversed_on <= $3)::bigint as reversed_fen
from dues_batch
where union_id = $1 and closed_on between $2 and $3
  and ($4::uuid is null or batch_id = $4)
  and ($5::date is null or (closed_on, batch_id) > ($5::date, $6::uuid))
order by closed_on, batch_id
limit $7

-- name: tasks_arrears
-- $1 union, $2 as_of: who paid nothing for the last months over, as many as the policy in force asks for (章程 art. 6);
-- `since` is the first of these months. What came in and what was waived is added up once, not member by member.
with rule as materialized (
  select r.months, array(
    select to_char(g, 'YYYY-MM') from generate_series(
      date_trunc('month', $2::date) - make_interval(months => r.months),
      date_trunc('month', $2::date) - interval '1 month', interval '1 month') as g) as over
  from (
    select (p.policy ->> 'arrears_months')::int as months from adopted_policy p
    where p.union_id = $1 and p.policy ->> 'kind' = 'membership' and p.valid_from <= $2
    order by p.valid_from desc, p.version desc limit 1
  ) r
  where r.months is not null
)
select case when m.warned_on is null then 'arrears_to_warn' else 'arrears_to_decide' end as kind,
  a.member_id as subject_id, (date_trunc('month', $2::date) - make_interval(months => rule.months))::date as since,
  null::date as due_on,
  case when m.warned_on is null
    then array['group_leader', 'handler', 'accountant', 'cashier', 'vice_chairperson', 'chairperson']
    else array['chairperson', 'vice_chairperson', 'approver'] end as offices,
  case when m.warned_by is null then array[]::uuid[] else array[m.warned_by] end as not_for
from rule
cross join dues_account a
join member m on m.union_id = a.union_id and m.member_id = a.member_id
left join (
  select w.member_id, jsonb_object_agg(w.dues_month, w.fen) as by_month from (
    select v.member_id, v.dues_month, sum(v.amount_fen) as fen from dues_waiver v
    where v.union_id = $1 and v.dues_month = any ((select over from rule)::text[])
      and v.waived_on <= $2 and (v.reversed_on is null or v.reversed_on > $2)
    group by v.member_id, v.dues_month) w
  group by w.member_id
) waived on waived.member_id = a.member_id
where a.union_id = $1 and m.membership = 'active'
  and not exists (
    select from (
      select d.member_id from dues_receipt d
      where d.union_id = $1 and d.dues_month = any ((select over from rule)::text[])
        and d.received_on <= $2 and (d.reversed_on is null or d.reversed_on > $2)
      group by d.member_id, d.dues_month
      having sum(d.amount_fen) > 0) paid
    where paid.member_id = a.member_id)
  and not exists (
    select from unnest(rule.over) as g(month)
    where coalesce((waived.by_month ->> g.month)::numeric, 0) >= (
      select coalesce(sum((e ->> 'due_fen')::bigint), 0) from jsonb_array_elements(a.due_spans) as e
      where e ->> 'from_month' <= g.month and (e ->> 'until_month' is null or e ->> 'until_month' > g.month)))

-- name: wage_bases
-- $1 union, $2 member, $3 as_of
select version, from_month, due_fen, wage, policy_id, policy_version
from wage_base
where union_id = $1 and member_id = $2 and occurred_on <= $3
order by from_month, version

-- name: receipts_of_month
-- $1 union, $2 dues month, $3 as_of, $4 batch or null, $5 member or null, $6 after position or null, $7 limit
-- What was received for a month, whether reversed since, in the order it was recorded; refunds are none of it.
select d.member_id, d.version, d.dues_month, d.amount_fen, d.received_on, d.batch_id, d.position,
  case when d.reversed_on <= $3 then d.reversed_on end as reversed_on, m.identity, m.profile
from dues_receipt d
join member m on m.union_id = d.union_id and m.member_id = d.member_id
where d.union_id = $1 and d.amount_fen > 0 and d.received_on <= $3
  and ($2::text is null or d.dues_month = $2)
  and ($4::uuid is null or d.batch_id = $4)
  and ($5::uuid is null or d.member_id = $5)
  and ($6::bigint is null or d.position > $6)
order by d.position
limit $7
