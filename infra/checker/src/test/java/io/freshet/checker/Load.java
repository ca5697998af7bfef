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
 * Readers, writers and administrators at work.
 */
final class Load implements AutoCloseable {

	/** Rows that administrators change, beside those of the writers. */
	static final int CLEARED_ROWS = 4;

	private static final int CLEARERS = 2;

	private final List<Row> rows;

	private final Map<Long, Row> byId;

	private final long bound;

	private final List<Thread> threads = new ArrayList<>();

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	private volatile Tally tally;

	private volatile @Nullable Token newestToken;

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
		List<Row> written = this.rows.subList(CLEARED_ROWS, this.rows.size());
		for (int i = 0; i < writers; i++) {
			start("Writer " + i, new Writer(this, share(written, i, writers), cluster));
		}
		List<Row> cleared = this.rows.subList(0, CLEARED_ROWS);
		for (int i = 0; i < CLEARERS; i++) {
			start("Clearer " + i, new Clearer(this, share(cleared, i, CLEARERS), cluster));
		}
	}

	private static List<Row> share(List<Row> rows, int number, int of) {
		return IntStream.range(0, rows.size()).filter((row) -> row % of == number).mapToObj(rows::get).toList();
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

	/** Returns what the last acknowledged write handed out. */
	@Nullable Token newestToken() {
		return this.newestToken;
	}

	void handedOut(Token token) {
		this.newestToken = token;
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
		long allowed = read.isExcused() ? Long.MAX_VALUE : this.bound;
		Verdict verdict = row.history()
			.judge(version, read.instance(), read.begunAt(), allowed)
			.withToken(version, read.owed());
		if (!read.isExcused()) {
			read.tally().read(verdict);
		}
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
