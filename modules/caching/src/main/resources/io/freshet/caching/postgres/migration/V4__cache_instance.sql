-- What each instance says of itself, every few seconds, for whoever looks at all of them. Unlogged: it is no loss if a
-- crash of the server empties it.
create unlogged table cache_instance (
    -- Identifies the process.
    instance    text        primary key,
    name        text        not null,
    started_at  timestamptz not null,
    reported_at timestamptz not null default clock_timestamp(),
    -- Version of the form of the report.
    form        int         not null,
    report      jsonb       not null
);
