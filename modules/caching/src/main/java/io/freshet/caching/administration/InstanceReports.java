package io.freshet.caching.administration;

import java.util.List;

import reactor.core.publisher.Mono;

/**
 * Where instances leave reports of themselves for each other. All publishers are cold.
 */
public interface InstanceReports {

	/**
	 * There is no such place: an instance knows of itself alone.
	 */
	InstanceReports NONE = new InstanceReports() {

		@Override
		public Mono<Void> publish(InstanceReport report) {
			return Mono.empty();
		}

		@Override
		public Mono<Published> published() {
			return Mono.just(new Published(List.of(), false));
		}

	};

	/**
	 * Leaves a report in place of the last one of the same instance.
	 * @param report the report
	 * @return completes when others find it; an error if they will not
	 */
	Mono<Void> publish(InstanceReport report);

	/**
	 * Reads the reports that are not too old.
	 * @return the reports; an error if they cannot be read
	 */
	Mono<Published> published();

	/**
	 * The reports that are there.
	 *
	 * @param instances the reports, one an instance
	 * @param complete whether each of them could be read
	 */
	record Published(List<InstanceReport> instances, boolean complete) {
	}

}
