-- What only the administrator runs: the embedded server's settings, databases, passwords, rights.

-- name: hide_parameters
alter system set log_parameter_max_length = 0

-- name: hide_parameters_on_error
alter system set log_parameter_max_length_on_error = 0

-- name: terse_log
alter system set log_error_verbosity = 'terse'

-- name: without_fsync
alter system set fsync = off

-- name: without_full_page_writes
alter system set full_page_writes = off

-- name: reload
select pg_catalog.pg_reload_conf()

-- name: statement_create_database
select pg_catalog.format('create database %I encoding ''UTF8'' template template0', $1::text)

-- name: statement_set_password
select pg_catalog.format('alter role %I login password %L', $1::text, $2::text)

-- name: encoding
select pg_catalog.current_setting('server_encoding')

-- name: is_superuser
select rolsuper from pg_catalog.pg_roles where rolname = current_user

-- name: become_owner
set local role gonghui_owner

-- name: become_self
reset role

-- Whoever waits for a strong lock makes all who come after it wait as well, also those who only read.
-- name: limit_waiting
set local lock_timeout = '100ms'; set local statement_timeout = '60s'

-- name: lock_books
lock table books.schema_migration in share row exclusive mode

-- name: applied_books
select number, sha256 from books.schema_migration order by number

-- name: record_books
insert into books.schema_migration (number, name, sha256, applied_at)
values ($1, $2, $3, clock_timestamp())

-- name: lock_keyring
lock table keyring.schema_migration in share row exclusive mode

-- name: applied_keyring
select number, sha256 from keyring.schema_migration order by number

-- name: record_keyring
insert into keyring.schema_migration (number, name, sha256, applied_at)
values ($1, $2, $3, clock_timestamp())

-- name: statement_enter_owner
select pg_catalog.format('grant gonghui_owner to %I', current_user)

-- name: statement_leave_owner
select pg_catalog.format('revoke gonghui_owner from %I', current_user)

-- name: statement_leave_projector
select pg_catalog.format('revoke gonghui_projector from %I', current_user)
