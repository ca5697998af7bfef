package io.freshet.posts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import io.freshet.caching.testing.WithRealServers;
import io.freshet.tags.Slug;
import io.freshet.tags.Tag;
import io.freshet.tags.TagDetails;
import io.freshet.tags.TagInUseException;
import io.freshet.tags.Tags;
import io.freshet.tags.UnknownTagsException;
import io.freshet.tags.precondition.IfMatch;
import io.freshet.tags.precondition.PreconditionFailedException;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;

@WithRealServers
@SpringBootTest(webEnvironment = WebEnvironment.NONE)
class PostsConcurrencyIT {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final IfMatch ANY = IfMatch.parse("*");

	private static final int CONCURRENCY = 10;

	@Autowired
	Posts posts;

	@Autowired
	Tags tags;

	@Autowired
	DatabaseClient database;

	@Test
	void countsPostsRightWhateverHappensAtOnce() {
		List<Slug> slugs = createTags("busy", 8);
		Random random = new Random(11);
		List<Post> some = create(slugs, 20);

		// Many changes of few posts, so that they wait for each other on posts and tags.
		List<Mono<?>> changes = new ArrayList<>();
		for (int i = 0; i < 400; i++) {
			PostContent content = content("Change " + i, some(slugs, random));
			PostId id = some.get(random.nextInt(some.size())).id();
			int kind = random.nextInt(10);
			if (kind < 6) {
				changes.add(this.posts.replace(id, ANY, content));
			}
			else if (kind < 9) {
				changes.add(this.posts.create("ada", content));
			}
			else {
				changes.add(this.posts.delete(id, ANY));
			}
		}
		run(changes.stream()
			.<Mono<?>>map((change) -> change.onErrorResume(PostNotFoundException.class, (ex) -> Mono.empty()))
			.toList());

		for (Slug slug : slugs) {
			assertThat(tag(slug).postCount()).as("posts of " + slug).isEqualTo(countPosts(slug)).isPositive();
		}
	}

	@Test
	void letsOneOfTwoWritersWithTheSameEntityTagWin() {
		List<Slug> slugs = createTags("raced", 2);
		for (Post post : create(slugs, 30)) {
			IfMatch condition = IfMatch.parse(post.entityTag().toString());
			Mono<Boolean> first = won(this.posts.replace(post.id(), condition, content("First", List.of())));
			Mono<Boolean> second = won(this.posts.patch(post.id(), condition, (current) -> content("Second", slugs)));

			List<Boolean> outcomes = Flux.merge(first, second).collectList().block(TIMEOUT);

			assertThat(outcomes).containsExactlyInAnyOrder(true, false);
			Post after = this.posts.find(post.id()).block(TIMEOUT);
			assertThat(after).isNotNull();
			assertThat(after.version()).isEqualTo(2);
		}
	}

	@Test
	void neverLeavesAPostWithATagThatIsGone() {
		for (Slug slug : createTags("vanishing", 40)) {
			Mono<Boolean> published = this.posts.create("ada", content("Tagged", List.of(slug)))
				.thenReturn(true)
				.onErrorReturn(UnknownTagsException.class, false);
			Mono<Boolean> deleted = this.tags.delete(slug, ANY)
				.thenReturn(true)
				.onErrorReturn(TagInUseException.class, false);

			List<Boolean> outcomes = Flux.merge(published, deleted).collectList().block(TIMEOUT);

			assertThat(outcomes).containsExactlyInAnyOrder(true, false);
		}
	}

	private static Mono<Boolean> won(Mono<Post> write) {
		return write.thenReturn(true).onErrorReturn(PreconditionFailedException.class, false);
	}

	private List<Post> create(List<Slug> slugs, int count) {
		List<Post> created = Flux.range(0, count)
			.concatMap((i) -> this.posts.create("ada", content("Post " + i, slugs)))
			.collectList()
			.block(TIMEOUT);
		assertThat(created).isNotNull().hasSize(count);
		return created;
	}

	private List<Slug> createTags(String prefix, int count) {
		List<Slug> slugs = IntStream.range(0, count).mapToObj((i) -> Slug.of(prefix + "-" + i)).toList();
		run(slugs.stream().<Mono<?>>map((slug) -> this.tags.create(slug, new TagDetails(slug.value(), null))).toList());
		return slugs;
	}

	private static void run(List<Mono<?>> changes) {
		Flux.fromIterable(changes).flatMap((change) -> change, CONCURRENCY).blockLast(TIMEOUT);
	}

	private Tag tag(Slug slug) {
		Tag tag = this.tags.find(slug).block(TIMEOUT);
		assertThat(tag).isNotNull();
		return tag;
	}

	private long countPosts(Slug slug) {
		Long count = this.database.sql("select count(*) as n from post_tag where tag_slug = :slug")
			.bind("slug", slug.value())
			.map((row) -> row.get("n", Long.class))
			.one()
			.block(TIMEOUT);
		assertThat(count).isNotNull();
		return count;
	}

	private static PostContent content(String title, List<Slug> slugs) {
		return PostContent.of(title, "Body", slugs);
	}

	private static List<Slug> some(List<Slug> slugs, Random random) {
		List<Slug> copy = new ArrayList<>(slugs);
		Collections.shuffle(copy, random);
		return copy.subList(0, random.nextInt(slugs.size()));
	}

}
