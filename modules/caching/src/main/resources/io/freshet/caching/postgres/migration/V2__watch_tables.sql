-- For changes that are made with plain SQL, past the application. Nothing happens until a table is watched:
--
--     select cache_watch('post', 'post:{id}', 'posts:all');     -- tags; {id} stands for the column of the changed row
--     select cache_unwatch('post');
--
-- From then on every statement that changes the table leaves a row in the ledger, in its own transaction.

-- The tags that templates make of a row. A tag with a column that is null is left out.
create function cache_tags_of(templates text[], changed jsonb) returns setof text
    language plpgsql immutable set search_path from current as
$$
declare
    template text;
    name text;
    tag text;
begin
    foreach template in array templates loop
        tag := template;
        for name in select part[1] from regexp_matches(template, '\{(\w+)\}', 'g') part loop
            tag := replace(tag, '{' || name || '}', changed ->> name);
        end loop;
        if tag is not null then
            return next tag;
        end if;
    end loop;
end
$$;

-- Leaves one row for all that a statement changed. Whoever may change the table may do so.
create function cache_invalidate_watched() returns trigger
    language plpgsql security definer set search_path from current as
$$
declare
    changed text[];
begin
    case tg_op
        when 'INSERT' then
            select array_agg(distinct tag) into changed
              from new_rows, cache_tags_of(tg_argv, to_jsonb(new_rows)) tag;
        when 'DELETE' then
            select array_agg(distinct tag) into changed
              from old_rows, cache_tags_of(tg_argv, to_jsonb(old_rows)) tag;
        when 'UPDATE' then
            -- Who showed the row as it was, and who has to show it as it is.
            select array_agg(distinct tag) into changed
              from (select to_jsonb(old_rows) as content from old_rows
                    union all
                    select to_jsonb(new_rows) from new_rows) as both_rows, cache_tags_of(tg_argv, content) tag;
        else
            null;
    end case;
    -- Beyond some number all entries are cheaper than each one by name; so too if no row can be named.
    if tg_op = 'TRUNCATE' or cardinality(changed) > 10000 then
        insert into cache_invalidation (tags, pattern) values ('{}', '*');
    elsif cardinality(changed) > 0 then
        insert into cache_invalidation (tags) values (changed);
    end if;
    return null;
end
$$;

create function cache_unwatch(watched regclass) returns void
    language plpgsql set search_path from current as
$$
declare
    kind text;
begin
    foreach kind in array array['insert', 'update', 'delete', 'truncate'] loop
        execute format('drop trigger if exists cache_watch_%s on %s', kind, watched);
    end loop;
end
$$;

create function cache_watch(watched regclass, variadic templates text[]) returns void
    language plpgsql set search_path from current as
$$
declare
    name text;
    arguments text;
begin
    foreach name in array templates loop
        if name !~ '^[a-z][a-z0-9-]{0,63}:[^[:space:],]+$' then
            raise exception 'cache_watch: % is no cache tag', name
                using hint = 'A cache tag is a kind, a colon and an identifier, for example post:{id}.';
        end if;
    end loop;
    for name in select part[1] from unnest(templates) template, regexp_matches(template, '\{(\w+)\}', 'g') part loop
        if not exists (select from pg_attribute
                        where attrelid = watched and attname = name and attnum > 0 and not attisdropped) then
            raise exception 'cache_watch: table % has no column %', watched, name
                using hint = 'A template names columns of the table in braces, for example post:{id}.';
        end if;
    end loop;
    perform cache_unwatch(watched);
    select string_agg(quote_literal(template), ', ') into arguments from unnest(templates) template;
    execute format('create trigger cache_watch_insert after insert on %s referencing new table as new_rows
        for each statement execute function cache_invalidate_watched(%s)', watched, arguments);
    execute format('create trigger cache_watch_update after update on %s
        referencing old table as old_rows new table as new_rows
        for each statement execute function cache_invalidate_watched(%s)', watched, arguments);
    execute format('create trigger cache_watch_delete after delete on %s referencing old table as old_rows
        for each statement execute function cache_invalidate_watched(%s)', watched, arguments);
    execute format('create trigger cache_watch_truncate after truncate on %s
        for each statement execute function cache_invalidate_watched(%s)', watched, arguments);
end
$$;
