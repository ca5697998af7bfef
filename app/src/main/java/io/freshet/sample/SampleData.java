package io.freshet.sample;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.List;

import io.freshet.sample.SampleMaterial.SampleTag;
import io.freshet.sample.SampleMaterial.Topic;
import io.freshet.tags.Slug;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;

/**
 * Fills an empty database when it has been migrated, before anybody is served: nothing
 * can have been cached yet. It writes to the tables rather than through the modules,
 * because nobody can publish a post two years ago.
 */
@Component
@ConditionalOnBooleanProperty("freshet.sample-data")
class SampleData implements Callback {

	private static final Logger log = LoggerFactory.getLogger(SampleData.class);

	private static final int LOCK = 0x46524553;

	private final InstantSource clock = InstantSource.system();

	@Override
	public boolean supports(Event event, Context context) {
		return event == Event.AFTER_MIGRATE;
	}

	@Override
	public boolean canHandleInTransaction(Event event, Context context) {
		return true;
	}

	@Override
	public String getCallbackName() {
		return "sample data";
	}

	@Override
	public void handle(Event event, Context context) {
		try {
			fillIfEmpty(context.getConnection());
		}
		catch (SQLException ex) {
			throw new IllegalStateException("Could not write the sample data", ex);
		}
	}

	private void fillIfEmpty(Connection connection) throws SQLException {
		boolean autoCommit = connection.getAutoCommit();
		connection.setAutoCommit(false);
		try {
			if (isEmpty(connection)) {
				fill(connection);
			}
			connection.commit();
		}
		catch (SQLException ex) {
			connection.rollback();
			throw ex;
		}
		finally {
			connection.setAutoCommit(autoCommit);
		}
	}

	/** The lock lets one of several instances that start together be the first. */
	private static boolean isEmpty(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute("select pg_advisory_xact_lock(" + LOCK + ")");
			try (ResultSet result = statement
				.executeQuery("select not exists (select from tag) and not exists (select from post)")) {
				return result.next() && result.getBoolean(1);
			}
		}
	}

	private void fill(Connection connection) throws SQLException {
		SampleMaterial material = SampleMaterial.load();
		List<SamplePost> posts = SamplePost.all(material, this.clock.instant());
		insertTags(connection, material);
		insertPosts(connection, posts);
		try (Statement statement = connection.createStatement()) {
			statement.execute("update tag set post_count = (select count(*) from post_tag where tag_slug = slug),"
					+ " created_at = coalesce((select min(created_at) from post join post_tag on post_id = id"
					+ " where tag_slug = slug), created_at)");
			statement.execute("update tag set updated_at = created_at");
		}
		log.info("Wrote {} sample posts", posts.size());
	}

	private static void insertTags(Connection connection, SampleMaterial material) throws SQLException {
		try (PreparedStatement insert = connection
			.prepareStatement("insert into tag (slug, name, description) values (?, ?, ?)")) {
			for (Topic topic : material.topics()) {
				for (SampleTag tag : topic.tags()) {
					insert.setString(1, slug(tag.name()));
					insert.setString(2, tag.name());
					insert.setString(3, tag.description());
					insert.addBatch();
				}
			}
			insert.executeBatch();
		}
	}

	private static void insertPosts(Connection connection, List<SamplePost> posts) throws SQLException {
		try (PreparedStatement insert = connection.prepareStatement("with written as ("
				+ "insert into post (title, body, author, created_at, updated_at) values (?, ?, ?, ?, ?) returning id)"
				+ " insert into post_tag (post_id, tag_slug) select id, unnest(?::text[]) from written")) {
			for (SamplePost post : posts) {
				Timestamp createdAt = Timestamp.from(post.createdAt());
				insert.setString(1, post.title());
				insert.setString(2, post.body());
				insert.setString(3, post.author());
				insert.setTimestamp(4, createdAt);
				insert.setTimestamp(5, createdAt);
				insert.setArray(6, connection.createArrayOf("text", slugs(post)));
				insert.addBatch();
			}
			insert.executeBatch();
		}
	}

	private static String[] slugs(SamplePost post) {
		return post.tags().stream().map(SampleData::slug).toArray(String[]::new);
	}

	private static String slug(String name) {
		return Slug.derivedFrom(name).orElseThrow().value();
	}

}
