-- name: put_statement
insert into printed_statement (union_id, code, ledger, year, month, account, pay_batch_id, as_of, known_at, document_sha256,
  row_count, issued_on, position)
select $1, r.* from unnest($2::text[], $3::text[], $4::int4[], $5::text[], $6::text[], $7::uuid[], $8::date[],
  $9::int8[], $10::text[], $11::int4[], $12::date[], $13::int8[]) as r

-- name: statements
-- $1 union, $2 as_of, $3 after position or null, $4 limit
select code, ledger, year, month, account, pay_batch_id, as_of, known_at, document_sha256, row_count, issued_on,
  position
from printed_statement
where union_id = $1 and issued_on <= $2 and ($3::int8 is null or position > $3)
order by position
limit $4
