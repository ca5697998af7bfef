-- Versions of tags come from one sequence, so that a slug that is deleted and created
-- again never has a version that a reader may still hold an ETag of.
create sequence tag_version;

create table tag (
    slug        varchar(60) collate "C" primary key check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    name        varchar(60)  not null check (name <> ''),
    description varchar(500),
    post_count  bigint       not null default 0 check (post_count >= 0),
    version     bigint       not null default nextval('tag_version'),
    created_at  timestamptz  not null default clock_timestamp(),
    updated_at  timestamptz  not null default clock_timestamp()
);

create index tag_by_name on tag (name, slug);
create index tag_by_created_at on tag (created_at, slug);
-- No index on post_count: it would cost every write of a post more than it saves a
-- listing of a table this small.
