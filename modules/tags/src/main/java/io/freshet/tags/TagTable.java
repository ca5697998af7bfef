package io.freshet.tags;

import java.time.Instant;
import java.util.Collection;

import io.freshet.tags.paging.Page;
import io.freshet.tags.paging.PageRequest;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

/**
 * The SQL of tags. Times are the database's, which all instances share.
 */
@Component
class TagTable {

	private static final String COLUMNS = "slug, name, description, post_count, version, created_at, updated_at";

	private final DatabaseClient database;

	TagTable(DatabaseClient database) {
		this.database = database;
	}

	Mono<Tag> find(Slug slug) {
		return this.database.sql("select " + COLUMNS + " from tag where slug = :slug")
			.bind("slug", slug.value())
			.map(TagTable::tag)
			.one();
	}

	Flux<Tag> findAll() {
		return this.database.sql("select " + COLUMNS + " from tag order by slug").map(TagTable::tag).all();
	}

	Flux<Tag> findAll(Collection<Slug> slugs) {
		return this.database.sql("select " + COLUMNS + " from tag where slug = any(:slugs) order by slug")
			.bind("slugs", texts(slugs))
			.map(TagTable::tag)
			.all();
	}

	Mono<Page<Tag>> page(PageRequest<TagSort> request) {
		Flux<Tag> tags = this.database
			.sql("select " + COLUMNS + " from tag order by " + order(request) + " limit :limit offset :offset")
			.bind("limit", request.size())
			.bind("offset", request.offset())
			.map(TagTable::tag)
			.all();
		return Mono.zip(tags.collectList(), count(), Page::new);
	}

	private Mono<Long> count() {
		return this.database.sql("select count(*) as total from tag").map((row) -> row.get("total", Long.class)).one();
	}

	Mono<Tag> insert(Slug slug, TagDetails details) {
		return this.database
			.sql("insert into tag (slug, name, description) values (:slug, :name, :description)"
					+ " on conflict (slug) do nothing returning " + COLUMNS)
			.bind("slug", slug.value())
			.bind("name", details.name())
			.bind("description", Parameters.in(R2dbcType.VARCHAR, details.description()))
			.map(TagTable::tag)
			.one();
	}

	/**
	 * Holds the tag until the transaction ends.
	 */
	Mono<Tag> lock(Slug slug) {
		return this.database.sql("select " + COLUMNS + " from tag where slug = :slug for update")
			.bind("slug", slug.value())
			.map(TagTable::tag)
			.one();
	}

	Mono<Tag> update(Slug slug, TagDetails details) {
		return this.database
			.sql("update tag set name = :name, description = :description,"
					+ " version = nextval('tag_version'), updated_at = clock_timestamp()"
					+ " where slug = :slug returning " + COLUMNS)
			.bind("slug", slug.value())
			.bind("name", details.name())
			.bind("description", Parameters.in(R2dbcType.VARCHAR, details.description()))
			.map(TagTable::tag)
			.one();
	}

	Mono<Void> delete(Slug slug) {
		return this.database.sql("delete from tag where slug = :slug").bind("slug", slug.value()).then();
	}

	/**
	 * Holds the tags until the transaction ends, taking them in the order of their slugs:
	 * whoever needs several waits for the smallest first, so no two wait for each other.
	 */
	Flux<Slug> lock(Collection<Slug> slugs) {
		return this.database.sql("select slug from tag where slug = any(:slugs) order by slug for update")
			.bind("slugs", texts(slugs))
			.map(TagTable::slug)
			.all();
	}

	Mono<Void> count(Collection<Slug> added, Collection<Slug> removed) {
		return this.database.sql("update tag set post_count = post_count"
				+ " + case when slug = any(:added) then 1 else 0 end - case when slug = any(:removed) then 1 else 0 end"
				+ " where slug = any(:added) or slug = any(:removed)")
			.bind("added", texts(added))
			.bind("removed", texts(removed))
			.then();
	}

	private static String order(PageRequest<TagSort> request) {
		String direction = request.direction().parameter();
		return switch (request.sort()) {
			case NAME -> "name " + direction + ", slug " + direction;
			case POST_COUNT -> "post_count " + direction + ", slug " + direction;
			case CREATED_AT -> "created_at " + direction + ", slug " + direction;
		};
	}

	private static String[] texts(Collection<Slug> slugs) {
		return slugs.stream().map(Slug::value).toArray(String[]::new);
	}

	private static Slug slug(Readable row) {
		return Slug.of(row.get("slug", String.class));
	}

	private static Tag tag(Readable row) {
		return new Tag(slug(row), row.get("name", String.class), row.get("description", String.class),
				row.get("post_count", Long.class), row.get("version", Long.class), row.get("created_at", Instant.class),
				row.get("updated_at", Instant.class));
	}

}
