-- name: post
insert into posting as p (union_id, period, occurred_on, topic, gathered, account, fund, debit_fen, credit_fen,
  entries, stream_id, version, position)
select $1, r.* from unnest($2::text[], $3::date[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::int8[],
  $9::int8[], $10::int4[], $11::uuid[], $12::int4[], $13::int8[]) as r
on conflict (union_id, period, occurred_on, topic, gathered, account, fund) do update set
  debit_fen = p.debit_fen + excluded.debit_fen, credit_fen = p.credit_fen + excluded.credit_fen,
  entries = p.entries + excluded.entries, stream_id = excluded.stream_id, version = excluded.version,
  position = excluded.position

-- name: mark
insert into marked_voucher (union_id, gathered, kind, position)
select $1, r.* from unnest($2::uuid[], $3::text[], $4::int8[]) as r

-- name: balances
-- $1 union, $2 first day, $3 last day, $4 fund or null
-- By account: what stood before and when the year began (opening balances among it), what moved, what moved since
-- the year began; and, credit less debit, what was earned: without year-end transfers and what came from other unions.
select p.account,
  coalesce(sum(p.debit_fen - p.credit_fen) filter (where p.occurred_on < $2 or k.kind = 'opening'), 0)::bigint
    as before_fen,
  coalesce(sum(p.debit_fen) filter (where p.occurred_on >= $2 and k.kind is distinct from 'opening'), 0)::bigint
    as debit_fen,
  coalesce(sum(p.credit_fen) filter (where p.occurred_on >= $2 and k.kind is distinct from 'opening'), 0)::bigint
    as credit_fen,
  coalesce(sum(p.debit_fen - p.credit_fen)
    filter (where p.occurred_on < date_trunc('year', $3::date) or k.kind = 'opening'), 0)::bigint as year_start_fen,
  coalesce(sum(p.debit_fen)
    filter (where p.occurred_on >= date_trunc('year', $3::date) and k.kind is distinct from 'opening'), 0)::bigint
    as year_debit_fen,
  coalesce(sum(p.credit_fen)
    filter (where p.occurred_on >= date_trunc('year', $3::date) and k.kind is distinct from 'opening'), 0)::bigint
    as year_credit_fen,
  coalesce(sum(p.credit_fen - p.debit_fen)
    filter (where p.occurred_on >= $2 and k.kind is null and p.topic !~ '^(union|federation)[.]'), 0)::bigint
    as earned_fen,
  coalesce(sum(p.credit_fen - p.debit_fen)
    filter (where p.occurred_on >= date_trunc('year', $3::date) and k.kind is null
      and p.topic !~ '^(union|federation)[.]'), 0)::bigint as year_earned_fen
from posting p
left join marked_voucher k on k.union_id = p.union_id and k.gathered = p.gathered
where p.union_id = $1 and p.occurred_on <= $3 and ($4::text is null or p.fund = $4)
group by p.account
order by p.account

-- name: balances_by_fund
-- $1 union, $2 last day: what stands on each account in each fund, debit positive; accounts at zero left out
select account, fund, sum(debit_fen - credit_fen)::bigint as balance_fen
from posting
where union_id = $1 and occurred_on <= $2
group by account, fund
having sum(debit_fen - credit_fen) <> 0
order by account, fund

-- name: entries
-- $1 union, $2 first day, $3 last day, $4 account or null, $5 to $9 the entry before the page or nulls, $10 limit
-- With an account, its journal (sub-accounts with it) in the order of the vouchers; without, account after account.
-- A voucher's number is its rank in the log within its month; running_fen is what the entries so far sum to.
select e.ledger, e.period, e.number, e.occurred_on, e.topic, e.account, e.fund, e.debit_fen, e.credit_fen, e.entries,
  e.running_fen, e.stream_id, e.version, e.position, e.mark,
  (select string_agg(distinct o.account, ' ' order by o.account)
    from posting o
    where o.union_id = $1 and o.period = e.period and o.occurred_on = e.occurred_on and o.topic = e.topic
      and o.gathered = e.gathered and o.account <> e.account
      and sign(o.debit_fen - o.credit_fen) <> sign(e.debit_fen - e.credit_fen)) as others,
  (select c.details from voucher_content c
    where c.union_id = $1 and c.voucher_id = e.stream_id order by c.version desc limit 1) as details
from (
  select v.*, case when $4::text is null then v.account else '' end as ledger,
    sum(v.debit_fen - v.credit_fen) over (
      partition by case when $4::text is null then v.account else '' end
      order by v.period, v.number, v.account, v.fund
    )::bigint as running_fen
  from (
    select w.*, dense_rank() over (
      partition by w.period order by w.asked_position, w.occurred_on, w.topic, w.gathered
    )::int as number
    from (
      select p.period, p.occurred_on, p.topic, p.gathered, p.account, p.fund, p.debit_fen, p.credit_fen, p.entries,
        p.stream_id, p.version, p.position, k.kind as mark,
        max(p.position) over (partition by p.period, p.gathered) as asked_position
      from posting p
      left join marked_voucher k on k.union_id = p.union_id and k.gathered = p.gathered
      where p.union_id = $1 and p.period between to_char($2::date, 'YYYY-MM') and to_char($3::date, 'YYYY-MM')
    ) w
  ) v
  where v.occurred_on between $2 and $3 and v.mark is distinct from 'opening'
    and ($4::text is null or starts_with(v.account, $4))
) e
where $6::text is null or (e.ledger, e.period, e.number, e.account, e.fund) > ($5, $6, $7::int, $8::text, $9::text)
order by e.ledger, e.period, e.number, e.account, e.fund
limit $10

-- name: vouchers
-- $1 union, $2 first day, $3 last day, $4 stream or null, $5 month and $6 number before the page or nulls, $7 limit
-- Every voucher with its number and its lines; those of one stream only, for example a posting and its reversal.
select v.period, v.number, v.occurred_on, v.topic, v.mark, v.entries, v.debit_fen, v.lines, v.stream_id, v.version,
  v.position,
  (select c.details from voucher_content c
    where c.union_id = $1 and c.voucher_id = v.stream_id order by c.version desc limit 1) as details
from (
  select w.*, row_number() over (
    partition by w.period order by w.asked_position, w.occurred_on, w.topic, w.gathered
  )::int as number
  from (
    select g.*, max(g.position) over (partition by g.period, g.gathered) as asked_position
    from (
      select p.period, p.occurred_on, p.topic, p.gathered, max(k.kind) as mark, max(p.entries) as entries,
        sum(p.debit_fen)::bigint as debit_fen, max(p.version) as version, max(p.position) as position,
        (array_agg(p.stream_id order by p.position desc, p.stream_id))[1] as stream_id,
        jsonb_agg(jsonb_build_object('account', p.account, 'fund', p.fund, 'debit_fen', p.debit_fen,
          'credit_fen', p.credit_fen) order by p.debit_fen = 0, p.account, p.fund) as lines
      from posting p
      left join marked_voucher k on k.union_id = p.union_id and k.gathered = p.gathered
      where p.union_id = $1 and p.period between to_char($2::date, 'YYYY-MM') and to_char($3::date, 'YYYY-MM')
      group by p.period, p.occurred_on, p.topic, p.gathered
    ) g
  ) w
) v
where v.occurred_on between $2 and $3 and ($4::uuid is null or v.stream_id = $4)
  and ($5::text is null or (v.period, v.number) > ($5, $6::int))
order by v.period, v.number
limit $7
