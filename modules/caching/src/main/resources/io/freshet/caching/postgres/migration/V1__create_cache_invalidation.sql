-- One row for each change that invalidates cached entries, written in the transaction of the change.
create table cache_invalidation (
    -- The transaction: PostgreSQL's snapshots say which of them a reader could see.
    xid     xid8        not null default pg_current_xact_id(),
    -- Texts of cache tags; of single keys with '=' in front.
    tags    text[]      not null,
    -- A glob over keys, or null.
    pattern text,
    -- When the row was written, just before the commit; rows are deleted by age.
    at      timestamptz not null default clock_timestamp()
);

create index cache_invalidation_xid on cache_invalidation (xid);

-- Rows are written in the order of time, so that ranges of blocks tell their age.
create index cache_invalidation_at on cache_invalidation using brin (at);
