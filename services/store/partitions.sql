-- Events and commands in one table each, or in hash partitions by `union_id`. Everything a table has (columns, keys,
-- policies, rights, the view on it) is taken from the one that is there, so that later migrations need not know.

-- Held by the session of whoever rearranges, and given back when that ends, however it ends.
-- name: alone
select pg_catalog.pg_try_advisory_lock(pg_catalog.hashtextextended('gonghui repartition', 0))

-- name: shape
select c.relkind = 'p' as is_partitioned,
       (select count(*) from pg_catalog.pg_inherits i where i.inhparent = c.oid)::int as partitions
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'books' and c.relname = $1::text

-- name: is_empty
select not exists (select from books.event) and not exists (select from books.command)

-- name: statement_make
select pg_catalog.format('create table books.%I (like books.%I including all) %s', $2::text, $1::text,
  case when $3::int > 0 then 'partition by hash (union_id)' else '' end)

-- name: statement_partition
select pg_catalog.format('create table books.%I partition of books.%I for values with (modulus %s, remainder %s)',
  pg_catalog.format('%s_%s_%s', $1::text, $3::int, n), $2::text, $3::int, n)
from pg_catalog.generate_series(0, $3::int - 1) as n

-- A partition has no policy and no grant: whoever asks it by its own name is refused, also the owner.
-- name: statement_fence
select pg_catalog.format('alter table %s %s row level security', t.place, w.what)
from (
  select pg_catalog.format('books.%I', $1::text) as place
  union all
  select i.inhrelid::regclass::text from pg_catalog.pg_inherits i
  where i.inhparent = pg_catalog.to_regclass(pg_catalog.format('books.%I', $1::text))) as t
cross join (values ('enable'), ('force')) as w (what)

-- name: statement_policy
select pg_catalog.format('create policy %I on books.%I as %s for %s to %s%s%s', p.policyname, $2::text, p.permissive,
  p.cmd, (select pg_catalog.string_agg(pg_catalog.quote_ident(r), ', ') from unnest(p.roles) as r),
  case when p.qual is not null then pg_catalog.format(' using (%s)', p.qual) else '' end,
  case when p.with_check is not null then pg_catalog.format(' with check (%s)', p.with_check) else '' end)
from pg_catalog.pg_policies p
where p.schemaname = 'books' and p.tablename = $1::text
order by p.policyname

-- name: statement_grant
with place as (
  select c.oid, c.relacl, c.relowner from pg_catalog.pg_class c
  where c.oid = pg_catalog.to_regclass(pg_catalog.format('books.%I', $1::text))
), granted as (
  select a.grantee, a.privilege_type as what
  from place p cross join lateral pg_catalog.aclexplode(p.relacl) a
  where a.grantee <> p.relowner
  union all
  select a.grantee, pg_catalog.format('%s (%I)', a.privilege_type, t.attname)
  from place p
  join pg_catalog.pg_attribute t on t.attrelid = p.oid
  cross join lateral pg_catalog.aclexplode(t.attacl) a
  where a.grantee <> p.relowner)
select pg_catalog.format('grant %s on books.%I to %I', g.what, $2::text, r.rolname)
from granted g
join pg_catalog.pg_roles r on r.oid = g.grantee

-- Storage settings belong to whatever holds rows: the table, or each partition.
-- name: statement_storage
with options as (
  select pg_catalog.array_to_string(c.reloptions, ', ') as written
  from pg_catalog.pg_class c
  left join pg_catalog.pg_inherits i on i.inhrelid = c.oid
  where c.reloptions is not null
    and pg_catalog.to_regclass(pg_catalog.format('books.%I', $1::text)) in (c.oid, i.inhparent)
  limit 1
), holds_rows as (
  select c.oid::regclass::text as place from pg_catalog.pg_class c
  left join pg_catalog.pg_inherits i on i.inhrelid = c.oid
  where c.relkind = 'r'
    and pg_catalog.to_regclass(pg_catalog.format('books.%I', $2::text)) in (c.oid, i.inhparent))
select pg_catalog.format('alter table %s set (%s)', h.place, o.written)
from holds_rows h cross join options o

