package io.freshet.checker;

import java.io.IOException;
import java.time.Duration;

/**
 * What happens to instances and to clients.
 */
final class ProcessFaults {

	private static final Duration NEXT_COMMIT = Duration.ofSeconds(30);

	private ProcessFaults() {
	}

	static void pause(Cluster cluster, Load load, Period period) {
		while (period.lasts()) {
			Instance instance = cluster.anyInstance();
			instance.signal("STOP");
			period.pause(1000);
			instance.signal("CONT");
			period.pause(1000);
		}
	}

	static void killAfterCommit(Cluster cluster, Load load, Period period) throws IOException, InterruptedException {
		while (period.lasts()) {
			Instance instance = cluster.anyInstance();
			instance.crashAfterCommit();
			if (!instance.awaitEnd(NEXT_COMMIT)) {
				throw new IllegalStateException("Instance " + instance.number() + " did not end after a commit");
			}
			period.pause(500);
			instance.start();
			cluster.awaitAnswers();
			period.pause(2000);
		}
	}

	static void leave(Cluster cluster, Load load, Period period) {
		load.setImpatient(true);
		period.pauseToEnd();
		load.setImpatient(false);
	}

}
