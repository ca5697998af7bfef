package io.freshet.caching.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import io.freshet.caching.CacheName;
import io.freshet.caching.store.StoreContent;

import static org.assertj.core.api.Assertions.assertThat;

class RecentContentTests {

	private static final CacheName POSTS = CacheName.of("posts");

	private final AtomicInteger walks = new AtomicInteger();

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);

	private final RecentContent content = new RecentContent(
			() -> Map.of(POSTS, new StoreContent(this.walks.incrementAndGet(), 0)), this.nanos::get);

	@Test
	void isReadOnceForAllCachesOfAScrape() {
		assertThat(this.content.of(POSTS).entries()).isEqualTo(1);
		assertThat(this.content.of(CacheName.of("tags"))).isEqualTo(StoreContent.EMPTY);
		assertThat(this.walks).hasValue(1);
	}

	@Test
	void isReadAnewAfterASecond() {
		this.content.of(POSTS);
		this.nanos.addAndGet(Duration.ofSeconds(1).toNanos());

		assertThat(this.content.of(POSTS).entries()).isEqualTo(2);
	}

}
