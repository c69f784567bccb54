-- Turns the schema that `gonghui migrate` made into tables distributed by `union_id`. A superuser runs it in the books'
-- database on the coordinator, where `create extension citus` was done and the workers were added; after every
-- `gonghui migrate` and every `gonghui rebuild` again, for it only does what is not done. README.md says what it is for,
-- and that it was never run against a real Citus by those who wrote it.

-- Where each table belongs. A test holds this list against the schema: a new table without a place fails it.
create temporary table place (name text primary key, kind text not null);
insert into place (name, kind) values
  ('union_head', 'distributed'),
  ('event', 'distributed'),
  ('command', 'distributed'),
  ('claim', 'distributed'),
  ('cursor', 'distributed'),
  ('dead_letter', 'distributed'),
  ('attachment', 'distributed'),
  ('attachment_naming', 'distributed'),
  ('move', 'distributed'),
  -- Small, read beside the rows of any union.
  ('separation', 'reference'),
  ('projection', 'reference'),
  -- Of the platform or of all unions together; queues that are locked across unions; censuses, which are written in bulk.
  ('schema_migration', 'coordinator'),
  ('api_key', 'coordinator'),
  ('account_credential', 'coordinator'),
  ('account_place', 'coordinator'),
  ('account_session', 'coordinator'),
  ('recovery_code', 'coordinator'),
  ('invitation', 'coordinator'),
  ('identity_link', 'coordinator'),
  ('login_device', 'coordinator'),
  ('login_limit', 'coordinator'),
  ('import_job', 'coordinator'),
  ('subtree', 'coordinator'),
  ('counted_union', 'coordinator'),
  ('census_head', 'coordinator'),
  ('checkpoint', 'coordinator'),
  ('cosignature', 'coordinator'),
  ('check_run', 'coordinator');

-- The doors whose first argument says on whose shard they run, and what they call there.
create temporary table door (name text primary key, is_pushed_down boolean not null);
insert into door (name, is_pushed_down) values
  ('found_union_v1', true),
  ('append_v1', true),
  ('append_event_v1', true),
  ('read_streams_v1', true),
  ('find_command_v1', true),
  ('enter_union', false),
  ('append_one', false),
  ('append_event', false),
  ('first_answer', false),
  ('moved_version', false),
  ('unbalanced', false),
  ('unseparated', false),
  ('digest_rest', false),
  ('event_digest', false);

-- The owner of the doors opens connections between the nodes in its own name. No client may come as it: pg_hba.conf
-- lets it in from the nodes' addresses only, by certificate.
alter role gonghui_owner login;

-- Citus carries INSERT ... SELECT out with COPY, which PostgreSQL refuses to whoever is under row policies. These two
-- write rows of many unions in bulk and read every union's log anyway. `gonghui check --deploy` names them.
alter role gonghui_projector bypassrls;
alter role gonghui_checkpointer bypassrls;

-- SET LOCAL travels to the shards only so; without it `app.union_id` is unknown there and every read fails loudly.
do $$
declare
  v_role text;
begin
  foreach v_role in array array['gonghui_app', 'gonghui_projector', 'gonghui_county', 'gonghui_auditor',
                                'gonghui_checkpointer', 'gonghui_owner'] loop
    execute format('alter role %I in database %I set citus.propagate_set_commands = ''local''', v_role,
                   current_database());
  end loop;
end $$;

do $$
declare
  v_table record;
begin
  for v_table in
    select c.oid::regclass as relation, p.kind, p.name
    from place p
    join pg_catalog.pg_class c on c.relnamespace = 'books'::regnamespace and c.relname = p.name
    where p.kind <> 'coordinator' and c.oid not in (select d.logicalrelid from pg_dist_partition d)
    order by p.kind <> 'reference', p.name <> 'union_head', p.name
  loop
    if v_table.kind = 'reference' then
      perform create_reference_table(v_table.relation::text);
    elsif v_table.name = 'union_head' then
      perform create_distributed_table(v_table.relation::text, 'union_id', colocate_with => 'none');
    else
      perform create_distributed_table(v_table.relation::text, 'union_id', colocate_with => 'books.union_head');
    end if;
  end loop;
end $$;

-- Ledgers: every table of every build, beside the log of its union.
do $$
declare
  v_table regclass;
begin
  for v_table in
    select c.oid::regclass from pg_catalog.pg_class c
    where c.relkind = 'r' and c.relowner = 'gonghui_projector'::regrole and c.relpersistence = 'p'
      and c.oid not in (select d.logicalrelid from pg_dist_partition d)
    order by c.oid
  loop
    perform create_distributed_table(v_table::text, 'union_id', colocate_with => 'books.union_head');
  end loop;
end $$;

do $$
declare
  v_door record;
begin
  for v_door in
    select p.oid::regprocedure::text as signature, d.is_pushed_down
    from door d
    join pg_catalog.pg_proc p on p.pronamespace = 'books'::regnamespace and p.proname = d.name
    order by d.is_pushed_down, d.name
  loop
    if v_door.is_pushed_down then
      perform create_distributed_function(v_door.signature, 'p_union', colocate_with => 'books.union_head');
    else
      perform create_distributed_function(v_door.signature);
    end if;
  end loop;
end $$;

-- FOR UPDATE works on one shard only, and this looks at every union's: here it takes all that is due at once. Whoever
-- names a paper meanwhile is waited for, and the paper stays, as before.
create or replace function books.drop_unnamed_attachments_v1(p_before timestamptz, p_most int)
returns table (union_id uuid, key_id uuid)
language sql volatile security definer set search_path = pg_catalog as $$
  delete from books.attachment a
  where a.named_at is null and a.kept_at < p_before
  returning a.union_id, a.key_id
$$;

drop table place, door;
