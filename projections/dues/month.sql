-- The grid of a dues month (会费收缴): its cells, and what they add up to.

-- name: cells_of_month
-- $1 union, $2 month, $3 as_of, $4 branch or group or null, $5 'unpaid', 'paid', 'arrears' or null,
-- $6 after member_id or null, $7 limit. Who was a member at the end of the month or has figures in it: what the rule says for the month, also
-- while it runs, what of it was waived and received; and the arrears of all months over, through this one.
select m.member_id, m.identity, m.profile, s.membership, b.name as branch, g.name as "group", w.wage, w.policy,
  f.due_fen, f.waived_fen, f.received_fen, f.net_fen - f.received_fen as unpaid_fen, o.arrears_fen,
  o.months_in_arrears
from member m
cross join lateral (
  select least((to_date($2, 'YYYY-MM') + interval '1 month' - interval '1 day')::date, $3::date) as last_day
) d
left join dues_account a on a.union_id = m.union_id and a.member_id = m.member_id
left join lateral (
  select e ->> 'membership' as membership
  from jsonb_array_elements(m.spans) with ordinality as x(e, place)
  where (e ->> 'since')::date <= d.last_day
  order by place desc limit 1
) s on true
left join lateral (
  select (e ->> 'branch_id')::uuid as branch_id, (e ->> 'group_id')::uuid as group_id
  from jsonb_array_elements(m.places) with ordinality as x(e, place)
  where (e ->> 'since')::date <= d.last_day
  order by place desc limit 1
) p on true
left join branch b on b.union_id = m.union_id and b.branch_id = p.branch_id
left join branch g on g.union_id = m.union_id and g.branch_id = p.group_id
cross join lateral (
  select c.*, greatest(coalesce(c.due_fen, 0) - c.waived_fen, 0) as net_fen from (
    select (
      select (e ->> 'due_fen')::bigint from jsonb_array_elements(a.due_spans) as e
      where e ->> 'from_month' <= $2 and (e ->> 'until_month' is null or e ->> 'until_month' > $2)
      limit 1
    ) as due_fen, (
      select coalesce(sum(v.amount_fen), 0)::bigint from dues_waiver v
      where v.union_id = m.union_id and v.member_id = m.member_id and v.dues_month = $2
        and v.waived_on <= $3 and (v.reversed_on is null or v.reversed_on > $3)
    ) as waived_fen, (
      select coalesce(sum(r.amount_fen), 0)::bigint from dues_receipt r
      where r.union_id = m.union_id and r.member_id = m.member_id and r.dues_month = $2
        and r.received_on <= $3 and (r.reversed_on is null or r.reversed_on > $3)
    ) as received_fen
  ) c
) f
left join lateral (
  select k.wage, (
    select y.policy from adopted_policy y
    where y.union_id = k.union_id and y.policy_id = k.policy_id and y.policy_version = k.policy_version
    order by y.version desc limit 1
  ) as policy
  from wage_base k
  where k.union_id = m.union_id and k.member_id = m.member_id and k.from_month <= $2 and k.occurred_on <= $3
  order by k.from_month desc, k.version desc limit 1
) w on true
left join lateral (
  select jsonb_object_agg(v.dues_month, v.fen) as by_month from (
    select v.dues_month, sum(v.amount_fen) as fen from dues_waiver v
    where v.union_id = m.union_id and v.member_id = m.member_id and a.due_spans <> '[]'
      and v.waived_on <= $3 and (v.reversed_on is null or v.reversed_on > $3)
    group by v.dues_month) v
) waived on true
left join lateral (
  select jsonb_object_agg(r.dues_month, r.fen) as by_month, coalesce(sum(r.fen), 0)::bigint as fen from (
    select r.dues_month, sum(r.amount_fen) as fen from dues_receipt r
    where r.union_id = m.union_id and r.member_id = m.member_id and r.dues_month <= $2
      and r.received_on <= $3 and (r.reversed_on is null or r.reversed_on > $3)
    group by r.dues_month) r
) received on true
left join lateral (
  select coalesce(sum(greatest(x.due_fen - x.waived_fen, 0)), 0)::bigint - received.fen as arrears_fen,
    count(*) filter (where x.received_fen < greatest(x.due_fen - x.waived_fen, 0)) as months_in_arrears
  from (
    select (e ->> 'due_fen')::bigint as due_fen,
      coalesce((waived.by_month ->> to_char(i, 'YYYY-MM'))::bigint, 0) as waived_fen,
      coalesce((received.by_month ->> to_char(i, 'YYYY-MM'))::bigint, 0) as received_fen
    from jsonb_array_elements(a.due_spans) as e,
      generate_series(to_date(e ->> 'from_month', 'YYYY-MM'),
        to_date(least(e ->> 'until_month', $2), 'YYYY-MM'), interval '1 month') as i
    where (e ->> 'until_month' is null or to_char(i, 'YYYY-MM') < e ->> 'until_month')
      and (i + interval '1 month' - interval '1 day')::date <= $3
    offset 0 -- so that a month's figures are looked up once
  ) x
) o on true
where m.union_id = $1
  and (s.membership = 'active' or f.due_fen is not null or f.waived_fen <> 0 or f.received_fen <> 0)
  and ($4::uuid is null or $4 in (p.branch_id, p.group_id))
  and ($5::text is null or case $5
    when 'unpaid' then f.net_fen > f.received_fen
    when 'arrears' then o.months_in_arrears > 0
    else f.net_fen > 0 and f.received_fen >= f.net_fen end)
  and ($6::uuid is null or m.member_id > $6)
