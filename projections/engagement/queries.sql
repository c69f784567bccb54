-- name: put_engagement
insert into engagement (union_id, engagement_id, kind, ordered_by, officer_id, basis_no, opened_on, version, position)
select $1, r.* from unnest($2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::date[], $8::int4[],
  $9::int8[]) as r

-- name: put_plan
insert into engagement_plan (union_id, engagement_id, version, planned_on, books_from, books_until, topics,
  access_until, document_no, officer_id, position)
select $1, r.* from unnest($2::uuid[], $3::int4[], $4::date[], $5::date[], $6::date[], $7::text[], $8::date[],
  $9::text[], $10::uuid[], $11::int8[]) as r

-- name: put_access
insert into engagement_access (union_id, engagement_id, access_id, holder, granted_on, granted_until, granted_by,
  position)
select $1, r.* from unnest($2::uuid[], $3::text[], $4::text[], $5::date[], $6::date[], $7::uuid[], $8::int8[]) as r

-- name: revoke_access
update engagement_access a set revoked_on = r.revoked_on, revoked_by = r.revoked_by
from unnest($2::uuid[], $3::text[], $4::date[], $5::uuid[]) as r(engagement_id, access_id, revoked_on, revoked_by)
where a.union_id = $1 and a.engagement_id = r.engagement_id and a.access_id = r.access_id

-- name: put_read
insert into engagement_read (union_id, engagement_id, position, read_on, read_at, access_id, operation_id, topic,
  about, as_of, known_at, to_as_of, to_known_at)
select $1, r.* from unnest($2::uuid[], $3::int8[], $4::date[], $5::timestamptz[], $6::text[], $7::text[], $8::text[],
  $9::text[], $10::date[], $11::int8[], $12::date[], $13::int8[]) as r

-- name: put_sample
insert into engagement_sample (union_id, engagement_id, sample_no, drawn_on, told, position)
select $1, r.* from unnest($2::uuid[], $3::int4[], $4::date[], $5::text[], $6::int8[]) as r

-- name: put_verification
insert into engagement_verification (union_id, engagement_id, version, verified_on, verified_position, hash,
  checkpoint_size, covered, not_covered, failed, verified_with, officer_id, position)
select $1, r.* from unnest($2::uuid[], $3::int4[], $4::date[], $5::int8[], $6::text[], $7::int8[], $8::int8[],
  $9::int8[], $10::int8[], $11::text[], $12::uuid[], $13::int8[]) as r

-- name: put_report
insert into engagement_report (union_id, engagement_id, version, issued_on, document_no, sha256, opinion,
  reported_from, reported_until, income_fen, expense_fen, balance_fen, finding_ids, officer_id, position)
select $1, r.* from unnest($2::uuid[], $3::int4[], $4::date[], $5::text[], $6::text[], $7::text[], $8::date[],
  $9::date[], $10::int8[], $11::int8[], $12::int8[], $13::text[], $14::uuid[], $15::int8[]) as r

-- name: end_engagement
update engagement e set closed_on = r.closed_on, outcome = r.outcome
from unnest($2::uuid[], $3::date[], $4::text[]) as r(engagement_id, closed_on, outcome)
where e.union_id = $1 and e.engagement_id = r.engagement_id

-- name: touch_engagement
update engagement e set version = r.version, position = r.position
from unnest($2::uuid[], $3::int4[], $4::int8[]) as r(engagement_id, version, position)
where e.union_id = $1 and e.engagement_id = r.engagement_id

-- name: engagements
-- $1 union, $2 as_of, $3 after engagement_id or null, $4 only this one or null, $5 limit
select e.engagement_id, e.kind, e.ordered_by, e.officer_id, e.basis_no, e.opened_on,
  case when e.closed_on <= $2 then e.closed_on end as closed_on,
  case when e.closed_on <= $2 then e.outcome end as outcome,
  p.books_from, p.books_until, p.topics, p.access_until, p.document_no as plan_no,
  (select count(*) from engagement_read r
    where r.union_id = e.union_id and r.engagement_id = e.engagement_id and r.read_on <= $2)::int as reads,
  (select count(*) from engagement_sample s
    where s.union_id = e.union_id and s.engagement_id = e.engagement_id and s.drawn_on <= $2)::int as samples,
  t.document_no as report_no, t.opinion, t.issued_on as reported_on, e.version
from engagement e
join lateral (
  select p.* from engagement_plan p
  where p.union_id = e.union_id and p.engagement_id = e.engagement_id and p.planned_on <= $2
  order by p.version desc limit 1
) p on true
left join lateral (
  select t.* from engagement_report t
  where t.union_id = e.union_id and t.engagement_id = e.engagement_id and t.issued_on <= $2
  order by t.version desc limit 1
) t on true
where e.union_id = $1 and e.opened_on <= $2 and ($3::uuid is null or e.engagement_id > $3)
  and ($4::uuid is null or e.engagement_id = $4)
