package io.freshet.posts;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

import io.freshet.caching.testing.WithRealServers;
import io.freshet.tags.Slug;
import io.freshet.tags.TagDetails;
import io.freshet.tags.Tags;
import io.freshet.tags.paging.PageRequest;
import io.freshet.tags.paging.SortDirection;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.r2dbc.ConnectionFactoryDecorator;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

@WithRealServers
@SpringBootTest(webEnvironment = WebEnvironment.NONE)
class PostsStatementsIT {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	@Autowired
	Posts posts;

	@Autowired
	Tags tags;

	@Autowired
	RecordedStatements statements;

	@Test
	void readsAPageWithThreeStatementsHoweverManyPostsAndTagsItShows() {
		for (int i = 0; i < 10; i++) {
			this.tags.create(slug(i), new TagDetails("Tag " + i, null)).block(TIMEOUT);
		}
		Flux.range(0, 50)
			.concatMap((i) -> this.posts.create("ada",
					PostContent.of("Post " + i, "Body", List.of(slug(i % 10), slug((i + 1) % 10), slug((i + 2) % 10)))))
			.blockLast(TIMEOUT);

		List<String> few = statementsOfPage(5);
		List<String> many = statementsOfPage(50);

		assertThat(few).hasSize(3);
		assertThat(many).hasSameSizeAs(few);
	}

	private List<String> statementsOfPage(int size) {
		this.statements.forget();
		var page = this.posts.list(new PageRequest<>(0, size, PostSort.CREATED_AT, SortDirection.DESC), null)
			.block(TIMEOUT);
		assertThat(page).isNotNull();
		assertThat(page.items()).hasSize(size).allSatisfy((post) -> assertThat(post.tags()).hasSize(3));
		return this.statements.onTables();
	}

	private static Slug slug(int i) {
		return Slug.of("tag-" + i);
	}

	/**
	 * The statements that went to the database.
	 */
	static class RecordedStatements {

		private static final Pattern TABLES = Pattern.compile("\\b(post|post_tag|tag)\\b");

		private final List<String> texts = new CopyOnWriteArrayList<>();

		void forget() {
			this.texts.clear();
		}

		List<String> onTables() {
			return this.texts.stream().filter(TABLES.asPredicate()).toList();
		}

		Connection recording(Connection connection) {
			return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
					(proxy, method, arguments) -> {
						if (method.getName().equals("createStatement")) {
							this.texts.add((String) arguments[0]);
						}
						try {
							return method.invoke(connection, arguments);
						}
						catch (InvocationTargetException ex) {
							throw ex.getTargetException();
						}
					});
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class RecordingConfiguration {

		@Bean
		RecordedStatements recordedStatements() {
			return new RecordedStatements();
		}

		@Bean
		ConnectionFactoryDecorator recordingConnections(RecordedStatements statements) {
			return (factory) -> new ConnectionFactory() {

				@Override
				public Publisher<? extends Connection> create() {
					return Flux.from(factory.create()).map(statements::recording);
				}

				@Override
				public ConnectionFactoryMetadata getMetadata() {
					return factory.getMetadata();
				}

			};
		}

	}

}
