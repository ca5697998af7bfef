package io.freshet.tags;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CacheName;
import io.freshet.caching.CacheTag;
import io.freshet.caching.load.PolicyOverride;
import io.freshet.caching.load.PolicyOverrides;
import io.freshet.caching.metrics.CacheStatistics;
import io.freshet.caching.testing.WithRealServers;
import io.freshet.tags.precondition.IfMatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import reactor.util.context.Context;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

@WithRealServers
@SpringBootTest(webEnvironment = WebEnvironment.NONE)
class TagLabelsIT {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	@Autowired
	Tags tags;

	@Autowired
	CacheStatistics statistics;

	@Autowired
	PolicyOverrides overrides;

	@Test
	void areThoseOfTheTagsThatThereAre() {
		TagLabel first = TagLabel.of(create("there-1", "First"));
		TagLabel second = TagLabel.of(create("there-2", "Second"));

		assertThat(labels("there-2", "nowhere", "there-1")).hasSize(2)
			.containsEntry(Slug.of("there-1"), first)
			.containsEntry(Slug.of("there-2"), second);
		assertThat(labels()).isEmpty();
	}

	@Test
	void areReadOnceForAllWhoAskForSomeOfThem() {
		create("read-1", "First");
		create("read-2", "Second");
		create("read-3", "Third");
		// What has just been invalidated is not kept before that is known everywhere.
		Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> {
			labels("read-1", "read-2");
			long known = loads();
			labels("read-2", "read-1");
			assertThat(loads()).isEqualTo(known);
		});
		long before = loads();

		labels("read-1", "read-2", "read-3");

		assertThat(loads()).as("for the one that was missing").isEqualTo(before + 1);
	}

	@Test
	void followARename() {
		Tag tag = create("renamed", "Old");
		assertThat(labels("renamed").values()).extracting(TagLabel::name).containsExactly("Old");

		this.tags.replace(tag.slug(), IfMatch.parse("*"), new TagDetails("New", null)).block(TIMEOUT);

		assertThat(labels("renamed").values()).extracting(TagLabel::name).containsExactly("New");
	}

	@Test
	void areWhatDependsOnTheirTagsEvenWhileTheirCacheIsSwitchedOff() {
		create("off", "Old");
		CacheName cache = CacheName.of(TagCaches.LABELS);
		this.overrides.change(cache, new PolicyOverride(false, null)).block(TIMEOUT);
		Awaitility.await().atMost(TIMEOUT).until(() -> !this.overrides.of(cache).enabled());
		CacheDependencies dependencies = CacheDependencies.open(Context.empty());

		this.tags.labels(List.of(Slug.of("off"))).contextWrite(dependencies::into).block(TIMEOUT);

		assertThat(dependencies.tags()).contains(CacheTag.of("tag", "off"));
		this.overrides.change(cache, PolicyOverride.NONE).block(TIMEOUT);
	}

	private long loads() {
		return this.statistics.counts(CacheName.of(TagCaches.LABELS)).loads();
	}

	private Map<Slug, TagLabel> labels(String... slugs) {
		Map<Slug, TagLabel> labels = this.tags.labels(List.of(slugs).stream().map(Slug::of).toList()).block(TIMEOUT);
		assertThat(labels).isNotNull();
		return labels;
	}

	private Tag create(String slug, String name) {
		Tag tag = this.tags.create(Slug.of(slug), new TagDetails(name, null)).block(TIMEOUT);
		assertThat(tag).isNotNull();
		return tag;
	}

}