order by e.engagement_id
limit $5

-- name: engagement_accesses
-- $1 union, $2 as_of, $3 engagement: the keys given out under it, with how often each was used
select a.access_id, a.holder, a.granted_on, a.granted_until, a.granted_by,
  case when a.revoked_on <= $2 then a.revoked_on end as revoked_on,
  case when a.revoked_on <= $2 then a.revoked_by end as revoked_by,
  (select count(*) from engagement_read r
    where r.union_id = a.union_id and r.engagement_id = a.engagement_id and r.access_id = a.access_id
      and r.read_on <= $2)::int as reads
from engagement_access a
where a.union_id = $1 and a.granted_on <= $2 and a.engagement_id = $3
order by a.position, a.access_id

-- name: engagement_reads
-- $1 union, $2 as_of, $3 engagement, $4 after this position or null, $5 limit
select r.position, r.read_on, r.read_at, r.access_id, r.operation_id, r.topic, r.about, r.as_of, r.known_at,
  r.to_as_of, r.to_known_at
from engagement_read r
where r.union_id = $1 and r.read_on <= $2 and r.engagement_id = $3 and ($4::bigint is null or r.position > $4)
order by r.position
limit $5

-- name: engagement_samples
-- $1 union, $2 as_of, $3 engagement, $4 only this number or null
select s.drawn_on, s.told, s.position
from engagement_sample s
where s.union_id = $1 and s.drawn_on <= $2 and s.engagement_id = $3 and ($4::int is null or s.sample_no = $4)
order by s.sample_no

-- name: engagement_verifications
-- $1 union, $2 as_of, $3 engagement
select v.verified_on, v.verified_position, v.hash, v.checkpoint_size, v.covered, v.not_covered, v.failed,
  v.verified_with, v.officer_id
from engagement_verification v
where v.union_id = $1 and v.verified_on <= $2 and v.engagement_id = $3
order by v.version

-- name: engagement_reports
-- $1 union, $2 as_of, $3 engagement
select t.issued_on, t.document_no, t.sha256, t.opinion, t.reported_from, t.reported_until, t.income_fen,
  t.expense_fen, t.balance_fen, t.finding_ids, t.officer_id
from engagement_report t
where t.union_id = $1 and t.issued_on <= $2 and t.engagement_id = $3
order by t.version

-- name: engagements_of_units
-- $1 units, $2 as_of, $3 access id of whoever asks, or null: for the county, with that access's last day
select e.union_id as unit_id, e.engagement_id, e.kind, e.ordered_by, e.basis_no, e.opened_on,
  case when e.closed_on <= $2 then e.closed_on end as closed_on,
  case when e.closed_on <= $2 then e.outcome end as outcome,
  p.books_from, p.books_until, p.topics, p.access_until, t.document_no as report_no,
  (select max(least(a.granted_until, p.access_until)) from engagement_access a
    where a.union_id = e.union_id and a.engagement_id = e.engagement_id and a.access_id = $3
      and a.granted_on <= $2 and (a.revoked_on is null or a.revoked_on > $2)) as open_until
from engagement e
join lateral (
  select p.* from engagement_plan p
  where p.union_id = e.union_id and p.engagement_id = e.engagement_id and p.planned_on <= $2
  order by p.version desc limit 1
) p on true
left join lateral (
  select t.document_no from engagement_report t
  where t.union_id = e.union_id and t.engagement_id = e.engagement_id and t.issued_on <= $2
  order by t.version desc limit 1
) t on true
where e.union_id = any($1::uuid[]) and e.opened_on <= $2
order by e.closed_on is not null, e.opened_on desc, e.engagement_id

-- name: tasks_engagements
-- $1 union, $2 as_of: engagements of its own committee that nobody may read under any more and that are not closed.
select 'engagement_to_close' as kind, e.engagement_id as subject_id, e.opened_on as since, p.access_until as due_on,
  array['audit_committee_chair'] as offices, array[]::uuid[] as not_for
from engagement e
join lateral (
  select p.access_until from engagement_plan p
  where p.union_id = e.union_id and p.engagement_id = e.engagement_id and p.planned_on <= $2
  order by p.version desc limit 1
) p on true
where e.union_id = $1 and e.ordered_by = 'audit_committee' and e.opened_on <= $2
  and (e.closed_on is null or e.closed_on > $2) and p.access_until < $2
