package io.freshet.checker;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what clients saw during one fault.
 */
final class Tally {

	private final String fault;

	private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);

	private final Queue<Violation> violations = new ConcurrentLinkedQueue<>();

	private final Queue<Long> staleness = new ConcurrentLinkedQueue<>();

	Tally(String fault) {
		this.fault = fault;
		for (Count what : Count.values()) {
			this.counts.put(what, new LongAdder());
		}
	}

	void add(Count what) {
		this.counts.get(what).increment();
	}

	long sum(Count what) {
		return this.counts.get(what).sum();
	}

	void answered(Response response) {
		add(Count.ANSWERS);
		if (response.isHit()) {
			add(Count.HITS);
		}
		if (response.isMarkedStale()) {
			add(Count.STALE);
		}
	}

	/** Counts a row that was read. */
	void read(Verdict verdict) {
		add(Count.READS);
		if (verdict.staleness() > 0) {
			this.staleness.add(verdict.staleness());
		}
	}

	void violation(Violation violation) {
		this.violations.add(violation);
	}

	String fault() {
		return this.fault;
	}

	Queue<Violation> violations() {
		return this.violations;
	}

	/** Returns how stale each read was that showed a version that had been replaced. */
	long[] sortedStaleness() {
		long[] all = this.staleness.stream().mapToLong(Long::longValue).toArray();
		Arrays.sort(all);
		return all;
	}

	@Override
	public String toString() {
		return this.fault + ": " + sum(Count.READS) + " reads, " + sum(Count.WRITES) + " writes, " + sum(Count.CLEARS)
				+ " clears, " + this.violations.size() + " violations";
	}

}
