package io.freshet.tags.web;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.freshet.caching.CacheName;
import io.freshet.caching.invalidation.InvalidationLedger;
import io.freshet.caching.metrics.CacheStatistics;
import io.freshet.caching.testing.WithRealServers;
import io.freshet.tags.Slug;
import io.freshet.tags.Tag;
import io.freshet.tags.TagDetails;
import io.freshet.tags.Tags;
import io.freshet.tags.precondition.IfMatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.transaction.reactive.TransactionalOperator;

import static org.assertj.core.api.Assertions.assertThat;

@WithRealServers
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureWebTestClient(timeout = "30s")
class TagExportIT {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	@Autowired
	WebTestClient client;

	@Autowired
	Tags tags;

	@Autowired
	CacheStatistics statistics;

	@Autowired
	InvalidationLedger ledger;

	@Autowired
	TransactionalOperator transactions;

	@Test
	void showsAllTagsInTheOrderOfTheirSlugsOneALine() {
		create("export-b");
		create("export-a");
		create("export-c");

		List<TagView> exported = export();

		List<String> slugs = exported.stream().map(TagView::slug).toList();
		assertThat(slugs).containsSubsequence("export-a", "export-b", "export-c");
		assertThat(exported).contains(TagView.of(this.tags.find(Slug.of("export-b")).block(TIMEOUT)));
	}

	@Test
	void isReadOnceForAllWhoAskAtTheSameTime() {
		Tag tag = create("export-at-once");
		AtomicInteger text = new AtomicInteger();

		// Who asks while it is not known yet what was invalidated reads for itself.
		Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> {
			TagDetails details = new TagDetails("export-at-once", "Text " + text.incrementAndGet());
			this.tags.replace(tag.slug(), IfMatch.parse("*"), details).block(TIMEOUT);
			Awaitility.await().atMost(TIMEOUT).until(() -> this.ledger.view().isCurrent());
			long before = loads();

			List<List<Tag>> answers = Flux.range(0, 50)
				.flatMap((one) -> this.tags.all().collectList(), 50)
				.collectList()
				.block(TIMEOUT);

			assertThat(answers).hasSize(50)
				.allSatisfy((all) -> assertThat(all).extracting(Tag::description).contains(details.description()));
			assertThat(loads() - before).isOne();
		});
	}

	@Test
	void followsWhatChanges() {
		Tag tag = create("export-changed");
		awaitKept();
		assertThat(shown("export-changed").name()).isEqualTo("export-changed");

		this.tags.replace(tag.slug(), IfMatch.parse("*"), new TagDetails("export-changed", "Text")).block(TIMEOUT);
		assertThat(shown("export-changed").description()).isEqualTo("Text");

		awaitKept();
		this.tags.recordUse(List.of(tag.slug()), List.of()).as(this.transactions::transactional).block(TIMEOUT);
		assertThat(shown("export-changed").postCount()).isOne();

		this.tags.recordUse(List.of(), List.of(tag.slug())).as(this.transactions::transactional).block(TIMEOUT);
		awaitKept();
		this.tags.delete(tag.slug(), IfMatch.parse("*")).block(TIMEOUT);
		assertThat(slugs()).doesNotContain("export-changed");

		awaitKept();
		create("export-new");
		assertThat(slugs()).contains("export-new");
	}

	@Test
	void isDocumented() {
		this.client.get()
			.uri("/openapi.json")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.paths['/api/v1/tag-export'].get.responses['200'].content['application/x-ndjson']")
			.exists();
	}

	private List<TagView> export() {
		List<TagView> exported = this.client.get()
			.uri("/api/v1/tag-export")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentTypeCompatibleWith(MediaType.APPLICATION_NDJSON)
			.expectBodyList(TagView.class)
			.returnResult()
			.getResponseBody();
		assertThat(exported).isNotNull();
		return exported;
	}

	private List<String> slugs() {
		return export().stream().map(TagView::slug).toList();
	}

	private TagView shown(String slug) {
		return export().stream().filter((tag) -> tag.slug().equals(slug)).findFirst().orElseThrow();
	}

	/** What has just been invalidated is not kept before that is known everywhere. */
	private void awaitKept() {
		Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> {
			export();
			long known = loads();
			export();
			assertThat(loads()).isEqualTo(known);
		});
	}

	private long loads() {
		return this.statistics.counts(CacheName.of("tag-export")).loads();
	}

	private Tag create(String slug) {
		Tag tag = this.tags.create(Slug.of(slug), new TagDetails(slug, null)).block(TIMEOUT);
		assertThat(tag).isNotNull();
		return tag;
	}

}
