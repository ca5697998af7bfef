package io.freshet.posts;

import java.time.Duration;
import java.util.List;

import io.freshet.caching.testing.WithRealServers;
import io.freshet.tags.Slug;
import io.freshet.tags.TagDetails;
import io.freshet.tags.Tags;
import io.freshet.tags.paging.PageRequest;
import io.freshet.tags.paging.SortDirection;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

@WithRealServers
@Import(RecordedStatements.class)
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
		this.statements.take();
		var page = this.posts.list(new PageRequest<>(0, size, PostSort.CREATED_AT, SortDirection.DESC), null)
			.block(TIMEOUT);
		assertThat(page).isNotNull();
		assertThat(page.items()).hasSize(size).allSatisfy((post) -> assertThat(post.tags()).hasSize(3));
		return this.statements.take();
	}

	private static Slug slug(int i) {
		return Slug.of("tag-" + i);
	}

}
