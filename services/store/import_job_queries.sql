-- Jobs of importing workbooks. $1 is the union.

-- name: begin_job
-- A job that has come to nothing begins again under a key of its own; any other one stays as it is.
insert into books.import_job as j (union_id, import_id, key_id, asked_by, state, wish, named, content, byte_count,
  created_at, changed_at, expires_at)
values ($1, $2, $3, $4, 'waiting', $5, $6, $7, $8, $9, $9, $10)
on conflict (union_id, import_id) do update set
  key_id = excluded.key_id, asked_by = excluded.asked_by, state = excluded.state, wish = excluded.wish,
  named = excluded.named, content = excluded.content, byte_count = excluded.byte_count, report = null, kind = '',
  stage = '', done = 0, total = 0, rows_read = 0, rows_accepted = 0, people = 0, total_fen = null, outcome = null,
  problem = null, created_at = excluded.created_at, changed_at = excluded.changed_at,
  expires_at = excluded.expires_at, worker = null, lease_until = null, tries = 0
where j.state in ('refused', 'failed', 'expired')
returning import_id

-- name: find_job
select import_id, key_id, asked_by, state, wish, named, byte_count, kind, stage, done, total, rows_read, rows_accepted,
  people, total_fen, outcome, problem, created_at, changed_at, expires_at, content is not null as is_kept, tries
from books.import_job where union_id = $1 and import_id = $2

-- name: list_jobs
select import_id, key_id, asked_by, state, wish, named, byte_count, kind, stage, done, total, rows_read, rows_accepted,
  people, total_fen, outcome, problem, created_at, changed_at, expires_at, content is not null as is_kept, tries
from books.import_job
where union_id = $1 and ($2::timestamptz is null or (created_at, import_id) < ($2::timestamptz, $3::uuid))
order by created_at desc, import_id desc
limit $4

-- name: count_jobs
select count(*) as jobs from books.import_job
where union_id = $1 and state in ('waiting', 'reading', 'committing', 'reversing')

-- name: read_content
select content from books.import_job where union_id = $1 and import_id = $2

-- name: read_report
select report from books.import_job where union_id = $1 and import_id = $2

-- name: order_work
-- $3 the state it must be in, $4 the state in which it waits for a worker, $5 who asked, $6 what for
update books.import_job set state = $4, asked_by = $5, wish = $6, problem = null, stage = '', done = 0, total = 0,
  changed_at = $7, worker = null, lease_until = null, tries = 0
where union_id = $1 and import_id = $2 and state = $3
returning import_id

-- name: tell_progress
-- Only whoever holds the lease tells, and holds it longer by telling.
update books.import_job set state = case when state = 'waiting' then 'reading' else state end, stage = $4, done = $5,
  total = $6, lease_until = $7
where union_id = $1 and import_id = $2 and worker = $3
returning import_id

-- name: end_work
update books.import_job set state = $4, kind = $5, rows_read = $6, rows_accepted = $7, people = $8, total_fen = $9,
  outcome = $10, report = coalesce($11, report), problem = $12, changed_at = $13, expires_at = $14, stage = '',
  worker = null, lease_until = null
where union_id = $1 and import_id = $2 and worker = $3
returning import_id

-- name: stop_work
update books.import_job set state = $4, problem = $5, changed_at = $6, stage = '', worker = null, lease_until = null
where union_id = $1 and import_id = $2 and worker = $3
returning import_id

-- name: drop_contents
-- Whatever was uploaded in a union may hold somebody who is to be forgotten.
update books.import_job set named = null, content = null, report = null,
  state = case when state in ('committed', 'reversed') then state else 'expired' end
where union_id = $1 and named is not null
returning key_id

-- name: claim_job
select union_id, import_id from books.claim_import_job_v1($1, $2, $3)

-- name: expire_jobs
select union_id, key_id from books.expire_import_jobs_v1($1, $2)

-- name: jobs_anywhere
select union_id, import_id, kind, state, stage, done, total, byte_count, rows_read, rows_accepted, problem, tries,
  created_at, changed_at
from books.list_import_jobs_v1($1)
