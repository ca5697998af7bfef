package io.freshet.checker;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts instances on a real PostgreSQL and a real Redis, has clients read and write,
 * makes one fault after the other, and says what the clients saw.
 */
public final class Checker {

	private static final Duration WARM_UP = Duration.ofSeconds(3);

	private static final Duration AFTERMATH = Duration.ofSeconds(1);

	private final Settings settings;

	Checker(Settings settings) {
		this.settings = settings;
	}

	/**
	 * Runs the checker. The process ends with an error if the promise was broken, or,
	 * with a defence switched off, if that was not seen.
	 * @param args none, see the README
	 * @throws Exception if the checker failed
	 */
	public static void main(String[] args) throws Exception {
		Settings settings = Settings.ofSystemProperties();
		Report report = new Checker(settings).run();
		System.out.println(report);
		boolean asExpected = (report.violations() > 0) == settings.expectsViolations();
		System.out.println(asExpected ? "As it should be." : "NOT as it should be.");
		System.exit(asExpected ? 0 : 1);
	}

	Report run() throws Exception {
		List<Fault> faults = this.settings.faults().stream().map(Fault::of).toList();
		Tally warmUp = new Tally("(warm-up)");
		List<Tally> tallies = new ArrayList<>(List.of(warmUp));
		try (Cluster cluster = Cluster.start(this.settings); Load load = load(cluster, warmUp)) {
			load.start(cluster, this.settings.readers(), this.settings.writers());
			Pause.of(WARM_UP);
			for (Fault fault : faults) {
				Tally tally = new Tally(fault.toString());
				tallies.add(tally);
				load.count(tally);
				fault.disturbance().disturb(cluster, load, Period.of(this.settings.duration()));
				cluster.awaitAnswers();
				Pause.of(AFTERMATH);
				load.verifyAlive();
				System.out.println(tally);
			}
		}
		return new Report(tallies);
	}

	private Load load(Cluster cluster, Tally tally) throws IOException {
		List<Row> rows = Posts.create(cluster.instances().get(0), this.settings.rows() + Load.CLEARED_ROWS);
		PlainSql.watch(cluster.postgres());
		return new Load(rows, this.settings.bound().toNanos(), tally);
	}

}
