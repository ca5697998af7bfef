package io.freshet.checker;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what clients saw during one fault.
 */
final class Tally {

	private final String fault;

	private final LongAdder reads = new LongAdder();

	private final LongAdder answers = new LongAdder();

	private final LongAdder hits = new LongAdder();

	private final LongAdder writes = new LongAdder();

	private final LongAdder failedReads = new LongAdder();

	private final LongAdder failedWrites = new LongAdder();

	private final Queue<Violation> violations = new ConcurrentLinkedQueue<>();

	private final Queue<Long> staleness = new ConcurrentLinkedQueue<>();

	Tally(String fault) {
		this.fault = fault;
	}

	void answered(Response response) {
		this.answers.increment();
		if (response.header("x-cache").equals("HIT")) {
			this.hits.increment();
		}
	}

	/** Counts a row that was read. */
	void read(Verdict verdict) {
		this.reads.increment();
		if (verdict.staleness() > 0) {
			this.staleness.add(verdict.staleness());
		}
	}

	void violation(Violation violation) {
		this.violations.add(violation);
	}

	void readFailed() {
		this.failedReads.increment();
	}

	void acknowledged() {
		this.writes.increment();
	}

	void writeFailed() {
		this.failedWrites.increment();
	}

	String fault() {
		return this.fault;
	}

	long reads() {
		return this.reads.sum();
	}

	long answers() {
		return this.answers.sum();
	}

	long hits() {
		return this.hits.sum();
	}

	long writes() {
		return this.writes.sum();
	}

	long failedReads() {
		return this.failedReads.sum();
	}

	long failedWrites() {
		return this.failedWrites.sum();
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
		return this.fault + ": " + reads() + " reads, " + writes() + " writes, " + this.violations.size()
				+ " violations";
	}

}
