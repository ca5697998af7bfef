package io.freshet.posts;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.freshet.caching.testing.WithRealServers;
import io.freshet.tags.Slug;
import io.freshet.tags.TagLabel;
import io.freshet.tags.TagDetails;
import io.freshet.tags.TagSort;
import io.freshet.tags.Tags;
import io.freshet.tags.UnknownTagsException;
import io.freshet.tags.paging.PageRequest;
import io.freshet.tags.paging.SortDirection;
import io.freshet.tags.precondition.IfMatch;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a change drops from the caches, and what it leaves there: told by whether a read
 * goes to the database.
 */
@WithRealServers
@Import(RecordedStatements.class)
@SpringBootTest(webEnvironment = WebEnvironment.NONE)
class PostsCacheIT {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final IfMatch ANY = IfMatch.parse("*");

	private static final AtomicInteger NUMBERS = new AtomicInteger();

	@Autowired
	Posts posts;

	@Autowired
	Tags tags;

	@Autowired
	RecordedStatements statements;

	Slug a;

	Slug b;

	Post postOfA;

	Post postOfB;

	@BeforeEach
	void publishTwoPosts() {
		this.a = createTag();
		this.b = createTag();
		this.postOfA = create("Of A", this.a);
		this.postOfB = create("Of B", this.b);
	}

	@Test
	void readsEverythingOnce() {
		warm();

		assertThat(isCached(this.posts.find(this.postOfA.id()))).isTrue();
		assertThat(isCached(listing(PostSort.CREATED_AT, null))).isTrue();
		assertThat(isCached(listing(PostSort.TITLE, this.a))).isTrue();
		assertThat(isCached(this.tags.find(this.a))).isTrue();
		assertThat(isCached(tagListing(TagSort.NAME))).isTrue();
	}

	@Test
	void updateDropsThePostAndTheListingsThatShowedItAndNothingElse() {
		warm();

		await(this.posts.patch(this.postOfA.id(), ANY, (current) -> content("Of A", "New", this.a)));

		assertThat(isCached(this.posts.find(this.postOfA.id()))).isFalse();
		assertThat(isCached(listing(PostSort.CREATED_AT, null))).isFalse();
		assertThat(isCached(listing(PostSort.TITLE, this.a))).isFalse();
		assertThat(isCached(listing(PostSort.UPDATED_AT, this.b))).as("order by a time that changed").isFalse();
		assertThat(isCached(listing(PostSort.TITLE, this.b))).as("order by titles, none of which changed").isTrue();
		assertThat(isCached(listing(PostSort.CREATED_AT, this.b))).isTrue();
		assertThat(isCached(this.posts.find(this.postOfB.id()))).isTrue();
		assertThat(isCached(this.tags.find(this.a))).isTrue();
		assertThat(isCached(tagListing(TagSort.POST_COUNT))).isTrue();
	}

	@Test
	void newTitleDropsListingsInTheOrderOfTitles() {
		warm();

		await(this.posts.patch(this.postOfA.id(), ANY, (current) -> content("New", "Body", this.a)));

		assertThat(isCached(listing(PostSort.TITLE, this.b))).isFalse();
		assertThat(isCached(listing(PostSort.CREATED_AT, this.b))).isTrue();
	}

	@Test
	void newTagOfAPostDropsTheListingsThatMustNowShowIt() {
		warm();

		await(this.posts.patch(this.postOfA.id(), ANY, (current) -> content("Of A", "Body", this.b)));

		assertThat(isCached(listing(PostSort.CREATED_AT, this.a))).isFalse();
		assertThat(isCached(listing(PostSort.CREATED_AT, this.b))).isFalse();
		assertThat(isCached(this.tags.find(this.a))).as("its count changed").isFalse();
		assertThat(isCached(this.tags.find(this.b))).as("its count changed").isFalse();
		assertThat(isCached(tagListing(TagSort.POST_COUNT))).isFalse();
		assertThat(isCached(this.posts.find(this.postOfB.id()))).as("shows the name of a tag, not its count").isTrue();
	}

	@Test
	void newPostLeavesOtherPostsAndTheListingsOfOtherTags() {
		warm();

		create("Of A as well", this.a);

		assertThat(isCached(listing(PostSort.CREATED_AT, null))).isFalse();
		assertThat(isCached(listing(PostSort.CREATED_AT, this.a))).isFalse();
		assertThat(isCached(listing(PostSort.CREATED_AT, this.b))).isTrue();
		assertThat(isCached(this.posts.find(this.postOfA.id()))).isTrue();
		assertThat(isCached(this.tags.find(this.b))).isTrue();
	}

