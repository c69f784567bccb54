-- Rows of what people prove themselves with. `$1` is the platform.

-- name: find_credential
select c.password_hash, c.must_change, c.generation, c.closed_at, c.totp_sealed, c.totp_pending,
       c.totp_last_step
from books.account_credential c where c.union_id = $1 and c.account_id = $2

-- name: open_credential
insert into books.account_credential (union_id, account_id, password_hash, must_change)
values ($1, $2, $3, $4)
on conflict (union_id, account_id) do nothing
returning true

-- name: set_password
update books.account_credential set password_hash = $4, must_change = $5
where union_id = $1 and account_id = $2 and generation = $3 and closed_at is null
  and password_hash is not distinct from $6
returning true

-- name: replace_hash
update books.account_credential set password_hash = $4
where union_id = $1 and account_id = $2 and password_hash = $3
returning true

-- name: reset_credential
update books.account_credential
set password_hash = $3, must_change = true, generation = coalesce($5, generation + 1),
    totp_sealed = case when $4 then null else totp_sealed end,
    totp_last_step = case when $4 then null else totp_last_step end, totp_pending = null
where union_id = $1 and account_id = $2 and ($5::int is null or generation < $5)
returning generation

-- name: close_credential
update books.account_credential set closed_at = coalesce(closed_at, $3)
where union_id = $1 and account_id = $2
returning true

-- name: reopen_credential
update books.account_credential set closed_at = null, generation = coalesce($3, generation + 1)
where union_id = $1 and account_id = $2 and closed_at is not null
returning generation

-- name: clear_credential
update books.account_credential
set closed_at = coalesce(closed_at, $3), password_hash = null, totp_sealed = null,
    totp_pending = null, totp_last_step = null
where union_id = $1 and account_id = $2
returning true

-- name: put_pending
update books.account_credential set totp_pending = $3
where union_id = $1 and account_id = $2
returning true

-- name: confirm_pending
update books.account_credential
set totp_sealed = totp_pending, totp_pending = null, totp_last_step = $4
where union_id = $1 and account_id = $2 and totp_pending = $3 and totp_sealed is null
returning true

-- Each step once, however many ask at once: the row is locked, and looked at again by whoever waited.
-- name: use_step
update books.account_credential set totp_last_step = $4
where union_id = $1 and account_id = $2 and totp_sealed = $3
  and (totp_last_step is null or totp_last_step < $4)
returning true

-- name: drop_second_factor
update books.account_credential set totp_sealed = null, totp_pending = null, totp_last_step = null
where union_id = $1 and account_id = $2 and (totp_sealed is not null or totp_pending is not null)
returning true

-- name: drop_recovery_codes
delete from books.recovery_code where union_id = $1 and account_id = $2

-- name: put_recovery_codes
insert into books.recovery_code (union_id, account_id, code_digest)
select $1, $2, n.code_digest from unnest($3::bytea[]) as n (code_digest)
on conflict do nothing

-- name: use_recovery_code
update books.recovery_code r set used_at = $4
from books.account_credential c
where r.union_id = $1 and r.account_id = $2 and r.code_digest = $3 and r.used_at is null
  and c.union_id = r.union_id and c.account_id = r.account_id and c.closed_at is null
  and c.totp_sealed is not null
returning true

-- name: count_recovery_codes
select count(*) from books.recovery_code
where union_id = $1 and account_id = $2 and used_at is null

-- name: add_place
insert into books.account_place (union_id, account_id, place_id) values ($1, $2, $3)
on conflict do nothing

-- name: places
select p.place_id from books.account_place p where p.union_id = $1 and p.account_id = $2
order by p.place_id

-- name: accounts_at
select p.account_id from books.account_place p where p.union_id = $1 and p.place_id = $2
order by p.account_id

-- name: find_device
select 1 from books.login_device d
where d.union_id = $1 and d.device_digest = $2 and d.account_id = $3 and d.created_at > $4

-- name: begin_session
insert into books.account_session (union_id, session_id, token_digest, account_id, generation,
  agent, created_at, seen_at, second_factor_at, must_change)
values ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9)
on conflict (union_id, session_id) do nothing

