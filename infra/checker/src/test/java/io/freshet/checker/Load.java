package io.freshet.checker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * Readers and writers at work.
 */
final class Load implements AutoCloseable {

	private final List<Row> rows;

	private final Map<Long, Row> byId;

	private final long bound;

	private final List<Thread> threads = new ArrayList<>();

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	private volatile Tally tally;

	private volatile boolean running = true;

	private volatile boolean impatient;

	Load(List<Row> rows, long bound, Tally tally) {
		this.rows = rows;
		this.byId = rows.stream().collect(Collectors.toUnmodifiableMap(Row::id, Function.identity()));
		this.bound = bound;
		this.tally = tally;
	}

	void start(Cluster cluster, int readers, int writers) {
		for (int i = 0; i < readers; i++) {
			Instance instance = cluster.instances().get(i % cluster.instances().size());
			start("Reader " + i, new Reader(this, instance));
		}
		for (int i = 0; i < writers; i++) {
			int writer = i;
			List<Row> own = IntStream.range(0, this.rows.size())
				.filter((row) -> row % writers == writer)
				.mapToObj(this.rows::get)
				.toList();
			start("Writer " + i, new Writer(this, own, cluster.instances()));
		}
	}

	private void start(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.setUncaughtExceptionHandler((where, ex) -> this.failure.compareAndSet(null, ex));
		this.threads.add(thread);
		thread.start();
	}

	boolean isRunning() {
		return this.running;
	}

	/** Returns whether clients go away before they are answered. */
	boolean isImpatient() {
		return this.impatient;
	}

	void setImpatient(boolean impatient) {
		this.impatient = impatient;
	}

	Tally tally() {
		return this.tally;
	}

	void count(Tally next) {
		this.tally = next;
	}

	List<Row> rows() {
		return this.rows;
	}

	/** Judges and counts what an instance said of a row. */
	void seen(Read read, long id, long version) {
		Row row = this.byId.get(id);
		if (row == null) {
			return;
		}
		Verdict verdict = row.history().judge(version, read.instance(), read.begunAt(), this.bound);
		read.tally().read(verdict);
		if (verdict.isViolation()) {
			read.tally()
				.violation(new Violation(read.request().target(), id, read.instance(), version, verdict,
						read.response().header("cache-status")));
		}
	}

	/** Fails if a reader or a writer did: the checker itself is wrong then. */
	void verifyAlive() {
		Throwable ex = this.failure.get();
		if (ex != null) {
			throw new IllegalStateException("The checker failed", ex);
		}
	}

	@Override
	public void close() throws InterruptedException {
		this.running = false;
		for (Thread thread : this.threads) {
			thread.join();
		}
	}

}