-- As of which migration a table was made like another: a later one may have changed that.
-- name: statement_note
select pg_catalog.format('comment on table books.%I is %L', $1::text, 'as of migration ' || max(m.number))
from books.schema_migration m

-- name: is_of_today
select bool_and(pg_catalog.obj_description(pg_catalog.to_regclass(t.place), 'pg_class')
  is not distinct from (select 'as of migration ' || max(m.number) from books.schema_migration m))
from (values ('books.event_beside'), ('books.command_beside')) as t (place)

-- The union of a transaction by which the owner may read and write rows of that union.
-- name: enter
set local app.union_id = '{union_id}'

-- name: reached
select coalesce(max(e.position), 0) from books.event_beside e where e.union_id = $1

-- name: copy_events
insert into books.event_beside
select e.* from books.event e
where e.union_id = $1 and e.position > $2
order by e.position
limit $3

-- name: copy_commands
insert into books.command_beside
select c.* from books.command c
where c.union_id = $1
  and not exists (select from books.command_beside b where b.union_id = $1 and b.command_id = c.command_id)

-- Whether every event until a position is there, and every command that had ended by then.
-- name: is_whole
select (select count(*) from books.event_beside e where e.union_id = $1 and e.position <= $2) = $2
   and (select count(*) from books.command_beside c where c.union_id = $1 and c.last_position <= $2)
     = (select count(*) from books.command c where c.union_id = $1 and c.last_position <= $2)

-- name: heads
select h.union_id, h.position from books.union_head h

-- name: lock
lock table books.event, books.command in access exclusive mode

-- The views on a table, to be made anew on the one that takes its place.
-- name: views
select pg_catalog.format('drop view books.%I', v.relname) as remove,
       pg_catalog.format('create view books.%I%s as %s', v.relname,
         case when v.reloptions is null then ''
              else pg_catalog.format(' with (%s)', pg_catalog.array_to_string(v.reloptions, ', ')) end,
         pg_catalog.pg_get_viewdef(v.oid)) as make,
       array(select pg_catalog.format('grant %s on books.%I to %I', a.privilege_type, v.relname, r.rolname)
             from pg_catalog.aclexplode(v.relacl) a
             join pg_catalog.pg_roles r on r.oid = a.grantee
             where a.grantee <> v.relowner) as grants
from pg_catalog.pg_class v
where v.relkind = 'v' and exists (
  select from pg_catalog.pg_rewrite w
  join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = w.oid
  where w.ev_class = v.oid and d.refclassid = 'pg_catalog.pg_class'::regclass
    and d.refobjid = pg_catalog.to_regclass(pg_catalog.format('books.%I', $1::text)))

-- The indexes of the table beside get the names of their like once those are free.
-- name: statement_rename_index
select pg_catalog.format('alter index books.%I rename to %I', n.relname, o.relname)
from pg_catalog.pg_index a
join pg_catalog.pg_class o on o.oid = a.indexrelid
join pg_catalog.pg_index b on b.indrelid = pg_catalog.to_regclass(pg_catalog.format('books.%I', $2::text))
  and b.indkey::text = a.indkey::text and b.indisunique = a.indisunique and b.indisprimary = a.indisprimary
  and b.indclass::text = a.indclass::text and b.indoption::text = a.indoption::text
  and pg_catalog.pg_get_expr(b.indpred, b.indrelid) is not distinct from
      pg_catalog.pg_get_expr(a.indpred, a.indrelid)
  and pg_catalog.pg_get_expr(b.indexprs, b.indrelid) is not distinct from
      pg_catalog.pg_get_expr(a.indexprs, a.indrelid)
join pg_catalog.pg_class n on n.oid = b.indexrelid
where a.indrelid = pg_catalog.to_regclass(pg_catalog.format('books.%I', $1::text))

-- name: statement_drop
select pg_catalog.format('drop table if exists books.%I', $1::text)

-- name: statement_rename
select pg_catalog.format('alter table books.%I rename to %I', $2::text, $1::text)

-- What is older was copied: rows bear the transaction of the copying.
-- name: statement_note_change
select pg_catalog.format('comment on table books.%I is %L', $1::text,
  'laid out anew by transaction ' || pg_catalog.pg_current_xact_id()::xid)

-- name: statement_analyze
select pg_catalog.format('analyze books.%I', $1::text)
