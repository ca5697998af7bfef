package io.freshet.caching.redis;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;

import com.sun.management.OperatingSystemMXBean;

import io.freshet.caching.measuring.Peer;
import io.freshet.caching.measuring.Rounds;

/**
 * What a hit in the shared tier costs a process in CPU time, beside its peers of
 * {@link SharedHitBenchmark}, by turns: what else runs on the machine, Redis included, is
 * not counted, and what it does to one it does to all.
 * <p>
 * Each of them has a process of its own. In one process they would not be measured but
 * mixed: a library that goes on in the background counts for whoever is next, and what
 * the compiler has learned of the ways of one it forgets for those of another.
 */
final class SharedHitCost {

	private static final String SPRING = "Spring, default";

	private static final int ROUNDS = Integer.getInteger("rounds", 15);

	private static final int WARM_UP = 25;

	private static final int HITS = 300 * SharedHitBenchmark.AT_ONCE;

	private SharedHitCost() {
	}

	/**
	 * Prints the costs and their ratios.
	 * @param args none; or the one peer that this process is, which is told on standard
	 * input when to measure
	 * @throws IOException if a process cannot be started
	 */
	public static void main(String[] args) throws IOException {
		if (args.length > 0) {
			measure(args[0]);
			return;
		}
		List<Peer> processes = new ArrayList<>();
		Rounds rounds = new Rounds();
		for (String name : peers(new SharedHitBenchmark()).keySet()) {
			Peer process = Peer.start(SharedHitCost.class, name);
			processes.add(process);
			process.read();
			rounds.with(name, () -> Double.parseDouble(process.ask("measure")));
		}
		rounds.run(WARM_UP, ROUNDS).print(System.out, "A hit in Redis", "us of CPU");
		peers(new SharedHitBenchmark()).keySet().forEach((name) -> rounds.printRatio(System.out, name, SPRING));
		processes.forEach(Peer::close);
	}

	private static Map<String, Runnable> peers(SharedHitBenchmark benchmark) {
		Map<String, Runnable> peers = new LinkedHashMap<>();
		peers.put("bare GET and Jackson", benchmark::bareGet);
		peers.put("operator", benchmark::operator);
		peers.put(SPRING, benchmark::springDefault);
		peers.put("Spring, JSON", benchmark::springWithJson);
		peers.put("JetCache", benchmark::jetCache);
		peers.put("Redisson", benchmark::redisson);
		return peers;
	}

	private static void measure(String name) {
		PrintStream answers = System.out;
		// What is logged is no answer.
		System.setOut(System.err);
		SharedHitBenchmark benchmark = new SharedHitBenchmark();
		benchmark.fill();
		Runnable hits = peers(benchmark).get(name);
		answers.println("ready");
		try (Scanner asked = new Scanner(System.in, StandardCharsets.UTF_8)) {
			while (asked.hasNextLine()) {
				asked.nextLine();
				answers.println(microsPerHit(hits));
			}
		}
		finally {
			benchmark.close();
		}
		System.exit(0);
	}

	private static double microsPerHit(Runnable hits) {
		OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		long before = system.getProcessCpuTime();
		for (int done = 0; done < HITS; done += SharedHitBenchmark.AT_ONCE) {
			hits.run();
		}
		return (system.getProcessCpuTime() - before) / 1000.0 / HITS;
	}

}
