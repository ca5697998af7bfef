-- What an administrator has changed of a cache while it runs. Every instance reads this table when a row of the ledger
-- carries the tag freshet:cache-setting; a change with plain SQL has to leave one:
--
--     insert into cache_setting (cache, enabled) values ('posts', false)
--         on conflict (cache) do update set enabled = excluded.enabled, changed_at = clock_timestamp();
--     insert into cache_invalidation (tags) values ('{freshet:cache-setting}');
create table cache_setting (
    cache      text        primary key,
    -- Whether the cache is used; if not it is passed by.
    enabled    boolean     not null default true,
    -- Lifetime of what is loaded from now on; null for that of the settings.
    ttl_millis bigint      check (ttl_millis > 0),
    changed_at timestamptz not null default clock_timestamp()
);