	@Test
	void newNameOfATagDropsThePostsThatShowIt() {
		warm();

		await(this.tags.patch(this.a, ANY, (current) -> new TagDetails("New", null)));

		assertThat(isCached(this.posts.find(this.postOfA.id()))).isFalse();
		assertThat(isCached(listing(PostSort.CREATED_AT, null))).isFalse();
		assertThat(isCached(listing(PostSort.CREATED_AT, this.a))).isFalse();
		assertThat(isCached(tagListing(TagSort.NAME))).isFalse();
		assertThat(isCached(this.posts.find(this.postOfB.id()))).isTrue();
		assertThat(isCached(listing(PostSort.CREATED_AT, this.b))).isTrue();
		assertThat(isCached(this.tags.find(this.b))).isTrue();
		assertThat(await(this.posts.find(this.postOfA.id())).tags()).extracting(TagLabel::name).containsExactly("New");
	}

	@Test
	void absenceIsRememberedUntilThePostIsThere() {
		PostId next = PostId.of(this.postOfB.id().value() + 1);
		assertThat(this.posts.find(next).block(TIMEOUT)).isNull();
		awaitCached(this.posts.find(next));

		Post created = create("Next", this.a);

		assertThat(created.id()).isEqualTo(next);
		assertThat(await(this.posts.find(next))).isEqualTo(created);
	}

	@Test
	void deletionDropsThePost() {
		warm();

		this.posts.delete(this.postOfA.id(), ANY).block(TIMEOUT);

		assertThat(this.posts.find(this.postOfA.id()).block(TIMEOUT)).isNull();
		assertThat(isCached(listing(PostSort.CREATED_AT, this.a))).isFalse();
		assertThat(isCached(this.posts.find(this.postOfB.id()))).isTrue();
	}

	@Test
	void changeThatIsRolledBackDropsNothing() {
		warm();

		assertThatExceptionOfType(UnknownTagsException.class).isThrownBy(() -> await(
				this.posts.patch(this.postOfA.id(), ANY, (current) -> content("New", "New", Slug.of("nowhere")))));

		assertThat(isCached(this.posts.find(this.postOfA.id()))).isTrue();
		assertThat(isCached(listing(PostSort.UPDATED_AT, this.b))).isTrue();
		assertThat(isCached(listing(PostSort.TITLE, this.a))).isTrue();
	}

	private void warm() {
		List<Mono<?>> reads = List.of(this.posts.find(this.postOfA.id()), this.posts.find(this.postOfB.id()),
				listing(PostSort.CREATED_AT, null), listing(PostSort.CREATED_AT, this.a),
				listing(PostSort.CREATED_AT, this.b), listing(PostSort.UPDATED_AT, this.b),
				listing(PostSort.TITLE, this.a), listing(PostSort.TITLE, this.b), this.tags.find(this.a),
				this.tags.find(this.b), tagListing(TagSort.NAME), tagListing(TagSort.POST_COUNT));
		reads.forEach((read) -> assertThat(isCached(read)).isFalse());
		reads.forEach(this::awaitCached);
	}

	/** What is loaded before an instance has looked after an invalidation is not kept. */
	private void awaitCached(Mono<?> read) {
		Awaitility.await().pollDelay(Duration.ZERO).atMost(TIMEOUT).until(() -> isCached(read));
	}

	private boolean isCached(Mono<?> read) {
		this.statements.take();
		read.block(TIMEOUT);
		return this.statements.take().isEmpty();
	}

	private Mono<?> listing(PostSort sort, @Nullable Slug tag) {
		return this.posts.list(new PageRequest<>(0, 100, sort, SortDirection.ASC), tag);
	}

	private Mono<?> tagListing(TagSort sort) {
		return this.tags.list(new PageRequest<>(0, 100, sort, SortDirection.ASC));
	}

	private Slug createTag() {
		Slug slug = Slug.of("cached-" + NUMBERS.incrementAndGet());
		await(this.tags.create(slug, new TagDetails(slug.value(), null)));
		return slug;
	}

	private Post create(String title, Slug tag) {
		return await(this.posts.create("ada", content(title, "Body", tag)));
	}

	private static PostContent content(String title, String body, Slug tag) {
		return PostContent.of(title, body, List.of(tag));
	}

	private static <T> T await(Mono<T> mono) {
		T value = mono.block(TIMEOUT);
		assertThat(value).isNotNull();
		return value;
	}

}
