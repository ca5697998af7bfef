create table post (
    id         bigint generated always as identity primary key,
    title      varchar(200) not null check (title <> ''),
    body       text         not null check (char_length(body) between 1 and 50000),
    author     text         not null,
    version    bigint       not null default 1,
    created_at timestamptz  not null default clock_timestamp(),
    updated_at timestamptz  not null default clock_timestamp()
);

create index post_by_created_at on post (created_at, id);
create index post_by_updated_at on post (updated_at, id);
create index post_by_title on post (title, id);

-- The slugs belong to another module, so no foreign key: the count that is kept there, in
-- the same transaction, keeps a tag from going away while a post carries it.
create table post_tag (
    post_id  bigint                  not null references post (id) on delete cascade,
    tag_slug varchar(60) collate "C" not null,
    primary key (post_id, tag_slug)
);

create index post_tag_by_slug on post_tag (tag_slug, post_id);
