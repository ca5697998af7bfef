-- What administrators did to the caches. A row is written before anything is done, and completed afterwards: one that
-- is not completed tells of an instance that ended, or lost the database, in between. Nothing deletes rows.
create table cache_audit (
    id           bigint generated always as identity primary key,
    at           timestamptz not null default clock_timestamp(),
    principal    text        not null,
    -- The instance that was asked.
    instance     text        not null,
    action       text        not null,
    target       text        not null,
    outcome      text        not null default 'begun'
                             check (outcome in ('begun', 'done', 'refused', 'failed', 'cancelled')),
    -- How many entries it concerned, if that is known.
    entries      bigint,
    -- Why it was refused or failed.
    detail       text,
    completed_at timestamptz
);
