package io.freshet.posts;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.freshet.tags.Slug;
import io.freshet.tags.TagLabel;
import io.freshet.tags.paging.Page;
import io.freshet.tags.paging.PageRequest;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

/**
 * The SQL of posts. Times are the database's, which all instances share.
 */
@Component
class PostTable {

	private static final String SELECT = """
			select id, title, body, author, version, created_at, updated_at,
			       array(select tag_slug from post_tag where post_id = id order by tag_slug) as slugs
			  from post
			""";

	private static final String TAGGED = " where id in (select post_id from post_tag where tag_slug = :tag)";

	private final DatabaseClient database;

	PostTable(DatabaseClient database) {
		this.database = database;
	}

	Mono<Row> find(PostId id) {
		return this.database.sql(SELECT + " where id = :id").bind("id", id.value()).map(Row::of).one();
	}

	Mono<Page<Row>> page(PageRequest<PostSort> request, @Nullable Slug tag) {
		Map<String, Object> filter = (tag != null) ? Map.of("tag", tag.value()) : Map.of();
		Flux<Row> rows = this.database
			.sql(SELECT + ((tag != null) ? TAGGED : "") + " order by " + order(request)
					+ " limit :limit offset :offset")
			.bindValues(filter)
			.bind("limit", request.size())
			.bind("offset", request.offset())
			.map(Row::of)
			.all();
		Mono<Long> total = this.database
			.sql((tag != null) ? "select count(*) as total from post_tag where tag_slug = :tag"
					: "select count(*) as total from post")
			.bindValues(filter)
			.map((row) -> row.get("total", Long.class))
			.one();
		return Mono.zip(rows.collectList(), total, Page::new);
	}

	Mono<PostId> insert(String author, PostContent content) {
		return this.database.sql("insert into post (title, body, author) values (:title, :body, :author) returning id")
			.bind("title", content.title())
			.bind("body", content.body())
			.bind("author", author)
			.map(PostTable::id)
			.one();
	}

	/**
	 * Holds the post until the transaction ends. A statement of its own: the next one
	 * sees the tags that whoever held the post before has written, this one would not.
	 */
	Mono<PostId> lock(PostId id) {
		return this.database.sql("select id from post where id = :id for update")
			.bind("id", id.value())
			.map(PostTable::id)
			.one();
	}

	Mono<Void> update(PostId id, PostContent content) {
		return this.database
			.sql("update post set title = :title, body = :body, version = version + 1,"
					+ " updated_at = clock_timestamp() where id = :id")
			.bind("id", id.value())
			.bind("title", content.title())
			.bind("body", content.body())
			.then();
	}

	Mono<Void> delete(PostId id) {
		return this.database.sql("delete from post where id = :id").bind("id", id.value()).then();
	}

	Mono<Void> addTags(PostId id, Collection<Slug> slugs) {
		return tags("insert into post_tag (post_id, tag_slug) select :id, unnest(:slugs)", id, slugs);
	}

	Mono<Void> removeTags(PostId id, Collection<Slug> slugs) {
		return tags("delete from post_tag where post_id = :id and tag_slug = any(:slugs)", id, slugs);
	}

	private Mono<Void> tags(String sql, PostId id, Collection<Slug> slugs) {
		if (slugs.isEmpty()) {
			return Mono.empty();
		}
		return this.database.sql(sql)
			.bind("id", id.value())
			.bind("slugs", slugs.stream().map(Slug::value).toArray(String[]::new))
			.then();
	}

	private static String order(PageRequest<PostSort> request) {
		String direction = request.direction().parameter();
		String column = switch (request.sort()) {
			case CREATED_AT -> "created_at";
			case UPDATED_AT -> "updated_at";
			case TITLE -> "title";
		};
		return column + " " + direction + ", id " + direction;
	}

	private static PostId id(Readable row) {
		return PostId.of(row.get("id", Long.class));
	}

	/**
	 * A post without what the tags know.
	 */
	record Row(PostId id, String title, String body, String author, List<Slug> slugs, long version, Instant createdAt,
			Instant updatedAt) {

		static Row of(Readable row) {
			return new Row(PostTable.id(row), row.get("title", String.class), row.get("body", String.class),
					row.get("author", String.class),
					Arrays.stream(row.get("slugs", String[].class)).map(Slug::of).toList(),
					row.get("version", Long.class), row.get("created_at", Instant.class),
					row.get("updated_at", Instant.class));
		}

		/**
		 * A tag that is not there any more was taken off the post between the reading of
		 * the two, and what is being read is invalid already.
		 */
		Post with(Map<Slug, TagLabel> tags) {
			List<TagLabel> shown = this.slugs.stream().map(tags::get).filter(Objects::nonNull).toList();
			return new Post(this.id, this.title, this.body, this.author, shown, this.version, this.createdAt,
					this.updatedAt);
		}

	}

}
