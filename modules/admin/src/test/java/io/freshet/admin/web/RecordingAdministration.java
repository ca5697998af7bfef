package io.freshet.admin.web;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.freshet.caching.administration.CacheAdministration;
import io.freshet.caching.administration.CachingReport;
import io.freshet.caching.administration.ClearReport;
import io.freshet.caching.administration.Selection;
import reactor.core.publisher.Mono;

/**
 * Gives the report that it was made with, and remembers what it was subscribed to.
 */
final class RecordingAdministration implements CacheAdministration {

	private final CachingReport report;

	private final List<String> done = new CopyOnWriteArrayList<>();

	RecordingAdministration(CachingReport report) {
		this.report = report;
	}

	/** What was done, in order. */
	List<String> done() {
		return this.done;
	}

	@Override
	public Mono<CachingReport> report() {
		return Mono.fromSupplier(() -> {
			this.done.add("report");
			return this.report;
		});
	}

	@Override
	public Mono<ClearReport> preview(Selection selection) {
		return Mono.fromSupplier(() -> {
			this.done.add("preview " + selection);
			return new ClearReport(selection, true, 7, 5, 6, true);
		});
	}

	@Override
	public Mono<ClearReport> clear(Selection selection) {
		return Mono.fromSupplier(() -> {
			this.done.add("clear " + selection);
			return new ClearReport(selection, false, 5, 5, 0, false);
		});
	}

}