order by m.member_id
limit $7

-- name: totals_of_month
-- $1 union, $2 month, $3 as_of, $4 branch or group or null: what the cells of a month add up to, whatever is shown
select count(*) as members, count(f.due_fen) as members_due,
  count(*) filter (where f.net_fen > 0 and f.received_fen >= f.net_fen) as members_paid,
  count(*) filter (where f.net_fen > f.received_fen) as members_unpaid,
  coalesce(sum(f.due_fen), 0)::bigint as due_fen, coalesce(sum(f.waived_fen), 0)::bigint as waived_fen,
  coalesce(sum(f.received_fen), 0)::bigint as received_fen,
  coalesce(sum(greatest(f.net_fen - f.received_fen, 0)), 0)::bigint as unpaid_fen
from member m
cross join lateral (
  select least((to_date($2, 'YYYY-MM') + interval '1 month' - interval '1 day')::date, $3::date) as last_day
) d
left join dues_account a on a.union_id = m.union_id and a.member_id = m.member_id
left join lateral (
  select e ->> 'membership' as membership
  from jsonb_array_elements(m.spans) with ordinality as x(e, place)
  where (e ->> 'since')::date <= d.last_day
  order by place desc limit 1
) s on true
left join lateral (
  select (e ->> 'branch_id')::uuid as branch_id, (e ->> 'group_id')::uuid as group_id
  from jsonb_array_elements(m.places) with ordinality as x(e, place)
  where (e ->> 'since')::date <= d.last_day
  order by place desc limit 1
) p on true
left join (
  select v.member_id, sum(v.amount_fen)::bigint as waived_fen from dues_waiver v
  where v.union_id = $1 and v.dues_month = $2 and v.waived_on <= $3
    and (v.reversed_on is null or v.reversed_on > $3)
  group by v.member_id
) v on v.member_id = m.member_id
left join (
  select r.member_id, sum(r.amount_fen)::bigint as received_fen from dues_receipt r
  where r.union_id = $1 and r.dues_month = $2 and r.received_on <= $3
    and (r.reversed_on is null or r.reversed_on > $3)
  group by r.member_id
) r on r.member_id = m.member_id
cross join lateral (
  select c.due_fen, coalesce(v.waived_fen, 0) as waived_fen, coalesce(r.received_fen, 0) as received_fen,
    greatest(coalesce(c.due_fen, 0) - coalesce(v.waived_fen, 0), 0) as net_fen
  from (
    select (
      select (e ->> 'due_fen')::bigint from jsonb_array_elements(a.due_spans) as e
      where e ->> 'from_month' <= $2 and (e ->> 'until_month' is null or e ->> 'until_month' > $2)
      limit 1
    ) as due_fen
    offset 0 -- so that it is asked once a member
  ) c
) f
where m.union_id = $1
  and (s.membership = 'active' or f.due_fen is not null or f.waived_fen <> 0 or f.received_fen <> 0)
  and ($4::uuid is null or $4 in (p.branch_id, p.group_id))

-- name: unpaid_months
-- $1 union, $2 last month, $3 as_of, $4 members: every month of theirs that is over and not paid in full
select x.member_id, x.month, x.net_fen - x.received_fen as unpaid_fen
from (
  select a.member_id, to_char(i, 'YYYY-MM') as month, greatest((e ->> 'due_fen')::bigint - (
      select coalesce(sum(v.amount_fen), 0)::bigint from dues_waiver v
      where v.union_id = a.union_id and v.member_id = a.member_id and v.dues_month = to_char(i, 'YYYY-MM')
        and v.waived_on <= $3 and (v.reversed_on is null or v.reversed_on > $3)
    ), 0) as net_fen, (
      select coalesce(sum(r.amount_fen), 0)::bigint from dues_receipt r
      where r.union_id = a.union_id and r.member_id = a.member_id and r.dues_month = to_char(i, 'YYYY-MM')
        and r.received_on <= $3 and (r.reversed_on is null or r.reversed_on > $3)
    ) as received_fen
  from dues_account a, jsonb_array_elements(a.due_spans) as e,
    generate_series(to_date(e ->> 'from_month', 'YYYY-MM'),
      to_date(least(e ->> 'until_month', $2), 'YYYY-MM'), interval '1 month') as i
  where a.union_id = $1 and a.member_id = any($4::uuid[])
    and (e ->> 'until_month' is null or to_char(i, 'YYYY-MM') < e ->> 'until_month')
    and (i + interval '1 month' - interval '1 day')::date <= $3
) x
where x.net_fen > x.received_fen
order by x.member_id, x.month

-- name: last_reminders
-- $1 union, $2 as_of, $3 members: the day each was last asked for what is unpaid
select r.member_id, max(r.sent_on) as sent_on from dues_reminder r
where r.union_id = $1 and r.sent_on <= $2 and r.member_id = any($3::uuid[])
group by r.member_id
