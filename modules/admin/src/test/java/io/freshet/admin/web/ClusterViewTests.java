package io.freshet.admin.web;

import java.time.Instant;
import java.util.List;

import io.freshet.admin.web.ClusterView.ClusterCacheView;
import io.freshet.caching.administration.InstanceReport;
import io.freshet.caching.administration.InstancesReport;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what two instances that have counted the same make together.
 */
class ClusterViewTests {

	private final ClusterView cluster = ClusterView
		.of(new InstancesReport(Instant.EPOCH, "one", true, List.of(instance("one"), instance("two"))));

	@Test
	void addsUpLoadsAndTakesPercentilesOfAll() {
		assertThat(this.cluster.loads()).isEqualTo(24);
		assertThat(this.cluster.failedLoads()).isEqualTo(16);
		assertThat(this.cluster.meanLoadMillis()).isEqualTo(2.5);
		assertThat(this.cluster.p50LoadMillis()).isEqualTo(0.8);
		assertThat(this.cluster.p99LoadMillis()).isEqualTo(1.6);
		assertThat(this.cluster.maxLoadMillis()).isEqualTo(31.07);
	}

	@Test
	void addsUpSamplesOfEachCache() {
		ClusterCacheView posts = this.cluster.caches().get(0);

		assertThat(posts.name()).isEqualTo("posts");
		assertThat(posts.samples()).isEqualTo(new SamplesView(86, 4, 0.0466, 450L, 700L, 86, 88));
		assertThat(posts.p99LoadMillis()).isEqualTo(1.6);
		assertThat(this.cluster.caches().get(1).samples()).isEqualTo(new SamplesView(0, 0, null, null, null, 0, 0));
	}

	private static InstanceReport instance(String id) {
		return new InstanceReport(id, id, Instant.EPOCH, Instant.EPOCH, CachingReports.whole());
	}

}
