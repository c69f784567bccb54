-- name: put_assertion
insert into bank_assertion (union_id, account, version, stated_on, bank_fen, books_fen, books_position,
  difference_fen, difference_reason, outstanding, statement, asserted_by, position)
select $1, r.* from unnest($2::text[], $3::int4[], $4::date[], $5::int8[], $6::int8[], $7::int8[], $8::int8[],
  $9::text[], $10::jsonb[], $11::jsonb[], $12::uuid[], $13::int8[]) as r

-- name: put_withdrawal
insert into withdrawn_assertion (union_id, account, withdrawn_version, withdrawn_on, withdrawn_by, reason, position)
select $1, r.* from unnest($2::text[], $3::int4[], $4::date[], $5::uuid[], $6::text[], $7::int8[]) as r

-- name: assertions
-- $1 union, $2 first day, $3 as_of, $4 account or null
-- Comparisons, with what the books say of that day now: entries dated back would show here.
select a.account, a.version, a.stated_on, a.bank_fen, a.books_fen, a.books_position, a.difference_fen,
  a.difference_reason, a.outstanding, a.statement, a.asserted_by, w.withdrawn_on, w.withdrawn_by,
  w.reason as withdrawal_reason,
  coalesce((
    select sum(p.debit_fen - p.credit_fen) from posting p
    where p.union_id = $1 and p.account = a.account and p.occurred_on <= a.stated_on
  ), 0)::bigint as books_now_fen
from bank_assertion a
left join withdrawn_assertion w on w.union_id = a.union_id and w.account = a.account and w.withdrawn_version = a.version
where a.union_id = $1 and a.stated_on between $2 and $3 and ($4::text is null or a.account = $4)
order by a.stated_on, a.account, a.version
