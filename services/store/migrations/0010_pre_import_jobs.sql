-- Workbooks being imported. `import_id` is also the stream of the run in the log. What a clerk uploaded, its name and
-- what was found in it are ciphertext under a key of the job's own (`key_id`, in the key store), thrown away in time.
create table books.import_job (
  union_id uuid not null,
  import_id uuid not null,
  key_id uuid not null,
  asked_by text not null,
  state text not null check (state in ('waiting', 'reading', 'ready', 'refused', 'committing', 'committed',
                                       'reversing', 'reversed', 'failed', 'expired')),
  wish text not null,
  named bytea,
  content bytea,
  report bytea,
  byte_count int not null,
  kind text not null default '',
  stage text not null default '',
  done int not null default 0,
  total int not null default 0,
  rows_read int not null default 0,
  rows_accepted int not null default 0,
  people int not null default 0,
  total_fen bigint,
  outcome text,
  problem text,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  expires_at timestamptz not null,
  worker uuid,
  lease_until timestamptz,
  tries int not null default 0,
  primary key (union_id, import_id)
);
alter table books.import_job alter column content set storage external;
alter table books.import_job alter column report set storage external;
create index import_job_newest on books.import_job (union_id, created_at desc, import_id);
create index import_job_at_work on books.import_job (changed_at)
  where state in ('waiting', 'reading', 'committing', 'reversing');
create index import_job_expiring on books.import_job (expires_at) where named is not null;

alter table books.import_job enable row level security;
alter table books.import_job force row level security;
create policy own_union on books.import_job to gonghui_app
  using (union_id = current_setting('app.union_id')::uuid)
  with check (union_id = current_setting('app.union_id')::uuid);
create policy only_functions on books.import_job to gonghui_owner using (true) with check (true);

grant select, insert, update on books.import_job to gonghui_app;

-- Takes the job that has waited longest, of any union, for a worker: it is nobody else's until the lease ends. A job
-- whose worker died is taken again; `tries` tells how often.
create function books.claim_import_job_v1(p_worker uuid, p_now timestamptz, p_until timestamptz)
returns table (union_id uuid, import_id uuid)
language sql volatile security definer set search_path = pg_catalog as $$
  with next as (
    select j.union_id, j.import_id from books.import_job j
    where j.state in ('waiting', 'reading', 'committing', 'reversing')
      and (j.lease_until is null or j.lease_until < p_now)
    order by j.changed_at
    limit 1
    for update skip locked)
  update books.import_job j
  set worker = p_worker, lease_until = p_until, tries = j.tries + 1
  from next n
  where j.union_id = n.union_id and j.import_id = n.import_id
  returning j.union_id, j.import_id
$$;

-- Throws away what was uploaded and found, of jobs that have had their time, and tells whose keys go with it.
create function books.expire_import_jobs_v1(p_now timestamptz, p_most int)
returns table (union_id uuid, key_id uuid)
language sql volatile security definer set search_path = pg_catalog as $$
  with old as (
    select j.union_id, j.import_id from books.import_job j
    where j.named is not null and j.expires_at < p_now
      and j.state not in ('waiting', 'reading', 'committing', 'reversing')
    order by j.expires_at
    limit p_most
    for update skip locked)
  update books.import_job j
  set named = null, content = null, report = null,
      state = case when j.state in ('committed', 'reversed') then j.state else 'expired' end
  from old o
  where j.union_id = o.union_id and j.import_id = o.import_id
  returning j.union_id, j.key_id
$$;

revoke all on function books.claim_import_job_v1, books.expire_import_jobs_v1 from public;
grant execute on function books.claim_import_job_v1, books.expire_import_jobs_v1 to gonghui_app;
