package io.freshet.admin.web;

import java.time.Instant;
import java.util.List;

import io.freshet.caching.administration.InstanceReport;
import io.freshet.caching.administration.InstancesReport;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * Representation of what all instances say of themselves.
 */
@Schema(name = "CacheInstances")
record InstancesView(@Schema(description = "When the instances were asked about") Instant at,
		@Schema(description = "Whether these are all instances; not without PostgreSQL, while it is away, or while an"
				+ " instance of another version reports in another form", example = "true") boolean complete,
		ClusterView cluster, @Schema(description = "The instances, by name") List<InstanceView> instances) {

	static InstancesView of(InstancesReport report) {
		return new InstancesView(report.at(), report.complete(), ClusterView.of(report),
				report.instances().stream().map((one) -> InstanceView.of(one, report.self())).toList());
	}

	/**
	 * Representation of one instance.
	 */
	@Schema(name = "CacheInstance")
	record InstanceView(@Schema(example = "5d0e4d1c-2f2d-4f7e-9f39-0c3f5a4fd7f1") String id,
			@Schema(example = "api-1/7") String name, Instant startedAt, Instant reportedAt,
			@Schema(description = "Whether it is the one that answers", example = "true") boolean self,
			CacheStatsView stats) {

		static InstanceView of(InstanceReport report, String self) {
			return new InstanceView(report.id(), report.name(), report.startedAt(), report.reportedAt(),
					report.id().equals(self), CacheStatsView.of(report.caching()));
		}

	}

}
