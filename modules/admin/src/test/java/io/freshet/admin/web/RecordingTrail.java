package io.freshet.admin.web;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.freshet.admin.audit.AuditAction;
import io.freshet.admin.audit.AuditEntry;
import io.freshet.admin.audit.AuditOutcome;
import io.freshet.admin.audit.AuditTrail;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A trail in memory, which can be made to fail.
 */
final class RecordingTrail implements AuditTrail {

	private final List<AuditEntry> entries = Collections.synchronizedList(new ArrayList<>());

	private volatile boolean broken;

	/** From now on nothing can be written. */
	void breakDown() {
		this.broken = true;
	}

	/** All lines, the oldest first. */
	List<AuditEntry> entries() {
		return List.copyOf(this.entries);
	}

	@Override
	public Mono<Long> begin(String principal, AuditAction action, String target) {
		return Mono.fromSupplier(() -> {
			fail();
			long id = this.entries.size() + 1L;
			this.entries.add(new AuditEntry(id, Instant.EPOCH, principal, "here", action.word(), target,
					AuditOutcome.BEGUN, null, null, null));
			return id;
		});
	}

	@Override
	public Mono<Void> end(long id, AuditOutcome outcome, @Nullable Long entries, @Nullable String detail) {
		return Mono.fromRunnable(() -> {
			fail();
			AuditEntry begun = this.entries.get((int) id - 1);
			this.entries.set((int) id - 1, new AuditEntry(id, begun.at(), begun.principal(), begun.instance(),
					begun.action(), begun.target(), outcome, entries, detail, Instant.EPOCH));
		});
	}

	private void fail() {
		if (this.broken) {
			throw new IllegalStateException("No database");
		}
	}

	@Override
	public Mono<List<AuditEntry>> read(long before, int limit) {
		return Mono.fromSupplier(() -> {
			List<AuditEntry> newest = new ArrayList<>(entries());
			Collections.reverse(newest);
			return newest.stream().filter((entry) -> entry.id() < before).limit(limit).toList();
		});
	}

}
