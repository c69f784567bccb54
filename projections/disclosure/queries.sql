-- name: put_disclosure
insert into disclosure (union_id, disclosure_id, topic, channel, officer_id, document_sha256, shown_from, shown_until,
  period_from, period_until, columns, statement_codes, finding_ids, engagement_id, report_no, version, position)
select $1, r.* from unnest($2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::date[], $8::date[],
  $9::date[], $10::date[], $11::jsonb[], $12::jsonb[], $13::jsonb[], $14::uuid[], $15::text[], $16::int4[],
  $17::int8[]) as r

-- name: put_disclosed_finding
insert into disclosed_finding (union_id, disclosure_id, finding_id, shown_from, position)
select $1, r.* from unnest($2::uuid[], $3::uuid[], $4::date[], $5::int8[]) as r

-- name: end_disclosure
update disclosure d set ended_on = r.ended_on, end_reason = r.reason
from unnest($2::uuid[], $3::date[], $4::text[]) as r(disclosure_id, ended_on, reason)
where d.union_id = $1 and d.disclosure_id = r.disclosure_id

-- name: put_disclosure_objection
insert into disclosure_objection (union_id, disclosure_id, version, noted_on, about, officer_id, details, position)
select $1, r.* from unnest($2::uuid[], $3::int4[], $4::date[], $5::text[], $6::uuid[], $7::text[], $8::int8[]) as r

-- name: touch_disclosure
update disclosure d set version = r.version, position = r.position
from unnest($2::uuid[], $3::int4[], $4::int8[]) as r(disclosure_id, version, position)
where d.union_id = $1 and d.disclosure_id = r.disclosure_id

-- name: disclosures
-- $1 union, $2 from, $3 as_of, $4 topic or null, $5 only this one or null, $6 after (day, id) or nulls, $8 limit
select d.disclosure_id, d.topic, d.channel, d.officer_id, d.document_sha256, d.shown_from, d.shown_until, d.period_from,
  d.period_until, d.columns, d.statement_codes, d.finding_ids, d.engagement_id, d.report_no,
  case when d.ended_on <= $3 then d.ended_on end as ended_on,
  case when d.ended_on <= $3 then d.end_reason end as end_reason, o.objections, d.version
from disclosure d
left join lateral (
  select count(*)::int as objections from disclosure_objection o
  where o.union_id = d.union_id and o.disclosure_id = d.disclosure_id and o.noted_on <= $3
) o on true
where d.union_id = $1 and d.shown_from between $2 and $3 and ($4::text is null or d.topic = $4)
  and ($5::uuid is null or d.disclosure_id = $5)
  and ($6::date is null or (d.shown_from, d.disclosure_id) > ($6::date, $7::uuid))
order by d.shown_from, d.disclosure_id
limit $8

-- name: disclosure_objections
-- $1 union, $2 as_of, $3 disclosure
select version, noted_on, about, officer_id, details from disclosure_objection
where union_id = $1 and noted_on <= $2 and disclosure_id = $3
order by version

-- name: disclosed_findings
-- $1 union, $2 as_of: the first day each finding was made public
select finding_id, min(shown_from) as shown_from from disclosed_finding
where union_id = $1 and shown_from <= $2
group by finding_id

-- name: tasks_disclosure
-- $1 union, $2 as_of: accounts are shown to the members at least once in the months of the policy (domain.md 7.6)
select 'accounts_to_disclose' as kind, $1::uuid as subject_id, s.since,
  (s.since + make_interval(months => s.months))::date as due_on,
  array['chairperson', 'vice_chairperson', 'accountant'] as offices, array[]::uuid[] as not_for
from (
  select p.months, coalesce(
    (select max(d.shown_from) from disclosure d
      where d.union_id = $1 and d.shown_from <= $2 and d.topic in ('finance', 'final_accounts')),
    (select min(p.occurred_on) from posting p where p.union_id = $1 and p.occurred_on <= $2)
  ) as since
  from (
    select (a.policy ->> 'disclosure_months')::int as months from adopted_policy a
    where a.union_id = $1 and a.policy ->> 'kind' = 'audit' and a.valid_from <= $2
    order by a.valid_from desc, a.version desc limit 1
  ) p
) s
where s.since is not null and (s.since + make_interval(months => s.months))::date <= $2
