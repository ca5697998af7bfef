package io.freshet.caching.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

import io.freshet.caching.CacheName;

/**
 * Writes down what it is told, one line each.
 */
public final class RecordedEvents implements CacheRecorder {

	private final List<String> lines = new CopyOnWriteArrayList<>();

	private final LongAdder hits = new LongAdder();

	private final LongAdder misses = new LongAdder();

	/**
	 * Returns what was told.
	 * @return the lines, in order
	 */
	public List<String> lines() {
		return List.copyOf(this.lines);
	}

	/**
	 * Counts one line.
	 * @param line the line
	 * @return how often it was told
	 */
	public long count(String line) {
		return this.lines.stream().filter(line::equals).count();
	}

	@Override
	public void lookup(CacheName cache, Tier tier, LookupOutcome outcome) {
		this.lines.add("lookup " + tier.label() + " " + outcome);
	}

	@Override
	public void bypass(CacheName cache) {
		this.lines.add("bypass");
	}

	@Override
	public void put(CacheName cache, Tier tier) {
		this.lines.add("put " + tier.label());
	}

	@Override
	public void eviction(CacheName cache, Tier tier, long weight) {
		this.lines.add("eviction " + tier.label());
	}

	@Override
	public void load(CacheName cache, Duration took, boolean succeeded) {
		this.lines.add(succeeded ? "load" : "load failed");
	}

	@Override
	public void coalesced(CacheName cache) {
		this.lines.add("coalesced");
	}

	@Override
	public void undecodable(CacheName cache) {
		this.lines.add("undecodable");
	}

	@Override
	public void stale(CacheName cache, StaleReason reason) {
		this.lines.add("stale " + reason.label());
	}

	@Override
	public void refresh(CacheName cache) {
		this.lines.add("refresh");
	}

	@Override
	public void loadTimeout(CacheName cache) {
		this.lines.add("load timeout");
	}

	@Override
	public void absence(CacheName cache) {
		this.lines.add("absence");
	}

	@Override
	public void rememberedError(CacheName cache) {
		this.lines.add("remembered error");
	}

	@Override
	public void lease(CacheName cache, LeaseOutcome outcome, Duration waited) {
		this.lines.add("lease " + outcome.label());
	}

	@Override
	public void sampled(CacheName cache, SampleOutcome outcome, Duration age) {
		this.lines.add("sampled " + outcome.label());
	}

	@Override
	public void response(CacheName route, ResponseOutcome outcome) {
		this.lines.add("response " + outcome.status() + " " + outcome.reason());
	}

	@Override
	public void request(CacheName cache, boolean hit) {
		(hit ? this.hits : this.misses).increment();
	}

	/**
	 * Returns the number of requests that were hits.
	 * @return the number
	 */
	public long hits() {
		return this.hits.sum();
	}

	/**
	 * Returns the number of requests that were misses.
	 * @return the number
	 */
	public long misses() {
		return this.misses.sum();
	}

	@Override
	public void refused(CacheName cache, RefusalReason reason) {
		this.lines.add("refused " + reason.label());
	}

}
