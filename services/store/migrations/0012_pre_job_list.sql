-- What is at work in any union, for whoever runs the platform: states and counts of rows, no names and no amounts.
create function books.list_import_jobs_v1(p_most int)
returns table (union_id uuid, import_id uuid, kind text, state text, stage text, done int, total int,
  byte_count int, rows_read int, rows_accepted int, problem text, tries int, created_at timestamptz,
  changed_at timestamptz)
language sql stable security definer set search_path = pg_catalog as $$
  select j.union_id, j.import_id, j.kind, j.state, j.stage, j.done, j.total, j.byte_count, j.rows_read,
    j.rows_accepted, j.problem, j.tries, j.created_at, j.changed_at
  from books.import_job j
  order by j.state in ('waiting', 'reading', 'committing', 'reversing') desc, j.changed_at desc, j.import_id
  limit p_most
$$;

revoke all on function books.list_import_jobs_v1 from public;
grant execute on function books.list_import_jobs_v1 to gonghui_app;