-- A session holds only while the account is open and of the same generation.
-- name: find_session
select s.session_id, s.account_id, s.generation, s.agent, s.created_at, s.seen_at,
       s.second_factor_at, s.must_change, c.totp_sealed is not null as is_enrolled
from books.account_session s
join books.account_credential c on c.union_id = s.union_id and c.account_id = s.account_id
  and c.generation = s.generation and c.closed_at is null
where s.union_id = $1 and s.token_digest = $2 and s.ended_at is null

-- name: touch_session
update books.account_session set seen_at = $3
where union_id = $1 and session_id = $2 and seen_at < $3 and ended_at is null

-- The new digest is accepted as the old one, so that a lost answer may be asked for again.
-- name: renew_session
update books.account_session
set token_digest = $4, seen_at = $5, second_factor_at = $6, must_change = $7
where union_id = $1 and session_id = $2 and (token_digest = $3 or token_digest = $4)
  and ended_at is null
returning true

-- name: end_session
update books.account_session set ended_at = $4
where union_id = $1 and account_id = $2 and session_id = $3 and ended_at is null
returning session_id

-- name: end_sessions
update books.account_session set ended_at = $4
where union_id = $1 and account_id = $2 and session_id is distinct from $3 and ended_at is null
returning session_id

-- name: open_sessions
select s.session_id, s.agent, s.created_at, s.seen_at, s.second_factor_at
from books.account_session s
join books.account_credential c on c.union_id = s.union_id and c.account_id = s.account_id
  and c.generation = s.generation and c.closed_at is null
where s.union_id = $1 and s.account_id = $2 and s.ended_at is null
  and s.seen_at > $3 and s.created_at > $4
order by s.seen_at desc, s.session_id

-- name: forget_sessions
delete from books.account_session where union_id = $1 and created_at < $2

-- name: drop_sessions
delete from books.account_session where union_id = $1 and account_id = $2

-- name: drop_invitations
delete from books.invitation where union_id = $1 and account_id = $2

-- name: put_invitation
insert into books.invitation as i (union_id, account_id, place_id, code_digest, issued_at, expires_at)
values ($1, $2, $3, $4, $5, $6)
on conflict (union_id, account_id, place_id) do update
set code_digest = excluded.code_digest, issued_at = excluded.issued_at,
    expires_at = excluded.expires_at, redeemed_at = null

-- name: redeem_invitation
update books.invitation set redeemed_at = $4
where union_id = $1 and account_id = $2 and code_digest = $3 and redeemed_at is null
  and expires_at > $4
returning place_id

-- name: match_invitation
select i.place_id from books.invitation i
where i.union_id = $1 and i.account_id = $2 and i.code_digest = $3 and i.redeemed_at is null
  and i.expires_at > $4

-- name: has_invitation
select exists (select from books.invitation i
               where i.union_id = $1 and i.account_id = $2 and i.redeemed_at is null
                 and i.expires_at > $3)

-- name: withdraw_invitation
delete from books.invitation
where union_id = $1 and account_id = $2 and place_id = $3 and redeemed_at is null
returning true

-- name: put_device
insert into books.login_device (union_id, device_digest, account_id, account_blind, created_at)
values ($1, $2, $3, $4, $5)
on conflict (union_id, device_digest) do nothing

-- name: forget_devices
delete from books.login_device where union_id = $1 and account_id = $2

-- name: forget_old_devices
delete from books.login_device where union_id = $1 and created_at < $2

-- name: reserve_login
select books.reserve_login_v1($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)

-- name: reset_limits
delete from books.login_limit where union_id = $1 and counter = any ($2::bytea[])

-- Those far in the future were written before the clock was set back.
-- name: forget_limits
delete from books.login_limit where union_id = $1 and (last_at < $2 or last_at > $3)

-- name: link_identity
insert into books.identity_link (union_id, identity, account_id, linked_at)
values ($1, $2, $3, $4)
on conflict (union_id, identity) do nothing

-- name: linked_account
select l.account_id from books.identity_link l where l.union_id = $1 and l.identity = $2

-- name: unlink_identities
delete from books.identity_link where union_id = $1 and account_id = $2
returning true
